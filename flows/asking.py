"""The way to the web for a command that looks and keeps nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flows.config import Plan
from flows.secrets import check_environment, has_blocks, read_secrets
from tasks.http.client import Client
from warehouse.errors import ConfigError
from warehouse.model import Source


@contextmanager
def asking(plan: Plan, ledger: Path) -> Iterator[Client]:
    """A client for the plan's sources. Raises ConfigError where a secret is missing.

    Secret blocks are those of the API that runs of `ledger` report to.
    """
    secrets = secrets_of(plan.sources, ledger)
    with Client(plan.limits, secrets=secrets) as client:
        yield client


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
