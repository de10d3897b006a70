"""Writes the warehouse anew, without holes and in the order analysts filter by.

A sort of whole texts by DuckDB takes as much memory as the texts; so the places are
found from the narrow columns alone, the rows are dealt out to one file a share, and
the shares are put in order one by one.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.connect import (
    ATTACH,
    Connection,
    literal,
    plain_errors,
    reading,
    settle,
)
from warehouse.errors import LedgerDamaged, LedgerMissing
from warehouse.ledger import Ledger
from warehouse.sqlfiles import statement
from warehouse.sums import all_sums, reading_all, table_names, table_sum
from warehouse.synced import sync

LOG = logging.getLogger("newsledger")
ARRANGED = "internal.versions"
SHARE = 30_720  # rows that are ordered in memory at once: a row group
MAX_SHARES = 400  # files that are open at once; beyond, a share grows
N_DEALT = 10_240  # rows that are handed on at once
# A run compacts by itself from here on: below, what is gained is not worth a second.
LEAST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Compacted:
    """The size of the warehouse before and after, in bytes."""

    n_bytes_before: int
    n_bytes_after: int


@dataclass(frozen=True, slots=True)
class Room:
    """What of the warehouse is used: bytes, and rows of the heads, the one table
    whose rows are replaced.
    """

    n_bytes: int
    n_free_bytes: int
    n_heads: int
    n_replaced: int

    @property
    def is_loose(self) -> bool:
        """Whether more than a third holds nothing, in a file that is worth it."""
        return self.n_bytes > LEAST_BYTES and (
            self.n_free_bytes * 3 > self.n_bytes
            or self.n_replaced * 3 > self.n_heads + self.n_replaced
        )


def room(ledger: Ledger) -> Room:
    """What of the warehouse is used. Raises LedgerMissing, LedgerLocked."""
    with reading(ledger.warehouse) as con:
        [row] = con.execute(statement("care/room")).fetchall()
    return Room(*row)


def compact(ledger: Ledger, wait_s: float) -> Compacted:
    """Puts an ordered copy without holes in the warehouse's place; publish it then.

    Call it with the lock. Every row, comment, compression and the storage
    version stay; the old file stays until the new one was read back and found
    equal. Raises LedgerMissing, LedgerLocked, LedgerDamaged, DiskFull.
    """
    path = ledger.warehouse
    if not path.exists():
        raise LedgerMissing(ledger.root)
    settle(path, wait_s)
    aside = ledger.temporary / "compact"
    part = aside / path.name
    n_before = path.stat().st_size
    with plain_errors(path, "compacting"):
        try:
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(parents=True)
            _write_anew(path, part)
            _check_equal(path, part)
            sync(part)
            part.replace(path)
            sync(ledger.root)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return Compacted(n_before, path.stat().st_size)


def _write_anew(path: Path, part: Path) -> None:
    with reading_all(path, "warehouse", "compacting") as con:
        con.execute("set arrow_large_buffer_size = true")
        con.execute("set arrow_lossless_conversion = true")
        con.execute(ATTACH.format(path=literal(str(part)), name="compacted"))
        con.execute("copy from database warehouse to compacted (schema)")
        for name in table_names(con):
            LOG.info("writing %s", name)
            if name == ARRANGED:
                _arrange(con, part.parent)
            else:
                con.table(name).insert_into(f"compacted.{name}")
        con.execute("detach compacted")


def _arrange(con: Connection, shares: Path) -> None:
    """Writes the versions in their new order."""
    con.execute(statement("care/places"))
    schema, files = _deal(con, shares)
    LOG.info("%s dealt out, now in order", ARRANGED)
    con.execute("set preserve_insertion_order = true")
    rows = pa.RecordBatchReader.from_batches(schema, _ordered(files))
    con.register("arriving", rows)
    con.execute(statement("care/arrange"))
    con.unregister("arriving")


def _deal(con: Connection, shares: Path) -> tuple[pa.Schema, list[Path]]:
    """Puts each row into the file of its share; gives the files, in order."""
    n_rows = table_sum(con, "places").n_rows
    share_size = SHARE * max(1, -(-n_rows // (SHARE * MAX_SHARES)))
    rows = con.sql(statement("care/placed")).to_arrow_reader(N_DEALT)
    files = {n: shares / f"{n}.arrow" for n in range(-(-n_rows // share_size))}
    with ExitStack() as stack:
        opened = {
            n: stack.enter_context(pa.ipc.new_stream(file, rows.schema))
            for n, file in files.items()
        }
        for batch in rows:
            dealt = batch.take(pc.sort_indices(batch["place"]))
            at = 0
            for count in pc.value_counts(pc.divide(dealt["place"], share_size)):
                n, n_here = count["values"].as_py(), count["counts"].as_py()
                opened[n].write_batch(dealt.slice(at, n_here))
                at += n_here
    return rows.schema, list(files.values())


def _ordered(files: list[Path]) -> Iterator[pa.RecordBatch]:
    """The rows of each share in their order, the shares one after the other."""
    for file in files:
        with pa.memory_map(str(file)) as mapped:
            share = pa.ipc.open_stream(mapped).read_all()
            share = share.take(pc.sort_indices(share["place"]))
        file.unlink()
        yield from share.to_batches(N_DEALT)


def _check_equal(path: Path, part: Path) -> None:
    """Raises LedgerDamaged where the copy has not the rows of the original."""
    LOG.info("reading both, to compare")
    if all_sums(path) != all_sums(part):
        raise LedgerDamaged(path, "its compacted copy has other rows, and was dropped")
