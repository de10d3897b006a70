"""Decides what each look of a batch is: new, changed, unchanged, a duplicate."""

from __future__ import annotations

from tasks.steps.compare import comparing
from tasks.steps.parse import Pool
from tasks.steps.run import LOG, Run
from tasks.text.same_story import is_same_story
from warehouse import load, staging
from warehouse.connect import keep_bounded, reading
from warehouse.model.batch import Batch
from warehouse.model.likeness import Bounds


def judge(run: Run, batch: Batch, pool: Pool) -> Batch:
    """Stages the verdicts over the batch's looks; the warehouse is only read.

    Texts that are new are laid beside those that they share letters with, whether
    this batch or an earlier one brought them.
    """
    staged = staging.read(run.staging(batch))
    with reading(run.ledger.warehouse) as con:
        keep_bounded(con)
        left = load.decide(con, staged, batch, is_same_story, comparing(pool))
        load.keep_verdicts(con, run.staging(batch))
    tell_bounds(batch.name, left)
    return batch


def tell_bounds(name: str, left: Bounds) -> None:
    """Says what was not compared, as there was too much of it."""
    if left.n_hashes:
        LOG.info(
            "%s: %d passages stand in many texts, and lead to the first of them only",
            name,
            left.n_hashes,
        )
    if left.n_pairs:
        LOG.warning(
            "%s: %d pairs of texts were not compared, the least alike of too many",
            name,
            left.n_pairs,
        )
