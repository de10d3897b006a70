"""What sort of listing an address turns out to give, by how it begins. Pure."""

from __future__ import annotations

import re

from tasks.listings.inflate import opening
from tasks.listings.jsonfeed import VERSION
from tasks.listings.utf8 import as_utf8
from tasks.listings.xml import FEED_ROOTS, SITEMAP_ROOTS, root_of
from warehouse.model.source import Kind

# Behind a byte order mark of UTF-8 or UTF-16, or none.
_JSON = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[ \t\r\n\0]*[{\[]")
_ADDRESS_LINE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MAX_LINES = 50


def looks_like_json(body: bytes) -> bool:
    """Whether `body` begins as JSON does."""
    return _JSON.match(body) is not None


def kind_of(body: bytes, content_type: str | None) -> Kind:
    """The kind of source that gives `body`: a feed, a sitemap, urls, else a page.

    What it says it is counts for little: feeds come as text/html. A section page is
    told from an article by no sign that is sure, so it must be configured.
    """
    head = opening(body)
    if looks_like_json(head):
        return "feed" if VERSION in as_utf8(head, content_type).decode() else "page"
    root = root_of(head, content_type, FEED_ROOTS | SITEMAP_ROOTS)
    if root in FEED_ROOTS:
        return "feed"
    if root in SITEMAP_ROOTS:
        return "sitemap"
    return "urls" if _lists_addresses(head, content_type) else "page"


def _lists_addresses(head: bytes, content_type: str | None) -> bool:
    """Whether each line but comments is an address, as far as is looked."""
    if "html" in (content_type or "").lower():
        return False
    lines = as_utf8(head, content_type).decode().splitlines()[:_MAX_LINES]
    told = [line.strip() for line in lines if line.strip() and line.strip()[0] != "#"]
    whole = told[:-1] or told  # the last one may be cut
    return bool(whole) and all(map(_ADDRESS_LINE.fullmatch, whole))
