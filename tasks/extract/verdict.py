"""Why a page is no article: an index, a gate, an error, a shell, the stub of a text.

Told by what pages say of themselves and by how they are built; words are asked only
where hardly anything else stands on the page. What is short or odd stays an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tasks.extract import gate_verdicts, list_verdicts
from tasks.extract.fields import Fields
from tasks.extract.jsonld import Node
from tasks.extract.page_marks import PROSE
from tasks.extract.page_signs import Signs
from tasks.extract.seen_page import SeenPage
from tasks.extract.stubs import read_stub


@dataclass(frozen=True, slots=True, kw_only=True)
class NoArticle:
    """Why a page is none: a slug, and what was seen."""

    reason: str
    detail: str


def why_no_article(
    signs: Signs, fields: Fields, node: Node, text: str
) -> NoArticle | None:
    """Why the page is no article, None where it may be one.

    `text` is what was read of it, which may be nothing; `node` is the JSON-LD of
    its article, empty where it has none.
    """
    said = fields.title.value if fields.title else ""
    site = fields.publisher.value if fields.publisher else ""
    page = SeenPage(signs=signs, text=text, title=said, site=site)
    if detail := _stub(page, fields, node):
        return NoArticle(reason="paywall_stub", detail=detail)
    detail = gate_verdicts.said_error(page)
    if detail and signs.mark in (None, "meta:og:type"):
        return NoArticle(reason="error_page", detail=detail)
    for reason, ask in _QUESTIONS.get(signs.mark, ()):
        if detail := ask(page):
            return NoArticle(reason=reason, detail=detail)
    return None


def _stub(page: SeenPage, fields: Fields, node: Node) -> str:
    said = fields.is_free
    if said is None or said.value:
        return ""
    seen = read_stub(page.text, node, has_pay_box=page.signs.has_pay_box)
    return seen and f"not free by {said.came_from}, {seen}"


_Question = tuple[str, Callable[[SeenPage], str]]
# By what marks a page as an article: all of one that nothing marks, none of most.
_QUESTIONS: dict[str | None, tuple[_Question, ...]] = {
    None: (
        ("challenge", gate_verdicts.challenge),
        ("error_page", gate_verdicts.error),
        ("consent_wall", gate_verdicts.consent),
        ("login_page", gate_verdicts.login),
        ("search_results", list_verdicts.search),
        ("index_page", list_verdicts.index),
        ("empty_shell", gate_verdicts.shell),
    ),
    PROSE: (("index_page", list_verdicts.told_index),),
}
