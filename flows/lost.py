"""Runs that Prefect holds for running, and whose process is gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.served import is_locked

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun

# A run that had begun and whose process may be gone.
_BEGUN = ("RUNNING", "PENDING", "CANCELLING")


async def close_lost(client: PrefectClient, deployment_id: UUID, ledger: Path) -> int:
    """How many runs of this deployment and ledger were begun and then lost.

    Prefect shows them as running for good. Only this process starts runs of the
    deployment on this ledger, and it has not yet; one whose process outlived its
    server still holds the ledger's lock, and then none is touched.
    """
    if is_locked(ledger / "run.lock"):
        return 0
    from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
    from prefect.states import Crashed

    runs: list[FlowRun] = await client.read_flow_runs(
        deployment_filter=DeploymentFilter.model_validate(
            {"id": {"any_": [deployment_id]}}
        ),
        flow_run_filter=FlowRunFilter.model_validate(
            {"state": {"type": {"any_": list(_BEGUN)}}}
        ),
    )
    lost = [run for run in runs if run.parameters.get("ledger") == str(ledger)]
    for run in lost:
        state: Any = Crashed(message="its process ended without saying so")
        await client.set_flow_run_state(run.id, state, force=True)
    return len(lost)
