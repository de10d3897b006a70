"""A feed's entries: RSS, RDF, Atom or JSON Feed, plain or gzipped; bytes to entries.

Pure. Every item of the feed ends as an entry or a reject.
"""

from __future__ import annotations

from dataclasses import dataclass

from tasks.listings.hints import NO_HINTS, Hints
from tasks.listings.identity import identify
from tasks.listings.inflate import inflated
from tasks.listings.jsonfeed import read_json_feed
from tasks.listings.refusal import refused
from tasks.listings.sniff import looks_like_json
from tasks.listings.xml import Refused
from tasks.listings.xmlfeed import read_xml_feed
from warehouse.model import Entry, Reject, Source


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
    entries, rejects = identify(channel.items, source, url)
    return Feed(
        entries=tuple(entries),
        rejects=tuple(rejects),
        title=channel.title,
        language=channel.language,
        home=channel.home,
        hub=channel.hub,
        hints=channel.hints,
    )
