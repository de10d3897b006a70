"""Where a site says that its feeds and sitemaps are: from its page, robots.txt, habit.

Pure: what is found here has to be looked at before it is believed.
Source: RSS autodiscovery (rssboard.org/rss-autodiscovery), sitemaps.org, RFC 9309.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from tasks.extract.charset import decode
from tasks.extract.tree import PageTooLarge, parse
from tasks.listings.channel import MAX_LINK, one_line
from tasks.text.urls import UrlUnreadable, canonical

MAX_PLACES = 50
_FEED_TYPES = frozenset(
    [
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",  # as JSON Feed 1.0 asked
        "application/xml",
        "text/xml",
    ]
)
# JSON and XML of other kinds are linked as alternates too: oEmbed, and WordPress's API.
_NO_FEED = re.compile(r"oembed|/wp-json/|xmlrpc|rsd\b|/osd|opensearch", re.IGNORECASE)
# A site's comments, which are not its news: WordPress links them beside its feed.
_COMMENTS = re.compile(r"/comments/feed|comments?\.(?:xml|rss)|feed=comments", re.I)
# A link a reader sees: `/rss`, `/rss.xml`, `/feeds/`, `/atom.xml`, `feed.json`.
_FEED_PATH = re.compile(
    r"/(?:rss|feeds?|atom|index\.rdf)(?:[/.?]|$)|\.(?:rss|atom|rdf)(?:\?|$)", re.I
)
_SITEMAP_LINE = re.compile(r"^[ \t]*site[- ]?map[ \t]*:[ \t]*(\S+)", re.I | re.M)
# In the order of how often sites have them (mediacloud, feed_seeker; trafilatura).
_FEED_PLACES = (
    "feed", "rss", "feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss/",
    "feeds", "feed.json", "?feed=rss2",
)  # fmt: skip
_SITEMAP_PLACES = (
    "sitemap.xml", "sitemap_index.xml", "news-sitemap.xml", "sitemap-news.xml",
    "sitemap-index.xml", "sitemap.xml.gz", "wp-sitemap.xml", "sitemap.txt",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A listing that a page names: its canonical address, and its title if any."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """What a page says of its site's listings, those it declares before mere links."""

    feeds: tuple[Place, ...] = ()
    sitemaps: tuple[Place, ...] = ()


def read_discovery(body: bytes, url: str, charset: str | None = None) -> Discovered:
    """The feeds and sitemaps that the page at `url` names, MAX_PLACES each at most.

    `charset` is what the transport declared. Feeds on other hosts count, as many are
    kept elsewhere; a feed of comments does not. A page that cannot be read names none.
    """
    try:
        root = parse(decode(body, charset, html=True).text)
    except PageTooLarge:
        root = None
    if root is None:
        return Discovered()
    base = _base(root, url)
    links = list(root.iter("link"))
    declared = [link for link in links if _declares_feed(link)]
    seen = [link for link in root.iter("a") if _leads_to_feed(link)]
    maps = [link for link in links if "sitemap" in _rels(link)]
    return Discovered(
        feeds=_places([*declared, *seen], base), sitemaps=_places(maps, base)
    )


def robots_sitemaps(text: str, url: str) -> tuple[str, ...]:
    """The sitemaps that the robots.txt at `url` lists, MAX_PLACES at most.

    They hold for all robots, whatever group they stand in. A relative one, which the
    standard does not know, is the site's own.
    """
    found = (_address(written, url) for written in _SITEMAP_LINE.findall(text))
    return tuple(dict.fromkeys(filter(None, found)))[:MAX_PLACES]


def usual_places(url: str) -> Discovered:
    """Where feeds and sitemaps are on most sites, those most often seen first.

    Beside the front page's, the feeds of the section that `url` names.
    """
    here = url.partition("?")[0].partition("#")[0]
    section = here if here.endswith("/") else f"{here}/"
    feeds = [
        address
        for base in dict.fromkeys([_address("/", url) or url, section])
        for place in _FEED_PLACES
        if (address := _address(place, base))
    ]
    maps = [_address(f"/{place}", url) for place in _SITEMAP_PLACES]
    return Discovered(
        feeds=tuple(Place(url=address) for address in dict.fromkeys(feeds)),
        sitemaps=tuple(Place(url=address) for address in maps if address),
    )


def _base(root: etree._Element, url: str) -> str:
    for element in root.iter("base"):
        return _address(str(element.get("href", "")), url) or url
    return url


def _rels(link: etree._Element) -> list[str]:
    return str(link.get("rel", "")).lower().split()


def _declares_feed(link: etree._Element) -> bool:
    rels = _rels(link)
    if "stylesheet" in rels or not {"alternate", "feed"} & set(rels):
        return False
    href = str(link.get("href", ""))
    kind = str(link.get("type", "")).partition(";")[0].strip().lower()
    if _NO_FEED.search(href) or _COMMENTS.search(href):
        return False
    return kind in _FEED_TYPES or ("feed" in rels and not kind)


def _leads_to_feed(link: etree._Element) -> bool:
    href = str(link.get("href", ""))
    if len(href) > MAX_LINK or _COMMENTS.search(href):
        return False
    return _FEED_PATH.search(href) is not None


def _places(links: Iterable[etree._Element], base: str) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for place in _read_places(links, base):
        found.setdefault(place.url, place)
        if len(found) == MAX_PLACES:
            break
    return tuple(found.values())


def _read_places(links: Iterable[etree._Element], base: str) -> Iterator[Place]:
    for link in links:
        address = _address(str(link.get("href", "")), base)
        if address:
            yield Place(url=address, title=one_line(link.get("title")))


def _address(written: str, base: str) -> str | None:
    try:
        return canonical(written.strip(), base) if written.strip() else None
    except UrlUnreadable:
        return None
