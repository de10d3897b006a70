"""RSS, RDF and Atom through feedparser: bytes in, what the channel says out.

Pure. feed.py makes entries of the items.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tasks.listings.channel import MAX_LINK, Channel, item_of, link_of, one_line
from tasks.listings.content import Content, form_of
from tasks.listings.cut import whole_feed
from tasks.listings.feedparsing import parse_feed
from tasks.listings.hints import Hints
from tasks.listings.identity import Item
from tasks.listings.xml import FEED_ROOTS, Refused, open_xml
from warehouse.model.entry import Listed
from warehouse.model.source import Source

# Of a title; more than is kept of it, for its tags.
_MAX_TITLE = 8_000
_MAX_NAMES = 100_000
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_MAILBOX = re.compile(r"^[^\s@()]+@[^\s@()]+\s*(?:\(([^()]*)\))?$")
_WEB = re.compile(r"\s*https?:", re.IGNORECASE)
_SKIP_HOURS = re.compile(rb"<skipHours\b", re.IGNORECASE)
_SKIP_DAYS = re.compile(rb"<skipDays\b", re.IGNORECASE)
_SKIP_END = re.compile(rb"</skip", re.IGNORECASE)
_MAX_SKIPPED = 4_000
_HOUR = re.compile(rb"<hour\b[^<>]*>([^<>]{1,20})<", re.IGNORECASE)
_DAY = re.compile(rb"<day\b[^<>]*>([^<>]{1,20})<", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What holds for all items of one feed."""

    is_atom: bool
    language: str | None


def read_xml_feed(
    body: bytes, *, source: Source, url: str, content_type: str | None
) -> Channel | Refused:
    """What the feed at `url` says, or why it is none.

    Nothing is fetched, and nothing raised.
    """
    opened = open_xml(body, content_type, FEED_ROOTS)
    if isinstance(opened, Refused):
        return opened
    whole = whole_feed(opened)
    parsed = parse_feed(whole.opened)
    if isinstance(parsed, Refused):
        return parsed
    feed = parsed.get("feed", {})
    language = one_line(feed.get("language"))
    is_atom = str(parsed.get("version", "")).startswith("atom")
    common = _Common(is_atom=is_atom, language=language)
    return Channel(
        items=tuple(_read_item(raw, source, url, common) for raw in _emptied(parsed)),
        problems=whole.problems,
        title=_plain(feed, "title"),
        language=language,
        home=one_line(feed.get("link"), MAX_LINK),
        hub=_read_hub(feed),
        hints=_read_hints(feed, opened),
    )


def _read_hints(feed: Any, opened: bytes) -> Hints:
    """The channel's hints. feedparser keeps the last of its hours and days only."""
    return Hints(
        ttl=one_line(feed.get("ttl")),
        update_period=one_line(feed.get("sy_updateperiod")),
        update_frequency=one_line(feed.get("sy_updatefrequency")),
        skip_hours=_read_skipped(_SKIP_HOURS, _HOUR, opened),
        skip_days=_read_skipped(_SKIP_DAYS, _DAY, opened),
    )


def _read_skipped(
    part: re.Pattern[bytes], each: re.Pattern[bytes], opened: bytes
) -> tuple[str, ...]:
    found = part.search(opened)
    told = opened[found.end() : found.end() + _MAX_SKIPPED] if found else b""
    written = each.findall(_SKIP_END.split(told, maxsplit=1)[0])
    return tuple(one.decode("utf-8", "replace").strip() for one in written)


def _read_hub(feed: Any) -> str | None:
    links = feed.get("links", [])
    hubs = [link.get("href") for link in links if link.get("rel") == "hub"]
    return one_line(hubs[0], MAX_LINK) if hubs else None


def _emptied(parsed: Any) -> Iterator[Any]:
    """The raw entries, given up one by one: 100,000 of them take a gigabyte."""
    raw_entries = parsed.get("entries", [])
    raw_entries.reverse()
    while raw_entries:
        yield raw_entries.pop()


def _read_item(raw: Any, source: Source, url: str, common: _Common) -> Item:
    raw = dict(raw)  # feedparser's own looks each name up by way of others
    guid = one_line(raw.get("id"), MAX_LINK)
    link = _read_link(raw, guid, url)
    return item_of(guid, link, _contents(raw), _read_listed(raw, common), source)


def _contents(raw: Any) -> Iterator[Content]:
    """The texts of an item: content:encoded and Atom's content, then its summary.

    feedparser calls a description that follows them content too.
    """
    for held in raw.get("content", []):
        if isinstance(written := held.get("value"), str) and (
            form := form_of(written, held.get("type"))
        ):
            yield Content(form=form, written=written)
    written, detail = raw.get("summary"), raw.get("summary_detail") or {}
    if isinstance(written, str) and (form := form_of(written, detail.get("type"))):
        yield Content(form=form, written=written, is_summary=True)


def _read_link(
    raw: Any, guid: str | None, base: str
) -> tuple[str | None, tuple[str, str] | None]:
    """The canonical link of an item, or (reason, detail) why it has none.

    FeedBurner's `origLink` is the article, its `link` a counter.
    """
    written = one_line(raw.get("feedburner_origlink"), MAX_LINK) or one_line(
        raw.get("link"), MAX_LINK
    )
    if written is None:
        others = [x for x in raw.get("links", []) if x.get("rel") == "alternate"]
        written = one_line(others[0].get("href"), MAX_LINK) if others else None
    if written is None and guid is not None and _WEB.match(guid):
        written = guid
    return link_of(written, base)


def _read_listed(raw: Any, common: _Common) -> Listed:
    published, modified = one_line(raw.get("published")), one_line(raw.get("updated"))
    detail = raw.get("title_detail") or {}
    if published is None and not common.is_atom:
        # The one date of RSS 1.0 is dc:date, which feedparser calls updated.
        published, modified = modified, None
    return Listed(
        title=_plain(raw, "title"),
        published=published,
        modified=modified,
        authors=tuple(_read_authors(raw)),
        language=one_line(raw.get("language"))
        or one_line(detail.get("language"))
        or common.language,
        tags=tuple(_read_tags(raw)),
    )


def _read_authors(raw: Any) -> Iterator[str]:
    names = [one_line(author.get("name")) for author in raw.get("authors", [])]
    whole = one_line(raw.get("author"))
    # feedparser cuts an address off at a domain it does not expect.
    if not any(names) or (len(names) == 1 and whole and _MAILBOX.match(whole)):
        names = [whole]
    # RSS 2.0: `desk@example.org (The Desk)`. An address alone is no name.
    bare = [_MAILBOX.sub(r"\1", name) for name in names[:_MAX_NAMES] if name]
    yield from dict.fromkeys(name for name in bare if name and "@" not in name)


def _read_tags(raw: Any) -> Iterator[str]:
    tags = raw.get("tags", [])[:_MAX_NAMES]
    terms = [one_line(tag.get("label")) or one_line(tag.get("term")) for tag in tags]
    yield from dict.fromkeys(term for term in terms if term)


def _plain(raw: Any, name: str) -> str | None:
    """A text field without markup, its entities undone."""
    text = raw.get(name)
    detail = raw.get(f"{name}_detail") or {}
    if not isinstance(text, str):
        return None
    text = text[:_MAX_TITLE]
    if detail.get("type") != "text/plain":
        text = html.unescape(_TAG.sub("", text))
    return one_line(text)
