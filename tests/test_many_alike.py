"""Texts that are bad to compare: bounded time and memory, and no false cluster."""

from __future__ import annotations

import random
import resource
from pathlib import Path

import pytest
from clusterjudge import expected
from crashing import in_child
from plainrun import ask, run_plain
from repeating import papers, said, written


def told(home: Path, *texts: str) -> Path:
    """A ledger that was told these texts, in one run."""
    home.mkdir(exist_ok=True)
    made = [{"id": f"{nth:06}", "text": text} for nth, text in enumerate(texts)]
    run_plain(home / "ledger", config=written(home, made))
    return home / "ledger"


def sizes(ledger: Path) -> list[int]:
    """How many articles each cluster of several has."""
    return sorted(len(keys) for keys in said(ledger).clusters if len(keys) > 1)


def test_texts_that_say_next_to_nothing_are_like_no_others(tmp_path: Path) -> None:
    words = [
        "Ja",
        "Nein",
        "12",
        "weiter",
        "Weiter",
        "…",
        "???",
        "-- --",
        "",
        "  ",
        "。",
    ]
    one_sentence = "The council met on Monday and nothing was decided. "
    other_sentence = "The harbour was closed on Friday because of the storm. "

    ledger = told(
        tmp_path,
        *words,
        "!" * 5_000,
        "?!" * 2_500,
        one_sentence * 200,
        other_sentence * 200,
        "a" * 100_000,
        "b" * 100_000,
        "ab" * 10_000,
        "0" * 100_000,
        "好" * 5_000,
    )

    assert sizes(ledger) == []
    assert said(ledger).rows == ()


def test_a_sentence_said_over_and_over_repeats_the_sentence(tmp_path: Path) -> None:
    """What is said again inside is removed first: both say one thing."""
    sentence = "The council met on Monday and nothing at all was decided there. "

    ledger = told(tmp_path, sentence * 50, sentence * 70, sentence)

    assert said(ledger).rows == expected(ledger).rows


@pytest.mark.parametrize("n", [1_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_as_many_copies_of_one_text_are_one_cluster(n: int, tmp_path: Path) -> None:
    [paper, *_] = papers(1)
    text = "\n\n".join(paper.story(4))

    ledger = told(tmp_path, *[text] * n)

    assert sizes(ledger) == [n]
    [(n_shown,)] = ask(ledger, "select count(*) from articles")
    assert n_shown == 1
    assert {row[2] for row in said(ledger).rows} == {"same_text"}


@pytest.mark.parametrize("n", [150, pytest.param(3_000, marks=pytest.mark.slow)])
def test_reports_of_one_form_are_apart_and_copies_of_one_together(
    n: int, tmp_path: Path
) -> None:
    paper = papers(2)[0]
    form = paper.form()
    texts = [paper.filled(form) for _ in range(n)]
    copies = [texts[0].upper(), f"{paper.sentence()}{texts[1]}"]

    ledger = told(tmp_path, *texts, *copies)

    assert sizes(ledger) == [2, 2]


@pytest.mark.parametrize("n", [150, pytest.param(1_500, marks=pytest.mark.slow)])
def test_items_over_lines_that_no_table_knows_are_apart(n: int, tmp_path: Path) -> None:
    for nth, paper in enumerate(papers(3)[:4:3]):  # words, and a script without
        house = "\n\n".join(paper.story(9))
        items = [paper.paragraph() + paper.paragraph() for _ in range(n)]
        texts = [f"{item}\n\n{house}" for item in items]
        again = f"{items[3]}\n\n{house.upper()}"

        ledger = told(tmp_path / str(nth), *texts, again)

        assert sizes(ledger) == [2]


@pytest.mark.slow
def test_texts_of_many_megabytes_take_bounded_memory(tmp_path: Path) -> None:
    """Two novels that share their first half, and one that is all one letter.

    Of more than five million letters only the whole is compared.
    """
    chance = random.Random(5)
    words = ["".join(chance.choices("abcdefghij", k=7)) for _ in range(50_000)]
    long = " ".join(chance.choices(words, k=2_200_000))
    files = {
        "one.txt": long[:16_000_000],
        "two.txt": long[:8_000_000] + long[9_000_000:17_000_000],
        "three.txt": "a" * 16_000_000,
    }
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)

    assert in_child(lambda: read_in_bounds(tmp_path / "ledger", folder))

    pairs = {tuple(sorted(row[:2])) for row in said(tmp_path / "ledger").rows}
    assert pairs == set()


def read_in_bounds(ledger: Path, folder: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run_plain(ledger, folder)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (after - before) / 1024 < 2_000
