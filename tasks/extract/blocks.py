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
from tasks.extract.places import UNSEEN, Place
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
_DENSE_RUN = re.compile(f"{DENSE.pattern}+")
# Deeper than this a page is broken or a trap, and its text is taken as it comes.
_MAX_LEVEL = 200
_FAR = 10
# Prose: long, or a sentence; few of its letters are links.
_MIN_PROSE, _MIN_SENTENCE, _MAX_LINKED = 90, 45, 0.3
ENDS = frozenset('.!?…:;。！？।؟။፡።"”’»」』)')


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
            self._say(text, in_link)
        level += 1
        for child in element:
            kind = _KINDS.get(child.tag, _PART)
            if kind == _PART:
                if pieces:
                    self._close(place)
                self._part(child, place, in_link, level)
            elif kind > _LINK:
                self._other(child, kind, place, in_link, level)
            elif len(child):
                self._walk(child, place, in_link or kind == _LINK, level)
            elif (text := child.text) and (pieces or not text.isspace()):
                self._say(text, in_link or kind == _LINK)
            if (text := child.tail) and (pieces or not text.isspace()):
                self._say(text, in_link)

    def _say(self, text: str, in_link: int) -> None:
        self._pieces.append(text)
        if in_link:
            self._linked += len(text.strip())

    def _part(
        self, element: etree._Element, place: Place, in_link: int, level: int
    ) -> None:
        """Reads an element that parts what is before it from what is behind.

        What is before it was closed. Most have no other in them, or nothing at all.
        """
        if len(element):
            inner = Place(place, element, element.tag)
            self._walk(element, inner, in_link, level)
            if self._pieces:
                self._close(inner)
        elif (text := element.text) and not text.isspace():
            self._say(text, in_link)
            self._close(Place(place, element, element.tag))

    def _other(
        self, child: etree._Element, kind: int, place: Place, in_link: int, level: int
    ) -> None:
        """Reads an image, a line end, a cell; passes over what is no article."""
        if kind == _SKIP or (kind == _RARE and not self._whole):
            if self._dropped.keeps:
                self._dropped.element(child, "never_article", str(child.tag))
        elif kind == _BREAK:
            self._pieces.append(_BREAK_MARK)
        elif kind == _IMAGE:
            self._image_at = len(self.blocks)
        elif kind == _CELL:
            self._cell(child, place, in_link, level)
        else:
            if self._pieces:
                self._close(place)
            # Its place is told now that what is before it is closed.
            if kind == _FIGURE:
                self._image_at = len(self.blocks)
            self._part(child, place, in_link, level)

    def _cell(
        self, cell: etree._Element, place: Place, in_link: int, level: int
    ) -> None:
        """Reads a cell: as a part where it holds paragraphs, else as words of a row."""
        if any(child.tag in _IN_CELL for child in cell):
            if self._pieces:
                self._close(place)
            self._part(cell, place, in_link, level)
        else:
            self._pieces.append(" ")
            self._walk(cell, place, in_link, level)
            self._pieces.append(" ")

    def _close(self, place: Place) -> None:
        """Makes a block of what was read since the last one."""
        pieces, linked = self._pieces, self._linked
        joined = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
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
            dense = letters - len(_DENSE_RUN.sub("", text))
            linked = int(linked * (letters + 2 * dense) / letters)
            letters += 2 * dense
        blocks = self.blocks
        from_image = len(blocks) - self._image_at
        if place.no == UNSEEN:
            place.see(self.places)
        blocks.append(
            Block(
                text, place, letters, linked if linked < letters else letters,
                from_image if from_image < _FAR else _FAR,
            )
        )  # fmt: skip
