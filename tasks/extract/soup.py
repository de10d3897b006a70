"""HTML that stands as a value in a page's data, such as `articleBody`: all text.

BeautifulSoup reads it: such pieces are short and few, and it forgives what they hold.
The page itself is read by lxml, 17 times as fast.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from tasks.extract.raw.rawtext import read_paragraphs

# A tag as data write it: `a < b` and `<3` are none.
_TAG = re.compile(r"</?([a-z][a-z0-9]*)(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE)
_PARTS = frozenset(
    ("p", "div", "section", "article", "blockquote", "pre", "figure", "figcaption",
     "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "h1", "h2", "h3", "h4", "h5",
     "h6", "hr", "aside", "header", "footer", "body", "html")
)  # fmt: skip
# Of more, no tree is made: 200,000 took BeautifulSoup 20 s and 400 MB (2026-11-30).
# The longest live blogs have some thousands.
_MAX_TAGS = 10_000
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)


def holds_tags(text: str) -> bool:
    """Whether `text` is HTML."""
    return _TAG.search(text) is not None


def read_soup(html: str) -> str:
    """The text of a piece of HTML as paragraphs; scripts and styles are none of it."""
    if html.count("<") > _MAX_TAGS:
        return read_paragraphs(_without_tags(html))
    soup = BeautifulSoup(html, "lxml")
    parts_of = _parts_of(soup)
    groups = groupby(filter(_says, soup.descendants), lambda n: parts_of[id(n.parent)])
    return read_paragraphs("\n\n".join("".join(map(_said, each)) for _, each in groups))


def _says(node: PageElement) -> bool:
    """Whether a reader sees it: comments, scripts and styles are types of their own."""
    return type(node) is NavigableString or (
        isinstance(node, Tag) and _is_line_end(node.name)
    )


def _is_line_end(name: str) -> bool:
    return name in ("br", "td", "th")


def _said(node: PageElement) -> str:
    return _line_end(node.name) if isinstance(node, Tag) else str(node)


def _line_end(name: str) -> str:
    return "\n" if name == "br" else " "


def _parts_of(soup: BeautifulSoup) -> dict[int, int]:
    """By the `id` of each tag, that of the paragraph, head, item or row it is in.

    Those of parts are their own. A tag comes after the one that it stands in.
    """
    parts_of = {id(soup): id(soup)}
    for tag in soup.descendants:
        if isinstance(tag, Tag):
            around = parts_of[id(tag.parent)]
            parts_of[id(tag)] = id(tag) if tag.name in _PARTS else around
    return parts_of


def _without_tags(html: str) -> str:
    """The same text from the tags alone, as they stand, in one pass over them."""

    def said(tag: re.Match[str]) -> str:
        name = tag[1].lower()
        if name in _PARTS:
            return "\n\n"
        return _line_end(name) if _is_line_end(name) else ""

    return unescape(_TAG.sub(said, _HIDDEN.sub("", html)))
