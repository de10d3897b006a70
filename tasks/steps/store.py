"""Commits a judged batch to the warehouse, and clears what it held on disk."""

from __future__ import annotations

from tasks.steps.compare import edges_of_unmet
from tasks.steps.run import LOG, Run
from warehouse import load, staging
from warehouse.connect import plain_errors, writing
from warehouse.model.batch import Batch, Loaded


def store(run: Run, batch: Batch) -> Loaded:
    """Writes the batch in one transaction; gives what it came to.

    Trying again is safe: a batch that is there is not written twice.
    """
    folder = run.staging(batch)
    staged = staging.read(folder)
    path = run.ledger.warehouse
    with writing(path, run.wait_s) as con:
        load.read_verdicts(con, folder)
        with plain_errors(path, "writing a batch"):
            now = batch.learnt_at or run.clock()
            loaded = load.load(con, staged, batch, edges_of_unmet, now)
    staging.clear(folder)
    said = ", ".join(f"{n} {outcome}" for outcome, n in loaded.outcomes)
    LOG.info(
        "%s: %d in, %s, %d left out",
        batch.name,
        loaded.n_in,
        said or "none read",
        loaded.n_rejects,
    )
    return loaded
