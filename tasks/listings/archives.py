"""A ZIP archive as a folder of files. Nothing is unpacked to disk.

Source: PKWARE APPNOTE 4.4, 6.1.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO

from tasks.listings.opened import Found, Pieces, Unreadable, is_bomb
from tasks.listings.records import left_out
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source

Lister = Callable[[Source, Found], Iterator[Entry | Reject]]
# What a library says of an archive that is broken, encrypted or packed otherwise.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)
_MAX_FILES = 200_000
_PIECE = 1 << 20
_ENCRYPTED = 0x1


def list_zip(source: Source, file: Found, lister: Lister) -> Iterator[Entry | Reject]:
    """What `lister` lists of each file of the archive, in its order, or why not.

    A file is called `archive.zip/name`. Names that lead out of the archive are
    refused, those that start with a dot passed over. An archive that says of itself
    that it is a bomb is one reject.
    """
    if file.path is None:
        detail = "an archive within an archive; unpack it"
        yield left_out(source, file.name, "file_type", detail)
        return
    try:
        with zipfile.ZipFile(file.path) as archive:
            infos = archive.infolist()
            n_packed = sum(info.compress_size for info in infos)
            n_bytes = sum(info.file_size for info in infos)
            if len(infos) > _MAX_FILES or is_bomb(n_packed, n_bytes):
                detail = f"{len(infos):,} files, {n_bytes:,} bytes in {n_packed:,}"
                yield left_out(source, file.name, "too_large", f"a bomb: {detail}")
                return
            yield from _list_members(source, file, archive, lister)
    except _BROKEN as error:
        yield left_out(source, file.name, "bad_archive", _said(error))


def _list_members(
    source: Source, file: Found, archive: zipfile.ZipFile, lister: Lister
) -> Iterator[Entry | Reject]:
    seen: set[str] = set()
    n_files = 0
    for info in archive.infolist():
        if info.is_dir() or _is_hidden(info.filename):
            continue
        n_files += 1
        name = f"{file.name}/{_readable(info.filename)}"
        if why := _problem(info, seen):
            yield left_out(source, name, *why)
            continue
        seen.add(info.filename)
        yield from lister(source, _member(archive, info, name))
    if not n_files:
        yield left_out(source, file.name, "empty", "there is no file in it")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Found:
    def opened() -> IO[bytes]:
        return io.BufferedReader(Pieces(_pieces(archive, info), lambda: None), _PIECE)

    suffix = PurePosixPath(info.filename).suffix.lower()
    return Found(name=name, suffix=suffix, path=None, open=opened)


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What is in one file of the archive. Raises Unreadable."""
    n_bytes = 0
    try:
        with archive.open(info) as member:
            while piece := member.read(_PIECE):
                n_bytes += len(piece)
                if is_bomb(info.compress_size, n_bytes):
                    raise Unreadable("too_large", f"a bomb: {n_bytes:,} bytes and more")
                yield piece
    except _BROKEN as error:
        raise Unreadable("bad_archive", _said(error)) from error


def _problem(info: zipfile.ZipInfo, seen: set[str]) -> tuple[str, str] | None:
    """Why a file of an archive is not read: a reason and the evidence, or None."""
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
        return "bad_name", "a name that leads out of the archive"
    if info.flag_bits & _ENCRYPTED:
        return "unreadable", "it is encrypted"
    if info.filename in seen:
        return "same_name", "a file of the same name is in the archive too"
    if is_bomb(info.compress_size, info.file_size):
        return (
            "too_large",
            f"a bomb: {info.file_size:,} bytes in {info.compress_size:,}",
        )
    return None


def _is_hidden(name: str) -> bool:
    """Whether a part of the name starts with a dot, or macOS put the file there."""
    parts = name.split("/")
    if parts[0] == "__MACOSX":
        return True
    return any(part.startswith(".") and part.strip(".") for part in parts)


def _readable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
