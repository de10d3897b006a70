"""Every text of a page that may be its headline, and what speaks for each.

The same words in several fields are one candidate; titles.py chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree

from tasks.extract.fields import one_line
from tasks.extract.head import Head
from tasks.extract.jsonld import line
from tasks.extract.months import fold
from tasks.extract.sitename import SiteNames, cuts
from tasks.extract.titles import Candidate, bare, words_of

_MAX_H1S, _MAX_H2S, _MAX_NAMED, _MAX_PARTS = 12, 8, 12, 6
_MAX_TITLE = 300
_MAX_PIECES = 100
_METAS = {
    "og": ("og:title",),
    "twitter": ("twitter:title",),
    "meta": (
        "headline", "dc.title", "dcterms.title", "title", "parsely-title",
        "sailthru.title", "citation_title", "cxenseparse:title", "hdl",
    ),
}  # fmt: skip
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:headline|title|titre|titel|titulo|titolo)(?:$|[\s_-])", re.I
)
_NAMED_TAGS = ("span", "div", "p", "strong", "h3", "a")
_BREAKING = frozenset(("br", "div", "p", "h2", "h3", "h4", "small", "li"))
_SLUG_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")


# The fields that hold a whole headline, most often.
_STRONG = frozenset(
    (
        "h1 only",
        "h1 first",
        "h1 later",
        "ld",
        "ldname",
        "og",
        "twitter",
        "meta",
        "title",
    )
)


def read_candidates(page: Head, site: SiteNames) -> list[Candidate]:
    """The candidates of a page, each once, the signs of all its fields upon it."""
    found: dict[str, Candidate] = {}
    is_news = page.is_news
    for sign, came_from, text in _said(page, site):
        key = bare(text)
        if not key or len(text) > _MAX_TITLE:
            continue
        candidate = found.setdefault(key, Candidate(text, came_from))
        candidate.signs.add(sign)
        if is_news and sign in _STRONG:
            candidate.signs.add(f"news {sign}")
    _compare(found, site, slug_words(page.url))
    return list(found.values())


def _said(page: Head, site: SiteNames) -> Iterator[tuple[str, str, str]]:
    """(sign, field, text) of all that may be the headline, the most trusted first."""
    yield from _headings(page.root, site)
    for sign, key in (("ld", "headline"), ("ldname", "name")):
        yield from _forms(sign, f"json-ld:{key}", line(page.node.get(key)), site)
    for sign, names in _METAS.items():
        for name in names:
            for content in page.metas.get(name, [])[:1]:
                yield from _forms(sign, f"meta:{name}", content, site)
    document = next(page.root.iter("title"), None)
    if document is not None:
        yield from _forms("title", "title", heading_text(document), site)
    yield from _named(page.root)


def _headings(root: etree._Element, site: SiteNames) -> Iterator[tuple[str, str, str]]:
    found: dict[str, list[etree._Element]] = {"h1": [], "h2": []}
    for heading in root.iter("h1", "h2"):
        found[heading.tag].append(heading)
    texts = [(h1, heading_text(h1)) for h1 in found["h1"][:_MAX_H1S]]
    h1s = [(h1, text) for h1, text in texts if text and not site.has(text)]
    for n, (_, text) in enumerate(h1s):
        sign = "h1 only" if len(h1s) == 1 else "h1 first" if n == 0 else "h1 later"
        yield from _forms(sign, "h1", text, site)
    for h1, whole in texts:
        for part in islice(h1.iter("span", "em", "strong", "div", "a"), _MAX_PARTS):
            text = heading_text(part)
            if text != whole and len(text) > len(whole) / 3:
                yield "h1 part", "h1", text
    for n, h2 in enumerate(found["h2"][:_MAX_H2S]):
        yield ("h2 first" if n == 0 else "h2 later"), "h2", heading_text(h2)


def _forms(
    sign: str, came_from: str, text: str, site: SiteNames
) -> Iterator[tuple[str, str, str]]:
    """`text` as it is, without the site's name, and cut at each of its parters."""
    text = one_line(text)
    short = site.without(text)
    yield sign, came_from, short
    if short != text:
        yield f"{sign} with site", came_from, text
    for before, behind in cuts(short):
        yield f"{sign} front", came_from, before
        yield f"{sign} back", came_from, behind


def _named(root: etree._Element) -> Iterator[tuple[str, str, str]]:
    """What the page's own marks call its headline."""
    n_seen = 0
    for element in root.iter(*_NAMED_TAGS):
        sign = ""
        if element.get("itemprop") == "headline":
            sign = "itemprop"
        elif (name := element.get("class")) and _is_named(name):
            sign = "named"
        if sign and (text := heading_text(element)):
            yield sign, sign, text
            n_seen += 1
        if n_seen >= _MAX_NAMED:
            return


@lru_cache(maxsize=20_000)
def _is_named(name: str) -> bool:
    return _NAMED.search(name[:200]) is not None


def _compare(found: dict[str, Candidate], site: SiteNames, slug: set[str]) -> None:
    """Signs of how the candidates bear each other out, and how the address does."""
    sets = {key: words_of(key) for key in found}
    strong = [key for key, one in found.items() if one.signs & _STRONG]
    for key, one in found.items():
        words = sets[key]
        others = [sets[head] for head in strong if sets[head] != words]
        borne = max((len(words & head) / len(words) for head in others), default=0)
        holds = max((len(words & head) / len(head) for head in others), default=0)
        one.signs |= {f"borne {round(borne * 4)}", f"holds {round(holds * 4)}"}
        one.signs.add(f"fields {len(one.signs & _STRONG)}")
        one.signs |= _kinship(key, strong)
        if slug:
            folded = {fold(word) for word in words}
            shared = len(slug & folded)
            one.signs.add(f"slug has {round(4 * shared / len(folded))}")
            one.signs.add(f"in slug {round(4 * shared / len(slug))}")
        n_words = len(words)
        one.signs.add(f"words {n_words if n_words < 4 else 4 if n_words < 20 else 20}")
        if site.has(one.text):
            one.signs.add("is site")


def _kinship(key: str, strong: list[str]) -> set[str]:
    """Whether `key` is the start or the end of a strong candidate, or has one so."""
    signs = set()
    for other in strong:
        if other != key:
            if other.startswith(key):
                signs.add("begins one")
            elif other.endswith(key):
                signs.add("ends one")
            elif key.startswith(other):
                signs.add("goes on")
            elif key.endswith(other):
                signs.add("has a kicker")
    return signs


def slug_words(url: str | None) -> set[str]:
    """The words of the address's longest part, folded; empty where it has none."""
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return set()
    parts = [set(_SLUG_WORD.findall(fold(part))) for part in path.split("/")]
    best = max(parts, key=len)
    return best if len(best) > 2 else set()


def heading_text(element: etree._Element) -> str:
    """The text of a heading on one line, with a space where it breaks the line."""
    if not len(element):
        return one_line(element.text or "")
    pieces: list[str] = []
    for piece in islice(element.iter(), _MAX_PIECES):
        if piece.tag in ("style", "script", "svg", "noscript"):
            continue
        pieces.append(" " if piece.tag in _BREAKING else "")
        pieces.append(piece.text or "")
        if piece is not element:
            pieces.append(piece.tail or "")
    return one_line("".join(pieces))
