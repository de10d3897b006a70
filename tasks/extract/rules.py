"""A site's own rules, for where the general ones fail: CSS selectors over its pages.

What they find holds; where one finds nothing the general way is taken, and the
article's provenance says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from cssselect import ExpressionError, HTMLTranslator, Selector, SelectorError, parse
from cssselect.parser import CombinedSelector
from lxml import etree

from tasks.extract.dropped import Dropped
from tasks.extract.fields import Fields, Found, found
from tasks.extract.tree import drop, text_of
from warehouse.model.source import NO_RULES, Rules

# Where an element says its value in an attribute: `<meta content>`, `<time datetime>`.
_SAID_IN = {"meta": "content", "time": "datetime", "data": "value"}
DROPPED = "rule_drop"

# What a combinator of CSS asks of an element: which one to look at next, and whether
# those beyond it count too.
_Step = Callable[[etree._Element], etree._Element | None]
_STEPS: dict[str, tuple[_Step, bool]] = {
    " ": (etree._Element.getparent, True),
    ">": (etree._Element.getparent, False),
    "~": (etree._Element.getprevious, True),
    "+": (etree._Element.getprevious, False),
}
# Each simple part of a selector, with the combinator before it.
_Chain = tuple[tuple[str, etree.XPath], ...]
# `:nth-child` looks at all before each element, `:has` at all in it, `:contains` at
# its text: of so many looks, a second's (2026-11-30). Pages have tens of thousands.
_MAX_LOOKS = 25_000_000
_LETTERS_A_LOOK = 100


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
        found = [one for one in _found(root, selector) if one is not root]
        for element in _not_in_another(found):
            dropped.element(element, DROPPED, selector)
            drop(element)
            n_dropped += 1
    return n_dropped


def _outermost(
    root: etree._Element, selectors: tuple[str, ...]
) -> tuple[etree._Element, ...]:
    """What the selectors find, in the order of the page, none within another."""
    if len(selectors) == 1:
        return _not_in_another(_found(root, selectors[0]))
    wanted = {element for selector in selectors for element in _found(root, selector)}
    return _not_in_another(_in_order(root, wanted))


def _in_order(
    root: etree._Element, wanted: set[etree._Element]
) -> list[etree._Element]:
    return [element for element in root.iter() if element in wanted] if wanted else []


def _not_in_another(found: list[etree._Element]) -> tuple[etree._Element, ...]:
    inner = set(_related(found, set(found), " "))
    return tuple(element for element in found if element not in inner)


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
    """What the selector finds, in the order of the page."""
    found = [_found_by(root, chain) for chain in _compiled(selector)]
    return found[0] if len(found) == 1 else _in_order(root, set().union(*found))


def _found_by(root: etree._Element, chain: _Chain) -> list[etree._Element]:
    """What the chain finds, a part of it at a time and each over the whole page.

    As one XPath it gathers the same elements again and again, or asks the same of
    them: `li ~ li` took 100 s on 20 lists of 1,000 items, and from right to left
    `.x .y i` 25 s on 2,000 elements 450 deep (2026-11-30).
    """
    found: list[etree._Element] = []
    for combinator, part in chain:
        if _is_too_large(root, part.path):
            return []
        ends = [one for one in part(root) if isinstance(one, etree._Element)]  # type: ignore[union-attr]
        found = _related(ends, set(found), combinator) if combinator else ends
        if not found:
            return []
    return found


def _related(
    elements: list[etree._Element], wanted: set[etree._Element], combinator: str
) -> list[etree._Element]:
    """Those of `elements` that stand to one of `wanted` as the combinator says.

    Each element of the page is asked once, however many have it above or before them.
    """
    step, goes_on = _STEPS[combinator]
    if not goes_on:
        return [element for element in elements if step(element) in wanted]
    # whether an element is wanted, or one beyond it is
    leads: dict[etree._Element | None, bool] = {None: False}
    related = []
    for element in elements:
        passed = []
        at = step(element)
        while at is not None and at not in leads and at not in wanted:
            passed.append(at)
            at = step(at)
        answer = at in wanted or leads[at]
        leads.update(dict.fromkeys(passed, answer))
        if answer:
            related.append(element)
    return related


def _is_too_large(root: etree._Element, path: str) -> bool:
    """Whether the page has too much side by side, or in one another, for `path`."""
    n_looks = 0
    if "sibling::" in path:
        n_looks += sum(len(element) ** 2 for element in root.iter())
    if any(asks in path for asks in ("descendant::", "ancestor", "contains(., ")):
        depths: dict[etree._Element | None, int] = {None: 0}
        for element in root.iter():
            depths[element] = depth = depths[element.getparent()] + 1
            n_letters = len(element.text or "") + len(element.tail or "")
            n_looks += depth * (1 + n_letters // _LETTERS_A_LOOK)
    return n_looks > _MAX_LOOKS


@lru_cache(maxsize=1_000)
def _compiled(selector: str) -> tuple[_Chain, ...]:
    try:
        return tuple(_chain(one) for one in parse(selector))
    except (SelectorError, etree.XPathError, ValueError) as error:
        what = " ".join(str(error).split())
        raise SelectorUnreadable(f"{selector!r} is no CSS selector: {what}") from error


def _chain(selector: Selector) -> _Chain:
    """The parts of a selector from left to right."""
    if selector.pseudo_element:
        raise ExpressionError("Pseudo-elements are not supported.")
    tree, parts = selector.parsed_tree, []
    while isinstance(tree, CombinedSelector):
        parts.append((tree.combinator, tree.subselector))
        tree = tree.selector
    parts.append(("", tree))
    usual = HTMLTranslator()
    return tuple(
        (combinator, etree.XPath(f"descendant-or-self::{usual.xpath(part)}"))
        for combinator, part in reversed(parts)
    )
