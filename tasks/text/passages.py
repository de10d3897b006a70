"""Passages that one stream of letters and digits holds twice, in linear time.

A cheap look at pieces of the text finds where a repeat may be; only there the
letters are compared. What a repeat is worth is decided in repeats.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tasks.text.normalize import letters_and_digits, letters_of_lines

# A repeat lighter than this is how people write ("klonk het."): 40 letters, or
# 14 of a script that writes a word with one or two.
LEAST_WEIGHT = 40
_DENSE = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

# Pieces shorter than these are repeated in nearly every text.
_LEAST_PHRASE_BYTES = 24
_LEAST_PIECE = 12
_LEAST_DENSE = _LEAST_PHRASE_BYTES // 3  # letters of a dense script weigh three
# Phrases end at these. Space and all other ASCII punctuation is dropped.
_PHRASE_ENDS = b'.!?,;:"()\n'
_PHRASE_ENDS_BEYOND_ASCII = "。，！？؟،۔।“”"
_TO_LINES = bytes(10 if code in _PHRASE_ENDS else code for code in range(256))
_DROPPED = bytes(
    code for code in range(128) if not chr(code).isalnum() and code not in _PHRASE_ENDS
)
# How far back a repeat is followed into what another repeat covers.
_MOST_OVERLAP = 2_000
# Two matches further apart than this are not of one copy.
_WIDEST_GAP = 1_000
# Neighbouring matches of one copy may share a few letters by chance.
_SLACK = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """`stream[first:first + length]` stands again at `second`, which is later."""

    first: int
    second: int
    length: int


def weight(stream: str) -> int:
    """The letters of `stream`; those of dense scripts count three."""
    if stream.isascii():
        return len(stream)
    return len(stream) + 2 * len(_DENSE.findall(stream))


def is_long(stream: str) -> bool:
    """Whether a repeat of `stream` is more than how people write."""
    return len(stream) >= LEAST_WEIGHT or weight(stream) >= LEAST_WEIGHT


def find_tilings(text: str) -> list[list[str]]:
    """Two ways to tile the letters of `text`, or none if neither has twins.

    One tile of each phrase; and one of what stands between two occurrences of
    a letter of the text, whatever its punctuation. No repeat of LEAST_WEIGHT
    that is a phrase is missed, and few that are not.
    """
    for end in _PHRASE_ENDS_BEYOND_ASCII:
        text = text.replace(end, "\n")
    data = text.encode("utf-8", "surrogatepass")
    lines = data.translate(_TO_LINES, _DROPPED)
    phrases = lines.split(b"\n")
    stream = b"".join(phrases).decode("utf-8", "surrogatepass")
    if not stream.isascii():
        stream = letters_and_digits(stream)
    letter, pieces = _pieces(stream)
    if not (
        _has_twins(phrases, _LEAST_PHRASE_BYTES)
        or _has_twins(pieces[1:], _LEAST_PIECE - len(letter))
    ):
        return []
    pieces = [*pieces[:1], *[letter + piece for piece in pieces[1:]]]
    return [letters_of_lines(lines.decode("utf-8", "surrogatepass")), pieces]


def find_copies(stream: str, tilings: list[list[str]]) -> list[list[Match]]:
    """The repeats in `stream`, those that make up one copy together.

    In the order of the stream. In a copy both sides go forward; what stands
    between two of its matches is on one side only.
    """
    copies: list[list[Match]] = []
    for match in _matches(stream, sorted(_seeds(tilings))):
        if not copies or not _goes_on(copies[-1][-1], match):
            copies.append([])
        copies[-1].append(match)
    return copies


def _has_twins(pieces: Sequence[str | bytes], least: int) -> bool:
    """Whether two of the pieces that have at least that length are equal."""
    long = [piece for piece in pieces if len(piece) >= least]
    return len(set(long)) < len(long)


def _pieces(stream: str) -> tuple[str, list[str]]:
    """A letter neither rare nor common, and `stream` parted at each of it."""
    sample = stream[:: len(stream) // 128 + 1]
    if not sample:
        return "", []
    most = len(sample) // 10
    _, _, letter = max([(n <= most, n, char) for char, n in Counter(sample).items()])
    return letter, stream.split(letter)


def _seeds(tilings: list[list[str]]) -> Iterator[tuple[int, int, int]]:
    """(end, start, first start) of each tile that stood before."""
    for tiles in tilings:
        twins = _twins(tiles)
        if not twins:
            continue
        firsts: dict[str, int] = {}
        for tile, start in zip(
            tiles, accumulate(map(len, tiles), initial=0), strict=False
        ):
            if tile in twins:
                first = firsts.setdefault(tile, start)
                if first != start:
                    yield start + len(tile), start, first


def _twins(tiles: list[str]) -> set[str]:
    """The tiles that stand more than once, but for those that always do."""
    counted = Counter([tile for tile in tiles if len(tile) >= _LEAST_DENSE])
    return {
        tile
        for tile, n in counted.items()
        if n > 1 and (len(tile) >= _LEAST_PIECE or weight(tile) >= _LEAST_PHRASE_BYTES)
    }


def _matches(stream: str, seeds: Iterable[tuple[int, int, int]]) -> Iterator[Match]:
    """Each seed followed both ways as far as the letters agree."""
    covered = 0
    for end, start, first in seeds:
        if end <= covered:
            continue
        back = _agree_back(stream, first, start, start - covered + _MOST_OVERLAP)
        length = back + _agree(stream, first, start)
        if is_long(stream[start - back : start - back + length]):
            covered = start - back + length
            yield Match(first=first - back, second=start - back, length=length)


def _agree(stream: str, first: int, second: int) -> int:
    """How many letters from `first` and from `second` on are equal."""
    n, step = 0, 64
    most = len(stream) - second
    while step and n < most:
        step = min(step, most - n)
        a, b = first + n, second + n
        if stream[a : a + step] == stream[b : b + step]:
            n += step
            step *= 2
        else:
            step //= 2
    return n


def _agree_back(stream: str, first: int, second: int, most: int) -> int:
    """How many letters before `first` and before `second` are equal, `most` at most."""
    n, step = 0, 64
    most = min(most, first)
    while step and n < most:
        step = min(step, most - n)
        a, b = first - n, second - n
        if stream[a - step : a] == stream[b - step : b]:
            n += step
            step *= 2
        else:
            step //= 2
    return n


def _goes_on(before: Match, after: Match) -> bool:
    """Whether both matches belong to one copy."""
    gap_first = after.first - (before.first + before.length)
    gap_second = after.second - (before.second + before.length)
    return all(-_SLACK <= gap <= _WIDEST_GAP for gap in (gap_first, gap_second))
