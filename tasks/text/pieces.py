"""The letters of a text cut into pieces by what they are, not by where they stand.

Words would do for English; Chinese and Thai have no spaces, scans and copies lose them.
A cut hangs on three letters only, so an edit changes the pieces beside it and no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]

# A number in letters as `normalized` gives them.
NUMBER = re.compile(r"[0-9]+")

# Grams of 16 letters: three words, hardly ever the same by chance.
GRAM = 16
# One gram in 32 is kept, so a page of 2,000 letters has some 60; one in 10 where it
# begins with a letter of those scripts that say in one what others say in three. Of a
# short text the least of all are kept, so that it has some.
ONE_IN, ONE_IN_DENSE = 32, 10
LEAST_KEPT = 12
# Han, kana and Hangul; the few letters of other scripts beyond cost a row or two.
DENSE = 0x2E80
# A longer text, 5 MB of English, is compared as a whole only: ten arrays of 8 bytes a
# letter are made of one.
MOST_LETTERS = 5_000_000
# Letters of a piece of the finest kind: as many as of a word.
_CUT_BITS = 2

_PHI = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_LONGEST = 4_096
_POWERS = np.array(
    [pow(int(_PHI), nth + 1, 1 << 64) for nth in range(_LONGEST)], dtype=np.uint64
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of `letters`, as numbers that are equal where the pieces are.

    `starts[n]` is where piece n begins; one more says where the last one ends.
    """

    letters: str
    numbers: list[int]
    starts: list[int]


def codes_of(letters: str) -> Codes:
    """The code points of a text."""
    data = letters.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(data, dtype=np.uint32).astype(np.uint64)


def grams_of(codes: Codes, n_letters: int = GRAM) -> Codes:
    """A number for each run of so many letters; none where there are fewer."""
    if len(codes) < n_letters:
        return codes[:0]
    # of runs twice as long each time those are put together that make up the number
    part, width = codes * _MIX, 1
    found, n_found = codes[:0], 0
    while True:
        if n_letters & width:
            found = _side_by_side(found, n_found, part, width) if n_found else part
            n_found += width
        if n_found == n_letters:
            break
        part = _side_by_side(part, width, part, width)
        width *= 2
    found = found ^ (found >> np.uint64(32))
    found *= _MIX
    return found ^ (found >> np.uint64(29))


def _side_by_side(runs: Codes, n: int, others: Codes, m: int) -> Codes:
    """A number for each run of n letters with that of m letters behind it."""
    behind = others[n:]
    factor = np.uint64(pow(int(_PHI), m, 1 << 64))
    return runs[: len(behind)] * factor + behind


def sketch(letters: str) -> list[int]:
    """A sample of the text's grams, chosen by the grams alone: signed 32 bits each.

    Two texts share of their sketches what they share of their grams, so a cut, an
    addition or a lost space leaves most of it (FracMinHash, Brown and Irber 2022).
    Empty where there are fewer than GRAM letters, or more than MOST_LETTERS.
    """
    if len(letters) > MOST_LETTERS:
        return []
    codes = codes_of(letters)
    grams = grams_of(codes)
    kept = grams[grams < np.uint64((1 << 64) // ONE_IN)]
    if not letters.isascii():
        dense = grams[codes[: len(grams)] >= DENSE]
        also = dense[dense < np.uint64((1 << 64) // ONE_IN_DENSE)]
        kept = np.concatenate((kept, also))
    if len(kept) < 2 * LEAST_KEPT:
        kept = np.unique(kept)
        if len(kept) < LEAST_KEPT:
            kept = np.unique(grams)[:LEAST_KEPT]
    # the least grams are kept, so their upper bits say little
    low = (kept & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    found: list[int] = np.unique(low.view(np.int32)).tolist()
    return found


def cut(letters: str, coarser: int = 0) -> Pieces:
    """The pieces of a text, some 4 letters each; twice that for each step coarser.

    One step finer, -1, they are of 2: of Chinese as much as 4 are of English. A number
    is never cut; among pieces so fine it is one of its own.
    """
    codes = codes_of(letters)
    if not len(codes):
        return Pieces(letters, [], [0])
    starts = np.flatnonzero(_cuts(codes, _CUT_BITS + coarser))
    at = np.arange(len(codes)) - np.repeat(
        starts, np.diff(np.append(starts, len(codes)))
    )
    weighed = (codes + np.uint64(7)) * _POWERS[np.minimum(at, _LONGEST - 1)]
    numbers = np.add.reduceat(weighed, starts)
    numbers ^= numbers >> np.uint64(31)
    numbers *= _MIX
    numbers ^= numbers >> np.uint64(29)
    return Pieces(letters, numbers.tolist(), [*starts.tolist(), len(codes)])


def _cuts(codes: Codes, bits: int) -> NDArray[np.bool_]:
    """Where a piece begins."""
    mixed = codes * _PHI
    turned = mixed.copy()
    turned[1:] ^= _turned(mixed[:-1], 1)
    turned[2:] ^= _turned(mixed[:-2], 2)
    begins: NDArray[np.bool_] = (turned * _MIX) >> np.uint64(64 - bits) == 0
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    begins[1:] &= ~(is_digit[1:] & is_digit[:-1])
    if bits <= _CUT_BITS:
        begins[1:] |= is_digit[1:] != is_digit[:-1]
    begins[0] = True
    return begins


def _turned(values: Codes, by: int) -> Codes:
    return (values << np.uint64(by)) | (values >> np.uint64(64 - by))
