"""Which blocks of a page are its article: two small forests that were learnt.

The first looks at a block and at what stands around it, the second at what the
first says of a block and of those around it. bench/train_judge.py makes them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tasks.extract.blocks import Block
from tasks.extract.features import (
    ENDED,
    FLAGS,
    IS_FURNITURE,
    IS_HEAD,
    IS_TITLE,
    LINKED,
    NAMES,
    Row,
)
from tasks.extract.forest import Forest, grow
from tasks.extract.layout import Layout

# The first forest is asked by so many trees at a time, until it is this sure.
N_ASKED, SURE = 10, 2.2
CLEAR = 4.0
_FAR = 40.0
# Where all around is less, nothing is of the article.
_SURE_NOT = -1.5

SECOND_NAMES = (
    "said", "said_prev3", "said_prev2", "said_prev", "said_next", "said_next2",
    "said_next3", "of_group", "of_branch", "yes_before", "yes_after", "to_yes_before",
    "to_yes_after", "yes_page", "letters", "linked", "is_head", "is_title",
    "is_furniture", "group_blocks", "ends",
)  # fmt: skip
SECOND_FLAGS = frozenset(("is_head", "is_title", "is_furniture", "ends"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Both forests, and the columns they were learnt with."""

    names: tuple[str, ...]
    second_names: tuple[str, ...]
    first: Forest
    second: Forest


@cache
def read_judge() -> Judge:
    """The judge that the program comes with."""
    table = files("tasks").joinpath("extract", "judge.json").read_text("utf-8")
    raw = json.loads(table)
    second = raw["second"]
    return Judge(
        names=tuple(raw["names"]),
        second_names=tuple(raw["second_names"]),
        first=grow(raw["first"], NAMES, FLAGS, n_asked=N_ASKED, sure=SURE),
        second=grow(
            second, SECOND_NAMES, SECOND_FLAGS, n_asked=len(second), sure=CLEAR
        ),
    )


def weigh(
    blocks: list[Block], rows: list[Row], layout: Layout, judge: Judge
) -> list[float]:
    """What each block weighs as a part of the article: above 0 it is one."""
    first, second = judge.first, judge.second
    said = [max(-CLEAR, min(CLEAR, first(row))) if row else -CLEAR for row in rows]
    return [
        second(row) if row else -CLEAR
        for row in second_rows(blocks, rows, layout, said)
    ]


def second_rows(
    blocks: list[Block], rows: list[Row], layout: Layout, said: list[float]
) -> list[Row]:
    """The rows that the second forest looks at; `said` is what the first said.

    Empty for a block that is none, among blocks that are none.
    """
    groups = [layout.groups[block.place.no] for block in blocks]
    at_groups = [group.no for group in groups]
    at_branches = [
        b.no if (b := layout.branches[block.place.no]) else 0 for block in blocks
    ]
    letters = [float(block.letters) for block in blocks]
    of_group = _means(at_groups, letters, said)
    of_branch = _means(at_branches, letters, said)
    yes = [n if say > 0 else 0.0 for n, say in zip(letters, said, strict=True)]
    padded = [-CLEAR] * 3 + said + [-CLEAR] * 3
    to_before, to_after = _distances(said)
    before, all_yes = 0.0, sum(yes)
    total = all_yes or 1.0
    seconds: list[Row] = []
    for n, row in enumerate(rows):
        if not row or max(padded[n : n + 7]) < _SURE_NOT:
            seconds.append([])
            continue
        seconds.append([
            said[n], *padded[n : n + 3], *padded[n + 4 : n + 7], of_group[at_groups[n]],
            of_branch[at_branches[n]], before / total,
            (total - before - yes[n]) / total, to_before[n], to_after[n], all_yes,
            letters[n], row[LINKED], row[IS_HEAD], row[IS_TITLE], row[IS_FURNITURE],
            float(groups[n].n_blocks), row[ENDED],
        ])  # fmt: skip
        before += yes[n]
    return seconds


def _means(
    places: list[int], letters: list[float], said: list[float]
) -> dict[int, float]:
    """What was said on the whole of the blocks of each place, by their letters."""
    sums: dict[int, list[float]] = {}
    for place, n, say in zip(places, letters, said, strict=True):
        one = sums.setdefault(place, [0.0, 0.0])
        one[0] += say * n
        one[1] += n
    return {place: all_said / n for place, (all_said, n) in sums.items()}


def _distances(said: list[float]) -> tuple[list[float], list[float]]:
    """How many blocks each is from the last clear one before, and the next behind."""
    both = []
    for order in (range(len(said)), range(len(said) - 1, -1, -1)):
        far, distances = _FAR, [_FAR] * len(said)
        for n in order:
            distances[n] = far
            far = 1.0 if said[n] > 1.0 else min(_FAR, far + 1.0)
        both.append(distances)
    return both[0], both[1]
