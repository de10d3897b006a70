"""Who is laid beside whom: what batches are cut into must not tell, nor how common."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from uuid import UUID

import duckdb
import pytest

from warehouse import candidates
from warehouse.candidates import find_edges
from warehouse.columns import put
from warehouse.letters import packed
from warehouse.model.likeness import BASE, Edge, Own
from warehouse.staging import own_table

Pairs = set[tuple[int, int]]


@pytest.fixture
def con() -> Iterable[duckdb.DuckDBPyConnection]:
    """An empty ledger of what is known of texts, in memory."""
    with duckdb.connect() as opened:
        opened.execute("create schema internal")
        for table in (
            "own_texts (own_key uuid, n_hashes integer, letters blob, recipe varchar)",
            "sketches (own_key uuid, n_hashes integer, hash integer)",
            "edges (key_a uuid, key_b uuid, joins boolean)",
        ):
            opened.execute(f"create table internal.{table}")
        yield opened


def arrived(
    con: duckdb.DuckDBPyConnection, sketches: dict[int, Sequence[int]], alike: Pairs
) -> Pairs:
    """The pairs that were compared of these texts, and the ledger, which has them now.

    `alike` are those that an answer finds alike.
    """
    own = [
        Own(key=UUID(int=key), sketch=tuple(sorted(hashes)), letters=packed("a"))
        for key, hashes in sketches.items()
    ]
    put(con, "staged_own", own_table(own))
    asked: Pairs = set()

    def ask() -> list[Edge]:
        rows = con.execute("select key_a, key_b from chosen_pairs").fetchall()
        pairs = {(a.int, b.int) for a, b in rows}
        assert not pairs & asked
        asked.update(pairs)
        return [edge(a, b) for a, b in sorted(pairs) if (a, b) in alike]

    find_edges(con, BASE, ask)
    con.execute(
        "insert into internal.own_texts "
        "select own_key, len(hashes), letters, $1 from staged_own",
        [BASE],
    )
    con.execute(
        "insert into internal.sketches "
        "select own_key, len(hashes), unnest(hashes) from staged_own"
    )
    con.execute("insert into internal.edges select key_a, key_b, joins from edges")
    return asked


def edge(a: int, b: int) -> Edge:
    return Edge(
        key_a=UUID(int=a),
        key_b=UUID(int=b),
        relation="near",
        joins=True,
        shorter="a",
        score=0.9,
        share_a=0.9,
        share_b=0.9,
        passage="",
    )


def crowded(con: duckdb.DuckDBPyConnection) -> set[int]:
    return {key.int for (key,) in con.execute("from crowded").fetchall()}


FORM = range(1_000, 1_040)


def reports(n: int) -> dict[int, Sequence[int]]:
    """Sketches of reports of one form, each with a few hashes of its own."""
    return {key: [*FORM, *range(key * 10, key * 10 + 8)] for key in range(1, n + 1)}


@pytest.mark.parametrize("size", [4, 60])
def test_copies_of_one_report_of_a_common_form_meet_in_any_batches(
    size: int, con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST_HOLDERS", 5)
    monkeypatch.setattr(candidates, "MOST_OF_A_KEY", 4)
    monkeypatch.setattr(candidates, "MOST_IN_VAIN", 4)
    made = reports(59)
    # a copy shares the form, which sixty have, and two hashes that no other has
    made[60] = [*FORM, *list(made[40])[-2:], *range(9_000, 9_006)]
    order = random.Random(size).sample(sorted(made), 60)

    asked: Pairs = set()
    for start in range(0, 60, size):
        lot = {key: made[key] for key in order[start : start + size]}
        asked |= arrived(con, lot, alike={(40, 60)})

    assert (40, 60) in asked
    assert len(asked) <= 60 * 4


@pytest.mark.parametrize("size", [4, 60])
def test_copies_that_share_common_passages_only_hang_together(
    size: int, con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST_HOLDERS", 5)
    monkeypatch.setattr(candidates, "MOST_OF_A_KEY", 4)
    monkeypatch.setattr(candidates, "MOST_IN_VAIN", 4)
    monkeypatch.setattr(candidates, "FIRST_OF_A_KEY", 2)
    made = reports(60)
    order = random.Random(size).sample(sorted(made), 60)
    all_pairs = {(a, b) for a in made for b in made if a < b}

    n_asked = 0
    for start in range(0, 60, size):
        lot = {key: made[key] for key in order[start : start + size]}
        n_asked += len(arrived(con, lot, alike=all_pairs))

    rows = con.execute("select key_a, key_b from internal.edges").fetchall()
    parts = candidates.Parts(rows).table().column("part")
    assert len(set(parts.to_pylist())) == 1
    assert len(parts) == 60
    # far from 1,770; the first few are laid beside all that there are
    assert n_asked <= 60 * 5


@pytest.mark.parametrize("last", [40, 60])
def test_texts_that_share_what_few_have_meet_whatever_is_nearer_to_either(
    last: int, con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only to report 40, which leaves out half of the form, is its copy the nearest."""
    monkeypatch.setattr(candidates, "MOST_HOLDERS", 5)
    monkeypatch.setattr(candidates, "MOST_OF_A_KEY", 4)
    monkeypatch.setattr(candidates, "MOST_IN_VAIN", 4)
    made = reports(59)
    made[40] = [*FORM[:20], *list(made[40])[-8:]]
    made[60] = [*FORM, *made[40][-2:], *range(9_000, 9_006)]

    asked = arrived(con, {key: made[key] for key in made if key != last}, alike=set())
    asked |= arrived(con, {last: made[last]}, alike=set())

    assert (40, 60) in asked
    assert len(asked) <= 60 * 4


def test_near_strangers_cost_a_text_no_look_at_its_own_story(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """A copy of what 150 print ends in a paragraph under which 60 items stand."""
    story, house = range(50), range(500, 512)
    copies: dict[int, Sequence[int]] = {
        n: [*story, *range(1_000 + 10 * n, 1_004 + 10 * n)] for n in range(1, 151)
    }
    items: dict[int, Sequence[int]] = {
        n: [*house, *range(20_000 + 50 * n, 20_020 + 50 * n)] for n in range(151, 211)
    }
    last, alike = 211, {(a, b) for a in copies for b in [*copies, 211] if a < b}
    arrived(con, copies | items, alike)

    asked = arrived(con, {last: [*story, *house]}, alike)

    assert asked & alike


def test_one_hash_of_a_brief_is_enough_and_not_of_a_page(
    con: duckdb.DuckDBPyConnection,
) -> None:
    made = {1: range(12), 2: range(11, 2_000), 3: range(3_000, 3_060)}
    made[4] = range(3_059, 3_200)

    assert arrived(con, made, alike=set()) == {(1, 2)}


def test_who_has_few_candidates_is_laid_beside_all_and_no_crowd(
    con: duckdb.DuckDBPyConnection,
) -> None:
    made = reports(20)

    asked = arrived(con, made, alike={(a, b) for a in made for b in made if a < b})

    assert len(asked) == 190
    assert crowded(con) == set()


def test_who_is_not_laid_beside_all_is_of_the_crowd(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST_OF_A_KEY", 4)
    monkeypatch.setattr(candidates, "FIRST_OF_A_KEY", 2)
    made = {**reports(20), 99: range(5_000, 5_040)}
    all_pairs = {(a, b) for a in range(1, 21) for b in range(a + 1, 21)}

    asked = arrived(con, made, alike=all_pairs)

    assert 20 < len(asked) < 190
    assert crowded(con) == {key for pair in all_pairs - asked for key in pair}


def test_long_texts_take_more_of_what_a_batch_may_take(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of 2 MB are laid side by side in the time of a few hundred pairs of pages."""
    monkeypatch.setattr(candidates, "MOST_WORK", 10)
    pages = {key: range(key // 2 * 100, key // 2 * 100 + 60) for key in range(2, 8)}
    books = {
        key: range(key // 2 * 10_000, key // 2 * 10_000 + 6_000)
        for key in range(100, 106)
    }

    assert len(arrived(con, pages, alike=set())) == 3
    assert len(arrived(con, books, alike=set())) == 0
