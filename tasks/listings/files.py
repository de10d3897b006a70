"""Local files as a source: folders walked, texts and pages listed, records read.

Nothing is read here but many-record files, line by line; a text or page is
listed with its path and read when its turn comes. Paths are plain strings:
`pathlib` took a third of the time of a run over 20,000 unchanged files.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from tasks.text.keys import make_key
from tasks.text.urls import without_login
from warehouse.model import Entry, Key, Reject, Source

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
}
RECORDS = {".jsonl", ".ndjson"}
# What other news tools write, and this one does not read yet.
LATER = {".csv", ".tsv", ".parquet", ".warc", ".gz", ".zip", ".xml", ".json", ".bz2"}
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
        suffix = os.path.splitext(path)[1].lower()
        problem = _problem(path, suffix, base if path != source.path else None)
        if problem:
            yield _reject(source, name, *problem)
        elif suffix in RECORDS:
            yield from _records(source, Path(path), name)
        else:
            yield Entry(
                source_id=source.source_id,
                keys=(make_key("path", name, source.source_id),),
                path=path,
                media_type=MEDIA_TYPES[suffix],
                timezone=source.timezone,
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
    if suffix in LATER:
        return "file_type", f"{suffix} files cannot be read yet"
    if suffix not in MEDIA_TYPES and suffix not in RECORDS:
        return "file_type", f"not a kind of file that is read: {suffix or 'no ending'}"
    return None


def _records(source: Source, path: Path, name: str) -> Iterator[Entry | Reject]:
    """The records of a file with one JSON object a line."""
    try:
        shared = _shared(source, path, name)
        for number, line in _lines(path, source.max_bytes):
            yield _record(source, path, name, number, line, shared)
    except OSError as error:
        yield _reject(source, name, "unreadable", str(error.strerror))


def _is_below(path: str, base: str) -> bool:
    real = os.path.realpath(base)
    return os.path.commonpath([os.path.realpath(path), real]) == real


def _record(
    source: Source,
    path: Path,
    name: str,
    number: int,
    line: bytes | None,
    shared: set[UUID],
) -> Entry | Reject:
    where = f"{name}#L{number}"
    if line is None:
        detail = f"line {number} is longer than max_bytes ({source.max_bytes:,})"
        return _reject(source, where, "too_large", detail)
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        detail = f"line {number}: {error}"
        return _reject(source, where, "invalid_json", detail, line)
    if not isinstance(record, dict):
        detail = f"line {number} holds no object"
        return _reject(source, where, "invalid_record", detail, line)
    own = make_key("record", where, source.source_id)
    keys = [key for key in _names(source, record, name) if key.digest not in shared]
    return Entry(
        source_id=source.source_id,
        keys=((keys or [own])[0],),
        url=_address(record.get(dict(source.fields).get("url", "url"))),
        path=str(path),
        body=line,
        media_type="application/json",
        timezone=source.timezone,
        fields=source.fields,
    )


def _names(source: Source, record: dict[str, Any], name: str) -> Iterator[Key]:
    """What may name a record, best first: its id, its address, its title and date."""
    theirs = dict(source.fields)
    said = {
        field: _text(record.get(theirs.get(field, field)))
        for field in ("id", "url", "title", "published")
    }
    if said["id"] and source.identity != "url":
        written = said["id"] if source.identity == "id" else f"{name}#{said['id']}"
        yield make_key("record", written, source.source_id)
    if said["url"]:
        with suppress(ValueError):  # not an address: what follows names it
            yield make_key("url", said["url"], source.source_id)
    if said["title"]:
        written = f"{said['title']} {said['published'] or ''}"
        yield make_key("title_date", written, source.source_id)


def _shared(source: Source, path: Path, name: str) -> set[UUID]:
    """The names that more than one record of the file has: they name none of them."""
    once: set[UUID] = set()
    shared: set[UUID] = set()
    for _, line in _lines(path, source.max_bytes):
        try:
            record = json.loads(line or b"null")
        except (ValueError, RecursionError):
            continue  # the reading proper rejects it, with its reason
        if not isinstance(record, dict):
            continue
        for key in _names(source, record, name):
            (shared if key.digest in once else once).add(key.digest)
    return shared


def _lines(path: Path, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines that hold something, numbered from 1; None for one too long."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(max_bytes + 1):
            number += 1
            if len(line) > max_bytes and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = file.readline(1 << 20)
                yield number, None
                continue
            line = line.strip().removeprefix(b"\xef\xbb\xbf")
            if line:
                yield number, line


def _reject(
    source: Source, name: str, reason: str, detail: str, body: bytes = b""
) -> Reject:
    excerpt = body[:200].decode("utf-8", "replace")
    return Reject(
        source_id=source.source_id,
        stage="list",
        reason=reason,
        detail=detail,
        identity_key=name,
        excerpt="".join(c if c.isprintable() else " " for c in excerpt) or None,
    )


def _address(value: Any) -> str | None:
    said = _text(value)
    return without_login(said) if said else said


def _text(value: object) -> str | None:
    """A field that names something: a string or a number, not blank."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    written = str(value).strip().encode("utf-8", "replace").decode()
    return written or None


def _readable(name: str) -> str:
    """The name as text that can be stored: bytes that are no UTF-8 as `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
