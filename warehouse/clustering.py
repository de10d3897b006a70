"""Makes clusters anew where they may have moved, within a transaction.

The tables are asked what hangs together with what was touched; `clusters.py` gives
each its place; decisions, aliases and heads follow.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from warehouse import sqlfiles
from warehouse.asking import ask_of_shown, asking
from warehouse.clusters import Ask, Place, places
from warehouse.columns import put
from warehouse.model.likeness import Compare
from warehouse.ties import Member, Ties, put_both

PLACES = pa.schema([(name, pa.int64()) for name in Place._fields])


def regroup_judged(
    con: duckdb.DuckDBPyConnection, values: dict[str, Any], compare: Compare
) -> None:
    """Gives all that a decided batch touches, or hangs together with it, their places.

    `values` are the recipe, the moment and the batch's key; `compare` tells which of
    the texts that were never laid side by side are alike, where that matters.
    """
    _run(con, "touched")
    _run(con, "said")
    nth_round, n_reached = 0, -1
    while n_reached != 0:
        _run(con, "alike", {"nth_round": nth_round}, ("nth_round",))
        _run(con, "held")
        nth_round += 1
        _run(con, "further", {"nth_round": nth_round}, ("nth_round",))
        [(n_reached,)] = con.execute(
            "select count(*) from reached where nth_round = $1", [nth_round]
        ).fetchall()
    _place_held(con, values, compare)
    ask_of_shown(con, values, compare)


def regroup_all(
    con: duckdb.DuckDBPyConnection, values: dict[str, Any], compare: Compare
) -> int:
    """Gives all articles their places; says how many have another than before."""
    _run(con, "said_nothing")
    _run(con, "all_reached")
    _run(con, "all_held")
    n_moved = _place_held(con, values, compare)
    ask_of_shown(con, values, compare)
    return n_moved


def _place_held(
    con: duckdb.DuckDBPyConnection, values: dict[str, Any], compare: Compare
) -> int:
    """Writes the places of the articles of the table `held`; says how many moved."""
    _run(con, "near")
    _run(con, "gone")
    _run(con, "members")
    _run(con, "own_numbers")
    [(is_alone,)] = con.execute(sqlfiles.statement("clusters/is_alone")).fetchall()
    if is_alone:
        return 0
    _place(con, asking(con, values, compare))
    _run(con, "1_places")
    _run(con, "2_clusters", values, ("batch_key", "now", "recipe"))
    _run(con, "3_passages")
    [(n_lacking,)] = con.execute(sqlfiles.statement("clusters/lacking")).fetchall()
    if n_lacking:
        _run(con, "read_passages")
        _run(con, "own_passages")
    _run(con, "4_decisions", values, ("batch_key", "now", "recipe"))
    _run(con, "5_aliases", values, ("batch_key", "now"))
    _run(con, "6_heads")
    [(n_moved,)] = con.execute(sqlfiles.statement("clusters/n_moved")).fetchall()
    return int(n_moved)


def _place(con: duckdb.DuckDBPyConnection, ask: Ask) -> None:
    """Fills `places` with where the members stand."""
    found, alike, asked, bridges, crowded = (
        con.execute(sqlfiles.statement(f"clusters/{name}")).fetchall()
        for name in ("numbers", "ties", "apart", "bridges", "crowded")
    )
    ties = Ties(crowded=frozenset(number for (number,) in crowded))
    ties.add(asked, alike)
    put_both(ties.bridges, bridges)
    rows = list(places((Member(*row) for row in found), ties, ask))
    columns = [pa.array(column, pa.int64()) for column in zip(*rows, strict=True)]
    put(con, "places", pa.table(columns, PLACES) if rows else PLACES.empty_table())


def _run(
    con: duckdb.DuckDBPyConnection,
    name: str,
    values: dict[str, Any] | None = None,
    wanted: tuple[str, ...] = (),
) -> None:
    given = values or {}
    con.execute(
        sqlfiles.statement(f"clusters/{name}"), {key: given[key] for key in wanted}
    )
