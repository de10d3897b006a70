"""Reads a landed batch: one task run a batch."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.steps import parse as step
from tasks.steps.run import Run
from warehouse.model.batch import Batch


@task(
    name="parse",
    task_run_name="parse {batch.name}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def parse(run: Run, batch: Batch, pool: step.Pool) -> Batch:
    """The batch, its articles and rejects staged."""
    return step.parse(run, batch, pool)
