"""The lines of a raw text: how far each is set in, and what each may be."""

from __future__ import annotations

import re
from typing import NamedTuple

# Between the last line of a page and the first of the next: a paragraph may go on.
SEAM = -1
# Scripts that are set without spaces between words; Hangul has them.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff"
    "\uff00-\uffef"
)
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u303e\u3041-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff00-\uff60\uffe0-\uffe6]"
)
_SENTENCE_END = re.compile(r"[.!?…:;。！？।؟۔։。．：；]+[\"'”’»«)\]」』）】]*\Z")
_ITEM = re.compile(r"(?:[-*•·–—‣▪◦○●■]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s")
# `JOHN KERRY: …`, `Q: …`, `Q. …`, `Ms. Lee: …`: who speaks stands first on a line.
_SPEAKER = re.compile(
    r"(?:[^\W\d_][.:]|[^\W\d_][\w.'’-]{0,20}(?:\s[^\W\d_][\w.'’-]{0,20}){0,3}"
    r"\s?(?:\([^()]{1,30}\)\s?)?[:：])(?:\s|\Z)"
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t+| ?\| ?)\S")
_MARKED = re.compile(r"#{1,6}\s|>+(?:\s|\Z)")
_DIGIT = re.compile(r"\d")


class Line(NamedTuple):
    """A line without the spaces around it; `gap` is the number of blank ones before."""

    text: str
    indent: int
    gap: int


def read_lines(text: str) -> list[Line]:
    """The lines of `text` that hold something."""
    lines: list[Line] = []
    gap = 0
    for raw in text.split("\n"):
        if stripped := raw.strip():
            lines.append(Line(stripped, _indent(raw, stripped), gap))
            gap = 0
        else:
            gap += 1
    return lines


def ends_sentence(text: str) -> bool:
    """Whether a sentence, or what announces a list, may end where `text` ends."""
    return _SENTENCE_END.search(text, max(len(text) - 6, 0)) is not None


def is_set_in_columns(text: str) -> bool:
    """Whether a line is a row of cells, as a table has them."""
    if "   " not in text and "\t" not in text and "|" not in text:
        return False  # most lines, and faster than looking
    return text[0] == "|" or _COLUMNS.search(text) is not None


def is_of_figures(text: str) -> bool:
    """Whether a line is for a third of figures, as a row or a score is."""
    return _DIGIT.search(text) is not None and (
        3 * len(_DIGIT.findall(text)) > len(text) - text.count(" ")
    )


def is_item(text: str) -> bool:
    """Whether a line begins an item of a list."""
    return _ITEM.match(text) is not None


def is_head(text: str) -> bool:
    """Whether a line is marked as a heading or a quotation, as Markdown does."""
    return text[0] in "#>" and _MARKED.match(text) is not None


def is_turn(text: str) -> bool:
    """Whether a line begins with who speaks, as in a transcript."""
    # Most lines have no colon this early, and need not be looked at.
    if text[1:2] not in (".", ":") and not _has_colon(text[:90]):
        return False
    match = _SPEAKER.match(text)
    return match is not None and _is_named(match[0])


def is_wide(text: str) -> bool:
    """Whether there are letters in `text` that take two columns."""
    return not text.isascii() and _WIDE.search(text) is not None


def n_columns(text: str) -> int:
    """How many columns `text` takes on a terminal."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _has_colon(text: str) -> bool:
    return ":" in text or "：" in text


def _is_named(label: str) -> bool:
    """Whether each word of `label` has a capital, as names have, or has no case."""
    words = label.rstrip(" :：.").split()
    return all(not word[0].islower() for word in words)


def _indent(raw: str, stripped: str) -> int:
    if raw[0] == stripped[0]:
        return 0
    before = raw[: raw.index(stripped[0])]
    return len(before.expandtabs(4))
