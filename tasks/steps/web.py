"""The way to the web for a run: with what the ledger remembers of its servers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tasks.http.client import Client
from tasks.steps.run import Run
from warehouse import state
from warehouse.connect import reading

# RFC 9309 2.4: a robots.txt is not kept for longer.
ROBOTS_FOR = timedelta(days=1)


def web(run: Run, secrets: Callable[[str], str] = str) -> Client:
    """A client that leaves alone who asked for it, and reads no robots.txt anew.

    Of a ledger that is not there yet nothing is known. Close it, or use it in a
    `with`.
    """
    if not run.ledger.warehouse.exists():
        return Client(run.limits, clock=run.clock, secrets=secrets)
    now = run.clock()
    with reading(run.ledger.warehouse) as con:
        robots = state.robots(con, now - ROBOTS_FOR)
        not_before = state.not_before(con, now)
    return Client(
        run.limits,
        clock=run.clock,
        secrets=secrets,
        not_before=not_before,
        robots=robots,
    )
