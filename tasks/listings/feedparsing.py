"""feedparser as it is used here: without what nobody asks it for, and what takes long.

Its entries hold what the feed writes; no date of them is read, and no address made
whole but by `xml:base`.
"""

from __future__ import annotations

import io
from typing import Any

import feedparser

from tasks.listings.xml import Refused

_MAX_AUTHOR = 1_000
_MIXIN = feedparser.mixin._FeedParserMixin
_DICT = feedparser.FeedParserDict
# Under other names than these a FeedParserDict has what a dict has.
_RENAMED = frozenset(_DICT.keymap) | {
    "category", "enclosures", "license", "updated", "updated_parsed",
}  # fmt: skip


def parse_feed(opened: bytes) -> Any:
    """What feedparser reads in XML that `open_xml` has let through; never raises."""
    try:
        return feedparser.parse(
            # A stream: feedparser would open a str or bytes as a path or URL.
            io.BytesIO(opened),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # noqa: BLE001 - a hostile feed is a row, not a crash
        detail = f"feedparser: {type(error).__name__}: {error}"
        return Refused(reason="not_a_feed", detail=detail)


_sync_author_detail = _MIXIN._sync_author_detail
_getitem, _get = _DICT.__getitem__, _DICT.get
_urljoin = feedparser.mixin._urljoin


def _sync_short_author(self: Any, key: str = "author") -> None:
    """Reads an address out of an author's name, where that is no longer than one is."""
    context = self._get_context()
    if len(str(context.get(key) or "")) <= _MAX_AUTHOR:
        _sync_author_detail(self, key)


# feedparser looks for an address from each letter on: 20,000 letters took 3 s, and a
# megabyte would take hours (2026-11-30).
_MIXIN._sync_author_detail = _sync_short_author


def _add_tag(self: Any, term: Any, scheme: Any, label: Any) -> None:
    """Adds a tag to an item; twice where it is there twice, `_read_tags` sees to it."""
    tags = self._get_context().setdefault("tags", [])
    if term or scheme or label:
        tags.append(_DICT(term=term, scheme=scheme, label=label))


# feedparser holds each tag against all before it: 10,000 took 4 s, 100,000 would
# take minutes (2026-11-25).
_MIXIN._add_tag = _add_tag


def _quick_getitem(self: Any, key: str) -> Any:
    return _getitem(self, key) if key in _RENAMED else dict.__getitem__(self, key)


def _quick_get(self: Any, key: str, default: Any = None) -> Any:
    return _get(self, key, default) if key in _RENAMED else dict.get(self, key, default)


def _quick_urljoin(base: str, uri: str) -> str:
    return str(_urljoin(base, uri)) if base else uri


# Of the 0.42 ms that feedparser took for an item the look-ups were 0.12, by way of an
# exception for each name that is not there, and the joining of addresses to no base
# 0.07 (10,000 items of RSS, 2026-11-30). Its dates nobody asks for.
_DICT.__getitem__, _DICT.get = _quick_getitem, _quick_get
feedparser.mixin._urljoin = _quick_urljoin
feedparser.datetimes._date_handlers.clear()
