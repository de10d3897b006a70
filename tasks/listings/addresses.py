"""A list of addresses, one a line, as an address or a file gives it. Pure.

Blank lines and those that start with `#` say nothing. What stands behind an address
and white space is a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.listings.cut import MAX_LISTED, too_many
from tasks.listings.identity import Item, identify, stable_keys
from tasks.listings.inflate import inflated
from tasks.listings.refusal import lacking, refused
from tasks.listings.utf8 import as_utf8
from tasks.listings.xml import Refused, no_root
from tasks.text.urls import UrlUnreadable, canonical, redacted
from warehouse.model.entry import Entry, Listed, Reject
from warehouse.model.source import Source

_SILENT = Listed()
# A host that nobody wrote a scheme before: `example.org/story`.
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]|\Z)")
_MARKUP = re.compile(rb"\s*<(?!https?:)")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\x85]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """What a list of addresses lists, in its order.

    `is_open`: its last line has no end, so that there may be more of it.
    """

    entries: tuple[Entry, ...]
    rejects: tuple[Reject, ...]
    is_open: bool = False


def read_urls(body: bytes, *, source: Source, url: str | None) -> Urls | Reject:
    """An entry for each address in `body`, a reject for each line that is none.

    `url` is the list's own address, None for a local file. A line without a scheme
    that begins with a host is https; nothing else is relative. An address that is
    there twice is one entry. HTML in place of a list is one reject.
    """
    plain = inflated(body)
    if isinstance(plain, Refused):
        return refused(source, url, plain)
    data = as_utf8(plain, None)
    if not data.strip():
        empty = Refused(reason="empty", detail="the list holds nothing")
        return refused(source, url, empty)
    if _MARKUP.match(data):
        return refused(source, url, no_root(data))
    items: dict[object, Item] = {}
    n_left_out = 0
    text = data.decode("utf-8", "replace")
    for nth, line in enumerate(_LINE_END.split(text)):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        if len(items) == MAX_LISTED:
            n_left_out += 1
            continue
        item = _item(said, nth + 1, source)
        items.setdefault(item.keys[0].digest if item.keys else nth, item)
    entries, rejects = identify(items.values(), source, url or source.location)
    problems = [too_many(n_left_out, MAX_LISTED)] if n_left_out else []
    rejects = [*lacking(source, url, problems), *rejects]
    is_open = _LINE_END.search(text, len(text) - 1) is None
    return Urls(entries=tuple(entries), rejects=tuple(rejects), is_open=is_open)


def _item(said: str, number: int, source: Source) -> Item:
    written = said.split(maxsplit=1)[0].strip("<>\"'")
    if _BARE.match(written):
        written = f"https://{written}"
    try:
        address = canonical(written)
    except UrlUnreadable:
        detail = f"line {number} is no web address: {redacted(written)}"
        problem = ("no_link", detail)
        return Item(keys=(), url=None, problem=problem, listed=_SILENT, written=None)
    keys = tuple(stable_keys(None, address, source))
    if not keys:
        problem = ("no_key", f"line {number} is a front page, which is no article")
        return Item(keys=(), url=address, problem=problem, listed=_SILENT, written=said)
    return Item(keys=keys, url=address, problem=None, listed=_SILENT, written=address)
