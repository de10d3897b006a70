"""Makes the file that people read: a synced copy of the warehouse, by rename."""

from __future__ import annotations

from warehouse.connect import reading, settle, told_when_full
from warehouse.errors import LedgerDamaged, LedgerMissing
from warehouse.ledger import Ledger
from warehouse.sqlfiles import statement
from warehouse.synced import copy_synced


def publish(ledger: Ledger, wait_s: float) -> int:
    """Puts a copy of the warehouse in place of `news.duckdb`; gives its size in bytes.

    An open session keeps the file that it opened; the next one sees the new
    one. Raises LedgerMissing, LedgerLocked, DiskFull; the old file stays where
    it fails.
    """
    if not ledger.warehouse.exists():
        raise LedgerMissing(ledger.root)
    settle(ledger.warehouse, wait_s)
    with told_when_full(ledger.news, "publishing"):
        copy_synced(ledger.warehouse, ledger.news)
    return ledger.news.stat().st_size


def is_behind(ledger: Ledger) -> bool:
    """Whether the warehouse holds what people cannot read yet."""
    if not ledger.news.exists():
        return True
    try:
        with reading(ledger.news) as con:
            theirs = con.execute(statement("queries/newest")).fetchone()
    except LedgerDamaged:
        return True  # it is made from the warehouse, so it is made again
    with reading(ledger.warehouse) as con:
        ours = con.execute(statement("queries/newest")).fetchone()
    return theirs != ours
