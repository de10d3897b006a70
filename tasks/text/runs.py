"""What two rows of numbers share in order, but for what is so by chance.

The longest common subsequence, bit-parallel.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from tasks.text.pieces import Pieces

# So many pieces in a row are not the same by chance.
_SURE = 8
# Two texts of one language share every fourth piece in order; one in so many at most.
_CHANCE = 3
# Runs by chance that stand between such go with the next pass; a strange text has many.
_PASSES = 8

# (i, k, n): n pieces from i on of the one are those from k on of the other.
Run = tuple[int, int, int]


def shared_runs(x: Sequence[int], y: Sequence[int]) -> list[Run]:
    """(i, k, n): n pieces from i are those from k; without what is so by chance.

    Two texts of one language share every fourth piece in order. A short run between
    two gaps that are as long is of that kind.
    """
    matched = LCSseq.editops(x, y).as_matching_blocks()
    runs = [(one.a, one.b, one.size) for one in matched if one.size]
    for _ in range(_PASSES):
        kept: list[Run] = []
        i = k = 0
        for (p, q, n), after in pairwise([*runs, (len(x), len(y), 0)]):
            least = min(max(p - i, q - k), max(after[0] - p - n, after[1] - q - n))
            if n >= _SURE or n > least:
                kept.append((p, q, n))
                i, k = p + n, q + n
        if len(kept) == len(runs):
            break
        runs = kept
    return runs


def with_whole_ends(runs: list[Run], a: Pieces, b: Pieces) -> list[Run]:
    """The runs without those before the first, and after the last, that tells.

    Two items of a site both begin with "The": what each says of its own begins there
    and not behind that word.
    """
    runs = runs[_n_by_chance(runs) :]
    n_a, n_b = len(a.numbers), len(b.numbers)
    turned = [(n_a - p - n, n_b - q - n, n) for p, q, n in reversed(runs)]
    return runs[: len(runs) - _n_by_chance(turned)]


def _n_by_chance(runs: list[Run]) -> int:
    """How many of the first runs together are no more than two texts share anyway."""
    n_first = n_shared = 0
    for nth, (p, q, n) in enumerate(runs):
        if n_shared * _CHANCE <= min(p, q):
            n_first = nth
        n_shared += n
    return n_first
