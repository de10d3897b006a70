"""What a ledger learns to be nobody's: what a site prints under many of its stories."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from plainrun import ask, dedupe_plain, run_plain
from repeating import check_rules, ids, papers
from rich.console import Console
from test_rejudge import FURNITURE, ITEMS, digest

from flows.judging import show_rejudged
from tasks.steps import learn as steps
from tasks.steps import rejudge as rejudging
from tasks.steps.learn import at_ends, site
from tasks.steps.own import own_of
from tasks.steps.parse import helpers
from tasks.steps.rejudge import rejudge, uncounted
from tasks.steps.run import Run, open_run
from tasks.text.boilerplate import sentences_of
from warehouse.ledger import Ledger
from warehouse.letters import unpacked
from warehouse.model.likeness import Recipe

LINES = FURNITURE.rstrip(".").split(". ")
SHORT = ". ".join(LINES[:2]) + "."
BRIEF = (
    "The night ferry to the islands stays in the harbour until the wind turns, the "
    "line said on Tuesday evening. Whoever holds a ticket can sleep on board, and gets "
    "soup and bread for nothing until the ship sails."
)
QUOTE = "We carry stones as long as the river lets us, said the warden of the dyke."
MORE = (
    "A heron has learnt to open the lid of the fish stall and to close it behind him. "
    "The fishwife shows him to visitors, and charges nothing for it so far.",
    "The school bus of the upper valley goes by horse until its axle is mended. Three "
    "children who used to be late are on time now, as their teacher noted.",
)


def ledger_of(home: Path, sources: Mapping[str, Sequence[str | dict]]) -> Path:
    """A ledger of these texts, one file of records for each source."""
    told = []
    for name, texts in sources.items():
        rows = [
            {"id": f"{name}{nth}", "text": text} if isinstance(text, str) else text
            for nth, text in enumerate(texts)
        ]
        (home / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
        told.append(f'[[source]]\nid = "{name}"\npath = "{name}.jsonl"\n')
    config = home / "sources.toml"
    config.write_text("\n".join(f'{one}identity = "id"\n' for one in told))
    run_plain(home / "ledger", config=config, force=True)
    return home / "ledger"


def learn(ledger: Path) -> tuple[str, set[str]]:
    """The recipe's name, and how the sentences begin that were learnt."""
    done = dedupe_plain(ledger, learn=True).rejudged
    assert done is not None
    assert done.learnt is not None
    check_rules(ledger)
    said = (*done.learnt.new, *done.learnt.known)
    return done.recipe, {one.excerpt[:20] for one in said}


def begins(text: str) -> set[str]:
    return {said[:20] for _, said in sentences_of(text)}


def test_a_table_learnt_twice_is_one_and_nobody_moves(tmp_path: Path) -> None:
    """By what is learnt the gazette stands with an item, and is shown for it."""
    ledger = ledger_of(
        tmp_path,
        {
            "paper": [f"{said}\n\n{SHORT}" for said in ITEMS],
            "gazette": [f"{ITEMS[0]} {MORE[0]} {MORE[1][:40]}"],
        },
    )
    assert digest(ledger) == []

    first, said = learn(ledger)
    before = digest(ledger), sorted(ids(ledger))
    again = learn(ledger)

    assert said == begins(SHORT)
    assert [row[:2] for row in before[0]] == [("paper0", "gazette0")]
    assert again == (first, said)
    assert (digest(ledger), sorted(ids(ledger))) == before
    assert ask(ledger, "select count(*) from cluster_aliases") == [(0,)]


@pytest.mark.slow
def test_a_table_is_told_by_the_texts_whatever_was_learnt_between(
    tmp_path: Path,
) -> None:
    items = [f"{said}\n\n{SHORT}" for said in (*ITEMS, *MORE)]
    one, two = tmp_path / "one", tmp_path / "two"
    for home in (one, two):
        home.mkdir()

    ledger_of(one, {"paper": items[:5]})
    learn(one / "ledger")
    ledger_of(one, {"paper": [*items, ITEMS[1], f"{MORE[0]}\n\n{LINES[3]}"]})
    ledger_of(two, {"paper": [*items, ITEMS[1], f"{MORE[0]}\n\n{LINES[3]}"]})

    assert learn(one / "ledger") == learn(two / "ledger")
    assert digest(one / "ledger") == digest(two / "ledger")


def test_a_wire_brief_in_six_papers_is_no_papers_furniture(tmp_path: Path) -> None:
    """Under what each of them prints, which is longer than the brief."""
    writer = papers(3)[0]
    houses = [" ".join(writer.story(3)) for _ in range(6)]
    rows = [
        {
            "id": f"{nth}-{of}",
            "url": f"https://paper{nth}.example/{of}",
            "text": f"{said}\n\n{house}",
        }
        for nth, house in enumerate(houses)
        for of, said in enumerate((BRIEF, *ITEMS[:4]))
    ]
    ledger = ledger_of(tmp_path, {"all": rows})

    _, said = learn(ledger)

    assert said == set().union(*map(begins, houses))
    [(n,)] = ask(
        ledger,
        "select count(*) from duplicates as d "
        "inner join article_history as h on d.article_id = h.article_id "
        "where h.text like 'The night ferry%' and d.score = 1",
    )
    assert n == 5


def test_what_feeds_of_one_site_print_is_one_sites(tmp_path: Path) -> None:
    def row(nth: int, said: str) -> dict:
        url = f"https://{'www.' if nth % 2 else ''}paper.example/{nth}"
        return {"id": f"n{nth}", "url": url, "text": f"{said}\n\n{SHORT}"}

    made = [row(nth, said) for nth, said in enumerate(ITEMS)]
    ledger = ledger_of(tmp_path, {"feed0": made[::2], "feed1": made[1::2]})

    assert learn(ledger)[1] == begins(SHORT)


def test_a_quote_that_follow_ups_repeat_is_somebodys(tmp_path: Path) -> None:
    said = [one.replace(". ", f". {QUOTE} ", 1) for one in (*ITEMS, *MORE)]

    ledger = ledger_of(tmp_path, {"paper": said})

    assert learn(ledger) == ("near-2", set())


def test_only_what_stands_at_an_end_of_many_stories_is_a_sites() -> None:
    said = [digest for digest, _ in sentences_of(f"{MORE[0]} {SHORT} {MORE[1]}")]
    common = {said[0], *said[2:4], said[-1]}

    assert at_ends(said, common) == {said[0], said[-1]}
    assert at_ends(said[2:4], common) == set(said[2:4])
    assert at_ends([], common) == set()


def test_a_phrase_that_the_house_says_everywhere_is_learnt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [one.replace(". ", f". {QUOTE} ", 1) for one in (*ITEMS, *MORE)]
    monkeypatch.setattr(steps, "LEAST_ANYWHERE", 7)

    ledger = ledger_of(tmp_path, {"paper": said})

    assert learn(ledger)[1] == begins(QUOTE)


def test_a_form_that_a_site_fills_in_is_not_its_furniture(tmp_path: Path) -> None:
    said = [f"{one}\n\nThe lottery draws 4 numbers on Friday." for one in ITEMS]

    assert learn(ledger_of(tmp_path, {"paper": said})) == ("near-2", set())


@pytest.mark.parametrize(
    ("url", "publisher", "named"),
    [
        ("https://www.paper.example/a", "The Paper", "paper.example"),
        ("https://m.paper.example:8080/a", None, "paper.example"),
        (None, "The Paper", "The Paper"),
        (None, None, "feed1"),
        ("not an address", None, "feed1"),
    ],
)
def test_a_site_is_told_by_its_host_then_its_publisher_then_its_source(
    url: str | None, publisher: str | None, named: str
) -> None:
    assert site(url, publisher, "feed1") == named


def test_updates_of_one_story_teach_nothing(tmp_path: Path) -> None:
    told = " ".join(ITEMS[:3])
    leads = [one.split(". ")[0] + "." for one in (*ITEMS[3:], *MORE, BRIEF)]

    ledger = ledger_of(tmp_path, {"wire": [f"{lead} {told}" for lead in leads]})

    assert learn(ledger) == ("near-2", set())
    assert len(digest(ledger)) == len(leads) - 1


def test_learning_that_is_killed_as_it_counts_leaves_the_table_that_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"paper": [f"{said}\n\n{SHORT}" for said in ITEMS], "wire": [ITEMS[0]]}
    ledger = ledger_of(tmp_path, texts)
    recipe, _ = learn(ledger)
    before = digest(ledger)
    monkeypatch.setattr(rejudging, "TEXTS_AT_ONCE", 2)
    run = Run(run_id=uuid4(), ledger=Ledger(ledger), wait_s=0)

    with open_run(run), helpers() as pool:
        for nth in uncounted(run, learn=True):
            rejudge(run, pool, Recipe())
            if nth == 2:
                break
    check_rules(ledger)
    ledger_of(tmp_path, texts)

    assert digest(ledger) == before
    assert ask(ledger, "select distinct recipe from internal.texts") == [(recipe,)]
    check_rules(ledger)


def test_what_no_text_says_any_more_is_unlearnt(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, {"paper": [f"{said}\n\n{SHORT}" for said in ITEMS]})
    assert learn(ledger)[0] != "near-2"

    ledger_of(tmp_path, {"paper": list(ITEMS)})

    assert learn(ledger) == ("near-2", set())


@pytest.mark.parametrize("own", ["", "Goals: none.", "By a reporter."])
def test_a_text_with_nothing_left_keeps_its_letters(own: str) -> None:
    recipe = Recipe(
        name="near-2+1", learnt=frozenset(d for d, _ in sentences_of(SHORT))
    )

    kept = own_of(f"{SHORT} {own}", recipe)
    left = own_of(f"{SHORT} {ITEMS[0]}", recipe)

    assert kept is not None
    assert left is not None
    assert "readingroom" in unpacked(kept.letters)
    assert "readingroom" not in unpacked(left.letters)


def test_what_is_learnt_again_is_said_not_to_be_new(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, {"paper": [f"{said}\n\n{SHORT}" for said in ITEMS]})
    said = []
    for _ in range(2):
        out = StringIO()
        report = dedupe_plain(ledger, learn=True)
        show_rejudged(report, Console(file=out, width=300))
        said.append(out.getvalue())

    assert "learnt: sentences 2, of which new 2; forgotten 0" in said[0]
    assert "  in 5 stories of paper: The editors of this paper meet" in said[0]
    assert "learnt: sentences 2, of which new 0; forgotten 0" in said[1]
    assert "The editors of this paper meet" not in said[1]
