"""The dates that one element of a page shows, each with what is written around it.

Which of them is the day of the page is shown_dates.py's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from tasks.extract.date_search import HAS_YEAR, find_dates
from tasks.extract.days import Written
from tasks.extract.fields import Found, one_line
from tasks.extract.near import before
from tasks.extract.tree import start_of, strings

# What is longer is no place for a date; 120 to 600 found the same days (2026-11-30).
MAX_RAW, MAX_LABEL = 200, 40
# A date that is parted among elements: `<b>Apr</b> <b>04</b> <i>2013</i>`.
_MAX_PART, _MAX_PARTS = 12, 8
# A paragraph that is longer tells a story, and is no line with the date in it.
_MAX_LINE = 120
_LINES = frozenset(("p", "li", "dd", "blockquote"))
_PROPERTY = "datePublished"
_SAME_LINE = re.compile(r"[^|•·–—()\d]{0,30}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A date with its label, its element's name and how much text is beside it.

    The label is what stands in front of it, `behind` what follows on the same line;
    `n_beside` counts letters.
    """

    date: Found[str]
    label: str
    name: str
    n_beside: int
    behind: str = ""


def may_show(element: etree._Element) -> bool:
    """Whether there may be a date in the element, asked of all of a page."""
    text, tail = element.text, element.tail
    if text and len(text) < MAX_RAW and HAS_YEAR.search(text):
        return True
    if tail and len(tail) < MAX_RAW and HAS_YEAR.search(tail):
        return True
    return element.tag in ("time", "abbr") or element.get("itemprop") == _PROPERTY


def read_dates(element: etree._Element, written: Written) -> Iterator[Shown]:
    """The dates of the element's own text and of the text behind it."""
    name = " ".join(filter(None, map(element.get, ("class", "id", "itemprop"))))[:300]
    own = one_line(start_of(element, MAX_RAW)) if element.tail else ""
    if element.tag == "time":
        text = own or one_line(start_of(element, MAX_RAW))
        exact = list(find_dates(element.get("datetime") or "", written))
        label = f"{before(element, MAX_LABEL)} {text}"
        for _, value in exact or find_dates(text, written):
            yield Shown(Found(value=value, came_from="time"), label, name, 0)
    elif element.tag == "abbr" or element.get("itemprop") == _PROPERTY:
        said = element.get("content") or element.get("title") or ""
        for _, value in find_dates(said, written):
            yield Shown(Found(value=value, came_from="text"), "published", name, 0)
    parent = element.getparent()
    if element.tag != "time":
        label = before(element, MAX_LABEL)
        line = parent if parent is not None and parent.tag in _LINES else element
        yield from _in_text(element.text or "", label, name, line, written)
    # In front of a tail stands its element; of an empty one, such as a line end,
    # what is in front of that.
    label = own if own else before(element, MAX_LABEL)
    label = label if len(label) <= MAX_LABEL else ""
    if parent is not None:
        yield from _in_text(element.tail or "", label, name, parent, written)


def _in_text(
    text: str, label: str, name: str, line: etree._Element, written: Written
) -> Iterator[Shown]:
    """The dates of a text that stands in `line`."""
    if len(text) >= MAX_RAW or not HAS_YEAR.search(text):
        return
    short = one_line(text)
    found_in = list(find_dates(short, written))
    if not found_in and len(short) <= _MAX_PART:
        short = _parted(line)
        found_in = list(find_dates(short, written))
    if not found_in:
        return
    n_more = _n_story(line)
    for at, value in found_in:
        own = short[max(0, at - MAX_LABEL) : at].strip()
        n_beside = max(len(short), n_more) - len(value)
        date = Found(value=value, came_from="text")
        behind = _SAME_LINE.match(short, at + len(value))
        yield Shown(date, own or label, name, n_beside, behind[0] if behind else "")


def _parted(line: etree._Element) -> str:
    """The text of a box that holds little else than a date, in pieces; else empty."""
    box = line.getparent() if next(line.iterchildren(), None) is None else line
    if box is None:
        return ""
    pieces = list(islice(strings(box), _MAX_PARTS + 1))
    text = one_line(" ".join(pieces)) if len(pieces) <= _MAX_PARTS else ""
    return text if len(text) <= MAX_LABEL else ""


def _n_story(line: etree._Element) -> int:
    """How many letters a paragraph has that is too long for a line with a date."""
    n = len(one_line(start_of(line, MAX_RAW))) if line.tag in _LINES else 0
    return n if n > _MAX_LINE else 0
