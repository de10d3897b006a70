"""Finding a Prefect API for a run by hand, or starting one beside it.

An empty flow costs 7 s with the server that Prefect starts for itself, about half
when ours starts before Prefect is imported and its start is filled with work
(`bench/first_run.py` measures it). So nothing here imports Prefect at the top.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Literal, NoReturn
from urllib.parse import urlsplit

from flows.configured import ConfiguredApi, configured_api
from flows.served import find_served
from flows.server import OwnServer, answers, listen, start_server
from warehouse.errors import UsageError

# What our commands want of Prefect, where the user did not say otherwise: no
# telemetry, and no lines on the terminal. Logs still go to the API. Prefect's
# "debug" handler is where its own threads print their tracebacks.
QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_HANDLERS_DEBUG_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # what our steps say is shown with the run
    "PREFECT_LOGGING_EXTRA_LOGGERS": "newsledger",
}
# What the first run of a process would load when nothing else goes on, 0.3 s; the
# time until the server answers is free for it.
_LOADED_BY_A_RUN = ("fastapi.encoders", "prefect.flow_engine", "prefect.task_engine")
_DRAIN_S = 30.0


class ApiInUse:
    """The API that the runs of this process report to.

    `how` is `configured` (by the user), `served` (`newsledger serve` is up on
    this ledger) or `own` (started for this process, ended with it).
    """

    def __init__(
        self,
        url: str,
        how: Literal["configured", "served", "own"],
        server: OwnServer | None = None,
    ) -> None:
        self.url, self.how, self._server = url, how, server

    def wait_ready(self) -> None:
        """Returns once the API answers. Raises LedgerError where it never does."""
        if self._server:
            self._server.wait_ready()

    @contextmanager
    def flow_runs(self) -> Iterator[None]:
        """The block in which flows may run; waits until the API answers.

        They send no heartbeat: its thread adds up to a second to a run's end, and
        a run by hand ends with its process, which its user sees.
        """
        from prefect.settings import (
            PREFECT_API_URL,
            PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
            temporary_settings,
        )

        for name in _LOADED_BY_A_RUN:
            import_module(name)
        # The URL again, for a process that had imported Prefect before.
        with temporary_settings(
            {PREFECT_API_URL: self.url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
        ):
            self.wait_ready()
            yield


@contextmanager
def prefect_api(ledger: Path) -> Iterator[ApiInUse]:
    """The API for runs on this ledger; enter it before Prefect is imported.

    The first of: the API that the user configured; the server that serves this
    ledger; a server of our own, started here and ended at the end, with its
    database in the ledger. Entering returns at once, `flow_runs` waits. In the
    block, the environment holds what Prefect needs; afterwards it is as before.

    A configured API that does not answer is an error, not a reason to take
    another one: the runs would be missing where the user looks for them.

    Raises UsageError for that, DiskFull or LedgerError where a server of our own
    cannot start.
    """
    configured = configured_api(os.environ, Path.cwd())
    if configured:
        check_configured(configured)
        with environment({}):
            yield from _drained(ApiInUse(configured.url, "configured"))
        return
    served = find_served(ledger)
    if served:
        with environment(reaching(served.url)):
            yield from _drained(ApiInUse(served.url, "served"))
        return
    server = start_server(ledger, listen("127.0.0.1", 0))
    try:
        with environment(reaching(server.url)):
            yield from _drained(ApiInUse(server.url, "own", server))
    finally:
        server.stop()


def check_configured(api: ConfiguredApi) -> None:
    """Raises UsageError where the API is no web address, or does not answer."""
    if urlsplit(api.url).scheme not in ("http", "https"):
        raise UsageError(
            f"{api.where}: '{api.url}' is no http address; correct or unset it"
        )
    if not answers(api.url):
        raise UsageError(
            f"{api.where}: no Prefect API answers at {api.url}; start it, or unset "
            "that for one of this ledger's own"
        )


@contextmanager
def environment(ours: Mapping[str, str]) -> Iterator[None]:
    """The environment with `ours`, and with QUIET where the user said nothing."""
    before = dict(os.environ)
    os.environ.update({**QUIET, **before, **ours})
    try:
        yield
    finally:
        for name in {**QUIET, **ours}:
            if name in before:
                os.environ[name] = before[name]
            else:
                os.environ.pop(name, None)


def reaching(url: str) -> dict[str, str]:
    """What makes Prefect's client use the API at `url`, past any proxy."""
    host = urlsplit(url).hostname or ""
    past = {
        name: ",".join(filter(None, [os.environ.get(name), host]))
        for name in ("no_proxy", "NO_PROXY")
    }
    return {
        "PREFECT_API_URL": url,
        # Two requests less at each start; the server is ours and asks for neither.
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
        **past,
    }


def _drained(api: ApiInUse) -> Iterator[ApiInUse]:
    try:
        yield api
    finally:
        drain()


def leave(status: int) -> NoReturn:
    """Ends this process at once, with `status`; for the last line of a command.

    Taking Prefect's threads and modules apart takes another 0.3 s of nothing.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def drain() -> None:
    """Returns once what Prefect's client queued, logs and events, is sent.

    Without it the states of tasks are lost where the server ends next, and the
    process hangs some 20 s at its exit.
    """
    if "prefect" not in sys.modules:
        return
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=_DRAIN_S)
    EventsWorker.drain_all(timeout=_DRAIN_S)
