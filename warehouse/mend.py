"""Puts the last published copy in the place of a warehouse that cannot be read.

A disk that fails, or that loses what it said it had written, leaves such a file. What
a kill in the midst of a checkpoint tears is put back by undo.py, with nothing lost;
here is lost what only the warehouse held: looks that brought nothing new, requests
and what was left out, since the last publish.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from warehouse.connect import told_when_full, without_names
from warehouse.errors import LedgerDamaged
from warehouse.ledger import Ledger, log_path
from warehouse.sums import all_sums
from warehouse.synced import copy_synced
from warehouse.undo import undo_path

GONE = "is not there"
# What DuckDB says of bytes that are not as it wrote them, or end before (a file that
# found no room when it was made). Not of a file that may not be opened, nor of one
# that a newer DuckDB wrote.
TORN = re.compile(
    r"corrupt|checksum|not a valid duckdb|deserializ|serialization|not read enough"
    rf"|{GONE}",
    re.I,
)


def check_there(ledger: Ledger) -> None:
    """Raises LedgerDamaged where people have a copy of a warehouse that is gone.

    A new and empty one would be published in the place of all they have.
    """
    if ledger.news.exists() and not ledger.warehouse.exists():
        raise LedgerDamaged(ledger.warehouse, GONE)


def is_torn(damage: LedgerDamaged) -> bool:
    """Whether the bytes are at fault, so that the file can be made again."""
    return TORN.search(without_names(damage.what)) is not None


def _reads_whole(path: Path) -> bool:
    try:
        all_sums(path)
    except LedgerDamaged:
        return False
    return True


def mend(ledger: Ledger, damage: LedgerDamaged, now: datetime) -> str:
    """Sets the damaged warehouse aside, puts the copy in its place, and says so.

    What was committed since then stands in raw files that the copy has no row of:
    the run takes them up like those of a run that died. Where nothing was published
    yet, all of raw is. Raises `damage` where it is not torn bytes, the file reads
    whole, or the copy does not either; LedgerLocked, DiskFull. Call it with the lock.
    """
    path = ledger.warehouse
    is_there = path.exists()
    # DuckDB reads more than the ledger, and does not always say which file it is
    if not is_torn(damage) or (is_there and _reads_whole(path)):
        raise damage
    whole = ledger.news if ledger.news.exists() else None
    if whole is not None and not _reads_whole(whole):
        both = f"{damage.what}, and {whole.name} is damaged too"
        raise LedgerDamaged(path, both) from damage
    aside = set_aside(ledger, now, "damaged")
    if whole is not None:
        with told_when_full(path, "mending it"):
            copy_synced(whole, path)
    source = "raw" if whole is None else f"{whole.name} and raw"
    return (
        f"{path.name}: damaged, made again from {source}; looks, requests and rejects "
        "that were not published are lost; the old file is "
        + (f"kept as {aside}" if is_there else "gone")
    )


def set_aside(ledger: Ledger, now: datetime, why: str) -> str:
    """Gives the warehouse that will be replaced another name, and tells it.

    Its log goes with it, and where the file is gone, too: it is of that file
    alone, and DuckDB would read it into the one that takes its place; so is what a
    checkpoint kept. The file goes first: killed in between, the next start finds
    none, and no file that opens without its log and says less than it did.
    """
    path, log = ledger.warehouse, ledger.log
    aside = path.with_name(f"{path.name}.{why}-{now:%Y%m%dT%H%M%S.%f}")
    with told_when_full(path, "setting it aside"):
        if path.exists():
            path.replace(aside)
        if log.exists():
            log.replace(log_path(aside))
        undo_path(path).unlink(missing_ok=True)
    return aside.name
