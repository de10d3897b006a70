"""What can be told of a block without knowing its language: a row of numbers.

What it says by itself (own.py), where it stands, what stands around it. judge.py
weighs these; bench/train_judge.py learns the weights.
"""

from __future__ import annotations

from functools import lru_cache
from math import log

from tasks.extract.blocks import Block
from tasks.extract.layout import Layout
from tasks.extract.own import OWN, own_rows
from tasks.extract.signs import BIT, SIGNS
from tasks.extract.titles import bare

_FAR = 60.0
_NONE = (0.0, 0.0, 0, False)
# Which of the signs of all that a block stands in are told, beside its branch's.
_TOLD = tuple(
    BIT[sign]
    for sign in ("comment", "related", "body", "content", "article", "quote", "widget")
)

WHERE = (
    "before", "after", "n_before", "n_after", "from_title", "from_head",
    "head_furniture", "to_core", "rise",
    "in_trunk", "branch_share", "branch_linked", "branch_blocks", "branch_letters",
    "branch_prose", "group_linked", "group_blocks", "group_letters", "group_prose",
    "group_share", "alike", "alike_prose", "alike_linked", "core_share", "page_prose",
    "page_blocks", "page_linked",
)  # fmt: skip
AROUND = tuple(
    f"{what}_{where}"
    for where in ("prev2", "prev", "next", "next2")
    for what in ("letters", "linked", "together", "head")
)
NAMES = (
    *OWN, *WHERE, *AROUND, *(f"in_{sign}" for sign in SIGNS),
    *(f"under_{sign}" for sign in SIGNS if BIT[sign] in _TOLD), "is_news",
)  # fmt: skip
LINKED, ENDED, IS_HEAD, IS_TITLE, IS_FURNITURE = (
    NAMES.index(name) for name in ("linked", "ends", "is_head", "is_title", "furniture")
)

# The columns that hold True or False. All others hold floats, counts too: with ints
# among them the forests took 1.4 times as long (2026-11-30).
FLAGS = frozenset(
    name
    for name in NAMES
    if name.startswith(("is_", "in_", "under_", "together_", "head_"))
    or name in ("ends", "bullet", "odd", "colon", "question", "furniture")
)

Row = list[float]


def rows_of(
    blocks: list[Block], layout: Layout, title: str | None, *, is_news: bool
) -> list[Row]:
    """A row for each of `blocks`, its columns as in `NAMES`.

    `is_news` is what the page says of itself: sites of news write captions, teasers
    and notes between paragraphs, where others write text.
    Empty for a link among links: that is no article.
    """
    own = own_rows(blocks, bare(title or ""))
    kinds = _kinds(blocks)
    around = _around(blocks, layout)
    page = _page_row(blocks, layout)
    at_title, at_head = float(_title_place(blocks, own)), -_FAR
    by_branch, by_group = _place_rows(layout)
    rows: list[Row] = []
    total, n_all, before = layout.prose or 1, float(len(blocks)), 0
    is_furnished = False
    for n, block in enumerate(blocks):
        if not own[n]:
            rows.append([])
            continue
        no, depth = block.place.no, block.place.depth
        mine = block.letters if block.is_prose else 0
        at_branch, in_branch = by_branch[no]
        rows.append([
            *own[n],
            before / total, (total - before - mine) / total, n / n_all, n_all - n,
            max(-_FAR, min(_FAR, n - at_title)) if at_title >= 0 else -_FAR - 1,
            min(_FAR, n - at_head), is_furnished, float(layout.steps[no]),
            float(depth - at_branch) if at_branch else 0.0, *in_branch, *by_group[no],
            *kinds[n], *page, *_beside(around, n),
            *_bits(layout.inner[no], layout.path[no]), is_news,
        ])  # fmt: skip
        before += mine
        if block.shape == "head":
            at_head, is_furnished = float(n), bool(own[n][IS_FURNITURE])
    return rows


def _title_place(blocks: list[Block], own: list[Row]) -> int:
    """Which block is the page's headline: the first h1 that reads so, or another
    block that does, or the first h1; -1 where none is."""
    titles = [n for n, row in enumerate(own) if row and row[IS_TITLE]]
    heads = [n for n in titles if blocks[n].place.tag == "h1"]
    first = next((n for n, b in enumerate(blocks) if b.place.tag == "h1"), -1)
    return (heads or titles or [first])[0]


# How deep a branch hangs from the trunk, 0 in it; what it holds.
_Branch = tuple[int, Row]


def _place_rows(layout: Layout) -> tuple[list[_Branch], list[Row]]:
    """What the branch of each place holds, and what its group does."""
    total = layout.prose or 1
    trunk: _Branch = (0, [True, 1.0, 0.0, 1.0, 0.0, 1.0])
    by_branch: dict[int, _Branch] = {}
    by_group: dict[int, Row] = {}
    for branch in layout.branches:
        if branch is not None and branch.no not in by_branch:
            by_branch[branch.no] = branch.depth, [
                False, branch.prose / total, branch.linked / (branch.letters or 1),
                float(branch.n_blocks), log(1 + branch.letters),
                branch.n_prose / (branch.n_blocks or 1),
            ]  # fmt: skip
    for group in layout.groups:
        if group.no not in by_group:
            n = float(group.n_blocks or 1)
            by_group[group.no] = [
                group.linked / (group.letters or 1), n, group.letters / n,
                group.n_prose / n, group.prose / total,
            ]  # fmt: skip
    return (
        [trunk if one is None else by_branch[one.no] for one in layout.branches],
        [by_group[one.no] for one in layout.groups],
    )


def _kinds(blocks: list[Block]) -> list[Row]:
    """Of each block's kind of place: how many blocks it has, of what, and the links.

    A kind is what a page's template makes alike: the tag and the class of a box and
    the class of the one around it.
    """
    sums: dict[tuple[str, str, str], Row] = {}
    kinds: list[Row] = []
    for block in blocks:
        place = block.place
        above = place.above.name if place.above else ""
        kind = sums.setdefault((place.tag, place.name, above), [0.0, 0.0, 0.0, 0.0])
        kind[0] += 1
        kind[1] += block.is_prose
        kind[2] += block.linked
        kind[3] += block.letters
        kinds.append(kind)
    for kind in sums.values():
        kind[1] /= kind[0]
        kind[2] /= kind.pop()
    return kinds


def _page_row(blocks: list[Block], layout: Layout) -> Row:
    linked = sum(block.linked for block in blocks)
    return [
        layout.core_prose / (layout.prose or 1), log(1 + layout.prose),
        log(len(blocks)), linked / (layout.letters or 1),
    ]  # fmt: skip


# Letters, the share that is linked, the number of the group, whether it is a head.
_Seen = tuple[float, float, int, bool]


def _around(blocks: list[Block], layout: Layout) -> list[_Seen]:
    """What others see of each block, with two before the first and behind the last."""
    groups = layout.groups
    seen = [
        (
            float(b.letters),
            b.linked / b.letters,
            groups[b.place.no].no,
            b.shape == "head",
        )
        for b in blocks
    ]
    return [_NONE, _NONE, *seen, _NONE, _NONE]


def _beside(around: list[_Seen], n: int) -> Row:
    """What the two blocks before the one at `n` and the two behind it are."""
    a, b, (_, _, here, _), c, d = around[n : n + 5]
    return [
        a[0], a[1], a[2] == here, a[3], b[0], b[1], b[2] == here, b[3],
        c[0], c[1], c[2] == here, c[3], d[0], d[1], d[2] == here, d[3],
    ]  # fmt: skip


@lru_cache(maxsize=20_000)
def _bits(inner: int, path: int) -> tuple[bool, ...]:
    return (
        *((inner >> place) & 1 == 1 for place in range(len(SIGNS))),
        *(path & bit != 0 for bit in _TOLD),
    )
