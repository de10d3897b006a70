"""What the ledger remembers of sources, hosts and runs: reads, never writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from uuid import UUID

import duckdb
import pyarrow as pa

from warehouse.columns import put, readable
from warehouse.model.source import RobotsFile, Source
from warehouse.said import source_of
from warehouse.schemas import WANTED_SOURCES
from warehouse.sqlfiles import statement

# What a server may ask for at most, and the longest that its answer may have taken.
MAX_NOT_BEFORE = timedelta(days=1)
LONGEST_FETCH = timedelta(hours=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a source remembers of its looks at the address that it has now.

    `etag` and `last_modified` came with its last listing, byte for byte; None where
    another parser read what it listed, or it came from another address than is to be
    asked now. `due_at` is when its last good look wants the next one. `n_gone` counts
    the looks in a row, newest first, that found it gone for good. `moved_to` is the
    address where the last five good looks led for good: ask there. `waits_since` is set
    where the last look had no time for what it lists: to the last one that had, or to
    the beginning of time.
    """

    last_success_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    due_at: datetime | None = None
    n_gone: int = 0
    moved_to: str | None = None
    waits_since: datetime | None = None


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
    waits_since: datetime | None,
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
        waits_since=waits_since,
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


def asked_at(
    con: duckdb.DuckDBPyConnection, urls: Iterable[str]
) -> dict[str, datetime]:
    """When each of the addresses was asked for last, those that ever were."""
    values = {"urls": list(urls)}
    return dict(con.execute(statement("queries/asked_at"), values).fetchall())


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
