"""How a page's prose lies in its boxes: the trunk, its branches, and the groups.

The trunk is the line of boxes that each hold most of the page's prose; a branch is
what hangs from it; a block's group is the least box around it with another block.
"""

from __future__ import annotations

from dataclasses import dataclass

from tasks.extract.blocks import Block
from tasks.extract.places import Place

# A box with more of the prose than this is of the trunk.
_TRUNK = 0.5
# What prose weighs one box further up: tighter boxes win over loose ones.
_DECAY = 0.7


@dataclass(slots=True, kw_only=True)
class Layout:
    """`prose` and `letters` are all of the page's; the core is the box where most
    prose meets, and holds `core_prose`.

    By the number of a place: `branches` (None in the trunk), `groups`, the signs of
    all boxes from its branch down to it, in `inner`, or from the root, in `path`, and
    how many boxes up the first is that the core stands in, or is, in `steps`.
    """

    prose: int
    core_prose: int
    letters: int
    branches: list[Place | None]
    groups: list[Place]
    inner: list[int]
    path: list[int]
    steps: list[int]


def lay_out(blocks: list[Block], places: list[Place]) -> Layout:
    """The layout of a page; fills what its places hold."""
    _fill(blocks)
    _sum_up(places)
    root = places[0]
    core, most = root, 0.0
    least = _TRUNK * root.prose
    branches: list[Place | None] = [None]
    groups, inner, path = [root], [0], [0]
    for place in places[1:]:
        above = place.above or root
        if place.score > most and place.n_blocks > 1:
            most, core = place.score, place
        no, branch = above.no, branches[above.no]
        if branch is None and place.prose <= least:
            branch = place
        branches.append(branch)
        groups.append(groups[no] if place.n_blocks == 1 else place)
        place.read_signs()
        inner.append(inner[no] | place.signs if branch else 0)
        path.append(path[no] | place.signs)
    return Layout(
        prose=root.prose, core_prose=core.prose, letters=root.letters,
        branches=branches, groups=groups, inner=inner, path=path,
        steps=_steps_to(core, places),
    )  # fmt: skip


def _fill(blocks: list[Block]) -> None:
    """Adds to the place of each block what it holds itself."""
    for block in blocks:
        place = block.place
        place.letters += block.letters
        place.linked += block.linked
        place.n_blocks += 1
        if block.is_prose:
            place.prose += block.letters
            place.score += block.letters
            place.n_prose += 1


def _steps_to(core: Place, places: list[Place]) -> list[int]:
    """How far each place is below what `core` stands in, or is."""
    steps = [-1] * len(places)
    at: Place | None = core
    while at is not None:
        steps[at.no] = 0
        at = at.above
    for place in places:
        if steps[place.no] < 0 and place.above is not None:
            steps[place.no] = steps[place.above.no] + 1
    return steps


def _sum_up(places: list[Place]) -> None:
    """Adds to each place what stands in those below it."""
    for place in reversed(places):
        above = place.above
        if above is None or not place.n_blocks:
            continue
        above.letters += place.letters
        above.linked += place.linked
        above.n_blocks += place.n_blocks
        above.prose += place.prose
        above.n_prose += place.n_prose
        is_leaf = place.n_blocks == 1
        above.score += place.prose if is_leaf else _DECAY * place.score
