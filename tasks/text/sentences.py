"""Sentences of a text, with the stream of letters and digits they make up.

Cautious: where a full stop may be an abbreviation's, two sentences stay one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from tasks.text.normalize import counts, letters_of_lines

# Closing brackets and quotation marks belong to the sentence they follow. The
# straight ones may open the next, which white space before them tells.
_CLOSERS = "\"'”’»›“‘)\\]」』”】》"
_WIDE, _NARROW = "。！？｡।॥؟۔።։។", ".!?…"
# Begins with one class of characters, which the search skips all others by: a third of
# the time that it takes to try three kinds at each (2026-11-30).
_STOP = re.compile(
    rf"[{_WIDE}{_NARROW}\n](?:"
    rf"(?<=[{_NARROW}])(?P<stop>[{_NARROW}]*[{_CLOSERS}]*)"
    rf"|(?<=\n)(?P<line>\s*)"
    rf"|(?P<wide>[{_WIDE}]*[{_CLOSERS}]*))"
)
_TO_NEXT = re.compile("[\\s\"'“”„‘’«»‹›(\\[¿¡-]*")
_LAST_WORD = re.compile(r"[\w’'-]*$")
# Before a name or a number, so a full stop after them ends nothing.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\w+",
        "mr mrs ms dr drs prof st sr jr gen col lt sgt capt rep sen gov hon rev dhr "
        "mevr mw mej ing ir nr no art vs ca bijv blz al resp jan feb mar apr jun jul "
        "aug sep sept oct okt nov dec dez janv févr avr juil août déc inc ltd corp co "
        "bros dpt mme mlle mgr cie av env bzw usw abs hr fr str sig dott avv sra dña "
        "excmo г ул им тыс млн млрд руб стр проф акад",
    )
)
# A text none of whose lines is longer is taken as wrapped by hand: its single
# line breaks end nothing.
_LONGEST_WRAPPED_LINE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """The sentences of `text`, tiled on its stream of letters and digits.

    Sentence `k` is `text[starts[k]:ends[k]]`, without white space around it,
    and `stream[at[k]:at[k + 1]]`.
    """

    text: str
    starts: list[int]
    ends: list[int]
    at: list[int]
    stream: str
    _offsets: dict[int, list[int]] = field(default_factory=dict)

    def within(self, start: int, end: int) -> range:
        """The sentences that lie whole in `stream[start:end]`."""
        last = bisect_right(self.at, end) - 1
        return range(bisect_left(self.at, start), max(last, 0))

    def touching(self, start: int, end: int) -> range:
        """The sentences that have letters in `stream[start:end]`."""
        return range(bisect_right(self.at, start) - 1, bisect_left(self.at, end))

    def offset(self, position: int) -> int:
        """Where in `text` the letter at `position` of the stream stands."""
        k = bisect_right(self.at, position) - 1
        if k not in self._offsets:
            passage = self.text[self.starts[k] : self.ends[k]]
            kept = [i for i, char in enumerate(passage) if counts(char)]
            self._offsets[k] = kept
        return self.starts[k] + self._offsets[k][position - self.at[k]]


def split_sentences(text: str) -> Sentences:
    """`text` cut into its sentences; what is no white space is in one of them.

    A paragraph ends a sentence; so does a full stop before what can start one,
    also where the space between was lost ("klonk het.De"), but not after an
    initial, an abbreviation or a short number ("U.S.", "Dr.", "3. Oktober").
    """
    cuts = [0, *_cuts(text), len(text)]
    starts, ends = [], []
    for start, end in pairwise(cuts):
        passage = text[start:end]
        bare = passage.strip()
        if bare:
            first = start + len(passage) - len(passage.lstrip())
            starts.append(first)
            ends.append(first + len(bare))
    lines = [
        text[start:end].replace("\n", " ")
        for start, end in zip(starts, ends, strict=True)
    ]
    streams = letters_of_lines("\n".join(lines)) if lines else []
    at = list(accumulate(map(len, streams), initial=0))
    return Sentences(
        text=text, starts=starts, ends=ends, at=at, stream="".join(streams)
    )


def _cuts(text: str) -> list[int]:
    """The offsets at which a sentence ends, ascending."""
    is_wrapped = (
        "\n" in text and max(map(len, text.split("\n"))) <= _LONGEST_WRAPPED_LINE
    )
    cuts = []
    for found in _STOP.finditer(text):
        if found.lastgroup == "stop":
            ends = _ends_sentence(text, found.start(), found.end())
        elif found.lastgroup == "line":
            ends = not is_wrapped or found.group().count("\n") > 1
        else:
            ends = True
        if ends:
            cuts.append(found.end())
    return cuts


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    """Whether the full stop at `stop` ends a sentence; `after` its closers."""
    following = _TO_NEXT.match(text, after)
    begins = following.end() if following else after
    if begins >= len(text):
        return True
    char = text[begins]
    if char.islower():
        return False
    if text[after].isspace() or any(map(str.isspace, text[after:begins])):
        return text[stop] != "." or not _abbreviates(text, stop)
    before = text[max(stop - 2, 0) : stop]
    return (
        len(before) == 2
        and before.isalpha()
        and not before[1].isupper()
        and char.isalpha()
    )


def _abbreviates(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` may be that of an abbreviation."""
    found = _LAST_WORD.search(text, max(stop - 16, 0), stop)
    word = found.group().strip("'’-").lower() if found else ""
    if word.isdigit():
        return len(word) < 3
    return len(word) < 2 or word in _ABBREVIATIONS
