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


def linked_heads(root: etree._Element, url: str | None) -> list[etree._Element]:
    """The heads of the page that lead to another page of the site."""
    heads = islice(root.iter(*_HEADS), _MAX_HEADS)
    return [head for head in heads if _leads_elsewhere(head, url)]


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
        text = squeeze(tidy(start_of(box, _MAX_TEASER * 4)))
        too_long = len(text) > _MAX_TEASER
        texts.append(squeeze(tidy(start_of(head, _MAX_HEAD))) if too_long else text)
    return list(dict.fromkeys(filter(None, texts)))


def _leads_elsewhere(head: etree._Element, url: str | None) -> bool:
    """True where the head is a link to another page of the site."""
    link = next(head.iter("a"), None)
    if link is None:
        above = islice(head.iterancestors(), _MAX_UP)
        link = next((one for one in above if one.tag == "a"), None)
    elif 2 * _n_letters(link) < _n_letters(head):
        return False
    if link is None:
        return False
    href = (link.get("href") or "").strip()
    try:
        here, to = urlsplit(url or ""), urlsplit(urljoin(url or "", href))
    except ValueError:
        return False
    if not href or to.scheme not in ("", "http", "https"):
        return False
    is_own = not to.hostname or _site(to.hostname) == _site(here.hostname)
    return is_own and (to.path, to.query) != (here.path, here.query)


def _n_letters(element: etree._Element) -> int:
    return len(start_of(element, _MAX_HEAD).strip())


def _site(host: str | None) -> str:
    """The last two labels of a host: enough to tell a shop from the site itself."""
    return ".".join((host or "").lower().split(".")[-2:])
