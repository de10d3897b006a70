"""Reads every row of a DuckDB file, and says what came of it in two numbers a table.

DuckDB tells that a block is damaged when it reads it, and not before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connect import Connection, literal, reading
from warehouse.errors import LedgerDamaged
from warehouse.sqlfiles import statement

MEMORY = "512MB"
# Not the file's doing: everything else that DuckDB says while reading it is.
OURS = (duckdb.OutOfMemoryException, duckdb.InterruptException)


@dataclass(frozen=True, slots=True)
class Sum:
    """A table's rows: how many, and a sum that does not depend on their order."""

    n_rows: int
    row_sum: int


@contextmanager
def reading_all(
    path: Path, name: str, doing: str = "reading it"
) -> Iterator[Connection]:
    """As `reading`, with bounded memory; whatever the file breaks is its damage.

    Raises LedgerDamaged, LedgerLocked, LedgerMissing, DiskFull.
    """
    try:
        with reading(path, name, doing) as con:
            con.execute(f"set memory_limit = {literal(MEMORY)}")
            yield con
    except OURS:
        raise
    except duckdb.Error as error:
        raise LedgerDamaged(path, str(error).partition("\n")[0]) from error


def table_names(con: Connection) -> list[str]:
    """The tables of the open file, schema included, the largest last."""
    return [name for (name,) in con.execute(statement("care/tables")).fetchall()]


def all_sums(path: Path) -> dict[str, Sum]:
    """The sum of each table of a file: every block is read.

    Raises as `reading_all` does.
    """
    with reading_all(path, "summed") as con:
        return {name: table_sum(con, name) for name in table_names(con)}


def table_sum(con: Connection, table_name: str) -> Sum:
    """Reads all of a table of the open file."""
    values = {"table_name": table_name}
    [(n_rows, row_sum)] = con.execute(statement("care/sum"), values).fetchall()
    return Sum(n_rows, row_sum)
