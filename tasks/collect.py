"""Lists a source and lands what is new: one task run a source."""

from __future__ import annotations

from collections.abc import Iterator

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.http.client import Client
from tasks.steps import collect as step
from tasks.steps.run import Run
from warehouse.model import Batch, Source


@task(
    name="collect",
    task_run_name="collect {source.source_id}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def collect(run: Run, source: Source, client: Client) -> Iterator[Batch]:
    """The source's batches, as they are landed."""
    yield from step.collect(run, source, client)
