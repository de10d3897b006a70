"""What stands near a page's headline, and what stands with other articles.

Dates and credits are on every page many times over: of related articles, of
comments. Those of the article itself stand near its headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice

from lxml import etree

from tasks.extract.fields import one_line
from tasks.extract.titles import bare
from tasks.extract.tree import start_of

SKIPPED = frozenset(("script", "style", "noscript", "svg", "option", "textarea"))
_MAX_ELEMENTS = 60_000
_MAX_UP, _MAX_BEFORE = 12, 200
_HEADS = frozenset(("h1", "h2", "h3"))
_OTHERS = re.compile(
    r"comment|respond|repl(?:y|ies)|related|recommend|sidebar|footer|teaser|ticker"
    r"|(?<!elementor-)widget|popular|recent|trending|more-|-more|latest|carousel|slider"
    r"|newsletter|menu|cookie|calendar|list-item|similar|archive|listing"
    r"|(?:^|[\s_-])(?:nav|navigation|cards?|events?|next|prev|previous|tags?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_TAGS = frozenset(("footer", "aside", "nav", "form"))


class Surroundings:
    """The elements of a page by their distance to its headline, `title`."""

    def __init__(self, root: etree._Element, title: str | None) -> None:
        self._root, self._title = root, title

    @cached_property
    def elements(self) -> list[etree._Element]:
        """The page's elements in document order."""
        return list(islice(self._root.iter(), _MAX_ELEMENTS))

    @cached_property
    def head(self) -> int:
        """The place of the headline among the elements; of the first h1, or 0."""
        wanted = bare(self._title or "")
        first = 0
        for place, element in enumerate(self.elements):
            is_head = element.tag in _HEADS or element.get("itemprop") == "headline"
            if not is_head or element.tag == "meta":
                continue
            if element.tag == "h1" and not first:
                first = place
            if wanted and bare(one_line(start_of(element, 1000))) == wanted:
                return place
        return first

    @cached_property
    def _own(self) -> set[etree._Element]:
        headline = self.elements[self.head]
        return {headline, *headline.iterancestors()}

    def sides(self) -> Iterator[Iterator[tuple[etree._Element, float]]]:
        """Twice the elements with their nearness, which falls: from the headline on,
        and those before it, backwards.

        Nearness is 10 at the headline and falls faster before it than behind.
        """
        behind = enumerate(islice(self.elements, self.head, None))
        yield ((element, 10.0 / (1.0 + n / 25.0)) for n, element in behind)
        start = max(0, self.head - _MAX_BEFORE)
        before = enumerate(reversed(self.elements[start : self.head]), 1)
        yield ((element, 10.0 / (1.0 + n / 12.5)) for n, element in before)

    def is_of_another(self, element: etree._Element) -> bool:
        """Whether it stands in a list of other articles, a comment, a footer.

        What the headline itself stands in is the article's, whatever its name.
        """
        above: etree._Element | None = element
        n_up = 0
        while above is not None and n_up < _MAX_UP and above not in self._own:
            name = f"{above.get('class') or ''} {above.get('id') or ''}"[:300]
            if above.tag in _OTHER_TAGS or _names_others(name):
                return True
            above, n_up = above.getparent(), n_up + 1
        return False


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


@lru_cache(maxsize=20_000)
def _names_others(name: str) -> bool:
    return bool(_OTHERS.search(name))
