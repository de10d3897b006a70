"""How a raw text was wrapped: at which width, and what parts its paragraphs.

A wrapped text has one width: each line but a paragraph's last is so long that the
next line's first word had no room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from tasks.extract.raw.lines import (
    Line,
    ends_sentence,
    is_head,
    is_item,
    is_of_figures,
    is_set_in_columns,
    is_turn,
    is_wide,
    n_columns,
)

_NARROWEST, WIDEST = 30, 130
# Narrower columns are those of newspapers, and of verse: more of them must tell.
_NARROW, MANY = 40, 8
_LEAST_FULL, _LEAST_SHARE = 3, 0.6
# As near the width as this, a line of a proportional font counts as full.
_SLACK = 6
# Of the lines that go on, how many begin with a capital in verse and lists of heads;
# in German prose .4 of them do.
_VERSE = 0.8
_FEW = 3
# A line at least this full goes on where no sentence ends, and where only blank
# lines part paragraphs.
NEARLY, MOSTLY, HALF = 0.8, 0.6, 0.5
# Of the ends of blocks, how many ends within blocks show that these end nothing.
RARE = 0.1
# A first line is set in by this much at least: two ideographic spaces.
SET_IN = 2

Measure = Callable[[str], int]
Pair = tuple[Line, Line]


class Layout(NamedTuple):
    """How a text was wrapped: at how many columns, and what parts its paragraphs.

    A line that is set in to `first` or more begins one; 0 where none is. Where
    `by_blank` is True, blank lines do.
    """

    width: int
    measure: Measure
    first: int = 0
    by_blank: bool = False


def read_layout(pairs: list[Pair], lines: list[Line]) -> Layout | None:
    """How the document was wrapped; None where it was not, as a whole."""
    width, measure = find_width(pairs)
    if not width:
        return None
    ends = [pair for pair in pairs if _is_end(*pair, width, measure)]
    n_blank = sum(1 for line in lines if line.gap > 0)
    by_blank = len(ends) <= RARE * n_blank
    return Layout(width, measure, _set_in(pairs), by_blank)


def read_block_layout(block: list[Line]) -> Layout | None:
    """How a block was wrapped in which every line is full; None where one is not."""
    width = max(len(line.text) for line in block)
    pairs = list(pairwise(block))
    if not pairs or not _NARROW <= width <= WIDEST:
        return None
    for a, b in pairs:
        if may_part(a, b) or len(a.text) + first_columns(b.text, len) < width:
            return None
    return Layout(width, len) if _is_prose(pairs, width, len) else None


def find_width(pairs: list[Pair]) -> tuple[int, Measure]:
    """How many columns a full line has, 0 for none, and how they are counted."""
    short = [
        (a, b) for a, b in pairs if len(a.text) <= WIDEST and len(b.text) <= WIDEST
    ]
    if len(short) < max(_LEAST_FULL, NEARLY * len(pairs)):
        return 0, len
    short = [pair for pair in short if not may_part(*pair)]
    # Past doubt a line goes on before a small letter, where no sentence ends.
    cut = [
        (a, b) for a, b in short if not (b.text[0].isupper() or ends_sentence(a.text))
    ]
    wide = any(is_wide(a.text) for a, _ in cut[:20])
    for measure in (n_columns, len) if wide else (len,):
        for slack in (0, _SLACK):
            width = _likeliest(cut, measure, slack + (2 if wide else 0))
            if width and _is_prose(short, width, measure):
                return width - slack, measure
    return 0, len


def are_parted(a: Line, b: Line) -> bool:
    """Whether two lines cannot be of one paragraph, however long they are."""
    if is_head(a.text) or is_head(b.text):
        return True
    if is_set_in_columns(a.text) or is_set_in_columns(b.text):
        return True
    return is_of_figures(a.text) and is_of_figures(b.text)


def may_part(a: Line, b: Line) -> bool:
    """Whether what two lines are, and not their length, may part them."""
    if are_parted(a, b):
        return True
    if is_item(b.text):
        return is_item(a.text) or ends_sentence(a.text)
    return is_turn(b.text) and (is_turn(a.text) or ends_sentence(a.text))


def first_columns(text: str, measure: Measure) -> int:
    """What the first word of `text` takes; where words are not parted, its letter.

    An address is longer than any word, and tells nothing.
    """
    if not text[0].isascii() and is_wide(text[0]):
        return measure(text[0])
    return min(measure(text.split(maxsplit=1)[0]), _NARROWEST)


def _is_end(a: Line, b: Line, width: int, measure: Measure) -> bool:
    """Whether a sentence ends on a short line, with no blank one behind it."""
    is_short = a.indent + measure(a.text) < NEARLY * width
    return is_short and ends_sentence(a.text) and not may_part(a, b)


def _set_in(pairs: list[Pair]) -> int:
    """How far the first lines of paragraphs are set in; 0 where they are not."""
    goes_on = Counter(b.indent for _, b in pairs if b.text[0].islower())
    usual = max(goes_on, key=goes_on.__getitem__, default=0)
    first = usual + SET_IN
    begun = sum(1 for _, b in pairs if b.indent >= first)
    gone_on = sum(
        1
        for a, b in pairs
        if a.indent >= first and b.indent == usual and not is_item(b.text)
    )
    return first if gone_on >= max(_LEAST_FULL, HALF * begun) else 0


def _likeliest(pairs: list[Pair], measure: Measure, slack: int) -> int:
    """The width at which most of the lines were full, if they are enough; else 0.

    A line of n columns before a word of k was wrapped at n to n + k. In scripts
    without spaces, marks that may not begin a line make some shorter.
    """
    begun = [0] * (WIDEST * 2 + 2)
    for a, b in pairs:
        low = a.indent + measure(a.text)
        if low <= WIDEST:
            high = min(low + first_columns(b.text, measure) + slack, WIDEST)
            begun[low] += 1
            begun[high + 1] -= 1
    width, most, now = 0, 0, 0
    for at, change in enumerate(begun[: WIDEST + 1]):
        now += change
        if at >= _NARROWEST and now >= most:
            width, most = at, now
    least, share = (MANY, NEARLY) if width < _NARROW else (_LEAST_FULL, _LEAST_SHARE)
    return width if most >= max(least, share * len(pairs)) else 0


def _is_prose(pairs: list[Pair], width: int, measure: Measure) -> bool:
    """Whether sentences go on over full lines, and lines do not begin as verse does."""
    full = [
        pair
        for pair in pairs
        if pair[0].indent + measure(pair[0].text) >= width - _SLACK * 2
    ]
    cut = sum(1 for a, _ in full if not ends_sentence(a.text))
    capital = sum(1 for _, b in full if b.text[0].isupper())
    return 2 * cut >= len(full) and (len(full) < _FEW or capital < _VERSE * len(full))
