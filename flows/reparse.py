"""Reads again what is stored, with today's parser and rules, in one straight line."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

from prefect import flow
from prefect.runtime import flow_run

from flows.config import read_again
from flows.server_child import end_with_server
from tasks.audit import audit
from tasks.dedupe import dedupe
from tasks.load import load
from tasks.parse import parse
from tasks.publish import publish
from tasks.rejudge import rejudge
from tasks.reread import reread
from tasks.steps.audit import Report
from tasks.steps.left import left_batches
from tasks.steps.parse import helpers
from tasks.steps.rejudge import unsettled
from tasks.steps.reread import check_sources
from tasks.steps.run import Run, open_run
from warehouse.ledger import Ledger


def run_name() -> str:
    """The run's name in the UI: what it reads again."""
    return " ".join(["reparse", *flow_run.parameters["sources"]])


@flow(name="reparse", flow_run_name=run_name, persist_result=False)
def reparse(
    sources: list[str] = [],  # noqa: B006  Prefect shows it as the default
    since: str | None = None,
    everything: bool = False,
    config: str | None = None,
    ledger: str = "ledger",
    wait_s: float = 30.0,
) -> Report:
    """Reads the stored bytes again that another parser or other rules read last."""
    end_with_server()
    again, command = read_again(
        sources, Path(config) if config else None, since, is_all=everything
    )
    run = Run(
        run_id=UUID(flow_run.id) if flow_run.id else uuid4(),
        ledger=Ledger(Path(ledger)),
        wait_s=wait_s,
        command=command,
    )
    check_sources(run.ledger, again)
    with open_run(run), helpers() as pool:
        for nth in unsettled(run):
            rejudge(run, nth, pool)
        for batch in left_batches(run):
            load(run, dedupe(run, parse(run, batch, pool), pool))
        for what in ("left_out", "articles"):
            for batch in reread(run, again, what, pool):
                load(run, dedupe(run, batch, pool))
        report = audit(run)
        publish(run)
    return report
