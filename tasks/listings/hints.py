"""When a feed asks to be looked at again: ttl, sy:, skipHours, skipDays, max-age.

Pure. What cannot be read is no hint: feeds in the wild say "always" and "dayly".
Source: RSS 2.0 (ttl, skipHours, skipDays), RSS 1.0 syndication module, RFC 9111 5.2.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY = timedelta(days=1)
# A run that starts a little early is on time: schedules drift by minutes.
_SLACK = 0.9
# "dayly" and "always" were seen in the wild (mediacloud/rss-fetcher, fetcher/tasks.py);
# "always" asks for nothing.
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": DAY,
    "dayly": DAY,
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed says of its pace, as written; None or empty where it is silent.

    `ttl` is in minutes; `skip_hours` and `skip_days` are in GMT.
    """

    ttl: str | None = None
    update_period: str | None = None
    update_frequency: str | None = None
    skip_hours: tuple[str, ...] = ()
    skip_days: tuple[str, ...] = ()


NO_HINTS = Hints()


def due_at(
    hints: Hints, looked_at: datetime, *, every: timedelta, max_age_s: int | None
) -> datetime | None:
    """Before when the feed asks not to be looked at again; None where it asks nothing.

    The longest of its hints holds, a day at most, a tenth less for schedules that
    drift. Its days off are passed over, seen from when `every` would look next, and
    its hours off where `every` is shorter than a day: once a day at six, a feed that
    asks for quiet until seven would be looked at on every other day. A feed whose
    days are all off has none.
    """
    spans = [*_spans(hints), *([timedelta(seconds=max_age_s)] if max_age_s else [])]
    asked = min(max(spans, default=timedelta()), DAY) * _SLACK
    due = looked_at.astimezone(UTC) + asked
    days = frozenset(_days(hints))
    hours = frozenset(_hours(hints)) if every < DAY else frozenset()
    next_look = max(due, looked_at.astimezone(UTC) + every)
    later = _past_days(_past_hours(next_look, hours), days)
    if later > next_look:
        return later
    return due if asked else None


def _spans(hints: Hints) -> Iterator[timedelta]:
    minutes = _number(hints.ttl)
    if minutes:
        yield timedelta(minutes=min(minutes, 1e6))
    period = _PERIODS.get((hints.update_period or "").strip().lower())
    if period is None:
        return
    # The module's default is once; 0.1 was seen, which is once in ten periods.
    frequency = _number(hints.update_frequency)
    yield period if not frequency else min(period / max(frequency, 1e-3), 400 * DAY)


def _number(written: str | None) -> float | None:
    found = _NUMBER.fullmatch((written or "").strip())
    value = float(found[0]) if found else math.nan
    return None if math.isnan(value) else value


def _hours(hints: Hints) -> Iterator[int]:
    """The hours off. RSS 0.91 counts them from 1 to 24, RSS 2.0 from 0 to 23."""
    for written in hints.skip_hours:
        hour = _number(written)
        if hour is not None and hour.is_integer() and hour <= 24:
            yield int(hour) % 24


def _days(hints: Hints) -> Iterator[int]:
    for written in hints.skip_days:
        name = written.strip().lower()
        if name in _DAYS:
            yield _DAYS.index(name)


def _past_hours(moment: datetime, hours: frozenset[int]) -> datetime:
    """`moment`, or the start of the first hour after it that is not off."""
    if len(hours) == 24:
        return moment
    while moment.hour in hours:
        whole = moment.replace(minute=0, second=0, microsecond=0)
        moment = whole + timedelta(hours=1)
    return moment


def _past_days(moment: datetime, days: frozenset[int]) -> datetime:
    """`moment`, or the start of the first day after it that is not off."""
    if len(days) == len(_DAYS):
        return moment
    while moment.weekday() in days:
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight + DAY
    return moment
