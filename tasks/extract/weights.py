"""How much prose stands where in a page: one pass over its elements, bottom up."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

# Text in these belongs to the block around them.
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del",
    "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "br", "img", "picture", "source",
))  # fmt: skip
# Blocks of text, and what is never an article as a whole.
NEVER_WHOLE = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "tr", "dt", "dd",
    "pre", "figure", "head", "html",
))  # fmt: skip
# What prose weighs one level further up; lower picks tighter parts of pages.
_DECAY = 0.7
# Shorter lines are labels, dates, buttons.
_MIN_BLOCK = 25


@dataclass(slots=True, kw_only=True)
class Weights:
    """For each element of `order`, which is document order:

    `own` letters and `links` letters of its text block, `letters` and
    `all_links` at and below it, `below` the prose at and below it, and `score`:
    prose again, losing weight with each level.
    """

    order: list[etree._Element]
    own: dict[etree._Element, int]
    links: dict[etree._Element, int]
    letters: dict[etree._Element, int]
    all_links: dict[etree._Element, int]
    below: dict[etree._Element, float]
    score: dict[etree._Element, float]


def weigh(root: etree._Element, dead: set[etree._Element]) -> Weights:
    """The weights of `root` and all below it; what is in `dead` weighs nothing."""
    order = list(root.iter())
    zeros, noughts = dict.fromkeys(order, 0), dict.fromkeys(order, 0.0)
    w = Weights(
        order=order, own=zeros, links=zeros.copy(), letters=zeros.copy(),
        all_links=zeros.copy(), below=noughts, score=noughts.copy(),
    )  # fmt: skip
    for element in reversed(order):
        parent = element.getparent()
        if parent is not None and element.tail:
            w.own[parent] += len(element.tail.strip())
        if element in dead:
            continue
        if element.text:
            w.own[element] += len(element.text.strip())
        if element.tag in INLINE and parent is not None:
            _flow_into_block(w, element, parent)
        else:
            _close_block(w, element, parent)
    return w


def _flow_into_block(
    w: Weights, element: etree._Element, parent: etree._Element
) -> None:
    own = w.own[element]
    w.own[parent] += own
    w.links[parent] += own if element.tag == "a" else w.links[element]
    w.letters[parent] += w.letters[element]
    w.all_links[parent] += w.all_links[element]
    w.below[parent] += w.below[element]
    w.score[parent] += w.score[element]


def _close_block(
    w: Weights, element: etree._Element, parent: etree._Element | None
) -> None:
    own, links = w.own[element], w.links[element]
    prose = 0 if own < _MIN_BLOCK or links * 2 > own else own - links
    w.letters[element] += own
    w.all_links[element] += links
    w.below[element] += prose
    is_block = element.tag in NEVER_WHOLE
    if not is_block:
        w.score[element] += prose
    if parent is None:
        return
    w.letters[parent] += w.letters[element]
    w.all_links[parent] += w.all_links[element]
    w.below[parent] += w.below[element]
    score = w.score[element]
    w.score[parent] += prose + score if is_block else _DECAY * score
