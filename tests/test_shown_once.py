"""No two articles that are shown are one story, however few of them are compared.

A story that goes on, as papers print pieces of it: what is laid side by side is bounded
so low here that most pairs are told by what their places hang on, or never.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from repeating import papers
from seenlooks import START, fresh
from test_alike import look, told

from tasks.steps.compare import edges_of_unmet
from warehouse import candidates, rejudge, similar


@pytest.fixture(autouse=True)
def lowest_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text gives up after one look in vain, and is found by three holders."""
    monkeypatch.setattr(candidates, "MOST_OF_A_KEY", 2)
    monkeypatch.setattr(candidates, "MOST_IN_VAIN", 1)
    monkeypatch.setattr(candidates, "FIRST_OF_A_KEY", 1)
    monkeypatch.setattr(candidates, "MOST_HOLDERS", 3)


def windows(seed: int) -> list[str]:
    """Two to twelve paragraphs of a story of many, and a sentence more, each."""
    chance = random.Random(seed)
    paper = papers(seed)[seed % 5]
    story = paper.story(24)
    made = []
    for _ in range(24):
        at = chance.randrange(20)
        of_it = story[at : at + chance.choice([2, 3, 4, 6, 8, 12])]
        made.append("\n\n".join([*of_it, paper.sentence().strip()]))
    return made


@pytest.mark.parametrize("size", [24, pytest.param(5, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "seed",
    # of these orders 8 showed both of two that came out alike, and many later ones did
    [8, *(pytest.param(n, marks=pytest.mark.slow) for n in range(9, 20))],
)
def test_of_two_that_are_one_story_one_is_shown_after_every_batch(
    seed: int, size: int, tmp_path: Path
) -> None:
    looks = [look(f"{nth:02}", 1, said) for nth, said in enumerate(windows(seed))]

    with fresh(tmp_path / "warehouse.duckdb") as con:
        rejudge.settle(con, similar.recipe(con), edges_of_unmet, START)
        for start in range(0, 24, size):
            told(con, start, *looks[start : start + size])  # which checks the rules
