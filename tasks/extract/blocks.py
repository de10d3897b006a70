"""The picked part of a page as blocks of text: paragraphs, heads, items, rows.

The one module where BeautifulSoup works, on a few kilobytes of plain blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bs4 import BeautifulSoup
from bs4.element import NavigableString
from lxml import etree

from tasks.extract.clean import squeeze, tidy
from tasks.extract.titles import bare

Shape = Literal["paragraph", "head", "item", "row"]

_INLINE = (
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del",
    "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "picture", "source", "img",
)  # fmt: skip
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# A line end that the page asked for, told from those of its source.
_BREAK = "\ue000"
_PARAGRAPH_BREAK = re.compile(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*")

# Shorter is a label, even with a full stop; longer is text, even without one.
_MIN_SPOKEN, _MIN_UNENDED = 20, 80
_SENTENCE_END = re.compile(r"[.!?…:;。！？।؟។။][\"'”’»)\]」』]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, sub-head, list item or table row, its text on one line."""

    text: str
    shape: Shape = "paragraph"


def read_blocks(part: etree._Element, title: str | None = None) -> list[Block]:
    """The blocks of `part` in reading order, without its headline.

    `part` is changed.
    """
    soup = BeautifulSoup(_plain(part), "html.parser")
    blocks: list[Block] = []
    for text in soup.find_all(string=True):
        if isinstance(text, NavigableString):
            shape = _shape(text)
            for piece in _PARAGRAPH_BREAK.split(str(text)):
                line = squeeze(tidy(piece.replace(_BREAK, " ")))
                if line:
                    blocks.append(Block(text=line, shape=shape))
    return _without_title(blocks, title)


def _plain(part: etree._Element) -> str:
    """`part` as HTML of blocks only: inline tags unwrapped, attributes gone."""
    for line_end in list(part.iter("br")):
        line_end.tail = _BREAK + (line_end.tail or "")
    for cell in part.iter("td", "th"):
        cell.tail = None
        if (before := cell.getprevious()) is not None and before.tag in ("td", "th"):
            cell.text = f" {cell.text or ''}"
    for row in part.iter("tr"):
        if sum(1 for _ in row.iter("p", "div", "ul", "table", "h2", "h3")) == 0:
            etree.strip_tags(row, "td", "th")
    etree.strip_tags(part, "br", *_INLINE)
    for element in part.iter():
        element.attrib.clear()
    return str(etree.tostring(part, encoding="unicode", method="html", with_tail=False))


def _shape(text: NavigableString) -> Shape:
    parent = text.parent
    tag = parent.name if parent is not None else ""
    if tag in _HEADS:
        return "head"
    return (
        "item" if tag in ("li", "dt", "dd") else "row" if tag == "tr" else "paragraph"
    )


def _without_title(blocks: list[Block], title: str | None) -> list[Block]:
    """`blocks` without the headline, where it stands again in front of the text."""
    wanted = bare(title or "")
    if not wanted:
        return blocks
    kept = [b for b in blocks[:4] if bare(b.text) != wanted]
    return kept + [b for b in blocks[4:] if b.shape != "head" or bare(b.text) != wanted]


def without_rim(blocks: list[Block]) -> list[Block]:
    """`blocks` without the labels in front of the first sentence and after the last.

    Dates, credits, `3 min read`, heads with nothing under them. A text that has
    no sentence at all is left as it is.
    """
    spoken = [i for i, block in enumerate(blocks) if _is_spoken(block)]
    if not spoken:
        return blocks
    first, last = spoken[0], spoken[-1]
    front = [b for b in blocks[:first] if b.shape in ("row", "item") or _is_head(b)]
    back = blocks[last + 1 :]
    while back and back[-1].shape in ("head", "paragraph"):
        back.pop()
    return front + blocks[first : last + 1] + back


def _is_head(block: Block) -> bool:
    return block.shape == "head" and len(block.text) >= _MIN_SPOKEN


def _is_spoken(block: Block) -> bool:
    """True for what somebody wrote as text: a sentence, or long enough to be one."""
    if block.shape == "head":
        return False
    n_letters = len(block.text)
    if _SENTENCE_END.search(block.text):
        return n_letters >= _MIN_SPOKEN
    return n_letters >= _MIN_UNENDED
