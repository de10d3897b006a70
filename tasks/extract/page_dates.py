"""Where a page says when it appeared and when it changed, the most believed first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from tasks.extract.date_search import day_first
from tasks.extract.dates import day_of
from tasks.extract.days import Written, is_order_told
from tasks.extract.fields import Found, found
from tasks.extract.head import Head
from tasks.extract.jsonld import line, types_of
from tasks.extract.near import Surroundings
from tasks.extract.shown_dates import read_shown, read_times
from tasks.extract.tree import text_of

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished",
    "article:published", "og:published_time", "published_time", "parsely-pub-date",
    "sailthru.date", "publishdate", "publish-date", "publish_date", "pubdate",
    "publication_date", "article.published", "cxenseparse:recs:publishtime",
    "date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date",
    "dc.date.created", "citation_publication_date", "last-modified-original",
    "article_date_original", "datecreated", "rnews:datepublished",
    "originalpublicationdate", "iso-8601-publish-date",
    "sort_date", "cxenseparse:publishtime",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod",
    "last-modified", "dcterms.modified", "dc.date.modified", "article:modified",
)  # fmt: skip
# `w-published-date`, `bt:pubDate`, `releaseDate`: what the table above has not.
_LIKE_PUBLISHED = re.compile(
    r"publi.{0,12}(?:date|time)|pubdate|releasedate|dateissued"
)
_REPLIES = frozenset(
    ("comment", "review", "answer", "question", "videoobject", "imageobject",
     "product", "event", "offer", "podcastepisode")
)  # fmt: skip
_MAX_TEXT = 200_000
_URL_DAYS = tuple(
    re.compile(rf"[/_-]{shape}(?=\D|$)")
    for shape in (
        "(?P<y>(?:19|20)\\d\\d)(?P<s>[-/_])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>0?[1-9]|[12]\\d|3[01])",
        "(?P<y>(?:19|20)\\d\\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\\d|3[01])",
        "(?P<d>0[1-9]|[12]\\d|3[01])-(?P<m>0[1-9]|1[0-2])-(?P<y>(?:19|20)\\d\\d)",
    )
)
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?=/)")


def read_modified(page: Head) -> Iterator[Found[str]]:
    """Every date the page gives for its last change, the most believed first."""
    return _dates(page, "dateModified", _MODIFIED)


def read_published(
    page: Head, surroundings: Surroundings
) -> tuple[tuple[Found[str], ...], Written]:
    """Every date the page gives for its appearance, the most believed first.

    And how the page writes its dates, as `read_date` asks. Where its data
    gives a date that can be read, its time elements follow it, in case that the
    date is refused, and the rest of the page is not asked.
    """
    said = list(_said(page))
    address = list(_address(page.url))
    written = _written(page, [one.value for one in said])
    if any(day_of(one.value, written) for one in said):
        return (*said, *read_times(page.root), *address), written
    written = _written(page, None)
    shown = read_shown(surroundings, written)
    agreed = [one for one in shown if _agree(one, address, written)]
    others = [one for one in shown if one not in agreed]
    is_month = any(len(one.value) == len("2022-01") for one in address)
    ladder = (*others, *address) if is_month else (*address, *others)
    return (*said, *agreed, *ladder), written


def _written(page: Head, dates: list[str] | None) -> Written:
    """How the page writes its dates: its language, and if days come first.

    The page's text is only asked where one of the `dates`, or all on it, need it.
    """
    tag = page.language.value if page.language else None
    needs = dates is None or any(date.count("/") == 2 for date in dates)
    if is_order_told(tag) or not needs:
        return tag, None
    return tag, day_first(text_of(page.root)[:_MAX_TEXT])


def _agree(shown: Found[str], address: list[Found[str]], written: Written) -> bool:
    """Whether a date that is shown is the address's, or a day beside it."""
    day = day_of(shown.value, written)
    if day is None or not address:
        return False
    told = day_of(address[0].value)
    if told is None:
        return address[0].value == f"{day:%Y-%m}"
    return abs((day - told).days) <= 1


def _said(page: Head) -> Iterator[Found[str]]:
    yield from _dates(page, "datePublished", _PUBLISHED)
    for name, contents in page.metas.items():
        is_like = name not in _PUBLISHED and _LIKE_PUBLISHED.search(_letters(name))
        if is_like and (said := found(contents[0], f"meta:{name}")):
            yield said
    for node in page.nodes:
        if _REPLIES.isdisjoint(types_of(node)):
            value = line(node.get("datePublished"))
            if said := found(value, "json-ld:datePublished"):
                yield said
    if said := found(line(page.node.get("dateCreated")), "json-ld:dateCreated"):
        yield said
    if said := found(line(page.node.get("uploadDate")), "json-ld:uploadDate"):
        yield said


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name[:80])


def _dates(page: Head, key: str, metas: tuple[str, ...]) -> Iterator[Found[str]]:
    if said := found(line(page.node.get(key)), f"json-ld:{key}"):
        yield said
    for name in metas:
        if name in page.metas and (said := found(page.metas[name][0], f"meta:{name}")):
            yield said


def _address(url: str | None) -> Iterator[Found[str]]:
    """The day, or else the month, that the address names."""
    try:
        path = unquote(urlsplit(url or "").path)[:2000]
    except ValueError:
        return
    for shape in _URL_DAYS:
        if match := shape.search(path):
            day = f"{match['y']}-{match['m']:0>2}-{match['d']:0>2}"
            yield Found(value=day, came_from="url")
            return
    if match := _URL_MONTH.search(path):
        yield Found(value=f"{match[1]}-{match[2]:0>2}", came_from="url")
