"""What one run leaves for the next some hours later: waits, and robots.txt."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from newssite import HTML, NewsSite, Reply
from plainrun import ask, run_plain
from sitepages import DATE, FEED, ITEM, STORY, told
from world import moment


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("User-agent: *\nAllow: /\n")
        for path in ("/feed", "/a", "/b", "/c"):
            site.play(path, usual(site, path))
        yield site


def usual(site: NewsSite, path: str) -> Reply:
    """What is answered at a path: a feed of three stories, or one of them."""
    if path != "/feed":
        title = f"Story {path[1:]}"
        text = STORY.format(title=title, first=told(title))
        return Reply(body=text.encode(), headers=(("Content-Type", HTML),))
    items = "".join(
        ITEM.format(
            guid=name, url=site.url(f"/{name}"), title=f"Story {name}", date=DATE
        )
        for name in "abc"
    )
    body = FEED.format(items=items).encode()
    return Reply(body=body, headers=(("Content-Type", "text/xml"),))


def once(site: NewsSite, path: str, reply: Reply) -> None:
    """Answers so the next time, and as before after that."""
    site.play(path, reply, usual(site, path))


def at_hour(hour: float) -> Callable[[], datetime]:
    ticks = itertools.count()
    start = moment(0) + timedelta(hours=hour)
    return lambda: start + timedelta(microseconds=100) * next(ticks)


def asked_at(site: NewsSite, ledger: Path, config: Path, hour: float) -> list[str]:
    """The paths that a run at that hour asks for."""
    n_before = len(site.log)
    run_plain(ledger, site.url("/feed"), config=config, clock=at_hour(hour))
    return sorted(seen.path for seen in site.log[n_before:])


def test_a_robots_txt_is_good_for_a_day(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    hours = (0, 23.9, 24.1)

    asked = [asked_at(site, ledger, config, hour) for hour in hours]

    assert ["/robots.txt" in paths for paths in asked] == [True, False, True]
    assert all("/feed" in paths for paths in asked)


def test_a_host_that_wants_two_hours_of_peace_gets_them(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    wait = Reply(status=429, headers=(("Retry-After", "7200"),))
    asked_at(site, ledger, config, 0)
    once(site, "/feed", wait)

    asked = [asked_at(site, ledger, config, hour) for hour in (1, 2.9, 3.1)]

    assert asked[:2] == [["/feed"], []]
    assert "/feed" in asked[2]
    refused = "outcome = 'rate_limited' and status is null"
    assert ask(ledger, f"select count(*) from fetches where {refused}") == [(1,)]
    assert ask(ledger, "select count(*), max(n_versions) from articles") == [(3, 1)]


@pytest.mark.slow
def test_an_address_that_wants_peace_is_left_alone_and_its_host_is_not(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    asked_at(site, ledger, config, 0)
    wait = Reply(status=503, headers=(("Retry-After", "7200"),))
    once(site, "/b", wait)

    asked = [asked_at(site, ledger, config, hour) for hour in (1, 2, 3.1)]

    assert ["/b" in paths for paths in asked] == [True, False, True]
    assert all("/a" in paths and "/c" in paths for paths in asked)


@pytest.mark.slow
def test_a_wait_of_a_year_is_a_day_at_most(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    wait = Reply(status=429, headers=(("Retry-After", str(365 * 86_400)),))
    asked_at(site, ledger, config, 0)
    once(site, "/feed", wait)

    asked = [asked_at(site, ledger, config, hour) for hour in (1, 24, 25.2)]

    assert ["/feed" in paths for paths in asked] == [True, False, True]
