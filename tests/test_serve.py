"""What a served ledger does: its schedule, its runs, and how it ends."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import ownserver
import pytest
from plainrun import ask

from flows.serve import Service, _deployment, serve
from flows.served import find_served, is_locked
from flows.server import answers, listen
from flows.stopping import Stop, cancelled_by, stoppable
from warehouse.errors import UsageError

pytestmark = pytest.mark.prefect

SERVE = """
import sys
from pathlib import Path
from flows.serve import Service, serve
from warehouse.errors import UsageError
try:
    serve(Service(
        ledger=Path(sys.argv[1]), entrypoint=sys.argv[2], name=sys.argv[3],
        cron="0 6 * * *", timezone="Europe/Brussels",
    ))
except UsageError as error:
    sys.exit(f"refused: {error}")
"""

BY_HAND = """
import sys
from pathlib import Path
from flows.api import prefect_api
with prefect_api(Path(sys.argv[1])) as api:
    from tinyflow import tiny
    with api.flow_runs():
        state = tiny(sys.argv[1], return_state=True)
print(api.how, api.url, state.type.value)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Up:
    """A served ledger that is up."""

    ledger: Path
    program: subprocess.Popen[str]
    url: str
    said: list[str]

    def run(self, name: str = "tiny/news", **parameters: object) -> str:
        """The id of a run that was asked for."""
        deployment = ownserver.ask(f"{self.url}/deployments/name/{name}")
        made = ownserver.ask(
            f"{self.url}/deployments/{deployment['id']}/create_flow_run",
            {"state": {"type": "SCHEDULED"}, "parameters": parameters},
        )
        return str(made["id"])

    def state_of(self, run_id: str) -> str:
        return str(ownserver.ask(f"{self.url}/flow_runs/{run_id}")["state_type"])

    def end_of(self, run_id: str) -> str:
        """The state in which a run ended."""
        ends = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        what = f"run {run_id} to end"
        ownserver.wait_until(lambda: self.state_of(run_id) in ends, what)
        return self.state_of(run_id)


def up(ledger: Path) -> AbstractContextManager[Up]:
    words = (ledger, "tinyflow.tiny", "news")
    return is_up(ledger, ownserver.start(SERVE, *words, home=ledger.parent))


@contextmanager
def is_up(ledger: Path, program: subprocess.Popen[str]) -> Iterator[Up]:
    assert program.stdout
    try:
        said = []
        for line in program.stdout:
            said.append(line.strip())
            if line.startswith("serving "):
                break
        address = re.fullmatch(r"Prefect: (http://127\.0\.0\.1:\d+)", said[0])
        assert address, said
        yield Up(ledger=ledger, program=program, url=f"{address[1]}/api", said=said)
    finally:
        program.kill()
        program.communicate()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    with up(ownserver.new_ledger(tmp_path_factory.mktemp("served"))) as it:
        yield it


def test_a_strict_service_deploys_strict_runs(tmp_path: Path) -> None:
    service = Service(ledger=tmp_path / "ledger", config=tmp_path / "sources.toml")

    assert "strict" not in _deployment(service).parameters
    assert _deployment(replace(service, is_strict=True)).parameters["strict"] is True


def test_a_served_deployment_gets_scheduled_runs_at_the_hour_of_its_zone(
    served: Up,
) -> None:
    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}

    runs = ownserver.wait_until(
        lambda: ownserver.ask(f"{served.url}/flow_runs/filter", scheduled),
        "a scheduled run",
    )

    hours = {
        datetime.fromisoformat(run["expected_start_time"])
        .astimezone(ZoneInfo("Europe/Brussels"))
        .strftime("%H:%M")
        for run in runs
    }
    assert hours == {"06:00"}


def test_a_run_that_is_asked_for_ends_completed(served: Up) -> None:
    run_id = served.run()

    assert served.end_of(run_id) == "COMPLETED"


def test_a_run_by_hand_finds_the_server_of_its_ledger(served: Up) -> None:
    program = ownserver.start(BY_HAND, served.ledger, home=served.ledger.parent)

    said, _ = program.communicate(timeout=60)

    assert said.split() == ["served", served.url, "COMPLETED"]


def test_a_ledger_is_served_once(served: Up) -> None:
    words = (served.ledger, "tinyflow.tiny", "again")

    said, _ = ownserver.start(SERVE, *words, home=served.ledger.parent).communicate(
        timeout=60
    )

    assert said.startswith(f"refused: {served.ledger}: served already at {served.url}")
    assert find_served(served.ledger)


def test_the_pages_of_the_server_name_its_own_api(served: Up) -> None:
    settings = ownserver.ask(served.url.removesuffix("/api") + "/ui-settings")

    assert settings["api_url"] == served.url
    assert settings["default_ui"] == "v1"


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_runs_and_server_and_keeps_the_schedule(
    tmp_path: Path, how: signal.Signals
) -> None:
    with up(ownserver.new_ledger(tmp_path)) as it:
        it.run(until=str(tmp_path / "never"))
        alive = it.ledger / "alive.lock"
        ownserver.wait_until(lambda: is_locked(alive), "the run to begin")

        it.program.send_signal(how)
        said, _ = it.program.communicate(timeout=60)

    assert it.program.returncode == 0
    assert said.splitlines()[-1].startswith("ended")
    assert "Traceback" not in said
    assert not answers(it.url)
    assert not is_locked(alive)
    assert not (it.ledger / "prefect" / "server.json").exists()
    assert ownserver.rows(it.ledger, "select paused from deployment") == [(0,)]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stop_that_python_drops_ends_it_all_the_same() -> None:
    class Thing:
        pass

    async def serving(stop: Stop) -> None:
        with cancelled_by(stop):
            await asyncio.Event().wait()

    thing = Thing()
    dropping = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGTERM))
    with stoppable() as stop:
        del thing
        assert dropping() is None

        asyncio.run(serving(stop))

    assert stop.is_asked


@pytest.mark.slow
def test_a_kill_ends_runs_and_server_and_the_next_start_closes_the_run(
    tmp_path: Path,
) -> None:
    ledger = ownserver.new_ledger(tmp_path)
    alive = ledger / "alive.lock"
    with up(ledger) as it:
        run_id = it.run(until=str(tmp_path / "never"))
        ownserver.wait_until(lambda: is_locked(alive), "the run to begin")
        it.program.kill()
        ownserver.wait_until(lambda: not answers(it.url), "the server to end")
        ownserver.wait_until(lambda: not is_locked(alive), "the run to end")
    found = find_served(ledger)

    with up(ledger) as again:
        state = again.state_of(run_id)

    assert found is None
    assert state == "CRASHED"
    assert ownserver.rows(ledger, "select count(*) from deployment_schedule") == [(1,)]


def test_a_run_of_the_ledger_itself_ends_completed_with_rows(tmp_path: Path) -> None:
    ledger = ownserver.new_ledger(tmp_path)
    (tmp_path / "news.txt").write_text("date 2022-01 Er was eens een bericht.\n")
    config = tmp_path / "sources.toml"
    config.write_text('[[source]]\nid = "folder"\npath = "*.txt"\n')
    command = f"""
import runpy, sys
sys.argv = ["serve", "--ledger", {str(ledger)!r}, "--config", {str(config)!r}]
runpy.run_module("flows.serve", run_name="__main__")
"""

    with is_up(ledger, ownserver.start(command, home=tmp_path)) as it:
        run_id = it.run("ingest/newsledger")
        ended = it.end_of(run_id)

    assert ended == "COMPLETED"
    assert ask(ledger, "select title, text from articles") == [
        (None, "Er was eens een bericht.")
    ]


@pytest.mark.slow
def test_a_port_that_is_taken_is_passed_over(tmp_path: Path, served: Up) -> None:
    with up(ownserver.new_ledger(tmp_path)) as it:
        assert it.url != served.url
        assert answers(it.url)


@pytest.mark.parametrize(
    ("cron", "timezone"),
    [("every day", "UTC"), ("61 * * * *", "UTC"), ("0 6 * * *", "Europe/Brussel")],
)
def test_a_schedule_that_makes_no_sense_is_refused_and_touches_nothing(
    tmp_path: Path, cron: str, timezone: str
) -> None:
    service = Service(
        ledger=tmp_path / "ledger",
        cron=cron,
        timezone=timezone,
        entrypoint="tinyflow.tiny",
    )

    with pytest.raises(UsageError, match=f"'{re.escape(cron)}' in '{timezone}'"):
        serve(service)

    assert not service.ledger.exists()


def test_a_port_asked_for_that_is_taken_is_refused(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        service = Service(
            ledger=tmp_path / "ledger", port=port, entrypoint="tinyflow.tiny"
        )

        with pytest.raises(UsageError, match="cannot listen"):
            serve(service)

    assert find_served(service.ledger) is None
