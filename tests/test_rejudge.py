"""Stored texts judged again: after a kill, and by a table that was learnt."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from plainrun import ask, dedupe_plain, run_plain
from repeating import check_rules
from rich.console import Console
from test_duplicates import ALONE, OTHER_LEAD, ROUNDUP, STORY, written

from flows.judging import show_rejudged
from tasks.steps import compare
from tasks.steps import rejudge as step
from tasks.steps.compare import comparing, edges_among
from tasks.steps.own import own_of
from tasks.steps.parse import helpers
from tasks.steps.rebuild import rebuild
from tasks.steps.rejudge import rejudge, settle, start_over, unjudged
from tasks.steps.run import Run, open_run, utc_now
from warehouse import candidates
from warehouse.commonest import Common
from warehouse.connect import reading
from warehouse.ledger import Ledger
from warehouse.letters import unpacked
from warehouse.model.likeness import BASE, Questions, Recipe
from warehouse.verify import verify

# The same under each of five articles of a paper that no table has seen; longer than
# what most of them say.
FURNITURE = (
    "The editors of this paper meet every morning at nine in the reading room of the "
    "old customs house, and whoever has something to say to them is welcome there. "
    "Letters that are signed are printed when there is room, and cut when there is "
    "not. Who delivers the paper in the rain is asked to put it under the mat, and "
    "who finds it wet gets another for nothing at the counter of the customs house. "
    "The archive is open to schools on Wednesday afternoons, if they say so before."
)
FOUND = Common(digest=7, excerpt="We use cookies.", site="a", n_stories=9)
ITEMS = (
    "A grey seal was found asleep in the lock on Monday, and woke when it was filled. "
    "The keeper held the gates for it, while nine barges waited and their skippers "
    "quarrelled over who had been the first to see it between the piles.",
    "Mill Street loses its baker in spring, and nobody has asked for his oven yet. It "
    "was built by his grandfather of bricks from the chapel, and it takes two days to "
    "be warm again once somebody lets the fire go out.",
    "Two trams met on the bridge that has one track, and one of them had to go back. "
    "Which of the drivers had overlooked the signal is for the inspectors to find, who "
    "measured their way with a folding rule until late in the evening.",
    "Without its chief the choir of the fire brigade sings in the market on Saturday. "
    "He lost his voice at the blaze in the sugar works, shouting for a longer ladder, "
    "and his doctor has ordered him to whisper until the summer fair.",
    "One hour late the town hall clock goes again, as the key to its hands is lost. A "
    "smith from the valley offered to file another one if the council lends him the "
    "drawing, which hangs framed in the office of a mayor who is away.",
)


def digest(ledger: Path) -> list[tuple]:
    """Who repeats whom and how, whatever the order in which it was told."""
    return ask(
        ledger,
        "select a.identity_key, b.identity_key, d.relation, d.score, d.shared_words, "
        "d.recipe from duplicates as d "
        "inner join internal.article_heads as a on d.article_id = a.article_id "
        "inner join internal.article_heads as b on d.duplicate_of = b.article_id "
        "order by all",
    )


def answered(ledger: Path) -> list[tuple]:
    """What `duplicates` says of the ledger as it is, before it is published."""
    with reading(Ledger(ledger).warehouse) as con:
        return con.execute(
            "select article_id, duplicate_of, relation, score, recipe "
            "from duplicates order by all"
        ).fetchall()


def n_decided(ledger: Path) -> int:
    [(n,)] = ask(ledger, "select count(*) from internal.duplicate_decisions")
    return int(n)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(
        tmp_path / "in", courier=STORY, herald=OTHER_LEAD, roundup=ROUNDUP, alone=ALONE
    )


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A paper's items, its furniture under each; another paper has one without."""
    texts = {f"item{n}": f"{said}\n\n{FURNITURE}" for n, said in enumerate(ITEMS)}
    return written(tmp_path / "in", **texts, wire=ITEMS[0])


def test_judging_again_twice_changes_nothing(folder: Path, ledger: Path) -> None:
    run_plain(ledger, folder)
    before, decided = digest(ledger), n_decided(ledger)

    done = dedupe_plain(ledger).rejudged

    assert done is not None
    assert (done.settled.n_texts, done.settled.n_moved) == (4, 0)
    assert (digest(ledger), n_decided(ledger)) == (before, decided)
    assert verify(Ledger(ledger)).damages == []


def test_what_an_earlier_program_s_rules_told_is_judged_again_by_the_next_run(
    folder: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setitem(Recipe.__init__.__kwdefaults__, "name", "near-0")
        run_plain(ledger, folder)
    before = digest(ledger)

    run_plain(ledger, folder)

    assert {recipe for *_, recipe in before} == {"near-0"}
    assert digest(ledger) == [(*row, BASE) for *row, _ in before]
    for table in ("texts", "own_texts", "edges"):
        told = ask(ledger, f"select distinct recipe from internal.{table}")
        assert told == [(BASE,)]
    assert verify(Ledger(ledger)).damages == []


def test_what_a_kill_cut_off_goes_on_with_the_next_run_and_shows_nothing_before(
    folder: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_plain(ledger, folder)
    before, decided = digest(ledger), n_decided(ledger)
    monkeypatch.setattr(step, "TEXTS_AT_ONCE", 1)
    run = Run(run_id=uuid4(), ledger=Ledger(ledger), wait_s=0)
    with open_run(run), helpers() as pool:
        start_over(run, learn=False)
        for nth in unjudged(run):
            rejudge(run, pool)
            if nth == 2:
                break

    assert digest(ledger) == before
    run_plain(ledger, written(folder, late=STORY.upper()))

    assert n_decided(ledger) == decided + 1
    assert [row for row in digest(ledger) if "late.txt" not in row] == before
    assert ask(ledger, "select count(*) from internal.settled_recipes") == [(1,)]
    assert verify(Ledger(ledger)).damages == []


@pytest.mark.parametrize("learn", [False, True])
def test_what_the_ledger_answers_is_whole_wherever_judging_again_is_cut_off(
    folder: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch, *, learn: bool
) -> None:
    run_plain(ledger, folder)
    before = answered(ledger)
    monkeypatch.setattr(step, "TEXTS_AT_ONCE", 1)
    monkeypatch.setattr(step, "common_sentences", lambda _: [FOUND])
    run = Run(run_id=uuid4(), ledger=Ledger(ledger), wait_s=0)

    with open_run(run), helpers() as pool:
        for n_batches in (2, 10):  # the first time it goes no further
            start_over(run, learn=learn)
            for nth in unjudged(run):
                check_rules(ledger)
                assert answered(ledger) == before
                if nth > n_batches:
                    break
                rejudge(run, pool)
        assert answered(ledger) == before
        settle(run)

    assert [row[:-1] for row in answered(ledger)] == [row[:-1] for row in before]
    assert len({row[-1] for row in answered(ledger)}) == 1
    check_rules(ledger)


def test_what_is_found_as_texts_are_judged_again_is_shown_once_all_is_settled(
    folder: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as bounds:
        bounds.setattr(candidates, "MOST_WORK", 0)
        run_plain(ledger, folder)
    run = Run(run_id=uuid4(), ledger=Ledger(ledger), wait_s=0)

    with open_run(run), helpers() as pool:
        for _ in range(2):
            start_over(run, learn=False)
            for _ in unjudged(run):
                rejudge(run, pool)
            assert answered(ledger) == []
            check_rules(ledger)
        settle(run)

    assert [row[2] for row in answered(ledger)].count("contains") == 1
    check_rules(ledger)


def test_a_table_is_learnt_of_what_a_paper_prints_under_every_item(
    paper: Path, ledger: Path
) -> None:
    run_plain(ledger, paper)
    assert [row[:3] for row in digest(ledger)] == [
        ("wire.txt", "item0.txt", "contains")
    ]

    done = dedupe_plain(ledger, learn=True).rejudged

    assert done is not None
    assert done.learnt is not None
    assert [one.n_stories for one in done.learnt.new] == [5, 5, 5, 5]
    assert done.recipe.startswith("near-2+")
    [(repeats, repeated, relation, score, _, recipe)] = digest(ledger)
    assert {repeats, repeated} == {"item0.txt", "wire.txt"}
    assert (relation, score, recipe) == ("near", 1.0, done.recipe)


def test_what_comes_in_later_is_judged_by_the_table_and_by_no_other(
    paper: Path, ledger: Path
) -> None:
    run_plain(ledger, paper)
    dedupe_plain(ledger, learn=True)

    gazette = f"{ITEMS[1]}\n\n{FURNITURE.upper()}"
    run_plain(ledger, written(paper, gazette=gazette, herald=ITEMS[1]))

    recipes = ask(ledger, "select distinct recipe from internal.texts")
    assert len(recipes) == 1
    assert {row[:2] for row in digest(ledger)} == {
        ("wire.txt", "item0.txt"),
        ("item1.txt", "gazette.txt"),  # which is dated before it
        ("herald.txt", "gazette.txt"),
    }


def test_a_ledger_made_again_from_raw_says_that_its_table_is_not_there(
    paper: Path, ledger: Path
) -> None:
    run_plain(ledger, paper)
    before = digest(ledger)
    dedupe_plain(ledger, learn=True)

    made = rebuild(Ledger(ledger), 0, utc_now)

    assert made.has_unlearnt
    assert digest(ledger) == before
    assert not rebuild(Ledger(ledger), 0, utc_now).has_unlearnt


def questions(*texts: str) -> Questions:
    own = {one.key: one for one in (own_of(text, Recipe()) for text in texts) if one}
    keys = sorted(own)
    return Questions(
        pairs=[(a, b) for nth, a in enumerate(keys) for b in keys[nth + 1 :]],
        letters={key: unpacked(own[key].letters) for key in keys},
        texts={own_of(text, Recipe()).key: text for text in texts[1:]},
    )


def test_processes_find_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = questions(STORY, OTHER_LEAD, ROUNDUP, ALONE)
    monkeypatch.setattr(compare, "MIN_SHARED_LETTERS", 2)

    with helpers() as pool:
        found = comparing(pool)(asked)

    assert sorted(map(str, found)) == sorted(map(str, edges_among(asked)))
    assert [(edge.relation, edge.joins) for edge in edges_among(asked)].count(
        ("contains", False)
    ) == 2  # both tellings stand in it


def test_an_edge_tells_which_is_shorter_and_shows_a_passage_as_it_is_written() -> None:
    asked = questions(ROUNDUP, STORY)

    [edge] = edges_among(asked)

    shorter = edge.key_a if edge.shorter == "a" else edge.key_b
    assert shorter == own_of(STORY, Recipe()).key
    shares = sorted([edge.share_a, edge.share_b])
    assert shares[1] == 1.0
    assert 0.2 < shares[0] < 0.5
    assert edge.passage in STORY


def test_what_moved_and_what_was_learnt_is_told(paper: Path, ledger: Path) -> None:

    run_plain(ledger, paper)
    out = StringIO()

    show_rejudged(dedupe_plain(ledger, learn=True), Console(file=out, width=300))

    said = out.getvalue()
    assert said.startswith("judged by near-2+")
    assert ": texts 6, pairs that are alike 0\n" in said
    assert "clusters: 0 before, 1 now; articles with another place 1\n" in said
    assert "learnt: sentences 4, of which new 4; forgotten 0\n" in said
    assert re.search("in 5 stories of in-.*: Letters that are signed are printed", said)
