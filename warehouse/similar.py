"""By which rules texts are judged, and which of a batch's repeat which by them.

Whom to lay beside whom is left to candidates.py, whether they are alike is asked.
What is compared once is never compared again: edges are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import duckdb

from warehouse.candidates import find_edges
from warehouse.letters import unpacked
from warehouse.model.likeness import (
    BASE,
    Bounds,
    Compare,
    Edge,
    Questions,
    Recipe,
)
from warehouse.sqlfiles import statement


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

    And `crowded` with what was not laid beside all of its candidates. `name` is the
    recipe's; `compare` tells which of the candidates are alike. The whole texts of the
    new keys are `texts`, or else those of the table `staged_looks`. Only reads the
    ledger. Says what was not compared, as there was too much of it.
    """
    return find_edges(con, name, lambda: _asked(con, compare, texts))


def _asked(
    con: duckdb.DuckDBPyConnection,
    compare: Compare,
    texts: Mapping[UUID, str] | None,
) -> list[Edge]:
    """The edges among the pairs that were chosen."""
    return [_checked(edge) for edge in compare(_questions(con, texts))]


def _questions(
    con: duckdb.DuckDBPyConnection, texts: Mapping[UUID, str] | None
) -> Questions:
    """The chosen pairs, with their letters and what is new of their texts."""
    pairs = con.execute("select key_a, key_b from chosen_pairs").fetchall()
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
