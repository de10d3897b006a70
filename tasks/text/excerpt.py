"""The words of a text that a run of its letters stands for: what a person is shown.

Letters decide whether two texts repeat one another; nobody reads them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, islice

from tasks.text.normalize import normalized

# A passage to recognise two texts by.
MOST_CHARS = 200
# A run is looked for by so many of its letters: it may go on over boilerplate, which
# is no part of it but stands in the text.
_PROBE = 48
_CHUNK = re.compile(r".{1,1000}(?:\s+|$)|.{1,1000}", re.DOTALL)
# Words with what follows them; in scripts without spaces, letters.
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"[^\w\s]*\s*"
    r"|(?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    r"\uf900-\ufaff])\S)+\s*"
)


def passage_in(text: str, letters: str) -> str:
    """The passage of `text` that a run of its own letters stands for, to be read.

    Whole words, MOST_CHARS characters at most, white space made single; the letters
    themselves where they are part of one word, empty where they are not in the text.
    """
    chunks = _CHUNK.findall(text)
    said = [normalized(chunk) for chunk in chunks]
    ends = list(accumulate(map(len, said)))
    whole = "".join(said)
    for at in range(0, min(len(letters), 10 * _PROBE), _PROBE):
        start = whole.find(letters[at : at + _PROBE])
        if start >= 0:
            break
    else:
        return ""
    end = start + _shared_length(whole, start, letters[at : at + 2 * MOST_CHARS])
    nth = bisect_right(ends, start)
    before = ends[nth] - len(said[nth])
    near = "".join(chunks[nth : nth + 2])
    words = _words_at if _is_plain(near) else _words
    shown = words(near, start - before, end - before)
    return shown or whole[start:end][:MOST_CHARS]


def _is_plain(text: str) -> bool:
    """Whether each letter of it stands for one of its letters when normalised."""
    return sum(map(str.isalnum, text)) == len(normalized(text))


def _words_at(text: str, start: int, end: int) -> str:
    """As `_words`, in a third of the time, where the text is plain."""
    letters = (at for at, char in enumerate(text) if char.isalnum())
    first = next(islice(letters, start, None), len(text))
    last = next(islice(letters, max(end - start - 2, 0), None), len(text) - 1) + 1
    passage: list[str] = []
    begins = max(text.rfind(" ", 0, first), text.rfind("\n", 0, first)) + 1
    for found in _WORD.finditer(text, begins):
        if _n_letters(text, found.start(), first):
            continue
        word = found.group()
        until = found.start() + len(word.rstrip())
        if _n_letters(text, last, until) or until - first > MOST_CHARS:
            break
        passage.append(word)
    return " ".join("".join(passage).split())


def _n_letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))


def _shared_length(whole: str, start: int, letters: str) -> int:
    """How many of `letters` stand at `start`."""
    for n, (one, other) in enumerate(
        zip(whole[start : start + len(letters)], letters, strict=False)
    ):
        if one != other:
            return n
    return min(len(whole) - start, len(letters))


def _words(text: str, start: int, end: int) -> str:
    """The words of `text` whose letters lie whole within [start, end)."""
    passage: list[str] = []
    n_letters = n_chars = 0
    for found in _WORD.finditer(text):
        word = found.group()
        n_before, n_letters = n_letters, n_letters + len(normalized(word))
        if n_before < start:
            continue
        n_chars += len(word)
        if n_letters > end or n_chars > MOST_CHARS + 1:
            break
        passage.append(word)
    return " ".join("".join(passage).split())[:MOST_CHARS]
