"""When a feed asks to be left alone until: hints as they are in the wild."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tasks.listings.feed import Feed, read_feed
from tasks.listings.hints import Hints, due_at
from warehouse.model.source import Source

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)
DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOURCE = Source(source_id="s", kind="feed", url="https://haven.example/feed")


def due(hints: Hints, *, at=MONDAY, every=HOUR, max_age_s=None):
    return due_at(hints, at, every=every, max_age_s=max_age_s)


@pytest.mark.parametrize(
    ("hints", "minutes"),
    [
        (Hints(ttl="60"), 54),
        (Hints(ttl=" 30 "), 27),
        (Hints(update_period="hourly"), 54),
        (Hints(update_period="Hourly", update_frequency="2"), 27),
        (Hints(update_period="hourly", update_frequency="0.1"), 540),
        (Hints(update_period="dayly"), 1296),
        (Hints(update_period="daily", update_frequency="often"), 1296),
        (Hints(update_period="hourly", update_frequency="0"), 54),
        (Hints(ttl="15", update_period="hourly"), 54),
    ],
)
def test_the_longest_hint_holds_with_a_tenth_of_slack(hints, minutes):
    assert due(hints) == MONDAY + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "hints",
    [
        Hints(),
        Hints(ttl=""),
        Hints(ttl="0"),
        Hints(ttl="-60"),
        Hints(ttl="an hour"),
        Hints(ttl="1e9"),
        Hints(update_period="always"),
        Hints(update_period="always", update_frequency="1"),
        Hints(update_frequency="2"),
        Hints(skip_hours=("25", "-1", "noon", "1.5"), skip_days=("Someday", "")),
        Hints(skip_hours=tuple(map(str, range(24)))),
        Hints(skip_days=DAYS),
    ],
)
def test_what_says_nothing_asks_nothing(hints):
    assert due(hints) is None


@pytest.mark.parametrize(
    "hints",
    [
        Hints(ttl="999999999"),
        Hints(update_period="yearly"),
        Hints(update_period="weekly", update_frequency="0.000000001"),
    ],
)
def test_no_hint_is_longer_than_a_day(hints):
    assert due(hints) == MONDAY + DAY * 0.9


def test_what_a_cache_may_keep_is_a_hint_too():
    assert due(Hints(ttl="1"), max_age_s=7200) == MONDAY + 2 * HOUR * 0.9
    assert due(Hints(), max_age_s=0) is None


def test_hours_off_are_passed_over_midnight_too():
    night = Hints(skip_hours=("22", "23", "24", "1", "2"))

    found = due(night, at=MONDAY.replace(hour=21, minute=30))

    assert found == MONDAY.replace(hour=3) + DAY


def test_a_source_of_one_look_a_day_at_an_hour_that_is_off_is_not_starved():
    night = Hints(skip_hours=tuple(map(str, range(8))))

    assert due(night, every=DAY) is None


def test_days_off_are_passed_over_in_gmt_and_hours_after_them_too():
    weekend = Hints(skip_days=("saturday", "Sunday"))

    assert due(weekend, at=FRIDAY, every=DAY) == MONDAY.replace(hour=0) + 7 * DAY
    assert due(weekend, at=MONDAY, every=DAY) is None


def test_a_feed_s_hints_are_read_from_wherever_they_stand():
    found = read_feed(
        b"<rss version='2.0'><channel><ttl>60</ttl><item><title>T</title>"
        b"<link>http://x/1</link></item><skipHours><hour>1</hour><hour> 24 </hour>"
        b"</skipHours><skipDays><day>Sunday</day></skipDays></channel></rss>",
        source=SOURCE,
        url="https://haven.example/feed",
        content_type=None,
    )

    assert isinstance(found, Feed)
    assert found.hints == Hints(ttl="60", skip_hours=("1", "24"), skip_days=("Sunday",))
