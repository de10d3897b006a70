"""A page into fields and text, or the reason why it is not an article."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from tasks.extract.body import read_body, read_fragment, read_part, text_of
from tasks.extract.dropped import Dropped
from tasks.extract.fields import Fields
from tasks.extract.head import read_head
from tasks.extract.islands import read_islands
from tasks.extract.jsonld import Node, line, types_of
from tasks.extract.metadata import read_metadata
from tasks.extract.page_walk import read_signs
from tasks.extract.raw.rawtext import read_paragraphs
from tasks.extract.rules import read_ruled, with_ruled
from tasks.extract.soup import holds_tags, read_soup
from tasks.extract.tree import PageTooLarge, drop, parse
from tasks.extract.verdict import why_no_article
from warehouse.model.source import Rules

# Less of the text than JSON-LD has, and the page's own is a teaser or a loss.
_POOR = 0.5
# A page with less text than this may have the rest as data for its scripts.
_SHORT = 600
_LIVE = "liveblogposting"
_MAX_BODY = 2_000_000


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


def read_page(
    html: str,
    url: str | None,
    rules: Rules,
    dropped: Dropped,
    utf8: bytes | None = None,
) -> Page:
    """The fields and the text of a page; the text may be empty.

    `utf8` is `html` in bytes, where they are at hand. What the site's `rules` find
    goes before all else: a page whose `body` they name is an article. What is left
    out of the text is said to `dropped`. Raises NotAPage where there is no HTML in it
    or too much, and where the page is no article.
    """
    root = _root(html, utf8)
    ruled = read_ruled(root, rules, dropped)
    head = read_head(root, url)
    fields = with_ruled(read_metadata(head), ruled)
    title = fields.title.value if fields.title else None
    if text := _text_of(ruled.parts, title, dropped):
        _tell_outside(root, ruled.parts, dropped)
        return Page(fields=fields, text=text, text_from="rule:body")
    text, text_from = _general(root, head.node, fields, dropped)
    signs = read_signs(head)
    if why := why_no_article(signs, fields, head.node, text):
        raise NotAPage(why.reason, why.detail)
    return Page(fields=fields, text=text, text_from=text_from)


def _general(
    root: etree._Element, node: Node, fields: Fields, dropped: Dropped
) -> tuple[str, str]:
    """The text that general rules find in the page, and where it came from."""
    blocks = read_body(root, fields, dropped, is_news=is_news(node))
    text, text_from = text_of(blocks), "page"
    in_json = _article_body(node)
    if len(text) < _POOR * len(in_json):
        dropped.text(text, "poorer", "than json-ld:articleBody")
        text, text_from = in_json, "json-ld:articleBody"
    if len(text) < _SHORT:
        in_data = _data_body(root)
        if len(text) < _POOR * len(in_data):
            dropped.text(text, "poorer", "than script:json")
            text, text_from = in_data, "script:json"
    return text, text_from


def read_html(html: str, title: str | None, rules: Rules, dropped: Dropped) -> str:
    """The text of HTML that is all article, without `title` where it repeats it.

    `body` and `drop` of the site's `rules` hold in it too. Raises NotAPage as
    `read_page` does.
    """
    root = _root(html)
    ruled = read_ruled(root, rules, dropped)
    if text := _text_of(ruled.parts, title, dropped):
        _tell_outside(root, ruled.parts, dropped)
        return text
    return text_of(read_fragment(root, title, dropped))


def _text_of(
    parts: tuple[etree._Element, ...], title: str | None, dropped: Dropped
) -> str:
    """The text of the parts of a page that a rule says are the article."""
    return text_of(
        [block for part in parts for block in read_part(part, title, dropped)]
    )


def _tell_outside(
    root: etree._Element, parts: tuple[etree._Element, ...], dropped: Dropped
) -> None:
    """Says what stands in none of the `parts` of the page that a rule found.

    `root` is changed.
    """
    if dropped.keeps and root not in parts:
        for part in parts:
            drop(part)
        for block in read_part(root, None, dropped):
            dropped.text(block.text, "rule_outside", "rule:body")


def _data_body(root: etree._Element) -> str:
    """The text that the data of the page's scripts hold."""
    said = map(_paragraphs, read_islands(root))
    return "\n\n".join(text for text in said if text)


def _paragraphs(said: str) -> str:
    """The text of a value of the page's data, which may be written in tags."""
    return read_soup(said) if holds_tags(said) else read_paragraphs(said)


def _root(html: str, utf8: bytes | None = None) -> etree._Element:
    try:
        root = parse(html, utf8)
    except PageTooLarge as error:
        raise NotAPage("too_many_tags", str(error)) from error
    if root is None:
        raise NotAPage("not_html", "no element in it")
    return root


def is_news(node: Node) -> bool:
    """Whether a page's JSON-LD calls its article news, of whatever kind."""
    kinds = types_of(node)
    return any(kind.endswith("newsarticle") for kind in kinds) or _LIVE in kinds


def _article_body(node: Node) -> str:
    """The text that JSON-LD holds, as paragraphs; it may hold tags or lost breaks."""
    said = line(node.get("articleBody"))
    if not said or len(said) > _MAX_BODY:
        return ""
    return _paragraphs(said)
