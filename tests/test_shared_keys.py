"""A key that several pages claim is only theirs who are listed under it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from newssite import NewsSite
from plainrun import ask, run_plain

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<link rel="canonical" href="{canonical}"></head><body><article><h1>{title}</h1>
<p>{title}: the council met on Monday evening to discuss the plan for the town.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title>
{items}</channel></rss>"""
ITEM = (
    "<item><title>{title}</title><link>{url}</link><guid>{guid}</guid>"
    "<pubDate>Mon, 04 Mar 2024 10:00:00 +0100</pubDate></item>"
)
HARBOUR, BRIDGE = "Harbour plan", "New bridge"


@pytest.fixture
def site() -> Iterator[NewsSite]:
    """A site where the page of the bridge says that it is the one of the harbour."""
    with NewsSite() as site:
        site.robots("User-agent: *\nAllow: /\n")
        for path, title in (("/c", HARBOUR), ("/d", BRIDGE)):
            page = PAGE.format(title=title, canonical=site.url("/c"))
            site.page(path, page.encode())
        yield site


def feed(site: NewsSite, name: str, *items: tuple[str, str, str]) -> str:
    """The address of a feed of (guid, path, title)."""
    written = "".join(
        ITEM.format(guid=guid, url=site.url(path), title=title)
        for guid, path, title in items
    )
    site.page(name, FEED.format(items=written).encode(), media_type="text/xml")
    return site.url(name)


def titles(ledger: Path) -> list[tuple]:
    """Each version: its key, its title, and whether it has a text."""
    return ask(
        ledger,
        "select identity_key, title, text is not null from article_history "
        "order by identity_key",
    )


def test_a_page_that_another_claimed_in_vain_is_one_whoever_lists_it(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    run_plain(ledger, feed(site, "/one", ("g1", "/c", HARBOUR)), config=config)
    both = feed(site, "/one", ("g1", "/c", HARBOUR), ("g2", "/d", BRIDGE))
    run_plain(ledger, both, config=config)

    two = feed(site, "/two", ("h1", "/c", HARBOUR))
    run_plain(ledger, two, config=config)

    assert titles(ledger) == [("g1", HARBOUR, True), ("g2", BRIDGE, True)]


def test_a_page_that_another_claims_in_vain_in_the_same_batch_is_one_too(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    run_plain(ledger, feed(site, "/one", ("g1", "/c", HARBOUR)), config=config)

    both = feed(site, "/two", ("h1", "/c", HARBOUR), ("h2", "/d", BRIDGE))
    run_plain(ledger, both, config=config)

    assert titles(ledger) == [("g1", HARBOUR, True), ("h2", BRIDGE, True)]


def test_what_two_sources_list_is_read_once_by_each_and_then_left_alone(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    one = feed(site, "/one", ("g1", "/c", HARBOUR))
    two = feed(site, "/two", ("h1", "/c", HARBOUR))
    for target in (one, two, two):
        run_plain(ledger, target, config=config)

    assert titles(ledger) == [("g1", HARBOUR, True)]
    assert len(list((ledger / "raw").rglob("*.warc.gz"))) == 2
