"""Pairs of texts as papers print them, in ten languages: which repeat one another.

Half of what is taken for alike elsewhere is in them: two reports of one form, a
follow-up that tells the story before it again, short items over one house's lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tasks.text.boilerplate import own_letters
from tasks.text.pieces import sketch
from tasks.text.similar import Likeness, likeness

FILE = Path(__file__).parent / "corpora" / "repeats.jsonl"


@dataclass(frozen=True, kw_only=True)
class Pair:
    lang: str
    kind: str
    repeats: bool
    x: str
    y: str

    @property
    def letters(self) -> tuple[str, str]:
        return own_letters(self.x), own_letters(self.y)


PAIRS = [Pair(**json.loads(line)) for line in FILE.read_text("utf-8").splitlines()]


def said_of(pair: Pair) -> Likeness | None:
    return likeness(*pair.letters)


@pytest.mark.parametrize("kind", sorted({pair.kind for pair in PAIRS}))
def test_what_repeats_is_told_from_what_only_looks_alike(kind: str) -> None:
    pairs = [pair for pair in PAIRS if pair.kind == kind]

    joined = [pair for pair in pairs if (found := said_of(pair)) and found.joins]

    assert len(pairs) == 10
    assert joined == [pair for pair in pairs if pair.repeats]


def test_a_roundup_contains_its_brief_and_does_not_swallow_it() -> None:
    for pair in PAIRS:
        if pair.kind == "roundup":
            found = said_of(pair)

            assert found is not None, pair.lang
            assert (found.relation, found.joins, found.score) == ("contains", False, 1)


def test_what_repeats_is_a_candidate_by_its_sketch() -> None:
    """As warehouse/sql picks them: two hashes at least, and .12 of the smaller."""
    for pair in PAIRS:
        if pair.repeats or pair.kind == "roundup":
            x, y = (set(sketch(letters)) for letters in pair.letters)

            assert len(x & y) >= max(2, 0.12 * min(len(x), len(y))), pair


def test_which_text_is_first_changes_nothing() -> None:
    for pair in PAIRS:
        x, y = pair.letters
        assert likeness(x, y) == likeness(y, x), pair
