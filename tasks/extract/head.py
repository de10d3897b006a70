"""What the ladders of a page ask: its metas, its JSON-LD, its tree and address."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from tasks.extract.fields import MAX_FIELD, MAX_ITEMS, Found, found
from tasks.extract.jsonld import Node, article_node, line, read_nodes, types_of

TAGS = (
    "meta", "link", "script", "title", "h1", "h2", "h3", "time", "html", "body", "main"
)  # fmt: skip
_LANGUAGES = ("og:locale", "content-language", "language", "dc.language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A page as its ladders see it.

    `of_tag` holds the elements of each of `TAGS`, in document order; `metas` the
    contents by lower-case name, property or itemprop; `node` is the article's
    JSON-LD node, empty where there is none; `url` is the final address;
    `language` is the declared one.
    """

    root: etree._Element
    of_tag: dict[str, list[etree._Element]]
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
    # One walk for all of them: libxml2 passes over the others without a Python object.
    of_tag: dict[str, list[etree._Element]] = {tag: [] for tag in TAGS}
    for element in root.iter(*TAGS):
        of_tag[element.tag].append(element)
    nodes, metas = read_nodes(of_tag["script"]), _metas(of_tag["meta"])
    node = article_node(nodes, url)
    return Head(
        root=root, of_tag=of_tag, url=url, metas=metas, nodes=nodes, node=node,
        language=_language(root, node, metas),
    )  # fmt: skip


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


def _metas(elements: list[etree._Element]) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in elements[:MAX_ITEMS]:
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content:
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
