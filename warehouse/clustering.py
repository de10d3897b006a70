"""Makes clusters anew where they may have moved, within a transaction.

The tables are asked what hangs together with what was touched; `clusters.py` gives
each its place; decisions, aliases and heads follow.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from warehouse import sqlfiles
from warehouse.asking import Asking
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
    ask = Asking(con, values, compare, has_batch=True)
    nth_round = _hold(con, 0)
    while _place_held(con, ask):
        _run(con, "joined", {"nth_round": nth_round}, ("nth_round",))
        nth_round = _hold(con, nth_round)
    _write_places(con, values)


def regroup_all(
    con: duckdb.DuckDBPyConnection, values: dict[str, Any], compare: Compare
) -> int:
    """Gives all articles their places; says how many have another than before."""
    _run(con, "said_nothing")
    _run(con, "all_reached")
    _run(con, "all_held")
    ask = Asking(con, values, compare, has_batch=False)
    while _place_held(con, ask):
        pass
    return _write_places(con, values)


def _hold(con: duckdb.DuckDBPyConnection, nth_round: int) -> int:
    """Fills `held` with whoever hangs together with what was reached in this round.

    Says which round it was that reached nothing more.
    """
    n_reached = -1
    while n_reached != 0:
        _run(con, "alike", {"nth_round": nth_round}, ("nth_round",))
        _run(con, "held")
        nth_round += 1
        _run(con, "further", {"nth_round": nth_round}, ("nth_round",))
        [(n_reached,)] = con.execute(
            "select count(*) from reached where nth_round = $1", [nth_round]
        ).fetchall()
    return nth_round


def _place_held(con: duckdb.DuckDBPyConnection, ask: Asking) -> bool:
    """Fills `placed` with the places of the articles of the table `held`.

    Says whether it came out then that some that are shown are alike: all that hang
    together with these are to be placed again.
    """
    for name in ("near", "gone", "members", "own_numbers"):
        _run(con, name)
    _place(con, ask)
    ask.write_passages()
    _run(con, "1_places")
    return ask.of_shown()


def _write_places(con: duckdb.DuckDBPyConnection, values: dict[str, Any]) -> int:
    """Writes what is `placed`; says how many have another place than before.

    Once for a batch, of the places that nothing moves any more.
    """
    [(is_alone,)] = con.execute(sqlfiles.statement("clusters/is_alone")).fetchall()
    if is_alone:
        return 0
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
