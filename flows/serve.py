"""Serving a ledger: the deployment `ingest`, its schedule, and the server it needs.

`python -m flows.serve` is `newsledger serve`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flows.api import check_configured, environment, reaching
from flows.configured import configured_api
from flows.lost import close_lost
from flows.served import Served, claim, forget, record
from flows.server import address_of, listen, start_server
from flows.server_child import SERVED_BY
from flows.stopping import Stop, cancelled_by, stoppable
from warehouse.errors import UsageError

if TYPE_CHECKING:
    import socket
    from uuid import UUID

    from prefect.deployments.runner import RunnerDeployment
    from prefect.runner import Runner

_FIRST_PORT = 4200
_N_PORTS = 100
_NEAR = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is served, when, and where its server listens.

    `cron` is read in `timezone`. Without a `port` it is 4200, or the next one
    that is free. `name` parts the deployments of several ledgers on one API.
    `entrypoint` is the module path of the flow. The runs of a strict one that have
    findings end as failed.
    """

    ledger: Path
    config: Path | None = None
    cron: str = "0 6 * * *"
    timezone: str = "UTC"
    host: str = "127.0.0.1"
    port: int | None = None
    name: str = "newsledger"
    entrypoint: str = "flows.ingest.ingest"
    is_strict: bool = False


def say_at_once(line: str) -> None:
    """Prints a line where it is read as it happens, through a pipe too."""
    print(line, flush=True)


def serve(service: Service, say: Callable[[str], None] = say_at_once) -> None:
    """Serves until SIGINT or SIGTERM, then ends its runs and its server.

    `say` gets the lines for the user, the address first.

    Raises UsageError where the schedule makes no sense, the port is taken, the
    ledger is served already or the configured API does not answer; DiskFull or
    LedgerError where its server cannot start.
    """
    with environment(_for_runs()), stoppable() as stop:
        deployment = _deployment(service)
        with _api(service, say) as url:
            from prefect.settings import PREFECT_API_URL, temporary_settings

            with temporary_settings({PREFECT_API_URL: url}):
                asyncio.run(_run(service, deployment, stop, say))
    say("ended; the schedule goes on when it is served again")


def _for_runs() -> dict[str, str]:
    """What the processes of runs need: our packages, whatever lies around them."""
    ours = str(Path(__file__).parent.parent)
    path = os.pathsep.join(filter(None, [ours, os.environ.get("PYTHONPATH")]))
    return {"PYTHONPATH": path, "PYTHONSAFEPATH": "1", SERVED_BY: str(os.getpid())}


def _deployment(service: Service) -> RunnerDeployment:
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.types.entrypoint import EntrypointType

    module, _, name = service.entrypoint.rpartition(".")
    flow = getattr(import_module(module), name)
    try:
        schedule = CronSchedule(cron=service.cron, timezone=service.timezone)
    except ValueError as error:
        raise UsageError(
            f"serve: '{service.cron}' in '{service.timezone}' is no schedule; write "
            "--cron as 'minute hour day month weekday', --timezone as 'Europe/Brussels'"
        ) from error
    parameters = {
        "config": service.config and str(service.config.absolute()),
        "ledger": str(service.ledger.absolute()),
        **({"strict": True} if service.is_strict else {}),
    }
    made: RunnerDeployment = flow.to_deployment(
        service.name,
        schedules=[schedule],
        parameters=parameters,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return made


@contextmanager
def _api(service: Service, say: Callable[[str], None]) -> Iterator[str]:
    """The address of the API: the configured one, else of a server of our own."""
    configured = configured_api(os.environ, Path.cwd())
    if configured:
        check_configured(configured)
        say(f"Prefect: {configured.url} ({configured.where})")
        yield configured.url
        return
    with ExitStack() as ending:
        lock_fd = claim(service.ledger)
        try:
            listener = _listen(service)
            ui_url = f"{_seen_from_outside(service, listener)}/api"
            server = start_server(service.ledger, listener, ui_url, lock_fd)
        finally:
            os.close(lock_fd)
        ending.callback(forget, service.ledger)
        ending.callback(server.stop)
        ending.enter_context(environment(reaching(server.url)))
        server.wait_ready()
        record(service.ledger, Served(url=server.url, pid=server.pid))
        say(f"Prefect: {ui_url.removesuffix('/api')}")
        if service.host not in _NEAR:
            say("warning: it asks no password; whoever reaches it can start runs")
        yield server.url


def _listen(service: Service) -> socket.socket:
    if service.port is not None:
        return listen(service.host, service.port)
    for port in range(_FIRST_PORT, _FIRST_PORT + _N_PORTS):
        try:
            return listen(service.host, port)
        except UsageError as error:
            refused = error
    raise refused


def _seen_from_outside(service: Service, listener: socket.socket) -> str:
    """The address for a browser, which may be on another machine."""
    import socket

    address = address_of(listener)
    if service.host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return f"http://{socket.getfqdn()}:{urlsplit(address).port}"
    return address


async def _run(
    service: Service,
    deployment: RunnerDeployment,
    stop: Stop,
    say: Callable[[str], None],
) -> None:
    with cancelled_by(stop):
        from prefect.client.orchestration import get_client

        runner = _runner(service, stop)
        # In a loop it gives an awaitable, which its types do not say.
        added: Any = runner.add_deployment(deployment)
        deployment_id: UUID = await added
        async with get_client() as client:
            n_lost = await close_lost(client, deployment_id, service.ledger.absolute())
        if n_lost:
            say(f"runs that had ended without a word: {n_lost}, marked as crashed")
        say(f"serving '{deployment.flow_name}/{service.name}': {service.cron}")
        await runner.start()


def _runner(service: Service, stop: Stop) -> Runner:
    """Prefect's runner, which leaves SIGTERM to us.

    Its own handler exits at once where the runner has not quite started.
    """
    from prefect.runner import Runner

    class Stopped(Runner):
        def handle_sigterm(self, *_: Any, **__: Any) -> None:
            stop()

    # limit: after days without it Prefect starts every late run at once.
    # pause_on_shutdown: a restart of the machine is no wish to stop for good.
    return Stopped(name=service.name, limit=1, pause_on_shutdown=False)


if __name__ == "__main__":
    from flows.cli import main

    sys.argv.insert(1, "serve")
    main()
