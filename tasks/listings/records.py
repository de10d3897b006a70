"""Many-record files: one JSON object a line, one article each, read line by line.

Source: JSON Lines (jsonlines.org), RFC 8259.
"""

from __future__ import annotations

import codecs
import io
import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from tasks.extract.charset import wide_codec
from tasks.text.keys import make_key
from tasks.text.urls import UrlUnreadable, canonical, without_login
from warehouse.model import Entry, Key, Reject, Source

_UTF8_MARK = codecs.BOM_UTF8
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 4_096
_MAX_EXCERPT = 200
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")


def list_records(source: Source, path: Path, name: str) -> Iterator[Entry | Reject]:
    """An entry for each record of the file at `path`, or why there is none.

    `name` is what the file is called in keys and rejects. Lines that hold
    nothing are passed over; a file of nothing else is a reject.
    """
    number = 0
    try:
        shared = _shared(source, path, name)
        for number, line in _lines(path, source.max_bytes):
            yield _record(source, path, name, number, line, shared)
    except OSError as error:
        yield left_out(source, name, "unreadable", str(error.strerror))
        return
    if not number:
        yield left_out(source, name, "empty", "there is no record in it")


def left_out(
    source: Source, name: str, reason: str, detail: str, body: bytes = b""
) -> Reject:
    """The reject for a file or a record that is not read; `body` is the evidence."""
    excerpt = body[:_MAX_EXCERPT].decode("utf-8", "replace")
    return Reject(
        source_id=source.source_id,
        stage="list",
        reason=reason,
        detail=detail,
        identity_key=name,
        excerpt="".join(c if c.isprintable() else " " for c in excerpt) or None,
    )


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
        return left_out(source, where, "too_large", detail)
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        detail = f"line {number}: {error}"
        return left_out(source, where, "invalid_json", detail, line)
    if not isinstance(record, dict):
        detail = f"line {number} holds no object"
        return left_out(source, where, "invalid_record", detail, line)
    names = _names(source, record, name)
    key = next((key for key in names if key.digest not in shared), None)
    return Entry(
        source_id=source.source_id,
        keys=(key or make_key("record", where, source.source_id),),
        url=_address(record.get(dict(source.fields).get("url", "url"))),
        path=str(path),
        body=line,
        media_type="application/json",
        timezone=source.timezone,
        rules=source.rules,
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
            yield make_key("url", without_login(said["url"]), source.source_id)
    if said["title"]:
        written = f"{said['title']} {said['published'] or ''}"
        yield make_key("title_date", written, source.source_id)


def _shared(source: Source, path: Path, name: str) -> set[UUID]:
    """The names that more than one record of the file has: they name none of them.

    So is an id that is another's line: `L3` must not be taken for the third one.
    """
    once: set[UUID] = set()
    shared: set[UUID] = set()
    like_lines: list[Key] = []
    n_lines = 0
    for number, line in _lines(path, source.max_bytes):
        n_lines = number
        try:
            record = json.loads(line or b"null")
        except (ValueError, RecursionError):
            continue  # the reading proper rejects it, with its reason
        if not isinstance(record, dict):
            continue
        for key in _names(source, record, name):
            (shared if key.digest in once else once).add(key.digest)
            if key.written.startswith(f"{name}#L"):
                like_lines.append(key)
    behind = len(name) + len("#L")
    for key in like_lines:
        digits = key.written[behind:]
        if _NUMBER.fullmatch(digits) and int(digits) <= n_lines:
            shared.add(key.digest)
    return shared


def _lines(path: Path, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines that hold something, in UTF-8, numbered from 1; None for one too long.

    What PowerShell writes by `>` is UTF-16, with a mark or without.
    """
    with path.open("rb") as file:
        readline = _reader(file)
        number = 0
        while line := readline(max_bytes + 1):
            number += 1
            if len(line) > max_bytes and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = readline(1 << 20)
                yield number, None
                continue
            line = line.strip().removeprefix(_UTF8_MARK)
            if line:
                yield number, line


def _reader(file: io.BufferedReader) -> Callable[[int], bytes]:
    """What gives the next line of the file in UTF-8, or that much of it."""
    head = file.peek(_SAMPLE)[:_SAMPLE]
    codec = "utf-16" if head.startswith(_WIDE_MARKS) else wide_codec(head)
    if codec is None:
        return file.readline
    wide = io.TextIOWrapper(file, encoding=codec, errors="replace", newline="\n")
    return lambda n_chars: wide.readline(n_chars).encode("utf-8", "replace")


def _address(value: object) -> str | None:
    """The address of a record in its one form; None where it has none to use."""
    try:
        return canonical(without_login(_text(value) or ""))
    except UrlUnreadable:
        return None


def _text(value: object) -> str | None:
    """A field that names something: a string or a finite number, not blank.

    Half a surrogate, which JSON can say and UTF-8 cannot, is written as an escape.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    written = str(value).strip().encode("utf-8", "backslashreplace").decode()
    return written or None
