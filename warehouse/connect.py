"""Opens the ledger's DuckDB files: one writer, or any number of readers.

The only module that knows DuckDB's settings and its lock messages.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

import duckdb

from warehouse.errors import DiskFull, LedgerDamaged, LedgerLocked, LedgerMissing
from warehouse.ledger import TEMPORARY

Connection = duckdb.DuckDBPyConnection

# Nothing is fetched from the network: an absent extension is an error, not a
# download (DuckDB asks extensions.duckdb.org by itself otherwise).
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "preserve_insertion_order": "false",
}
# memory_limit: what a checkpoint touches is cached up to this, the more the larger
# the ledger (580 MB at 100,000 articles): a run's memory must not grow with it. What
# does not fit is spilled to disk.
# max_vacuum_tasks: a checkpoint would rewrite row groups to fill the holes that moved
# heads leave: 20 batches of 5,000 took 15.5 s instead of 8, and made the file 305 MB
# instead of 191. `compact` fills them.
WRITING = {**CONFIG, "memory_limit": "384MB", "max_vacuum_tasks": "0"}
# v1.4.0 is what readers' tools open today. The row group size is not kept in
# the file, so it is said each time; with it a batch goes to the file once, not
# through the write-ahead log as well.
ATTACH = "attach {path} as {name} (storage_version 'v1.4.0', row_group_size 30720)"
ATTACH_READ_ONLY = "attach {path} as {name} (read_only)"

LOCK = re.compile(r"Could not set lock on file")
HOLDER = re.compile(r"held in (.+?) \(PID (\d+)\)")
FULL = re.compile(r"No space left|File too large|disk full|not enough space", re.I)


def literal(value: str) -> str:
    """`value` as a SQL string literal, for the statements that take no parameters."""
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def writing(
    path: Path, wait_s: float, name: str = "warehouse"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds the file for writing, and is closed at the end.

    Waits up to `wait_s` seconds for whoever has the file open, then raises
    LedgerLocked naming it. Raises DiskFull, LedgerDamaged.
    """
    con = duckdb.connect(":memory:", config=WRITING)
    try:
        con.execute("set timezone = 'UTC'")
        with plain_errors(path, "opening it"):
            (path.parent / TEMPORARY).mkdir(exist_ok=True)
            _spill_to(con, path.parent / TEMPORARY)
            _attach(con, path, wait_s, name)
        con.execute(f"use {name}")
        yield con
    finally:
        con.close()


@contextmanager
def reading(path: Path, name: str = "news") -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that only reads, with nothing else of the machine in reach.

    Raises LedgerMissing where there is no file, LedgerLocked while a writer
    holds it, LedgerDamaged.
    """
    if not path.exists():
        raise LedgerMissing(path.parent)
    con = duckdb.connect(":memory:", config=CONFIG)
    try:
        con.execute("set timezone = 'UTC'")
        temporary = path.parent / TEMPORARY
        # a copy that lies elsewhere has none, and may not be ours to write beside
        _spill_to(con, temporary if temporary.is_dir() else Path(gettempdir()))
        with plain_errors(path, "opening it"):
            try:
                con.execute(ATTACH_READ_ONLY.format(path=literal(str(path)), name=name))
            except duckdb.IOException as error:
                if LOCK.search(str(error)):
                    raise LedgerLocked(path, _holder(str(error)), 0) from error
                raise
        con.execute(f"use {name}")
        yield con
    finally:
        con.close()


@contextmanager
def plain_errors(path: Path, doing: str) -> Iterator[None]:
    """Turns what DuckDB says of a full disk or a damaged file into our errors."""
    try:
        yield
    except duckdb.Error as error:
        text = str(error)
        if FULL.search(text):
            raise DiskFull(path.parent, doing) from error
        if isinstance(error, duckdb.IOException | duckdb.SerializationException) or (
            "checksum" in text or "corrupt" in text.lower()
        ):
            first_line = text.partition("\n")[0]
            raise LedgerDamaged(path, first_line) from error
        raise
    except OSError as error:
        if error.errno in {27, 28, 122}:  # EFBIG, ENOSPC, EDQUOT
            raise DiskFull(path.parent, doing) from error
        raise


def _spill_to(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Has what does not fit into memory written below `folder`, which must exist."""
    con.execute(f"set temp_directory = {literal(str(folder / 'spill'))}")


def _attach(
    con: duckdb.DuckDBPyConnection, path: Path, wait_s: float, name: str
) -> None:
    """Attaches for writing, trying again with growing pauses while it is locked."""
    deadline = time.monotonic() + wait_s
    pause_s = 0.05
    while True:
        try:
            con.execute(ATTACH.format(path=literal(str(path)), name=name))
        except duckdb.IOException as error:
            if not LOCK.search(str(error)):
                raise
            if time.monotonic() + pause_s > deadline:
                raise LedgerLocked(path, _holder(str(error)), wait_s) from error
            time.sleep(pause_s * random.uniform(0.5, 1))  # noqa: S311
            pause_s = min(pause_s * 2, 2.0)
        else:
            return


def _holder(message: str) -> str:
    """Who holds the lock, from DuckDB's message: `process 4121 (python)`."""
    found = HOLDER.search(message)
    if not found:
        return "another process"
    return f"process {found[2]} ({Path(found[1]).name})"
