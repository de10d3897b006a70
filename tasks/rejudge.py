"""Judges stored texts under today's recipe: one task run for each batch of them."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.steps import rejudge as step
from tasks.steps.parse import Pool
from tasks.steps.run import Run


@task(
    name="rejudge",
    task_run_name="rejudge {nth}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def rejudge(run: Run, nth: int, pool: Pool) -> None:  # noqa: ARG001  names the task run
    """Judges a batch of the texts that were not judged under today's recipe."""
    step.rejudge(run, pool)
