"""Where a page says when it appeared and when it changed, the most believed first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from tasks.extract.date_search import day_first
from tasks.extract.dates import day_of, instant_of, is_filled
from tasks.extract.days import Written, is_order_told
from tasks.extract.fields import Found, found
from tasks.extract.head import Head
from tasks.extract.hidden_dates import read_hidden, read_local
from tasks.extract.jsonld import line, types_of
from tasks.extract.near import Surroundings
from tasks.extract.shown_dates import read_beside, read_shown, read_times
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
# Fields of which nobody says whether it is the date of publication.
_UNSURE = frozenset(
    ("meta:date", "meta:dc.date", "meta:dcterms.date", "meta:sort_date",
     "meta:dcterms.created", "meta:dc.date.created", "meta:datecreated",
     "json-ld:dateCreated", "json-ld:uploadDate")
)  # fmt: skip
_IN_UTC = re.compile(r"(?:Z|[+-]00:?00|GMT|UTC)$")
_IN_ZONE = re.compile(r":\d\d(?:\.\d+)?\s?[+-](?!00:?00)\d\d:?\d\d$")
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
# A day that an article is filed under; any other in an address may be the story's.
_FILED = re.compile(r"/(?:19|20)\d\d/\d{1,2}/\d{1,2}(?:/|$)")
_MAX_STAMPED = timedelta(days=365)
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
    firm = next((s for s in said if is_filled(s.value, s.came_from, written)), None)
    if firm is not None:
        truer = list(_truer(firm, page, surroundings, written))
        times = read_times(page.of_tag["time"])
        local = _in_its_zone(firm, page, [*said, *times], address)
        return (*truer, *local, *said, *times, *address), written
    shown, doubtful = read_shown(surroundings, written)
    written = _written(page, [one.value for one in (*shown, *doubtful)])
    agreed = [one for one in (*shown, *doubtful) if _agree(one, address, written)]
    others = [one for one in shown if one not in agreed]
    is_month = any(len(one.value) == len("2022-01") for one in address)
    ladder = (*others, *address) if is_month else (*address, *others)
    if not shown and not agreed and (is_month or not address):
        ladder = (*read_hidden(page, surroundings, written), *address)
    return (*said, *agreed, *ladder), written


def _truer(
    said: Found[str], page: Head, surroundings: Surroundings, written: Written
) -> Iterator[Found[str]]:
    """The date beside the headline, where it is believed before what the data `said`.

    Nothing was shown to be published before it was, and no address was made before:
    then the data was stamped anew, which newsrooms do not do. A day in the address
    counts where it is a folder, or less than a year before the data's. Of a field
    that is said to be a date and not of what, many systems make that of the last
    change. A day beside the data's is another timezone's, and what is the data's with
    day and month swapped is the same.
    """
    told, is_unsure = day_of(said.value, written), said.came_from in _UNSURE
    if told is None or (page.is_news and not is_unsure):
        return
    swapped = (told.year, told.day, told.month)
    beside = read_beside(surroundings, written)[:1]
    for one in (*beside, *_address(page.url)):
        own = day_of(one.value, written)
        if own is None or abs((own - told).days) <= 1:
            continue
        is_filed = one.came_from != "url" or _FILED.search(page.url or "")
        if not is_filed and told - own > _MAX_STAMPED:
            continue
        is_older = own < told and (own.year, own.month, own.day) != swapped
        if is_older or (is_unsure and one.came_from != "url"):
            yield one


def _in_its_zone(
    said: Found[str], page: Head, others: list[Found[str]], address: list[Found[str]]
) -> Iterator[Found[str]]:
    """What names the moment that `said` names in UTC by the clock of its own place.

    The day that it was there is told by nothing else. The page's scripts are only
    asked where the address names another day than UTC's.
    """
    if not _IN_UTC.search(said.value) or (at := instant_of(said.value)) is None:
        return
    zoned = (one for one in others if _IN_ZONE.search(one.value))
    local = next((one for one in zoned if instant_of(one.value) == at), None)
    if local is not None:
        yield local
    elif address and day_of(address[0].value) not in (None, at.date()):
        yield from read_local(page, at)


def _written(page: Head, dates: list[str]) -> Written:
    """How the page writes its dates: its language, and if days come first.

    The page's text is only asked where one of the `dates` needs it.
    """
    tag = _language(page)
    if is_order_told(tag) or all(date.count("/") != 2 for date in dates):
        return tag, None
    return tag, day_first(text_of(page.root)[:_MAX_TEXT])


def _language(page: Head) -> str | None:
    """The declared language, with the country that another field tells: `en_US`."""
    said = page.language.value if page.language else None
    if said is None or is_order_told(said):
        return said
    others = (line(page.node.get("inLanguage")), *page.metas.get("og:locale", []))
    longer = (one for one in others if one[:2].lower() == said[:2].lower())
    return next((one for one in longer if is_order_told(one)), said)


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
        is_like = name not in _PUBLISHED and _is_like_published(name)
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


@lru_cache(maxsize=5_000)
def _is_like_published(name: str) -> bool:
    letters = re.sub(r"[^a-z]", "", name[:80])
    return _LIKE_PUBLISHED.search(letters) is not None


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
