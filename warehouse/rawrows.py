"""Holds the records of the raw files against the rows that point at them."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from warehouse import sqlfiles
from warehouse.connect import Connection
from warehouse.rawfiles import Record
from warehouse.sqlfiles import statement

ROW = pa.schema(
    {
        "kind": pa.string(),
        "warc_offset": pa.int64(),
        "warc_length": pa.int64(),
        "payload_digest": pa.string(),
        "batch_key": pa.string(),
        "held_file": pa.string(),
        "held_offset": pa.int64(),
        "warc_file": pa.string(),
    }
)


class RecordTable:
    """The records of the raw files, as a temporary table beside the open ledger's."""

    def __init__(self, con: Connection) -> None:
        self._con = con
        con.execute(statement("care/raw_records"))

    def add(self, warc_file: str, some: list[Record]) -> None:
        """Adds the records of one file."""
        columns = {
            name: [getattr(record, name) for record in some] for name in ROW.names[:-1]
        }
        columns["warc_file"] = [warc_file] * len(some)
        self._con.register("arriving", pa.table(columns, schema=ROW))
        self._con.execute(statement("care/add_raw_records"))
        self._con.unregister("arriving")

    def orphans(self) -> list[str]:
        """The files of batches that were never committed."""
        return [
            name for (name,) in self._con.execute(statement("care/orphans")).fetchall()
        ]

    def disagreements(self) -> Iterator[tuple[str, str, int]]:
        """What is wrong, with which file, how often: the files of `sql/raw/`."""
        for item in sqlfiles.folder("raw"):
            sql = item.read_text("utf-8")
            what = sql.partition("\n")[0].removeprefix("-- ")
            for warc_file, n in self._con.execute(sql).fetchall():
                yield what, warc_file, n
