"""Credits that stand on the page itself, the likeliest first."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from lxml import etree

from tasks.extract.authors import BY, NOT_WRITTEN, is_handle, is_name, read_authors
from tasks.extract.date_search import find_dates
from tasks.extract.fields import one_line
from tasks.extract.near import SKIPPED, Surroundings, before, nearness, reach
from tasks.extract.tree import start_of, strings

_MAX_TEXT, _MAX_LABEL, _MAX_BELOW = 200, 40, 60
_NAMED = re.compile(
    r"author|byline|(?:^|[\s_-])(?:autor|auteur|autore|autorzy|autori|redakteur|writer"
    r"|verfasser|forfatter|skribent|yazar|penulis|reporter|journalist|contributor"
    r"|fn|vcard|creator)(?:s|es|en|in|name|_name|-name)?(?:$|[\s_-])",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(
    r"bio|about|box|more|comment|avatar|image|photo|picture|social|follow",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"/(?:authors?|autor(?:en|es|i|ka)?|auteurs?|redaktion|people|staff|profiles?|by"
    r"|journalists?|reporters?|contributors?|writers?|creators?|users?|u|members?|experts?"
    r"|editors?|yazar(?:lar)?|penulis|autore|autori|skribent|person|team|our-people)[/=]",
    re.IGNORECASE,
)
_AROUND_PATH = re.compile(r"\A(?:\w+:)?//[^/?#]*|[?#].*", re.DOTALL)
_NAME_CLASSES = frozenset(("fn", "p-name"))
_LABEL_END = re.compile(r"(?::|\b(?:by|von|par|por|di|da|door)|©)\s*$", re.IGNORECASE)
# Below, it is a name that stands far from the headline and under no mark.
_LEAST = 4.0
_MAX_AUTHORS = 8
# What a mark weighs at most: that of `itemprop`; and what the word "By" does.
_MAX_WEIGHT, _SAID = 5.0, 1.0
_SKIPPED = SKIPPED | {"meta", "link"}


def read_bylines(
    page: Surroundings, least: float = _LEAST
) -> tuple[str, tuple[str, ...]] | None:
    """The mark of the likeliest credit on the page, and its names; None for none.

    A credit is marked by its class, by rel or itemprop, by the address it links to
    or by the word "By" in front of it.
    """
    best: tuple[etree._Element, str, tuple[str, ...]] | None = None
    highest = least
    for elements, half in page.sides():
        last, last_said = (reach(highest - w, half) for w in (_MAX_WEIGHT, _SAID))
        for place, element in enumerate(elements):
            if place > last:
                break
            if element.tag in _SKIPPED:
                continue
            mark, weight = _mark(element, place <= last_said)
            if not mark:
                continue
            score = weight + nearness(place, half)
            if score > highest:
                score -= 6.0 * page.is_of_another(element)
            if score > highest and (names := _names(element)):
                highest, best = score, (element, mark, names)
                last, last_said = (reach(score - w, half) for w in (_MAX_WEIGHT, _SAID))
    return None if best is None else (best[1], _with_others(best[0], best[2]))


def _mark(element: etree._Element, is_near: bool) -> tuple[str, float]:
    """What marks `element` as a credit, and how much that weighs; empty for nothing.

    Its words are only asked where it `is_near`.
    """
    prop = element.get("itemprop")
    if prop and (prop == "author" or (prop == "name" and _in_author(element))):
        return "itemprop:author", 5.0
    is_link = element.tag == "a"
    if is_link and "author" in (element.get("rel") or "").split():
        return "rel:author", 4.0
    name = element.get("class") or element.get("data-testid")
    if name and (weight := _named(name)):
        return "byline", weight
    if is_link and _ADDRESS.search(element.get("href") or ""):
        return "byline", 3.0
    text = element.text if is_near else None
    if text and len(text) < _MAX_TEXT and BY.match(text.lstrip()):
        return "byline", _SAID
    return "", 0.0


def _in_author(element: etree._Element) -> bool:
    above = element.getparent()
    return above is not None and above.get("itemprop") == "author"


@lru_cache(maxsize=20_000)
def _named(name: str) -> float:
    if not _NAMED.search(name[:300]):
        return 0.0
    return 0.5 if _BIOGRAPHY.search(name[:300]) else 4.0 if "name" in name else 3.0


def _names(element: etree._Element) -> tuple[str, ...]:
    """The names in a marked element; its links and pieces are asked before it all."""
    whole = one_line(start_of(element, _MAX_TEXT * 4))
    if not 0 < len(whole) <= _MAX_TEXT or NOT_WRITTEN.match(whole):
        return ()
    label = before(element, _MAX_LABEL)
    if NOT_WRITTEN.match(label) and _LABEL_END.search(label):
        return ()
    below = list(islice(element.iter(), 1, _MAX_BELOW))
    links = [a for a in below if a.tag == "a"]
    persons = [a for a in links if _ADDRESS.search(a.get("href") or "")]
    texts = [one_line(start_of(a, _MAX_TEXT)) for a in persons or links]
    if names := _told(texts):
        return names
    pieces = [one_line(piece) for piece in islice(strings(element), _MAX_BELOW)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > 1 and (names := _told(pieces[:6])):
        return names if _are_alike(below) else names[:1]
    return _told([whole]) or _handles([element, *persons])


def _handles(links: list[etree._Element]) -> tuple[str, ...]:
    """The account that the first of `links` to an author's page names, if one does.

    A small word may as well say "profile" or "more": a name is what the link's class
    calls one (hCard 1.0, `fn`; h-card, `p-name`), or what its address ends in.
    """
    for link in links:
        place = link.get("href") or ""
        is_author = "author" in (link.get("rel") or "").split()
        if is_author or (link.tag == "a" and _ADDRESS.search(place)):
            name = one_line(start_of(link, _MAX_TEXT))
            is_marked = not _NAME_CLASSES.isdisjoint((link.get("class") or "").split())
            if is_handle(name) and (is_marked or _last_part(place) == name):
                return (name,)
    return ()


def _last_part(place: str) -> str:
    """The last part of an address's path that has one before it, in small letters."""
    parts = _AROUND_PATH.sub("", place).strip("/").split("/")
    return parts[-1].lstrip("@~").casefold() if len(parts) > 1 else ""


def _told(texts: list[str]) -> tuple[str, ...]:
    names = [name for text in texts for name in read_authors([_undated(text)])]
    likely = [name for name in names if is_name(name) and not _is_too_short(name)]
    return tuple(dict.fromkeys(likely))[:_MAX_AUTHORS]


def _is_too_short(name: str) -> bool:
    """True for `Sat` and `May`, which stand beside a date that was cut off."""
    return name.isascii() and len(name) < 4 and not name.isupper()


def _undated(text: str) -> str:
    """`text` up to the date in it: `Ann Lee 4 March 2022`."""
    for at, _ in find_dates(text):
        return text[:at].rstrip(" ,|·•-–—(")
    return text


def _are_alike(below: list[etree._Element]) -> bool:
    """Whether what stands in an element is a list of like things: several authors."""
    kinds = [(e.tag, e.get("class")) for e in below if (e.text or "").strip()]
    return len(kinds) > 1 and len(set(kinds)) == 1


def _with_others(element: etree._Element, names: tuple[str, ...]) -> tuple[str, ...]:
    """`names`, and those of the elements beside this one that are as it is."""
    above = element.getparent()
    if above is None or len(above) > 40:
        return names
    mark = _mark(element, True)
    like = [e for e in above if e.tag == element.tag and _mark(e, True) == mark]
    more = [name for e in like for name in _names(e)]
    return tuple(dict.fromkeys((*names, *more)))[:_MAX_AUTHORS]
