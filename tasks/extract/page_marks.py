"""What the head of a page says of its kind: an article, a front page, an error."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from lxml import etree

from tasks.extract.gates import PAY_BOX
from tasks.extract.head import Head
from tasks.extract.jsonld import types_of

# By the axis of attributes, three times as fast as elements that are asked for one.
_HAS_BODY = etree.XPath("boolean(/descendant::*/@itemprop[. = 'articleBody'])")
_N_ARTICLE_ITEMS = etree.XPath(
    "count(/descendant::*/@itemtype["
    "contains(., 'Article') or contains(., 'BlogPosting')])"
)
# No teaser, no gate and no error is as long; most articles that bear no other mark
# are, and need not be looked through.
_IS_PROSE = etree.XPath("count(//p[string-length(text()) > 300]) > 5")
PROSE = "paragraphs"
_MAX_NAME, _MAX_NODES = 300, 50
_FRONT = frozenset(("", "index.html", "index.htm", "index.php", "home"))


def is_front(head: Head) -> bool:
    """True for a page at the address of a front page, or one that says it is such."""
    if head.url and is_front_place(head.url):
        return True
    said = (
        link.get("href") or ""
        for link in head.of_tag["link"]
        if "canonical" in (link.get("rel") or "").lower().split()
    )
    own = next(said, "") or head.metas.get("og:url", [""])[0]
    return bool(own) and is_front_place(own.strip(), head.url)


def is_front_place(href: str, url: str | None = None) -> bool:
    """True where `href`, on the page at `url`, is the address of a front page.

    `/?p=7` is how WordPress names an article.
    """
    try:
        place = urlsplit(urljoin(url or "", href))
    except ValueError:
        return False
    return bool(place.hostname) and not place.query and place.path.strip("/") in _FRONT


def said_by(head: Head, name: str) -> str:
    """What the meta of that name says, in small letters; empty where there is none."""
    return head.metas.get(name, [""])[0].strip().lower()


def mark_of(head: Head, types: set[str]) -> str | None:
    """What calls the page one article; of themes' archives some say so too."""
    if head.node and (kinds := types_of(head.node) - {"webpage", "itempage"}):
        return f"json-ld:{min(kinds)}"
    if not types.isdisjoint(("collectionpage", "searchresultspage")):
        return None
    if said_by(head, "og:type") == "article":
        return "meta:og:type"
    if "article:published_time" in head.metas:
        return "meta:article:published_time"
    if _HAS_BODY(head.root):
        return "itemprop:articleBody"
    if _N_ARTICLE_ITEMS(head.root) == 1:
        return "itemtype"
    return PROSE if _IS_PROSE(head.root) else None


def status_of(head: Head) -> int:
    """What a page of an app tells crawlers that its status is."""
    said = said_by(head, "prerender-status-code")
    return int(said) if said.isdecimal() and len(said) == 3 else 0


def has_pay_box(head: Head) -> bool:
    """True where a page that says whether it is free has a box that asks for money."""
    said = any("isAccessibleForFree" in node for node in head.nodes[:_MAX_NODES])
    if said or "hasPart" in head.node or "article:content_tier" in head.metas:
        boxes = head.root.iter("div", "section", "aside", "p")
        return any(PAY_BOX.search(name_of(box)) for box in boxes if box.attrib)
    return False


def name_of(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:_MAX_NAME]
