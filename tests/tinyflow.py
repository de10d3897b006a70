"""A flow of the size that tests of serving need."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path

from prefect import flow, get_run_logger, task

from flows.server_child import end_with_server


@task
def count(n: int) -> int:
    """One task of a run."""
    get_run_logger().info("task %s", n)
    return n


@flow
def tiny(
    ledger: str, config: str | None = None, until: str | None = None, n_tasks: int = 1
) -> None:
    """Runs its tasks, holding `alive.lock` in the ledger till the file `until` is."""
    end_with_server()
    with Path(ledger, "alive.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for n in range(n_tasks):
            count(n)
        while until and not Path(until).exists():
            time.sleep(0.1)


@flow
def broken() -> None:
    """Fails."""
    raise ValueError("broken on purpose")
