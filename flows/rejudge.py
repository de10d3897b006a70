"""Judges again which stored texts repeat which, in one straight line."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

from prefect import flow
from prefect.runtime import flow_run

from flows.server_child import end_with_server
from tasks.audit import audit
from tasks.dedupe import dedupe
from tasks.load import load
from tasks.parse import parse
from tasks.publish import publish
from tasks.rejudge import rejudge as judge_again
from tasks.steps.audit import Report
from tasks.steps.left import left_batches
from tasks.steps.parse import helpers
from tasks.steps.rejudge import rejudged, start_over, uncounted, unjudged
from tasks.steps.run import Run, open_run
from warehouse.ledger import Ledger
from warehouse.model.likeness import Recipe


def run_name() -> str:
    """The run's name in the UI: what was typed."""
    return command(learn=flow_run.parameters["learn"])


def command(*, learn: bool) -> str:
    """What was typed."""
    return "dedupe --learn" if learn else "dedupe"


@flow(name="dedupe", flow_run_name=run_name, persist_result=False)
def rejudge(
    learn: bool = False, ledger: str = "ledger", wait_s: float = 30.0
) -> Report:
    """Lays all stored texts side by side again, and makes their clusters anew."""
    end_with_server()
    run = Run(
        run_id=UUID(flow_run.id) if flow_run.id else uuid4(),
        ledger=Ledger(Path(ledger)),
        wait_s=wait_s,
        command=command(learn=learn),
    )
    with open_run(run), helpers() as pool:
        for nth in uncounted(run, learn=learn):
            judge_again(run, nth, pool, Recipe())
        learnt = start_over(run, learn=learn)
        for nth in unjudged(run):
            judge_again(run, nth, pool)
        done = rejudged(run, learnt)
        for batch in left_batches(run):
            load(run, dedupe(run, parse(run, batch, pool), pool))
        report = audit(run, done)
        publish(run)
    return report
