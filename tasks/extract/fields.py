"""What a text, a record or a page says of itself, each with where it says it.

Readers fill `Fields`; article.py makes the article of them. Dates stay as
written until then, in the order in which they are believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from tasks.extract.clean import squeeze, tidy
from tasks.extract.days import Written

T = TypeVar("T")

MAX_FIELD = 500
MAX_ITEMS = 50
_LIST_MARK = re.compile(r"\s*[;,|]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """A value and the field it came from, as in `meta:og:title`."""

    value: T
    came_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Each field as found, None where nothing says it.

    `published` and `modified` hold every date found, the most believed first.
    `language` is what was declared; `written` says how the dates are written, as
    in `read_date`.
    """

    title: Found[str] | None = None
    authors: Found[tuple[str, ...]] | None = None
    section: Found[str] | None = None
    tags: Found[tuple[str, ...]] | None = None
    language: Found[str] | None = None
    published: tuple[Found[str], ...] = ()
    modified: tuple[Found[str], ...] = ()
    written: Written = (None, None)
    canonical_url: Found[str] | None = None
    image_url: Found[str] | None = None
    publisher: Found[str] | None = None
    is_free: Found[bool] | None = None


def one_line(value: object) -> str:
    """`value` as one clean line, empty where it is no text, cut at `MAX_FIELD`."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return squeeze(tidy(str(value)[: MAX_FIELD * 4]))[:MAX_FIELD].strip()


def found(value: object, came_from: str) -> Found[str] | None:
    """`value` as a line with its origin, None where there is nothing in it."""
    line = one_line(value)
    return Found(value=line, came_from=came_from) if line else None


def found_items(value: object, came_from: str) -> Found[tuple[str, ...]] | None:
    """The items of a list or of a comma-parted line, each once, with their origin."""
    raw = value if isinstance(value, list) else _LIST_MARK.split(one_line(value))
    lines = (one_line(_named(item)) for item in raw[:MAX_ITEMS])
    items = tuple(dict.fromkeys(line for line in lines if line))
    return Found(value=items, came_from=came_from) if items else None


def _named(item: object) -> object:
    """The name of `{"name": ...}`; anything else as it is."""
    return item.get("name") if isinstance(item, dict) else item
