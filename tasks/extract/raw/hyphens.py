"""Lines joined to one text: with a space, with none, or over a broken word.

A hyphen at the end of a line is the wrapper's, and goes, unless the document shows
that it is the writer's: it writes the word with a hyphen elsewhere, or uses both
halves as words of their own and nowhere the joined one. It stays before a capital
or a digit, and a hyphen that hangs before "and" keeps its space.
"""

from __future__ import annotations

import re

from tasks.extract.clean import tidy
from tasks.extract.raw.lines import UNSPACED

# What the wrapper broke, past doubt: a soft hyphen, or the ¬ that OCR makes of one.
_SOFT = "\u00ad"
BROKEN = ("¬", _SOFT)
_SOFT_HYPHEN = re.compile("\u00ad(?=[ \t]*[\r\n])")
# A word is looked at from its first letter only: a long one took its square.
_SPLIT = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010]\s*\n\s*([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LAST = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010]\Z")
_FIRST = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
# "Vor- und Nachteile", "in- en export": the words seen behind such a hyphen.
_HANGING = frozenset(
    ("and", "or", "und", "oder", "bzw", "sowie", "en", "of", "et", "ou", "y", "o", "e",
     "och", "eller", "og", "ja", "tai", "i", "lub", "oraz", "a", "nebo")
)  # fmt: skip


def tidy_lines(text: str) -> str:
    """`text` as `tidy` leaves it, but for the soft hyphens at the ends of lines.

    Soft hyphens are taken out with all that cannot be seen; these part a word, until
    its lines are joined. `without_soft` takes out those of the others.
    """
    if _SOFT not in text:
        return tidy(text)
    return _SOFT.join(map(tidy, _SOFT_HYPHEN.split(text)))


def without_soft(paragraphs: list[str]) -> list[str]:
    """The paragraphs without the soft hyphens that no line was joined over."""
    if not any(_SOFT in one for one in paragraphs):
        return paragraphs
    bare = (one.replace(_SOFT, "").strip() for one in paragraphs)
    return [one for one in bare if one]


def words_of(text: str) -> frozenset[str]:
    """The words of a document in which lines end in hyphens; empty for others.

    What stands to both sides of such a line end is left out.
    """
    rest, n_split = _SPLIT.subn(" ", text)
    return frozenset(_WORD.findall(rest.casefold())) if n_split else frozenset()


def is_broken(before: str, after: str) -> bool:
    """Whether a word was broken at the end of a line, whatever its length."""
    if len(before) < 2 or not before[-2].isalpha():
        return False
    if before[-1] in BROKEN:
        return after[0].isalpha()
    return before[-1] in "-\u2010" and after[0].islower()


def join_lines(lines: list[str], words: frozenset[str]) -> str:
    """The lines as one text; `words` are those of the document, by `words_of`."""
    parts = [lines[0]]
    for line in lines[1:]:
        end, between = _seam(parts[-1], line, words)
        parts[-1] = end
        parts += [between, line]
    return "".join(parts)


def _seam(before: str, after: str, words: frozenset[str]) -> tuple[str, str]:
    """`before` as it stays, and what goes between it and `after`."""
    last = before[-1]
    if last in BROKEN and len(before) > 1 and before[-2].isalpha():
        return before[:-1], ""
    if last in "-\u2010" and before[-2:-1].isalnum():
        return _hyphened(before, after, words)
    if last in "—–/" and not before[-2:-1].isspace() and len(before) > 1:
        return before, ""
    if not last.isascii() and _UNSPACED.match(last) and _UNSPACED.match(after):
        return before, ""
    return before, " "


def _hyphened(before: str, after: str, words: frozenset[str]) -> tuple[str, str]:
    first, last = _FIRST.match(after), _LAST.search(before)
    if first is None or last is None or not first[0][0].islower():
        return before, ""
    left, right = last[1].casefold(), first[0].casefold()
    if right in _HANGING:
        return before, " "
    is_whole = left + right in words
    is_compound = f"{left}-{right}" in words or (left in words and right in words)
    if is_compound and not is_whole:
        return before, ""
    return before[:-1], ""
