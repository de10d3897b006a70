"""What repeats what follows each edit, each table that is learnt, and older ledgers."""

from __future__ import annotations

import random
import tarfile
from pathlib import Path

import pytest
from clusterjudge import expected
from plainrun import ask, dedupe_plain, reparse_plain, run_plain, utc_now
from repeating import (
    DAY,
    START,
    check_rules,
    ids,
    in_batches_of,
    papers,
    record,
    rows,
    said,
    told,
    write,
)

from tasks.steps.rebuild import rebuild
from warehouse.connect import reading
from warehouse.ledger import Ledger


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Batches of some forty, unless a test says otherwise."""
    in_batches_of(monkeypatch, 40)
    return monkeypatch


def unpacked(name: str, folder: Path) -> Path:
    """A ledger as an older program left it."""
    kept = Path(__file__).parent / "corpora" / "ledgers" / f"{name}.tar.xz"
    with tarfile.open(kept) as archive:
        archive.extractall(folder, filter="data")
    return folder


def partition(ledger: Path) -> list[tuple[str, ...]]:
    """The clusters of more than one."""
    return [keys for keys in said(ledger).clusters if len(keys) > 1]


# Edits


def a_bridge() -> list[dict]:
    """Two texts that do not agree, and one that agrees with both."""
    [paper, *_] = papers(3)
    told_of = paper.story(16)
    texts = ["\n\n".join(told_of[a:b]) for a, b in ((0, 10), (6, 16), (3, 13))]
    chance = random.Random(3)
    return [record(nth, text, chance) for nth, text in enumerate(texts)]


@pytest.mark.slow
def test_a_text_that_returns_to_what_it_was_repeats_what_it_did(
    tmp_path: Path,
) -> None:
    made = rows(2)
    other = papers(9)[0]
    edited = [
        {**row, "text": "\n\n".join(other.story(4))}
        if nth % 7 == 0 and len(row["text"]) > 100  # what says nothing is no article
        else row
        for nth, row in enumerate(made)
    ]
    ledger = told(tmp_path, made)
    before = said(ledger)

    between = said(told(tmp_path, edited, first=START + 10 * DAY))
    after = said(told(tmp_path, made, first=START + 20 * DAY))

    assert between == said(told(tmp_path / "new", edited))
    assert between != before == after
    check_rules(ledger)


def test_a_third_text_joins_only_one_of_two_that_do_not_agree(tmp_path: Path) -> None:
    """A chain is cut where a member would not agree with what is shown for it."""
    first, second, third = a_bridge()

    ledger = told(tmp_path, [first, second], [third])

    assert [len(keys) for keys in said(ledger).clusters] in ([1, 2], [2, 1], [3])
    assert said(ledger) == said(told(tmp_path / "new", [third, second, first]))
    assert said(ledger).rows == expected(ledger).rows
    check_rules(ledger)


@pytest.mark.parametrize("nth_first", [0, 1])
def test_two_clusters_that_become_one_keep_the_elders_id(
    nth_first: int, tmp_path: Path
) -> None:
    elder, younger, bridge = a_bridge()
    if nth_first:
        elder, younger = younger, elder
    # the one that agrees with both is shown for all
    bridge["published"] = "2025-01-01"
    twice = [{**row, "id": f"{row['id']}-copy"} for row in (elder, younger)]
    both = [elder, twice[0]], [younger, twice[1]]
    ledger = told(tmp_path, *both)
    assert len(partition(ledger)) == 2
    before = dict(ids(ledger))

    told(tmp_path, [bridge], first=START + 5 * DAY)

    assert [len(keys) for keys in partition(ledger)] == [5]
    assert set(dict(ids(ledger)).values()) == {before[elder["id"]]}
    aliases = "select alias, cluster_id from cluster_aliases"
    assert ask(ledger, aliases) == [(before[younger["id"]], before[elder["id"]])]
    check_rules(ledger)


def test_a_cluster_falls_apart_where_its_bridge_is_edited_away(tmp_path: Path) -> None:
    elder, younger, bridge = a_bridge()
    bridge["published"] = "2025-01-01"
    ledger = told(tmp_path, [elder, younger, bridge])
    assert [len(keys) for keys in partition(ledger)] == [3]

    other = "\n\n".join(papers(9)[0].story(4))
    told(tmp_path, [{**bridge, "text": other}], first=START + DAY)

    assert partition(ledger) == []
    assert said(ledger).rows == ()
    check_rules(ledger)


# The same again


def test_reading_and_judging_again_change_nothing(tmp_path: Path) -> None:
    ledger = told(tmp_path, rows(2))
    before = said(ledger), sorted(ids(ledger))

    reparse_plain(ledger, is_all=True)

    assert (said(ledger), sorted(ids(ledger))) == before
    check_rules(ledger)


@pytest.mark.slow
@pytest.mark.parametrize("n_times", [1, 2])
def test_stored_texts_judged_again_say_the_same(n_times: int, tmp_path: Path) -> None:
    ledger = told(tmp_path, rows(2)[::-1])
    before = said(ledger), sorted(ids(ledger))

    for _ in range(n_times):
        dedupe_plain(ledger)

    assert (said(ledger), sorted(ids(ledger))) == before
    check_rules(ledger)


@pytest.mark.slow
def test_no_answer_mixes_what_was_judged_before_and_after_a_table_was_learnt(
    tmp_path: Path,
) -> None:
    """What comes after it, and what was there, is judged as if it had always been."""
    paper = papers(7)[0]
    house = "\n\n".join(paper.story(4))
    chance = random.Random(7)
    items = [
        record(
            nth, f"{paper.paragraph()} {paper.paragraph()}\n\n{house}", chance, "sited"
        )
        for nth in range(12)
    ]
    short = {**items[0], "id": "short", "text": items[0]["text"].partition("\n\n")[0]}
    ledger = told(tmp_path, [*items[:9], *rows(2)])

    dedupe_plain(ledger, learn=True)
    told(tmp_path, [*items[9:], short], first=START + 9 * DAY)

    with reading(Ledger(ledger).warehouse) as con:
        asked = "select sentence_digest from internal.boilerplate"
        learnt = {digest for (digest,) in con.execute(asked).fetchall()}
    assert len(learnt) > 4
    answer = said(ledger)
    assert answer.rows == expected(ledger, learnt).rows
    # the item without its site's lines is the item with them now
    assert {"sited0000", "short"} in map(set, answer.clusters)
    recipes = ask(ledger, "select count(distinct recipe) from duplicates")
    assert recipes == [(1,)]
    dedupe_plain(ledger)
    assert said(ledger) == answer
    check_rules(ledger)


def test_an_older_ledger_is_caught_up_with(tmp_path: Path) -> None:
    """It says what one says that was made of the same bytes today."""
    ledger = unpacked("schema5", tmp_path) / "ledger"

    run_plain(ledger, write(tmp_path / "nothing.jsonl", []))

    caught_up = said(ledger)
    assert caught_up.rows == expected(ledger).rows
    assert {row[2] for row in caught_up.rows} >= {"near", "contains", "same_text"}
    check_rules(ledger)
    rebuild(Ledger(ledger), 0, utc_now)
    assert said(ledger) == caught_up
