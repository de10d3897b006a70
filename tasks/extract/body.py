"""Which part of a page is its article, and that part as blocks of text.

Letters in prose flow up from their paragraphs, losing weight at each level;
where most of them meet is the article. BeautifulSoup sees that part only.
"""

from __future__ import annotations

import re

from lxml import etree

from tasks.extract.blocks import Block, read_blocks, without_rim
from tasks.extract.dropped import Dropped
from tasks.extract.prune import strip, unwanted
from tasks.extract.tree import drop
from tasks.extract.weights import INLINE, NEVER_WHOLE, Weights, weigh

_BODY_NAME = re.compile(
    r"article-?_*(?:body|content|text)|articlebody|post-?_*(?:body|content)"
    r"|entry-?content|story-?_*(?:body|content|text)|body-?(?:content|text)",
    re.IGNORECASE,
)
# Less than this of what the page has without it, and the pruning was wrong.
_MIN_KEPT = 0.35
_LISTS = ("ul", "ol", "div", "section", "table", "p", "li", "dl")


def read_body(root: etree._Element, title: str | None, dropped: Dropped) -> list[Block]:
    """The blocks of the page's article, in reading order; none where it has none.

    `root` is changed: what is no article is taken out of it. `title` is not
    repeated in the blocks.
    """
    strip(root)
    whole = weigh(root, set())
    dead = unwanted(whole.order, whole.below)
    pruned = weigh(root, dead)
    part, fallback = _pick(pruned, dead), _pick(whole, set())
    if fallback is None:
        return []
    if part is None or pruned.below[part] < _MIN_KEPT * whole.below[fallback]:
        part, dead, pruned = fallback, set(), whole
    _drop_dead(part, dead, dropped)
    _drop_link_lists(part, pruned, dropped)
    return without_rim(read_blocks(part, title))


def read_fragment(root: etree._Element, title: str | None) -> list[Block]:
    """The blocks of a page that is all article: the `html` of a record.

    `root` is changed.
    """
    strip(root)
    return read_blocks(root, title)


def _pick(w: Weights, dead: set[etree._Element]) -> etree._Element | None:
    best, best_score = None, 0.0
    for element in w.order:
        score = w.score[element]
        if not score or element.tag in NEVER_WHOLE or element.tag in INLINE:
            continue
        score *= _bonus(element)
        if score > best_score and element not in dead:
            best, best_score = element, score
    return None if best is None else _widened(best, w)


def _bonus(element: etree._Element) -> float:
    if element.get("itemprop") == "articleBody":
        return 2.0
    name = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    if _BODY_NAME.search(name):
        return 1.4
    return 1.2 if element.tag == "article" else 1.0


def _widened(part: etree._Element, w: Weights) -> etree._Element:
    """`part`, or the ancestor of it that holds much more of the same article."""
    above = part.getparent()
    while above is not None and above.tag != "html":
        if w.below[above] > 1.1 * w.below[part] and _is_alike(above, part, w):
            part = above
        above = above.getparent()
    return part


def _is_alike(above: etree._Element, part: etree._Element, w: Weights) -> bool:
    """True where what `above` adds to `part` reads like it: prose, few links."""
    more = w.letters[above] - w.letters[part]
    links = w.all_links[above] - w.all_links[part]
    prose = w.below[above] - w.below[part]
    if above.tag == "article" or above.get("itemprop") == "articleBody":
        return prose > 0.4 * more and links < 0.3 * more
    return prose > 0.75 * more and links < 0.1 * more


def _drop_dead(
    part: etree._Element, dead: set[etree._Element], dropped: Dropped
) -> None:
    for element in list(part.iter()) if dead else []:
        if element in dead and element.getparent() not in dead:
            dropped.element(element, "unwanted", str(element.tag))
            drop(element)


def _drop_link_lists(part: etree._Element, w: Weights, dropped: Dropped) -> None:
    """Take out the lists, lines and boxes below `part` that are mostly links."""
    for element in list(part.iter(*_LISTS)):
        letters, links = w.letters[element], w.all_links[element]
        share, rest = (0.5, 40) if element.tag == "p" else (0.6, 80)
        if element is not part and links > share * letters and letters - links < rest:
            dropped.element(element, "link_list", str(element.tag))
            drop(element)
