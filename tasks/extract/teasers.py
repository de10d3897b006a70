"""The teasers of a page: boxes of one head each, which leads elsewhere on the site."""

from __future__ import annotations

from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tasks.extract.clean import squeeze, tidy
from tasks.extract.tree import start_of

_HEADS = ("h1", "h2", "h3", "h4", "h5")
# More letters than this under one linked head is no teaser but a text.
_MAX_TEASER, _MAX_HEAD = 700, 300
# A linked head may be in its link, some boxes deep.
_MAX_UP = 4
# Each head asks all that it stands in, 2,048 levels at most.
_MAX_HEADS = 600
# A head or a box of more elements was never closed, and holds the rest of the page.
_MAX_IN_HEAD, _MAX_IN_BOX = 100, 1_000


def linked_heads(root: etree._Element, url: str | None) -> list[etree._Element]:
    """The heads of the page that lead to another page of the site."""
    heads = islice(root.iter(*_HEADS), _MAX_HEADS)
    return [
        head
        for head in heads
        if is_small(head, _MAX_IN_HEAD) and other_place(_href(head), url)
    ]


def is_small(element: etree._Element, most: int) -> bool:
    """True where no more than `most` elements stand in `element`."""
    return next(islice(element.iter(), most + 1, None), None) is None


def n_below(heads: list[etree._Element], url: str | None) -> int:
    """How many of `heads` lead to a place below the page's own, as posts' do."""
    try:
        place = urlsplit(url or "").path.rstrip("/") + "/"
    except ValueError:
        return 0
    paths = (urlsplit(urljoin(url or "", _href(head))).path for head in heads)
    return sum(path.startswith(place) and path != place for path in paths)


def read_teasers(heads: list[etree._Element]) -> list[str]:
    """The texts of the boxes that hold one of `heads` each."""
    n_heads: dict[etree._Element, int] = {}
    for head in heads:
        for above in head.iterancestors():
            n_heads[above] = n_heads.get(above, 0) + 1
    texts = []
    for head in heads:
        box = head
        for above in head.iterancestors():
            if n_heads[above] > 1 or above.tag in ("body", "html"):
                break
            box = above
        text = ""
        if is_small(box, _MAX_IN_BOX):
            text = squeeze(tidy(start_of(box, _MAX_TEASER * 4)))
        is_teaser = text and len(text) <= _MAX_TEASER
        texts.append(text if is_teaser else squeeze(tidy(start_of(head, _MAX_HEAD))))
    return list(dict.fromkeys(filter(None, texts)))


def other_place(href: str, url: str | None) -> str:
    """The path and query where `href` leads to another page of the site; else empty."""
    try:
        here, to = urlsplit(url or ""), urlsplit(urljoin(url or "", href))
    except ValueError:
        return ""
    if not href or to.scheme not in ("", "http", "https"):
        return ""
    is_own = not to.hostname or _site(to.hostname) == _site(here.hostname)
    if not is_own or (to.path, to.query) == (here.path, here.query):
        return ""
    return f"{to.path or '/'}?{to.query}" if to.query else to.path or "/"


def _href(head: etree._Element) -> str:
    """Where the link leads that the head is or stands in; empty where there is none."""
    link = next(head.iter("a"), None)
    if link is None:
        above = islice(head.iterancestors(), _MAX_UP)
        link = next((one for one in above if one.tag == "a"), None)
    elif 2 * _n_letters(link) < _n_letters(head):
        return ""
    return "" if link is None else (link.get("href") or "").strip()


def _n_letters(element: etree._Element) -> int:
    return len(start_of(element, _MAX_HEAD).strip())


def _site(host: str | None) -> str:
    """The last two labels of a host: enough to tell a shop from the site itself."""
    return ".".join((host or "").lower().split(".")[-2:])
