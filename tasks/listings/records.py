"""Records of a many-record file as entries: each under a name of its own, or why not.

How a format is parted into records is told by jsonrecords.py and tables.py.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tasks.listings.opened import Found, Unreadable
from tasks.text.keys import make_key
from tasks.text.urls import UrlUnreadable, canonical, without_login
from warehouse.model.entry import Entry, Key, Reject
from warehouse.model.source import Source

_MAX_EXCERPT = 200
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record as it stands in its file: its number from 1, or its line's.

    `body` is its JSON. `problem` is (reason, detail) where it cannot be read; its
    `record` is empty then, and `body` the evidence.
    """

    number: int
    record: dict[str, Any]
    body: bytes
    problem: tuple[str, str] | None = None


def list_rows(
    source: Source, file: Found, rows: Callable[[], Iterator[Row]]
) -> Iterator[Entry | Reject]:
    """An entry for each of the file's `rows`, which are gone through twice, or why not.

    A file that breaks off is read as far as it goes, and a reject says so; one of no
    record is a reject too.
    """
    number = 0
    shared = _shared(source, file.name, rows)
    try:
        for row in rows():
            number = row.number
            yield _entry(source, file, row, shared)
    except Unreadable as why:
        yield left_out(source, file.name, why.reason, str(why))
        return
    if not number:
        yield left_out(source, file.name, "empty", "there is no record in it")


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


def _entry(source: Source, file: Found, row: Row, shared: set[UUID]) -> Entry | Reject:
    where = f"{file.name}#L{row.number}"
    if row.problem is not None:
        return left_out(source, where, *row.problem, row.body)
    names = _names(source, row.record, file.name)
    key = next((key for key in names if key.digest not in shared), None)
    return Entry(
        source_id=source.source_id,
        keys=(key or make_key("record", where, source.source_id),),
        url=_address(row.record.get(dict(source.fields).get("url", "url"))),
        path=file.path or file.name,
        body=row.body,
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


def _shared(source: Source, name: str, rows: Callable[[], Iterator[Row]]) -> set[UUID]:
    """The names that more than one record of the file has: they name none of them.

    So is an id that is another's line: `L3` must not be taken for the third one.
    """
    once: set[UUID] = set()
    shared: set[UUID] = set()
    like_lines: list[Key] = []
    n_lines = 0
    with suppress(Unreadable):  # the reading proper rejects it, with its reason
        for row in rows():
            n_lines = row.number
            for key in _names(source, row.record, name):
                (shared if key.digest in once else once).add(key.digest)
                if key.written.startswith(f"{name}#L"):
                    like_lines.append(key)
    behind = len(name) + len("#L")
    for key in like_lines:
        digits = key.written[behind:]
        if _NUMBER.fullmatch(digits) and int(digits) <= n_lines:
            shared.add(key.digest)
    return shared


def as_json(record: dict[str, Any]) -> bytes:
    """A record that was not JSON in its file, as the JSON that is landed."""
    said = json.dumps(record, ensure_ascii=False, default=str)
    return said.encode("utf-8", "backslashreplace")


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
