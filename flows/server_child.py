"""The program that `flows.server` starts: Prefect's API on a socket it is handed.

It stands alone and is run by its path, so that no folder named `flows` where the
user happens to be can take its place.
"""

from __future__ import annotations

import asyncio
import fcntl
import gc
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

# Set in the environment of served runs: the process that serves them.
SERVED_BY = "NEWSLEDGER_SERVED_BY"
# As in flows/template.py, which this file cannot import.
DATABASE, MEMO = "prefect.db", "memo_store.toml"
_LOOK_S = 0.5
_GRACE_S = 5.0
_SETTLE_S = 5.0


def end_with_parent(parent_pid: int) -> None:
    """This process ends within a second or so of `parent_pid`, however that ends.

    It gets a SIGTERM first, and is gone five seconds later whatever it does with
    it. It looks at who its parent is rather than at a pipe, which every process
    forked off the parent would keep open, or at prctl, which asks about the
    thread that started us and exists on Linux only.
    """

    def watch() -> None:
        while os.getppid() == parent_pid:
            time.sleep(_LOOK_S)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE_S)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def end_with_server() -> None:
    """A served run ends with the process that serves it; any other goes on.

    Else it would go on with nobody to report to, when that process is killed.
    """
    served_by = os.environ.get(SERVED_BY)
    if served_by == str(os.getppid()):
        end_with_parent(int(served_by))


def main(
    socket_fd: int, parent_pid: int, with_ui: bool, template: Path | None = None
) -> None:
    """Serves Prefect's API until SIGTERM, with its database in the current folder.

    Without a UI the services of a scheduler stay off too, as in the short-lived
    server that Prefect starts for itself. A database that was just copied from
    `template` and that the server cannot begin with is taken away, and the template
    with it; then it begins once more with none.
    """
    end_with_parent(parent_pid)
    # Nothing that loads is garbage: without looking for it 0.3 s of 3.5 are saved.
    gc.disable()
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=not with_ui, final=True)
    gc.freeze()
    gc.enable()
    app.router.lifespan_context = _careful(app.router.lifespan_context, template)
    config = uvicorn.Config(
        app, log_level="warning", lifespan="on", timeout_graceful_shutdown=3
    )
    listener = socket.socket(fileno=socket_fd)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except SystemExit:
        if not template or Path(DATABASE).exists():
            raise
        words = [socket_fd, parent_pid, "ui" if with_ui else "plain"]
        again = [sys.executable, "-P", __file__, *map(str, words)]
        os.execv(sys.executable, again)  # noqa: S606 - the sockets stay open


def _careful(lifespan: Any, template: Path | None) -> Any:
    """Prefect's lifespan, alone while it starts and with nothing lost at its end.

    `start.lock` is held while the database is brought up to date: two migrations
    of one SQLite file at once are not safe.
    """

    @asynccontextmanager
    async def careful(app: FastAPI) -> AsyncIterator[Any]:
        with Path("start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            async with AsyncExitStack() as stack:
                try:
                    state = await stack.enter_async_context(lifespan(app))
                except Exception:
                    if template:
                        _take_away(template)
                    raise
                fcntl.flock(lock, fcntl.LOCK_UN)
                yield state
                await _settle()

    return careful


def _take_away(template: Path) -> None:
    """Removes the database of the current folder, and what it was copied from."""
    print(f"{template}: taken away: the server cannot begin with it", flush=True)
    shutil.rmtree(template, ignore_errors=True)
    for left in [Path(MEMO), *Path().glob(f"{DATABASE}*")]:
        left.unlink(missing_ok=True)


async def _settle() -> None:
    """Returns once the server's own queues are empty, after five seconds at most.

    At its end Prefect drops what they hold: of 60 task runs that had ended, 18 were
    recorded as completed (3.9.1, 2026-11-25). With the batches that `flows.server`
    asks for they empty so fast that no test fails without this.
    """
    from prefect.server.utilities.messaging.memory import METRICS

    until = time.monotonic() + _SETTLE_S
    while time.monotonic() < until:
        if all(m["consumed"] >= m["published"] for m in METRICS.values()):
            return
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    kept = Path(sys.argv[4]) if sys.argv[4:] else None
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "ui", kept)
