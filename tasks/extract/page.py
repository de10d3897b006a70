"""A page into fields and text, or the reason why it is not an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from tasks.extract.body import read_body, read_fragment
from tasks.extract.clean import join
from tasks.extract.fields import Fields
from tasks.extract.head import read_head
from tasks.extract.jsonld import Node, line
from tasks.extract.metadata import read_metadata
from tasks.extract.page_signs import read_signs
from tasks.extract.raw.rawtext import read_paragraphs
from tasks.extract.tree import PageTooLarge, parse
from tasks.extract.verdict import why_no_article

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


def read_page(html: str, url: str | None) -> Page:
    """The fields and the text of a page; the text may be empty.

    Raises NotAPage where there is no HTML in it or too much, and where the page is
    no article.
    """
    root = _root(html)
    head = read_head(root, url)
    fields, signs = read_metadata(head), read_signs(head)
    blocks = read_body(root, fields.title.value if fields.title else None)
    text, text_from = join([block.text for block in blocks]), "page"
    in_json = _article_body(head.node)
    if len(text) < _POOR * len(in_json):
        text, text_from = in_json, "json-ld:articleBody"
    if why := why_no_article(signs, fields, head.node, text):
        raise NotAPage(why.reason, why.detail)
    return Page(fields=fields, text=text, text_from=text_from)


def read_html(html: str, title: str | None) -> str:
    """The text of HTML that is all article, without `title` where it repeats it.

    Raises NotAPage as `read_page` does.
    """
    return join([block.text for block in read_fragment(_root(html), title)])


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
