"""Decides what each look of a batch is: new, changed, unchanged, a duplicate."""

from __future__ import annotations

from tasks.steps.run import Run
from tasks.text.same_story import is_same_story
from warehouse import load, staging
from warehouse.connect import reading
from warehouse.model.batch import Batch


def judge(run: Run, batch: Batch) -> Batch:
    """Stages the verdicts over the batch's looks; the warehouse is only read."""
    staged = staging.read(run.staging(batch))
    with reading(run.ledger.warehouse) as con:
        load.decide(con, staged, batch, is_same_story)
        load.keep_verdicts(con, run.staging(batch))
    return batch
