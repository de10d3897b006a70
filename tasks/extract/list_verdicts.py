"""Whether a page lists articles and is none: a front page, a section, a tag, an
author's page, a search.

Each question gives what was seen, empty where it does not hold. A list is told by its
text, which is that of teasers or of links; one that teasers of its own length hide,
by what it says of itself and by where its links lead.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tasks.extract.gates import (
    ARCHIVE_ROOT,
    AUTHOR_PLACE,
    LIST_ROOT,
    SEARCH_PLACE,
    SEARCH_ROOT,
)
from tasks.extract.link_runs import LEAST_RUNS, LinkRun, is_above
from tasks.extract.page_marks import is_front_place
from tasks.extract.page_signs import LISTS, is_headline
from tasks.extract.seen_page import BRIEF, MIN_UNDER_HEAD, MOST, MUCH, SeenPage
from tasks.extract.stubs import CUT
from tasks.extract.worth import worth

_MIN_TEASERS, _MIN_LINKS, _MANY_LINKS = 4, 8, 20
# A list may say that much of what it lists, and more where its data call it one; a
# brief of 60 words has 300.
_MAX_INTRO, _MAX_SAID_INTRO = 250, 400
# Under a headline, a block of so many letters is a paragraph and no teaser.
_MIN_PARAGRAPH = 120
# No list is as long; each of its blocks is looked for in all teasers.
_MAX_LISTED = 100_000
# ItemList stands on texts of ten places to go as well.
_SURE_LISTS = LISTS - {"itemlist"}
_ABOVE = "not itself at a story's address"
_OF_AUTHOR = "at an author's address"
# Without data that say so, no sentence stands on a list but under its links.
_MAX_OUTSIDE = 60
# So much of what speaks for a list does where its teasers are as long as texts.
_MIN_TOLD = 2
_SEARCH_KEYS = frozenset(("q", "s", "query", "search", "keyword", "keywords"))


def search(page: SeenPage) -> str:
    """How the page lists what a search found."""
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
    listed = _listed(page, MUCH, _MAX_INTRO, is_list=True) or told_index(page)
    return listed and f"at {place.path[:60]}?{'&'.join(sorted(asked))}, {listed}"


def index(page: SeenPage) -> str:
    """How the page lists stories."""
    signs = page.signs
    is_front = is_front_place(signs.url)
    is_said = not signs.types.isdisjoint(LISTS)
    is_list = is_said or LIST_ROOT.search(signs.root_names)
    least = MUCH if is_front or is_list else MOST
    is_site = is_front or is_list or signs.og_type == "website"
    most_under = _MAX_INTRO if is_site else MIN_UNDER_HEAD
    is_sure = is_front or is_said or bool(ARCHIVE_ROOT.search(signs.root_names))
    listed = _listed(
        page, least, _MAX_SAID_INTRO if is_said else most_under, is_list=is_sure
    )
    if listed and is_front:
        return f"a front page, {listed}"
    if listed:
        return f"a list by its own words, {listed}" if is_list else listed
    return told_index(page)


def told_index(page: SeenPage) -> str:
    """How a page of long teasers is told from a text of parts that link elsewhere.

    By two things that speak for it, of which one is its data or its address. Where
    only its address is, all of its text but an author's life stands under links.
    """
    runs = page.signs.runs.runs
    blocks = page.text.split("\n\n")
    if len(runs) < LEAST_RUNS or len(page.text) > _MAX_LISTED:
        return ""
    listed = page.signs.runs.own(blocks)
    n_all, n_listed = (sum(map(worth, some)) for some in (blocks, listed))
    if n_listed < MOST * n_all or not (sure := _sure(page)):
        return ""
    if sure == [_ABOVE] and n_all - n_listed >= _MAX_OUTSIDE:
        return ""
    told = sure + _told(page)
    if len(told) < _MIN_TOLD:
        return ""
    seen = (
        f"{len(runs)} stories linked, {n_listed} of {n_all} letters under their links"
    )
    return f"{', '.join(told)}; {seen}"


def _sure(page: SeenPage) -> list[str]:
    """What pages of one article hardly ever are: by address, or by data."""
    signs = page.signs
    runs = signs.runs.runs
    told = sorted(signs.types & _SURE_LISTS)
    if signs.is_front:
        told.append("by its own address a front page")
    if AUTHOR_PLACE.search(urlsplit(signs.url).path.lower()):
        told.append(_OF_AUTHOR)
    elif sum(run.is_story for run in runs) >= MOST * len(runs) and is_above(signs.url):
        told.append(_ABOVE)
    return told


def _told(page: SeenPage) -> list[str]:
    """What speaks for a list, though pages of one article may have it too."""
    signs = page.signs
    told = sorted(signs.types & (LISTS - _SURE_LISTS))
    if not is_headline(page.title):
        told.append("with a title of few words")
    if signs.og_type == "website":
        told.append("og:type website")
    if LIST_ROOT.search(signs.root_names):
        told.append("a root named as a list")
    return told + _twice(signs.runs.runs)


def _twice(runs: list[LinkRun]) -> list[str]:
    """What most of `runs` have that a part of one text has not."""
    told = []
    if sum(run.n_links > 1 for run in runs) >= MOST * len(runs):
        told.append("links twice to each")
    days = {day for run in runs for day in run.days}
    if sum(bool(run.days) for run in runs) >= MOST * len(runs) and len(days) > 1:
        told.append(f"{len(days)} days")
    return told


def _listed(page: SeenPage, least: float, most_under: int, *, is_list: bool) -> str:
    """How the text is one of teasers or links, where `least` of it is.

    Empty where more than `most_under` letters stand under a headline. A page that is
    not known for a list (`is_list`) may be one text of posts.
    """
    signs = page.signs
    if signs.n_under(page.title) >= most_under or len(page.text) > _MAX_LISTED:
        return ""
    is_story = not is_list and is_headline(page.title)
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
    if len(signs.links) >= _MANY_LINKS and page.size() < BRIEF and of_all >= MOST:
        return f"{said}, {of_all:.0%} of the page in links"
    return ""


def _is_paragraph(block: str) -> bool:
    return worth(block) >= _MIN_PARAGRAPH and not CUT.search(block)
