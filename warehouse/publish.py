"""Makes the file that people read: a synced copy of the warehouse, by rename."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from warehouse.connect import plain_errors, reading, writing
from warehouse.ledger import TEMPORARY_NAME, Ledger
from warehouse.sqlfiles import statement


def publish(ledger: Ledger, wait_s: float) -> int:
    """Puts a copy of the warehouse in place of `news.duckdb`; gives its size in bytes.

    An open session keeps the file that it opened; the next one sees the new
    one. Raises LedgerLocked, DiskFull; the old file stays where it fails.
    """
    with writing(ledger.warehouse, wait_s) as con:
        con.execute("checkpoint")
    part = ledger.news.with_name(ledger.news.name + TEMPORARY_NAME)
    with plain_errors(ledger.news, "publishing"):
        try:
            shutil.copyfile(ledger.warehouse, part)
            _sync(part)
            part.replace(ledger.news)
            _sync(ledger.root)
        finally:
            part.unlink(missing_ok=True)
    return ledger.news.stat().st_size


def is_behind(ledger: Ledger) -> bool:
    """Whether the warehouse holds what people cannot read yet."""
    if not ledger.news.exists():
        return True
    with reading(ledger.news) as con:
        theirs = con.execute(statement("queries/newest")).fetchone()
    with reading(ledger.warehouse) as con:
        ours = con.execute(statement("queries/newest")).fetchone()
    return theirs != ours


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
