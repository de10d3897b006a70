"""What the ledger remembers that decides what to do next: reads, never writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from uuid import UUID

import duckdb
import pyarrow as pa

from warehouse.columns import put, readable, table_of
from warehouse.model import Key, Reject, RobotsFile, Source, Stored
from warehouse.said import source_of
from warehouse.schemas import WANTED_DAYS, WANTED_PAGES, WANTED_SOURCES
from warehouse.sqlfiles import statement

# What a server may ask for at most, and the longest that its answer may have taken.
MAX_NOT_BEFORE = timedelta(days=1)
LONGEST_FETCH = timedelta(hours=1)
# How long ago a page may have been missing for the second look that confirms it.
MISSED_FOR = timedelta(days=31)
DAY_US = 86_400_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known behind a key: the bytes last seen, and which parser read them.

    `reader` is the source whose rules read the article: of those in the configuration
    the first that looked at it, None where none did. A look later than `last_seen_at`
    failed; one that nobody asked for is none.
    """

    payload_digest: str | None
    listed_digest: UUID | None
    parser: str | None
    is_deleted: bool
    reader: str | None
    article_id: UUID
    first_seen_at: datetime
    last_seen_at: datetime
    last_look_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a source remembers of its looks at the address that it has now.

    `etag` and `last_modified` came with its last listing, byte for byte; None where
    another parser read what it listed, or it came from another address than is to be
    asked now. `due_at` is when its last good look wants the next one. `n_gone` counts
    the looks in a row, newest first, that found it gone for good. `moved_to` is the
    address where the last five good looks led for good: ask there.
    """

    last_success_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    due_at: datetime | None = None
    n_gone: int = 0
    moved_to: str | None = None


def heads(
    con: duckdb.DuckDBPyConnection,
    key_digests: Iterable[UUID],
    configured: Iterable[str],
) -> dict[UUID, Head]:
    """The head behind each key that is known; `configured` are sources by id."""
    wanted = [digest.bytes for digest in key_digests]
    put(con, "wanted", pa.table({"key_digest": pa.array(wanted, pa.uuid())}))
    values = {"configured": list(configured)}
    rows = con.execute(statement("queries/known_heads"), values).fetchall()
    return {key: Head(*known) for key, *known in rows}


def stored(
    con: duckdb.DuckDBPyConnection, payload_digests: Iterable[str]
) -> dict[str, Stored]:
    """Where each payload is that the ledger holds, by its digest."""
    wanted = pa.array(list(payload_digests), pa.string())
    put(con, "wanted", pa.table({"payload_digest": wanted}))
    rows = con.execute(statement("queries/known_payloads")).fetchall()
    names = [field.name for field in fields(Stored)]
    return {row[0]: Stored(**dict(zip(names, row, strict=True))) for row in rows}


def left_out(
    con: duckdb.DuckDBPyConnection,
    payload_digests: Iterable[str],
    parsers: Iterable[str],
) -> dict[tuple[str, str, str], Reject]:
    """What these parsers left out before, by identity key, payload and parser."""
    wanted = pa.array(list(payload_digests), pa.string())
    put(con, "wanted", pa.table({"payload_digest": wanted}))
    values = {"parsers": list(parsers)}
    rows = con.execute(statement("queries/left_out"), values).fetchall()
    names = ("identity_key", "payload_digest", "parser", "reason", "detail", "url")
    return {
        row[:3]: Reject(
            source_id="",
            stage="parse",
            **dict(zip((*names, "excerpt"), row, strict=True)),
        )
        for row in rows
    }


def memories(
    con: duckdb.DuckDBPyConnection,
    sources: Iterable[Source],
    parsers: Mapping[str, str],
) -> dict[str, Memory]:
    """What each of the sources remembers, by its id; `parsers` are today's of each.

    Looks at an address that the source had before do not count.
    """
    known = {source.source_id: source for source in sources}
    columns = {
        "source_id": list(known),
        "location": [readable(source.location) for source in known.values()],
        "kind": [source.kind for source in known.values()],
        "parser": [parsers.get(name) for name in known],
    }
    put(con, "wanted", pa.table(columns, WANTED_SOURCES))
    rows = con.execute(statement("queries/memories")).fetchall()
    return {name: Memory() for name in known} | {row[0]: _memory(*row) for row in rows}


def _memory(
    _: str,
    last_success_at: datetime | None,
    etag: str | None,
    last_modified: str | None,
    due_at: datetime | None,
    ok_due_at: datetime | None,
    ok_at: datetime | None,
    n_gone: int,
    moved_to: str | None,
) -> Memory:
    """The memory that a row tells of: hints hold on where a listing did not move."""
    if due_at is None and last_success_at and ok_due_at and ok_at:
        due_at = last_success_at + (ok_due_at - ok_at)
    return Memory(
        last_success_at=last_success_at,
        etag=etag,
        last_modified=last_modified,
        due_at=due_at,
        n_gone=n_gone,
        moved_to=moved_to,
    )


def not_before(
    con: duckdb.DuckDBPyConnection, now: datetime
) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """Until when hosts and addresses asked to be left alone: those still ahead.

    A host is what stands before the path, its port with it where that is not the usual
    one. A 429 is of its host, a 503 of its address, as asked and where it led; what
    asks for more than a day gets a day.
    """
    values = {
        "since": now - MAX_NOT_BEFORE - LONGEST_FETCH,
        "now_us": _as_us(now),
        "most_s": int(MAX_NOT_BEFORE.total_seconds()),
    }
    rows = con.execute(statement("queries/not_before"), values).fetchall()
    hosts: dict[str, datetime] = {}
    urls: dict[str, datetime] = {}
    for host, final_url, url, until_us in rows:
        until = EPOCH + timedelta(microseconds=until_us)
        for name, found in ((host, hosts), (final_url, urls), (url, urls)):
            if name:
                found[name] = max(until, found.get(name, until))
    return hosts, urls


def page_validators(
    con: duckdb.DuckDBPyConnection,
    digests: Mapping[str, str],
    since: datetime | None = None,
) -> dict[str, tuple[str | None, str | None]]:
    """The ETag and Last-Modified to ask for addresses with, where they are known.

    `digests` tells the payload that each address is known to have brought, that of its
    article's head: a server that says "not modified" then speaks of those bytes.
    Requests of before `since`, as when the first of the articles was first seen, are
    passed over unread.
    """
    columns = {"url": list(digests), "payload_digest": list(digests.values())}
    put(con, "wanted", pa.table(columns, WANTED_PAGES))
    values = {"since": since or EPOCH}
    rows = con.execute(statement("queries/page_validators"), values).fetchall()
    return {url: (etag, last_modified) for url, etag, last_modified in rows}


def rechecks(
    con: duckdb.DuckDBPyConnection, sources: Iterable[Source], now: datetime
) -> list[tuple[str, str, tuple[Key, ...]]]:
    """The articles to look at again, listed or not: source, address, the article's key.

    Those of sources of the web whose `recheck_days` have come since somebody asked for
    them, and those whose page was not there then: only a second look says that it is
    gone. Newest first of each source. What was missed for as long again is let go: a
    ledger of years must not ask for all of them at once.
    """
    rows = [
        (source.source_id, days * DAY_US)
        for source in sources
        if source.url is not None or source.kind == "urls"
        for days in source.recheck_days
    ]
    put(con, "wanted", table_of(WANTED_DAYS, rows, tuple))
    values = {
        "now_us": _as_us(now),
        "slack_us": DAY_US,
        "missed_since": now - MISSED_FOR,
    }
    found = con.execute(statement("queries/rechecks"), values).fetchall()
    return [
        (source_id, url, (Key(rule=rule, written=written, digest=digest),))
        for source_id, url, rule, written, digest in found
    ]


def resumed_since(con: duckdb.DuckDBPyConnection, run_id: UUID) -> datetime:
    """When the work of this run began: with it, or with the runs that it takes up.

    Those are the ones just before it that died or failed, of the last twelve hours.
    """
    values = {"run_id": run_id, "at_most_us": 12 * 3_600_000_000}
    [(at,)] = con.execute(statement("queries/resumed_since"), values).fetchall()
    since: datetime = at
    return since


def robots(con: duckdb.DuckDBPyConnection, since: datetime) -> dict[str, RobotsFile]:
    """The robots.txt of each origin that was read since then."""
    rows = con.execute(statement("queries/robots"), {"since": since}).fetchall()
    names = [field.name for field in fields(RobotsFile)]
    return {row[0]: RobotsFile(**dict(zip(names, row, strict=True))) for row in rows}


def _as_us(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def batch_keys(con: duckdb.DuckDBPyConnection) -> set[UUID]:
    """The keys of all batches that were committed."""
    return {key for (key,) in con.execute(statement("queries/batch_keys")).fetchall()}


def source_ids(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The sources that the ledger knows."""
    return {name for (name,) in con.execute(statement("queries/source_ids")).fetchall()}


def batches_about(con: duckdb.DuckDBPyConnection, sources: Iterable[str]) -> set[UUID]:
    """The batches of these sources, and those that looked at an article of theirs."""
    values = {"sources": list(sources)}
    rows = con.execute(statement("queries/batches_about"), values).fetchall()
    return {key for (key,) in rows}


def sources_as_configured(
    con: duckdb.DuckDBPyConnection, names: Iterable[str]
) -> dict[str, Source]:
    """The sources as they were configured when a run last looked, those that are known.

    By their ids.
    """
    values = {"sources": list(names)}
    rows = con.execute(statement("queries/source_settings"), values).fetchall()
    return {source_id: source_of(json.loads(said)) for source_id, said in rows}
