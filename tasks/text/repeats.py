"""Passages that a document says twice: one of them goes, on record.

Only whole sentences go, and only where another passage of the document that
stays covers them letter by letter. Unique text is never lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.text.passages import Match, find_copies, find_tilings
from tasks.text.seams import Piece, at_origin, cut, joined
from tasks.text.sentences import Sentences, split_sentences
from tasks.text.stays import read_manner, stays
from warehouse.model.article import Repeat

# Each pass removes something; wild texts need one, this ends the strangest.
_MOST_PASSES = 12

_FREE, _GONE, _KEPT = 0, 1, 2

# A number with its sign, currency and separators: "1.5" is not "15".
_NUMBER = re.compile(r"(?:(?<!\w)[-−+±])?[$€£¥₹]?\d+(?:[.,:]\d+)*")
# A list is no richer than the prose that says the same.
_BREAK = re.compile(r"\n\s*+(?![-–—*•·▪]\s|\d{1,3}[.)]\s)")
# One record tells of a copy also where what is kept has a sub-head more.
_WIDEST_SKIP = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pass:
    """One look at a text: its sentences, and what became of each so far.

    `covers[k]` is where in the stream that stands which a gone sentence says,
    in `n_covering` sentences at most.
    """

    doc: Sentences
    state: bytearray
    covers: dict[int, int]
    n_covering: int


def without_repeats(text: str) -> tuple[str, tuple[Repeat, ...]]:
    """`text` without the passages it says twice, and the passages removed.

    Of two copies the later goes, unless it has more paragraphs, or the earlier
    is a paragraph of its own that a longer one says again. Letters, marks and
    digits decide, with their case; punctuation and white space do not, but
    inside a number. Short repetitions, quotations, list lines, questions and
    their answers, refrains, verse and the entries of a live blog stay.

    Offsets are those of `text`, in its order. A text without repeats comes
    back as it is; else the seams are closed with a blank line between
    paragraphs. Applied twice it removes nothing more. Linear in time.
    """
    whole = text
    found: list[Repeat] = []
    pieces = [Piece(0, 0, len(text))]
    for _ in range(_MOST_PASSES):
        repeats, is_last = _find_repeats(text)
        shorter, kept = cut(text, repeats, pieces) if repeats else (text, pieces)
        # What went last may have let more go, and would then be said in parts.
        if not repeats or (is_last and _find_repeats(shorter)[0]):
            break
        for repeat in repeats:
            found.extend(at_origin(pieces, repeat))
        text, pieces = shorter, kept
        if is_last:
            break
    found.sort(key=lambda repeat: repeat.starts_at)
    return text, tuple(joined(whole, found, _MOST_PASSES))


def _find_repeats(text: str) -> tuple[list[Repeat], bool]:
    """What goes from `text` at one look, in its order; and if that is the last.

    A sentence that only two others together say goes last: nothing may part
    those two after it.
    """
    tilings = find_tilings(text)
    copies = find_copies("".join(tilings[0]), tilings) if tilings else []
    if not copies:
        return [], True
    doc = split_sentences(text)
    manner = read_manner(doc)
    chosen = [_choose(doc, copy) for copy in copies]
    # Those whose earlier side goes come first: their later side must stay.
    chosen.sort(key=lambda shifts: next(iter(shifts.values()), 0) < 0)
    for n_covering in (1, len(doc.starts)):
        state = bytearray(len(doc.starts))
        look = _Pass(doc=doc, state=state, covers={}, n_covering=n_covering)
        for shifts in chosen:
            for run in _runs(shifts):
                if not stays(doc, manner, run):
                    _remove(look, run, shifts)
        if look.covers:
            repeats = [_record(look, run) for run in _gone_runs(look)]
            return repeats, n_covering > 1
    return [], True


def _choose(doc: Sentences, copy: list[Match]) -> dict[int, int]:
    """The sentences of `copy` that may go: the shift to what says each again."""
    earlier: dict[int, int] = {}
    later: dict[int, int] = {}
    for match in copy:
        shift = match.second - match.first
        for k in doc.within(match.first, match.first + match.length):
            earlier[k] = shift
        for k in doc.within(match.second, match.second + match.length):
            later[k] = -shift
    if not earlier or not later:
        return earlier or later
    # By whole sentences: a letter more may agree by chance, across a break.
    if max(earlier) >= min(later):
        return later
    n_more = _count_breaks(doc, later) - _count_breaks(doc, earlier)
    if n_more:
        return earlier if n_more > 0 else later
    return earlier if _is_teaser(doc, earlier, later) else later


def _count_breaks(doc: Sentences, sentences: dict[int, int]) -> int:
    """The paragraph breaks from the first of `sentences` to the last."""
    start, end = doc.starts[min(sentences)], doc.ends[max(sentences)]
    return len(_BREAK.findall(doc.text, start, end))


def _is_teaser(doc: Sentences, earlier: dict[int, int], later: dict[int, int]) -> bool:
    """Whether the earlier passage is all of a paragraph, the later half of one."""
    text = doc.text
    start, end = doc.starts[min(earlier)], doc.ends[max(earlier)]
    if (text[max(start - 1, 0) : start] + text[end : end + 1]).strip("\n"):
        return False
    start, end = doc.starts[min(later)], doc.ends[max(later)]
    n_chars = end - start
    around = text[max(start - n_chars, 0) : start].rpartition("\n")[2]
    around += text[end : end + n_chars].partition("\n")[0]
    return len(around) >= n_chars


def _runs(shifts: dict[int, int]) -> Iterator[range]:
    """The runs of neighbouring sentences among the keys of `shifts`."""
    start = end = -1
    for k in sorted(shifts):
        if k != end:
            if end > start:
                yield range(start, end)
            start = k
        end = k + 1
    if end > start:
        yield range(start, end)


def _remove(look: _Pass, run: range, shifts: dict[int, int]) -> None:
    """Mark those sentences of `run` as gone that what stays covers."""
    doc = look.doc
    for k in run:
        n_letters = doc.at[k + 1] - doc.at[k]
        if look.state[k] != _FREE or not n_letters:
            continue
        start = doc.at[k] + shifts[k]
        holder = doc.touching(start, start + 1).start
        if look.state[holder] == _GONE:
            start = look.covers[holder] + start - doc.at[holder]
        if _is_covered(look, k, start):
            look.state[k] = _GONE
            look.covers[k] = start
            for held in doc.touching(start, start + n_letters):
                look.state[held] = _KEPT


def _is_covered(look: _Pass, k: int, start: int) -> bool:
    """Whether what stands at `start` stays, and says sentence `k` whole."""
    doc = look.doc
    said = doc.stream[doc.at[k] : doc.at[k + 1]]
    end = start + len(said)
    if start < 0 or doc.stream[start:end] != said:
        return False
    holders = doc.touching(start, end)
    if len(holders) > look.n_covering:
        return False
    for held in holders:
        if held == k or look.state[held] == _GONE:
            return False
    if not any(map(str.isdigit, said)):
        return True
    return _numbers(doc, doc.at[k], doc.at[k + 1]) == _numbers(doc, start, end)


def _numbers(doc: Sentences, start: int, end: int) -> list[str]:
    """The numbers in a stretch of the stream, as they are written."""
    return _NUMBER.findall(doc.text[doc.offset(start) : doc.offset(end - 1) + 1])


def _gone_runs(look: _Pass) -> Iterator[range]:
    """The runs of gone sentences, parted where what covers them goes back."""
    doc = look.doc
    start = 0
    for k, state in enumerate(look.state):
        is_bare = doc.at[k] == doc.at[k + 1]
        if is_bare and k > start and look.state[k + 1 : k + 2] == bytes([_GONE]):
            continue  # "***" between two gone sentences goes with them
        if state == _GONE and (k == start or _is_next(look, k)):
            continue
        if k > start:
            yield range(start, k)
        start = k if state == _GONE else k + 1
    if len(look.state) > start:
        yield range(start, len(look.state))


def _is_next(look: _Pass, k: int) -> bool:
    """Whether sentence `k` and the one before are covered one after the other."""
    doc, covers = look.doc, look.covers
    before = k - 1 if k - 1 in covers else k - 2  # over "***"
    if covers[k] == covers[before]:
        return True
    n_skipped = covers[k] - covers[before] - (doc.at[before + 1] - doc.at[before])
    return 0 <= n_skipped <= _WIDEST_SKIP


def _record(look: _Pass, run: range) -> Repeat:
    """What is kept of a removed run: where it stood, and where it still stands."""
    doc = look.doc
    starts_at = doc.starts[run.start]
    return Repeat(
        starts_at=starts_at,
        n_chars=doc.ends[run.stop - 1] - starts_at,
        kept_at=doc.offset(look.covers[run.start]),
    )
