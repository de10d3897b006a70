"""The title as the page's editors wrote it, chosen from all that a page offers.

Each sign of a candidate (which field said it, what else bears it out) has a
weight in headline_signs.toml, found by bench/titles.py; the heaviest is the title.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from tasks.extract.fields import Found

_CJK = "\u3040-\u30ff\u3400-\u9fff"
_NO_WORD = re.compile(r"[\W_]+")
_ASCII_BARE = {c: chr(c).lower() if chr(c).isalnum() else " " for c in range(128)}
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")


@dataclass(slots=True)
class Candidate:
    """A text that may be the headline, and the signs that speak for or against it.

    `came_from` is the most trusted field that gave it.
    """

    text: str
    came_from: str
    signs: set[str] = field(default_factory=set)


def choose_title(candidates: list[Candidate]) -> Found[str] | None:
    """The candidate whose signs weigh most, the first of equals; None for none."""
    best = max(candidates, key=weight, default=None)
    return None if best is None else Found(value=best.text, came_from=best.came_from)


def weight(candidate: Candidate) -> float:
    """What the signs of `candidate` weigh together; unknown ones weigh nothing."""
    # Rounded: a set has no order, and a sum of floats depends on it.
    return round(sum(_WEIGHTS.get(sign, 0.0) for sign in candidate.signs), 6)


@lru_cache(maxsize=2_000)  # the same headline stands in many fields
def bare(text: str) -> str:
    """`text` in lower case, letters and digits only, one space between words."""
    if text.isascii():  # five times as fast
        return " ".join(text.translate(_ASCII_BARE).split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NO_WORD.sub(" ", folded).strip()


def words_of(text: str) -> set[str]:
    """The words of `text`, which is bare; in Chinese and Japanese its letters."""
    return set(text.split() if text.isascii() else _WORD.findall(text))


def _read_weights() -> dict[str, float]:
    table = files("tasks").joinpath("extract", "headline_signs.toml").read_text("utf-8")
    return {sign: float(value) for sign, value in tomllib.loads(table).items()}


_WEIGHTS = _read_weights()
