"""A page into fields and text, or the reason why it is not an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from tasks.extract.body import read_body, read_fragment
from tasks.extract.clean import join
from tasks.extract.dropped import Dropped
from tasks.extract.fields import Fields
from tasks.extract.jsonld import Node, line
from tasks.extract.metadata import read_metadata
from tasks.extract.rawtext import read_paragraphs
from tasks.extract.rules import read_ruled, with_ruled
from tasks.extract.tree import PageTooLarge, drop, parse
from warehouse.model import Rules

# Less of the text than JSON-LD has, and the page's own is a teaser or a loss.
_POOR = 0.5
_MAX_BODY = 2_000_000
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]{0,500}>", re.I)


class NotAPage(ValueError):
    """A page that gives no article; `reason` is the reject's slug."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says of itself, its text, and where the text came from."""

    fields: Fields
    text: str
    text_from: str


def read_page(html: str, url: str | None, rules: Rules, dropped: Dropped) -> Page:
    """The fields and the text of a page; the text may be empty.

    What the site's `rules` find goes before all else. Raises NotAPage where there
    is no HTML in it, or too much.
    """
    root = _root(html)
    ruled = read_ruled(root, rules, dropped)
    fields, node = read_metadata(root, url)
    fields = with_ruled(fields, ruled)
    title = fields.title.value if fields.title else None
    if text := _text_of(ruled.parts, title):
        _tell_outside(root, ruled.parts, dropped)
        return Page(fields=fields, text=text, text_from="rule:body")
    blocks = read_body(root, title, dropped)
    text = join([block.text for block in blocks])
    in_json = _article_body(node)
    if len(text) < _POOR * len(in_json):
        return Page(fields=fields, text=in_json, text_from="json-ld:articleBody")
    return Page(fields=fields, text=text, text_from="page")


def read_html(html: str, title: str | None, rules: Rules, dropped: Dropped) -> str:
    """The text of HTML that is all article, without `title` where it repeats it.

    `body` and `drop` of the site's `rules` hold in it too. Raises NotAPage as
    `read_page` does.
    """
    root = _root(html)
    ruled = read_ruled(root, rules, dropped)
    if text := _text_of(ruled.parts, title):
        _tell_outside(root, ruled.parts, dropped)
        return text
    return _text_of((root,), title)


def _text_of(parts: tuple[etree._Element, ...], title: str | None) -> str:
    """The text of parts of a page that are all article."""
    return join([block.text for part in parts for block in read_fragment(part, title)])


def _tell_outside(
    root: etree._Element, parts: tuple[etree._Element, ...], dropped: Dropped
) -> None:
    """Says what stands in none of the `parts` of the page that a rule found.

    `root` is changed.
    """
    if dropped.keeps and root not in parts:
        for part in parts:
            drop(part)
        for block in read_fragment(root, None):
            dropped.text(block.text, "rule_outside", "rule:body")


def _root(html: str) -> etree._Element:
    try:
        root = parse(html)
    except PageTooLarge as error:
        raise NotAPage("too_many_tags", str(error)) from error
    if root is None:
        raise NotAPage("not_html", "no element in it")
    return root


def _article_body(node: Node) -> str:
    """The text that JSON-LD holds, as paragraphs; it may hold tags or lost breaks."""
    said = line(node.get("articleBody"))
    if not said or len(said) > _MAX_BODY:
        return ""
    if _TAG.search(said):
        said = _TAG.sub("", _BLOCK_TAG.sub("\n\n", said))
    return read_paragraphs(said)
