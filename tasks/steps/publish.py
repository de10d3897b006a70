"""Puts what is new in place for readers, in a warehouse without large holes."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta

from tasks.steps.run import LOG, Run
from warehouse.compact import Room, compact, room
from warehouse.errors import LedgerDamaged, LedgerError, LedgerMissing
from warehouse.model.batch import Batch
from warehouse.publish import is_behind
from warehouse.publish import publish as publish_ledger

# A copy takes 4 s a GB, and readers can wait: many never look while a run goes on.
SHOWN_EVERY = timedelta(minutes=10)


def shown(run: Run, batches: Iterable[Batch]) -> Iterator[Batch]:
    """The batches; each is to be committed before the next, and is shown now and then.

    Where they come for long, readers see what there is: the holes are left for the end.
    Where that fails it is said, and tried again later. Raises LedgerMissing,
    LedgerDamaged: then nothing more can be committed.
    """
    shown_at = run.clock()
    for batch in batches:
        yield batch
        if run.clock() - shown_at >= SHOWN_EVERY:
            _show(run)
            shown_at = run.clock()


def _show(run: Run) -> None:
    try:
        publish_ledger(run.ledger, run.wait_s)
    except (LedgerMissing, LedgerDamaged):
        raise
    except LedgerError as error:
        LOG.warning("news.duckdb: not brought up to date yet: %s", error)
        return
    LOG.info("news.duckdb: shows what this run has brought in so far")


def publish(run: Run) -> None:
    """Replaces `news.duckdb` where the warehouse holds more than it.

    Where more than a third of the warehouse holds nothing it is written anew first,
    if the disk has room for that; that it fails is said, and the copy is made all
    the same. Raises LedgerLocked, LedgerDamaged, DiskFull.
    """
    used = room(run.ledger)
    if used.is_loose and _has_space(run, used):
        _compact(run)
    if is_behind(run.ledger):
        publish_ledger(run.ledger, run.wait_s)


def _compact(run: Run) -> None:
    """Compacts; where that fails, the warehouse is as it was, and what is new waits
    for it no longer.
    """
    try:
        done = compact(run.ledger, run.wait_s)
    except LedgerError as error:
        LOG.warning("warehouse.duckdb: not compacted: %s", error)
        return
    LOG.info(
        "warehouse.duckdb: written anew without holes, %.0f MB before, %.0f now",
        done.n_bytes_before / 1e6,
        done.n_bytes_after / 1e6,
    )


def _has_space(run: Run, used: Room) -> bool:
    """Whether the disk takes the texts unpacked and the new file, some five times
    the old one; says so where it does not.
    """
    n_wanted = 5 * (used.n_bytes - used.n_free_bytes)
    n_free = shutil.disk_usage(run.ledger.root).free
    if n_free < n_wanted:
        LOG.info(
            "warehouse.duckdb: has holes; compact it where %.0f MB are free, not %.0f",
            n_wanted / 1e6,
            n_free / 1e6,
        )
    return n_free >= n_wanted
