"""What a feed of whatever format says: of itself, and item by item. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.listings.hints import NO_HINTS, Hints
from tasks.listings.identity import Item
from tasks.text.urls import MAX_URL_CHARS

_MAX_CHARS = 2_000
# One more than an address may have: cut there, it is refused, not another one.
MAX_LINK = MAX_URL_CHARS + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed as it is written, in its order; None where it is silent.

    `home` is the address of its site, `hub` where changes are announced (WebSub).
    """

    items: tuple[Item, ...]
    title: str | None = None
    language: str | None = None
    home: str | None = None
    hub: str | None = None
    hints: Hints = NO_HINTS


def one_line(value: object, most: int = _MAX_CHARS) -> str | None:
    """One line of `value`, at most `most`; None for what is no text or empty."""
    if not isinstance(value, str):
        return None
    return " ".join(value[: 4 * most].split())[:most] or None
