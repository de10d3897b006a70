"""Programs with a Prefect server of their own, for the tests that need one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DEADLINE_S = 90.0


def environment(home: Path) -> dict[str, str]:
    """An environment in which nothing of Prefect is configured."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
    path = os.pathsep.join([str(HERE.parent), str(HERE)])
    return {**kept, "PREFECT_HOME": str(home / "home"), "PYTHONPATH": path}


def start(program: str, *words: object, home: Path) -> subprocess.Popen[str]:
    """A Python program with a pipe to its stdin, and one from stdout and stderr."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=home,
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def new_ledger(home: Path) -> Path:
    """A ledger that holds nothing; the first server of all fills the tests' cache."""
    ledger = home / "ledger"
    ledger.mkdir()
    return ledger


def rows(ledger: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in the Prefect database of a ledger."""
    db = sqlite3.connect(ledger / "prefect" / "prefect.db", timeout=10)
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    """What an API answers: to a GET, or to a POST of `body`."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def wait_until(is_true: Callable[[], Any], what: str) -> Any:
    """The first true answer; fails, saying what was waited for, after a deadline."""
    until = time.monotonic() + DEADLINE_S
    while time.monotonic() < until:
        if answer := is_true():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"still waiting for {what}")
