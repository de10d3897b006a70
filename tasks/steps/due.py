"""Which sources are due: a pure question of when they were looked at last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tasks.steps.run import Run
from warehouse import state
from warehouse.connect import reading
from warehouse.model import Source

EVERY = re.compile(r"(\d+)([mhd])")
# A run that starts a little early is on time: schedules drift by minutes.
SLACK = 0.9


def is_due(source: Source, last: datetime | None, now: datetime) -> bool:
    """Whether to look at the source now; `last` is its last look with success, UTC.

    Days are counted on the calendar of the source's time zone, shorter spans
    by the clock, with a tenth of slack.
    """
    if source.always_due or last is None:
        return True
    found = EVERY.fullmatch(source.every)
    if found is None:
        raise ValueError(f"every: {source.every!r} is no span")
    n, unit = int(found[1]), found[2]
    if unit == "d":
        zone = ZoneInfo(source.timezone)
        days = now.astimezone(zone).date() - last.astimezone(zone).date()
        return days.days >= n
    span = timedelta(minutes=n) if unit == "m" else timedelta(hours=n)
    return now - last >= span * SLACK


def due_sources(
    run: Run, sources: Sequence[Source], *, force: bool
) -> tuple[Source, ...]:
    """The sources to look at in this run, in the order they are written."""
    with reading(run.ledger.warehouse) as con:
        last = state.last_success(con)
    now = run.clock()
    return tuple(
        source
        for source in sources
        if force or is_due(source, last.get(source.source_id), now)
    )
