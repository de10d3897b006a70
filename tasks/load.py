"""Commits a judged batch: one task run a batch, safe to try again."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.steps import store as step
from tasks.steps.run import Run
from warehouse.model.batch import Batch, Loaded


@task(
    name="load",
    task_run_name="load {batch.name}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def load(run: Run, batch: Batch) -> Loaded:
    """What the committed batch came to."""
    return step.store(run, batch)
