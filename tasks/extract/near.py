"""What stands near a page's headline, and what stands with other articles.

Dates and credits are on every page many times over: of related articles, of
comments. Those of the article itself stand near its headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice, tee
from math import inf

from lxml import etree

from tasks.extract.fields import one_line
from tasks.extract.head import Head
from tasks.extract.titles import bare
from tasks.extract.tree import start_of

SKIPPED = frozenset(("script", "style", "noscript", "svg", "option", "textarea"))
_MAX_BEHIND, _MAX_BEFORE, _MAX_UP = 60_000, 200, 12
_MAX_HEADINGS = 1000
# Nearness is this at the headline, and half of it so many elements on: it falls
# faster before the headline than behind.
_AT_HEAD, _HALF_BEHIND, _HALF_BEFORE = 10.0, 25.0, 12.5
_OTHERS = re.compile(
    r"comment|respond|repl(?:y|ies)|related|recommend|sidebar|footer|teaser|ticker"
    r"|(?<!elementor-)widget|popular|recent|trending|more-|-more|latest|carousel|slider"
    r"|newsletter|menu|cookie|calendar|list-item|similar|archive|listing"
    r"|(?:^|[\s_-])(?:nav|navigation|cards?|events?|next|prev|previous|tags?)(?:$|[\s_-])",
    re.IGNORECASE,
)
# In a list each article has a box of its own, with a link of so many letters to it (a
# syllable's or a word's sign counts three). Of the dates that this leaves out, 18 % of
# those on other hosts than were looked at were the page's day: of articles of one day
# (2026-11-30).
_MAX_CARD, _MAX_CARD_UP, _MAX_IN_CARD, _LEAST_TITLE = 400, 6, 200, 30
# What names a line with the article's own date, whatever it links to: its author, a
# series, a policy. And where links to authors lead.
_OWN_LINE = re.compile(
    r"byline|author|dateline|breadcrumb|(?:^|[\s_-])(?:meta|info)(?:$|[\s_-])",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|autore|autori|people|staff|team|profiles?|by"
    r"|journalists?|reporters?|contributors?|writers?|redaktion)(?:/|$)",
    re.IGNORECASE,
)
_NO_TITLE = frozenset(("author", "tag", "category", "nofollow"))
_HOST = re.compile(r"(?:https?:)?//(?:www\.)?([^/?#]+)", re.IGNORECASE)
_FIRST_DENSE = "\u0e00"
# The headline's own elements and a line or two behind it.
_MAX_HEAD = 10
_OTHER_TAGS = frozenset(("footer", "aside", "nav", "form"))


class Surroundings:
    """The elements of a page by their distance to its headline, `title`.

    No more of the page is walked than is asked for.
    """

    def __init__(self, page: Head, title: str | None) -> None:
        self._page, self._title = page, title
        self._boxes: dict[etree._Element, int | None] = {}

    def sides(self) -> Iterator[tuple[Iterator[etree._Element], float]]:
        """The elements from the headline on, then those before it, backwards.

        With each over how many elements nearness falls by half.
        """
        for n, (walk, half) in enumerate(self._walks):
            # The walk that is kept stays where it is, and has what others came to.
            kept, walk = tee(walk)
            self._walks[n] = kept, half
            yield walk, half

    @cached_property
    def _walks(self) -> list[tuple[Iterator[etree._Element], float]]:
        headline = self._headline
        if headline is None:
            return [(islice(self._page.root.iter(), _MAX_BEHIND), _HALF_BEHIND)]
        return [
            (islice(_onward(headline), _MAX_BEHIND), _HALF_BEHIND),
            (islice(_backward(headline), _MAX_BEFORE), _HALF_BEFORE),
        ]

    @cached_property
    def _headline(self) -> etree._Element | None:
        """What has the headline for its text, headings first; else the first h1."""
        wanted, of_tag = bare(self._title or ""), self._page.of_tag
        if not wanted:
            return next(iter(of_tag["h1"]), None)
        headings = chain(of_tag["h1"], of_tag["h2"], of_tag["h3"])
        for heading in islice(headings, _MAX_HEADINGS):
            if _starts_as(heading, wanted):
                return heading
        for element in islice(self._page.root.iter(), _MAX_BEHIND):
            if element.get("itemprop") == "headline" and _starts_as(element, wanted):
                return element
        return next(iter(of_tag["h1"]), None)

    @cached_property
    def _own(self) -> set[etree._Element]:
        headline = self._page.root if self._headline is None else self._headline
        return {headline, *headline.iterancestors()}

    def is_of_another(self, element: etree._Element) -> bool:
        """Whether it stands in a list of other articles, a comment, a footer.

        What the headline itself stands in is the article's, whatever its name.
        """
        above: etree._Element | None = element
        n_up = 0
        while above is not None and n_up < _MAX_UP and above not in self._own:
            if above.tag in _OTHER_TAGS or _names_others(_names_of(above)):
                return True
            above, n_up = above.getparent(), n_up + 1
        return False

    def is_in_card(self, element: etree._Element) -> bool:
        """Whether it stands beside the linked title of another article, or in it.

        That is what a list of articles is made of, in whatever box and script.
        """
        for above in islice(chain((element,), element.iterancestors()), _MAX_CARD_UP):
            if above in self._own:
                return False
            # Of many dates in one box it is asked once: lxml counts all that is in it.
            if above not in self._boxes:
                self._boxes[above] = self._n_titles(above)
            if (n_titles := self._boxes[above]) is None:
                return False
            if n_titles:
                return not _OWN_LINE.search(_names_of(above))
        return False

    def is_in_head(self, element: etree._Element) -> bool:
        """Whether it is among the first elements behind the headline."""
        return element in self._head

    @cached_property
    def _head(self) -> set[etree._Element]:
        if self._headline is None:
            return set()
        return set(islice(_onward(self._headline), _MAX_HEAD))

    def _n_titles(self, box: etree._Element) -> int | None:
        """How many links to other articles are in a box; None where it is too long."""
        if len(start_of(box, _MAX_CARD + 1)) > _MAX_CARD:
            return None
        parts = islice(box.iter(), _MAX_IN_CARD)
        return sum(self._leads_away(part) for part in parts if part.tag == "a")

    def _leads_away(self, link: etree._Element) -> bool:
        """Whether it leads to another page of the site, and is as long as a title."""
        href = (link.get("href") or "").partition("#")[0]
        if not href or href.endswith(self._path) or not self._is_within(href):
            return False
        if _AUTHORS.search(href) or not _NO_TITLE.isdisjoint(
            (link.get("rel") or "").split()
        ):
            return False
        text = bare(one_line(start_of(link, 300)))
        n = sum(
            3 if c >= _FIRST_DENSE else c.isalpha() for c in text[: 2 * _LEAST_TITLE]
        )
        return n >= _LEAST_TITLE and text != bare(self._title or "")

    def _is_within(self, href: str) -> bool:
        """Whether an address is one of the page's site, as far as is quickly seen."""
        match = _HOST.match(href)
        return match is None or match[1] in (self._page.url or href)

    @cached_property
    def _path(self) -> str:
        """What stands behind the host in the page's own address."""
        return _HOST.sub("", self._page.url or "").partition("#")[0] or " "


def nearness(place: int, half: float) -> float:
    """How near the element at `place` of a side is; `half` is that of `sides`."""
    return _AT_HEAD / (1.0 + place / half)


def reach(least: float, half: float) -> float:
    """The place of a side behind which nothing is nearer than `least`."""
    return inf if least <= 0 else half * (_AT_HEAD / least - 1.0)


def _starts_as(element: etree._Element, wanted: str) -> bool:
    return bare(one_line(start_of(element, 1000))) == wanted


def _onward(element: etree._Element) -> Iterator[etree._Element]:
    """`element` and all that begins behind it, in document order."""
    return chain.from_iterable(_branches(element))


def _branches(element: etree._Element) -> Iterator[Iterator[etree._Element]]:
    """What stands in `element`, then in each that follows it, from the inmost on."""
    yield element.iter()
    at: etree._Element | None = element
    while at is not None:
        for sibling in at.itersiblings():
            yield sibling.iter()
        at = at.getparent()


def _backward(element: etree._Element) -> Iterator[etree._Element]:
    """All that begins before `element`, the last first."""
    at: etree._Element | None = element
    while at is not None:
        previous = at.getprevious()
        at = at.getparent() if previous is None else _last_in(previous)
        if at is not None:
            yield at


def _last_in(element: etree._Element) -> etree._Element:
    """The element within `element`, itself among them, that begins last."""
    below: etree._Element | None = element
    while below is not None:
        element, below = below, next(below.iterchildren(reversed=True), None)
    return element


def before(element: etree._Element, most: int) -> str:
    """The text in front of `element`, of at most `most` letters: a label, or none."""
    previous = element.getprevious()
    if previous is not None:
        said = f"{start_of(previous, 200)} {(previous.tail or '')[:200]}"
    else:
        above = element.getparent()
        said = (above.text or "")[:200] if above is not None else ""
    said = one_line(said)
    return said if len(said) <= most else ""


def _names_of(element: etree._Element) -> str:
    """Its classes and its id, as far as anybody asks."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300]


@lru_cache(maxsize=20_000)
def _names_others(name: str) -> bool:
    return bool(_OTHERS.search(name))
