"""robots.txt from run to run: kept for a day, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from misbehaving import hang_up
from newssite import NewsSite, Reply

from tasks.http.client import Ask, Client, Limits
from tasks.http.robots import GOOD_FOR, MAX_ROBOTS_BYTES, UNREAD_FOR
from warehouse.model.source import RobotsFile

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


Shelf = dict[str, RobotsFile]


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.page("*", b"news")
        yield site


def run(site: NewsSite, shelf: Shelf, now: datetime, *paths: str) -> list[str]:
    """The outcomes of a client's whole life at that moment."""
    limits = Limits(allow_private=True, host_gap_s=0.0, deadline_s=2.0)
    with Client(limits, clock=lambda: now, robots=shelf) as web:
        asks = (Ask(source_id="s", url=site.url(path)) for path in paths)
        outcomes = [web.get(ask).outcome for ask in asks]
        shelf.update({file.origin: file for file in web.take_robots()})
        assert web.take_robots() == ()
        return outcomes


def test_a_robots_txt_is_asked_for_once_a_day_and_holds_in_between(site):
    shelf: Shelf = {}
    site.robots("User-agent: *\nDisallow: /no")
    assert run(site, shelf, NOW, "/a", "/no") == ["ok", "robots_disallow"]
    site.robots("User-agent: *\nDisallow: /a")

    within = run(site, shelf, NOW + timedelta(hours=23), "/a", "/no")
    after = run(site, shelf, NOW + GOOD_FOR, "/a", "/no")

    assert within == ["ok", "robots_disallow"]
    assert after == ["robots_disallow", "ok"]
    assert site.paths().count("/robots.txt") == 2
    [kept] = shelf.values()
    assert (kept.origin, kept.fetched_at) == (site.url(""), NOW + GOOD_FOR)


def test_a_long_run_reads_it_again_after_a_day(site):
    site.robots("")
    now = NOW
    limits = Limits(allow_private=True, host_gap_s=0.0)

    with Client(limits, clock=lambda: now) as web:
        web.get(Ask(source_id="s", url=site.url("/a")))
        site.robots("User-agent: *\nDisallow: /")
        now = NOW + GOOD_FOR - timedelta(seconds=1)
        before = web.get(Ask(source_id="s", url=site.url("/a")))
        now = NOW + GOOD_FOR
        after = web.get(Ask(source_id="s", url=site.url("/a")))

    assert (before.outcome, after.outcome) == ("ok", "robots_disallow")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_that_there_is_none_is_kept_too(site, status):
    shelf: Shelf = {}
    site.play("/robots.txt", Reply(status=status, body=b"User-agent: *\nDisallow: /"))

    assert run(site, shelf, NOW, "/a") == run(site, shelf, NOW, "/a") == ["ok"]

    assert site.paths().count("/robots.txt") == 1
    assert [(file.status, file.body) for file in shelf.values()] == [(status, None)]


@pytest.mark.parametrize(
    "route", [Reply(status=500), Reply(status=429), Reply(status=304), hang_up()]
)
def test_one_that_was_not_read_is_not_kept(site, route):
    shelf: Shelf = {}
    site.play("/robots.txt", route)
    assert run(site, shelf, NOW, "/a") == ["robots_unreachable"]
    site.robots("")

    assert shelf == {}
    assert run(site, shelf, NOW, "/a") == ["ok"]


def test_one_that_was_not_read_is_tried_again_within_a_long_run(site):
    site.play("/robots.txt", Reply(status=500), Reply())
    now = NOW
    limits = Limits(allow_private=True, host_gap_s=0.0)

    with Client(limits, clock=lambda: now) as web:
        first = web.get(Ask(source_id="s", url=site.url("/a")))
        now = NOW + UNREAD_FOR
        second = web.get(Ask(source_id="s", url=site.url("/a")))

    assert (first.outcome, second.outcome) == ("robots_unreachable", "ok")


def test_a_delay_that_was_kept_is_kept_to(site):
    shelf: Shelf = {}
    shelf[site.url("")] = RobotsFile(
        origin=site.url(""),
        fetched_at=NOW,
        status=200,
        body="User-agent: *\nCrawl-delay: 0.2",
    )

    run(site, shelf, NOW, "/a", "/b")

    first, second = site.log
    assert second.at - first.ended_at >= 0.199


def test_what_is_kept_is_text_of_a_bounded_length(site):
    shelf: Shelf = {}
    site.page("/robots.txt", b"\xef\xbb\xbf# \xff\n" + b"#" * 1_000_000)

    assert run(site, shelf, NOW, "/a") == run(site, shelf, NOW, "/a") == ["ok"]

    [kept] = shelf.values()
    assert kept.body.startswith("# \ufffd\n#")
    assert len(kept.body) <= MAX_ROBOTS_BYTES


def test_a_picture_in_its_place_allows_all_and_is_not_kept(site):
    shelf: Shelf = {}
    site.page("/robots.txt", b"\x89PNG", media_type="image/png")

    assert run(site, shelf, NOW, "/a") == ["ok"]
    assert shelf == {}


def test_a_clock_that_leaps_asks_no_more_than_once_for_each_page(site):
    moments = (NOW + n * GOOD_FOR for n in range(1_000))
    limits = Limits(allow_private=True, host_gap_s=0.0)

    with Client(limits, clock=lambda: next(moments)) as web:
        answer = web.get(Ask(source_id="s", url=site.url("/a")))

    assert answer.outcome == "ok"
    assert site.paths() == ["/robots.txt", "/a"]
