"""Which texts to lay beside which, and in which order, where not all can be.

Texts that share hashes of their sketches are candidates. Of a story that thousands
print, each with an edit, most pairs need not be compared to know that they hang
together: those that do already are left out, so that what is compared in vain is all
that has to be bounded. Who stands where among them `clustering.py` asks by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import duckdb
import pyarrow as pa

from warehouse.columns import by_name, put, table_of
from warehouse.model.likeness import Bounds, Edge
from warehouse.schemas import EDGES, PARTS
from warehouse.sqlfiles import statement

# Texts that share less of the smaller one's sketch are no candidates. Of pairs that are
# alike a tenth of the hashes is left even where one word in eight is misread.
LEAST_SHARE = 0.12
# One hash is enough where a sketch has no more than this: of a brief of 150 letters a
# long roundup keeps one in 32 grams as of all that it says, fewer than two of them in
# 8 of 100 cases (2026-11-30).
N_OF_SHORT = 12
# By a hash that more texts hold a text meets the first of them, by key, and no others.
# Whoever holds it meets these, so whoever is like any of them hangs together with it,
# in whatever order they came; who is like none of them meets those that it is like by
# hashes that fewer hold, as the copies of one report of a form do. All that the two
# share counts then: how common it is decides nothing.
MOST_HOLDERS = 100
# Rows of meetings (10 s). A batch that makes more meets fewer holders of each hash.
MOST_MEETINGS = 20_000_000
# A text that has no more candidates than this is laid beside all of them; another
# beside a few at first, then beside those that it does not hang together with yet, a
# few of each story, the nearest first, until it was in vain so often: 2,000 items over
# one house's lines are each like no other, and take .5 ms a pair: 35 s of CPU in all,
# with 100 and 32 some 190 (2026-11-30).
MOST_OF_A_KEY = 64
FIRST_OF_A_KEY = 8
MOST_IN_VAIN = 16
# Near are those that share enough with it beside what more than MOST_HOLDERS have. Of
# 200 reports of a form, a third with a reworked copy, orders parted in 4 of 4 seeds, by
# up to 8 copies, where they counted as any other; so in 1, by 2. Of forms whose slots
# take one of a dozen words hundreds are near to each (2026-11-30).
MOST_NEAR_IN_VAIN = 100
# What a batch takes in all, in pairs of ordinary texts: at most some .5 ms each. One of
# two texts of 2 MB counts for a thousand, in time and in memory.
MOST_WORK = 100_000

Pair = tuple[UUID, UUID]
# Gives what is alike among the table `chosen_pairs`.
Ask = Callable[[], list[Edge]]


def find_edges(con: duckdb.DuckDBPyConnection, name: str, ask: Ask) -> Bounds:
    """Fills the tables `edges`, with what is alike of `staged_own`, and `crowded`.

    `crowded` has the texts that were not laid beside all of their candidates. `name`
    is the recipe's. Only reads the ledger. Says what was not compared, as there was
    too much of it.
    """
    most_holders = _meet(con, name)
    edges = _compare(con, ask)
    put(con, "edges", table_of(EDGES, edges, edge_row))
    _run(con, "8_crowded", most_holders=most_holders)
    values = {"most_holders": most_holders}
    [(n_hashes, n_pairs)] = con.execute(statement("near/counts"), values).fetchall()
    return Bounds(n_hashes=n_hashes, n_pairs=n_pairs)


def _meet(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """Fills `pairs`, all candidates; says how many holders of a hash a text met."""
    _run(con, "1_fresh")
    _run(con, "2_met", recipe=name)
    _run(con, "3_hashes")
    most_holders = MOST_HOLDERS
    while most_holders > 1 and _n_meetings(con, most_holders) > MOST_MEETINGS:
        most_holders //= 2
    values = {"least_share": LEAST_SHARE, "n_of_short": N_OF_SHORT}
    _run(con, "4_pairs", **values, most_holders=most_holders)
    return most_holders


def _n_meetings(con: duckdb.DuckDBPyConnection, most_holders: int) -> int:
    values = {"most_holders": most_holders}
    [(n,)] = con.execute(statement("near/n_meetings"), values).fetchall()
    return int(n)


def _compare(con: duckdb.DuckDBPyConnection, ask: Ask) -> list[Edge]:
    """The edges among the candidates, which are compared in rounds; most take one."""
    edges: list[Edge] = []
    parts: Parts | None = None
    n_each, n_work = FIRST_OF_A_KEY, 0.0
    put(con, "parts", PARTS.empty_table())
    _run(con, "0_nothing_compared")
    while _n_left(con):
        _run(
            con,
            "6_chosen",
            n_each=n_each,
            n_of_a_part=FIRST_OF_A_KEY,
            most_in_vain=MOST_IN_VAIN,
            most_near_in_vain=MOST_NEAR_IN_VAIN,
            most_work=MOST_WORK - n_work,
        )
        [(n_chosen, n_more)] = con.execute(statement("near/n_chosen")).fetchall()
        if not n_chosen:
            break
        n_each, n_work = MOST_IN_VAIN, n_work + n_more
        found = ask()
        edges += found
        put(con, "edges", table_of(EDGES, found, edge_row))
        _run(con, "7_compared")
        if _n_left(con):
            if parts is None:
                parts = Parts(con.execute(statement("near/ties")).fetchall())
            parts.tie((edge.key_a, edge.key_b) for edge in found if edge.joins)
            put(con, "parts", parts.table())
    return edges


def _n_left(con: duckdb.DuckDBPyConnection) -> int:
    """How many pairs are left to be compared: fills `left_pairs`."""
    _run(con, "5_left", most_of_a_key=MOST_OF_A_KEY)
    [(n,)] = con.execute(statement("near/n_left")).fetchall()
    return int(n)


class Parts:
    """Keys by what hangs together; each part is named by one of its keys."""

    def __init__(self, ties: Iterable[Pair]) -> None:
        self._next: dict[UUID, UUID] = {}
        self.tie(ties)

    def tie(self, ties: Iterable[Pair]) -> None:
        """Takes both of each to hang together."""
        for a, b in ties:
            first, second = self._part(a), self._part(b)
            self._next[second] = first

    def table(self) -> pa.Table:
        """Each key that is tied to another, with the name of its part."""
        rows = [(key.bytes, self._part(key).bytes) for key in self._next]
        return table_of(PARTS, rows, lambda row: row)

    def _part(self, key: UUID) -> UUID:
        step = self._next.setdefault(key, key)
        while step != key:
            # each on the way points further on, so that ways stay short
            self._next[key] = further = self._next[step]
            key, step = step, further
        return key


def edge_row(edge: Edge) -> tuple[Any, ...]:
    """The edge's values, in the order of EDGES."""
    return (edge.key_a.bytes, edge.key_b.bytes, *_rest(edge))


_rest = by_name(EDGES, skip=2)


def _run(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> None:
    con.execute(statement(f"near/{name}"), values)
