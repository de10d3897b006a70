"""A page dissolved into blocks of text, in reading order, each with its place.

A block is a paragraph, a head, an item, a row, or text that stands loose in a box.
One pass over the tree; what a browser never shows as text is passed over.
"""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from tasks.extract.clean import tidy
from tasks.extract.dropped import Dropped
from tasks.extract.signs import signs_of
from tasks.extract.tree import strings

Shape = Literal["paragraph", "head", "item", "row"]

_INLINE, _LINK, _PART, _SKIP, _BREAK, _CELL, _IMAGE, _FIGURE, _RARE = range(1, 10)
_KINDS: dict[object, int] = {
    **dict.fromkeys((
        "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del",
        "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s",
        "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
        "var", "wbr", "picture", "source", "center", "nobr", "label",
    ), _INLINE),
    **dict.fromkeys((
        "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe",
        "object", "embed", "audio", "video", "map", "button", "select", "option",
        "textarea", "input", "dialog", "menu", "frameset", "applet", "title",
    ), _SKIP),
    # Of 1,124 pages 0.7 % of the true text stood in these.
    "nav": _RARE, "footer": _RARE,
    "a": _LINK, "br": _BREAK, "td": _CELL, "th": _CELL, "img": _IMAGE,
    "amp-img": _IMAGE, "figure": _FIGURE,
}  # fmt: skip
_IN_CELL = frozenset(
    ("p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "section")
)
_SHAPES: dict[str, Shape] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "head"),
    **dict.fromkeys(("li", "dt", "dd"), "item"), "tr": "row",
}  # fmt: skip
_BREAK_MARK = "\ue000"
# Two line ends, or one before an indent: Chinese pages write paragraphs so.
_PARAGRAPH_BREAK = re.compile(
    rf"{_BREAK_MARK}\s*{_BREAK_MARK}[\s{_BREAK_MARK}]*"
    rf"|{_BREAK_MARK}[ \t\n]*(?:\u3000|\xa0\xa0)\s*"
)
# What is written without spaces says in one letter what others say in three.
DENSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]"
)
# Deeper than this a page is broken or a trap, and its text is taken as it comes.
_MAX_LEVEL = 200
_FAR = 10
_UNSEEN = -1
# Prose: long, or a sentence; few of its letters are links.
_MIN_PROSE, _MIN_SENTENCE, _MAX_LINKED = 90, 45, 0.3
ENDS = frozenset('.!?…:;。！？।؟။፡።"”’»」』)')


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
        self.no, self.depth = _UNSEEN, 0

    def see(self, seen: list[Place]) -> None:
        """Numbers it and what stands above it, at the end of `seen`.

        Called where it is known to hold text: of 100 boxes 37 hold none (2026-11-30),
        and nothing asks about them.
        """
        unseen = [self]
        while (above := unseen[-1].above) is not None and above.no == _UNSEEN:
            unseen.append(above)
        for place in reversed(unseen):
            place.no = len(seen)
            seen.append(place)
            place._read()

    def _read(self) -> None:
        """Takes what its element says, and holds nothing yet."""
        self.signs, self.name = 0, ""
        if self.above is not None:
            self.depth = self.above.depth + 1
            self.signs = signs_of(self.element)
            self.name = self.element.get("class") or ""
        self.letters = self.linked = self.prose = self.n_blocks = self.n_prose = 0
        self.score = 0.0


class Block:
    """One block: its text on one line, its shape, its place and its letters.

    `letters` weighs scripts without spaces three times; `linked` of them are links.
    `from_image` counts the blocks since the last image.
    """

    __slots__ = (
        "from_image", "is_prose", "letters", "linked", "place", "shape", "text",
    )  # fmt: skip

    def __init__(
        self, text: str, place: Place, letters: int, linked: int, from_image: int
    ) -> None:
        self.text, self.place, self.from_image = text, place, from_image
        self.letters, self.linked = letters, linked
        self.shape: Shape = _SHAPES.get(place.tag, "paragraph")
        self.is_prose = (
            letters >= _MIN_SENTENCE
            and linked <= _MAX_LINKED * letters
            and (letters >= _MIN_PROSE or text[-1] in ENDS)
            and self.shape != "head"
        )


class Reader:
    """Reads a tree into `blocks` and `places`, both in reading order.

    `whole` reads what stands in menus and footers too.
    """

    def __init__(self, dropped: Dropped, *, whole: bool) -> None:
        self.blocks: list[Block] = []
        self.places: list[Place] = []
        self._dropped, self._whole = dropped, whole
        self._pieces: list[str] = []
        self._linked = 0
        self._image_at = -_FAR

    def read(self, root: etree._Element) -> None:
        """Adds the blocks of `root`; the tree stays as it is."""
        place = Place(None, root, "html")
        place.see(self.places)
        self._walk(root, place, 0, 0)
        self._close(place)

    def _walk(
        self, element: etree._Element, place: Place, in_link: int, level: int
    ) -> None:
        pieces = self._pieces
        if level > _MAX_LEVEL:
            pieces.append(" ".join(strings(element)))
            return
        if (text := element.text) and (pieces or not text.isspace()):
            pieces.append(text)
            if in_link:
                self._linked += len(text.strip())
        level += 1
        for child in element:
            kind = _KINDS.get(child.tag, _PART)
            if kind <= _LINK:
                self._walk(child, place, in_link or kind == _LINK, level)
            elif kind == _PART:
                self._part(child, place, in_link, level)
            else:
                self._other(child, kind, place, in_link, level)
            if (text := child.tail) and (pieces or not text.isspace()):
                pieces.append(text)
                if in_link:
                    self._linked += len(text.strip())

    def _part(
        self, element: etree._Element, place: Place, in_link: int, level: int
    ) -> None:
        """Reads an element that parts what is before it from what is behind."""
        if self._pieces:
            self._close(place)
        inner = Place(place, element, element.tag)
        self._walk(element, inner, in_link, level)
        if self._pieces:
            self._close(inner)

    def _other(
        self, child: etree._Element, kind: int, place: Place, in_link: int, level: int
    ) -> None:
        """Reads an image, a line end, a cell; passes over what is no article."""
        if kind == _BREAK:
            self._pieces.append(_BREAK_MARK)
        elif kind == _IMAGE:
            self._image_at = len(self.blocks)
        elif kind == _FIGURE:
            # Its place among the blocks is told when what is before it is closed.
            if self._pieces:
                self._close(place)
            self._image_at = len(self.blocks)
            self._part(child, place, in_link, level)
        elif kind == _CELL:
            self._cell(child, place, in_link, level)
        elif kind == _RARE and self._whole:
            self._part(child, place, in_link, level)
        elif self._dropped.keeps:
            self._dropped.element(child, "never_article", str(child.tag))

    def _cell(
        self, cell: etree._Element, place: Place, in_link: int, level: int
    ) -> None:
        """Reads a cell: as a part where it holds paragraphs, else as words of a row."""
        if any(child.tag in _IN_CELL for child in cell):
            self._part(cell, place, in_link, level)
        else:
            self._pieces.append(" ")
            self._walk(cell, place, in_link, level)
            self._pieces.append(" ")

    def _close(self, place: Place) -> None:
        """Makes a block of what was read since the last one."""
        joined, linked = "".join(self._pieces), self._linked
        self._pieces.clear()
        self._linked = 0
        if _BREAK_MARK not in joined:
            self._add(joined, place, linked)
            return
        share = linked / len(joined)
        for piece in _PARAGRAPH_BREAK.split(joined):
            said = piece.replace(_BREAK_MARK, " ")
            self._add(said, place, int(share * len(said)))

    def _add(self, said: str, place: Place, linked: int) -> None:
        # What is no space and can be seen needs no tidying: most text is such.
        text = " ".join(said.split())
        if not text.isprintable():
            text = " ".join(tidy(said).split())
        if not text:
            return
        letters = len(text)
        if not text.isascii() and DENSE.search(text):
            dense = letters - len(DENSE.sub("", text))
            linked = int(linked * (letters + 2 * dense) / letters)
            letters += 2 * dense
        from_image = min(_FAR, len(self.blocks) - self._image_at)
        if place.no == _UNSEEN:
            place.see(self.places)
        self.blocks.append(
            Block(text, place, letters, min(linked, letters), from_image)
        )
