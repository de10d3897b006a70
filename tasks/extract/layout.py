"""How a page's prose lies in its boxes: the trunk, its branches, and the groups.

The trunk is the line of boxes that each hold most of the page's prose; a branch is
what hangs from it; a block's group is the least box around it with another block.
"""

from __future__ import annotations

from dataclasses import dataclass

from tasks.extract.blocks import Block, Place

# A box with more of the prose than this is of the trunk.
_TRUNK = 0.5
# What prose weighs one box further up: tighter boxes win over loose ones.
_DECAY = 0.7


@dataclass(slots=True, kw_only=True)
class Layout:
    """`core` is the box where most prose meets, with its line of boxes in `to_core`;
    `prose` and `letters` are all of the page's.

    By the number of a place: `branches` (None in the trunk), `groups`, and the
    signs of all boxes from its branch down to it, in `inner`, or from the root, in
    `path`.
    """

    to_core: set[int]
    prose: int
    core_prose: int
    letters: int
    branches: list[Place | None]
    groups: list[Place]
    inner: list[int]
    path: list[int]


def lay_out(blocks: list[Block], places: list[Place]) -> Layout:
    """The layout of a page; fills what its places hold."""
    for block in blocks:
        place = block.place
        place.letters += block.letters
        place.linked += block.linked
        place.n_blocks += 1
        if block.is_prose:
            place.prose += block.letters
            place.score += block.letters
            place.n_prose += 1
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
        branch = branches[above.no] or (place if place.prose <= least else None)
        branches.append(branch)
        groups.append(groups[above.no] if place.n_blocks == 1 else place)
        inner.append(inner[above.no] | place.signs if branch else 0)
        path.append(path[above.no] | place.signs)
    to_core, step = {root.no}, core
    while step.above is not None:
        to_core.add(step.no)
        step = step.above
    return Layout(
        to_core=to_core, prose=root.prose, core_prose=core.prose, letters=root.letters,
        branches=branches, groups=groups, inner=inner, path=path,
    )  # fmt: skip


def steps_to_core(place: Place, layout: Layout) -> int:
    """How many boxes up from `place` the first is that the core stands in, or is."""
    steps = 0
    while place.no not in layout.to_core and place.above is not None:
        place = place.above
        steps += 1
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
