"""A feed's entries, RSS and Atom, through feedparser: bytes in, entries out.

Pure. Every item of the feed ends as an entry or a reject.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import feedparser

from tasks.listings.identity import Item, identify, stable_keys
from tasks.listings.xml import Refused, open_xml
from tasks.text.urls import MAX_URL_CHARS, UrlUnreadable, canonical, redacted
from warehouse.model import Entry, Listed, Reject, Source

# RSS 0.9x-2.0; Atom 0.3 and 1.0; RSS 0.90 and 1.0.
FEED_ROOTS = frozenset(["rss", "feed", "rdf"])

_MAX_CHARS = 2_000
# One more than an address may have: cut there, it is refused, not another one.
_MAX_LINK = MAX_URL_CHARS + 1
_MAX_NAMES = 100_000
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_MAILBOX = re.compile(r"^[^\s@()]+@[^\s@()]+\s*(?:\(([^()]*)\))?$")
_WEB = re.compile(r"\s*https?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed lists, in its order. The hints are as written, None if absent.

    `ttl` is in minutes (RSS 2.0), `update_period` and `update_frequency` are of
    the syndication module.
    """

    entries: tuple[Entry, ...]
    rejects: tuple[Reject, ...]
    title: str | None = None
    language: str | None = None
    ttl: str | None = None
    update_period: str | None = None
    update_frequency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What holds for all items of one feed."""

    is_atom: bool
    language: str | None


def read_feed(
    body: bytes, *, source: Source, url: str, content_type: str | None
) -> Feed | Reject:
    """The entries of the feed that `url` gave, or why it is none.

    `url` is the final address, the base of relative links. An item listed twice
    is one entry; a key that several entries share identifies none of them.
    Nothing is fetched, and nothing raised.
    """
    opened = open_xml(body, content_type, FEED_ROOTS)
    if isinstance(opened, Refused):
        return _refused(source, url, opened)
    try:
        parsed = feedparser.parse(
            # A stream: feedparser would open a str or bytes as a path or URL.
            io.BytesIO(opened),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # noqa: BLE001 - a hostile feed is a row, not a crash
        detail = f"feedparser: {type(error).__name__}: {error}"
        return _refused(source, url, Refused(reason="not_a_feed", detail=detail))
    feed = parsed.get("feed", {})
    language = _text(feed.get("language"))
    is_atom = str(parsed.get("version", "")).startswith("atom")
    common = _Common(is_atom=is_atom, language=language)
    items = (_read_item(raw, source, url, common) for raw in _emptied(parsed))
    entries, rejects = identify(items, source, url)
    return Feed(
        entries=tuple(entries),
        rejects=tuple(rejects),
        title=_plain(feed, "title"),
        language=language,
        ttl=_text(feed.get("ttl")),
        update_period=_text(feed.get("sy_updateperiod")),
        update_frequency=_text(feed.get("sy_updatefrequency")),
    )


def _add_tag(self: Any, term: Any, scheme: Any, label: Any) -> None:
    """Adds a tag to an item; twice where it is there twice, `_read_tags` sees to it."""
    tags = self._get_context().setdefault("tags", [])
    if term or scheme or label:
        tags.append(feedparser.FeedParserDict(term=term, scheme=scheme, label=label))


# feedparser holds each tag against all before it: 10,000 took 4 s, 100,000 would
# take minutes (2026-11-25).
feedparser.mixin._FeedParserMixin._add_tag = _add_tag


def _emptied(parsed: Any) -> Iterator[Any]:
    """The raw entries, given up one by one: 100,000 of them take a gigabyte."""
    raw_entries = parsed.get("entries", [])
    raw_entries.reverse()
    while raw_entries:
        yield raw_entries.pop()


def _read_item(raw: Any, source: Source, url: str, common: _Common) -> Item:
    guid = _text(raw.get("id"), _MAX_LINK)
    link, problem = _read_link(raw, guid, url)
    return Item(
        keys=tuple(stable_keys(guid, link, source)),
        url=link,
        problem=problem,
        listed=_read_listed(raw, common),
        written=guid or link,
    )


def _read_link(
    raw: Any, guid: str | None, base: str
) -> tuple[str | None, tuple[str, str] | None]:
    """The canonical link of an item, or (reason, detail) why it has none.

    FeedBurner's `origLink` is the article, its `link` a counter.
    """
    written = _text(raw.get("feedburner_origlink"), _MAX_LINK) or _text(
        raw.get("link"), _MAX_LINK
    )
    if written is None:
        others = [x for x in raw.get("links", []) if x.get("rel") == "alternate"]
        written = _text(others[0].get("href"), _MAX_LINK) if others else None
    if written is None and guid is not None and _WEB.match(guid):
        written = guid
    if written is None:
        return None, ("no_link", "the entry has no link to fetch")
    try:
        return canonical(written, base), None
    except UrlUnreadable:
        return None, ("no_link", f"the link is no web address: {redacted(written)}")


def _read_listed(raw: Any, common: _Common) -> Listed:
    # dict.get: feedparser's own answers `updated` with `published`.
    published = _text(dict.get(raw, "published"))
    modified = _text(dict.get(raw, "updated"))
    detail = raw.get("title_detail") or {}
    if published is None and not common.is_atom:
        # The one date of RSS 1.0 is dc:date, which feedparser calls updated.
        published, modified = modified, None
    return Listed(
        title=_plain(raw, "title"),
        published=published,
        modified=modified,
        authors=tuple(_read_authors(raw)),
        language=_text(raw.get("language"))
        or _text(detail.get("language"))
        or common.language,
        tags=tuple(_read_tags(raw)),
    )


def _read_authors(raw: Any) -> Iterator[str]:
    names = [_text(author.get("name")) for author in raw.get("authors", [])]
    whole = _text(raw.get("author"))
    # feedparser cuts an address off at a domain it does not expect.
    if not any(names) or (len(names) == 1 and whole and _MAILBOX.match(whole)):
        names = [whole]
    # RSS 2.0: `desk@example.org (The Desk)`. An address alone is no name.
    bare = [_MAILBOX.sub(r"\1", name) for name in names[:_MAX_NAMES] if name]
    yield from dict.fromkeys(name for name in bare if name and "@" not in name)


def _read_tags(raw: Any) -> Iterator[str]:
    tags = raw.get("tags", [])[:_MAX_NAMES]
    terms = [_text(tag.get("label")) or _text(tag.get("term")) for tag in tags]
    yield from dict.fromkeys(term for term in terms if term)


def _refused(source: Source, url: str, refused: Refused) -> Reject:
    return Reject(
        source_id=source.source_id,
        stage="list",
        reason=refused.reason,
        detail=refused.detail[:300],
        url=url,
    )


def _plain(raw: Any, name: str) -> str | None:
    """A text field without markup, its entities undone."""
    text = raw.get(name)
    detail = raw.get(f"{name}_detail") or {}
    if not isinstance(text, str):
        return None
    text = text[: 4 * _MAX_CHARS]
    if detail.get("type") != "text/plain":
        text = html.unescape(_TAG.sub("", text))
    return _text(text)


def _text(value: object, most: int = _MAX_CHARS) -> str | None:
    """One line of `value`, at most `most`; None for what is no text or empty."""
    if not isinstance(value, str):
        return None
    return " ".join(value[: 4 * most].split())[:most] or None
