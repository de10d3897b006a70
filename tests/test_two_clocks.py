"""Versions, whatever the order: late looks, deletions, returns, and what was known.

The looks are made here and go through the loader alone: its rules are the subject.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seenlooks import START, Seen, digest, fresh, learnt_at, put, put_looks

from warehouse.model.article import Look

# More in the long run: `make test-all`.
EXAMPLES = int(os.environ.get("NEWSLEDGER_EXAMPLES", "3"))


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with fresh(tmp_path / "warehouse.duckdb") as con:
        yield con


VERSIONS = (
    "select identity_key, version_no, valid_from, valid_to, fingerprint, text, title, "
    "changed, cause, is_deleted, is_current, version_id, n_versions, first_seen_at, "
    "last_seen_at from article_history order by identity_key, version_no"
)
AS_OF_NOW = "articles_as_of('9999-01-01'::timestamptz)"
LOOKS = (
    "select h.identity_key, o.captured_at, o.outcome, o.reason, o.fingerprint "
    "from observations as o inner join internal.article_heads as h using (article_id) "
    "order by h.identity_key, o.captured_at, o.fingerprint"
)


def state(con: duckdb.DuckDBPyConnection) -> tuple[list, list]:
    return con.execute(VERSIONS).fetchall(), con.execute(LOOKS).fetchall()


def story(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Each version in short: its text, and what changed."""
    return con.execute(
        "select text, changed from article_history order by version_no"
    ).fetchall()


def test_a_late_look_lands_where_it_belongs(con: duckdb.DuckDBPyConnection) -> None:
    put(con, [Seen(1, "A text")], 1)
    put(con, [Seen(5, "A text")], 2)
    put(con, [Seen(3, "B text")], 3)

    assert story(con) == [
        ("A text", []),
        ("B text", ["title", "text"]),
        ("A text", ["title", "text"]),
    ]
    outcomes = con.execute("select outcome from observations order by captured_at")
    assert outcomes.fetchall() == [("new",), ("changed",), ("changed",)]


def test_a_look_from_before_the_first_moves_the_beginning(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put(con, [Seen(5, "A text")], 1)
    put(con, [Seen(2, "A text")], 2)

    rows = con.execute(
        "select valid_from, first_seen_at, learnt_at from article_history"
    )
    first = START + timedelta(days=2)
    assert rows.fetchall() == [(first, first, learnt_at(1))]


def test_gone_is_two_runs_one_after_the_other(con: duckdb.DuckDBPyConnection) -> None:
    put(con, [Seen(1, "A text")], 1)
    put(con, [Seen(2, None)], 2)
    assert story(con) == [("A text", [])]
    put(con, [Seen(3, None, outcome="timeout")], 3)
    put(con, [Seen(4, None)], 4)
    assert story(con) == [("A text", [])]
    put(con, [Seen(5, None, outcome="gone")], 5)

    assert story(con) == [("A text", []), (None, ["deleted"])]
    assert con.execute("select count(*) from articles").fetchall() == [(0,)]
    outcomes = con.execute("select outcome from observations order by captured_at")
    assert [row[0] for row in outcomes.fetchall()] == [
        "new",
        "failed",
        "failed",
        "failed",
        "gone",
    ]


def test_what_comes_back_is_told_against_what_it_last_said(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for day, text in enumerate(["A text", None, None, None, "A text", None, None, "B"]):
        put(con, [Seen(day, text)], day)

    assert story(con) == [
        ("A text", []),
        (None, ["deleted"]),
        ("A text", ["returned"]),
        (None, ["deleted"]),
        ("B", ["title", "text", "returned"]),
    ]
    assert con.execute("select text, n_versions from articles").fetchall() == [("B", 5)]


def test_a_missing_page_that_nobody_knows_is_a_reject(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put(con, [Seen(1, None)], 1)

    assert con.execute("select stage, reason from rejects").fetchall() == [
        ("fetch", "not_found")
    ]
    assert con.execute(
        "select n_in, n_observations, n_rejects from batches"
    ).fetchall() == [(1, 0, 1)]


def test_an_article_that_is_gone_gives_up_its_cluster(
    con: duckdb.DuckDBPyConnection,
) -> None:
    def twin(day: int, article: str) -> Look:
        look = Seen(day, "A text", article).look()
        return replace(look, repeat_key=digest("one text"))

    put_looks(con, [twin(1, "a"), twin(1, "b")], 1, 1)
    [(shown,)] = con.execute("select identity_key from articles").fetchall()
    assert con.execute("select count(*) from duplicates").fetchall() == [(1,)]
    for day in (2, 3):
        put(con, [Seen(day, None, shown)], day)

    [(left, n_duplicates)] = con.execute(
        "select identity_key, n_duplicates from articles"
    ).fetchall()
    assert left != shown
    assert n_duplicates == 0
    assert con.execute("select count(*) from duplicates").fetchall() == [(0,)]


def known_first(history: list[Seen]) -> list[Seen]:
    """The history, each article's from its first text on: before, nobody knows it."""
    known: set[str] = set()
    kept = []
    for seen in history:
        if seen.text is not None:
            known.add(seen.article)
        if seen.article in known:
            kept.append(seen)
    return kept


TEXTS = st.sampled_from(["A text", "B text", "C text", None])
HISTORIES = (
    st.lists(st.tuples(st.sampled_from("ab"), TEXTS), min_size=2, max_size=9)
    .map(lambda items: [Seen(day, text, who) for day, (who, text) in enumerate(items)])
    .map(known_first)
    .filter(bool)
)


def in_one_order(history: list[Seen], order: Sequence[int]) -> list[Seen]:
    """The looks as they are loaded: a text of each article before its 404s."""
    shuffled = [history[i] for i in order]
    return sorted(shuffled, key=lambda seen: seen.text is None)


@settings(max_examples=EXAMPLES, deadline=None)
@given(history=HISTORIES, data=st.data())
def test_any_order_of_the_same_looks_gives_the_same_warehouse(
    tmp_path_factory: pytest.TempPathFactory, history: list[Seen], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(history))))
    folder = tmp_path_factory.mktemp("order")
    states = []
    for looks in (history, in_one_order(history, order)):
        with fresh(folder / "w.duckdb") as con:
            for learnt, seen in enumerate(looks):
                put(con, [seen], learnt)
            states.append(state(con))

    assert states[0] == states[1]


@settings(max_examples=EXAMPLES, deadline=None)
@given(history=HISTORIES, data=st.data())
def test_as_of_is_a_replay_of_all_that_was_known_by_then(
    tmp_path_factory: pytest.TempPathFactory, history: list[Seen], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(history))))
    looks = in_one_order(history, order)
    runs = data.draw(st.permutations(range(len(looks))))
    n_known = data.draw(st.integers(1, len(looks)))
    folder = tmp_path_factory.mktemp("asof")
    with fresh(folder / "all.duckdb") as con:
        for learnt, (run, seen) in enumerate(zip(runs, looks, strict=True)):
            put_looks(con, [seen.look()], run, learnt)
        then = con.execute(
            "select * from articles_as_of($1) order by article_id",
            [learnt_at(n_known - 1)],
        ).fetchall()
    with fresh(folder / "part.duckdb") as con:
        for learnt, (run, seen) in enumerate(zip(runs, looks[:n_known], strict=False)):
            put_looks(con, [seen.look()], run, learnt)
        replayed = con.execute(
            "select * from article_history "
            "where is_current and not is_deleted order by article_id"
        ).fetchall()

    assert then == replayed


def with_rereadings(history: list[Seen], at: list[int]) -> list[Seen]:
    """The history, some of its texts read again: the same bytes, another parser."""
    texts = [seen for seen in history if seen.text is not None]
    again = [
        replace(
            texts[where % len(texts)],
            of=texts[where % len(texts)].text,
            text=f"{'AB'[nth % 2]} read again",
            parser=f"p{nth}",
        )
        for nth, where in enumerate(at, 2)
    ]
    return [*history, *again]


@settings(max_examples=EXAMPLES, deadline=None)
@given(history=HISTORIES, at=st.lists(st.integers(0, 8), max_size=5), data=st.data())
def test_as_of_replays_what_was_read_again_too(
    tmp_path_factory: pytest.TempPathFactory,
    history: list[Seen],
    at: list[int],
    data: st.DataObject,
) -> None:
    looks = with_rereadings(history, at)
    n_known = data.draw(st.integers(1, len(looks)))
    folder = tmp_path_factory.mktemp("reread")
    with fresh(folder / "all.duckdb") as con:
        for learnt, seen in enumerate(looks):
            put_looks(con, [seen.look()], learnt, learnt)
        ids = con.execute("select version_id from article_history").fetchall()
        then = con.execute(
            "select * from articles_as_of($1) order by article_id",
            [learnt_at(n_known - 1)],
        ).fetchall()
    with fresh(folder / "part.duckdb") as con:
        for learnt, seen in enumerate(looks[:n_known]):
            put_looks(con, [seen.look()], learnt, learnt)
        replayed = con.execute(
            "select * from article_history "
            "where is_current and not is_deleted order by article_id"
        ).fetchall()

    assert len({*ids}) == len(ids)
    assert then == replayed


def test_as_of_tells_what_changed_as_it_was_told_then(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put(con, [Seen(1, "A text")], 1)
    put(con, [Seen(5, "A text")], 2)
    put(con, [Seen(4, "B text")], 3)
    put(con, [Seen(3, "A text")], 4)
    known = "select changed, run_id, version_no from articles_as_of($1)"

    assert con.execute(known, [learnt_at(2)]).fetchall() == [([], digest("run", 1), 1)]
    assert con.execute(known, [learnt_at(3)]).fetchall() == [
        (["title", "text"], digest("run", 5), 3)
    ]


def test_of_one_moment_any_order_of_arrival_gives_one_answer(tmp_path: Path) -> None:
    runs = [
        (1, Seen(1, "A text")),
        (2, Seen(5, "B text")),
        (3, Seen(5, "C text")),
    ]
    stories = set()
    for order in permutations(runs):
        with fresh(tmp_path / "w.duckdb") as con:
            for learnt, (run, seen) in enumerate(order):
                put_looks(con, [seen.look()], run, learnt)
            stories.add(str(state(con)))
            now, then = (
                con.execute(f"select text, changed from {known}").fetchall()
                for known in ("article_history where is_current", AS_OF_NOW)
            )
            assert now == then

    assert len(stories) == 1


def test_the_same_bytes_read_again_follow_their_first_reading(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for run, text in enumerate(["A text", "B text", "C text"]):
        look = Seen(1, text).look()
        again = replace(look, payload_digest="0" * 64, parser=f"p{run}")
        put_looks(con, [again], run, run)
        assert con.execute("select text from articles").fetchall() == [(text,)]

    cause = "select cause from article_history order by version_no"
    assert con.execute(cause).fetchall() == [("source",), ("parser",), ("parser",)]


def test_a_404_between_two_readings_of_the_same_bytes_does_not_hide_the_parser(
    tmp_path: Path,
) -> None:
    first, second = (
        replace(Seen(day, text).look(), payload_digest="0" * 64, parser=text)
        for day, text in ((2, "A text"), (4, "B text"))
    )
    none = replace(Seen(3, None).look(), payload_digest="1" * 64)
    for order in ([first, none, second], [first, second, none]):
        with fresh(tmp_path / "w.duckdb") as con:
            for look in order:
                put_looks(con, [look], look.captured_at.day, order.index(look))
            for known in ("article_history where is_current", AS_OF_NOW):
                told = con.execute(f"select cause, parser from {known}").fetchall()
                assert told == [("parser", "B text")]


def test_loading_a_batch_twice_adds_nothing(con: duckdb.DuckDBPyConnection) -> None:
    put(con, [Seen(1, "A text"), Seen(1, "B text", "b")], 1)
    before = state(con), con.execute("from internal.batches").fetchall()

    put(con, [Seen(1, "A text"), Seen(1, "B text", "b")], 1)

    assert (state(con), con.execute("from internal.batches").fetchall()) == before


def test_the_same_run_split_otherwise_adds_nothing(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put(con, [Seen(1, "A text"), Seen(1, "B text", "b")], 1)
    before = state(con)

    put(con, [Seen(1, "B text", "b")], 2)
    put(con, [Seen(1, "A text")], 3)

    assert state(con) == before
