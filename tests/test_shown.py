"""What a long run shows while it goes on: where that fails, the run does not."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from plainrun import run_plain, ticking

from tasks.steps.publish import SHOWN_EVERY, shown
from tasks.steps.run import Run
from warehouse.errors import LedgerMissing
from warehouse.ledger import Ledger
from warehouse.model.batch import Batch

HOLD = (
    "import duckdb, sys; con = duckdb.connect(sys.argv[1]); "
    "print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def run(ledger: Path, tmp_path: Path) -> Run:
    """A run of a ledger with an article; each look at its clock is at a later show."""
    text = tmp_path / "a.txt"
    text.write_text("A text that is there.")
    run_plain(ledger, text)
    clock = ticking(datetime(2026, 3, 1, 6, tzinfo=UTC), SHOWN_EVERY)
    return Run(run_id=uuid4(), ledger=Ledger(ledger), wait_s=0, clock=clock)


def batches(run: Run, meanwhile: Callable[[], None]) -> Iterator[Batch]:
    for nth in range(4):
        if nth == 3:
            meanwhile()
        yield Batch(batch_key=uuid4(), run_id=run.run_id, source_id="s", n_entries=1)


@contextmanager
def held(path: Path) -> Iterator[Callable[[], None]]:
    """Another process has the file open till it is told to end."""
    command = [sys.executable, "-c", HOLD, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        try:
            yield lambda: child.communicate(b"") and None
        finally:
            child.kill()


def test_a_run_that_cannot_show_what_it_has_yet_warns_and_goes_on(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    before = run.ledger.news.stat().st_ino

    with caplog.at_level(logging.INFO), held(run.ledger.warehouse) as let_go:
        done = list(shown(run, batches(run, let_go)))

    assert len(done) == 4
    assert [one.levelname for one in caplog.records] == ["WARNING"] * 3 + ["INFO"]
    assert "news.duckdb: not brought up to date yet: warehouse.duckdb: " in caplog.text
    assert run.ledger.news.stat().st_ino != before


def test_a_warehouse_that_is_not_there_any_more_ends_the_run(run: Run) -> None:
    run.ledger.warehouse.unlink()

    with pytest.raises(LedgerMissing):
        list(shown(run, batches(run, lambda: None)))
