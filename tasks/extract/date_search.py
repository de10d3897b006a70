"""Dates within short texts of a page: `By Ann Lee | March 4, 2022 • 5 min read`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.extract.dates import CLOCK_WORDS, day_of
from tasks.extract.days import FILLERS, ORDINALS, Written
from tasks.extract.months import month_of

MAX_TEXT = 300
# Every date has a year, but `23.09.22`; in the digits of the scripts news is in too.
# It is asked of every text of a page: one set of letters to begin with lets `re`
# skip to the first digit.
HAS_YEAR = re.compile(r"\d(?:(?<=[12١٢۱۲१२১২๑๒１２၁၂១២])\d{3}|\.\d{1,2}\.\d\d)(?!\d)")
_MAX_DATES = 4
_MAX_PIECES = 80
# Numbers with what may tie them together, and words.
_PIECE = re.compile(
    r"\d[\d.:/\-+年年月日년월일時시分분]*(?:(?<=\d)T\d[\d:.+\-]*Z?)?"
    r"|[^\W\d_年월일][^\s\d,،;:|/()•·–—'’+\-]*|[|•·–—()\n]"
)
_HARD = re.compile(r"[|•·–—()\n]")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?![\d/])")


def find_dates(text: str, written: Written = (None, None)) -> Iterator[tuple[int, str]]:
    """(where it starts, the date as it is written) for each date in a short `text`.

    `written` is as in `read_date`. Longer texts than `MAX_TEXT` are cut.
    """
    text = text[:MAX_TEXT]
    # Which of 03 and 04 is the day is not asked here.
    written = (written[0], True if written[1] is None else written[1])
    n_found = 0
    for start, end in _runs(text, written[0]):
        for at, piece in _longest(text, start, end, written):
            yield at, piece
            n_found += 1
            if n_found >= _MAX_DATES:
                return


def day_first(text: str) -> bool | None:
    """Whether the slashed dates of a page put the day first; None if none tells.

    `13/04/2022` can only be read one way, and shows how the others are meant.
    """
    firsts = {(int(a) > 12, int(b) > 12) for a, b in _SLASHED.findall(text)}
    told = {is_day for is_day, is_other in firsts if is_day != is_other}
    return told.pop() if len(told) == 1 else None


def _runs(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """The stretches of `text` that hold only what a date is made of, and a year."""
    code = (language or "")[:2].lower()
    start, end = -1, -1
    for n, match in enumerate(_PIECE.finditer(text)):
        piece = match[0]
        if n >= _MAX_PIECES:
            break
        begins = piece[0].isdigit() or month_of(piece, code or None) is not None
        if begins or (start >= 0 and _goes_on(piece, text[match.start() - 1])):
            start, end = (match.start() if start < 0 else start), match.end()
            continue
        if start >= 0 and HAS_YEAR.search(text, start, end):
            yield start, end
        start = -1
    if start >= 0 and HAS_YEAR.search(text, start, end):
        yield start, end


def _goes_on(piece: str, before: str) -> bool:
    """Whether a date that has begun may hold `piece`, which stands behind `before`."""
    word = piece.lower()
    return (
        _HARD.match(piece) is not None
        or word in FILLERS
        or word.rstrip(".") in FILLERS
        or word in CLOCK_WORDS
        or (before.isdigit() and word in ORDINALS)
    )


def _longest(
    text: str, start: int, end: int, written: Written
) -> Iterator[tuple[int, str]]:
    """The longest dates between two places, ending at the marks that part texts."""
    marks = [start - 1, *(m.start() for m in _HARD.finditer(text, start, end)), end]
    first = 0
    while first < len(marks) - 1:
        for last in range(min(first + 3, len(marks) - 1), first, -1):
            piece = text[marks[first] + 1 : marks[last]]
            if HAS_YEAR.search(piece) and day_of(piece, written):
                bare = piece.strip(" ,.;:-|•·–—()\n")
                yield marks[first] + 1 + piece.find(bare), bare
                first = last - 1
                break
        first += 1
