"""Judges stored texts under today's recipe: one task run for each batch of them."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.steps import rejudge as step
from tasks.steps.parse import Pool
from tasks.steps.run import Run
from warehouse.model.likeness import Recipe


@task(
    name="rejudge",
    task_run_name="rejudge {nth}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def rejudge(
    run: Run,
    nth: int,  # noqa: ARG001  names the task run
    pool: Pool,
    by: Recipe | None = None,
) -> None:
    """Judges a batch of the texts that were not judged by the recipe, or today's."""
    step.rejudge(run, pool, by)
