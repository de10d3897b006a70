"""A local XML file: a feed or a sitemap that somebody saved."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.listings.feed import read_feed
from tasks.listings.inflate import MAX_LISTING_BYTES
from tasks.listings.opened import Found, Unreadable, read_within
from tasks.listings.records import left_out
from tasks.listings.sitemap import read_sitemap
from tasks.listings.sniff import kind_of
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source

# What a saved file's relative links are relative to is not known: they lead nowhere.
NOWHERE = "https://saved-file.invalid/"


def list_xml(source: Source, file: Found) -> Iterator[Entry | Reject]:
    """The entries of a feed or a sitemap, which are fetched where they hold no text."""
    try:
        body = read_within(file.open(), MAX_LISTING_BYTES)
    except Unreadable as why:
        yield left_out(source, file.name, why.reason, str(why))
        return
    read = read_sitemap if kind_of(body, None) == "sitemap" else read_feed
    found = read(body, source=source, url=NOWHERE, content_type=None)
    if isinstance(found, Reject):
        yield left_out(source, file.name, found.reason, found.detail, body)
        return
    yield from found.rejects
    yield from found.entries
