"""Which entries are asked for: pure questions of what is known and what is listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tasks.extract.article import parser_of
from tasks.steps.looks import listed_digest
from tasks.steps.select import Known, choose, conditionally, is_within
from tasks.text.keys import make_key
from warehouse.articles import Head
from warehouse.model.entry import Entry, Key, Listed
from warehouse.model.source import NO_RULES, Rules

NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
URL = "https://e.org/news/1"
PARSER = parser_of(NO_RULES)
KEY: Key = make_key("url", URL, "map")


def entry(**listed: str) -> Entry:
    return Entry(source_id="map", keys=(KEY,), url=URL, listed=Listed(**listed))


def known(like: Entry, **more: object) -> Known:
    """What is known where the entry was read yesterday as it was listed then."""
    head = Head(
        payload_digest="d",
        listed_digest=listed_digest(like),
        parser=PARSER,
        is_deleted=False,
        reader="map",
        article_id=UUID(int=1),
        first_seen_at=NOW - timedelta(days=9),
        last_seen_at=YESTERDAY,
        last_look_at=YESTERDAY,
    )
    return Known(
        heads={KEY.digest: replace(head, **more)},
        pages={URL: ('"1"', None)},
        rules={"map": NO_RULES},
        read_since=NOW,
        at=NOW,
    )


def test_a_sitemap_that_says_nothing_moved_spares_its_entries_a_feed_never() -> None:
    same = entry(modified="2026-03-01")

    assert choose(same, "sitemap", known(same), YESTERDAY) == "spare"
    assert choose(same, "feed", known(same), YESTERDAY) == "ask"


@pytest.mark.parametrize(
    ("was", "now", "choice"),
    [
        ({"modified": "2026-03-01"}, {"modified": "2026-03-02"}, "ask"),
        # its server put an older one back: that is a change too
        ({"modified": "2026-03-01"}, {"modified": "2026-02-01"}, "ask"),
        ({}, {}, "undated"),
        ({"modified": "2026-03-01"}, {}, "undated"),
    ],
)
def test_of_a_sitemap_what_moved_is_asked(was: dict, now: dict, choice: str) -> None:
    assert choose(entry(**now), "sitemap", known(entry(**was)), YESTERDAY) == choice


@pytest.mark.parametrize(
    ("modified", "choice"),
    [
        ("2026-03-08", "spare"),
        ("2026-03-09", "ask"),  # that day was not over when it was read
        ("2026-03-08T23:59:00Z", "spare"),
        ("2026-03-09T05:59:00Z", "ask"),
        ("2026-03-09T06:01:00Z", "ask"),
        ("yesterday", "ask"),
    ],
)
def test_what_a_feed_listed_moved_where_the_sitemap_dates_it_after_the_look(
    modified: str, choice: str
) -> None:
    of_feed = known(entry(title="as the feed has it"), reader="feed")

    assert choose(entry(modified=modified), "sitemap", of_feed, YESTERDAY) == choice


@pytest.mark.parametrize(
    ("modified", "timezone", "last", "choice"),
    [
        ("2026-03-09", "UTC", "2026-03-09T06:00", "ask"),
        ("2026-03-09", "UTC", "2026-03-09T23:59", "ask"),
        ("2026-03-09", "UTC", "2026-03-10T00:00", "spare"),
        # the same day, as its site has it
        ("2026-03-09", "America/New_York", "2026-03-10T03:59", "ask"),
        ("2026-03-09", "America/New_York", "2026-03-10T04:00", "spare"),
        ("2026-03-09", "Asia/Tokyo", "2026-03-09T15:00", "spare"),
        # a day that is written as its first moment
        ("2026-03-09T00:00:00+09:00", "UTC", "2026-03-09T14:59", "ask"),
        ("2026-03-09T00:00:00+09:00", "UTC", "2026-03-09T15:00", "spare"),
        ("2026-03-09T00:00-05:00", "UTC", "2026-03-10T04:59", "ask"),
        ("2026-03-09T05:00:00Z", "UTC", "2026-03-09T06:00", "ask"),
        ("2026-03-09T05:00:00Z", "UTC", "2026-03-10T00:00", "spare"),
        # that may be any of its days, for a month
        ("2026-03", "UTC", "2026-03-09T06:00", "undated"),
        ("2026", "UTC", "2026-03-09T06:00", "undated"),
        ("2026-02", "UTC", "2026-03-01T00:00", "spare"),
        ("yesterday", "UTC", "2026-03-09T06:00", "spare"),
        ("2030-01-01", "UTC", "2026-03-09T06:00", "spare"),
    ],
)
def test_a_second_edit_on_a_day_is_seen_by_a_look_after_that_day_and_then_no_more(
    modified: str, timezone: str, last: str, choice: str
) -> None:
    same = replace(entry(modified=modified), timezone=timezone)
    at = datetime.fromisoformat(last).replace(tzinfo=UTC)
    seen = known(same, last_seen_at=at, last_look_at=at)

    assert choose(same, "sitemap", seen, at) == choice
    assert conditionally(same, "sitemap", seen).etag == '"1"'


def test_what_is_new_or_was_deleted_is_asked_and_without_validators() -> None:
    same = entry(modified="2026-03-01")
    deleted = known(same, is_deleted=True)
    strange = replace(deleted, heads={})

    for some in (deleted, strange):
        assert choose(same, "sitemap", some, YESTERDAY) == "ask"
        assert conditionally(same, "sitemap", some).etag is None


def test_what_this_run_or_a_dead_one_has_read_is_spared_by_all() -> None:
    fresh = known(entry(), last_seen_at=NOW, last_look_at=NOW)

    assert choose(entry(title="new"), "feed", fresh, YESTERDAY) == "spare"
    # but not where its source was looked at since: it is to be looked at anew
    assert choose(entry(title="new"), "feed", fresh, NOW) == "ask"


def test_what_could_not_be_read_is_asked_again_whatever_its_sitemap_says() -> None:
    same = entry(modified="2026-03-01")
    failed = known(same, last_look_at=NOW)

    assert choose(same, "sitemap", failed, YESTERDAY) == "ask"
    # but where a run that died was told just now that there is nothing
    missed = replace(failed, missed=frozenset([UUID(int=1)]))
    assert choose(same, "feed", missed, YESTERDAY) == "spare"


def test_validators_go_out_only_where_as_it_was_would_do() -> None:
    same = entry(title="A title")

    assert conditionally(same, "feed", known(same)).etag == '"1"'
    # the listing says something new, so the page has to be read with it
    assert conditionally(entry(title="B"), "feed", known(same)).etag is None
    # a sitemap's says that it moved: its server may know better
    assert conditionally(entry(modified="B"), "sitemap", known(same)).etag == '"1"'
    assert conditionally(same, "feed", known(same, parser="old")).etag is None
    other = replace(known(same), rules={"map": Rules(body=("main",))})
    assert conditionally(same, "feed", other).etag is None


def test_what_its_listing_says_is_no_news_where_another_source_reads_it() -> None:
    theirs = known(entry(title="theirs"), reader="other")

    assert conditionally(entry(title="ours"), "feed", theirs).etag == '"1"'


def test_any_key_that_is_known_leads_to_the_article() -> None:
    guid = make_key("guid", "7", "map")
    listed = replace(entry(modified="2026-03-01"), keys=(guid, KEY))

    assert choose(listed, "sitemap", known(listed), YESTERDAY) == "spare"
    assert conditionally(listed, "feed", known(listed)).etag == '"1"'


@pytest.mark.parametrize(
    ("listed", "within"),
    [
        ({"published": "2026-03-01"}, True),
        ({"published": "2026-02-28T23:59:59Z"}, False),
        ({"published": "2026-02"}, False),
        ({"published": "2026-03"}, True),
        ({"published": "2026-03-05T00:00:00Z"}, False),
        ({"published": "2026-03-04T23:59:59Z"}, True),
        ({"modified": "2026-03-06"}, False),
        # what was published then counts, whenever it was changed
        ({"published": "2026-03-02", "modified": "2026-03-06"}, True),
        ({"published": "soon"}, True),
        ({}, True),
    ],
)
def test_a_span_takes_what_is_dated_in_it_and_what_is_not_dated(
    listed: dict, within: bool
) -> None:
    since, until = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)

    assert is_within(entry(**listed), since, until, NOW) is within


def test_what_an_archive_fetched_then_is_of_then() -> None:
    since = datetime(2026, 3, 1, tzinfo=UTC)
    held = replace(entry(), captured_at=since - timedelta(seconds=1))

    assert not is_within(held, since, None, NOW)
    assert is_within(replace(held, captured_at=since), since, None, NOW)
