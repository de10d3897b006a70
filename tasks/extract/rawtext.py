"""Raw news text into fields and paragraphs: header off, lines joined, spaces squeezed.

What repeats inside the text is left in: a later step removes it, on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise

from tasks.extract.clean import is_plain, squeeze, tidy
from tasks.extract.dropped import Dropped
from tasks.extract.fields import Fields
from tasks.extract.header import read_header
from warehouse.model import Payload

_NARROWEST, _WIDEST = 40, 120
_SENTENCE_END = re.compile(r"[.!?…:;。！？।؟][\"'”’»)\]]*\Z")
_LIST_ITEM = re.compile(r"(?:[-*•–—]|\d{1,3}[.)])\s")
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]"
)


def read_raw(
    text: str,
    payload: Payload,
    dropped: Dropped,  # noqa: ARG001  nothing is taken out of a text yet
) -> tuple[Fields, str]:
    """What the header says, and the text as paragraphs parted by one blank line.

    Both are empty where `text` is. Each line is a paragraph, but for blocks that
    are clearly hard-wrapped: those are joined.
    """
    fields, body = read_header(tidy(text), payload)
    return fields, _paragraphs(body)


def read_paragraphs(text: str) -> str:
    """`text` as squeezed paragraphs parted by one blank line, no header looked for."""
    return _paragraphs(tidy(text))


def _paragraphs(text: str) -> str:
    """What `read_paragraphs` makes of a text that `tidy` has seen."""
    parts = [part for block in _blocks(text) for part in _unwrap(block)]
    whole = "\n\n".join(parts)
    return whole if is_plain(whole) else "\n\n".join(map(squeeze, parts))


def _blocks(text: str) -> Iterator[list[str]]:
    """The runs of lines between blank ones, each line stripped."""
    block: list[str] = []
    for line in StringIO(text, newline="\n"):  # a line at a time, for memory
        if stripped := line.strip():
            block.append(stripped)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _unwrap(block: list[str]) -> list[str]:
    return [_joined(block)] if _is_hard_wrapped(block) else block


def _is_hard_wrapped(block: list[str]) -> bool:
    """True where every line is filled: the next line's first word had no room.

    Paragraphs of one line each fail this as soon as one is shorter, so does
    verse; a list never counts.
    """
    if len(block) < 2:
        return False
    width = max(map(len, block))
    if not _NARROWEST <= width <= _WIDEST:
        return False
    if any(map(_LIST_ITEM.match, block)):
        return False
    full = all(
        len(line) + len(_first_word(after)) + 1 > width
        for line, after in pairwise(block)
    )
    cut = sum(1 for line in block[:-1] if not _SENTENCE_END.search(line))
    return full and cut * 2 >= len(block) - 1


def _first_word(line: str) -> str:
    return line[0] if _WIDE.match(line) else line.split(maxsplit=1)[0]


def _joined(block: list[str]) -> str:
    text = block[0]
    for line in block[1:]:
        hyphened = text.endswith("-") and not text.endswith((" -", "--"))
        glued = hyphened or (_WIDE.match(line) and _WIDE.match(text[-1]))
        text += line if glued else f" {line}"
    return text
