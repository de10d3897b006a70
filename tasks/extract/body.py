"""A page's article as blocks of text: which of its blocks are said, and which not.

The page is dissolved into blocks (blocks.py), each is told by its numbers
(features.py), and a judge that was learnt weighs them (judge.py).
"""

from __future__ import annotations

import re

from lxml import etree

from tasks.extract.blocks import ENDS, Block, Reader
from tasks.extract.dropped import Dropped
from tasks.extract.features import rows_of
from tasks.extract.fields import Fields
from tasks.extract.judge import read_judge, weigh
from tasks.extract.layout import Layout, lay_out
from tasks.extract.signs import BIT
from tasks.extract.titles import bare

# A day in digits, or a time of day: 2024-03-05, 5.3.2024, 2024年3月5日, 09:12. A short
# line with one, above the first prose and no sentence, says when and by whom.
_DATED = re.compile(
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
    r"|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)|(?<!\d)\d{1,2}:\d{2}(?!\d)"
)
_MAX_DATE_LINE, _N_ABOVE = 200, 3
# `Von`, `Text by`, `and`, `Europe editor`.
_MAX_BESIDE_NAMES = 30
_SENTENCE_ENDS = frozenset(".!?…。！？؟।")
# Of the first blocks, where a page has its headline again.
_N_TITLED = 6
# A page with less prose beside its menus and footers has it in them.
_MIN_PROSE = 200
# A text of fewer letters takes in what is less sure: snippets .933 to .935.
_MIN_TEXT, _WHERE_LITTLE = 200, -1.5
# A row takes 1.5 KB and 0.1 ms; a page of more blocks than this is a dump or a trap.
_MANY = 20_000
# A page of so few blocks, none of them an article to the judge, is a bare one.
_FEW, _MIN_SENTENCE = 12, 20
# What a rule leaves out weighs this.
NEVER = -9.0
# What stands under these names, below the trunk, is not of the article, whatever it
# says: at most a hundredth of the true text of 1,124 pages did (2026-11-30).
_NEVER = BIT["comment"] | BIT["newsletter"] | BIT["caption"]
# Nor, in a fragment, what stands under these.
_FURNITURE = _NEVER | BIT["related"] | BIT["share"] | BIT["advert"]


def read_body(
    root: etree._Element, fields: Fields, dropped: Dropped, *, is_news: bool
) -> list[Block]:
    """The blocks of the page's article, in reading order; none where it has none.

    Title and authors of `fields` are not repeated in them; `is_news` is whether the
    page says it is.
    """
    title = fields.title.value if fields.title else None
    authors = fields.authors.value if fields.authors else ()
    blocks, layout = blocks_of(root, dropped)
    if not blocks:
        return []
    weights = _weights(blocks, layout, title, is_news=is_news)
    return choose(blocks, ruled(blocks, weights, layout, authors), title, dropped)


def _weights(
    blocks: list[Block], layout: Layout, title: str | None, *, is_news: bool
) -> list[float]:
    """What each block weighs: the judge's word, or of very many whether it is prose."""
    if len(blocks) > _MANY:
        return [1.0 if block.is_prose else -1.0 for block in blocks]
    rows = rows_of(blocks, layout, title, is_news=is_news)
    return weigh(blocks, rows, layout, read_judge())


def blocks_of(
    root: etree._Element, dropped: Dropped, *, passes: bool = True
) -> tuple[list[Block], Layout]:
    """All blocks of a page, and how they lie; of menus only where nothing else is.

    `passes` is whether branches that are menus may be passed over.
    """
    reader = Reader(dropped, whole=False)
    reader.read(root)
    layout = lay_out(reader.blocks, reader.places, passes=passes)
    if layout.prose < _MIN_PROSE:
        reader = Reader(Dropped(keeps=False), whole=True)
        reader.read(root)
        layout = lay_out(reader.blocks, reader.places, passes=passes)
    return reader.blocks, layout


def ruled(
    blocks: list[Block],
    weights: list[float],
    layout: Layout,
    authors: tuple[str, ...] = (),
) -> list[float]:
    """The weights of the judge, but for what rules decide."""
    inner = layout.inner
    weights = [
        weight if not inner[block.place.no] & _NEVER else NEVER
        for block, weight in zip(blocks, weights, strict=True)
    ]
    _rule_out_credits(blocks, weights, authors)
    if any(
        weight > _WHERE_LITTLE and block.shape != "head"
        for block, weight in zip(blocks, weights, strict=True)
    ):
        return weights
    said = [b.linked < b.letters / 2 and b.shape != "head" for b in blocks]
    told = [block.is_prose and _is_caption(block, layout) for block in blocks]
    is_plain = len(blocks) <= _FEW or _is_mostly_spoken(blocks, said)
    return [
        1.0 if says and ((is_plain and weight != NEVER) or is_told) else weight
        for says, weight, is_told in zip(said, weights, told, strict=True)
    ]


def _is_caption(block: Block, layout: Layout) -> bool:
    """Whether it is one: of a story in pictures they are the text."""
    return bool(layout.inner[block.place.no] & BIT["caption"])


def _is_mostly_spoken(blocks: list[Block], said: list[bool]) -> bool:
    """Whether most letters of a page that are no links stand in sentences."""
    spoken = sum(
        b.letters
        for b, says in zip(blocks, said, strict=True)
        if says and b.letters >= _MIN_SENTENCE and b.text[-1] in ENDS
    )
    return 2 * spoken > sum(b.letters - b.linked for b in blocks)


def choose(
    blocks: list[Block], weights: list[float], title: str | None, dropped: Dropped
) -> list[Block]:
    """Those of `blocks` that weigh enough, but the headline."""
    least, wanted = _least(blocks, weights), bare(title or "")
    chosen: list[Block] = []
    for block, weight in zip(blocks, weights, strict=True):
        text = block.text
        if weight <= least:
            if dropped.keeps:
                reason = "furniture" if weight == NEVER else "not_article"
                dropped.text(text, reason, f"weighs {weight:.1f}")
        elif (
            wanted
            and (len(chosen) < _N_TITLED or block.shape == "head")
            and len(text) < 400
            and bare(text) == wanted
        ):
            dropped.text(text, "headline", "is the title")
        else:
            chosen.append(block)
    return chosen


def _rule_out_credits(
    blocks: list[Block], weights: list[float], authors: tuple[str, ...]
) -> None:
    """Weighs as none of the article what says when and by whom, at either end of it.

    At the end that is names alone. A list of times is no such thing: it has no prose,
    or more such lines.
    """
    kept = [n for n, weight in enumerate(weights) if weight > 0]
    prose = [n for n in kept if blocks[n].is_prose and not _is_date_line(blocks[n])]
    if not prose:
        return
    above = [n for n in kept if n < prose[0]]
    below = [n for n in kept if n > prose[-1]]
    for n in above if len(above) <= _N_ABOVE else ():
        if _is_date_line(blocks[n]) or _is_by_line(blocks[n], authors):
            weights[n] = NEVER
    for n in below if len(below) <= _N_ABOVE else ():
        if _is_by_line(blocks[n], authors):
            weights[n] = NEVER


def _is_date_line(block: Block) -> bool:
    text = block.text
    return (
        block.shape in ("paragraph", "row")
        and block.letters < _MAX_DATE_LINE
        and text[-1] not in _SENTENCE_ENDS
        and _DATED.search(text) is not None
    )


def _is_by_line(block: Block, authors: tuple[str, ...]) -> bool:
    """Whether the block says little but names of the article's authors."""
    if block.shape != "paragraph" or block.letters >= _MAX_DATE_LINE:
        return False
    rest = block.text.casefold()
    for author in authors:
        rest = rest.replace(author.casefold(), "")
    n_said = sum(map(str.isalpha, rest))
    return len(rest) < len(block.text) and n_said <= _MAX_BESIDE_NAMES


def _least(blocks: list[Block], weights: list[float]) -> float:
    """What a block must weigh more than: less where little else would be left."""
    sure = sum(b.letters for b, w in zip(blocks, weights, strict=True) if w > 0)
    return 0.0 if sure >= _MIN_TEXT else _WHERE_LITTLE


def read_fragment(
    root: etree._Element, title: str | None, dropped: Dropped
) -> list[Block]:
    """The blocks of a page that is all article: the `html` of a record.

    Without what its class names call furniture, where that is the lesser part.
    """
    blocks, layout = blocks_of(root, dropped, passes=False)
    path = layout.path
    weights = [NEVER if path[b.place.no] & _FURNITURE else 1.0 for b in blocks]
    kept = sum(b.letters for b, w in zip(blocks, weights, strict=True) if w > 0)
    if kept < layout.letters / 2:
        weights = [1.0] * len(blocks)
    return choose(blocks, weights, title, dropped)


def read_part(part: etree._Element, title: str | None, dropped: Dropped) -> list[Block]:
    """The blocks of the part of a page that a rule says is the article: all of them."""
    blocks, _ = blocks_of(part, dropped, passes=False)
    return choose(blocks, [1.0] * len(blocks), title, dropped)


def text_of(blocks: list[Block]) -> str:
    """The blocks as one text: paragraphs, parted by one blank line."""
    return "\n\n".join(block.text for block in blocks)
