"""Ends a run: findings, its status, and a table for Prefect's UI."""

from __future__ import annotations

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from tasks.steps import audit as step
from tasks.steps.audit import Rejudged, Report
from tasks.steps.run import Run


@task(name="audit", task_run_name="audit", cache_policy=NO_CACHE, persist_result=False)
def audit(run: Run, rejudged: Rejudged | None = None) -> Report:
    """The run's report, which is kept as an artifact too."""
    report = step.audit(run, rejudged)
    create_markdown_artifact(
        step.as_markdown(report), key="report", description="What the run came to"
    )
    return report
