"""What a feed of whatever format says: of itself, and item by item. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.listings.content import Content, body_of
from tasks.listings.hints import NO_HINTS, Hints
from tasks.listings.identity import Item, stable_keys
from tasks.text.urls import MAX_URL_CHARS, UrlUnreadable, canonical, redacted
from warehouse.model.entry import Listed
from warehouse.model.source import Source

_MAX_CHARS = 2_000
# One more than an address may have: cut there, it is refused, not another one.
MAX_LINK = MAX_URL_CHARS + 1
_WHOLE = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed as it is written, in its order; None where it is silent.

    `home` is the address of its site, `hub` where changes are announced (WebSub).
    `problems` are (reason, detail) of what is not all there.
    """

    items: tuple[Item, ...]
    title: str | None = None
    language: str | None = None
    home: str | None = None
    hub: str | None = None
    hints: Hints = NO_HINTS
    problems: tuple[tuple[str, str], ...] = ()


def link_of(
    written: str | None, base: str
) -> tuple[str | None, tuple[str, str] | None]:
    """The canonical link of an item, or (reason, detail) why it has none."""
    if written is None:
        return None, ("no_link", "the entry has no link to fetch")
    try:
        # One that is whole without the base is then known when its keys are made.
        return canonical(written, None if _WHOLE.match(written) else base), None
    except UrlUnreadable:
        return None, ("no_link", f"the link is no web address: {redacted(written)}")


def item_of(
    guid: str | None,
    link: tuple[str | None, tuple[str, str] | None],
    contents: Iterable[Content],
    listed: Listed,
    source: Source,
) -> Item:
    """An item from what a format says of it; `link` is its address, or why it has none.

    One that holds its article whole needs no address.
    """
    url, no_link = link
    body = body_of(contents, url, source.full_text)
    return Item(
        keys=tuple(stable_keys(guid, url, source)),
        url=url,
        problem=None if body else no_link,
        listed=listed,
        written=guid or url,
        body=body,
    )


def one_line(value: object, most: int = _MAX_CHARS) -> str | None:
    """One line of `value`, at most `most`; None for what is no text or empty."""
    if not isinstance(value, str):
        return None
    return " ".join(value[: 4 * most].split())[:most] or None
