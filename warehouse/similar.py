"""Which texts a batch's may repeat, and which they do: candidates here, verdicts asked.

Two texts that share hashes of their sketches are candidates, by one join. What is
compared once is never compared again: edges are kept, and what is none was none.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any
from uuid import UUID

import duckdb

from warehouse.columns import put, table_of
from warehouse.letters import unpacked
from warehouse.model.likeness import (
    BASE,
    Bounds,
    Compare,
    Edge,
    Questions,
    Recipe,
)
from warehouse.schemas import EDGES
from warehouse.sqlfiles import statement

# Texts that share less of the smaller one's sketch are no candidates. Of pairs that are
# alike a tenth of the hashes is left even where one word in eight is misread.
LEAST_SHARE = 0.12
# Bounds on the work that texts from one form make: rows that are joined (10 s), pairs
# of one text, and pairs of a batch (at most some .5 ms each).
MOST_MEETINGS = 20_000_000
MOST_OF_A_KEY = 100
MOST_PAIRS = 100_000


def recipe(con: duckdb.DuckDBPyConnection) -> Recipe:
    """The rules to judge by: this program's, with the newest table that was learnt."""
    [(learnt,)] = con.execute(statement("recipes/newest")).fetchall()
    if learnt is None:
        return Recipe()
    sentences = con.execute(statement("recipes/sentences"), {"learnt": learnt})
    digests = frozenset(digest for (digest,) in sentences.fetchall())
    return Recipe(name=recipe_name(learnt), learnt=digests)


def recipe_name(learnt: str | None) -> str:
    """What this program's rules are called, with a table that was learnt."""
    return BASE if learnt is None else f"{BASE}+{learnt}"


def is_settled(con: duckdb.DuckDBPyConnection, judged_by: Recipe) -> bool:
    """Whether all texts were judged by these rules last, and all clusters made by them.

    False of a new ledger.
    """
    values = {"recipe": judged_by.name}
    [(settled,)] = con.execute(statement("recipes/is_settled"), values).fetchall()
    return bool(settled)


def put_edges(
    con: duckdb.DuckDBPyConnection,
    name: str,
    compare: Compare,
    texts: Mapping[UUID, str] | None = None,
) -> Bounds:
    """Fills the temporary table `edges` with what is alike of the table `staged_own`.

    `name` is the recipe's; `compare` tells which of the candidates are alike. The whole
    texts of the new keys are `texts`, or else those of the table `staged_looks`. Only
    reads the ledger. Says what was not compared, as there was too much of it.
    """
    bounds = _choose(con, name)
    asked = _questions(con, texts)
    edges = [_checked(edge) for edge in compare(asked)] if asked.pairs else []
    put(con, "edges", table_of(EDGES, edges, _edge_row))
    return bounds


def _choose(con: duckdb.DuckDBPyConnection, name: str) -> Bounds:
    """Fills `chosen_pairs`, the pairs that are to be compared."""
    _run(con, "1_fresh")
    _run(con, "2_met")
    _run(con, "3_hashes")
    n_hashes = 0
    [(n_meetings,)] = con.execute("select sum(n_pairs) from hashes").fetchall()
    if n_meetings and n_meetings > MOST_MEETINGS:
        [(n_before,)] = con.execute("select count(*) from hashes").fetchall()
        _run(con, "left_out", most_meetings=MOST_MEETINGS)
        [(n_after,)] = con.execute("select count(*) from hashes").fetchall()
        n_hashes = n_before - n_after
    _run(con, "4_pairs", least_share=LEAST_SHARE, recipe=name)
    _run(con, "5_chosen", most_of_a_key=MOST_OF_A_KEY, most_pairs=MOST_PAIRS)
    [(n_pairs, n_chosen)] = con.execute(
        "select (select count(*) from pairs), (select count(*) from chosen_pairs)"
    ).fetchall()
    return Bounds(n_hashes=n_hashes, n_pairs=n_pairs - n_chosen)


def _questions(
    con: duckdb.DuckDBPyConnection, texts: Mapping[UUID, str] | None
) -> Questions:
    """The chosen pairs, with their letters and what is new of their texts."""
    pairs = con.execute("from chosen_pairs").fetchall()
    if not pairs:
        return Questions(pairs=(), letters={}, texts={})
    letters = con.execute(statement("near/letters")).fetchall()
    if texts is None:
        texts = dict(con.execute(statement("near/texts")).fetchall())
    return Questions(
        pairs=pairs,
        letters={key: unpacked(data) for key, data in letters},
        texts=texts,
    )


def _checked(edge: Edge) -> Edge:
    if edge.key_a >= edge.key_b:
        raise ValueError(f"an edge from {edge.key_a} to {edge.key_b}: not in order")
    return edge


def _edge_row(edge: Edge) -> tuple[Any, ...]:
    return (edge.key_a.bytes, edge.key_b.bytes, *_rest(edge))


_rest = attrgetter(*EDGES.names[2:])


def _run(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> None:
    con.execute(statement(f"near/{name}"), values)
