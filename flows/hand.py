"""A run by hand: the flow, under an API that is found or started for it."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from flows.api import prefect_api
from flows.progress import shown
from tasks.steps.audit import Report
from tasks.steps.preflight import preflight
from warehouse.ledger import Ledger


def run_by_hand(ledger: Ledger, console: Console, **parameters: Any) -> Report:
    """Runs the flow `ingest` with these parameters; gives its report.

    A ledger that cannot be used is refused before anything is started. What
    takes long to import comes while the API starts.
    """
    preflight(ledger, parameters["wait_s"])
    with prefect_api(ledger.root) as api, shown(console):
        from flows.ingest import ingest

        with api.flow_runs():
            report: Report = ingest(ledger=str(ledger.root), **parameters)
            return report
