"""Puts what is new in place for readers: one task run a run."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.steps import publish as step
from tasks.steps.run import Run


@task(
    name="publish", task_run_name="publish", cache_policy=NO_CACHE, persist_result=False
)
def publish(run: Run) -> None:
    """Replaces `news.duckdb` where the warehouse holds more than it, holes closed."""
    step.publish(run)
