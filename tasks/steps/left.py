"""Raw files that no row refers to: landed by a run that died before its commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.steps.run import LOG, PROGRAM, Run
from warehouse import runs, staging, state
from warehouse.connect import plain_errors, reading, writing
from warehouse.errors import LedgerDamaged
from warehouse.landed import landed_files, read_batch, stored_in
from warehouse.ledger import batch_key_of
from warehouse.model.batch import Batch
from warehouse.model.source import Source


def left_batches(run: Run) -> Iterator[Batch]:
    """The batches that were landed and never committed, eldest first.

    They are taken up as they are: nothing that came is fetched twice, and a
    ledger made again from raw has them too. They are learnt now, not when they
    landed: who asked in between was told nothing of them. Where the warehouse was
    mended since they were learnt already. A file that cannot be read is left for
    `verify` to tell.
    """
    with reading(run.ledger.warehouse) as con:
        known = {str(key) for key in state.batch_keys(con)}
    for name in landed_files(run.ledger.raw):
        if batch_key_of(name.rpartition("/")[2]) in known:
            continue
        try:
            batch, sources = read_batch(run.ledger.raw, name)
        except LedgerDamaged as error:
            LOG.warning("%s", error)
            continue
        was_learnt = take_up(run, batch, sources)
        if not was_learnt:
            batch = replace(batch, learnt_at=run.clock())
        LOG.info("%s: taken up, left by a run that died", batch.name)
        yield batch


def take_up(run: Run, batch: Batch, sources: Sequence[Source]) -> bool:
    """Stages where the batch's bytes are, told from its raw file alone.

    Its run and its sources have rows then, where those of old are lost; tells
    whether its run's was.
    """
    path = run.ledger.warehouse
    at = batch.learnt_at or run.clock()
    with writing(path, run.wait_s) as con, plain_errors(path, "taking up a batch"):
        is_lost = runs.stand_in(con, batch.run_id, PROGRAM, at)
        runs.record_sources(con, batch.run_id, sources, at)
    if batch.warc_file:
        payloads = stored_in(run.ledger.raw, batch.warc_file)
        staged = staging.stage(payloads=payloads)
        staging.write(run.staging(batch), "landed", staged)
    return is_lost
