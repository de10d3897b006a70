"""Every text of a page that may be its headline, and what speaks for each.

The same words in several fields are one candidate; titles.py chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
# How many quarters are shared.
_BORNE, _HOLDS, _SLUG_HAS, _IN_SLUG = (
    tuple(f"{sign} {quarters}" for quarters in range(5))
    for sign in ("borne", "holds", "slug has", "in slug")
)
_SLUG_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")


# The fields that hold a whole headline, most often.
_STRONG = frozenset(
    ("h1 only", "h1 first", "h1 later", "ld", "ldname", "og", "twitter", "meta",
     "title")
)  # fmt: skip
_H1 = frozenset(("h1 only", "h1 first"))


def read_candidates(page: Head, site: SiteNames) -> list[Candidate]:
    """The candidates of a page, each once, the signs of all its fields upon it."""
    found: dict[str, Candidate] = {}
    _gather(found, _said(page, site), page.is_news)
    # Asked of all elements, so only where no h1 is borne out by another field.
    if not any(
        _H1 & one.signs and len(_STRONG & one.signs) > 1 for one in found.values()
    ):
        _gather(found, _named(page.root), page.is_news)
    _compare(found, site, slug_words(page.url))
    return list(found.values())


def _gather(
    found: dict[str, Candidate], said: Iterable[tuple[str, str, str]], is_news: bool
) -> None:
    """Puts what is `said` among the candidates, each under its bare text."""
    for sign, came_from, text in said:
        key = bare(text)
        if not key or len(text) > _MAX_TITLE:
            continue
        candidate = found.setdefault(key, Candidate(text, came_from))
        candidate.signs.add(sign)
        if is_news and sign in _STRONG:
            candidate.signs.add(f"news {sign}")


def _said(page: Head, site: SiteNames) -> Iterator[tuple[str, str, str]]:
    """(sign, field, text) of all that may be the headline, the most trusted first."""
    texts = [(h1, heading_text(h1)) for h1 in page.of_tag["h1"][:_MAX_H1S]]
    h1s = [text for _, text in texts if text and not site.has(text)]
    for n, text in enumerate(h1s):
        sign = "h1 only" if len(h1s) == 1 else "h1 first" if n == 0 else "h1 later"
        yield from _forms(sign, "h1", text, site)
    yield from _parts(texts)
    for n, h2 in enumerate(page.of_tag["h2"][:_MAX_H2S]):
        yield ("h2 first" if n == 0 else "h2 later"), "h2", heading_text(h2)
    for sign, key in (("ld", "headline"), ("ldname", "name")):
        yield from _forms(sign, f"json-ld:{key}", line(page.node.get(key)), site)
    for sign, names in _METAS.items():
        for name in names:
            for content in page.metas.get(name, [])[:1]:
                yield from _forms(sign, f"meta:{name}", content, site)
    for document in page.of_tag["title"][:1]:
        yield from _forms("title", "title", heading_text(document), site)


def _parts(h1s: list[tuple[etree._Element, str]]) -> Iterator[tuple[str, str, str]]:
    """What stands in an element of its own within an h1: a headline by its kicker."""
    for h1, whole in h1s:
        for part in islice(h1.iter("span", "em", "strong", "div", "a"), _MAX_PARTS):
            text = heading_text(part)
            if text != whole and len(text) > len(whole) / 3:
                yield "h1 part", "h1", text


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
        # Cut before it is kept: a page may give a name of megabytes.
        elif (name := element.get("class")) and _is_named(name[:200]):
            sign = "named"
        if sign and (text := heading_text(element)):
            yield sign, sign, text
            n_seen += 1
        if n_seen >= _MAX_NAMED:
            return


@lru_cache(maxsize=20_000)
def _is_named(name: str) -> bool:
    return _NAMED.search(name) is not None


def _compare(found: dict[str, Candidate], site: SiteNames, slug: set[str]) -> None:
    """Signs of how the candidates bear each other out, and how the address does."""
    sets = {key: words_of(key) for key in found}
    strong = {key: sets[key] for key, one in found.items() if one.signs & _STRONG}
    for key, one in found.items():
        words, signs = sets[key], one.signs
        n_words, borne, holds = len(words), 0.0, 0.0
        for other, head in strong.items():
            if head != words:
                n_shared = len(words & head)
                borne = max(borne, n_shared / n_words)
                holds = max(holds, n_shared / len(head))
            if kinship := _kinship(key, other):
                signs.add(kinship)
        signs.add(_BORNE[round(borne * 4)])
        signs.add(_HOLDS[round(holds * 4)])
        signs.add(f"fields {len(signs & _STRONG)}")
        signs.add(f"words {n_words if n_words < 4 else 4 if n_words < 20 else 20}")
        if slug:
            folded = set(map(_folded, words))
            n_shared = len(slug & folded)
            signs.add(_SLUG_HAS[round(4 * n_shared / len(folded))])
            signs.add(_IN_SLUG[round(4 * n_shared / len(slug))])
        if site.has_bare(key):
            signs.add("is site")


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold(word)


def _kinship(key: str, other: str) -> str:
    """Whether `key` is the start or the end of another, or has it so; empty if not."""
    if key == other:
        return ""
    if other.startswith(key):
        return "begins one"
    if other.endswith(key):
        return "ends one"
    if key.startswith(other):
        return "goes on"
    return "has a kicker" if key.endswith(other) else ""


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
