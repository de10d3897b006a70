"""Where a ledger's files are, and who may write to them now."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import NO_ROOM, DiskFull, LedgerError, LedgerLocked

# What a run that died may leave, by names that are ours alone: the folder may hold
# other things of its owner's.
TEMPORARY = ".newsledger"
TEMPORARY_NAME = ".part"
RAW_NAME = re.compile(r"\d{6}-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The files of one ledger. Making this touches nothing.

    `raw_root` is set where the raw files are another ledger's: one that is made
    again beside it.
    """

    root: Path
    raw_root: Path | None = None

    @property
    def warehouse(self) -> Path:
        """The database that runs write; private to them."""
        return self.root / "warehouse.duckdb"

    @property
    def log(self) -> Path:
        """DuckDB's log of the warehouse: there while a run writes, or died."""
        return log_path(self.warehouse)

    @property
    def news(self) -> Path:
        """The database that people read; replaced by rename, never written to."""
        return self.root / "news.duckdb"

    @property
    def raw(self) -> Path:
        """The folder of WARC files, by day."""
        return self.raw_root or self.root / "raw"

    @property
    def temporary(self) -> Path:
        """What is under way; cleared at each start."""
        return self.root / TEMPORARY

    @property
    def staging(self) -> Path:
        """What batches hold between their steps."""
        return self.temporary / "staging"

    @property
    def lock(self) -> Path:
        """Held by whatever command writes to the ledger."""
        return self.root / "run.lock"


def log_path(database: Path) -> Path:
    """Where DuckDB keeps what was committed to a database and not checkpointed."""
    return database.with_name(f"{database.name}.wal")


def batch_key_of(raw_name: str) -> str:
    """The key of the batch that landed in a raw file, told from the file's name."""
    found = RAW_NAME.fullmatch(raw_name)
    if found is None:
        raise ValueError(f"{raw_name!r} is no name of a raw file")
    return found[1]


@contextmanager
def holding(ledger: Ledger, wait_s: float) -> Iterator[None]:
    """Holds `run.lock` for as long as the block runs.

    The lock is the kernel's (flock): it is free the moment its holder ends, in
    whatever way. Raises LedgerLocked with the holder's PID after `wait_s`
    seconds, LedgerError where the folder cannot be written, DiskFull.
    """
    try:
        ledger.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(ledger.lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _unwritable(ledger, error) from error
    try:
        _acquire(handle, ledger.lock, wait_s)
        said = f"{os.getpid()}\n".encode()
        try:
            os.pwrite(handle, said, 0)  # in place first: that needs no room
            os.ftruncate(handle, len(said))
        except OSError as error:
            raise _unwritable(ledger, error) from error
        yield
    finally:
        os.close(handle)


def _unwritable(ledger: Ledger, error: OSError) -> LedgerError:
    if error.errno in NO_ROOM:
        return DiskFull(ledger.root, "taking its lock")
    return LedgerError(
        f"{ledger.root}: cannot be written, {error.strerror}; choose another "
        "with --ledger"
    )


def clear_temporary(ledger: Ledger) -> None:
    """Removes what a dead run left under temporary names; call it with the lock."""
    shutil.rmtree(ledger.temporary, ignore_errors=True)
    for left in ledger.raw.rglob(f"*.warc.gz{TEMPORARY_NAME}"):
        if RAW_NAME.fullmatch(left.name.removesuffix(TEMPORARY_NAME)):
            left.unlink()
    for whole in (ledger.warehouse, ledger.news):
        whole.with_name(whole.name + TEMPORARY_NAME).unlink(missing_ok=True)


def _acquire(handle: int, path: Path, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    pause_s = 0.05
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
            if time.monotonic() + pause_s > deadline:
                pid = os.pread(handle, 32, 0).decode(errors="replace").strip()
                raise LedgerLocked(path, f"process {pid or '?'}", wait_s) from error
            time.sleep(pause_s)
            pause_s = min(pause_s * 2, 1.0)
        else:
            return
