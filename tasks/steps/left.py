"""Raw files that no row refers to: landed by a run that died before its commit."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.steps.run import LOG, Run
from warehouse import staging, state
from warehouse.connect import reading
from warehouse.errors import LedgerDamaged
from warehouse.landing import landed_files, read_batch, stored_in
from warehouse.ledger import batch_key_of
from warehouse.model import Batch


def left_batches(run: Run) -> Iterator[Batch]:
    """The batches that were landed and never committed, eldest first.

    They are taken up as they are: nothing that came is fetched twice, and a
    ledger made again from raw has them too. A file that cannot be read is left
    for `verify` to tell.
    """
    with reading(run.ledger.warehouse) as con:
        known = {str(key) for key in state.batch_keys(con)}
    for name in landed_files(run.ledger.raw):
        if batch_key_of(name.rpartition("/")[2]) in known:
            continue
        try:
            batch, _ = read_batch(run.ledger.raw, name)
        except LedgerDamaged as error:
            LOG.warning("%s", error)
            continue
        stage_landed(run, batch)
        LOG.info("%s: taken up, left by a run that died", batch.source_id)
        yield batch


def stage_landed(run: Run, batch: Batch) -> None:
    """Stages where the batch's bytes are, told from its raw file alone."""
    if batch.warc_file:
        payloads = stored_in(run.ledger.raw, batch.warc_file)
        staged = staging.stage(payloads=payloads)
        staging.write(run.staging(batch), "landed", staged)
