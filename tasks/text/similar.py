"""Whether one text repeats another: a pure function of the two, and of a recipe.

How two texts are laid side by side is left to align.py, what speaks for and against
to evidence.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

from tasks.text.align import align
from tasks.text.evidence import Evidence
from tasks.text.fingerprint import says_enough
from tasks.text.pieces import MOST_LETTERS, NUMBER, Pieces, cut
from tasks.text.swapped import SMALL
from tasks.text.weigh import weigh

# The rules, the way texts are cut and sampled, and the phrases of boilerplate.
RECIPE = "near-2"

# Of the pieces of the shorter text so many stand in the longer one, in whatever order:
# of pairs that repeat one another .56 and more, of the others mostly .1 to .4
# (2026-11-30). To look costs a tenth of laying them side by side.
LEAST_PIECES = 0.45
# Where both name so many numbers or more, and hardly any of them are the same, they
# are not laid side by side: a form with 1,000 reports makes half a million pairs.
LEAST_NUMBERS, SAME_NUMBERS = 5, 0.25
# From here on the shorter is in the longer, whole.
CONTAINED = 0.8
# In a text that is hardly longer nothing stands whole: it says the same.
CLEARLY_LONGER = 1.2
# What does not share so much of the longer one is not told as the same story.
LEAST_OF_LONGER = 0.33
# Chinese, Japanese and Korean say in one letter what others say in three.
DENSE_WEIGHT = 3
_DENSE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
# Pieces of both texts that are laid side by side at their finest: 25 MB, 0.1 s.
_MOST_STEPS = 200_000_000
# Pieces of 64,000 letters.
_COARSEST = 15

# The pieces of 256 texts so long are 100 MB.
_LONGEST_CACHED = 20_000

T = TypeVar("T")
Relation = Literal["near", "contains"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How two texts repeat one another.

    `shared` counts the letters that both say, `score` is their share of the shorter,
    and `passage` the longest run of them. `joins` is false where the shorter is a piece
    of something else, as a brief of a roundup.
    """

    relation: Relation
    joins: bool
    score: float
    shared: int
    passage: str


def likeness(x: str, y: str) -> Likeness | None:
    """How two texts repeat one another; None where they do not.

    Both are the letters that `own_letters` gives; which is first changes nothing.
    """
    if max(len(x), len(y)) > MOST_LETTERS or not (says_enough(x) and says_enough(y)):
        return None
    if _names_other_numbers(_numbers(x), _numbers(y)):
        return None
    # of two ways to lay them side by side either may be found, by who is first
    x, y = sorted((x, y), key=lambda letters: (len(letters), letters))
    weight = DENSE_WEIGHT if _is_dense(x) else 1
    both = _cut_both(x, y, -1 if weight > 1 else 0)
    if both is None or not _may_be_alike(*both):
        return None
    found = align(*both, SMALL // weight)
    evidence = weigh(found, x, y, weight)
    if not evidence.is_one_story:
        return None
    start, end = max(found.runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return _likeness(evidence, x[start:end])


def _remembered(read: Callable[..., T]) -> Callable[..., T]:
    """The same, kept of the last texts: a text's pairs are asked about in a row."""
    kept = lru_cache(maxsize=256)(read)

    def of(letters: str, *args: int) -> T:
        return (read if len(letters) > _LONGEST_CACHED else kept)(letters, *args)

    return of


_pieces = _remembered(cut)


@_remembered
def _numbers(letters: str) -> frozenset[str]:
    return frozenset(NUMBER.findall(letters))


@_remembered
def _is_dense(letters: str) -> bool:
    """Whether most of the letters say as much as three of others."""
    return not letters.isascii() and 2 * len(_DENSE.findall(letters)) > len(letters)


def _names_other_numbers(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether both name enough numbers, and not the same: reports of one form do."""
    least = min(len(some), len(others))
    return least >= LEAST_NUMBERS and len(some & others) < SAME_NUMBERS * least


def _cut_both(x: str, y: str, finest: int) -> tuple[Pieces, Pieces] | None:
    """The pieces of both, as fine as they can be laid side by side.

    None where no news is cut into so many, however coarse.
    """
    for coarser in range(_first_step(x, y, finest), _COARSEST):
        a, b = _pieces(x, coarser), _pieces(y, coarser)
        if len(a.numbers) * len(b.numbers) <= _MOST_STEPS:
            return a, b
    return None


def _may_be_alike(a: Pieces, b: Pieces) -> bool:
    """Whether the shorter text has enough pieces that the longer one has anywhere."""
    found = set(a.numbers)
    return len(found.intersection(b.numbers)) >= LEAST_PIECES * len(found)


def _first_step(x: str, y: str, finest: int) -> int:
    """How coarse pieces must be at least, were all of the length they mostly have."""
    n_times = len(x) * len(y) / (16 * 4**finest * _MOST_STEPS)
    return finest + max(int(math.log2(max(n_times, 1)) / 2), 0)


def _likeness(evidence: Evidence, passage: str) -> Likeness | None:
    """Near where each says most of the other, else one contains the other."""
    is_half = 2 * evidence.shorter >= evidence.longer
    is_longer = evidence.longer >= CLEARLY_LONGER * evidence.shorter
    relation: Relation = "near"
    if is_longer and evidence.said >= CONTAINED and evidence.of_longer < CONTAINED:
        relation = "contains"
        joins = is_half
    elif evidence.of_longer >= LEAST_OF_LONGER:
        joins = True
    else:
        return None
    return Likeness(
        relation=relation,
        joins=joins,
        score=round(evidence.said, 4),
        shared=evidence.shared,
        passage=passage,
    )
