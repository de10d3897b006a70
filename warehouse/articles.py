"""What the ledger knows of articles, and which to look at again: it reads alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from uuid import UUID

import duckdb
import pyarrow as pa

from warehouse.columns import put, table_of
from warehouse.model.batch import Stored
from warehouse.model.entry import Key, Reject
from warehouse.model.source import Source
from warehouse.schemas import WANTED_DAYS, WANTED_PAGES
from warehouse.sqlfiles import statement

# How long ago a page may have been missing for the second look that confirms it.
MISSED_FOR = timedelta(days=31)
DAY_US = 86_400_000_000
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


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


def page_validators(
    con: duckdb.DuckDBPyConnection,
    digests: Mapping[str, str | None],
    since: datetime | None = None,
) -> dict[str, tuple[str | None, str | None]]:
    """The ETag and Last-Modified to ask for addresses with, where they are known.

    `digests` tells the payload that each address is known to have brought, that of its
    article's head: a server that says "not modified" then speaks of those bytes. None
    takes the last ones, whatever they were.
    Requests of before `since`, as when the first of the articles was first seen, are
    passed over unread.
    """
    columns = {"url": list(digests), "payload_digest": list(digests.values())}
    put(con, "wanted", pa.table(columns, WANTED_PAGES))
    values = {"since": since or LONG_AGO}
    rows = con.execute(statement("queries/page_validators"), values).fetchall()
    return {url: (etag, last_modified) for url, etag, last_modified in rows}


def rechecks(
    con: duckdb.DuckDBPyConnection,
    sources: Iterable[Source],
    now: datetime,
    read_since: datetime,
) -> list[tuple[str, str, tuple[Key, ...]]]:
    """The articles to look at again, listed or not: source, address, the article's key.

    Those of sources of the web whose `recheck_days` have come since a look saw them,
    and those whose page was not there since: only a second look says that it is
    gone. Not what was looked at since `read_since`, whatever came of it. Newest first
    of each source. What was missed for as long again is let go: a ledger of years must
    not ask for all of them at once.
    """
    rows = [
        (source.source_id, days * DAY_US)
        for source in sources
        if source.url is not None or source.kind == "urls"
        for days in source.recheck_days
    ]
    put(con, "wanted", table_of(WANTED_DAYS, rows, tuple))
    values = {
        "now": now,
        "slack_us": DAY_US,
        "missed_since": now - MISSED_FOR,
        "read_since": read_since,
    }
    found = con.execute(statement("queries/rechecks"), values).fetchall()
    return [
        (source_id, url, (Key(rule=rule, written=written, digest=digest),))
        for source_id, url, rule, written, digest in found
    ]


def missed(
    con: duckdb.DuckDBPyConnection, run_id: UUID, since: datetime
) -> frozenset[UUID]:
    """The articles whose page was not there at their last look, another run's."""
    values = {"run_id": run_id, "since": since}
    rows = con.execute(statement("queries/missed"), values).fetchall()
    return frozenset(article_id for (article_id,) in rows)
