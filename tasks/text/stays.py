"""Which repeated passages stay, because saying them again is how they are meant.

A refrain, a quotation, a list line, an answer, a verse, an entry of a live
blog. Long copies have no such excuse, but in a live blog.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from tasks.text.passages import is_long, weight
from tasks.text.sentences import Sentences

# From this many letters on a passage is a copy, below it may be meant.
_LONG = 600
# A refrain is shorter and said at least this often.
_LONGEST_REFRAIN = 200
_LEAST_REFRAIN = 3
# Letters in a line of verse, on the average; an article's paragraph has more.
_LONGEST_VERSE = 48
# How far around a passage its paragraph is looked at.
_AROUND = 2_000

_OPENING = '"“”„«»「『‹'
_CLOSING = '"”“»«」』›'
_LIST_LINE = re.compile(
    r"\s*(?:[-–—*•·▪◦‣●○■□►]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s", re.ASCII
)
# `Q:`, `Antwoord:`, `Interviewer:`; in Chinese and Japanese `问：`.
_SPEAKER = re.compile(r"\s*[^\W\d][\w .'’-]{0,24}[:：]")
_QUESTION = re.compile("[?؟？;][\"'”’»›“」』)\\s]*$")
_STAMP = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_STAMPED_LINE = re.compile(r"(?m)^.{0,12}?\b\d{1,2}[:.h]\d{2}\b")
_LEAST_STAMPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a text is written, as far as it tells which repeats are meant."""

    said: Counter[str]
    is_live: bool


def read_manner(doc: Sentences) -> Manner:
    """How often `doc` says each sentence, and whether it is a live blog."""
    said = Counter(doc.stream[start:end] for start, end in pairwise(doc.at))
    n_stamped = len(_STAMPED_LINE.findall(doc.text))
    return Manner(said=said, is_live=n_stamped >= _LEAST_STAMPS)


def stays(doc: Sentences, manner: Manner, run: range) -> bool:
    """Whether the sentences of `run`, which `doc` says elsewhere too, stay."""
    stream = doc.stream[doc.at[run.start] : doc.at[run.stop]]
    if not is_long(stream):
        return True
    passage = doc.text[doc.starts[run.start] : doc.ends[run.stop - 1]]
    if manner.is_live:
        return len(_STAMP.findall(passage)) < _LEAST_STAMPS
    if len(stream) >= _LONG:
        return False
    return (
        _is_refrain(doc, manner, run, len(stream))
        or _is_quoted(doc, run, passage)
        or _is_listed(doc, run, passage)
        or _is_asked(doc, run)
        or _is_verse(doc, run, passage, weight(stream))
    )


def _is_refrain(doc: Sentences, manner: Manner, run: range, n_letters: int) -> bool:
    """A short passage of which a sentence is said again and again."""
    if n_letters >= _LONGEST_REFRAIN:
        return False
    at = doc.at
    return any(
        manner.said[doc.stream[at[k] : at[k + 1]]] >= _LEAST_REFRAIN for k in run
    )


def _is_quoted(doc: Sentences, run: range, passage: str) -> bool:
    """A quotation, or part of one."""
    bare = passage.rstrip(".,!?…。")
    if passage[0] in _OPENING and bare[-1] in _CLOSING:
        inner = bare[1:-1]
        if not any(mark in inner for mark in _OPENING):
            return True
    before = doc.text[_line_start(doc, run) : doc.starts[run.start]]
    n_straight = before.count('"')
    n_open = sum(map(before.count, "“„«「『")) - sum(map(before.count, "”»」』"))
    return n_straight % 2 == 1 or n_open > 0


def _is_listed(doc: Sentences, run: range, passage: str) -> bool:
    """Lines of a list, or part of one."""
    first = doc.text[_line_start(doc, run) : doc.starts[run.start]]
    lines = (first + passage).split("\n")
    return all(_LIST_LINE.match(line) for line in lines if line.strip())


def _is_asked(doc: Sentences, run: range) -> bool:
    """A question, the answer to one, or what a named speaker says."""
    if _asks(doc, run.start) or (run.start and _asks(doc, run.start - 1)):
        return True
    line = _line_start(doc, run)
    return _SPEAKER.match(doc.text, line, doc.ends[run.stop - 1]) is not None


def _asks(doc: Sentences, k: int) -> bool:
    """Whether sentence `k` is a question."""
    end = doc.ends[k]
    return _QUESTION.search(doc.text[max(end - 8, 0) : end]) is not None


def _is_verse(doc: Sentences, run: range, passage: str, heft: int) -> bool:
    """Several short lines, or a line of a stanza."""
    lines = [line for line in passage.split("\n") if line.strip()]
    if len(lines) > 1 and heft < _LONGEST_VERSE * len(lines):
        return True
    start, end = doc.starts[run.start], doc.ends[run.stop - 1]
    begins = doc.text.rfind("\n\n", max(start - _AROUND, 0), start) + 2
    ends = doc.text.find("\n\n", end, end + _AROUND)
    stanza = doc.text[begins if begins > 1 else max(start - _AROUND, 0) : ends]
    lines = [line for line in stanza.split("\n") if line.strip()]
    return len(lines) > 2 and weight(stanza) < (_LONGEST_VERSE + 12) * len(lines)


def _line_start(doc: Sentences, run: range) -> int:
    """Where the line begins on which `run` does; not looked for further than needed."""
    start = doc.starts[run.start]
    floor = max(start - _AROUND, 0)
    found = doc.text.rfind("\n", floor, start)
    return found + 1 if found >= 0 else floor
