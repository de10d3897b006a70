"""What a run tells of its sources beside its findings: a line each.

Sources that died or fell silent and since when, those that moved and where to, and
who asked us to wait until when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tasks.text.urls import redacted
from warehouse.ledger import Ledger
from warehouse.query import named

# The looks after which a source is asked where it says that it is now.
N_MOVES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to tell. `n` and the moments are what its kind counts and dates."""

    kind: str
    source_id: str | None = None
    address: str | None = None
    n: int | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None


def notes_of(ledger: Ledger, run_id: UUID) -> tuple[Note, ...]:
    """What there is to tell after the run, as published. Raises LedgerError."""
    answer = named(ledger, "run_notes", run_id=run_id)
    return tuple(
        Note(**dict(zip(answer.columns, row, strict=True))) for row in answer.rows
    )


def sentence(note: Note, now: datetime) -> str:
    """The note as a line for a person who reads it at `now`."""
    who = note.source_id or _shown(note.address)
    since = _since(note.since_at, now)
    until = f"{note.until_at:%Y-%m-%d %H:%M} UTC" if note.until_at else "?"
    moves = f"{note.n or 0} looks of {N_MOVES}"
    return {
        "gone": f"{who}: gone for good (410); not asked any more until its address in "
        f"the configuration is edited; last good {since}",
        "silent": f"{who}: silent; it lists nothing, and last had entries {since}",
        "stale": f"{who}: stale; its last new article came {since}",
        "failing": f"{who}: failed {note.n} looks in a row; last good {since}",
        "moving": f"{who}: says that it moved for good to {_shown(note.address)}: "
        f"{moves}; after that it is asked there",
        "moved": f"{who}: moved for good, is asked at {_shown(note.address)} now; put "
        "that into the configuration",
        "host_waits": f"{who}: asks for fewer requests (429); not before {until}",
        "address_waits": f"{who}: is down for now (503); not before {until}",
    }.get(note.kind, f"{who}: {note.kind}")


def _since(moment: datetime | None, now: datetime) -> str:
    """`on 2026-11-24, 6 days ago`; `never` for no moment."""
    if moment is None:
        return "never"
    n_days = (now.date() - moment.date()).days
    ago = {0: "today", 1: "1 day ago"}.get(n_days, f"{n_days} days ago")
    return f"on {moment:%Y-%m-%d}, {ago}"


def _shown(address: str | None) -> str:
    return redacted(address or "?")
