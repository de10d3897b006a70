"""What a page lists: each link to another story that begins a line, with what follows.

Unlike teasers.py it asks for no heading: a run ends where the next begins, one whose
link is no heading with the box that it shares with no link before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from tasks.extract.clean import squeeze, tidy
from tasks.extract.teasers import is_small, other_place
from tasks.extract.tree import start_of
from tasks.extract.worth import worth

_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "select"))
_LINE_TAGS = frozenset(
    ("p", "div", "li", "td", "tr", "section", "article", "br", "h1", "h2", "h3", "h4",
     "h5", "h6", "ul", "ol", "dt", "dd", "figure", "header", "main", "a")
)  # fmt: skip
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What names the text behind it: the term of a list of definitions too.
_NAMING = _HEADS | {"dt"}
_ENDING = frozenset(("nav", "header", "footer", "aside"))
_EVENTS = ("start", "end")
# A headline is no shorter; before it a line may have the time or the section.
_MIN_HEADLINE, _MAX_HEADLINE, _MAX_BEFORE = 15, 300, 20
# A heading of more elements was never closed.
_MAX_IN_HEAD = 100
# A run ends with the text that makes it so long: more than two long paragraphs are a
# story of their own.
_MAX_RUN, _MAX_RUNS, _MAX_OUTSIDE = 900, 2_000, 100_000
# Of one text, a run has no more.
_MAX_PIECE = 1_500
# The text of a list is that of so many runs or more; so many blocks are asked.
LEAST_RUNS, _MAX_ASKED = 4, 100
# What is listed has so many letters with its headline; a menu's link has less.
_MIN_RUN = 100
# As addresses of stories end: in a slug of four words, or in the digits of an id.
_STORY = re.compile(r"(?:[^/-]+-){3,}[^/]*/?\Z|\d{5,}[^/]{0,12}/?\Z|/20\d\d/\d\d?/.")
# As they may end, though a section's may too: in three words, in a short id that is
# no year, in letters that are not of ASCII, in what WordPress and others ask for.
_MAYBE_STORY = re.compile(
    r"(?:[^/-]+-){2}[^/]*/?\Z|(?<!\d)(?!(?:19|20)\d\d/?\Z)\d{3,}[^/]{0,12}/?\Z"
    r"|(?:%[89a-f][0-9a-f]|[^\0-\x7f])[^/]*/?\Z"
    r"|[?&](?:p|id|nid|aid|newsid|articleid)=\w",
    re.IGNORECASE,
)
_TIME_OF_DAY = re.compile(r"\W*\d{1,2}\s?[:.h]\s?\d\d\b")


@dataclass(slots=True, kw_only=True)
class LinkRun:
    """One line's link and what follows it: where it leads, how often, what is said."""

    path: str
    text: str = ""
    n_links: int = 1
    days: set[str] = field(default_factory=set)

    @property
    def is_story(self) -> bool:
        """True where the link leads to an address such as stories have."""
        return is_story_place(self.path)


@dataclass(slots=True, kw_only=True)
class LinkRuns:
    """The runs of a page that say something, in order, and what stands in none."""

    runs: list[LinkRun] = field(default_factory=list)
    outside: str = ""

    def own(self, blocks: list[str]) -> list[str]:
        """Those of `blocks` that stand in runs only; none of too few runs."""
        said = "\n".join(run.text for run in self.runs)
        own = [one for one in blocks if one in said and one not in self.outside]
        some = own[:_MAX_ASKED]
        holding = (run for run in self.runs if any(one in run.text for one in some))
        is_enough = len(list(islice(holding, LEAST_RUNS))) == LEAST_RUNS
        return own if is_enough else []


def read_runs(root: etree._Element, url: str, name: str) -> LinkRuns:
    """The runs of the page; a heading that leads nowhere ends one, a menu too.

    And so does `name`, its headline, whatever stands around it.
    """
    reader = _Reader(url, name)
    walker = etree.iterwalk(root, events=_EVENTS)
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN:
                walker.skip_subtree()
                continue
            reader.begin(element, tag)
            reader.add(element.text)
        else:
            if tag not in _UNSEEN:
                reader.end(tag)
            reader.add(element.tail)
        if len(reader.runs) >= _MAX_RUNS:
            break
    for run in reader.runs:
        run.text = squeeze(tidy(run.text))
    return LinkRuns(
        runs=[run for run in reader.runs if worth(run.text) >= _MIN_RUN],
        outside=squeeze(tidy("".join(reader.outside))),
    )


def is_story_place(path: str) -> bool:
    """True where a path (and query) ends as those of single stories do."""
    return _STORY.search(path) is not None


def is_above(url: str) -> bool:
    """True for an address that is not built as those of single stories may be."""
    place = urlsplit(url)
    path = f"{place.path}?{place.query}".rstrip("?")
    return bool(url) and not is_story_place(path) and not _MAYBE_STORY.search(path)


class _Reader:
    """Parts the text of a page into runs, as it is walked."""

    def __init__(self, url: str, name: str) -> None:
        self.runs: list[LinkRun] = []
        self.outside: list[str] = []
        self._url, self._name = url, name
        self._before = self._last = ""
        self._n = self._n_outside = self._depth = self._shared = self._lowest = 0
        self._n_heads = 0
        self._is_open = self._in_link = False

    def begin(self, element: etree._Element, tag: str) -> None:
        """Looks at an element that begins: a line, a link, a heading, a time."""
        self._depth += 1
        self._n_heads += tag in _NAMING
        if tag == "a":
            self._in_link = True
            self._link(element)
        elif tag in _LINE_TAGS:
            self._before = ""
            self.add(" ")
        if tag in _ENDING or (tag in _HEADS and self._leads_nowhere(element)):
            self._is_open = False
        if tag == "time" and self._is_open:
            said = element.get("datetime") or element.text or ""
            if said and not _TIME_OF_DAY.match(said):
                self.runs[-1].days.add(said.strip()[:10])

    def end(self, tag: str) -> None:
        """Looks at the end of an element."""
        self._depth -= 1
        self._n_heads -= tag in _NAMING
        self._lowest = min(self._lowest, self._depth)
        if self._depth <= self._shared:
            self._is_open = False
        if tag == "a":
            self._in_link = False
        elif tag in _LINE_TAGS:
            self._before = ""
        if tag in _ENDING:
            self._is_open = False

    def add(self, text: str | None) -> None:
        """Puts `text` into the run that is open and still short, or outside."""
        if not text:
            return
        if text.strip() == self._name and not self._in_link:
            self._is_open = False
        if len(self._before) <= _MAX_BEFORE:
            self._before += text.strip()[: _MAX_BEFORE + 1]
        if self._is_open and self._n < _MAX_RUN:
            self.runs[-1].text += text[:_MAX_PIECE]
            self._n += len(text)
        elif self._n_outside < _MAX_OUTSIDE:
            self.outside.append(text)
            self._n_outside += len(text)

    def _leads_nowhere(self, head: etree._Element) -> bool:
        """True where a heading is no link, holds none and stands in none."""
        is_own = not self._in_link and is_small(head, _MAX_IN_HEAD)
        return is_own and next(head.iter("a"), None) is None

    def _link(self, element: etree._Element) -> None:
        path = other_place((element.get("href") or "").strip(), self._url)
        if path in ("", "/"):
            return
        if self.runs and self.runs[-1].path == path:
            self.runs[-1].n_links += self._is_open
        elif len(self._before) <= _MAX_BEFORE and _is_headline(element):
            self.runs.append(LinkRun(path=path, n_links=1 + (path == self._last)))
            self._n, self._is_open = 0, True
            is_named = self._n_heads or any(one.tag in _NAMING for one in element)
            self._shared = -1 if is_named else self._lowest
            self._lowest = self._depth
        self._last = path


def _is_headline(link: etree._Element) -> bool:
    return worth(start_of(link, _MAX_HEADLINE).strip()) >= _MIN_HEADLINE
