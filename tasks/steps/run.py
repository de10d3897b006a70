"""One run of a ledger: what its steps share, and how it begins and ends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from tasks.http.ask import Limits
from warehouse import runs
from warehouse.connect import plain_errors, writing
from warehouse.errors import LedgerDamaged, LedgerError
from warehouse.ledger import Ledger, clear_temporary, holding
from warehouse.mend import check_there, mend
from warehouse.migrate import up_to_date
from warehouse.model.batch import Batch, Finding
from warehouse.model.source import Rules, Source
from warehouse.publish import publish

PROGRAM = f"newsledger {version('newsledger')}"
# Where steps say how far they are; the command line and Prefect listen.
LOG = logging.getLogger("newsledger")
LOG.setLevel(logging.INFO)


def utc_now() -> datetime:
    """The moment now, aware, in UTC: the one clock, handed down from here."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What every step of a run is handed: where, how far, how long, what time.

    `rules` are those of all sources of the configuration, by their ids; `ways` are
    those of them that are reached with headers, a login or a proxy, None where the run
    has not got their secrets. Of listings it takes what is dated from `since` on and
    before `until`, all where they are None.
    """

    run_id: UUID
    ledger: Ledger
    limits: Limits = field(default_factory=Limits)
    wait_s: float = 30.0
    command: str = ""
    rules: tuple[tuple[str, Rules], ...] = ()
    ways: tuple[tuple[str, Source | None], ...] = ()
    clock: Callable[[], datetime] = utc_now
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_span(self) -> bool:
        """Whether the run is about some time alone."""
        return self.since is not None or self.until is not None

    def staging(self, batch: Batch) -> Path:
        """The batch's folder for what it holds between its steps."""
        return self.ledger.staging / str(batch.batch_key)


@contextmanager
def open_run(run: Run) -> Iterator[Run]:
    """Holds the ledger for the run, brings its schema up to date, and writes its rows.

    What dead runs left on disk is cleared, and they are marked abandoned; a damaged
    warehouse is mended, and the run has a finding that says so. A run that fails is
    written down as failed, and its error goes on; one that meets damage mends it for
    the next. Raises LedgerLocked, LedgerTooNew, LedgerDamaged, DiskFull.
    """
    with holding(run.ledger, run.wait_s):
        clear_temporary(run.ledger)
        try:
            _begin(run)
        except LedgerDamaged as damage:
            _begin(run, _mended(run, damage))
        try:
            yield run
        except BaseException as error:
            findings = []
            if isinstance(error, LedgerDamaged) and error.path == run.ledger.warehouse:
                findings = _mended_for_the_next(run, error)
            _write_failed(run, error, *findings)
            raise


def _begin(run: Run, *findings: Finding) -> None:
    path = run.ledger.warehouse
    check_there(run.ledger)
    with (
        up_to_date(path, run.wait_s, run.clock()) as con,
        plain_errors(path, "starting the run"),
    ):
        runs.begin(con, run.run_id, run.command, PROGRAM, run.clock())
        runs.record_findings(con, run.run_id, findings, run.clock())


def _mended(run: Run, damage: LedgerDamaged) -> Finding:
    """Mends the warehouse, and tells it. Raises `damage` where it cannot be."""
    told = mend(run.ledger, damage, run.clock())
    LOG.warning("%s", told)
    return Finding(kind="mended", detail=told)


def _mended_for_the_next(run: Run, damage: LedgerDamaged) -> list[Finding]:
    """Mends what broke under the run; nothing where that cannot be, and it says so."""
    try:
        finding = _mended(run, damage)
    except LedgerError as second:
        if second is not damage:
            damage.add_note(f"nor could it be mended: {second}")
        return []
    damage.add_note(finding.detail)
    return [finding]


def _write_failed(run: Run, error: BaseException, *findings: Finding) -> None:
    """Writes the run's failure down; where even that fails, the error says so.

    A run without an end is marked abandoned by the next one. A mended warehouse has
    no row of the run any more.
    """
    what = f"{type(error).__name__}: {error}".partition("\n")[0]
    try:
        path = run.ledger.warehouse
        with writing(path, run.wait_s) as con, plain_errors(path, "ending the run"):
            runs.begin(con, run.run_id, run.command, PROGRAM, run.clock())
            runs.record_findings(con, run.run_id, findings, run.clock())
            runs.end(con, run.run_id, "failed", what, run.clock())
        publish(run.ledger, run.wait_s)  # what was committed counts, and is shown
    except LedgerError as second:
        error.add_note(f"nor could the failure be written down: {second}")
