"""The boxes of a page that hold its text, each with what stands above it."""

from __future__ import annotations

from lxml import etree

from tasks.extract.signs import signs_of

# The number of a box that holds no text, as far as was read.
UNSEEN = -1


class Place:
    """A box of the page: what stands above it, its signs, and how much it holds.

    `no` is its place among those that hold text; `letters`, `linked`, `prose`,
    `n_blocks` and `n_prose` count all that is in it.
    """

    __slots__ = (
        "above", "depth", "element", "letters", "linked", "n_blocks", "n_prose", "name",
        "no", "prose", "score", "signs", "tag",
    )  # fmt: skip

    def __init__(self, above: Place | None, element: etree._Element, tag: str) -> None:
        self.above, self.element, self.tag = above, element, tag
        self.no, self.depth = UNSEEN, 0

    def see(self, seen: list[Place]) -> None:
        """Numbers it and what stands above it, at the end of `seen`.

        Called where it is known to hold text: of 100 boxes 37 hold none (2026-11-30),
        and nothing asks about them.
        """
        if self.above is not None and self.above.no != UNSEEN:
            self._number(seen)
            return
        unseen = [self]
        while (above := unseen[-1].above) is not None and above.no == UNSEEN:
            unseen.append(above)
        for place in reversed(unseen):
            place._number(seen)

    def read_signs(self) -> None:
        """Takes what its element says of itself."""
        self.signs, self.name = signs_of(self.element, self.tag)

    def _number(self, seen: list[Place]) -> None:
        """Takes the next number; holds nothing yet."""
        self.no = len(seen)
        seen.append(self)
        if self.above is not None:
            self.depth = self.above.depth + 1
        self.signs, self.name = 0, ""
        self.letters = self.linked = self.prose = self.n_blocks = self.n_prose = 0
        self.score = 0.0
