"""The keys an article is known by: as written, and as a digest.

Known variants of one key have one digest. Keys of different rules never meet.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import unquote_to_bytes
from uuid import UUID

import ada_url

from tasks.text.urls import UrlUnreadable, canonical, parts
from warehouse.model.entry import Key, Rule

# The BBC's feeds count an item's revisions in the fragment of its guid: `#0`,
# `#3`. Other fragments name a thing (a post of a live page) and stay.
_REVISION = re.compile(r"#\d{1,3}$")
_WEB = re.compile(r"https?://", re.IGNORECASE)
# `/story/amp`, `/story/amp/`, `/story.amp`, `/story.amp.html`, `/story/print`; never
# the whole path.
_VARIANT_PATH = re.compile(
    r"(?<=[^/])(?:/amp(?:\.html)?|\.amp(?:\.html)?|/print)/?$", re.IGNORECASE
)
# `?amp`, `?amp=1`: WordPress; `?outputType=amp`: The Washington Post; `?print=1`.
_VARIANT_PAIR = re.compile(
    r"(?:amp(?:=(?:1|true)?)?|output(?:type)?=amp|print(?:able)?=(?:1|true|yes))$",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
# RFC 3986 2.3: escaped or not, these mean the same.
_UNRESERVED = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
)


def make_key(rule: Rule, written: str, source_id: str) -> Key:
    """The key `written` under `rule`, kept as it is written.

    A url key is one for all sources, every other key is its source's own.
    One key: http and https, a trailing slash, the AMP form of a page and the one
    for printing, tracking parameters, `%7e` and `~`, a guid that is a URL and
    grows `#0`; a path in composed and decomposed accents; a title and date that
    differ in case or white space. `www.` makes another host.

    Raises ValueError for a key of white space only, and UrlUnreadable (a
    ValueError) for rule "url".
    """
    if not written.strip():
        raise ValueError(f"key: nothing written for rule '{rule}'; leave the key out")
    scope = "" if rule == "url" else source_id
    return Key(
        rule=rule,
        written=written,
        digest=_digest(rule, scope, _one_form(rule, written)),
    )


def _one_form(rule: Rule, written: str) -> str:
    """The form that all known variants of the key share."""
    if rule == "url":
        return _address(written)
    if rule == "guid":
        return _guid(written.strip())
    if rule == "title_date":
        folded = unicodedata.normalize("NFKC", written).casefold()
        return " ".join(unicodedata.normalize("NFKC", folded).split())
    # macOS hands out file names decomposed, everything else composed.
    return unicodedata.normalize("NFC", written)


def _guid(written: str) -> str:
    """A guid without what flips in it; one that is no URL stays as it is."""
    if not _WEB.match(written):
        return written
    try:
        address = _address(written)
    except UrlUnreadable:
        return written
    fragment = ada_url.URL(_REVISION.sub("", written)).hash
    return "//" + address + str(fragment)


def _address(url: str) -> str:
    """Host, path and query of `url` in the form its variants share."""
    host, path, query = parts(canonical(url))
    if host.count(".") > 1:
        host = host.removeprefix("amp.")
    path = _ESCAPE.sub(_plain_escape, path)
    path = _VARIANT_PATH.sub("", path).rstrip("/")
    query = _ESCAPE.sub(_plain_escape, query)
    pairs = [
        pair for pair in query.split("&") if pair and not _VARIANT_PAIR.match(pair)
    ]
    pairs.sort(key=lambda pair: pair.partition("=")[0])
    return host + (path or "/") + ("?" + "&".join(pairs) if pairs else "")


def _plain_escape(escape: re.Match[str]) -> str:
    """One percent escape as RFC 3986 6.2.2 would have it."""
    byte = unquote_to_bytes(escape.group())
    return byte.decode("ascii") if byte[0] in _UNRESERVED else escape.group().upper()


def _digest(*fields: str) -> UUID:
    """A digest that differs wherever one of `fields` does.

    Each is led by its length, so no two lists of fields run into one. Half
    surrogates come from file names that are not UTF-8 (PEP 383).
    """
    digest = blake2b(digest_size=16, person=b"newsledger key")
    for field in fields:
        data = field.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return UUID(bytes=digest.digest())
