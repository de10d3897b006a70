"""Rows as Arrow columns: the way of many rows into DuckDB at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

import duckdb
import pyarrow as pa

MOMENT = pa.timestamp("us", tz="UTC")
TEXTS = pa.list_(pa.string())


def table_of(
    schema: pa.Schema, rows: Iterable[Any], row: Callable[[Any], tuple[Any, ...]]
) -> pa.Table:
    """The rows as a table; `row` gives an item's values, in the schema's order."""
    columns = list(zip(*(row(item) for item in rows), strict=True))
    if not columns:
        return schema.empty_table()
    return pa.table(
        [
            _column(column, field.type)
            for column, field in zip(columns, schema, strict=True)
        ],
        schema=schema,
    )


def by_name(schema: pa.Schema, skip: int = 0) -> Callable[[Any], tuple[Any, ...]]:
    """What gives an item's attributes of the schema's names, but of the first few."""
    names = schema.names[skip:]
    if len(names) < 2:  # attrgetter gives a tuple of several only
        return lambda item: tuple(getattr(item, name) for name in names)
    return attrgetter(*names)


def put(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Puts the rows into a temporary table of that name, in place of what it held.

    Copied, as duckdb 1.5 cannot push a filter on a UUID down into an Arrow table.
    """
    con.register("arriving", table)
    con.execute(f'create or replace temp table "{name}" as from arriving')
    con.unregister("arriving")


def readable(text: str) -> str:
    """Text that can be stored: the bytes of a name that is no UTF-8 as `\\xff`."""
    return os.fsencode(text).decode("utf-8", "replace")


def _column(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    """The values as a column; what UTF-8 cannot say in them is written as an escape.

    Half a surrogate, in the message of an error or the name of a file, must not
    cost the batch.
    """
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_sayable(value) for value in values], kind)


def _sayable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, tuple):
        return tuple(_sayable(item) for item in value)
    return value
