"""Records of JSON: one object a line, or a whole document that holds them.

Source: JSON Lines (jsonlines.org), RFC 8259.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from tasks.extract.charset import wide_codec
from tasks.listings.feed import read_feed
from tasks.listings.inflate import MAX_LISTING_BYTES
from tasks.listings.jsonfeed import VERSION
from tasks.listings.opened import Found, Unreadable, read_within
from tasks.listings.records import Row, as_json, left_out, list_rows
from tasks.listings.utf8 import as_utf8
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source

_UTF8_MARK = codecs.BOM_UTF8
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 4_096
# A document with one of these under its own name, or theirs, is one record.
_TEXTS = ("text", "html")


def list_lines(source: Source, file: Found) -> Iterator[Entry | Reject]:
    """An entry for each line of the file that is an object, or why it is none.

    Lines that hold nothing are passed over.
    """
    return list_rows(source, file, lambda: _line_rows(file, source.max_bytes))


def list_document(source: Source, file: Found) -> Iterator[Entry | Reject]:
    """The entries of a JSON file: a JSON Feed's items, a list's records, or one record.

    An object that is no record is looked into for its longest list of objects, as
    exports write them: `{"articles": [...]}`.
    """
    try:
        body = read_within(file.open(), MAX_LISTING_BYTES)
        said = json.loads(as_utf8(body, None) or b"null", strict=False)
    except Unreadable as why:
        yield left_out(source, file.name, why.reason, str(why))
        return
    except (ValueError, RecursionError) as error:
        yield left_out(source, file.name, "invalid_json", str(error), body)
        return
    if isinstance(said, dict) and VERSION in str(said.get("version")):
        yield from _list_feed(source, file, body)
        return
    records = _records(said, source)
    if records is None:
        detail = "JSON that holds no record and no list of them"
        yield left_out(source, file.name, "invalid_record", detail, body)
        return
    yield from list_rows(source, file, lambda: _object_rows(records))


def _list_feed(source: Source, file: Found, body: bytes) -> Iterator[Entry | Reject]:
    url = source.url or f"https://{file.name}.invalid/"
    feed = read_feed(body, source=source, url=url, content_type=None)
    if isinstance(feed, Reject):
        yield left_out(source, file.name, feed.reason, feed.detail, body)
        return
    yield from feed.rejects
    yield from feed.entries


def _records(said: object, source: Source) -> list[object] | None:
    if isinstance(said, list):
        return said
    if not isinstance(said, dict):
        return None
    theirs = dict(source.fields)
    if any(theirs.get(name, name) in said for name in _TEXTS):
        return [said]
    lists = [
        value
        for value in said.values()
        if isinstance(value, list) and any(isinstance(item, dict) for item in value)
    ]
    return max(lists, key=len, default=None)


def _object_rows(records: list[object]) -> Iterator[Row]:
    for number, record in enumerate(records, 1):
        if isinstance(record, dict):
            yield Row(number=number, record=record, body=as_json(record))
        else:
            problem = ("invalid_record", f"record {number} is no object")
            yield Row(number=number, record={}, body=b"", problem=problem)


def _line_rows(file: Found, max_bytes: int) -> Iterator[Row]:
    for number, line in _lines(file.open, max_bytes):
        if line is None:
            detail = f"line {number} is longer than max_bytes ({max_bytes:,})"
            problem = ("too_large", detail)
            yield Row(number=number, record={}, body=b"", problem=problem)
            continue
        record, problem_or_none = _object(line, number)
        yield Row(number=number, record=record, body=line, problem=problem_or_none)


def _object(line: bytes, number: int) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """The object that a line is; empty, with the problem, where it is none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, ("invalid_json", f"line {number}: {error}")
    if not isinstance(record, dict):
        return {}, ("invalid_record", f"line {number} holds no object")
    return record, None


def _lines(
    open_: Callable[[], IO[bytes]], max_bytes: int
) -> Iterator[tuple[int, bytes | None]]:
    """The lines that hold something, in UTF-8, numbered from 1; None for one too long.

    What PowerShell writes by `>` is UTF-16, with a mark or without. Raises Unreadable.
    """
    with open_() as file:
        readline = _reader(file)
        number = 0
        try:
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
        except OSError as error:
            raise Unreadable("unreadable", str(error.strerror or error)) from error


def _reader(file: IO[bytes]) -> Callable[[int], bytes]:
    """What gives the next line of the file in UTF-8, or that much of it."""
    head: bytes = file.peek(_SAMPLE)[:_SAMPLE]  # type: ignore[attr-defined]
    codec = "utf-16" if head.startswith(_WIDE_MARKS) else wide_codec(head)
    if codec is None:
        return file.readline
    wide = io.TextIOWrapper(file, encoding=codec, errors="replace", newline="\n")
    return lambda n_chars: wide.readline(n_chars).encode("utf-8", "replace")
