"""Has pairs compared that nobody laid side by side, where somebody's place hangs on it.

Within the transaction that gives the places: what comes of it is kept with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import chain
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.candidates import edge_row
from warehouse.clusters import Ask
from warehouse.columns import put, table_of
from warehouse.letters import unpacked
from warehouse.model.likeness import Compare, Questions
from warehouse.schemas import EDGES
from warehouse.sqlfiles import statement
from warehouse.ties import Pair

# Pairs whose texts and letters are held at once.
MOST_AT_ONCE = 1_000

NUMBERS = pa.schema([("a_no", pa.int64()), ("b_no", pa.int64())])


def asking(
    con: duckdb.DuckDBPyConnection, values: dict[str, Any], compare: Compare
) -> Ask:
    """What tells which pairs of the table `members` are alike, by their `own_no`.

    `values` are the recipe and the moment. What is asked is written down, so that it
    is asked once: edges into `internal.edges` and into the table `near`, other pairs
    into `internal.apart`.
    """

    def ask(pairs: Set[Pair]) -> Iterable[Pair]:
        in_order = sorted(pairs)
        starts = range(0, len(in_order), MOST_AT_ONCE)
        some = (in_order[start : start + MOST_AT_ONCE] for start in starts)
        return list(chain.from_iterable(map(answers, some)))

    def answers(pairs: Sequence[Pair]) -> Iterable[Pair]:
        put(con, "doubts", table_of(NUMBERS, pairs, lambda pair: pair))
        con.execute(statement("clusters/asked"))
        _answer(con, values, compare)
        return con.execute(statement("clusters/answers")).fetchall()

    return ask


def ask_of_shown(
    con: duckdb.DuckDBPyConnection, values: dict[str, Any], compare: Compare
) -> None:
    """Has those compared that stand for two clusters, one of which has a piece in it.

    Of the articles of `held`: what `duplicates` says of two clusters it says of these.
    """
    [(n_crowded,)] = con.execute(statement("clusters/n_crowded")).fetchall()
    if n_crowded:  # else 70 ms at 100,000 articles, for nothing
        con.execute(statement("clusters/asked_shown"))
        _answer(con, values, compare)


def _answer(
    con: duckdb.DuckDBPyConnection, values: dict[str, Any], compare: Compare
) -> None:
    """Writes down what comes of the pairs of the table `asked`."""
    asked = _questions(con)
    if not asked.pairs:
        return
    edges = list(compare(asked))
    put(con, "found", table_of(EDGES, edges, edge_row))
    recipe = {"recipe": values["recipe"]}
    dated = {**recipe, "now": values["now"]}
    con.execute(statement("clusters/add_edges"), dated)
    con.execute(statement("clusters/add_near"), dated)
    con.execute(statement("clusters/add_apart"), recipe)


def _questions(con: duckdb.DuckDBPyConnection) -> Questions:
    pairs = con.execute(statement("clusters/asked_pairs")).fetchall()
    letters = con.execute(statement("clusters/asked_letters")).fetchall()
    return Questions(
        pairs=pairs,
        letters={key: unpacked(data) for key, data in letters},
        texts=dict(con.execute(statement("clusters/asked_texts")).fetchall()),
    )
