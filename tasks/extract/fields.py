"""What a text, a record or a page says of itself, each with where it says it.

Readers fill `Fields`; article.py makes the article of them. Dates stay as
written until then, in the order in which they are believed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from tasks.extract.clean import squeeze, tidy
from tasks.extract.days import Written
from tasks.extract.unseen import without_unseen
from tasks.text.urls import MAX_URL_CHARS, UrlUnreadable, canonical, without_login

T = TypeVar("T")

MAX_FIELD = 500
# More than any collaboration signs with; what a page sells itself with has no end.
MAX_ITEMS = 100_000
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
    in `read_date`. `refused` is (field, why) of what a field said that cannot be
    kept.
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
    refused: tuple[tuple[str, str], ...] = ()


def one_line(value: object, most: int = MAX_FIELD) -> str:
    """`value` as one clean line, empty where it is no text, cut at `most`.

    Nothing in it turns or hides letters.
    """
    text = (value if isinstance(value, str) else _written(value))[: most * 4]
    if text.isprintable() and "  " not in text:  # three times faster, most are
        line = text.strip()
    else:
        line = squeeze(tidy(text))
    return without_unseen(without_unseen(line)[:most].strip())


def _written(value: object) -> str:
    """A number as text, empty for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    if isinstance(value, float):
        if not math.isfinite(value):  # 1e400 in JSON is none that can be written
            return ""
        value = int(value) if value.is_integer() else value
    return str(value)


def whole_line(value: object) -> str:
    """`value` as one clean line, however long."""
    return one_line(value, len(value) if isinstance(value, str) else MAX_FIELD)


def found(value: object, came_from: str, most: int = MAX_FIELD) -> Found[str] | None:
    """`value` as a line with its origin, None where there is nothing in it.

    The origin of one that was cut at `most` says so.
    """
    line = one_line(value, most + 1)
    if len(line) > most:
        line, came_from = line[:most].strip(), f"{came_from}, cut at {most} characters"
    return Found(value=line, came_from=came_from) if line else None


def found_items(value: object, came_from: str) -> Found[tuple[str, ...]] | None:
    """The items of a list or of a comma-parted line, each once, with their origin.

    The origin says so where some were left out or cut.
    """
    raw = value if isinstance(value, list) else _LIST_MARK.split(whole_line(value))
    each = [found(_named(item), came_from) for item in raw[:MAX_ITEMS]]
    items = tuple(dict.fromkeys(item.value for item in each if item))
    cut = next((i.came_from for i in each if i and i.came_from != came_from), came_from)
    said = cut if len(raw) <= MAX_ITEMS else f"{cut}, {MAX_ITEMS} of {len(raw)}"
    return Found(value=items, came_from=said) if items else None


def found_url(
    value: object, came_from: str
) -> tuple[Found[str] | None, tuple[tuple[str, str], ...]]:
    """The one form of an address with its origin, or why it cannot be kept.

    (None, ()) where nothing is said. A login in it is left out.
    """
    line = one_line(value, MAX_URL_CHARS + 1)
    if not line:
        return None, ()
    try:
        return Found(value=canonical(without_login(line)), came_from=came_from), ()
    except UrlUnreadable as why:
        return None, (("url_refused", f"{came_from}: {why}"),)


def _named(item: object) -> object:
    """The name of `{"name": ...}`; anything else as it is."""
    return item.get("name") if isinstance(item, dict) else item
