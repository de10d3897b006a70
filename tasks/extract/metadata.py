"""What a page says of itself: title, authors, dates and the rest, by ladders.

Each ladder asks the page's fields in the order in which they were right most
often; the field that answered is kept beside the answer.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from tasks.extract.credits import read_credits
from tasks.extract.fields import Fields, Found, found, found_items, one_line
from tasks.extract.head import Head, first_meta
from tasks.extract.headlines import read_candidates
from tasks.extract.jsonld import Node, address_of, line, names, types_of
from tasks.extract.near import Surroundings
from tasks.extract.page_dates import read_modified, read_published
from tasks.extract.sitename import SiteNames
from tasks.extract.titles import choose_title
from tasks.text.urls import (
    MAX_URL_CHARS,
    canonical,
    is_front_page,
    same_site,
    without_login,
)

_SECTIONS = (
    "article:section", "og:article:section", "parsely-section", "section",
    "cxenseparse:recs:articlesection",
)  # fmt: skip
# `/story/amp/`, `/print/story`, `?amp=1`, `?print=1`, `?outputType=amp`.
_VARIANT = re.compile(
    r"[/.?&=](?:amp|print|printable|drucken|imprimir|stampa)(?:[/.&=]|$)", re.IGNORECASE
)
_TAGS = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "keywords")
# One more than an address may have: cut there, it is refused, not another one.
_MAX_LINK = MAX_URL_CHARS + 1
# An article has a few parts that are paid for; a page a few nodes of its own.
_MAX_PARTS = 50
_SITES = (
    "og:site_name",
    "application-name",
    "al:ios:app_name",
    "twitter:app:name:iphone",
)


def read_metadata(page: Head) -> Fields:
    """The fields of the page; to be called before its tree is pruned."""
    publisher = _publisher(page)
    address, refused = _canonical(page)
    site = site_names(page)
    title = choose_title(read_candidates(page, site))
    surroundings = Surroundings(page, title.value if title else None)
    published, written = read_published(page, surroundings)
    return Fields(
        title=title,
        authors=read_credits(page, site, surroundings),
        section=_section(page),
        tags=_tags(page),
        language=page.language,
        published=published,
        written=written,
        modified=tuple(read_modified(page)),
        canonical_url=address,
        image_url=_image(page),
        publisher=publisher,
        is_free=_is_free(page),
        refused=refused,
    )


def site_names(page: Head) -> SiteNames:
    """The names of the page's site, from all fields that give one."""
    said = [text for name in _SITES for text in page.metas.get(name, [])[:1]]
    said += names(page.node.get("publisher"), page.nodes)
    for node in page.nodes[:50]:
        if not {"website", "organization", "newsmediaorganization"}.isdisjoint(
            types_of(node)
        ):
            said.append(line(node.get("name")))
    return SiteNames(map(one_line, said), page.url)


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


def _canonical(page: Head) -> tuple[Found[str] | None, tuple[tuple[str, str], ...]]:
    """rel=canonical, where it stays within the site and is no front page.

    And as in `Fields.refused` the first that does not. A page for AMP or for
    printing may say its plain address in other fields; of other pages these are not
    believed, as some sites give one for all.
    """
    refused: tuple[tuple[str, str], ...] = ()
    for link in page.of_tag["link"]:
        href = link.get("href")
        if "canonical" not in (link.get("rel") or "").lower().split() or not href:
            continue
        if address := _within(href.strip(), page.url):
            return Found(value=address, came_from="link:canonical"), refused
        why = f"link:canonical: {one_line(href)!r} is another site or a front page"
        refused = refused or (("canonical_url_refused", why),)
    if not _VARIANT.search(page.url or ""):
        return None, refused
    own = address_of(page.node.get("mainEntityOfPage"))
    plain = first_meta(page, ("og:url",), _MAX_LINK)
    plain = plain or found(own, "json-ld:mainEntityOfPage", _MAX_LINK)
    if plain and (address := _within(plain.value, page.url)):
        return Found(value=address, came_from=plain.came_from), refused
    return None, refused


def _within(href: str, url: str | None) -> str | None:
    """The one form of an address on the page's site that is no front page."""
    try:
        address = canonical(without_login(urljoin(url or "", href)))
        is_own = same_site(address, url or address)
        return address if is_own and not is_front_page(address) else None
    except ValueError:
        return None


def _image(page: Head) -> Found[str] | None:
    said = first_meta(page, ("og:image", "og:image:url", "twitter:image"), _MAX_LINK)
    said = said or found(line(page.node.get("image")), "json-ld:image", _MAX_LINK)
    if said is None:
        return None
    try:
        address = without_login(urljoin(page.url or "", said.value))
    except ValueError:
        return None
    is_web = address.lower().startswith(("http://", "https://"))
    if not is_web or len(address) > MAX_URL_CHARS:
        return None
    return Found(value=address, came_from=said.came_from)


def _publisher(page: Head) -> Found[str] | None:
    said = names(page.node.get("publisher"), page.nodes)
    from_meta = first_meta(page, _SITES)
    return from_meta or found(said[0] if said else "", "json-ld:publisher")


def _is_free(page: Head) -> Found[bool] | None:
    """Whether the article may be read for nothing, by its data, its page's, its tier.

    A part that is not free (hasPart) makes it not free: its whole text is more.
    """
    if said := _said_free(page.node, "json-ld:isAccessibleForFree"):
        return said
    parts = page.node.get("hasPart")
    for part in parts[:_MAX_PARTS] if isinstance(parts, list) else [parts]:
        if isinstance(part, dict):
            said = _said_free(part, "json-ld:hasPart.isAccessibleForFree")
            if said and not said.value:
                return said
    for node in page.nodes[:_MAX_PARTS]:
        said = _said_free(node, "json-ld:WebPage.isAccessibleForFree")
        if said and "webpage" in types_of(node):
            return said
    tier = "".join(page.metas.get("article:content_tier", [])[:1]).strip().lower()
    if tier in ("free", "locked", "metered"):
        return Found(value=tier == "free", came_from="meta:article:content_tier")
    return None


def _said_free(node: Node, came_from: str) -> Found[bool] | None:
    """What a node says: true or false, in JSON or as a word or an address of one."""
    said = str(node.get("isAccessibleForFree", "")).strip().rsplit("/", 1)[-1].lower()
    if said not in ("true", "false"):
        return None
    return Found(value=said == "true", came_from=came_from)
