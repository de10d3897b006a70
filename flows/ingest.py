"""The main job: every due source through every step, in one straight line."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path
from uuid import UUID, uuid4

from prefect import flow
from prefect.runtime import flow_run

from flows.config import Plan, read_plan
from flows.secrets import read_secrets
from flows.server_child import end_with_server
from flows.strict import ended
from tasks.audit import audit
from tasks.collect import collect
from tasks.dedupe import dedupe
from tasks.load import load
from tasks.parse import parse
from tasks.publish import publish
from tasks.rejudge import rejudge
from tasks.steps.audit import Report
from tasks.steps.due import due_sources
from tasks.steps.groups import groups
from tasks.steps.left import left_batches
from tasks.steps.parse import helpers
from tasks.steps.publish import shown
from tasks.steps.rejudge import unsettled
from tasks.steps.room import check_room
from tasks.steps.run import Run, open_run
from tasks.steps.web import web
from tasks.text.urls import redacted
from warehouse.ledger import Ledger


def run_name() -> str:
    """The run's name in the UI: what it reads."""
    parameters = flow_run.parameters
    targets = [redacted(target) for target in parameters["targets"]]
    return " ".join(targets) or Path(parameters["config"] or "sources.toml").name


@flow(name="ingest", flow_run_name=run_name, persist_result=False)
def ingest(
    targets: list[str] = [],  # noqa: B006  Prefect shows it as the default
    config: str | None = None,
    ledger: str = "ledger",
    only: list[str] = [],  # noqa: B006
    force: bool = False,
    allow_private: bool = False,
    wait_s: float = 30.0,
    since: str | None = None,
    until: str | None = None,
    strict: bool = False,
) -> Report:
    """Brings the ledger up to date with the sources that are due."""
    end_with_server()
    plan = read_plan(
        targets, config, only, allow_private=allow_private, since=since, until=until
    )
    secrets = read_secrets(plan.sources, os.environ)
    run = run_of(plan, Ledger(Path(ledger)), wait_s)
    with open_run(run), web(run, secrets) as client, helpers() as pool:
        for nth in unsettled(run):
            rejudge(run, nth, pool)
        for batch in left_batches(run):
            load(run, dedupe(run, parse(run, batch, pool), pool))
        sources = due_sources(run, plan.sources, force=force)
        check_room(run, sources)
        each = (collect(run, group, client) for group in groups(sources))
        for batch in shown(run, chain.from_iterable(each)):
            load(run, dedupe(run, parse(run, batch, pool), pool))
        report = audit(run)
        publish(run)
    return ended(report, strict=strict)


def run_of(plan: Plan, ledger: Ledger, wait_s: float) -> Run:
    """The run of the plan; it has the id of Prefect's."""
    return Run(
        run_id=UUID(flow_run.id) if flow_run.id else uuid4(),
        ledger=ledger,
        limits=plan.limits,
        wait_s=wait_s,
        command=plan.command,
        rules=plan.rules,
        ways=plan.ways,
        since=plan.since,
        until=plan.until,
    )
