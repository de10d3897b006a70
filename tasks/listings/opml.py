"""An OPML file's subscriptions: what other readers export. Pure.

Source: OPML 2.0. Readers differ in the case of `xmlUrl`, and nest as deep as they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.listings.channel import MAX_LINK, one_line
from tasks.listings.inflate import inflated
from tasks.listings.sitemapxml import elements
from tasks.listings.xml import Refused, open_xml
from tasks.text.urls import UrlUnreadable, canonical, redacted

_ROOTS = frozenset(["opml"])
# `feed:https://…` and `feed://…`: how readers were once opened from a page.
_FEED_SCHEME = re.compile(r"\Afeed:(?:(?://)?(?=https?:)|(?=//))", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One subscription: its feed's address as written, and its title if it has one."""

    title: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opml:
    """The subscriptions of a file, in its order, and a line for each that is none."""

    outlines: tuple[Outline, ...]
    left_out: tuple[str, ...] = ()


def read_opml(body: bytes) -> Opml | Refused:
    """What the OPML file subscribes to, each feed once, or why it is none.

    Folders are walked through. An outline that names no feed is a folder or a note,
    one whose address is no web address is left out, with a line that says so.
    Nothing is fetched, and nothing raised.
    """
    plain = inflated(body)
    if isinstance(plain, Refused):
        return plain
    opened = open_xml(plain, None, _ROOTS)
    if isinstance(opened, Refused):
        return opened
    outlines: dict[str, Outline] = {}
    left_out = []
    for title, written in _outlines(opened):
        url = _FEED_SCHEME.sub("", written)
        url = f"https:{url}" if url.startswith("//") else url
        try:
            outlines.setdefault(canonical(url), Outline(title=title, url=url))
        except UrlUnreadable as error:
            left_out.append(f"{redacted(title or 'without a title')}: {error}")
    return Opml(outlines=tuple(outlines.values()), left_out=tuple(left_out))


def _outlines(opened: bytes) -> Iterator[tuple[str | None, str]]:
    """The title and the feed of each outline that has one."""
    for element in elements(opened, "start"):
        said = {str(name).lower(): value for name, value in element.items()}
        if url := one_line(said.get("xmlurl"), MAX_LINK):
            yield one_line(said.get("title")) or one_line(said.get("text")), url
