"""Moments and schedules as the command line writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from warehouse.errors import UsageError


def since_of(written: str | None, timezone: str) -> datetime | None:
    """The moment from which `--since` takes, UTC: a day's start in the time zone."""
    return _moment("--since", written, timezone, 0) if written else None


def until_of(written: str | None, timezone: str) -> datetime | None:
    """The moment before which `--until` takes, UTC: a day is taken whole."""
    return _moment("--until", written, timezone, 1) if written else None


def span_of(
    since: str | None, until: str | None, timezone: str
) -> tuple[datetime | None, datetime | None]:
    """The span from `--since` to `--until`, open where one is not said.

    Raises UsageError where it is no span.
    """
    starts_at, ends_at = since_of(since, timezone), until_of(until, timezone)
    if starts_at and ends_at and starts_at >= ends_at:
        raise UsageError(f"--until: {until!r} is before --since, {since!r}")
    return starts_at, ends_at


def daily(cron: str | None, at: str | None) -> str:
    """The schedule in cron's form: `cron` as it is, or `at` (HH:MM) once a day."""
    if cron and at:
        raise UsageError("--cron and --at: give one of them")
    if not at:
        return cron or "0 6 * * *"
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", at)
    if not found:
        raise UsageError(f"--at: {at!r} is no time of day; write one such as 06:00")
    return f"{int(found[2])} {int(found[1])} * * *"


def _moment(option: str, written: str, timezone: str, n_days_on: int) -> datetime:
    """The moment that `written` names; a day by its start, so many days on."""
    zone = ZoneInfo(timezone)
    try:
        if re.fullmatch(r"\d{4}-?\d\d-?\d\d", written):
            day = date.fromisoformat(written) + timedelta(days=n_days_on)
            moment = datetime.combine(day, time(), zone)
        else:
            moment = datetime.fromisoformat(written)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option}: {written!r} is no day; write one such as 2026-03-01"
        ) from error
