"""Decides what is new, changed, unchanged or a duplicate: one task run a batch."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.steps import judge as step
from tasks.steps.parse import Pool
from tasks.steps.run import Run
from warehouse.model.batch import Batch


@task(
    name="dedupe",
    task_run_name="dedupe {batch.name}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def dedupe(run: Run, batch: Batch, pool: Pool) -> Batch:
    """The batch, its verdicts staged."""
    return step.judge(run, batch, pool)
