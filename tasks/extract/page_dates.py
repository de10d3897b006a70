"""Where a page says when it appeared and when it changed, the most believed first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from tasks.extract.fields import Found, found, one_line
from tasks.extract.head import Head
from tasks.extract.jsonld import line
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
_MODIFIED_NEAR = re.compile(r"updat|modif|aktualis|mise|bijgewerkt", re.IGNORECASE)
_DATE_NAME = re.compile(
    r"(?:^|[\s_-])(?:date|datum|data|fecha|time|timestamp|published|publish(?:ed)?-?on"
    r"|posted|posted-?on|pubdate|publication)(?:$|[\s_-])|date$",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    r"^[^\W\d_][^:\d]{2,24}:\s*|^(?:published|posted|on|\s)+\s", re.I
)
_URL_DATE = re.compile(
    r"/(20\d\d|19\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D)"
)


def read_modified(page: Head) -> Iterator[Found[str]]:
    """Every date the page gives for its last change, the most believed first."""
    return _dates(page, "dateModified", _MODIFIED)


def _dates(page: Head, key: str, metas: tuple[str, ...]) -> Iterator[Found[str]]:
    if said := found(line(page.node.get(key)), f"json-ld:{key}"):
        yield said
    for name in metas:
        if name in page.metas and (said := found(page.metas[name][0], f"meta:{name}")):
            yield said


def read_published(page: Head) -> Iterator[Found[str]]:
    """Every date the page gives for its appearance, the most believed first."""
    said_in_head = list(_dates(page, "datePublished", _PUBLISHED))
    yield from said_in_head
    for node in page.nodes:
        if said := found(line(node.get("datePublished")), "json-ld:datePublished"):
            yield said
    if said := found(line(page.node.get("dateCreated")), "json-ld:dateCreated"):
        yield said
    yield from _times(page.root)
    if not said_in_head:
        yield from _shown_dates(page.root)
    if page.url and (match := _URL_DATE.search(urlsplit(page.url).path + "/")):
        yield Found(value="-".join(match.groups()), came_from="url")


def _times(root: etree._Element) -> Iterator[Found[str]]:
    late: list[Found[str]] = []
    for time in list(root.iter("time"))[:10]:
        raw = time.get("datetime") or text_of(time)
        said = found(raw, "time")
        marks = " ".join(filter(None, (time.get("class"), time.get("itemprop"))))
        if said and _MODIFIED_NEAR.search(marks):
            late.append(said)
        elif said:
            yield said
    yield from late


def _shown_dates(root: etree._Element) -> Iterator[Found[str]]:
    """Short texts that their class or id calls a date."""
    n_seen = 0
    for element in root.iter("span", "p", "div", "li", "small", "em", "strong", "td"):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        by_name = element.get("itemprop") == "datePublished" or _DATE_NAME.search(name)
        if len(element) > 3 or not by_name:
            continue
        raw = one_line(element.get("content") or text_of(element))
        if 6 <= len(raw) <= 80 and any(map(str.isdigit, raw)):
            n_seen += 1
            yield Found(value=_DATE_LABEL.sub("", raw), came_from="text")
        if n_seen >= 5:
            return
