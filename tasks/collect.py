"""Collects a group of sources side by side: one task run a group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.http.client import Client
from tasks.steps import collect as step
from tasks.steps.groups import name_of
from tasks.steps.run import Run
from warehouse.model.batch import Batch
from warehouse.model.source import Source


def run_name() -> str:
    """The task run's name in the UI: its source, or how many."""
    return f"collect {name_of(task_run.parameters['sources'])}"


@task(
    name="collect",
    task_run_name=run_name,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def collect(run: Run, sources: Sequence[Source], client: Client) -> Iterator[Batch]:
    """The group's batches, as they are landed."""
    yield from step.collect(run, sources, client)
