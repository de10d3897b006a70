"""Makes the warehouse again from the raw files alone, with no network.

The same articles, versions, clusters and both clocks come of it; looks that brought
no new bytes, requests, and what was left out before it was landed do not. Nor does a
table of boilerplate that was learnt: texts are compared without, until it is again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from tasks.steps.judge import judge
from tasks.steps.left import take_up
from tasks.steps.parse import Pool, helpers, parse
from tasks.steps.rejudge import settle
from tasks.steps.run import LOG, Run
from tasks.steps.store import store
from warehouse import similar
from warehouse.connect import reading
from warehouse.errors import LedgerDamaged
from warehouse.landed import landed_files, read_batch
from warehouse.ledger import Ledger, clear_temporary, holding
from warehouse.mend import set_aside
from warehouse.migrate import check, migrate
from warehouse.model.batch import Batch
from warehouse.model.source import Source
from warehouse.publish import publish
from warehouse.undo import undo_path

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild read, and the files that could not be read.

    `has_unlearnt` says that the old warehouse had learnt a table of boilerplate.
    """

    n_batches: int
    n_versions: int
    damaged: tuple[str, ...]
    has_unlearnt: bool = False


def rebuild(ledger: Ledger, wait_s: float, clock: Callable[[], datetime]) -> Rebuilt:
    """Puts a warehouse made from `raw/` in place of the old one, and publishes it.

    The old one stays as it is until the new one is whole, and is kept where a raw
    file could not be read. Raises LedgerLocked, DiskFull.
    """
    with holding(ledger, wait_s), helpers() as pool:
        clear_temporary(ledger)
        aside = Ledger(ledger.temporary / "rebuild", raw_root=ledger.raw)
        aside.root.mkdir(parents=True)
        path = aside.warehouse
        migrate(path, wait_s, clock())
        settle(Run(run_id=NOBODY, ledger=aside, clock=clock))
        had_learnt = _has_learnt(ledger)
        found, damaged = _batches(ledger.raw)
        n_versions = sum(_again(aside, pool, *item, clock) for item in found)
        if damaged and ledger.warehouse.exists():
            # the old one may hold what the new one lacks
            LOG.warning("the old one is kept: %s", set_aside(ledger, clock(), "old"))
        for beside in (ledger.log, undo_path(ledger.warehouse)):
            beside.unlink(missing_ok=True)  # they are of the old one alone
        path.replace(ledger.warehouse)
        publish(ledger, wait_s)
        clear_temporary(ledger)
    return Rebuilt(len(found), n_versions, tuple(damaged), had_learnt)


def _has_learnt(ledger: Ledger) -> bool:
    """Whether the old warehouse had learnt a table; no, where it cannot be told."""
    try:
        with reading(ledger.warehouse) as con:
            lacking = check(con, ledger.warehouse)
            return not lacking and bool(similar.recipe(con).learnt)
    except Exception:  # noqa: BLE001  one that is damaged in any way is made again
        return False


def _batches(raw: Path) -> tuple[list[tuple[Batch, tuple[Source, ...]]], list[str]]:
    """The landed batches as they were learnt, and the files that cannot be read."""
    found, damaged = [], []
    for name in landed_files(raw):
        try:
            found.append(read_batch(raw, name))
        except LedgerDamaged as error:
            damaged.append(str(error))
    found.sort(key=lambda item: (str(item[0].learnt_at), str(item[0].batch_key)))
    return found, damaged


def _again(
    aside: Ledger,
    pool: Pool,
    batch: Batch,
    sources: tuple[Source, ...],
    clock: Callable[[], datetime],
) -> int:
    """Takes one batch down the road again; gives how many versions it made."""
    run = Run(run_id=batch.run_id, ledger=aside, clock=clock)
    take_up(run, batch, sources)
    loaded = store(run, judge(run, parse(run, batch, pool), pool))
    LOG.info("%s: made again", batch.warc_file)
    return loaded.n_versions
