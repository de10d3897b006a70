"""Why a page is no article: an index, a gate, an error, a shell, the stub of a text.

Told by what pages say of themselves and by how they are built; words are asked
only beside a number of HTTP. What is short or odd stays an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlsplit

from tasks.extract.fields import Fields
from tasks.extract.gates import (
    ARCHIVE_ROOT,
    CONSENT_PLACE,
    ERROR_ROOT,
    LIST_ROOT,
    LOGIN_PLACE,
    SEARCH_PLACE,
    SEARCH_ROOT,
)
from tasks.extract.jsonld import Node
from tasks.extract.page_signs import Signs, worth
from tasks.extract.status_titles import is_status
from tasks.extract.stubs import CUT, read_stub

# Less than a brief of 100 words or so.
_BRIEF = 600
# What a gate or an error says is shorter; what an app says before it starts, too.
_MAX_GATE, _MAX_SHELL = 2_000, 120
_MIN_TEASERS, _MIN_LINKS = 4, 8
_MOST, _MUCH, _NEARLY_ALL = 0.6, 0.35, 0.6
_MANY_LINKS = 20
# So many letters between a headline and the next teaser are a text of its own.
_MIN_UNDER_HEAD = 100
# A list may say that much of what it lists, and more where its data call it one; a
# brief of 60 words has 300.
_MAX_INTRO, _MAX_SAID_INTRO = 250, 400
# A section is named in fewer words than a headline has, and without a colon in it.
_MIN_WORDS = 4
_MIN_WIDE = 12  # that much more are 8 wide letters worth
_HEADLINE_MARK = re.compile(r"[:?!;“„«「：？！]")
# Under a headline, a block of so many letters is a paragraph and no teaser.
_MIN_PARAGRAPH = 120
# No list is as long; each of its blocks is looked for in all teasers.
_MAX_LISTED = 100_000
_LISTS = frozenset(("collectionpage", "itemlist", "profilepage"))
_FRONT = frozenset(("", "index.html", "index.htm", "index.php", "home"))
_SEARCH_KEYS = frozenset(("q", "s", "query", "search", "keyword", "keywords"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoArticle:
    """Why a page is none: a slug, and what was seen."""

    reason: str
    detail: str


def why_no_article(
    signs: Signs, fields: Fields, node: Node, text: str
) -> NoArticle | None:
    """Why the page is no article, None where it may be one.

    `text` is what was read of it, which may be nothing; `node` is the JSON-LD of
    its article, empty where it has none.
    """
    said = fields.title.value if fields.title else ""
    site = fields.publisher.value if fields.publisher else ""
    page = _Page(signs=signs, text=text, title=said, site=site)
    if detail := _stub(page, fields, node):
        return NoArticle(reason="paywall_stub", detail=detail)
    if signs.mark in (None, "meta:og:type") and (detail := _said_error(page)):
        return NoArticle(reason="error_page", detail=detail)
    if signs.mark is not None:
        return None
    for reason, ask in _QUESTIONS:
        if detail := ask(page):
            return NoArticle(reason=reason, detail=detail)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    signs: Signs
    text: str
    title: str
    site: str

    def size(self) -> int:
        """The letters of the text, a wide one for as many as it is worth."""
        return worth(self.text)

    def has_text(self) -> bool:
        """True where a text of its own stands under the page's headline."""
        return self.signs.n_under(self.title) >= _MIN_UNDER_HEAD

    def share(self, of: Callable[[str], bool]) -> float:
        """The share of the text's letters in blocks of which `of` holds."""
        blocks = self.text.split("\n\n")
        n_all = sum(map(len, blocks))
        return sum(len(b) for b in blocks if of(b)) / n_all if n_all else 0.0

    def gate(self, reason: str) -> str:
        """How the text is that of a kind of box; empty where it is not."""
        said = self.signs.gates.get(reason, "")
        if not said.strip() or self.size() > _MAX_GATE:
            return ""
        if reason in ("consent_wall", "login_page") and self.has_text():
            return ""
        share = self.share(lambda block: block in said)
        if self.text and share < _MOST:
            return ""
        if not self.text and worth(said) < _MUCH * self.signs.n_letters:
            return ""
        return f"{share:.0%} of {len(self.text)} letters in a box named so"


def _stub(page: _Page, fields: Fields, node: Node) -> str:
    said = fields.is_free
    if said is None or said.value:
        return ""
    seen = read_stub(page.text, node, has_pay_box=page.signs.has_pay_box)
    return seen and f"not free by {said.came_from}, {seen}"


def _challenge(page: _Page) -> str:
    signs = page.signs
    if signs.challenger and page.size() < _BRIEF and not signs.teasers:
        return f"a script of {signs.challenger}, {len(page.text)} letters of text"
    return page.gate("challenge")


def _said_error(page: _Page) -> str:
    """What the page says to crawlers or names itself, themes' wrong marks aside."""
    signs = page.signs
    if signs.status >= 400:
        return f"meta:prerender-status-code says {signs.status}"
    if ERROR_ROOT.search(signs.root_names):
        return f"the page's root is named {signs.root_names.strip()[:80]!r}"
    return ""


def _error(page: _Page) -> str:
    title = page.signs.title
    if page.size() < _BRIEF and is_status(title, page.site, page.signs.url):
        return f"title {title[:80]!r}, {len(page.text)} letters of text"
    return page.gate("error_page")


def _consent(page: _Page) -> str:
    place = urlsplit(page.signs.url)
    where = f"{place.hostname or ''}{place.path}"
    if CONSENT_PLACE.search(where.lower()) and page.size() < _MAX_GATE:
        is_host = CONSENT_PLACE.search((place.hostname or "").lower())
        if is_host or _leads_back(place) or not page.has_text():
            return f"at {where[:80]}"
    return page.gate("consent_wall")


def _leads_back(place: SplitResult) -> bool:
    """True where an address says where to go on from there, as gates' do."""
    said = (value for _, value in parse_qsl(place.query))
    return any(value.startswith(("/", "http://", "https://")) for value in said)


def _login(page: _Page) -> str:
    signs = page.signs
    if not signs.n_passwords or page.size() >= _BRIEF or page.has_text():
        return ""
    path = urlsplit(signs.url).path.lower()
    if LOGIN_PLACE.search(path) or page.size() < _MAX_SHELL:
        return f"a field for a password, {len(page.text)} letters of text"
    return page.gate("login_page")


def _search(page: _Page) -> str:
    signs = page.signs
    if "searchresultspage" in signs.types:
        return "json-ld:SearchResultsPage"
    place = urlsplit(signs.url)
    asked = _SEARCH_KEYS.intersection(parse_qs(place.query))
    is_place = bool(SEARCH_PLACE.search(place.path.lower()))
    is_named = bool(
        signs.gates.get("search_results") or SEARCH_ROOT.search(signs.root_names)
    )
    if [bool(asked), is_place, is_named].count(True) < 2:
        return ""
    listed = _listed(page, _MUCH, _MAX_INTRO, is_list=True)
    return listed and f"at {place.path[:60]}?{'&'.join(sorted(asked))}, {listed}"


def _index(page: _Page) -> str:
    signs = page.signs
    is_front = urlsplit(signs.url).path.strip("/") in _FRONT and bool(signs.url)
    is_said = not signs.types.isdisjoint(_LISTS)
    is_list = is_said or LIST_ROOT.search(signs.root_names)
    least = _MUCH if is_front or is_list else _MOST
    is_site = is_front or is_list or signs.og_type == "website"
    most_under = _MAX_INTRO if is_site else _MIN_UNDER_HEAD
    is_sure = is_front or is_said or bool(ARCHIVE_ROOT.search(signs.root_names))
    listed = _listed(
        page, least, _MAX_SAID_INTRO if is_said else most_under, is_list=is_sure
    )
    if listed and is_front:
        return f"a front page, {listed}"
    return f"a list by its own words, {listed}" if listed and is_list else listed


def _listed(page: _Page, least: float, most_under: int, *, is_list: bool) -> str:
    """How the text is one of teasers or links, where `least` of it is.

    Empty where more than `most_under` letters stand under a headline. A page that is
    not known for a list (`is_list`) may be one text of posts.
    """
    signs = page.signs
    if signs.n_under(page.title) >= most_under or len(page.text) > _MAX_LISTED:
        return ""
    is_story = not is_list and _is_headline(page.title)
    if is_story and signs.n_below * 2 > len(signs.teasers):
        return ""
    teasers = "\n".join(signs.teasers)
    in_teasers = page.share(
        lambda block: block in teasers and not (is_story and _is_paragraph(block))
    )
    in_links = page.share(signs.links.__contains__)
    said = f"{len(signs.teasers)} teasers, {len(signs.links)} links"
    if len(signs.teasers) >= _MIN_TEASERS and (not page.text or in_teasers >= least):
        return f"{said}, {in_teasers:.0%} of the text in teasers"
    if len(signs.links) >= _MIN_LINKS and page.text and in_links >= least:
        return f"{said}, {in_links:.0%} of the text in links"
    of_all = signs.n_link_letters / max(signs.n_letters, 1)
    if (
        len(signs.links) >= _MANY_LINKS
        and page.size() < _BRIEF
        and of_all >= _NEARLY_ALL
    ):
        return f"{said}, {of_all:.0%} of the page in links"
    return ""


def _is_headline(title: str) -> bool:
    """True where a title has more words than the name of a section has."""
    is_long = len(title.split()) >= _MIN_WORDS or worth(title) - len(title) >= _MIN_WIDE
    return is_long or bool(_HEADLINE_MARK.search(title))


def _is_paragraph(block: str) -> bool:
    return worth(block) >= _MIN_PARAGRAPH and not CUT.search(block)


def _shell(page: _Page) -> str:
    signs = page.signs
    if signs.app_root is None or not signs.n_scripts:
        return ""
    if page.size() >= _MAX_SHELL or signs.app_letters >= _MAX_SHELL:
        return ""
    return (
        f"{signs.app_letters} letters in {signs.app_root!r}, {signs.n_scripts} scripts"
    )


_QUESTIONS: tuple[tuple[str, Callable[[_Page], str]], ...] = (
    ("challenge", _challenge),
    ("error_page", _error),
    ("consent_wall", _consent),
    ("login_page", _login),
    ("search_results", _search),
    ("index_page", _index),
    ("empty_shell", _shell),
)
