"""What is shown of two texts that are alike: a passage, how much, one row for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
from seenlooks import fresh
from test_alike import BRIEF, OTHER, ROUNDUP, STORY, A, look, text, told

# Nobody's own, in this program's rules.
HOUSE = (
    "All rights reserved, and nothing of it may be printed without permission of the "
    "house that owns the press.\n\nFollow us on the river, on the road and on the hill."
)


@pytest.fixture
def con(tmp_path: Path) -> Iterable[duckdb.DuckDBPyConnection]:
    with fresh(tmp_path / "warehouse.duckdb") as opened:
        yield opened


def shown(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Who repeats another, how, how many words both hold, and the passage."""
    return con.execute(
        "select a.identity_key, d.relation, d.shared_words, d.shared_passage "
        "from duplicates as d "
        "inner join internal.article_heads as a on d.article_id = a.article_id "
        "order by all"
    ).fetchall()


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_passage_is_how_the_article_itself_writes_it_whoever_came_first(
    first: int, con: duckdb.DuckDBPyConnection
) -> None:
    looks = [look("a", 1, A), look("b", 2, A.upper()), look("c", 3, A.title())]

    told(con, 1, looks.pop(first))
    told(con, 2, *looks)

    n_words = len(A.split())
    [one, two] = sorted({"a", "b", "c"} - set(representatives(con)))
    said = {"a": A, "b": A.upper(), "c": A.title()}
    assert shown(con) == [
        (key, "same_normalized", n_words, said[key][:200]) for key in (one, two)
    ]


def representatives(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        key
        for (key,) in con.execute(
            "select identity_key from internal.article_heads where duplicate_of is null"
        ).fetchall()
    ]


def test_what_one_prints_over_its_text_is_not_shown_as_shared_nor_counted(
    con: duckdb.DuckDBPyConnection,
) -> None:
    housed = f"{HOUSE}\n\n{A}"

    told(con, 1, look("bare", 1, A), look("housed", 1, housed))

    [(_, relation, n_words, passage)] = shown(con)
    assert relation == "near"
    assert n_words == len(A.split())
    assert passage == max(STORY, key=len)
    told(con, 2, look("bare", 2, None), look("again", 2, A))
    [(*_, again)] = [row for row in shown(con) if row[0] != "bare"]
    assert again == passage


def test_what_is_printed_under_a_cut_is_not_counted_as_shared(
    con: duckdb.DuckDBPyConnection,
) -> None:
    cut = text(STORY[:9])

    told(con, 1, look("whole", 1, A), look("cut", 1, f"{cut}\n\n{HOUSE}"))

    [(key, relation, n_words, _)] = shown(con)
    assert (key, relation) == ("cut", "contains")
    assert n_words == pytest.approx(len(cut.split()), abs=8)


def test_copies_of_a_brief_in_copies_of_a_roundup_are_one_row(
    con: duckdb.DuckDBPyConnection,
) -> None:
    briefs = [look(f"b{nth}", 1, BRIEF) for nth in range(4)]
    roundups = [look(f"r{nth}", 1, ROUNDUP) for nth in range(4)]

    told(con, 1, *briefs, *roundups, look("other", 1, text(OTHER)))

    found = con.execute(
        "select article_id, duplicate_of from duplicates where relation = 'contains'"
    ).fetchall()
    shown_ids = con.execute("select article_id from articles").fetchall()
    briefs_in = [row for row in found if (row[0],) in shown_ids]
    assert len(briefs_in) == len(found) == 2  # the other stands in the roundup too
    assert all((held,) in shown_ids for _, held in found)
