"""Whether two texts are one article, at two addresses or at two times.

Asked where a page claims the address of another for its canonical one. Pure.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from tasks.text.normalize import normalized
from warehouse.claims import Said

# Letters and digits in a row, without spaces: a word and a half of Dutch, and four
# words of Chinese.
_GRAM = 8
# Of a text no more is compared: an article that goes on is told by then.
_MOST_LETTERS = 20_000
# What of the shorter text the longer one says: a brief that became a story holds most
# of its words still. Two stories of one site share what its pages all say.
_LEAST_UNDER_ONE_TITLE = 0.5
_LEAST_UNDER_TWO = 0.8
# Telling two titles apart takes the square of their length.
_LONGEST_TITLE = 300
# How like two titles are of which one was mended: `Habour plan`, `Harbour plan`.
_MENDED = 0.9
_NUMBERS = re.compile(r"\d+")


def is_same_story(one: Said, other: Said) -> bool:
    """Whether the two are one article, edited perhaps.

    Title and text have to agree. Where that is not so they may be one all the same:
    apart they cost a duplicate, which can be seen, and taken for one they cost an
    article.
    """
    titles = _title(one), _title(other)
    if titles[0] and titles[0] == titles[1]:
        least = _LEAST_UNDER_ONE_TITLE
    elif _is_mended(*titles):
        least = _LEAST_UNDER_TWO
    else:
        return False
    return _shared(one.text, other.text) >= least


def _title(said: Said) -> str:
    return normalized((said.title or "")[:_LONGEST_TITLE])


def _is_mended(one: str, other: str) -> bool:
    """Whether one title may be the other with a letter put right, or neither is there.

    Another number makes another title: results of 2023, and of 2024.
    """
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _MENDED


def _shared(one: str, other: str) -> float:
    """How much of the shorter text the longer one says, from 0 to 1."""
    shorter, longer = sorted((_grams(one), _grams(other)), key=len)
    return len(shorter & longer) / len(shorter)


def _grams(text: str) -> set[str]:
    """Each row of letters in the text; a text that is shorter is one."""
    letters = normalized(text[: 2 * _MOST_LETTERS])[:_MOST_LETTERS]
    return {letters[at : at + _GRAM] for at in range(max(len(letters) - _GRAM, 0) + 1)}
