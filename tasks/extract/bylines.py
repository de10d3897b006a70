"""Credits that stand on the page itself, outside of its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tasks.extract.fields import one_line
from tasks.extract.tree import text_of

_CREDIT_TAGS = ("a", "span", "div", "p", "address", "cite", "li", "strong", "em", "h4")
_BYLINE = re.compile(
    r"(?:^|[-_\s])(?:byline|author|autor|auteur|autore|autorzy|redakteur|writer)"
    r"(?:[-_]{1,2}(?:name|names|link|title|text))?(?:$|\s)",
    re.IGNORECASE,
)


def read_bylines(root: etree._Element) -> Iterator[tuple[str, list[str]]]:
    """Credits that stand on the page itself, by the mark that shows them."""
    marked: dict[str, list[str]] = {
        "rel:author": [],
        "itemprop:author": [],
        "byline": [],
    }
    for element in root.iter(*_CREDIT_TAGS):
        mark = _credit_mark(element)
        if mark and len(marked[mark]) < 20:
            text = one_line(text_of(element))
            if 2 < len(text) <= 100:
                marked[mark].append(text)
    yield "rel:author", marked["rel:author"]
    yield "itemprop:author", marked["itemprop:author"]
    yield "byline", marked["byline"][:1]


def _credit_mark(element: etree._Element) -> str | None:
    if element.get("rel") == "author":
        return "rel:author"
    if element.get("itemprop") == "author":
        return "itemprop:author"
    name = element.get("class")
    return "byline" if name and _BYLINE.search(name[:300]) else None
