"""What can be told of a block without knowing its language: a row of numbers.

How long it is, how much of it is links, how it ends, where it stands, what stands
around it. judge.py weighs these; bench/train_judge.py learns the weights.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log

from tasks.extract.blocks import ENDS, Block, Place
from tasks.extract.layout import Layout, steps_to_core
from tasks.extract.phrases import is_furniture
from tasks.extract.signs import BIT, SIGNS
from tasks.extract.titles import bare

_MARKS = re.compile(r"[,.;:!?،。、，；：？！।؟]")
_DIGITS = re.compile(r"\d")
_CAPITALS = re.compile(r"(?:^|\s)[A-ZÀ-ÞΑ-ΩА-Я]")
_BULLET = re.compile(r"[-–—•·*▪►»>\d(\[#@|]")
_ODD = re.compile(r"[©|@•·►»›→]|https?:|www\.|\.\.\.\Z|…\Z")
_MAX_SEEN = 300  # letters of a block that are looked at
_SHORT = 200
# How much longer a headline may be as it stands than its letters and digits.
_PUNCTUATION = 25
# A block of links, and one among such blocks.
_ALL_LINKED = 0.9
_FAR = 60
_NONE = (0.0, 0.0, 0.0, 0.0)
# Which of the signs of all that a block stands in are told, beside its branch's.
_TOLD = tuple(
    BIT[sign]
    for sign in ("comment", "related", "body", "content", "article", "quote", "widget")
)

OWN = (
    "letters", "linked", "marks", "ends", "is_head", "is_item", "is_row", "is_p",
    "is_quote", "is_loose", "digits", "capitals", "bullet", "odd", "colon", "question",
    "copies", "is_title", "depth", "furniture", "from_image",
)  # fmt: skip
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
LETTERS, LINKED, ENDED, IS_HEAD, IS_TITLE, IS_FURNITURE = (
    NAMES.index(name)
    for name in ("letters", "linked", "ends", "is_head", "is_title", "furniture")
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
    own = _own_rows(blocks, bare(title or ""))
    kinds = _kinds(blocks)
    around = [_NONE, _NONE, *(_seen_by_others(b, layout) for b in blocks), _NONE, _NONE]
    page = _page_row(blocks, layout)
    at_title, at_head = _title_place(blocks, own), -_FAR
    rows: list[Row] = []
    total, n_all, before = layout.prose or 1, len(blocks), 0
    wheres: dict[int, Row] = {}
    for n, block in enumerate(blocks):
        place = block.place
        if not own[n]:
            rows.append([])
            continue
        mine = block.letters if block.is_prose else 0
        if (where := wheres.get(place.no)) is None:
            where = wheres[place.no] = [
                *_place_row(place, layout), *kinds[_kind(place)], *page,
            ]  # fmt: skip
        rows.append([
            *own[n],
            before / total, (total - before - mine) / total, n / n_all, n_all - n,
            max(-_FAR, min(_FAR, n - at_title)) if at_title >= 0 else -_FAR - 1,
            min(_FAR, n - at_head), own[at_head][IS_FURNITURE] if at_head >= 0 else 0,
            *where,
            *_beside(around, n),
            *_bits(layout.inner[place.no], layout.path[place.no]), is_news,
        ])  # fmt: skip
        before += mine
        if block.shape == "head":
            at_head = n
    return rows


def _own_rows(blocks: list[Block], wanted: str) -> list[Row]:
    """What each block says by itself; empty for a link among links."""
    copies = Counter(block.text for block in blocks)
    linked = [True, *(b.linked > _ALL_LINKED * b.letters for b in blocks), True]
    return [
        []
        if linked[n] and linked[n + 1] and linked[n + 2]
        else _own_row(block, wanted, copies[block.text])
        for n, block in enumerate(blocks)
    ]


def _own_row(block: Block, wanted: str, n_copies: int) -> Row:
    line, letters, tag = block.text, block.letters, block.place.tag
    n = len(line)
    is_short = n < _SHORT
    text = line if is_short else line[:_MAX_SEEN]
    size = len(text) * letters / n
    last = line[-1]
    is_near = is_short and bool(wanted) and abs(n - len(wanted)) <= _PUNCTUATION
    is_title = is_near and bare(line) == wanted
    return [
        letters, block.linked / letters, len(_MARKS.findall(text)) / size, last in ENDS,
        block.shape == "head", block.shape == "item", block.shape == "row",
        tag == "p", tag == "blockquote", block.place.n_blocks > 1,
        len(_DIGITS.findall(text)) / size if is_short else 0.0,
        len(_CAPITALS.findall(text)) / (1 + text.count(" ")) if is_short else 0.0,
        _BULLET.match(text) is not None, _ODD.search(text) is not None,
        last in ":：", last in "?？", n_copies, is_title, block.place.depth,
        is_short and is_furniture(line), block.from_image,
    ]  # fmt: skip


def _title_place(blocks: list[Block], own: list[Row]) -> int:
    """Which block is the page's headline: the first h1 that reads so, or another
    block that does, or the first h1; -1 where none is."""
    titles = [n for n, row in enumerate(own) if row and row[IS_TITLE]]
    heads = [n for n in titles if blocks[n].place.tag == "h1"]
    first = next((n for n, b in enumerate(blocks) if b.place.tag == "h1"), -1)
    return (heads or titles or [first])[0]


def _place_row(place: Place, layout: Layout) -> Row:
    """Where a block stands; the same for all blocks of one place."""
    branch, group = layout.branches[place.no], layout.groups[place.no]
    total = layout.prose or 1
    if branch is None:
        in_branch: Row = [0, 1, 1.0, 0.0, 1, 0.0, 1.0]
    else:
        in_branch = [
            place.depth - branch.depth, 0, branch.prose / total,
            branch.linked / (branch.letters or 1), branch.n_blocks,
            log(1 + branch.letters), branch.n_prose / (branch.n_blocks or 1),
        ]  # fmt: skip
    n_group = group.n_blocks or 1
    return [
        steps_to_core(place, layout), *in_branch, group.linked / (group.letters or 1),
        n_group, group.letters / n_group, group.n_prose / n_group, group.prose / total,
    ]  # fmt: skip


def _kind(place: Place) -> tuple[str, str, str]:
    """What a page's template makes alike: the tag and the class of a box and the one
    around it."""
    return place.tag, place.name, place.above.name if place.above else ""


def _kinds(blocks: list[Block]) -> dict[tuple[str, str, str], Row]:
    """For each kind of place: how many blocks it has, of what, and the links."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for block in blocks:
        one = sums.setdefault(_kind(block.place), [0, 0, 0, 0])
        one[0] += 1
        one[1] += block.is_prose
        one[2] += block.linked
        one[3] += block.letters
    return {
        key: [n, prose / n, linked / letters]
        for key, (n, prose, linked, letters) in sums.items()
    }


def _page_row(blocks: list[Block], layout: Layout) -> Row:
    linked = sum(block.linked for block in blocks)
    return [
        layout.core_prose / (layout.prose or 1), log(1 + layout.prose),
        log(len(blocks)), linked / (layout.letters or 1),
    ]  # fmt: skip


_Seen = tuple[float, float, float, float]


def _seen_by_others(block: Block, layout: Layout) -> _Seen:
    group = layout.groups[block.place.no]
    return block.letters, block.linked / block.letters, group.no, block.shape == "head"


def _beside(around: list[_Seen], n: int) -> Row:
    """What the two blocks before the one at `n` and the two behind it are."""
    row: Row = []
    here = around[n + 2][2]
    for letters, linked, group, is_head in (
        around[n], around[n + 1], around[n + 3], around[n + 4],
    ):  # fmt: skip
        row += (letters, linked, group == here, is_head)
    return row


@lru_cache(maxsize=20_000)
def _bits(inner: int, path: int) -> tuple[int, ...]:
    return (
        *((inner >> place) & 1 for place in range(len(SIGNS))),
        *(path & bit != 0 for bit in _TOLD),
    )
