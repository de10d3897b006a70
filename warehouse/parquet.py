"""Parquet files of others, a few rows at a time, with the columns that are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_ROWS = 500


class ParquetUnreadable(Exception):
    """A file that is no Parquet, or is damaged; trying again gives the same."""


def columns_of(path: str) -> list[str]:
    """The names of the file's columns. Raises ParquetUnreadable."""
    try:
        with pq.ParquetFile(path) as file:
            return list(file.schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise ParquetUnreadable(_said(error)) from error


def read_parquet(path: str, columns: Sequence[str]) -> Iterator[dict[str, object]]:
    """The rows of the file, with `columns` only, in its order.

    Texts, numbers and lists of them come as they are, moments and decimals as text,
    bytes that are UTF-8 as text. Raises ParquetUnreadable, between rows too.
    """
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS, columns=list(columns)):
                named = zip(batch.schema.names, batch.columns, strict=True)
                values = {name: _plain(column) for name, column in named}
                for nth in range(batch.num_rows):
                    yield {name: column[nth] for name, column in values.items()}
    except (pa.ArrowException, OSError) as error:
        raise ParquetUnreadable(_said(error)) from error


def _plain(column: pa.Array) -> list[object]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        column = pc.cast(column, pa.string())
    values: list[object] = column.to_pylist()
    return [
        value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        for value in values
    ]


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
