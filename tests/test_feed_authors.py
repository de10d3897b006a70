"""An author's name of any length costs a feed no time."""

from __future__ import annotations

import pytest

from tasks.listings.feed import read_feed
from warehouse.model.source import Source

SOURCE = Source(source_id="s", kind="feed", url="https://haven.example/feed")


@pytest.mark.parametrize(
    "tag", ["author", "dc:creator", "dc:publisher", "itunes:author"]
)
def test_a_name_of_a_megabyte_is_not_looked_through_for_an_address(tag: str) -> None:
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    )
    item = (
        f"<item><title>Ship</title><link>https://haven.example/1</link>"
        f"<{tag}>{'a' * 1_000_000}</{tag}></item>"
    )
    feed = f"<rss version='2.0' {names}><channel>{item}</channel></rss>".encode()

    # takes hours without the bound
    found = read_feed(feed, source=SOURCE, url=SOURCE.url, content_type=None)

    assert [entry.listed.title for entry in found.entries] == ["Ship"]
