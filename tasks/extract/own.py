"""What a block says by itself, as numbers: how long it is, how much of it is links,
how it ends, what its letters are.
"""

from __future__ import annotations

import re
from collections import Counter

from tasks.extract.blocks import ENDS, Block
from tasks.extract.phrases import is_furniture
from tasks.extract.titles import bare

_MARKS = re.compile(r"[,.;:!?،。、，；：？！।؟]")
_DIGITS = re.compile(r"\d")
# Those of ASCII, where a text has no others.
_ASCII_MARKS, _ASCII_DIGITS = b",.;:!?", b"0123456789"
# At the start of a word; a set of letters is looked for faster than what is before it.
_CAPITALS = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я](?<!\S.)")
_BULLET = re.compile(r"[-–—•·*▪►»>\d(\[#@|]")
_ODD = re.compile(r"[©|@•·►»›→]")
_MAX_SEEN = 300  # letters of a block that are looked at
_SHORT = 200
# How much longer a headline may be as it stands than its letters and digits.
_PUNCTUATION = 25
# A block of links, and one among such blocks.
_ALL_LINKED = 0.9

OWN = (
    "letters", "linked", "marks", "ends", "is_head", "is_item", "is_row", "is_p",
    "is_quote", "is_loose", "digits", "capitals", "bullet", "odd", "colon", "question",
    "copies", "is_title", "depth", "furniture", "from_image",
)  # fmt: skip


def own_rows(blocks: list[Block], wanted: str) -> list[list[float]]:
    """What each block says by itself; empty for a link among links."""
    copies = Counter(block.text for block in blocks)
    linked = [True, *(b.linked > _ALL_LINKED * b.letters for b in blocks), True]
    return [
        []
        if linked[n] and linked[n + 1] and linked[n + 2]
        else _own_row(block, wanted, copies[block.text])
        for n, block in enumerate(blocks)
    ]


def _own_row(block: Block, wanted: str, n_copies: int) -> list[float]:
    line, letters, place = block.text, block.letters, block.place
    n, shape, tag, last = len(line), block.shape, place.tag, line[-1]
    is_short = n < _SHORT
    text = line if is_short else line[:_MAX_SEEN]
    size = len(text) * letters / n
    digits, capitals, is_title, furniture = (
        _short_row(line, size, wanted) if is_short else _LONG
    )
    return [
        float(letters), block.linked / letters, _n_marks(text) / size,
        last in ENDS, shape == "head", shape == "item", shape == "row",
        tag == "p", tag == "blockquote", place.n_blocks > 1, digits, capitals,
        _BULLET.match(text) is not None, _is_odd(text),
        last in ":：", last in "?？", float(n_copies), is_title, float(place.depth),
        furniture, float(block.from_image),
    ]  # fmt: skip


_Short = tuple[float, float, bool, bool]
_LONG: _Short = (0.0, 0.0, False, False)


def _short_row(line: str, size: float, wanted: str) -> _Short:
    """What only a short line says: digits, capitals, whether it is `wanted` again
    or begins as furniture does."""
    is_near = bool(wanted) and abs(len(line) - len(wanted)) <= _PUNCTUATION
    return (
        _n_digits(line) / size,
        len(_CAPITALS.findall(line)) / (1 + line.count(" ")),
        is_near and bare(line) == wanted,
        is_furniture(line),
    )


def _n_marks(text: str) -> int:
    if text.isascii():  # five times as fast
        return len(text) - len(text.encode("ascii").translate(None, _ASCII_MARKS))
    return len(_MARKS.findall(text))


def _n_digits(text: str) -> int:
    if text.isascii():
        return len(text) - len(text.encode("ascii").translate(None, _ASCII_DIGITS))
    return len(_DIGITS.findall(text))


def _is_odd(text: str) -> bool:
    """Whether prose has no use for a part of `text`, or it is cut off."""
    if text.endswith(("...", "…")) or "www." in text:
        return True
    if "http" in text and ("http:" in text or "https:" in text):
        return True
    if text.isascii():
        return "|" in text or "@" in text
    return _ODD.search(text) is not None
