"""Copies that are whole and on the disk when they have their name, or absent."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from warehouse.ledger import TEMPORARY_NAME


def copy_synced(source: Path, target: Path) -> None:
    """Puts a copy of a file in the target's place, by rename."""
    part = target.with_name(target.name + TEMPORARY_NAME)
    try:
        shutil.copyfile(source, part)
        sync(part)
        part.replace(target)
        sync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Returns when a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
