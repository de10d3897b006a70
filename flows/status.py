"""How a ledger as a whole is doing: read from `news.duckdb` and the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.served import is_locked
from tasks.steps.due import due_at
from warehouse.ledger import Ledger
from warehouse.model.batch import Finding
from warehouse.model.source import Source
from warehouse.notes import Note, notes_of
from warehouse.query import Answer, named

HEALTHS = ("fresh", "stale", "silent", "failing", "gone")
# A stale one may just publish seldom: that is not told again and again.
UNWELL = ("silent", "failing", "gone")
GOOD = ("done", "findings")  # of runs: they came to their end


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """What the ledger takes on disk, in bytes by part, and what is free there."""

    parts: tuple[tuple[str, int], ...]
    n_raw_files: int
    n_free_bytes: int

    @property
    def n_bytes(self) -> int:
        """All parts together."""
        return sum(n for _, n in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run and how it ended; `ended_at` is None where that is not known."""

    run_id: Any
    started_at: datetime
    ended_at: datetime | None
    status: str
    command: str
    n_findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source with its health, and when it is due; `due_at` is None for never.

    One that is a TARGET, or is gone for good, is looked at when it is named only.
    """

    source_id: str
    kind: str
    health: str | None
    n_articles: int
    last_success_at: datetime | None
    last_new_at: datetime | None
    due_at: datetime | None
    last_error: str | None
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The ledger at one moment, `at`. `runs` has the newest first.

    `findings` and `notes` are the last run's, and a note for each source that was not
    well before it. `is_busy` says that a command writes to the ledger now.
    """

    ledger: str
    at: datetime
    is_busy: bool
    size: Sized
    n_articles: int
    n_duplicates: int
    n_deleted: int
    n_versions: int
    runs: tuple[RunRow, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    sources: tuple[SourceRow, ...]

    @property
    def last_good_run(self) -> RunRow | None:
        """The newest run that came to its end, with findings or without."""
        return next((run for run in self.runs if run.status in GOOD), None)

    @property
    def due(self) -> tuple[datetime, ...]:
        """When sources are due, the first one first; those in the past are due now."""
        return tuple(sorted(one.due_at for one in self.sources if one.due_at))


def status_of(ledger: Ledger, now: datetime) -> Status:
    """The ledger's status, as published. Raises LedgerMissing, LedgerDamaged."""
    [(n_articles, n_duplicates, n_deleted, n_versions)] = named(ledger, "status").rows
    rows = named(ledger, "status_runs")
    runs = tuple(
        RunRow(**dict(zip(rows.columns, row, strict=True))) for row in rows.rows
    )
    findings: tuple[Finding, ...] = ()
    if runs:
        found = named(ledger, "status_findings", run_id=runs[0].run_id)
        findings = tuple(
            Finding(**dict(zip(found.columns, row, strict=True))) for row in found.rows
        )
    notes = notes_of(ledger, runs[0].run_id) if runs else ()
    sources = sources_of(ledger, now)
    told = {one.source_id for one in findings} | {one.source_id for one in notes}
    return Status(
        ledger=str(ledger.root.absolute()),
        at=now,
        is_busy=is_locked(ledger.lock),
        size=_sized(ledger),
        n_articles=n_articles,
        n_duplicates=n_duplicates,
        n_deleted=n_deleted,
        n_versions=n_versions,
        runs=runs,
        findings=findings,
        notes=(*notes, *_unwell(sources, told)),
        sources=sources,
    )


def sources_of(ledger: Ledger, now: datetime) -> tuple[SourceRow, ...]:
    """Every source that some run looked at, with its health and when it is due."""
    answer = named(ledger, "sources")
    rows = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
    return tuple(_source(row, now) for row in rows)


def _unwell(
    sources: Iterable[SourceRow], told: Collection[str | None]
) -> Iterator[Note]:
    """A note for each source that is not well, and that nothing is `told` of."""
    for source in sources:
        if source.health in UNWELL and source.source_id not in told:
            is_read = source.health == "silent"
            yield Note(
                kind=f"still_{source.health}",
                source_id=source.source_id,
                since_at=source.last_new_at if is_read else source.last_success_at,
            )


def sources_answer(sources: Iterable[SourceRow], now: datetime) -> Answer:
    """The sources as a table; one that is due has `now` for its moment."""
    columns = tuple(SourceRow.__dataclass_fields__)
    rows = []
    for source in sources:
        row = {name: getattr(source, name) for name in columns}
        if source.due_at is not None and source.due_at <= now:
            row["due_at"] = "now"
        rows.append(tuple(row.values()))
    return Answer(columns, rows)


def _source(row: dict[str, Any], now: datetime) -> SourceRow:
    every, timezone = row.pop("every"), row.pop("timezone")
    is_named_only = row.pop("always_due") or row["health"] == "gone"
    hint_at, last, due = row.pop("hint_at"), row["last_success_at"], None
    if not is_named_only:
        as_it_is = Source(
            source_id=row["source_id"], kind="auto", every=every, timezone=timezone
        )
        due = due_at(as_it_is, last, hint_at) if last else now
    return SourceRow(**row, due_at=due)


def _sized(ledger: Ledger) -> Sized:
    raw = [size for _, size in _files(ledger.raw)]
    others = sum(
        size
        for path, size in _files(ledger.root)
        if path not in (str(ledger.news), str(ledger.warehouse))
        and not path.startswith(f"{ledger.raw}{os.sep}")
    )
    return Sized(
        parts=(
            ("news.duckdb", _size(ledger.news)),
            ("warehouse.duckdb", _size(ledger.warehouse)),
            ("raw", sum(raw)),
            ("other", others),
        ),
        n_raw_files=len(raw),
        n_free_bytes=shutil.disk_usage(ledger.root).free,
    )


def _files(folder: Path) -> list[tuple[str, int]]:
    """Each file below the folder with its size; one that is gone meanwhile has none."""
    paths = [
        os.path.join(where, name)  # noqa: PTH118  many files
        for where, _, names in os.walk(folder)
        for name in names
    ]
    return [(path, _size(path)) for path in paths]


def _size(path: Path | str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return 0
