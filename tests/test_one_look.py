"""One look an article and run: one that read it, where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from seenlooks import Seen, fresh, put, put_looks

from warehouse import sqlfiles

STORY = "select text, changed, is_deleted from article_history order by version_no"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with fresh(tmp_path / "warehouse.duckdb") as con:
        put(con, [Seen(1, "A text")], 1)
        yield con
        for name in ("look_once_a_run", "batch_adds_up", "batch_counts_its_rows"):
            assert (
                con.execute(sqlfiles.statement(f"invariants/{name}")).fetchall() == []
            )
        for name in ("version_was_observed", "head_is_last_version"):
            assert (
                con.execute(sqlfiles.statement(f"invariants/{name}")).fetchall() == []
            )


def looks(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    return con.execute(
        "select outcome, reason from observations order by captured_at"
    ).fetchall()


def counts(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    return con.execute("select n_in from batches order by committed_at").fetchall()


def test_what_one_source_could_not_read_another_may(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put_looks(con, [Seen(2, None, outcome="blocked").look()], 2, 2)
    assert looks(con) == [("new", None), ("failed", "blocked")]
    put_looks(con, [Seen(3, "B text").look()], 2, 3)

    assert looks(con) == [("new", None), ("changed", None)]
    assert counts(con) == [(1,), (0,), (1,)]
    assert con.execute(STORY).fetchall() == [
        ("A text", [], False),
        ("B text", ["title", "text"], False),
    ]


@pytest.mark.parametrize("day", [2, 4])
def test_a_text_read_before_the_failed_look_or_after_it_takes_its_place(
    con: duckdb.DuckDBPyConnection, day: int
) -> None:
    put_looks(con, [Seen(3, None, outcome="blocked").look()], 2, 2)
    same = replace(Seen(day, "A text").look(), status="same")
    put_looks(con, [same], 2, 3)

    assert looks(con) == [("new", None), ("unchanged", None)]


def test_an_end_that_the_same_run_takes_back_is_none(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put(con, [Seen(2, None)], 2)
    put_looks(con, [Seen(3, None).look()], 3, 3)
    assert con.execute(STORY).fetchall()[-1] == (None, ["deleted"], True)
    put_looks(con, [Seen(4, "B text").look()], 3, 4)

    assert con.execute(STORY).fetchall() == [
        ("A text", [], False),
        ("B text", ["title", "text"], False),
    ]
    assert counts(con) == [(1,), (1,), (0,), (1,)]


def test_a_failed_look_never_takes_the_place_of_another(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put_looks(con, [Seen(2, None, outcome="blocked").look()], 2, 2)
    put_looks(con, [Seen(3, None).look()], 2, 3)

    assert looks(con) == [("new", None), ("failed", "blocked")]
    put_looks(con, [Seen(4, "A text").look()], 2, 4)
    put_looks(con, [Seen(5, "B text").look()], 2, 5)
    assert looks(con) == [("new", None), ("unchanged", None)]


def test_a_look_that_brings_no_text_never_makes_an_article(
    con: duckdb.DuckDBPyConnection,
) -> None:
    stranger = replace(Seen(2, "A text", "b").look(), status="same")

    with pytest.raises(duckdb.InvalidInputException, match="no article is known"):
        put_looks(con, [stranger], 2, 2)
