"""Whether the disk has room for what a run may bring, asked before it starts."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from tasks.listings.files import size_of
from tasks.steps.run import LOG, Run
from warehouse.model.source import Source

# Raw bytes, rows and the published copy; a checkpoint and a compaction need as much.
TIMES = 3


def check_room(run: Run, sources: Sequence[Source]) -> None:
    """Says in one line where less is free than three times the local files to read.

    The run goes on: most of them may be unchanged, and a full disk loses nothing.
    What a feed will bring nobody knows.
    """
    n_bytes = sum(size_of(source.path) for source in sources if source.path)
    if line := short_of_room(n_bytes, shutil.disk_usage(run.ledger.root).free):
        LOG.warning("%s: %s", run.ledger.root, line)


def short_of_room(n_bytes: int, n_free: int) -> str | None:
    """What there is to say of reading `n_bytes` with `n_free` bytes of disk."""
    if n_free >= TIMES * n_bytes:
        return None
    return (
        f"{n_free / 1e6:,.0f} MB free, and {n_bytes / 1e6:,.0f} MB to read may need "
        f"{TIMES * n_bytes / 1e6:,.0f}; free some, or watch the run"
    )
