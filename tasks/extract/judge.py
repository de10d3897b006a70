"""Which blocks of a page are its article: two small forests that were learnt.

The first looks at a block and at what stands around it, the second at what the
first says of a block and of those around it. bench/train_judge.py makes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tasks.extract.blocks import Block
from tasks.extract.features import (
    ENDED,
    IS_FURNITURE,
    IS_HEAD,
    IS_TITLE,
    LINKED,
    Row,
)
from tasks.extract.layout import Layout

# Some trees: the sum of what each says of a row.
Trees = Callable[[Row], float]

# The first forest is asked by so many trees at a time, until it is this sure.
N_ASKED, SURE = 10, 2.2
CLEAR = 4.0
_FAR = 40
# Where all around is less, nothing is of the article.
_SURE_NOT = -1.5

SECOND_NAMES = (
    "said", "said_prev3", "said_prev2", "said_prev", "said_next", "said_next2",
    "said_next3", "of_group", "of_branch", "yes_before", "yes_after", "to_yes_before",
    "to_yes_after", "yes_page", "letters", "linked", "is_head", "is_title",
    "is_furniture", "group_blocks", "ends",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Both forests, the first in parts, and the columns they were learnt with."""

    names: tuple[str, ...]
    second_names: tuple[str, ...]
    first: list[Trees]
    second: Trees


@cache
def read_judge() -> Judge:
    """The judge that the program comes with."""
    table = files("tasks").joinpath("extract", "judge.json").read_text("utf-8")
    raw = json.loads(table)
    first = raw["first"]
    return Judge(
        names=tuple(raw["names"]),
        second_names=tuple(raw["second_names"]),
        first=[
            _compiled(first[n : n + N_ASKED]) for n in range(0, len(first), N_ASKED)
        ],
        second=_compiled(raw["second"]),
    )


def _compiled(trees: list[Any]) -> Trees:
    """The trees as one expression of Python: walking them took three times as long."""
    source = f"lambda row: {' + '.join(map(_written, trees))}"
    compiled: Trees = eval(source, {})  # noqa: S307  numbers of our own table
    return compiled


def _written(node: Any) -> str:
    """A tree in Python: its weight, or which of two trees it is."""
    if not isinstance(node, list):
        return f"{float(node)!r}"
    column, threshold, below, above = node
    test = f"row[{int(column)}] <= {float(threshold)!r}"
    return f"({_written(below)} if {test} else {_written(above)})"


def weigh(
    blocks: list[Block], rows: list[Row], layout: Layout, judge: Judge
) -> list[float]:
    """What each block weighs as a part of the article: above 0 it is one."""
    said = [_first(row, judge.first) if row else -CLEAR for row in rows]
    return [
        judge.second(row) if row else -CLEAR
        for row in second_rows(blocks, rows, layout, said)
    ]


def _first(row: Row, forest: list[Trees]) -> float:
    total = 0.0
    for trees in forest:
        total += trees(row)
        if not -SURE < total < SURE:
            break
    return max(-CLEAR, min(CLEAR, total))


def second_rows(
    blocks: list[Block], rows: list[Row], layout: Layout, said: list[float]
) -> list[Row]:
    """The rows that the second forest looks at; `said` is what the first said.

    Empty for a block that is none, among blocks that are none.
    """
    groups = [layout.groups[block.place.no].no for block in blocks]
    branches = [
        b.no if (b := layout.branches[block.place.no]) else 0 for block in blocks
    ]
    letters = [block.letters for block in blocks]
    of_group, of_branch = _means(groups, letters, said), _means(branches, letters, said)
    yes = [n if say > 0 else 0 for n, say in zip(letters, said, strict=True)]
    padded = [-CLEAR] * 3 + said + [-CLEAR] * 3
    to_before, to_after = _distances(said)
    before, all_yes = 0, sum(yes)
    total = all_yes or 1
    seconds: list[Row] = []
    for n, row in enumerate(rows):
        if not row or max(padded[n : n + 7]) < _SURE_NOT:
            seconds.append([])
            continue
        seconds.append([
            said[n], *padded[n : n + 3], *padded[n + 4 : n + 7], of_group[groups[n]],
            of_branch[branches[n]], before / total, (total - before - yes[n]) / total,
            to_before[n], to_after[n], all_yes, letters[n], row[LINKED], row[IS_HEAD],
            row[IS_TITLE], row[IS_FURNITURE],
            layout.groups[blocks[n].place.no].n_blocks, row[ENDED],
        ])  # fmt: skip
        before += yes[n]
    return seconds


def _means(
    places: list[int], letters: list[int], said: list[float]
) -> dict[int, float]:
    """What was said on the whole of the blocks of each place, by their letters."""
    sums: dict[int, list[float]] = {}
    for place, n, say in zip(places, letters, said, strict=True):
        one = sums.setdefault(place, [0.0, 0.0])
        one[0] += say * n
        one[1] += n
    return {place: all_said / n for place, (all_said, n) in sums.items()}


def _distances(said: list[float]) -> tuple[list[int], list[int]]:
    """How many blocks each is from the last clear one before, and the next behind."""
    both = []
    for order in (range(len(said)), range(len(said) - 1, -1, -1)):
        far, distances = _FAR, [0] * len(said)
        for n in order:
            distances[n] = far
            far = 1 if said[n] > 1.0 else min(_FAR, far + 1)
        both.append(distances)
    return both[0], both[1]
