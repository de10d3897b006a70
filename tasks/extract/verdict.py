"""Why a page is no article: an index, a gate, an error, a shell, the stub of a text.

Told by what pages say of themselves and by how they are built; words are asked
only where they are numbers of HTTP. What is short or odd stays an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from tasks.extract.fields import Fields
from tasks.extract.gates import (
    CONSENT_PLACE,
    ERROR_ROOT,
    LIST_ROOT,
    LOGIN_PLACE,
    SEARCH_PLACE,
    SEARCH_ROOT,
)
from tasks.extract.jsonld import Node
from tasks.extract.page_signs import MAX_GATE, MAX_INTRO, Signs

# Below, a text that must be paid for is what is shown to all: 100 words or so. The
# shortest whole ones among 30 dev pages that say so have 690 letters.
_STUB = 600
# So much longer may a stub be whose page says that the text has twice its words.
_LONG_STUB = 3_000
# A wide letter of Chinese, Japanese or Korean says as much as these of Latin.
_WIDE_LETTER = 2.5
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
# What an app says before it starts is shorter.
_MAX_SHELL = 120
_MIN_TEASERS, _MIN_LINKS = 4, 8
_MOST, _MUCH, _NEARLY_ALL = 0.6, 0.35, 0.6
_MANY_LINKS = 20
# So many letters between a headline and the next teaser are a text of its own.
_MIN_UNDER_HEAD = 100
# No list is as long; each of its blocks is looked for in all teasers.
_MAX_LISTED = 100_000
# RFC 9110 15.5 and 15.6: a status alone, before a mark, or with its own phrase. "404
# Media" is a newspaper, "Indy 500: the winners" is an article.
_STATUS_TITLE = re.compile(
    r"\A\W*(?:(?:https?|status|code|error|erreur|fehler|fout|errore|erro|ошибка)\W+)*"
    r"(?:40[0-9]|410|429|451|50[0-4])\W*"
    r"(?:\Z|(?<=[-–—:|•·!.,(] )|(?:error\b\W*(?:\Z|[-–—:|])|not found|forbidden"
    r"|unauthorized|gone|bad gateway|bad request|too many requests"
    r"|internal server error|service (?:temporarily )?unavailable|gateway time-?out))",
    re.IGNORECASE,
)
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
    page = _Page(signs=signs, text=text)
    is_free = fields.is_free
    if is_free and not is_free.value and (detail := _stub(page, node)):
        said = f"not free by {is_free.came_from}, {detail}"
        return NoArticle(reason="paywall_stub", detail=said)
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

    def size(self) -> float:
        """The letters of the text, a wide one for as many as it is worth."""
        n_wide = len(_WIDE.findall(self.text))
        return len(self.text) + (_WIDE_LETTER - 1) * n_wide

    def share(self, of: Callable[[str], bool]) -> float:
        """The share of the text's letters in blocks of which `of` holds."""
        blocks = self.text.split("\n\n")
        n_all = sum(map(len, blocks))
        return sum(len(b) for b in blocks if of(b)) / n_all if n_all else 0.0

    def gate(self, reason: str) -> str:
        """How the text is that of a kind of box; empty where it is not."""
        said = self.signs.gates.get(reason, "")
        if not said.strip() or self.size() > MAX_GATE:
            return ""
        if reason == "consent_wall" and self.signs.n_under_head >= _MIN_UNDER_HEAD:
            return ""
        share = self.share(lambda block: block in said)
        if self.text and share < _MOST:
            return ""
        if not self.text and len(said) < _MUCH * self.signs.n_letters:
            return ""
        return f"{share:.0%} of {len(self.text)} letters in a box named so"


def _stub(page: _Page, node: Node) -> str:
    """How little is shown of a text that must be paid for."""
    size = page.size()
    if not page.text or size >= _LONG_STUB:
        return ""
    if size < _STUB:
        return f"{len(page.text)} letters of text"
    said = str(node.get("wordCount") or "")
    n_words = len(page.text.split())
    if said.isdecimal() and size == len(page.text) and int(said[:9]) >= 2 * n_words:
        return f"{n_words} words of {said[:9]}"
    return ""


def _challenge(page: _Page) -> str:
    signs = page.signs
    if signs.challenger and page.size() < _STUB and not signs.teasers:
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
    signs = page.signs
    if _STATUS_TITLE.search(signs.title) and page.size() < _STUB:
        return f"title {signs.title[:80]!r}, {len(page.text)} letters of text"
    return page.gate("error_page")


def _consent(page: _Page) -> str:
    place = urlsplit(page.signs.url)
    where = f"{place.hostname or ''}{place.path}"
    if CONSENT_PLACE.search(where.lower()) and page.size() < MAX_GATE:
        return f"at {where[:80]}"
    return page.gate("consent_wall")


def _login(page: _Page) -> str:
    signs = page.signs
    if not signs.n_passwords or page.size() >= _STUB:
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
    listed = _listed(page, _MUCH, MAX_INTRO)
    return listed and f"at {place.path[:60]}?{'&'.join(sorted(asked))}, {listed}"


def _index(page: _Page) -> str:
    signs = page.signs
    is_front = urlsplit(signs.url).path.strip("/") in _FRONT and bool(signs.url)
    is_list = not signs.types.isdisjoint(_LISTS) or LIST_ROOT.search(signs.root_names)
    least = _MUCH if is_front or is_list else _MOST
    is_site = is_front or is_list or signs.og_type == "website"
    listed = _listed(page, least, MAX_INTRO if is_site else _MIN_UNDER_HEAD)
    if listed and is_front:
        return f"a front page, {listed}"
    return f"a list by its own words, {listed}" if listed and is_list else listed


def _listed(page: _Page, least: float, most_under_head: int) -> str:
    """How the text is one of teasers or links, where `least` of it is.

    Empty where more than `most_under_head` letters stand under a headline.
    """
    signs = page.signs
    if signs.n_under_head >= most_under_head or len(page.text) > _MAX_LISTED:
        return ""
    teasers = "\n".join(signs.teasers)
    in_teasers = page.share(lambda block: block in teasers)
    in_links = page.share(signs.links.__contains__)
    said = f"{len(signs.teasers)} teasers, {len(signs.links)} links"
    if len(signs.teasers) >= _MIN_TEASERS and (not page.text or in_teasers >= least):
        return f"{said}, {in_teasers:.0%} of the text in teasers"
    if len(signs.links) >= _MIN_LINKS and page.text and in_links >= least:
        return f"{said}, {in_links:.0%} of the text in links"
    of_all = signs.n_link_letters / max(signs.n_letters, 1)
    if (
        len(signs.links) >= _MANY_LINKS
        and page.size() < _STUB
        and of_all >= _NEARLY_ALL
    ):
        return f"{said}, {of_all:.0%} of the page in links"
    return ""


def _shell(page: _Page) -> str:
    signs = page.signs
    if signs.app_root is None or not signs.n_scripts:
        return ""
    if len(page.text) >= _MAX_SHELL or signs.app_letters >= _MAX_SHELL:
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
