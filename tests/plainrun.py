"""A whole run without Prefect: the steps of flows/ingest.py, called one by one.

Every decorator deleted, the program still runs; and most tests need no server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from flows.config import read_again, read_plan
from tasks.steps.audit import Report, audit
from tasks.steps.collect import collect
from tasks.steps.due import due_sources
from tasks.steps.groups import groups
from tasks.steps.judge import judge
from tasks.steps.left import left_batches
from tasks.steps.parse import helpers, parse
from tasks.steps.publish import publish, shown
from tasks.steps.rejudge import (
    rejudge,
    rejudged,
    start_over,
    uncounted,
    unjudged,
    unsettled,
)
from tasks.steps.reread import check_sources, reread
from tasks.steps.room import check_room
from tasks.steps.run import Run, open_run, utc_now
from tasks.steps.store import store
from tasks.steps.web import web
from warehouse.connect import reading
from warehouse.ledger import Ledger
from warehouse.migrate import migrate
from warehouse.model.likeness import Recipe


def run_plain(
    ledger: str | Path,
    *targets: str | Path,
    config: Path | None = None,
    only: Sequence[str] = (),
    allow_private: bool = False,
    force: bool = False,
    since: str | None = None,
    until: str | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Report:
    """One run over the targets, or the configuration; gives its report."""
    plan = read_plan(
        [str(target) for target in targets],
        config,
        only,
        allow_private=allow_private,
        since=since,
        until=until,
    )
    run = Run(
        run_id=uuid4(),
        ledger=Ledger(Path(ledger)),
        limits=plan.limits,
        wait_s=0,
        command=plan.command,
        rules=plan.rules,
        ways=plan.ways,
        clock=clock,
        since=plan.since,
        until=plan.until,
    )
    _begin(run.ledger)
    with open_run(run), web(run) as client, helpers() as pool:
        for _ in unsettled(run):
            rejudge(run, pool)
        for batch in left_batches(run):
            store(run, judge(run, parse(run, batch, pool), pool))
        sources = due_sources(run, plan.sources, force=force)
        check_room(run, sources)
        each = (collect(run, group, client) for group in groups(sources))
        for batch in shown(run, chain.from_iterable(each)):
            store(run, judge(run, parse(run, batch, pool), pool))
        report = audit(run)
        publish(run)
    return report


def _begin(ledger: Ledger) -> None:
    """Has a new ledger begin with a warehouse that is empty: its schema, made once.

    It is half of what a small run costs; tests/test_warehouse.py tries it for itself.
    """
    if not ledger.root.exists():
        ledger.root.mkdir(parents=True)
        ledger.warehouse.write_bytes(_empty_warehouse())


@cache
def _empty_warehouse() -> bytes:
    with TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder))
        migrate(ledger.warehouse, 0, utc_now())
        return ledger.warehouse.read_bytes()


def reparse_plain(
    ledger: Path,
    *sources: str,
    config: Path | None = None,
    since: str | None = None,
    is_all: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> Report:
    """One run of flows/reparse.py without Prefect; gives its report."""
    again, command = read_again(sources, config, since, is_all=is_all)
    run = Run(
        run_id=uuid4(), ledger=Ledger(ledger), wait_s=0, command=command, clock=clock
    )
    check_sources(run.ledger, again)
    with open_run(run), helpers() as pool:
        for _ in unsettled(run):
            rejudge(run, pool)
        for batch in left_batches(run):
            store(run, judge(run, parse(run, batch, pool), pool))
        for what in ("left_out", "articles"):
            for batch in reread(run, again, what, pool):
                store(run, judge(run, batch, pool))
        report = audit(run)
        publish(run)
    return report


def dedupe_plain(
    ledger: Path, *, learn: bool = False, clock: Callable[[], datetime] = utc_now
) -> Report:
    """One run of flows/rejudge.py without Prefect; gives its report."""
    run = Run(
        run_id=uuid4(), ledger=Ledger(ledger), wait_s=0, command="dedupe", clock=clock
    )
    with open_run(run), helpers() as pool:
        for _ in uncounted(run, learn=learn):
            rejudge(run, pool, Recipe())
        learnt = start_over(run, learn=learn)
        for _ in unjudged(run):
            rejudge(run, pool)
        done = rejudged(run, learnt)
        for batch in left_batches(run):
            store(run, judge(run, parse(run, batch, pool), pool))
        report = audit(run, done)
        publish(run)
    return report


def ask(ledger: Path, sql: str, *values: object) -> list[tuple]:
    """The rows that `news.duckdb` answers with."""
    with reading(Ledger(ledger).news) as con:
        return con.execute(sql, list(values)).fetchall()


def ticking(start: datetime, step: timedelta = timedelta(seconds=1)) -> Iterator:
    """A clock that moves a step at each look at it."""
    moments: Iterable[int] = iter(range(10**9))
    return lambda: start + step * next(moments)
