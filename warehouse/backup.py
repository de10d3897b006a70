"""Copies a ledger to where it can itself be used as one."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from warehouse.connect import settle, told_when_full
from warehouse.errors import DiskFull, LedgerMissing, UsageError
from warehouse.landed import landed_files
from warehouse.ledger import Ledger
from warehouse.synced import copy_synced, sync

LOG = logging.getLogger("newsledger")


def backup(ledger: Ledger, folder: Path, wait_s: float) -> int:
    """Copies what the ledger holds into an empty folder; gives the bytes copied.

    Call it with the lock. Raw comes first and the warehouse last, so that what
    is cut off is no ledger yet; on an error nothing is left. Prefect's own
    database is not copied. Raises UsageError where the folder is not empty or
    is the ledger's, LedgerMissing, LedgerLocked, DiskFull.
    """
    if not ledger.warehouse.exists():
        raise LedgerMissing(ledger.root)
    _check_place(ledger, folder)
    settle(ledger.warehouse, wait_s)
    sources = _files(ledger)
    n_bytes = sum(source.stat().st_size for source in sources)
    with told_when_full(folder / "ledger", "copying to it"):
        was_there = folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < n_bytes:
            raise DiskFull(folder, f"{n_bytes / 1e6:,.0f} MB are to be copied")
        try:
            for nth, source in enumerate(sources):
                if nth % 100 == 0:
                    LOG.info("%d of %d files copied", nth, len(sources))
                target = folder / source.relative_to(ledger.root)
                target.parent.mkdir(parents=True, exist_ok=True)
                copy_synced(source, target)
            _sync_folders(folder)
        except BaseException:
            _clear(folder, keep=was_there)
            raise
    return n_bytes


def _check_place(ledger: Ledger, folder: Path) -> None:
    """Raises UsageError where a backup would mix with what is there."""
    if folder.resolve().is_relative_to(ledger.root.resolve()):
        raise UsageError(f"{folder}: is inside the ledger; give a place outside it")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is not empty; give a new folder")


def _files(ledger: Ledger) -> list[Path]:
    """What makes the ledger, in the order in which it may be cut off."""
    raw = [ledger.raw / name for name in landed_files(ledger.raw)]
    news = [ledger.news] if ledger.news.exists() else []
    return [*raw, *news, ledger.warehouse]


def _sync_folders(folder: Path) -> None:
    for place in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
        sync(place)
    sync(folder.parent)


def _clear(folder: Path, *, keep: bool) -> None:
    """Takes away what was copied into a folder that was empty."""
    for item in folder.iterdir():
        if item.is_dir():
            shutil.rmtree(item)
        else:
            item.unlink()
    if not keep:
        folder.rmdir()
