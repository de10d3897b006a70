"""What is taken out of a document on the way to its text, and why."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One thing taken out: its text, a slug for the reason, and the evidence."""

    text: str
    reason: str
    detail: str = ""


class Dropped:
    """Collects what is taken out, in the order of taking.

    Where `keeps` is False it forgets, and reads no text: a run has no use for it,
    and the text of a whole page's menus costs as much as its article.
    """

    def __init__(self, *, keeps: bool) -> None:
        self.keeps = keeps
        self.drops: list[Drop] = []

    def text(self, text: str, reason: str, detail: str = "") -> None:
        """Says that `text` is left out."""
        if self.keeps and (said := " ".join(text.split())):
            self.drops.append(Drop(text=said, reason=reason, detail=detail))

    def element(self, element: etree._Element, reason: str, detail: str = "") -> None:
        """Says that `element` is left out, with all that is in it."""
        if self.keeps:
            self.text(" ".join(map(str, element.itertext())), reason, detail)
