"""A section or front page: which of its links lead to articles. Bytes in, entries out.

Pure. No list of sites and no phrase of any language decides: a link is weighed by
its words, by where it stands, by its address, and by how many others are like it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.extract.charset import decode
from tasks.extract.sniff import not_a_page
from tasks.extract.tree import PageTooLarge, parse
from tasks.listings.cut import too_many
from tasks.listings.identity import Item, identify, stable_keys
from tasks.listings.inflate import inflated
from tasks.listings.links import MAX_LINKS, Link, read_links
from tasks.listings.linkshapes import is_elsewhere, shape_of, weight_of_address
from tasks.listings.refusal import lacking, refused
from tasks.listings.xml import Refused, no_root
from warehouse.model.entry import Entry, Listed, Reject
from warehouse.model.source import Source

# More than the largest front page that was seen, of some 700.
MAX_ENTRIES = 5_000
_ENOUGH = 5
_SILENT = Listed()
# Headlines have some 25 to 120 letters; menus, labels and names have fewer.
_LONG, _MIDDLING, _SHORT = 36, 22, 10
_ALIKE = 3
_A_LIST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The articles that a page links to, in its order."""

    entries: tuple[Entry, ...]
    rejects: tuple[Reject, ...]


def read_section(
    body: bytes, *, source: Source, url: str, charset: str | None
) -> Section | Reject:
    """An entry for each link of the page at `url` that leads to an article of its site.

    `charset` is what the transport declared. What a link is called is not told as the
    article's title: it changes with the hour. A page without such a link is one
    reject, as is what is no page. Nothing is fetched, and nothing raised.
    """
    plain = inflated(body)
    if isinstance(plain, Refused):
        return refused(source, url, plain)
    text = decode(plain, charset, html=True).text
    if not text.strip():
        empty = Refused(reason="empty", detail="the answer holds nothing")
        return refused(source, url, empty)
    if other := not_a_page(text):
        return refused(source, url, Refused(reason="not_a_feed", detail=other))
    try:
        root = parse(text)
    except PageTooLarge as error:
        return refused(source, url, Refused(reason="too_large", detail=str(error)))
    if root is not None and sum(1 for _ in root.iter("a")) > MAX_LINKS:
        detail = f"a page of more than {MAX_LINKS:,} links"
        return refused(source, url, Refused(reason="too_large", detail=detail))
    links = [] if root is None else read_links(root, url)
    articles = judge(links)
    if not articles:
        return refused(source, url, _nothing(plain, len(links)))
    return _section(articles, source, url)


def judge(links: Iterable[Link]) -> list[Link]:
    """Those of `links`, each to another page of the site, that lead to articles.

    First each is weighed alone; then what has the address of others that were found,
    or their place on the page, is weighed again with that. Found with it is a list of
    which each is nearly one: the short headlines of a portal.
    """
    weights = {link: _weight(link) for link in links}
    lists = Counter(
        (link.place, shape_of(link.url))
        for link, weight in weights.items()
        if weight >= _ENOUGH - 1
    )
    found = [
        link
        for link, weight in weights.items()
        if weight >= _ENOUGH
        or (weight == _ENOUGH - 1 and lists[link.place, shape_of(link.url)] >= _A_LIST)
    ]
    shapes = Counter(shape_of(link.url) for link in found)
    places = Counter(link.place for link in found)
    return [
        link
        for link, weight in weights.items()
        if weight
        + 2 * (shapes[shape_of(link.url)] >= _ALIKE)
        + 2 * (places[link.place] >= _ALIKE)
        >= _ENOUGH
    ]


def _weight(link: Link) -> int:
    """How much says that a link leads to an article, alone."""
    if link.is_labelled or is_elsewhere(link.url):
        return -10
    weight = weight_of_address(link.url)
    if link.n_letters >= _LONG:
        weight += 3
    elif link.n_letters >= _MIDDLING:
        weight += 2
    elif link.n_letters < _SHORT:
        weight -= 2
    weight += 2 * link.is_headline + link.is_in_article + link.is_dated
    return weight - 4 * link.is_in_menu


def _section(articles: list[Link], source: Source, url: str) -> Section:
    items = [
        Item(
            keys=tuple(stable_keys(None, link.url, source)),
            url=link.url,
            problem=None,
            listed=_SILENT,
            written=link.url,
        )
        for link in articles[:MAX_ENTRIES]
    ]
    entries, rejects = identify(items, source, url)
    n_left_out = len(articles) - MAX_ENTRIES
    problems = [too_many(n_left_out, MAX_ENTRIES)] if n_left_out > 0 else []
    rejects = [*lacking(source, url, problems), *rejects]
    return Section(entries=tuple(entries), rejects=tuple(rejects))


def _nothing(plain: bytes, n_links: int) -> Refused:
    """Why a page without articles has none."""
    why = no_root(plain)
    if why.reason == "login_page":
        return why
    detail = f"a page none of whose {n_links} links leads to an article of its site"
    return Refused(reason="not_a_feed", detail=detail)
