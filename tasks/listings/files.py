"""Local files as a source: folders walked, texts and pages listed.

Nothing is read here: a text or page is listed with its path and read when its
turn comes, what holds more than one by contents.py. Paths are plain strings:
`pathlib` took a third of the time of a run over 20,000 unchanged files.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from uuid import UUID

from tasks.listings.contents import MEDIA_TYPES, READ, list_found, suffix_of
from tasks.listings.opened import Found, open_file
from tasks.listings.records import left_out
from tasks.text.keys import make_key
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source

WILDCARD = re.compile(r"[*?\[]")


def list_files(source: Source) -> Iterator[Entry | Reject]:
    """Each text, page and record at `source.path`, in a stable order, or why not.

    Names that start with a dot are passed over, as a shell does. Raises
    FileNotFoundError where nothing is at the path, PermissionError where it
    cannot be listed.
    """
    base, paths = _paths(source.path or "")
    if source.identity != "auto":
        # the same articles in file after file: the newest name has the last word
        paths = iter(sorted(paths, reverse=True))
        return _each_once(_listed(source, base, paths))
    return _listed(source, base, paths)


def _each_once(items: Iterator[Entry | Reject]) -> Iterator[Entry | Reject]:
    """The first entry of each article; the same in an older file is no other look."""
    seen: set[UUID] = set()
    for item in items:
        if isinstance(item, Entry):
            if item.keys[0].digest in seen:
                continue
            seen.add(item.keys[0].digest)
        yield item


def _listed(
    source: Source, base: str, paths: Iterator[str]
) -> Iterator[Entry | Reject]:
    for path in paths:
        name = _readable(path[len(base) :].lstrip("/"))
        suffix = suffix_of(path)
        problem = _problem(path, suffix, base if path != source.path else None)
        if problem:
            yield left_out(source, name, *problem)
        elif suffix not in MEDIA_TYPES or path.lower().endswith(".gz"):
            found = Found(
                name=name, suffix=suffix, path=path, open=partial(open_file, path)
            )
            yield from list_found(source, found)
        else:
            yield Entry(
                source_id=source.source_id,
                keys=(make_key("path", name, source.source_id),),
                path=path,
                media_type=MEDIA_TYPES[suffix],
                timezone=source.timezone,
                rules=source.rules,
            )


def size_of(path: str) -> int:
    """The bytes of all files at `path`, 0 where there is nothing that can be listed."""
    n_bytes = 0
    with suppress(OSError):  # `list_files` tells what cannot be listed
        for found in _paths(path)[1]:
            with suppress(OSError):
                n_bytes += os.stat(found).st_size
    return n_bytes


def read_file(path: str, max_bytes: int) -> bytes | tuple[str, str]:
    """The file's bytes; or an outcome and the evidence where it cannot be had."""
    try:
        with open(path, "rb", buffering=0) as file:
            n_bytes = os.fstat(file.fileno()).st_size
            body = file.readall() if n_bytes <= max_bytes else b""
    except FileNotFoundError:
        return "not_found", "the file was gone when its turn came"
    except OSError as error:
        return "unreadable", str(error.strerror)
    if max(n_bytes, len(body)) > max_bytes:
        return "too_large", f"more than max_bytes ({max_bytes:,})"
    return body


def _paths(path: str) -> tuple[str, Iterator[str]]:
    """The folder that names are relative to, and the files."""
    if WILDCARD.search(path) and not os.path.lexists(path):
        base = os.path.dirname(WILDCARD.split(path)[0] + "x")
        os.listdir(base)  # raises where it cannot be listed
        fits = re.compile(_pattern(path)).fullmatch
        return base, (item for item in _walk(base) if fits(item) or os.path.isdir(item))
    if os.path.isdir(path):
        os.listdir(path)
        return path, _walk(path)
    os.stat(path)
    return os.path.dirname(path), iter([path])


def _pattern(path: str) -> str:
    """A path with wildcards as a regular expression.

    `**/` is any folders or none, `*` and `?` stay within a name.
    """
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^]/]+\])", path)
    return "".join(
        part
        if part.startswith("[") and part.endswith("]")
        else wild.get(part) or re.escape(part)
        for part in parts
    ).replace("[!", "[^")


def _walk(root: str) -> Iterator[str]:
    """The files below `root`, names sorted; a folder only where it cannot be listed."""
    folders = [_listed_folder(root)]
    while folders:
        entries = folders.pop()
        below = []
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith("."):
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield entry.path
                continue
            try:
                below.append(_listed_folder(entry.path))
            except OSError:
                yield entry.path
        folders.extend(reversed(below))


def _listed_folder(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return list(entries)


def _problem(path: str, suffix: str, base: str | None = None) -> tuple[str, str] | None:
    """Why this file is not read: a reason and the evidence, or None.

    A link found below `base` must lead to a file below it: a folder that somebody
    else fills must not bring other files of this machine into the ledger.
    """
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return "unreadable", str(error.strerror)
    if stat.S_ISDIR(mode):
        return "unreadable", "a folder that cannot be listed, or a link to one"
    if not stat.S_ISREG(mode):  # a named pipe would be waited on for ever
        return "not_a_file", "neither a file nor a link to one"
    if base and os.path.islink(path) and not _is_below(path, base):
        return "not_a_file", "a link to a file outside the folder"
    if suffix not in READ:
        return "file_type", f"not a kind of file that is read: {suffix or 'no ending'}"
    if base and not path.isascii() and _has_twin(path, base):
        return (
            "same_name",
            "a file of the same name, its accents composed, is there too",
        )
    return None


def _is_below(path: str, base: str) -> bool:
    real = os.path.realpath(base)
    return os.path.commonpath([os.path.realpath(path), real]) == real


def _has_twin(path: str, base: str) -> bool:
    """Whether another file below `base` differs only in how its accents are written.

    The two would be one key, and one of them lost. On macOS they are one file.
    """
    composed = base + unicodedata.normalize("NFC", path[len(base) :])
    if composed == path:
        return False
    try:
        return not os.path.samefile(composed, path)
    except OSError:  # nothing is there
        return False


def _readable(name: str) -> str:
    """The name as text that can be stored: bytes that are no UTF-8 as `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
