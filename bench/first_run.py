"""What a first run costs, from the start of its process to the prompt.

    python bench/first_run.py [--repeats N] [--file FILE]

It measures, in turn so that a busy moment hits all alike: `newsledger run` on one
file and an empty Prefect flow, each without a Prefect server and with one that is
up, and the same work without Prefect. The databases exist beforehand; one more
line tells what a new ledger costs. Exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[0] = str(ROOT)  # not this folder: it has a file named warehouse too

from flows.served import Served, claim, forget, record
from flows.server import listen, start_server

REAL = ROOT / "tests" / "corpora" / "raw_news"

EMPTY = """
from prefect import flow
@flow
def empty(): ...
empty()
"""
EMPTY_OURS = """
import sys
from pathlib import Path
from flows.api import leave, prefect_api
with prefect_api(Path(sys.argv[1])) as api:
    from prefect import flow
    @flow
    def empty(): ...
    with api.flow_runs():
        empty()
leave(0)
"""
WITHOUT_PREFECT = """
import sys
from pathlib import Path
from plainrun import run_plain
run_plain(Path(sys.argv[1]), sys.argv[2])
"""
RUN = """
import sys
from flows.cli import main
sys.argv = ["newsledger", "run", sys.argv[2], "--ledger", sys.argv[1]]
main()
"""

Case = Callable[[], list[str]]


def main() -> int:
    """Prints the table; 1 where a target is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--file", type=Path, default=next(REAL.glob("*.txt"), None))
    said = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsledger-bench-") as name:
        home = Path(name)
        os.environ.update(_environment(home))
        with _served(home / "served") as url:
            cases = _cases(home, said.file, url)
            for _, words, extra in cases.values():
                _elapsed_s(words, extra)
            times: dict[str, list[float]] = {name: [] for name in cases}
            for _ in range(said.repeats):
                for name, (before, words, extra) in cases.items():
                    before()
                    times[name].append(_elapsed_s(words, extra))
    return _print(times)


def _cases(
    home: Path, file: Path | None, url: str
) -> dict[str, tuple[Callable[[], None], list[str], dict[str, str]]]:
    """For each name: what to do before, the command, what it adds to the world."""
    up, own, new, plain = (str(home / n) for n in ("served", "own", "new", "plain"))

    def nothing() -> None: ...
    def forget_new() -> None:
        shutil.rmtree(new, ignore_errors=True)

    there = {"PREFECT_API_URL": url}
    cases = {
        "empty flow, no server": (nothing, ["-c", EMPTY], {}),
        "empty flow, server up": (nothing, ["-c", EMPTY], there),
        "empty flow, our way, no server": (nothing, ["-c", EMPTY_OURS, own], {}),
        "empty flow, our way, server up": (nothing, ["-c", EMPTY_OURS, up], {}),
        "empty flow, our way, new ledger": (forget_new, ["-c", EMPTY_OURS, new], {}),
    }
    if file:
        words = ["-c", RUN]
        cases["newsledger run, no server"] = (nothing, [*words, own, str(file)], {})
        cases["newsledger run, server up"] = (nothing, [*words, up, str(file)], {})
        cases["newsledger run, new ledger"] = (
            forget_new,
            [*words, new, str(file)],
            {},
        )
        cases["without Prefect"] = (
            nothing,
            ["-c", WITHOUT_PREFECT, plain, str(file)],
            {},
        )
    return cases


def _environment(home: Path) -> dict[str, str]:
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        del os.environ[name]
    return {
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    }


@contextmanager
def _served(ledger: Path) -> Iterator[str]:
    """A server of this ledger such as `newsledger serve` leaves, while it lasts."""
    lock_fd = claim(ledger)
    server = start_server(ledger, listen("127.0.0.1", 0), "http://unused/api", lock_fd)
    os.close(lock_fd)
    try:
        server.wait_ready()
        record(ledger, Served(url=server.url, pid=server.pid))
        yield server.url
    finally:
        server.stop()
        forget(ledger)


def _elapsed_s(words: list[str], extra: dict[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *words],
        env={**os.environ, **extra},
        capture_output=True,
        text=True,
        check=False,
    )
    elapsed_s = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{words[1]}\n{done.stdout}{done.stderr}")
    return elapsed_s


def _print(times: dict[str, list[float]]) -> int:
    print(f"{'seconds, process start to prompt':34}{'min':>7}{'median':>8}")
    for name, values in times.items():
        print(f"{name:34}{min(values):7.2f}{statistics.median(values):8.2f}")
    median = {name: statistics.median(values) for name, values in times.items()}
    ours = (
        "newsledger run"
        if "newsledger run, no server" in median
        else ("empty flow, our way")
    )
    share = median[f"{ours}, no server"] / median["empty flow, no server"]
    over_s = median[f"{ours}, server up"] - median["empty flow, server up"]
    print(f"{ours}, no server: {share:.2f} of an empty flow (target: at most 0.6)")
    print(f"{ours}, server up: {over_s:+.2f} s over one (target: at most 1.5 s)")
    return int(share > 0.6 or over_s > 1.5)


if __name__ == "__main__":
    sys.exit(main())
