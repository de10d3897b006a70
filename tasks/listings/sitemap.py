"""A sitemap's entries, or the sitemaps of an index: XML, text or a feed, maybe gzipped.

Pure. What a sitemap says of pictures, videos and translations is not news; what a
news sitemap says of its articles is kept.
Source: sitemaps.org protocol 0.9; Google's news sitemap 0.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from tasks.listings.addresses import read_urls
from tasks.listings.cut import whole_sitemap
from tasks.listings.feed import read_feed
from tasks.listings.identity import Item, identify, stable_keys
from tasks.listings.inflate import inflated
from tasks.listings.refusal import lacking, refused
from tasks.listings.sitemapxml import Told, read_told
from tasks.listings.sniff import kind_of
from tasks.listings.xml import SITEMAP_ROOTS, Refused, open_xml
from tasks.text.urls import UrlUnreadable, canonical, redacted, same_site
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source

# sitemaps.org: "no more than 50,000 URLs".
MAX_ENTRIES = 50_000
_W3C = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap of an index. It holds nothing that is newer than `modified_until`.

    None where the index does not say.
    """

    url: str
    modified_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists, in its order: pages, or other sitemaps, or both."""

    entries: tuple[Entry, ...]
    rejects: tuple[Reject, ...]
    children: tuple[Child, ...] = ()


def read_sitemap(
    body: bytes, *, source: Source, url: str, content_type: str | None
) -> Sitemap | Reject:
    """What the sitemap at `url` lists, or why it is none.

    An address that it lists twice is one entry, with the later of its dates. Those
    of other sites are rejects, as one site does not speak for another; but where all
    are of one other site, the sitemap is that one's, kept elsewhere. It is never its
    own child. Nothing is fetched, and nothing raised.
    """
    plain = inflated(body)
    if isinstance(plain, Refused):
        return refused(source, url, plain)
    kind = kind_of(plain, content_type)
    if kind == "feed":
        feed = read_feed(plain, source=source, url=url, content_type=content_type)
        if isinstance(feed, Reject):
            return feed
        return Sitemap(entries=feed.entries, rejects=feed.rejects)
    if kind == "urls":
        urls = read_urls(plain, source=source, url=url)
        if isinstance(urls, Reject):
            return urls
        return Sitemap(entries=urls.entries, rejects=urls.rejects)
    opened = open_xml(plain, content_type, SITEMAP_ROOTS)
    if isinstance(opened, Refused):
        return refused(source, url, opened)
    return _read_xml(opened, source, url)


def _read_xml(opened: bytes, source: Source, url: str) -> Sitemap:
    whole = whole_sitemap(opened, MAX_ENTRIES)
    told = list(read_told(whole.opened))
    sites = _sites(told, source, url)
    items = [_item(one, source, url, sites) for one in told if not one.is_child]
    entries, rejects = identify(_once(items), source, url)
    children = [_child(one, source, url, sites) for one in told if one.is_child]
    found = {one.url: one for one in children if isinstance(one, Child)}
    found.pop(_address(url, url) or url, None)
    left_out = [one for one in children if isinstance(one, Reject)]
    return Sitemap(
        entries=tuple(entries),
        rejects=(*lacking(source, url, whole.problems), *left_out, *rejects),
        children=tuple(found.values()),
    )


def _sites(told: Iterable[Told], source: Source, url: str) -> tuple[str, ...]:
    """An address of each site that the sitemap speaks for: its own, or its only one."""
    own = (url, *((source.url,) if source.url else ()))
    other: str | None = None
    for one in told:
        address = _address(one.loc or "", url)
        if address is None:
            continue
        if any(same_site(address, site) for site in own):
            return own
        if other is not None and not same_site(address, other):
            return own
        other = other or address
    return (*own, other) if other else own


def _address(written: str, base: str) -> str | None:
    try:
        return canonical(written, base) if written.strip() else None
    except UrlUnreadable:
        return None


def _problem(one: Told, address: str | None, sites: tuple[str, ...]) -> tuple[str, str]:
    """Why an address is not followed; ("", "") where it is."""
    if not one.loc:
        return "no_link", "it has no loc"
    if address is None:
        return "no_link", f"the loc is no web address: {redacted(one.loc)}"
    if not _is_of(address.split("/", 3)[2], sites):
        return "other_site", "an address of another site than the sitemap's"
    return "", ""


@lru_cache(maxsize=1_024)
def _is_of(host: str, sites: tuple[str, ...]) -> bool:
    return any(same_site(f"https://{host}/", site) for site in sites)


def _item(one: Told, source: Source, url: str, sites: tuple[str, ...]) -> Item:
    address = _address(one.loc or "", url)
    reason, detail = _problem(one, address, sites)
    return Item(
        keys=() if reason else tuple(stable_keys(None, address, source)),
        url=address,
        problem=(reason, detail) if reason else None,
        listed=one.listed,
        written=one.loc,
    )


def _once(items: Iterable[Item]) -> Iterator[Item]:
    """The items, those of one address as one, under the later of their dates."""
    by_key: dict[object, Item] = {}
    for nth, item in enumerate(items):
        key: object = item.keys[0].digest if item.keys else nth
        before = by_key.setdefault(key, item)
        if (item.listed.modified or "") > (before.listed.modified or ""):
            by_key[key] = replace(item, url=before.url)
    return iter(by_key.values())


def _child(
    one: Told, source: Source, url: str, sites: tuple[str, ...]
) -> Child | Reject:
    address = _address(one.loc or "", url)
    reason, detail = _problem(one, address, sites)
    if address is None or reason:
        return replace(_reject(source, url, reason, detail), identity_key=one.loc)
    return Child(url=address, modified_until=_until(one.listed.modified))


def _until(written: str | None) -> datetime | None:
    """The last moment that a W3C date can mean; None where it is none.

    Source: W3C NOTE-datetime. A day without a zone is one somewhere on earth.
    """
    try:
        if written is None or (short := _W3C.fullmatch(written)) is None:
            moment = datetime.fromisoformat(written or "")
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        year, month, day = (int(part) if part else None for part in short.groups())
        start = datetime(year or 1, month or 12, day or 28, tzinfo=UTC)
        return start + timedelta(days=2 if day else 5)
    except (ValueError, OverflowError):
        return None


def _reject(source: Source, url: str, reason: str, detail: str) -> Reject:
    return Reject(
        source_id=source.source_id, stage="list", reason=reason, detail=detail, url=url
    )
