"""Puts the last published copy in the place of a warehouse that no longer opens.

A process that is killed while DuckDB writes a block leaves that block torn (once in
650 kills, in the first block of the file), and a disk that fails does the same.
"""

from __future__ import annotations

import re
from datetime import datetime

from warehouse.connect import plain_errors
from warehouse.errors import LedgerDamaged
from warehouse.ledger import Ledger
from warehouse.sums import all_sums
from warehouse.synced import copy_synced

# What DuckDB says of bytes that are not as it wrote them, or end before (a file that
# found no room when it was made). Not of a file that may not be opened, nor of one
# that a newer DuckDB wrote.
TORN = re.compile(
    r"corrupt|checksum|not a valid duckdb|deserializ|serialization|not read enough",
    re.I,
)


def is_torn(damage: LedgerDamaged) -> bool:
    """Whether the bytes are at fault, so that the file can be made again."""
    return TORN.search(damage.what) is not None


def mend(ledger: Ledger, damage: LedgerDamaged, now: datetime) -> str:
    """Sets the damaged warehouse aside, puts the copy in its place, and says so.

    What was committed since then stands in raw files that the copy has no row of:
    the run takes them up like those of a run that died. Where nothing was published
    yet, all of raw is. Raises `damage` where it is not torn bytes or the copy is not
    whole either, DiskFull. To be called with the lock.
    """
    if not is_torn(damage):
        raise damage
    whole = ledger.news if ledger.news.exists() else None
    if whole is not None:
        all_sums(whole)  # or it is damaged too
    aside = set_aside(ledger, now, "damaged")
    with plain_errors(ledger.warehouse, "mending it"):
        if whole is None:
            ledger.warehouse.unlink()
        else:
            copy_synced(whole, ledger.warehouse)
    source = "raw" if whole is None else f"{whole.name} and raw"
    return f"{ledger.warehouse.name}: damaged, made again from {source}; see {aside}"


def set_aside(ledger: Ledger, now: datetime, why: str) -> str:
    """Keeps a copy of the warehouse that will be replaced, and gives its name.

    Its log goes with the copy, for it is of that file alone. The file itself keeps
    its name until another takes it: a kill in between finds it, and not none.
    """
    path, log = ledger.warehouse, ledger.log
    aside = path.with_name(f"{path.name}.{why}-{now:%Y%m%dT%H%M%S}")
    with plain_errors(path, "setting it aside"):
        copy_synced(path, aside)
        if log.exists():
            log.replace(aside.with_name(f"{aside.name}.wal"))
    return aside.name
