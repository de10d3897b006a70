"""A site's own rules, for where the general ones fail: CSS selectors over its pages.

What they find holds; where one finds nothing the general way is taken, and the
article's provenance says so.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from cssselect.parser import CombinedSelector
from cssselect.xpath import XPathExpr
from lxml import etree

from tasks.extract.dropped import Dropped
from tasks.extract.fields import Fields, Found, found
from tasks.extract.tree import drop, text_of
from warehouse.model import NO_RULES, Rules

# Where an element says its value in an attribute: `<meta content>`, `<time datetime>`.
_SAID_IN = {"meta": "content", "time": "datetime", "data": "value"}
DROPPED = "rule_drop"


# What asks for siblings, or twice for what stands above, looks at all of them for
# each: 10,000 side by side took 1 s, 2,000 in one another 3 s. Pages have hundreds,
# and tens.
_MAX_SIBLINGS, _MAX_DEPTH = 5_000, 500
_TO_THE_LEFT = {
    " ": "ancestor::",
    ">": "parent::",
    "+": "preceding-sibling::*[1]/self::",
    "~": "preceding-sibling::",
}


class _RightToLeft(HTMLTranslator):
    """Asks of each element once what stands above and before it.

    The usual way, from left to right, gathers the same elements again and again:
    `li ~ li` took 100 s on 20 lists of 1,000 items (2026-11-30).
    """

    def xpath_combinedselector(self, combined: CombinedSelector) -> XPathExpr:
        left, right = self.xpath(combined.selector), self.xpath(combined.subselector)
        return right.add_condition(f"{_TO_THE_LEFT[combined.combinator]}{left}")


class SelectorUnreadable(ValueError):
    """A selector that cannot be used; the message says which, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What a page's rules found: its parts that are the article, title and date.

    `missed` names the rules that found nothing, as `rule:body`.
    """

    parts: tuple[etree._Element, ...] = ()
    title: Found[str] | None = None
    date: Found[str] | None = None
    missed: tuple[str, ...] = ()


_NOTHING = Ruled()


def check_selector(written: str) -> None:
    """Returns where `written` can be used. Raises SelectorUnreadable."""
    _compiled(written)


def read_ruled(root: etree._Element, rules: Rules, dropped: Dropped) -> Ruled:
    """What the rules find in the page; what they drop is out of `root` after it."""
    if rules == NO_RULES:
        return _NOTHING
    n_dropped = _drop(root, rules.drop, dropped)
    ruled = Ruled(
        parts=_outermost(root, rules.body),
        title=_first(root, rules.title, "rule:title"),
        date=_first(root, rules.date, "rule:date"),
    )
    answers = {
        "body": ruled.parts,
        "drop": n_dropped,
        "title": ruled.title,
        "date": ruled.date,
    }
    missed = tuple(
        f"rule:{one.name}"
        for one in fields(Rules)
        if getattr(rules, one.name) and not answers[one.name]
    )
    return replace(ruled, missed=missed)


def with_ruled(said: Fields, ruled: Ruled) -> Fields:
    """`said` with the title and the date that the rules found in front."""
    if ruled is _NOTHING:
        return said
    refused = said.refused
    if ruled.missed:
        why = ", ".join(f"{name} matched nothing" for name in ruled.missed)
        refused = (*refused, ("rules", why))
    return replace(
        said,
        title=ruled.title or said.title,
        published=(*((ruled.date,) if ruled.date else ()), *said.published),
        refused=refused,
    )


def _drop(root: etree._Element, selectors: tuple[str, ...], dropped: Dropped) -> int:
    """Takes out what the selectors find; gives how many elements that were."""
    n_dropped = 0
    for selector in selectors:
        for element in _found(root, selector):
            if element is root or not _is_in(element, root):
                continue
            dropped.element(element, DROPPED, selector)
            drop(element)
            n_dropped += 1
    return n_dropped


def _is_in(element: etree._Element, root: etree._Element) -> bool:
    """Whether the element is still in the tree: one above it may be out already."""
    while (above := element.getparent()) is not None:
        element = above
    return element is root


def _outermost(
    root: etree._Element, selectors: tuple[str, ...]
) -> tuple[etree._Element, ...]:
    """What the selectors find, in the order of the page, none within another."""
    wanted = {element for selector in selectors for element in _found(root, selector)}
    if not wanted:
        return ()
    inside: set[etree._Element] = set()
    parts = []
    for element in root.iter():
        above = element.getparent()
        if above in inside:
            inside.add(element)
        elif element in wanted:
            inside.add(element)
            parts.append(element)
    return tuple(parts)


def _first(
    root: etree._Element, selectors: tuple[str, ...], came_from: str
) -> Found[str] | None:
    """The value of the first element found that has one."""
    for selector in selectors:
        for element in _found(root, selector):
            name = _SAID_IN.get(str(element.tag))
            said = element.get(name) if name else None
            if value := found(said or text_of(element), came_from):
                return value
    return None


def _found(root: etree._Element, selector: str) -> list[etree._Element]:
    compiled = _compiled(selector)
    if _is_too_large(root, compiled.path):
        return []
    answer = compiled(root)
    return [one for one in answer if isinstance(one, etree._Element)]  # type: ignore[union-attr]


def _is_too_large(root: etree._Element, path: str) -> bool:
    """Whether the page has too much side by side, or in one another, for `path`."""
    if "sibling::" in path and any(len(e) > _MAX_SIBLINGS for e in root.iter()):
        return True
    if path.count("ancestor::") < 2:
        return False
    depths: dict[etree._Element | None, int] = {None: 0}
    for element in root.iter():
        depths[element] = depths[element.getparent()] + 1
    return max(depths.values()) > _MAX_DEPTH


@lru_cache(maxsize=1_000)
def _compiled(selector: str) -> etree.XPath:
    try:
        return etree.XPath(_RightToLeft().css_to_xpath(selector))
    except (SelectorError, etree.XPathError, ValueError) as error:
        what = " ".join(str(error).split())
        raise SelectorUnreadable(f"{selector!r} is no CSS selector: {what}") from error
