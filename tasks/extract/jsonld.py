"""JSON-LD of a page: which of its nodes is the article, and what it says.

Tolerant of what pages ship: line ends in strings, comments, trailing commas,
several objects in one script, graphs in graphs.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

Node = dict[str, Any]

_MAX_SCRIPT = 2_000_000
_MAX_NODES = 2_000
# schema.org Article and its kin; the last ones hold whole texts on some sites.
_ARTICLE_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "asknewsarticle",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "discussionforumposting",
        "techarticle",
        "scholarlyarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "report",
        "medicalscholarlyarticle",
        "review",
        "recipe",
    ]
)
_PAGE_TYPES = frozenset(("webpage", "itempage", "webpageelement"))
_WRAPPERS = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "itemReviewed",
    "liveBlogUpdate",
)
# What a script is wrapped in for readers that know none; seen up to twice.
_OPENING = re.compile(r"\s*(?:(?:<!--|(?://\s*)?<!\[CDATA\[)\s*){1,2}")
_CLOSING = re.compile(r"(?:\s*(?:-->|(?://\s*)?\]\]>)){1,2}\s*\Z")
_MAX_CLOSING = 40
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def read_nodes(scripts: Iterable[etree._Element]) -> list[Node]:
    """Every object with a type that the JSON-LD of `scripts` holds, outermost first."""
    nodes: list[Node] = []
    for script in scripts:
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = script.text or ""
        if len(source) <= _MAX_SCRIPT and len(nodes) < _MAX_NODES:
            nodes.extend(_typed(_loads(source)))
    return nodes[:_MAX_NODES]


def article_node(nodes: list[Node], url: str | None) -> Node:
    """The node that is this page's article, empty where none is.

    Of several: the one that names `url`, else the one that says most.
    """
    articles = [node for node in nodes if types_of(node) & _ARTICLE_TYPES]
    named = [node for node in articles if url and _names_url(node, url)]
    for pool in (named, articles):
        if pool:
            return max(pool, key=_weight)
    pages = [n for n in nodes if types_of(n) & _PAGE_TYPES and "datePublished" in n]
    return pages[0] if pages else {}


def names(value: Any, nodes: list[Node]) -> list[str]:
    """The names in an author or publisher value: text, object, reference or list."""
    found: list[str] = []
    by_id = {n["@id"]: n for n in reversed(nodes) if type(n.get("@id")) is str}
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "name" not in item and "@id" in item:
            item = by_id.get(str(item["@id"]), item)
        name = item.get("name") if isinstance(item, dict) else item
        for one in name if isinstance(name, list) else [name]:
            if isinstance(one, str) and one.strip():
                found.append(html.unescape(one))
    return found


def line(value: Any) -> str:
    """A text value of JSON-LD, the first where it is a list; empty for no text."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("url") or value.get("name") or ""
    return html.unescape(value) if isinstance(value, str) else ""


def address_of(value: Any) -> str:
    """The address that a value of JSON-LD is or refers to; empty for none."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url") or ""
    return value if isinstance(value, str) else ""


def _loads(source: str) -> Any:
    bare = source
    if opening := _OPENING.match(source):
        bare = source[opening.end() :]
    rim = bare[-_MAX_CLOSING:]
    if closing := _CLOSING.search(rim):
        bare = bare[: len(bare) - len(rim) + closing.start()]
    bare = bare.strip().rstrip(";")
    for attempt in (bare, _TRAILING_COMMA.sub("", bare)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _typed(loaded: Any) -> list[Node]:
    nodes: list[Node] = []
    queue = [loaded]
    while queue and len(nodes) < _MAX_NODES:
        item = queue.pop(0)
        if isinstance(item, list):
            queue[:0] = item[:_MAX_NODES]
        elif isinstance(item, dict):
            if "@type" in item:
                nodes.append(item)
            queue.extend(item[key] for key in _WRAPPERS if key in item)
    return nodes


def types_of(node: Node) -> set[str]:
    """The types of `node` in lower case, without the address of their vocabulary."""
    raw = node.get("@type")
    kinds = raw if isinstance(raw, list) else [raw]
    return {kind.rsplit("/", 1)[-1].lower() for kind in kinds if isinstance(kind, str)}


def _names_url(node: Node, url: str) -> bool:
    said = [address_of(node.get(key)) for key in ("url", "@id", "mainEntityOfPage")]
    return any(s and _bare_url(s) == _bare_url(url) for s in said)


def _bare_url(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url.strip().lower())


def _weight(node: Node) -> tuple[bool, bool, bool, int]:
    return (
        # Its updates are articles too, and each has more text than the whole.
        "liveblogposting" in types_of(node),
        "headline" in node,
        "datePublished" in node,
        len(line(node.get("articleBody"))),
    )
