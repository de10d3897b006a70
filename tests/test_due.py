"""When a source is due: days by the calendar of its zone, less by the clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.steps.due import is_due
from warehouse.model.source import Source


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "zone", "last", "now", "due"),
    [
        ("1d", "UTC", "2026-03-01T23:50", "2026-03-02T00:10", True),
        ("1d", "UTC", "2026-03-02T00:10", "2026-03-02T23:50", False),
        # 23:30 UTC is already the next day in Brussels
        ("1d", "Europe/Brussels", "2026-03-01T22:00", "2026-03-01T23:30", True),
        ("7d", "UTC", "2026-03-01T06:00", "2026-03-07T06:00", False),
        ("7d", "UTC", "2026-03-01T06:00", "2026-03-08T05:00", True),
        ("6h", "UTC", "2026-03-01T06:00", "2026-03-01T11:23", False),
        ("6h", "UTC", "2026-03-01T06:00", "2026-03-01T11:24", True),
        ("30m", "UTC", "2026-03-01T06:00", "2026-03-01T06:26", False),
        ("30m", "UTC", "2026-03-01T06:00", "2026-03-01T06:27", True),
    ],
)
def test_a_source_is_due_when_its_span_has_passed(
    every: str, zone: str, last: str, now: str, due: bool
) -> None:
    source = Source(source_id="s", kind="feed", url="u", every=every, timezone=zone)

    assert is_due(source, moment(last), moment(now)) is due


def test_what_was_never_seen_and_what_was_named_is_due() -> None:
    now = moment("2026-03-01T06:00")

    assert is_due(Source(source_id="s", kind="feed", url="u"), None, now)
    named = Source(source_id="s", kind="feed", url="u", always_due=True)
    assert is_due(named, now, now)
