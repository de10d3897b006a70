"""What repeats what is the same in any order and any batches, and after any kill."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree

import pytest
from clusterjudge import expected
from crashing import in_child
from plainrun import utc_now
from repeating import (
    DAY,
    START,
    Said,
    check_rules,
    ids,
    in_batches_of,
    rows,
    said,
    told,
)

from tasks.steps.rebuild import rebuild
from warehouse import load
from warehouse.ledger import Ledger

# Twenty take some minutes.
N_ORDERS = int(os.environ.get("NEWSLEDGER_ORDERS", "10"))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of some forty, unless a test says otherwise."""
    in_batches_of(monkeypatch, 40)


def in_some_order(made: Sequence[dict], chance: random.Random) -> list[list[dict]]:
    """The records in another order, in one to four lots."""
    shuffled = chance.sample(made, len(made))
    cuts = sorted(chance.sample(range(1, len(made)), chance.randint(0, 3)))
    return [
        shuffled[start:end]
        for start, end in zip([0, *cuts], [*cuts, len(made)], strict=True)
    ]


# Order


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """All records in one run and one batch, and what the ledger says of them."""
    ledger = told(tmp_path_factory.mktemp("one"), rows(1))
    return ledger, said(ledger)


def test_a_ledger_says_what_its_texts_alone_say(
    undisturbed: tuple[Path, Said],
) -> None:
    ledger, found = undisturbed

    asked = expected(ledger)

    assert found.clusters == asked.clusters
    assert found.rows == asked.rows
    assert {row[2] for row in found.rows} == {
        "same_text",
        "same_normalized",
        "near",
        "contains",
    }
    check_rules(ledger)


def test_forms_and_items_of_one_house_and_the_ends_of_a_chain_stay_apart(
    undisturbed: tuple[Path, Said],
) -> None:
    clusters = undisturbed[1].clusters

    of_one_kind = [{key[:-4] for key in keys} for keys in clusters if len(keys) > 1]

    assert {"story"} in of_one_kind
    assert {"chain"} in of_one_kind
    assert not any(kinds & {"form", "item", "roundup"} for kinds in of_one_kind)
    # a short text repeats what is equal, no other
    assert of_one_kind.count({"word"}) == 2
    # each text of a chain is in it, and no more of them than agree with one
    assert max(len(keys) for keys in clusters if keys[0][:-4] == "chain") == 3


def in_order(seed: int, home: Path) -> Path:
    """A ledger that was told them in an order and in batches of the seed's."""
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        in_batches_of(patch, chance.choice([7, 30, 100, 1_000]))
        return told(home, *in_some_order(rows(1), chance))


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of one such order."""
    return in_order(0, tmp_path_factory.mktemp("some"))


def test_another_order_and_other_batches_give_the_same(
    disturbed: Path, undisturbed: tuple[Path, Said]
) -> None:
    assert said(disturbed) == undisturbed[1]
    check_rules(disturbed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, N_ORDERS))
def test_any_order_and_any_batches_give_the_same(
    seed: int, undisturbed: tuple[Path, Said], tmp_path: Path
) -> None:
    ledger = in_order(seed, tmp_path)

    assert said(ledger) == undisturbed[1]
    check_rules(ledger)


@pytest.mark.slow
def test_what_is_captured_first_may_come_last(
    undisturbed: tuple[Path, Said], tmp_path: Path
) -> None:
    """An archive that is loaded today belongs before all that is known of its texts."""
    made = rows(1)
    edited = [{**row, "text": row["text"][:-80]} for row in made]

    ledger = told(tmp_path, made)
    told(tmp_path, edited[:150], made[150:], first=START - 30 * DAY)

    assert said(ledger) == undisturbed[1]
    check_rules(ledger)


def test_raw_alone_gives_the_same_again(
    disturbed: Path, undisturbed: tuple[Path, Said], tmp_path: Path
) -> None:
    ledger = copytree(disturbed, tmp_path / "ledger")
    before = sorted(ids(ledger))

    rebuild(Ledger(ledger), 0, utc_now)

    assert said(ledger) == undisturbed[1]
    assert sorted(ids(ledger)) == before
    check_rules(ledger)


# Kills


@pytest.mark.parametrize(
    ("step", "nth", "is_after"),
    [
        ("load", 3, False),
        pytest.param("decide", 2, False, marks=pytest.mark.slow),
        pytest.param("keep_verdicts", 1, True, marks=pytest.mark.slow),
        pytest.param("load", 0, False, marks=pytest.mark.slow),
        pytest.param("load", 2, True, marks=pytest.mark.slow),
        pytest.param("decide", 5, True, marks=pytest.mark.slow),
    ],
)
def test_a_run_killed_as_it_judges_or_loads_loses_nothing(
    step: str,
    nth: int,
    *,
    is_after: bool,
    undisturbed: tuple[Path, Said],
    tmp_path: Path,
) -> None:
    killed = in_child(lambda: dies_at(step, nth, tmp_path, is_after=is_after))

    ledger = told(tmp_path, rows(1), first=START + DAY)

    assert not killed
    assert said(ledger) == undisturbed[1]
    check_rules(ledger)


def dies_at(step: str, nth: int, home: Path, *, is_after: bool) -> None:
    """A run that is killed when it takes the step for the `nth` time, or has then."""
    real, calls = getattr(load, step), iter(range(10**6))

    def take(*given: object) -> object:
        is_time = next(calls) == nth
        if is_time and not is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*given)
        if is_time:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(load, step, take)
    told(home, rows(1))
