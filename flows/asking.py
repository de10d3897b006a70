"""The way to the web for a command that looks and keeps nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from flows.config import Plan
from flows.secrets import check_environment, has_blocks, read_secrets
from tasks.http.client import Client
from tasks.steps.run import Run
from tasks.steps.web import web
from warehouse.connect import reading
from warehouse.errors import ConfigError, LedgerTooOld
from warehouse.ledger import Ledger
from warehouse.migrate import check, migrations
from warehouse.model.source import Source


def looking(plan: Plan, ledger: Ledger) -> Run:
    """A run of the plan for the steps that write nothing; it is never begun."""
    return Run(
        run_id=uuid4(),
        ledger=ledger,
        limits=plan.limits,
        rules=plan.rules,
        ways=plan.ways,
        since=plan.since,
        until=plan.until,
    )


@contextmanager
def asking(run: Run, sources: Sequence[Source]) -> Iterator[Client]:
    """A client for these sources, with what the ledger remembers of their servers.

    Secret blocks are those of the API that runs of the ledger report to. The ledger
    may be missing, and is not read where all is at hand. Raises ConfigError where a
    secret is missing; LedgerTooOld, LedgerTooNew, LedgerLocked.
    """
    secrets = secrets_of(sources, run.ledger.root)
    is_at_hand = all(source.url is None for source in sources)
    if not is_at_hand:
        check_today(run.ledger)
    with Client(run.limits) if is_at_hand else web(run, secrets) as client:
        yield client


def check_today(ledger: Ledger) -> None:
    """Returns where the warehouse has the schema that our questions are put to.

    So does one that is not there yet. Raises LedgerTooOld, LedgerTooNew, LedgerLocked.
    """
    if not ledger.warehouse.exists():
        return
    with reading(ledger.warehouse) as con:
        lacking = check(con, ledger.warehouse)
    if lacking:
        ours = len(migrations())
        raise LedgerTooOld(ledger.warehouse, lacking[0].version - 1, ours)


def secrets_of(sources: Sequence[Source], ledger: Path) -> Callable[[str], str]:
    """What puts the secrets of these sources into a text, looked up outside a flow."""
    check_environment(sources, os.environ)
    if not has_blocks(sources):
        return read_secrets(sources, os.environ)
    from flows.api import prefect_api
    from flows.configured import configured_api

    has_api = configured_api(os.environ, Path.cwd()) is not None
    if not has_api and not (ledger / "prefect").exists():
        raise ConfigError(
            str(ledger), "no Prefect here to ask for a Secret block; serve it first"
        )
    with prefect_api(ledger) as api, api.flow_runs():
        return read_secrets(sources, os.environ)
