"""Puts what is new in place for readers: one task run a run."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.steps.run import Run
from warehouse.publish import is_behind
from warehouse.publish import publish as publish_ledger


@task(
    name="publish", task_run_name="publish", cache_policy=NO_CACHE, persist_result=False
)
def publish(run: Run) -> None:
    """Replaces `news.duckdb` where the warehouse holds more than it."""
    if is_behind(run.ledger):
        publish_ledger(run.ledger, run.wait_s)
