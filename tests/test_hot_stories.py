"""A story that more papers print than are laid side by side: one answer all the same.

The bounds are set low here, so that a few dozen copies are beyond them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from clusterjudge import expected
from plainrun import ask
from repeating import Paper, Said, check_rules, in_batches_of, papers, said, told

from warehouse import candidates


@pytest.fixture(autouse=True)
def low_bounds(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A text is laid beside a few others at first, and found by a few holders."""
    monkeypatch.setattr(candidates, "MOST_OF_A_KEY", 8)
    monkeypatch.setattr(candidates, "MOST_IN_VAIN", 8)
    monkeypatch.setattr(candidates, "FIRST_OF_A_KEY", 3)
    monkeypatch.setattr(candidates, "MOST_HOLDERS", 6)
    return monkeypatch


def copies(paper: Paper, n: int) -> Iterator[str]:
    """A story as so many papers print it, each with an edit of its own."""
    story = paper.story(14)
    for _ in range(n):
        at = paper.chance.randrange(14)
        yield "\n\n".join([*story[:at], paper.sentence().strip(), *story[at + 1 :]])


def drifting(paper: Paper, n: int) -> Iterator[str]:
    """A story that goes on: the first copies and the last ones say other things."""
    story = paper.story(15)
    for nth in range(n):
        at = nth * 8 // n
        yield "\n\n".join([*story[at : at + 7], paper.sentence().strip()])


def pieces(paper: Paper, n: int) -> Iterator[str]:
    """A brief as so many papers print it, and a roundup with the brief."""
    brief, others = paper.story(4), paper.story(9)
    for nth in range(n):
        told_here = [*others[:4], *brief, *others[4:]] if nth % 2 else brief
        at = paper.chance.randrange(len(told_here))
        added = paper.sentence().strip()
        yield "\n\n".join([*told_here[:at], added, *told_here[at:]])


def records(n: int) -> list[dict]:
    """Copies of a story, texts of one that goes on, a brief and a roundup."""
    latin, cyrillic, arabic, *_ = papers(11)
    chance = random.Random(11)
    texts = [*copies(latin, n), *drifting(cyrillic, n), *pieces(arabic, n)]
    return [
        {"id": f"{nth:04}", "text": text, "published": f"2026-01-{day:02}"}
        for nth, text in enumerate(texts)
        for day in [chance.randint(1, 28)]
    ]


# The passage of each pair that repeat one another, and both texts.
SHOWN = """
select d.shared_passage, a.text, o.text
from duplicates as d
inner join article_history as a on d.article_id = a.article_id and a.is_current
inner join article_history as o on d.duplicate_of = o.article_id and o.is_current
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """All in one run and one batch, within the bounds as they are."""
    ledger = told(tmp_path_factory.mktemp("one"), records(20))
    return ledger, said(ledger)


def test_a_ledger_that_compared_all_says_what_its_texts_say(
    undisturbed: tuple[Path, Said],
) -> None:
    ledger, found = undisturbed

    assert found == said(ledger)
    assert found.clusters == expected(ledger).clusters
    assert max(map(len, found.clusters)) > 10
    assert len([keys for keys in found.clusters if len(keys) > 1]) > 4
    assert "contains" in {row[2] for row in found.rows}


@pytest.mark.parametrize(
    "size", [20, *(pytest.param(n, marks=pytest.mark.slow) for n in (7, 1_000))]
)
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_copies_beyond_the_bounds_are_one_story_in_any_order(
    seed: int,
    size: int,
    undisturbed: tuple[Path, Said],
    tmp_path: Path,
    low_bounds: pytest.MonkeyPatch,
) -> None:
    in_batches_of(low_bounds, size)
    made = random.Random(seed).sample(records(20), 60)

    ledger = told(tmp_path, made[:30], made[30:])

    assert said(ledger).clusters == undisturbed[1].clusters
    assert said(ledger).rows == undisturbed[1].rows
    check_rules(ledger)
    shown = ask(ledger, SHOWN)
    assert len(shown) > 40
    for passage, text, other in shown:
        assert passage in " ".join(f"{text} {other}".split())


def test_a_story_whose_copies_are_edited_away_is_what_the_others_say(
    tmp_path: Path, low_bounds: pytest.MonkeyPatch
) -> None:
    """Those that hung together by an edited text alone are laid side by side then."""
    made = records(12)
    other = papers(12)[0]
    edited = [
        {**row, "text": "\n\n".join(other.story(5))} if nth % 3 else row
        for nth, row in enumerate(made)
    ]

    ledger = told(tmp_path, made, edited[:20], edited[20:])

    asked = expected(ledger)
    assert said(ledger).clusters == asked.clusters
    assert said(ledger).rows == asked.rows
    check_rules(ledger)
