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
    """What is known behind a key: the bytes last seen, and which parser read them."""

    payload_digest: str | None
    listed_digest: UUID | None
    parser: str | None
    is_deleted: bool


def heads(
    con: duckdb.DuckDBPyConnection, key_digests: Iterable[UUID]
) -> dict[UUID, Head]:
    """The head behind each key that is known."""
    wanted = [digest.bytes for digest in key_digests]
    con.register("arriving", pa.table({"key_digest": pa.array(wanted, pa.uuid())}))
    con.execute("create or replace temp table wanted as from arriving")
    rows = con.execute(statement("queries/known_heads")).fetchall()
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
    con: duckdb.DuckDBPyConnection, payload_digests: Iterable[str], parser: str
) -> dict[tuple[str, str], Reject]:
    """What this parser left out before, by identity key and payload digest."""
    wanted = pa.array(list(payload_digests), pa.string())
    con.register("arriving", pa.table({"payload_digest": wanted}))
    con.execute("create or replace temp table wanted as from arriving")
    rows = con.execute(statement("queries/left_out"), {"parser": parser}).fetchall()
    names = ("identity_key", "payload_digest", "reason", "detail", "url", "excerpt")
    return {
        (row[0], row[1]): Reject(
            source_id="",
            stage="parse",
            parser=parser,
            **dict(zip(names, row, strict=True)),
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


def source_as_configured(
    con: duckdb.DuckDBPyConnection, source_id: str
) -> Source | None:
    """The source as it was configured when a run last looked at it; None for none."""
    [(said,)] = con.execute(
        statement("queries/source_settings"), {"source_id": source_id}
    ).fetchall()
    return None if said is None else source_of(json.loads(said))
