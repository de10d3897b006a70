"""A page as its verdict sees it: its signs, and what was read of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tasks.extract.page_signs import Signs
from tasks.extract.worth import worth

# Less than a brief of 100 words or so.
BRIEF = 600
# What a gate or an error says is shorter.
MAX_GATE = 2_000
# The share of a text that is much of it, and most of it.
MUCH, MOST = 0.35, 0.6
# So many letters between a headline and the next teaser are a text of its own.
MIN_UNDER_HEAD = 100
# What a gate says under its headline is shorter: 145 letters at most of a check, an
# error, a login and an app in 22 languages (2026-11-30).
_MIN_BRIEF = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """The signs of a page, its text, which may be empty, its title and its site."""

    signs: Signs
    text: str
    title: str
    site: str

    def size(self) -> int:
        """The letters of the text, a wide one for as many as it is worth."""
        return worth(self.text)

    def has_text(self) -> bool:
        """True where a text of its own stands under the page's headline."""
        return self.signs.n_under(self.title) >= MIN_UNDER_HEAD

    def is_brief(self) -> bool:
        """True where more stands under the page's headline than a gate says."""
        return self.signs.n_under(self.title) >= _MIN_BRIEF

    def share(self, of: Callable[[str], bool]) -> float:
        """The share of the text's letters in blocks of which `of` holds."""
        blocks = self.text.split("\n\n")
        n_all = sum(map(len, blocks))
        return sum(len(b) for b in blocks if of(b)) / n_all if n_all else 0.0

    def gate(self, reason: str) -> str:
        """How the text is that of a kind of box; empty where it is not."""
        said = self.signs.gates.get(reason, "")
        if not said.strip() or self.size() > MAX_GATE:
            return ""
        if reason in ("consent_wall", "login_page") and self.has_text():
            return ""
        share = self.share(lambda block: block in said)
        if self.text and share < MOST:
            return ""
        if not self.text and worth(said) < MUCH * self.signs.n_letters:
            return ""
        return f"{share:.0%} of {len(self.text)} letters in a box named so"
