"""Local files as a source: folders walked, texts and pages listed, records read.

Nothing is read here but many-record files, line by line; a text or page is
listed with its path and read when its turn comes. Paths are plain strings:
`pathlib` took a third of the time of a run over 20,000 unchanged files.
"""

from __future__ import annotations

import glob
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tasks.text.keys import make_key
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
    return _listed(source, base, paths)


def _listed(
    source: Source, base: str, paths: Iterator[str]
) -> Iterator[Entry | Reject]:
    for path in paths:
        name = _readable(path[len(base) :].lstrip("/"))
        suffix = os.path.splitext(path)[1].lower()
        problem = _problem(path, suffix)
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
        os.stat(base)
        found = sorted(glob.glob(path, recursive=True))
        return base, (item for item in found if not os.path.isdir(item))
    if os.path.isdir(path):
        os.listdir(path)  # raises where it cannot be listed
        return path, _walk(path)
    os.stat(path)
    return os.path.dirname(path), iter([path])


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


def _problem(path: str, suffix: str) -> tuple[str, str] | None:
    """Why this file is not read: a reason and the evidence, or None."""
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return "unreadable", str(error.strerror)
    if stat.S_ISDIR(mode):
        return "unreadable", "a folder that cannot be listed, or a link to one"
    if not stat.S_ISREG(mode):  # a named pipe would be waited on for ever
        return "not_a_file", "neither a file nor a link to one"
    if suffix in LATER:
        return "file_type", f"{suffix} files cannot be read yet"
    if suffix not in MEDIA_TYPES and suffix not in RECORDS:
        return "file_type", f"not a kind of file that is read: {suffix or 'no ending'}"
    return None


def _records(source: Source, path: Path, name: str) -> Iterator[Entry | Reject]:
    """The records of a file with one JSON object a line."""
    theirs = dict(source.fields)
    shared = _shared(path, theirs.get("id", "id"), source.max_bytes)
    for number, line in _lines(path, source.max_bytes):
        where = f"{name}#L{number}"
        if line is None:
            detail = f"line {number} is longer than max_bytes ({source.max_bytes:,})"
            yield _reject(source, where, "too_large", detail)
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            detail = f"line {number}: {error}"
            yield _reject(source, where, "invalid_json", detail, line)
            continue
        if not isinstance(record, dict):
            detail = f"line {number} holds no object"
            yield _reject(source, where, "invalid_record", detail, line)
            continue
        yield Entry(
            source_id=source.source_id,
            keys=(_record_key(source, record, name, number, shared),),
            url=_text(record.get(theirs.get("url", "url"))),
            path=str(path),
            body=line,
            media_type="application/json",
            timezone=source.timezone,
            fields=source.fields,
        )


def _record_key(
    source: Source, record: dict[str, Any], name: str, number: int, shared: set[bytes]
) -> Key:
    """What names a record: `path#id`; for want of an id its address, or its title.

    An id that several records of the file share names none of them.
    """
    theirs = dict(source.fields)
    written = _text(record.get(theirs.get("id", "id")))
    url = _text(record.get(theirs.get("url", "url")))
    title = _text(record.get(theirs.get("title", "title")))
    day = _text(record.get(theirs.get("published", "published")))
    if written and _hashed(written) in shared:
        written = None
    if source.identity == "id" and written:
        return make_key("record", written, source.source_id)
    if written and source.identity != "url":
        return make_key("record", f"{name}#{written}", source.source_id)
    if url:
        try:
            return make_key("url", url, source.source_id)
        except ValueError:
            pass  # not an address: what follows names it
    if title:
        return make_key("title_date", f"{title} {day or ''}", source.source_id)
    return make_key("record", f"{name}#L{number}", source.source_id)


def _shared(path: Path, field: str, max_bytes: int) -> set[bytes]:
    """The ids that more than one record of the file has, hashed to bound memory."""
    times: Counter[bytes] = Counter()
    for _, line in _lines(path, max_bytes):
        try:
            record = json.loads(line or b"null")
        except (ValueError, RecursionError):
            continue  # the reading proper rejects it, with its reason
        written = _text(record.get(field)) if isinstance(record, dict) else None
        if written:
            times[_hashed(written)] += 1
    return {hashed for hashed, n in times.items() if n > 1}


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


def _text(value: object) -> str | None:
    """A field that names something: a string or a number, not blank."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    written = str(value).strip().encode("utf-8", "replace").decode()
    return written or None


def _hashed(written: str) -> bytes:
    return blake2b(written.encode(), digest_size=8).digest()


def _readable(name: str) -> str:
    """The name as text that can be stored: bytes that are no UTF-8 as `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
