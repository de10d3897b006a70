"""A sitemap's XML, one `url` or `sitemap` at a time, in memory for one. Pure."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from tasks.listings.channel import MAX_LINK, one_line
from warehouse.model.entry import Listed

_UNIT = ("url", "sitemap")
_AMPERSAND = re.compile(rb"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};)(\w{1,32};)?")
_XML_NAMES = frozenset([b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"])
_COMMA = re.compile(r"\s*[,;،、，]\s*")
_MAX_TAGS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One address as a sitemap tells of it; `is_child` where it is a sitemap's."""

    loc: str | None
    is_child: bool
    listed: Listed


def read_told(opened: bytes) -> Iterator[Told]:
    """Each address of a sitemap that `open_xml` has let through, in its order.

    Names count without their namespaces, which are written wrongly or not at all.
    What is not well-formed is read as far as libxml2 mends it.
    """
    for element in elements(opened, "end"):
        name = _local(element)
        if name not in _UNIT:
            continue
        yield _read_unit(element, is_child=name == "sitemap")
        element.clear()
        above = element.getparent()
        while above is not None and element.getprevious() is not None:
            del above[0]


def elements(opened: bytes, event: str) -> Iterator[etree._Element]:
    """The elements of XML that `open_xml` has let through, at each's `start` or `end`.

    No entity is resolved and nothing fetched. What is not well-formed is read as far
    as it goes; the caller sees that it has no end.
    """
    events = etree.iterparse(
        io.BytesIO(_with_sound_ampersands(opened)),
        events=(event,),
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            yield element
    except etree.XMLSyntaxError:
        return


def _with_sound_ampersands(opened: bytes) -> bytes:
    """The XML with each ampersand escaped that is no reference XML knows."""
    return _AMPERSAND.sub(_escaped, opened)


def _escaped(found: re.Match[bytes]) -> bytes:
    """An ampersand that XML would stumble on: `?a=1&b=2`, `&eacute;`."""
    name = found[1]
    if name in _XML_NAMES:
        return found[0]
    if name is None:
        return b"&amp;"
    letter = html5.get(name.decode("utf-8", "replace"))
    if letter is None or letter in "<>&":
        return b"&amp;" + name
    return letter.encode()


def _read_unit(unit: etree._Element, *, is_child: bool) -> Told:
    said: dict[str, etree._Element] = {}
    for element in unit:
        said.setdefault(_local(element), element)
    news = said.get("news")
    modified = _said(said.get("lastmod"))
    listed = Listed(modified=modified, came_from="sitemap")
    if news is not None:
        listed = _read_news(news, modified)
    return Told(loc=_said(said.get("loc"), MAX_LINK), is_child=is_child, listed=listed)


def _read_news(news: etree._Element, modified: str | None) -> Listed:
    """What a news sitemap says of an article. Keywords and genres are its tags."""
    said = {_local(element): element for element in news.iterdescendants()}
    tags = [
        tag
        for name in ("keywords", "genres")
        for tag in _COMMA.split(_said(said.get(name)) or "")[:_MAX_TAGS]
    ]
    return Listed(
        title=_said(said.get("title")),
        published=_said(said.get("publication_date")),
        modified=modified,
        language=_said(said.get("language")),
        tags=tuple(dict.fromkeys(filter(None, tags))),
        publisher=_said(said.get("name")),
        came_from="sitemap",
    )


def _local(element: etree._Element) -> str:
    """The name without its namespace, and without a prefix that nobody declared."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _said(element: etree._Element | None, most: int = 2_000) -> str | None:
    if element is None:
        return None
    return one_line("".join(map(str, element.itertext())), most)
