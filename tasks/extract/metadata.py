"""What a page says of itself: title, authors, dates and the rest, by ladders.

Each ladder asks the page's fields in the order in which they were right most
often; the field that answered is kept beside the answer.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tasks.extract.authors import read_authors
from tasks.extract.bylines import read_bylines
from tasks.extract.fields import Fields, Found, found, found_items, one_line
from tasks.extract.head import Head, first_meta, read_head
from tasks.extract.jsonld import Node, line, names
from tasks.extract.page_dates import read_modified, read_published
from tasks.extract.titles import choose_title, likeness
from tasks.extract.tree import text_of

_MAX_H1S = 20
_AUTHORS = (
    "author", "article:author", "article:author_name", "parsely-author",
    "sailthru.author", "dc.creator", "dcterms.creator", "byl", "cxenseparse:author",
    "citation_author", "article.author", "og:article:author",
)  # fmt: skip
_SECTIONS = (
    "article:section", "og:article:section", "parsely-section", "section",
    "cxenseparse:recs:articlesection",
)  # fmt: skip
_TAGS = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "keywords")
_SITES = (
    "og:site_name",
    "application-name",
    "al:ios:app_name",
    "twitter:app:name:iphone",
)


def read_metadata(root: etree._Element, url: str | None) -> tuple[Fields, Node]:
    """The fields of the page, and its article's JSON-LD node (empty if none).

    `url` is the page's final address: what canonical and image addresses are
    relative to. To be called before the tree is pruned.
    """
    page = read_head(root, url)
    publisher = _publisher(page)
    fields = Fields(
        title=_title(page, publisher.value if publisher else ""),
        authors=_authors(page),
        section=_section(page),
        tags=_tags(page),
        language=_language(page),
        published=tuple(read_published(page)),
        modified=tuple(read_modified(page)),
        canonical_url=_canonical(page),
        image_url=_image(page),
        publisher=publisher,
        is_free=_is_free(page),
    )
    return fields, page.node


def _title(page: Head, site: str) -> Found[str] | None:
    headline = found(line(page.node.get("headline")), "json-ld:headline")
    document = next((one_line(text_of(t)) for t in page.root.iter("title")), "")
    og = first_meta(page, ("og:title", "twitter:title", "dc.title"))
    h1s = [one_line(text_of(h1)) for h1 in list(page.root.iter("h1"))[:_MAX_H1S]]
    said = " ".join(
        (document, headline.value if headline else "", og.value if og else "")
    )
    h1s = sorted(filter(None, h1s), key=lambda h1: -likeness(h1, said))
    heads = [Found(value=text, came_from="h1") for text in h1s]
    is_sure = len(h1s) == 1 or (h1s and likeness(h1s[0], said) >= 0.5)
    ladder = [*heads[:1], headline, og] if is_sure else [headline, og, *heads]
    return choose_title([rung for rung in ladder if rung], document, site)


def _authors(page: Head) -> Found[tuple[str, ...]] | None:
    for key in ("author", "creator"):
        if said := read_authors(names(page.node.get(key), page.nodes)):
            return Found(value=said, came_from=f"json-ld:{key}")
    for name in _AUTHORS:
        if said := read_authors(page.metas.get(name, [])):
            return Found(value=said, came_from=f"meta:{name}")
    for where, credits in read_bylines(page.root):
        if said := read_authors(credits):
            return Found(value=said, came_from=where)
    return None


def _section(page: Head) -> Found[str] | None:
    said = found(line(page.node.get("articleSection")), "json-ld:articleSection")
    return said or first_meta(page, _SECTIONS)


def _tags(page: Head) -> Found[tuple[str, ...]] | None:
    said = page.node.get("keywords")
    if tags := found_items(
        said if isinstance(said, list) else line(said), "json-ld:keywords"
    ):
        return tags
    for name in _TAGS:
        contents = page.metas.get(name, [])
        value: object = contents if len(contents) > 1 else "".join(contents)
        if tags := found_items(value, f"meta:{name}"):
            return tags
    return None


def _language(page: Head) -> Found[str] | None:
    said = page.root.get("lang") or page.root.get(
        "{http://www.w3.org/XML/1998/namespace}lang"
    )
    return (
        found(said, "html:lang")
        or found(line(page.node.get("inLanguage")), "json-ld:inLanguage")
        or first_meta(
            page, ("og:locale", "content-language", "language", "dc.language")
        )
    )


def _canonical(page: Head) -> Found[str] | None:
    """rel=canonical, where it stays within the site and is no front page."""
    for link in page.root.iter("link"):
        href = link.get("href")
        if "canonical" not in (link.get("rel") or "").lower().split() or not href:
            continue
        if address := _within(href.strip(), page.url):
            return Found(value=address, came_from="link:canonical")
    return None


def _within(href: str, url: str | None) -> str | None:
    try:
        address = urljoin(url or "", href)
        parts, own = urlsplit(address), urlsplit(url or address)
        host, own_host = (p.hostname or "" for p in (parts, own))
    except ValueError:
        return None
    same = _site(host) == _site(own_host)
    is_front = parts.path.strip("/") == "" and not parts.query
    usable = parts.scheme in ("http", "https") and host and same and not is_front
    return one_line(address) if usable else None


def _site(host: str) -> str:
    """The host without the labels that name a variant of a site, not another one."""
    return re.sub(r"^(?:(?:www\d?|m|mobile|amp)\.)+", "", host.lower().rstrip("."))


def _image(page: Head) -> Found[str] | None:
    said = first_meta(page, ("og:image", "og:image:url", "twitter:image"))
    said = said or found(line(page.node.get("image")), "json-ld:image")
    if said is None:
        return None
    try:
        address = urljoin(page.url or "", said.value)
    except ValueError:
        return None
    if not address.lower().startswith(("http://", "https://")):
        return None
    return Found(value=address, came_from=said.came_from)


def _publisher(page: Head) -> Found[str] | None:
    said = names(page.node.get("publisher"), page.nodes)
    from_meta = first_meta(page, _SITES)
    return from_meta or found(said[0] if said else "", "json-ld:publisher")


def _is_free(page: Head) -> Found[bool] | None:
    said = str(page.node.get("isAccessibleForFree", "")).rsplit("/", 1)[-1].lower()
    if said in ("true", "false"):
        return Found(value=said == "true", came_from="json-ld:isAccessibleForFree")
    tier = "".join(page.metas.get("article:content_tier", [])[:1]).lower()
    if tier in ("free", "locked", "metered"):
        return Found(value=tier == "free", came_from="meta:article:content_tier")
    return None
