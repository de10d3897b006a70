"""Whether a page's rel=canonical joins its look to another: the texts are asked.

The key of a canonical address is a claim. Where it leads to what says the same, the
two are one article; where it does not, they stay two for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from uuid import UUID

import duckdb
import pyarrow as pa

from warehouse import sqlfiles
from warehouse.columns import put, table_of

AGREED = pa.schema([("row_no", pa.int64()), ("key_digest", pa.uuid())])
# Two texts each, of some 5,000 letters.
AT_ONCE = 200


class Said(NamedTuple):
    """What one side of a claim says to a reader."""

    title: str | None
    text: str


SameStory = Callable[[Said, Said], bool]


def settle(con: duckdb.DuckDBPyConnection, run_id: UUID, is_same: SameStory) -> None:
    """Leaves in the temporary table `keys` the claims that `is_same` bears out.

    What is found to be nobody's key goes into `newly_shared`.
    """
    con.execute(sqlfiles.statement("claims/pairs"), {"run_id": run_id})
    if con.execute("from claims limit 1").fetchone() is None:
        return
    agreed = [(row_no, key.bytes) for row_no, key, a, b in _texts(con) if is_same(a, b)]
    put(con, "agreed", table_of(AGREED, agreed, lambda row: row))
    for name in ("refused", "shared", "settled"):
        con.execute(sqlfiles.statement(f"claims/{name}"))


def _texts(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, UUID, Said, Said]]:
    """Each claim's look and key, with what its two sides say."""
    found = con.execute(sqlfiles.statement("claims/texts"))
    while rows := found.fetchmany(AT_ONCE):
        for row_no, key, title, text, other_title, other_text in rows:
            yield row_no, key, Said(title, text), Said(other_title, other_text)
