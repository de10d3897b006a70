"""A run by hand: the flow, under an API that is found or started for it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from rich.console import Console

from flows.api import prefect_api
from flows.progress import shown
from flows.strict import RunHasFindings
from tasks.steps.audit import Report
from tasks.steps.preflight import preflight
from warehouse.errors import DiskFull, NewsledgerError
from warehouse.ledger import Ledger

# SQLite's write-ahead log takes some megabytes at a time.
NO_ROOM_BYTES = 4_000_000


def run_by_hand(
    ledger: Ledger, console: Console, name: str = "ingest", **parameters: Any
) -> Report:
    """Runs a flow, `ingest` or `reparse`, with these parameters; gives its report.

    A ledger that cannot be used is refused before anything is started. What
    takes long to import comes while the API starts.
    """
    preflight(ledger, parameters["wait_s"])
    with prefect_api(ledger.root) as api, shown(console):
        with _loading():
            flow = getattr(import_module(f"flows.{name}"), name)
        with api.flow_runs():
            try:
                report: Report = flow(ledger=str(ledger.root), **parameters)
            except RunHasFindings as red:
                return red.report
            except Exception as error:
                ours = _ours(error, ledger)
                if ours is None or ours is error:
                    raise
                raise ours from error
            return report


@contextmanager
def _loading() -> Iterator[None]:
    """Nothing that loads is garbage: without looking for it 0.3 s of 3 are saved.

    Where the caller looks for none, none is looked for afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _ours(error: BaseException, ledger: Ledger) -> NewsledgerError | None:
    """The error of ours behind `error`, if there is one.

    Prefect keeps its own database in the ledger: where the disk is full it fails
    to write down that a task failed, and its failure hides ours.
    """
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, NewsledgerError):
            return behind
        behind = behind.__cause__ or behind.__context__
    is_prefects = type(error).__module__.startswith("prefect.")
    if is_prefects and shutil.disk_usage(ledger.root).free < NO_ROOM_BYTES:
        return DiskFull(ledger.root, "a run was written down")
    return None
