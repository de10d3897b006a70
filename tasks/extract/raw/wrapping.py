"""The lines of a raw text joined to paragraphs, as far as a wrapper parted them.

The document is asked for its layout first, then each block of lines for its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tasks.extract.raw.hyphens import is_broken, join_lines, words_of
from tasks.extract.raw.layout import (
    HALF,
    MANY,
    MOSTLY,
    NEARLY,
    RARE,
    SET_IN,
    WIDEST,
    Layout,
    are_parted,
    find_width,
    first_columns,
    read_block_layout,
    read_layout,
)
from tasks.extract.raw.lines import SEAM, Line, ends_sentence, is_item, is_turn

# Of all lines, how many a blank one stands before that parts nothing.
_DOUBLE = 0.3
# Of a block that was not wrapped: only what a hyphen breaks goes on.
_UNKNOWN = Layout(0, len)


def join_wrapped(lines: list[Line]) -> list[str]:
    """The paragraphs of the text: each line one, but for what was wrapped."""
    if not any(one.gap < 2 and len(one.text) <= WIDEST for one in lines[1:]):
        return [line.text for line in lines]
    lines = _single_spaced(lines)
    pairs = [pair for pair in pairwise(lines) if pair[1].gap <= 0]
    if not pairs:
        return [line.text for line in lines]
    layout = read_layout(pairs, lines)
    words = words_of("\n".join(line.text for line in lines))
    joined: list[str] = []
    for block in _blocks(lines):
        own = layout or read_block_layout(block)
        parts = _unwrapped(block, own or _UNKNOWN)
        joined += [join_lines(part, words) for part in parts]
    return joined


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """The runs of lines between blank ones; a page's end alone parts none."""
    block: list[Line] = []
    for line in lines:
        if block and line.gap > 0:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _single_spaced(lines: list[Line]) -> list[Line]:
    """`lines` without the blank line that stands between each two, if one does."""
    gaps = [line.gap for line in lines[1:]]
    if gaps.count(1) < max(_DOUBLE * len(gaps), MANY):
        return lines
    if gaps.count(0) > RARE * len(gaps):
        return lines
    if not find_width([pair for pair in pairwise(lines) if pair[1].gap == 1])[0]:
        return lines
    first, *rest = lines
    return [first, *(one._replace(gap=one.gap - (one.gap > 0)) for one in rest)]


def _unwrapped(block: list[Line], layout: Layout) -> list[list[str]]:
    """The lines of each paragraph of a block that was wrapped so."""
    if not layout.width:
        return _mended(block)
    parts = [[block[0].text]]
    first = block[0]
    for a, b, c in zip(block, block[1:], [*block[2:], None], strict=False):
        is_head = c is not None and _is_head(a, b, c, layout)
        if is_head or not _goes_on(first, a, b, layout):
            parts.append([])
            first = b
        parts[-1].append(b.text)
    return parts


def _mended(block: list[Line]) -> list[list[str]]:
    """The lines of a block, those joined between which a word is broken."""
    parts = [[block[0].text]]
    for a, b in pairwise(block):
        if is_broken(a.text, b.text):
            parts[-1].append(b.text)
        else:
            parts.append([b.text])
    return parts


def _is_head(a: Line, b: Line, c: Line, layout: Layout) -> bool:
    """Whether `b` is a head of its own: short, without a stop, after a sentence."""
    return (
        not layout.by_blank
        and ends_sentence(a.text)
        and not ends_sentence(b.text)
        and c.text[0].isupper()
        and layout.measure(b.text) < NEARLY * layout.width
    )


def _goes_on(first: Line, a: Line, b: Line, layout: Layout) -> bool:
    """Whether `b` goes on with the paragraph that began with `first`, ended in `a`."""
    if is_broken(a.text, b.text):
        return True
    if are_parted(a, b) or (layout.first and b.indent >= layout.first):
        return False
    if b.indent >= a.indent + SET_IN and not is_item(first.text):
        return False
    n, begins_small = a.indent + layout.measure(a.text), b.text[0].islower()
    is_full = n + first_columns(b.text, layout.measure) >= layout.width
    if ends_sentence(a.text):
        is_full = is_full or (layout.by_blank and n >= MOSTLY * layout.width)
        return is_full and b.gap != SEAM and not (is_item(b.text) or is_turn(b.text))
    if is_item(first.text) and is_item(b.text):
        return False
    if b.gap == SEAM:
        return begins_small or n >= NEARLY * layout.width
    least = HALF if begins_small else MOSTLY if layout.by_blank else NEARLY
    return is_full or n >= least * layout.width
