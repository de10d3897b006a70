"""What the ledger remembers that decides what to do next: reads, never writes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

import duckdb
import pyarrow as pa

from warehouse.landing import source_of
from warehouse.model import Reject, Source, Stored
from warehouse.sqlfiles import statement


@dataclass(frozen=True, slots=True)
class Head:
    """What is known behind a key: the bytes last seen, and which parser read them.

    `reader` is the source whose rules read the article: of those in the configuration
    the first that looked at it, None where none did.
    """

    payload_digest: str | None
    listed_digest: UUID | None
    parser: str | None
    is_deleted: bool
    reader: str | None


def heads(
    con: duckdb.DuckDBPyConnection,
    key_digests: Iterable[UUID],
    configured: Iterable[str],
) -> dict[UUID, Head]:
    """The head behind each key that is known; `configured` are sources by id."""
    wanted = [digest.bytes for digest in key_digests]
    con.register("arriving", pa.table({"key_digest": pa.array(wanted, pa.uuid())}))
    con.execute("create or replace temp table wanted as from arriving")
    values = {"configured": list(configured)}
    rows = con.execute(statement("queries/known_heads"), values).fetchall()
    return {key: Head(*known) for key, *known in rows}


def stored(
    con: duckdb.DuckDBPyConnection, payload_digests: Iterable[str]
) -> dict[str, Stored]:
    """Where each payload is that the ledger holds, by its digest."""
    wanted = pa.array(list(payload_digests), pa.string())
    con.register("arriving", pa.table({"payload_digest": wanted}))
    con.execute("create or replace temp table wanted as from arriving")
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
    con.register("arriving", pa.table({"payload_digest": wanted}))
    con.execute("create or replace temp table wanted as from arriving")
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


def last_success(con: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """When each source was last looked at with success, UTC."""
    return dict(con.execute(statement("queries/due")).fetchall())


def validators(
    con: duckdb.DuckDBPyConnection, source_id: str, parser: str
) -> tuple[str | None, str | None]:
    """The ETag and Last-Modified of the source's last listing, byte for byte.

    None where another parser than `parser` read what it listed.
    """
    values = {"source_id": source_id, "parser": parser}
    row = con.execute(statement("queries/validators"), values).fetchone()
    return (row[0], row[1]) if row else (None, None)


def batch_keys(con: duckdb.DuckDBPyConnection) -> set[UUID]:
    """The keys of all batches that were committed."""
    return {key for (key,) in con.execute(statement("queries/batch_keys")).fetchall()}


def batch_sources(con: duckdb.DuckDBPyConnection) -> dict[UUID, str]:
    """The source of each batch that was committed, by its key."""
    return dict(con.execute(statement("queries/batch_sources")).fetchall())


def batches_about(con: duckdb.DuckDBPyConnection, sources: Iterable[str]) -> set[UUID]:
    """The batches of these sources, and those that looked at an article of theirs."""
    values = {"sources": list(sources)}
    rows = con.execute(statement("queries/batches_about"), values).fetchall()
    return {key for (key,) in rows}


def source_as_configured(
    con: duckdb.DuckDBPyConnection, source_id: str
) -> Source | None:
    """The source as it was configured when a run last looked at it; None for none."""
    [(said,)] = con.execute(
        statement("queries/source_settings"), {"source_id": source_id}
    ).fetchall()
    return None if said is None else source_of(json.loads(said))
