"""Which Prefect API a run reports to, and what is left when it ends."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import ownserver
import pytest

from flows.api import QUIET, check_configured, prefect_api
from flows.configured import ConfiguredApi, configured_api
from flows.served import Served, claim, find_served, record
from flows.server import answers, listen
from warehouse.errors import LedgerError, UsageError

PROFILES = """\
active = "desk"
[profiles.desk]
PREFECT_API_URL = "http://profile/api"
[profiles.other]
PREFECT_API_URL = "http://other/api"
[profiles.bare]
"""

RUN = """
import sys
from pathlib import Path
from flows.api import prefect_api
with prefect_api(Path(sys.argv[1])) as api:
    from tinyflow import broken, tiny
    with api.flow_runs():
        broken(return_state=True)
        tiny(sys.argv[1], n_tasks=200)
print(api.how, api.url)
"""

HANG = """
import sys
from pathlib import Path
from flows.api import prefect_api
with prefect_api(Path(sys.argv[1])) as api:
    api.wait_ready()
    print(api.url, flush=True)
    sys.stdin.read()
"""


class Refusing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = 401 if self.path == "/api/health" else 503
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def refusing() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def test_the_api_is_looked_for_where_prefect_looks_and_in_its_order(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environ = {"PREFECT_HOME": str(home)}

    found = [configured_api(environ, tmp_path)]
    (home / "profiles.toml").write_text(PROFILES)
    found.append(configured_api(environ, tmp_path))
    text = '[tool.prefect.api]\nurl = "http://pyproject/api"\n'
    (tmp_path / "pyproject.toml").write_text(text)
    found.append(configured_api(environ, tmp_path))
    (tmp_path / "prefect.toml").write_text('[api]\nurl = "http://toml/api"\n')
    found.append(configured_api(environ, tmp_path))
    (tmp_path / ".env").write_text('export PREFECT_API_URL="http://dotenv/api" # x\n')
    found.append(configured_api(environ, tmp_path))
    environ["PREFECT_API_URL"] = "http://environ/api"
    found.append(configured_api(environ, tmp_path))

    assert found[0] is None
    assert [api.url for api in found[1:] if api] == [
        f"http://{place}/api"
        for place in ("profile", "pyproject", "toml", "dotenv", "environ")
    ]


@pytest.mark.parametrize(
    ("profile", "url"),
    [("other", "http://other/api"), ("bare", None), ("missing", None)],
)
def test_the_profile_named_in_the_environment_is_the_active_one(
    tmp_path: Path, profile: str, url: str | None
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(PROFILES)

    found = configured_api(
        {"PREFECT_PROFILES_PATH": str(path), "PREFECT_PROFILE": profile}, tmp_path
    )

    assert (found and found.url) == url


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"[profiles", b"active = 3", b"profiles = 1", b""]
)
def test_a_file_that_makes_no_sense_configures_nothing(
    tmp_path: Path, content: bytes
) -> None:
    for name in ("profiles.toml", ".env", "prefect.toml", "pyproject.toml"):
        (tmp_path / name).write_bytes(content)

    environ = {"PREFECT_HOME": str(tmp_path), "PREFECT_API_URL": " "}

    assert configured_api(environ, tmp_path) is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/api", "file:///etc/passwd", "x"])
def test_a_configured_api_that_does_not_answer_is_an_error_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", url)

    with pytest.raises(UsageError) as caught, prefect_api(tmp_path / "ledger"):
        pass

    assert str(caught.value).startswith("PREFECT_API_URL: ")
    assert url in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "ledger").exists()


def test_an_api_that_refuses_us_is_there_and_one_that_is_ill_is_not(
    refusing: str,
) -> None:
    check_configured(ConfiguredApi(url=f"{refusing}/api/", where="here"))

    assert not answers(f"{refusing}/ill")


def test_a_configured_api_is_used_and_the_environment_is_as_before_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusing: str
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", f"{refusing}/api")
    monkeypatch.setenv("DO_NOT_TRACK", "mine")
    before = dict(os.environ)

    with prefect_api(tmp_path / "ledger") as api:
        during = dict(os.environ)

    assert (api.how, api.url) == ("configured", f"{refusing}/api")
    assert during == {**QUIET, **before}
    assert dict(os.environ) == before


def test_a_record_is_not_believed_when_its_server_is_dead(
    tmp_path: Path, refusing: str
) -> None:
    fd = claim(tmp_path)
    record(tmp_path, Served(url=f"{refusing}/api", pid=1))
    alive = find_served(tmp_path)
    os.close(fd)

    assert alive == Served(url=f"{refusing}/api", pid=1)
    assert find_served(tmp_path) is None


def test_a_ledger_that_is_served_is_not_served_twice(
    tmp_path: Path, refusing: str
) -> None:
    fd = claim(tmp_path)
    record(tmp_path, Served(url=f"{refusing}/api", pid=4121))

    with pytest.raises(UsageError, match=f"at {refusing}/api by process 4121"):
        claim(tmp_path)
    os.close(fd)
    os.close(claim(tmp_path))

    assert not (tmp_path / "prefect" / "server.json").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"url": 1, "pid": "x"}', "\x00"])
def test_a_damaged_record_is_no_record(tmp_path: Path, content: str) -> None:
    fd = claim(tmp_path)
    (tmp_path / "prefect" / "server.json").write_text(content)

    assert find_served(tmp_path) is None
    os.close(fd)


def test_a_port_that_is_taken_is_an_error_that_names_it() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(UsageError, match=f"127.0.0.1:{port}: cannot listen"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port"), [("no such host", 0), ("127.0.0.1", 70000), ("x" * 100, 1)]
)
def test_an_address_that_cannot_be_is_an_error(host: str, port: int) -> None:
    with pytest.raises(UsageError, match="cannot listen there"):
        listen(host, port)


def test_a_ledger_that_cannot_be_written_is_an_error_of_the_ledger(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(LedgerError, match="cannot be written"),
        prefect_api(tmp_path / "file"),
    ):
        pass


@pytest.mark.prefect
def test_a_run_is_silent_recorded_whole_and_leaves_no_server(tmp_path: Path) -> None:
    odd = tmp_path / "odd ?%20#é"
    odd.mkdir()
    ledger = ownserver.new_ledger(odd)

    said, _ = ownserver.start(RUN, ledger, home=tmp_path).communicate(timeout=90)

    how, url = said.split()
    assert how == "own", said
    assert not answers(url)
    states = "select state_type, count(*) from {} group by 1 order by 1"
    assert ownserver.rows(ledger, states.format("task_run")) == [("COMPLETED", 200)]
    assert ownserver.rows(ledger, states.format("flow_run")) == [
        ("COMPLETED", 1),
        ("FAILED", 1),
    ]
    logged = "select count(*) from log where message like 'task %'"
    assert ownserver.rows(ledger, logged) == [(200,)]
    assert not (tmp_path / "home" / "prefect.db").exists()


@pytest.mark.prefect
def test_the_server_ends_when_its_process_is_killed(tmp_path: Path) -> None:
    ledger = ownserver.new_ledger(tmp_path)
    program = ownserver.start(HANG, ledger, home=tmp_path)
    assert program.stdout
    url = program.stdout.readline().strip()
    was_up = answers(url)

    program.kill()
    program.communicate()

    assert was_up
    ownserver.wait_until(lambda: not answers(url), "the server to end")


@pytest.mark.prefect
@pytest.mark.slow
def test_two_runs_at_once_on_a_new_ledger_do_not_break_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    ledger = tmp_path / "ledger"

    both = [ownserver.start(RUN, ledger, home=tmp_path) for _ in range(2)]
    said = [program.communicate(timeout=180)[0] for program in both]

    assert [words.split()[0] for words in said] == ["own", "own"]
    states = "select state_type, count(*) from task_run group by 1"
    assert ownserver.rows(ledger, states) == [("COMPLETED", 400)]


@pytest.mark.prefect
def test_a_damaged_database_of_prefects_is_an_error_that_names_the_log(
    tmp_path: Path,
) -> None:
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "prefect.db").write_bytes(b"not a database" * 1000)

    with (
        pytest.raises(LedgerError, match=r"server\.log: Prefect's server ended"),
        prefect_api(tmp_path) as api,
    ):
        api.wait_ready()

    log = (tmp_path / "prefect" / "server.log").read_text()
    assert "file is not a database" in log
    assert "PREFECT_API_URL" not in os.environ


def test_a_record_holds_an_address_and_a_process(tmp_path: Path) -> None:
    record(tmp_path, Served(url="http://127.0.0.1:4200/api", pid=7))

    written = (tmp_path / "prefect" / "server.json").read_text()

    assert json.loads(written) == {"url": "http://127.0.0.1:4200/api", "pid": 7}
