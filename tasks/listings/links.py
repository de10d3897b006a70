"""The links of a page to other pages of its site, and how each stands there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from lxml import etree

from tasks.extract.tree import start_of
from tasks.extract.worth import worth
from tasks.text.keys import make_key
from tasks.text.urls import UrlUnreadable, canonical, is_front_page, same_site

# A front page has 2,000 at most; each costs a quarter of a millisecond.
MAX_LINKS = 20_000
_MAX_UP = 12
_MAX_IN_BOX = 6
_MAX_WORDS = 1_000
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MENUS = frozenset(("nav", "footer", "menu", "form", "dialog"))
# ARIA 1.2 and microdata: what a menu or an article may be told by.
_MENU_ROLES = frozenset(
    ("navigation", "menu", "menubar", "contentinfo", "search", "banner", "tablist")
)
# Whole words of class names and ids: general ones, in what all sites write them in.
_MENU_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navigation|navbar|menu|submenu|breadcrumbs?|pagination|"
    r"pager|footer|tags?|tagcloud|tag-?list|keywords|categor(?:y|ies)|share|sharing|"
    r"social|toolbar|top-?bar|bottom-?bar|masthead|copyright|cookie|consent|login|"
    r"language|lang)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Whole words too: what of an article's box leads to who wrote it.
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|writers?|contributors?|credits?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LABELS = frozenset(
    ("tag", "author", "category", "me", "prev", "next", "home", "license", "search")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page that links lead to: the best of what they say of it together.

    `n_letters` are those of the longest of their texts; `place` is the shape of the
    markup around the link. `is_labelled` is True where the markup says what else it
    is: a tag, an author, a next page.
    """

    url: str
    n_letters: int
    place: str
    is_headline: bool
    is_in_article: bool
    is_dated: bool
    is_in_menu: bool
    is_labelled: bool


def read_links(root: etree._Element, url: str) -> list[Link]:
    """The pages of the site of `url` that its page links to, in its order.

    Its own address and front pages are none of them, nor is what comes after
    MAX_LINKS. Links to one page, as to its
    picture, its headline and its comments, are one.
    """
    base = _base(root, url)
    dated, headed = _around(root, ("time",), 4), _around(root, _HEADS, _MAX_UP)
    own = make_key("url", url, "").digest
    found: dict[object, Link] = {}
    for element in islice(root.iter("a"), MAX_LINKS):
        address = _address(str(element.get("href", "")), base)
        if address is None or not _is_of(address.split("/", 3)[2], url):
            continue
        if (
            is_front_page(address)
            or (key := make_key("url", address, "").digest) == own
        ):
            continue
        link = replace(
            _read_link(element, address, dated),
            is_headline=element in headed or _is_in_head(element),
        )
        found[key] = _together(found[key], link) if key in found else link
    return list(found.values())


def _base(root: etree._Element, url: str) -> str:
    for element in root.iter("base"):
        return _address(str(element.get("href", "")), url) or url
    return url


def _address(written: str, base: str) -> str | None:
    if not written.strip() or written.lstrip().startswith("#"):
        return None
    try:
        return canonical(written.strip(), base)
    except UrlUnreadable:
        return None


@lru_cache(maxsize=1_024)
def _is_of(host: str, url: str) -> bool:
    return same_site(f"https://{host}/", url)


def _around(
    root: etree._Element, tags: Iterable[str], n_up: int
) -> set[etree._Element]:
    """The elements that hold one of `tags`, up to so many above it.

    Found from below, once: to look into each link's boxes for them would take as long
    as there are links times elements.
    """
    found: set[etree._Element] = set()
    for element in root.iter(*tags):
        found.update(islice(element.iterancestors(), n_up))
    return found


def _is_in_head(element: etree._Element) -> bool:
    return any(up.tag in _HEADS for up in islice(element.iterancestors(), 3))


def _read_link(
    element: etree._Element, address: str, dated: set[etree._Element]
) -> Link:
    above = list(islice(element.iterancestors(), _MAX_UP))
    article = next((nth for nth, up in enumerate(above) if _is_article(up)), None)
    # What looks like a menu within an article's box is its own: a `header`, a `footer`.
    around = above if article is None else above[:article]
    boxes = (element, *above[:3])
    return Link(
        url=address,
        n_letters=worth(_words(element)),
        place=_place(element, above),
        is_headline=False,
        is_in_article=article is not None,
        is_dated=any(up in dated and _is_small(up) for up in boxes),
        is_in_menu=any(map(_is_menu, around)),
        is_labelled=not _LABELS.isdisjoint(str(element.get("rel", "")).lower().split())
        or any(_is_called(_BYLINE, up) for up in (element, *around[:2])),
    )


def _together(first: Link, second: Link) -> Link:
    """One link of two to one page: what speaks for an article in either holds."""
    best = max(first, second, key=lambda link: (link.is_headline, link.n_letters))
    return replace(
        best,
        url=first.url,
        n_letters=max(first.n_letters, second.n_letters),
        is_headline=first.is_headline or second.is_headline,
        is_in_article=first.is_in_article or second.is_in_article,
        is_dated=first.is_dated or second.is_dated,
        is_in_menu=first.is_in_menu and second.is_in_menu,
        is_labelled=first.is_labelled and second.is_labelled,
    )


def _words(element: etree._Element) -> str:
    """What a reader sees of the link, or is told of its picture."""
    seen = " ".join(start_of(element, _MAX_WORDS).split())
    told = (str(element.get(name, "")) for name in ("title", "aria-label"))
    pictures = (
        str(element.get("alt", "")) for element in islice(element.iter("img"), 3)
    )
    return seen or max((*told, *pictures), key=len, default="")


def _place(element: etree._Element, above: list[etree._Element]) -> str:
    """The names and classes of the link and what is around it: equal in a list."""
    boxes = (element, *above[:3])
    return " ".join(f"{up.tag}.{up.get('class', '')[:200]}" for up in boxes)


def _is_article(element: etree._Element) -> bool:
    return element.tag == "article" or element.get("role") == "article"


def _is_small(box: etree._Element) -> bool:
    """Whether a box has few links: it is one article's, not a list of them."""
    n_links = sum(1 for _ in islice(box.iter("a"), _MAX_IN_BOX + 1))
    return n_links <= _MAX_IN_BOX


def _is_menu(element: etree._Element) -> bool:
    """Whether this is what a site has on every page, not what it lists here."""
    if element.tag in _MENUS or element.get("role") in _MENU_ROLES:
        return True
    if element.tag in ("body", "html", "main"):
        return False
    return _is_called(_MENU_NAME, element)


def _is_called(words: re.Pattern[str], element: etree._Element) -> bool:
    """Whether the class or the id of the element has one of `words`."""
    named = f"{element.get('class', '')} {element.get('id', '')}"[:500]
    return _is_named(words, named)


@lru_cache(maxsize=2_048)
def _is_named(words: re.Pattern[str], named: str) -> bool:
    return words.search(named) is not None
