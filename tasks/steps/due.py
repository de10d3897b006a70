"""Which sources are due: a pure question of when they were looked at last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tasks.extract.article import parser_of
from tasks.steps.run import Run
from warehouse import state
from warehouse.connect import reading
from warehouse.model.source import Source

EVERY = re.compile(r"(\d+)([mhd])")
# A run that starts a little early is on time: schedules drift by minutes.
SLACK = 0.9
# Of any unit; what is counted in days must not end after the last year there is.
MOST = 500_000
HOURS = {"h": 1, "d": 24}


def due_at(source: Source, last: datetime, asked_until: datetime | None) -> datetime:
    """The moment from which to look at the source again.

    `last` is its last look with success, UTC; before `asked_until` it asked not to be
    looked at. Days are counted on the calendar of the source's time zone, shorter
    spans by the clock, with a tenth of slack.
    """
    n, unit = _every(source)
    if unit == "d":
        zone = ZoneInfo(source.timezone)
        day = last.astimezone(zone).date() + timedelta(days=n)
        due = datetime.combine(day, time(), zone).astimezone(UTC)
    else:
        span = timedelta(minutes=n) if unit == "m" else timedelta(hours=n)
        due = last + span * SLACK
    return max(due, asked_until) if asked_until else due


def span_of(source: Source) -> timedelta:
    """How often the source is looked at."""
    n, unit = _every(source)
    return timedelta(minutes=n) if unit == "m" else timedelta(hours=n * HOURS[unit])


def _every(source: Source) -> tuple[int, str]:
    found = EVERY.fullmatch(source.every)
    if found is None:
        raise ValueError(f"every: {source.every!r} is no span")
    return min(int(found[1]), MOST), found[2]


def is_due(
    source: Source,
    last: datetime | None,
    now: datetime,
    asked_until: datetime | None = None,
) -> bool:
    """Whether to look at the source now; `last` is None where it never went well."""
    if source.always_due or last is None:
        return True
    return due_at(source, last, asked_until) <= now


def due_sources(
    run: Run, sources: Sequence[Source], *, force: bool
) -> tuple[Source, ...]:
    """The sources to look at in this run, in the order they are written.

    Where there is no ledger yet, all of them.
    """
    if force or not run.ledger.warehouse.exists():
        return tuple(sources)
    parsers = {source.source_id: parser_of(source.rules) for source in sources}
    with reading(run.ledger.warehouse) as con:
        memories = state.memories(con, sources, parsers)
    now = run.clock()
    return tuple(
        source
        for source in sources
        if (known := memories.get(source.source_id)) is None
        or is_due(source, known.last_success_at, now, known.due_at)
    )
