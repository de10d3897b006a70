"""Makes the file that people read: a synced copy of the warehouse, by rename."""

from __future__ import annotations

from warehouse.connect import (
    plain_errors,
    reading,
    settle,
    told_when_full,
    turn_to,
)
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
    with reading(ledger.warehouse, "warehouse") as con:
        ours = con.execute(statement("queries/newest")).fetchall()
        try:
            turn_to(con, ledger.news, "news")
            with plain_errors(ledger.news, "reading it"):
                theirs = con.execute(statement("queries/newest")).fetchall()
        except LedgerDamaged:
            return True  # it is made from the warehouse, so it is made again
    return theirs != ours
