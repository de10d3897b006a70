"""What the ladders of a page ask: its metas, its JSON-LD, its tree and address."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from tasks.extract.fields import Found, found
from tasks.extract.jsonld import Node, article_node, read_nodes

_MAX_METAS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A page as its ladders see it.

    `metas` by lower-case name, property or itemprop; `node` is the article's
    JSON-LD node, empty where there is none; `url` is the final address.
    """

    root: etree._Element
    url: str | None
    metas: dict[str, list[str]]
    nodes: list[Node]
    node: Node


def read_head(root: etree._Element, url: str | None) -> Head:
    """The head of the page whose tree is `root`."""
    nodes = read_nodes(root)
    return Head(
        root=root, url=url, metas=_metas(root), nodes=nodes,
        node=article_node(nodes, url),
    )  # fmt: skip


def _metas(root: etree._Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for n_metas, meta in enumerate(root.iter("meta")):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and n_metas < _MAX_METAS:
            metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def first_meta(page: Head, wanted: tuple[str, ...]) -> Found[str] | None:
    """The first of the `wanted` metas that says something."""
    for name in wanted:
        for content in page.metas.get(name, ()):
            if answer := found(content, f"meta:{name}"):
                return answer
    return None
