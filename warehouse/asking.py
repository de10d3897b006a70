"""Has pairs compared that nobody laid side by side, where somebody's place hangs on it.

Within the transaction that gives the places: what comes of it is kept with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

import duckdb
import pyarrow as pa

from warehouse.candidates import edge_row
from warehouse.columns import put, table_of
from warehouse.letters import unpacked
from warehouse.model.likeness import Compare, Edge, Questions
from warehouse.schemas import EDGES
from warehouse.sqlfiles import statement
from warehouse.ties import Pair

# Pairs whose texts and letters are held at once.
MOST_AT_ONCE = 1_000

T = TypeVar("T")
KeyPair = tuple[UUID, UUID]
Texts = dict[UUID, str]

NUMBERS = pa.schema([("a_no", pa.int64()), ("b_no", pa.int64())])
KEYS = pa.schema([("key_a", pa.uuid()), ("key_b", pa.uuid())])


class Asking:
    """Tells which pairs of the table `members` are alike, and which that are shown.

    `values` are the recipe and the moment; `has_batch` says whether the rows of a batch
    are at hand. What is asked is written down, so that it is asked once: edges into
    `internal.edges` and into the table `near`, other pairs into `internal.apart`.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        values: dict[str, Any],
        compare: Compare,
        *,
        has_batch: bool,
    ) -> None:
        self._con, self._values, self._compare = con, values, compare
        self._has_batch = has_batch
        self._found: list[KeyPair] = []

    def __call__(self, pairs: Set[Pair]) -> Iterable[Pair]:
        """Those of the pairs, by their `own_no`, that are alike."""
        return list(chain.from_iterable(map(self._answers, _some(sorted(pairs)))))

    def of_shown(self) -> bool:
        """Has those compared that stand for two clusters, one of which has a piece in
        the other.

        Of the articles of `held`, by where they are `placed`: what `duplicates` says of
        two clusters it says of these. Says whether any of them are so alike that they
        are one.
        """
        [(n_crowded,)] = self._run("n_crowded").fetchall()
        if not n_crowded:  # else 70 ms at 100,000 articles, for nothing
            return False
        self._run("asked_shown")
        edges = self._answer()
        self._run("shown_alike")
        self.write_passages()
        return any(edge.joins for edge in edges)

    def write_passages(self) -> None:
        """Has what was found show what both say as a text has it, and not its letters.

        At the end, and of nothing that is not alike: of the texts that are not at hand
        DuckDB unpacks 2,048 to read one, 2.8 s at 318,000 (2026-11-30).
        """
        for pairs in _some(self._found):
            self._put_pairs(pairs)
            letters = self._letters()
            texts = self._rows("texts_at_hand") if self._has_batch else {}
            edges = self._edges(pairs, letters, texts) if texts else []
            shown = [edge for edge in edges if edge.passage not in letters[edge.key_a]]
            left = sorted(set(pairs) - {(edge.key_a, edge.key_b) for edge in shown})
            if left:
                self._put_pairs(left)
                shown += self._edges(left, letters, self._rows("asked_texts"))
            self._put(shown)
            self._run("write_passages")
            self._run("write_near_passages")
        self._found = []

    def _answers(self, pairs: Sequence[Pair]) -> Iterable[Pair]:
        put(self._con, "doubts", table_of(NUMBERS, pairs, lambda pair: pair))
        self._run("asked")
        self._answer()
        return self._run("answers").fetchall()

    def _answer(self) -> list[Edge]:
        """Writes down what comes of the pairs of the table `asked`; gives the edges."""
        pairs = self._run("asked_pairs").fetchall()
        if not pairs:
            return []
        edges = self._edges(pairs, self._letters(), {})
        self._found += [(edge.key_a, edge.key_b) for edge in edges]
        self._put(edges)
        self._run("add_edges", "recipe", "now")
        self._run("add_near", "recipe", "now")
        self._run("add_apart", "recipe")
        return edges

    def _edges(
        self, pairs: Sequence[KeyPair], letters: Texts, texts: Texts
    ) -> list[Edge]:
        return list(self._compare(Questions(pairs=pairs, letters=letters, texts=texts)))

    def _letters(self) -> Texts:
        """The letters of both of each pair of the table `asked`."""
        return {
            key: unpacked(data) for key, data in self._rows("asked_letters").items()
        }

    def _rows(self, name: str) -> dict[UUID, Any]:
        """What a statement answers with of each key."""
        return dict(self._run(name).fetchall())

    def _put_pairs(self, pairs: Sequence[KeyPair]) -> None:
        """Fills `asked` with the pairs."""
        rows = [(a.bytes, b.bytes) for a, b in pairs]
        put(self._con, "asked", table_of(KEYS, rows, lambda row: row))

    def _put(self, edges: Iterable[Edge]) -> None:
        put(self._con, "found", table_of(EDGES, edges, edge_row))

    def _run(self, name: str, *wanted: str) -> duckdb.DuckDBPyConnection:
        values = {key: self._values[key] for key in wanted}
        return self._con.execute(statement(f"clusters/{name}"), values)


def _some(all_of_them: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many at once as are held at once."""
    starts = range(0, len(all_of_them), MOST_AT_ONCE)
    return (all_of_them[start : start + MOST_AT_ONCE] for start in starts)
