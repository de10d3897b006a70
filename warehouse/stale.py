"""What another parser read than today's, and where its bytes are: bounded in memory.

The raw files tell where each payload's entry stands, the rows which of them counts;
both meet in DuckDB, and the answer goes to disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.connect import Connection, literal, told_when_full
from warehouse.model.batch import Again, Stored
from warehouse.places import Place
from warehouse.sqlfiles import statement

What = Literal["left_out", "articles"]

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
ROWS = pa.schema(
    [
        ("source_id", pa.string()),
        ("key_digest", pa.uuid()),
        ("written", pa.string()),
        ("payload_digest", pa.string()),
        ("captured_at", pa.timestamp("us", tz="UTC")),
        ("parser", pa.string()),
        ("warc_file", pa.string()),
        ("entry_offset", pa.int64()),
    ]
)
PARSERS = pa.schema([("source_id", pa.string()), ("parser", pa.string())])
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A payload to read again: where its entry stands and its bytes are.

    `source_id` is the source that its entry came of, `reader` the one whose rules
    read it. `captured_at` is when these bytes were last met, `fingerprint` what was
    read of them; null where nothing was.
    """

    source_id: str
    reader: str
    entry_file: str
    entry_offset: int
    captured_at: datetime
    fingerprint: UUID | None
    stored: Stored


class PlaceTable:
    """The places in the raw files, as a temporary table beside the open ledger's."""

    def __init__(self, con: Connection, kept: Path) -> None:
        self._con, self._kept = con, kept
        self.is_new = not kept.exists()
        con.register("arriving", ROWS.empty_table())
        con.execute("create or replace temp table places as from arriving")
        con.unregister("arriving")
        if not self.is_new:
            source = f"read_parquet({literal(str(kept))})"
            con.execute(f"create or replace temp table places as from {source}")

    def add(self, some: Sequence[tuple[Place, str]]) -> None:
        """Adds places, each with the parser that would read it today."""
        rows = [_row(place, parser) for place, parser in some]
        columns = [
            pa.array(column, field.type)
            for column, field in zip(zip(*rows, strict=True), ROWS, strict=True)
        ]
        self._con.register("arriving", pa.table(columns, schema=ROWS))
        self._con.execute("insert into places by name from arriving")
        self._con.unregister("arriving")

    def keep(self) -> None:
        """Keeps the places on disk, for the next table. Raises DiskFull."""
        with told_when_full(self._kept, "keeping where the raw bytes are"):
            target = literal(str(self._kept))
            self._con.execute(f"copy places to {target} (format parquet)")

    def keep_stale(
        self, what: What, path: Path, again: Again, parsers: Mapping[str, str]
    ) -> int:
        """Keeps in `path` what is to be read again, by source and place; how many.

        `parsers` are today's of the configured sources. What they read last is left
        out but with `is_all`, what was last met before `since` always. Raises DiskFull.
        """
        columns = {"source_id": list(parsers), "parser": list(parsers.values())}
        self._con.register("arriving", pa.table(columns, schema=PARSERS))
        self._con.execute("create or replace temp table configured as from arriving")
        self._con.unregister("arriving")
        self._con.execute(statement("stale/readers"))
        values = {
            "since": again.since or LONG_AGO,
            "is_all": again.is_all,
            "sources": list(again.sources),
        }
        self._con.execute(statement(f"stale/{what}"), values)
        ordered = "from stale order by source_id, entry_file, entry_offset"
        with told_when_full(path, "keeping what is to be read again"):
            target = literal(str(path))
            [(n_stale,)] = self._con.execute(
                f"copy ({ordered}) to {target} (format parquet)"
            ).fetchall()
        return int(n_stale)


def kept_stale(path: Path) -> Iterator[Stale]:
    """What `keep_stale` kept, in its order."""
    with pq.ParquetFile(path) as file:
        for some in file.iter_batches(_AT_ONCE):
            yield from map(_stale, some.to_pylist())


def _row(place: Place, parser: str) -> tuple[Any, ...]:
    entry = place.payload.entry
    key = entry.keys[0]
    return (
        entry.source_id,
        key.digest.bytes,
        key.written.encode("utf-8", "backslashreplace").decode(),
        place.payload.digest,
        place.payload.captured_at,
        parser,
        place.warc_file,
        place.entry_offset,
    )


def _stale(row: dict[str, Any]) -> Stale:
    fingerprint = row.pop("fingerprint")
    if isinstance(fingerprint, bytes):
        fingerprint = UUID(bytes=fingerprint)
    own = ("source_id", "reader", "entry_file", "entry_offset", "captured_at")
    return Stale(
        **{name: row.pop(name) for name in own},
        fingerprint=fingerprint,
        stored=Stored(**row),
    )
