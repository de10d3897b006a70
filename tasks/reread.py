"""Reads stored bytes again, in batches: one task run for each kind of them."""

from __future__ import annotations

from collections.abc import Iterator

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.steps import reread as step
from tasks.steps.parse import Pool
from tasks.steps.run import Run
from warehouse.model.batch import Again, Batch
from warehouse.stale import What


@task(
    name="reread",
    task_run_name="reread {what}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def reread(run: Run, again: Again, what: What, pool: Pool) -> Iterator[Batch]:
    """The batches of what is to be read again, as they are read."""
    yield from step.reread(run, again, what, pool)
