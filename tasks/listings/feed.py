"""A feed's entries: RSS, RDF, Atom or JSON Feed, plain or gzipped; bytes to entries.

Pure. Every item of the feed ends as an entry or a reject.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tasks.listings.content import cut_to_size
from tasks.listings.hints import NO_HINTS, Hints
from tasks.listings.identity import Item, identify
from tasks.listings.inflate import inflated
from tasks.listings.jsonfeed import read_json_feed
from tasks.listings.refusal import lacking, refused
from tasks.listings.sniff import looks_like_json
from tasks.listings.xml import Refused
from tasks.listings.xmlfeed import read_xml_feed
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed lists, in its order, and what it says of itself.

    `home` is the address of its site and `hub` that of its WebSub hub, as written.
    """

    entries: tuple[Entry, ...]
    rejects: tuple[Reject, ...]
    title: str | None = None
    language: str | None = None
    home: str | None = None
    hub: str | None = None
    hints: Hints = NO_HINTS


def read_feed(
    body: bytes, *, source: Source, url: str, content_type: str | None
) -> Feed | Reject:
    """The entries of the feed that `url` gave, or why it is none.

    `url` is the final address, the base of relative links. An item listed twice
    is one entry; a key that several entries share identifies none of them. An
    entry that holds its article (content.py) has it as its `body`.
    Nothing is fetched, and nothing raised.
    """
    plain = inflated(body)
    if isinstance(plain, Refused):
        return refused(source, url, plain)
    read = read_json_feed if looks_like_json(plain) else read_xml_feed
    channel = read(plain, source=source, url=url, content_type=content_type)
    if isinstance(channel, Refused):
        return refused(source, url, channel)
    items = channel.items
    if source.full_text is None:
        items = _without_cut(items)
    entries, rejects = identify(items, source, url)
    return Feed(
        entries=tuple(entries),
        rejects=(*lacking(source, url, channel.problems), *rejects),
        title=channel.title,
        language=channel.language,
        home=channel.home,
        hub=channel.hub,
        hints=channel.hints,
    )


def _without_cut(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items, those that were cut to a size without what they hold of their page."""
    cut = cut_to_size([item.body for item in items if item.body is not None])
    return tuple(
        replace(item, body=None) if item.url and item.body in cut else item
        for item in items
    )
