"""What is asked again, and how: what was not there, or spared, or moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newssite import NewsSite
from plainrun import ask, run_plain
from sitepages import STORY, add_source, conditional, feed, story
from test_side_by_side import die

from tasks.steps.audit import Report

DAY = datetime(2026, 3, 1, 6, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("User-agent: *\nAllow: /\n")
        yield site


@pytest.fixture
def on(ledger: Path, config: Path) -> Callable[[int], Report]:
    def run(day: int) -> Report:
        now = DAY + timedelta(days=day)
        return run_plain(ledger, config=config, clock=lambda: now)

    return run


def sent_for(site: NewsSite, path: str) -> list[bool]:
    """Of each request for it, whether it came with an ETag."""
    return ["if-none-match" in seen.headers for seen in site.log if seen.path == path]


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_new_page_that_is_not_there_is_asked_again_though_its_listing_did_not_move(
    site: NewsSite,
    ledger: Path,
    config: Path,
    on: Callable[[int], Report],
    status: int,
) -> None:
    feed(site, ("g", "/a", "Harbour plan"))
    site.page("/a", b"<p>Not here.", status=status)
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    story(site, "/a", "Harbour plan")

    on(1)

    assert ask(ledger, "select identity_key from articles") == [("g",)]
    # now it needs to come whole no more
    on(2)
    assert sent_for(site, "/feed") == [False, False, True]


def test_a_known_page_that_is_gone_does_not_make_its_listing_come_whole(
    site: NewsSite, ledger: Path, config: Path, on: Callable[[int], Report]
) -> None:
    feed(site, ("g", "/a", "Harbour plan"))
    story(site, "/a", "Harbour plan")
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    site.page("/a", b"<p>Not here.", status=404)
    feed(site, ("g", "/a", "Harbour plan"), ("h", "/b", "New bridge"))
    story(site, "/b", "New bridge")
    on(1)

    on(2)

    assert sent_for(site, "/feed") == [False, True, True]
    # its second look is not the listing's to ask for
    assert ask(ledger, "select identity_key from articles") == [("h",)]


def test_what_is_looked_at_again_is_asked_where_its_bytes_came_from(
    site: NewsSite, ledger: Path, config: Path, on: Callable[[int], Report]
) -> None:
    page = STORY.format(title="Harbour plan", first="It is told.")
    own = f'<link rel="canonical" href="{site.url("/proper")}"></head>'
    body = page.replace("</head>", own).encode()
    site.play("/a", conditional(body, '"1"'))
    feed(site, ("g", "/a", "Harbour plan"))
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    assert ask(ledger, "select url from articles") == [(site.url("/proper"),)]

    on(1)

    assert site.paths().count("/a") == 2
    assert "/proper" not in site.paths()
    assert ask(ledger, "select outcome from observations") == [
        ("new",),
        ("not_modified",),
    ]


def test_what_a_listing_says_anew_of_a_page_that_was_spared_is_read_the_next_time(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    config.write_text(config.read_text() + "recheck = false\n")
    story(site, "/a", "Harbour plan")
    feed(site, ("g", "/a", "Harbour plan"))
    add_source(config, "s", site.url("/feed"), "feed")
    die(ledger, config, after=1, is_committed=True)
    # between the run that died and the one that goes on
    feed(site, ("g", "/a", "New harbour plan"))
    run_plain(ledger, config=config)
    assert sent_for(site, "/a") == [False]

    for _ in range(2):
        run_plain(ledger, config=config, force=True)

    assert sent_for(site, "/feed") == [False, False, False, True]
    # its tag says nothing of what the listing says
    assert sent_for(site, "/a") == [False, False]
