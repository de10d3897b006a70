"""What the ladders of a page ask: its metas, its JSON-LD, its tree and address."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from tasks.extract.fields import MAX_FIELD, MAX_ITEMS, Found, found
from tasks.extract.jsonld import Node, article_node, line, read_nodes, types_of

_LANGUAGES = ("og:locale", "content-language", "language", "dc.language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A page as its ladders see it.

    `metas` by lower-case name, property or itemprop; `node` is the article's
    JSON-LD node, empty where there is none; `url` is the final address;
    `language` is the declared one.
    """

    root: etree._Element
    url: str | None
    metas: dict[str, list[str]]
    nodes: list[Node]
    node: Node
    language: Found[str] | None

    @property
    def is_news(self) -> bool:
        """True where the page calls its article news."""
        return not _NEWS.isdisjoint(types_of(self.node))


def read_head(root: etree._Element, url: str | None) -> Head:
    """The head of the page whose tree is `root`."""
    nodes, metas = read_nodes(root), _metas(root)
    node = article_node(nodes, url)
    language = _language(root, node, metas)
    return Head(
        root=root, url=url, metas=metas, nodes=nodes, node=node, language=language
    )


def _language(
    root: etree._Element, node: Node, metas: dict[str, list[str]]
) -> Found[str] | None:
    """The language that the page declares."""
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return (
        found(said, "html:lang")
        or found(line(node.get("inLanguage")), "json-ld:inLanguage")
        or _first(metas, _LANGUAGES)
    )


_NEWS = frozenset(
    ("newsarticle", "reportagenewsarticle", "analysisnewsarticle", "liveblogposting",
     "opinionnewsarticle", "backgroundnewsarticle")
)  # fmt: skip


def _metas(root: etree._Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for n_metas, meta in enumerate(root.iter("meta")):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and n_metas < MAX_ITEMS:
            metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def first_meta(
    page: Head, wanted: tuple[str, ...], most: int = MAX_FIELD
) -> Found[str] | None:
    """The first of the `wanted` metas that says something, cut at `most`."""
    return _first(page.metas, wanted, most)


def _first(
    metas: dict[str, list[str]], wanted: tuple[str, ...], most: int = MAX_FIELD
) -> Found[str] | None:
    for name in wanted:
        for content in metas.get(name, ()):
            if answer := found(content, f"meta:{name}", most):
                return answer
    return None
