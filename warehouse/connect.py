"""Opens the ledger's DuckDB files: one writer, or any number of readers.

The only module that knows DuckDB's settings and its lock messages.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir

import duckdb

from warehouse.errors import (
    NO_ROOM,
    DiskFull,
    LedgerDamaged,
    LedgerError,
    LedgerLocked,
    LedgerMissing,
)
from warehouse.ledger import TEMPORARY, log_path
from warehouse.undo import checkpoint, put_back

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
# checkpoint_threshold: the one checkpoint of a session is its last act, in `writing`.
MEMORY = "384MB"
WRITING = {
    **CONFIG,
    "memory_limit": MEMORY,
    "max_vacuum_tasks": "0",
    "checkpoint_threshold": "1TB",
}
# v1.4.0 is what readers' tools open today. The row group size is not kept in
# the file, so it is said each time; with it a batch goes to the file once, not
# through the write-ahead log as well.
ATTACH = "attach {path} as {name} (storage_version 'v1.4.0', row_group_size 30720)"
ATTACH_READ_ONLY = "attach {path} as {name} (read_only)"

LOCK = re.compile(r"Could not set lock on file")
HOLDER = re.compile(r"held in (.+?) \(PID (\d+)\)")
NAMED = re.compile(r'"[^"]*"')
FULL = re.compile(r"No space left|File too large|disk full|not enough space", re.I)


def literal(value: str) -> str:
    """`value` as a SQL string literal, for the statements that take no parameters."""
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def writing(
    path: Path, wait_s: float, name: str = "warehouse"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds the file for writing, and is closed at the end.

    At the end what was committed goes from the log into the file, in one checkpoint;
    on an error it stays in the log, and the next session takes it up. What a process
    that was killed left half written is put back first. Waits up to `wait_s` seconds
    for whoever has the file open, then raises LedgerLocked naming it. Raises
    DiskFull, LedgerDamaged.
    """
    con = duckdb.connect(":memory:", config=WRITING)
    try:
        con.execute("set timezone = 'UTC'")
        con.execute("pragma disable_checkpoint_on_shutdown")
        with plain_errors(path, "opening it"):
            (path.parent / TEMPORARY).mkdir(exist_ok=True)
            _spill_to(con, path.parent / TEMPORARY)
            _attach(con, path, wait_s, name)
        con.execute(f"use {name}")
        yield con
        if log_path(path).exists():
            with plain_errors(path, "writing a checkpoint"):
                checkpoint(con, path)
    finally:
        con.close()
        # where a reader came first, or the disk fails, the next session does it
        with suppress(OSError):
            put_back(path)


def settle(path: Path, wait_s: float) -> None:
    """Brings what a dead run left in the log into the file, which is whole then.

    Raises as `writing` does.
    """
    with writing(path, wait_s):
        pass


@contextmanager
def reading(
    path: Path, name: str = "news", doing: str = "reading it"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that only reads, with nothing else of the machine in reach.

    Raises LedgerMissing where there is no file, LedgerLocked while a writer
    holds it, LedgerDamaged, and DiskFull, which says what was being done.
    """
    if not path.exists():
        raise LedgerMissing(path.parent)
    con = duckdb.connect(":memory:", config=CONFIG)
    try:
        con.execute("set timezone = 'UTC'")
        temporary = path.parent / TEMPORARY
        # a copy that lies elsewhere has none, and may not be ours to write beside
        _spill_to(con, temporary if temporary.is_dir() else Path(gettempdir()))
        turn_to(con, path, name)
        with plain_errors(path, doing):
            yield con
    finally:
        con.close()


def keep_bounded(con: duckdb.DuckDBPyConnection) -> None:
    """Has a reading connection hold no more of a large ledger than a writing one.

    To judge 1,000 articles beside a million it kept 850 MB more (2026-11-30).
    """
    con.execute(f"set memory_limit = {literal(MEMORY)}")


def turn_to(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Has a connection that only reads answer of this file from now on.

    Raises LedgerLocked, LedgerDamaged, DiskFull.
    """
    with plain_errors(path, "opening it"):
        try:
            con.execute(ATTACH_READ_ONLY.format(path=literal(str(path)), name=name))
        except duckdb.IOException as error:
            if LOCK.search(str(error)):
                raise LedgerLocked(path, _holder(str(error)), 0) from error
            raise
        con.execute(f"use {name}")


@contextmanager
def plain_errors(path: Path, doing: str) -> Iterator[None]:
    """Turns what DuckDB says of a full disk or a damaged file into our errors.

    `path` is the database that is open; where none is, told_when_full will do.
    """
    try:
        with told_when_full(path, doing):
            yield
    except duckdb.Error as error:
        text = without_names(str(error))
        if isinstance(error, duckdb.IOException | duckdb.SerializationException) or (
            "checksum" in text or "corrupt" in text.lower()
        ):
            first_line = str(error).partition("\n")[0]
            raise LedgerDamaged(path, first_line) from error
        raise


def without_names(message: str) -> str:
    """What DuckDB says, without the paths that it names: a folder may be `corrupt`."""
    return NAMED.sub("", message)


@contextmanager
def told_when_full(path: Path, doing: str) -> Iterator[None]:
    """Turns what a full disk raises into DiskFull; `path` is what is written."""
    try:
        yield
    except duckdb.Error as error:
        if FULL.search(str(error)):
            raise DiskFull(path.parent, doing) from error
        raise
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(path.parent, doing) from error
        raise


def _spill_to(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Has what does not fit into memory written below `folder`, which must exist."""
    con.execute(f"set temp_directory = {literal(str(folder / 'spill'))}")


def _attach(
    con: duckdb.DuckDBPyConnection, path: Path, wait_s: float, name: str
) -> None:
    """Attaches for writing what a dead process left as its last checkpoint made it.

    Tries again with growing pauses while it is locked.
    """
    deadline = time.monotonic() + wait_s
    pause_s = 0.05
    while True:
        try:
            put_back(path)
            con.execute(ATTACH.format(path=literal(str(path)), name=name))
        except PermissionError as error:
            raise LedgerError(
                f"{path.name}: cannot be written, no permission"
            ) from error
        except (BlockingIOError, duckdb.IOException) as error:
            if isinstance(error, duckdb.Error) and not LOCK.search(str(error)):
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
