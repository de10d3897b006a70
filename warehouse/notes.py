"""What a run tells of its sources beside its findings, as the ledger knows it.

Sources that died or fell silent and since when, those that moved and where to, and
who asked us to wait until when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import duckdb

from warehouse.ledger import Ledger
from warehouse.query import named
from warehouse.sqlfiles import statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to tell. `n` and the moments are what its kind counts and dates."""

    kind: str
    source_id: str | None = None
    address: str | None = None
    n: int | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None


def notes(con: duckdb.DuckDBPyConnection, run_id: UUID) -> tuple[Note, ...]:
    """What there is to tell after the run."""
    rows = con.execute(statement("queries/run_notes"), {"run_id": run_id})
    names = [column[0] for column in rows.description or ()]
    return tuple(Note(**dict(zip(names, row, strict=True))) for row in rows.fetchall())


def notes_of(ledger: Ledger, run_id: UUID) -> tuple[Note, ...]:
    """The same, as published. Raises LedgerError."""
    answer = named(ledger, "run_notes", run_id=run_id)
    return tuple(
        Note(**dict(zip(answer.columns, row, strict=True))) for row in answer.rows
    )
