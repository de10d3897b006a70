"""Killed at random moments, a ledger loses nothing and holds nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crashing import (
    World,
    check_after_kill,
    check_at_rest,
    in_child,
    kill_and_mend,
    n_mended,
)

SEED = int(os.environ.get("NEWSLEDGER_SEED", "20260301"))
NEWSLEDGER = Path(sys.executable).parent / "newsledger"


def test_a_ledger_killed_again_and_again_is_whole(tmp_path: Path) -> None:
    world = World(tmp_path, random.Random(SEED))

    n_hit = sum(kill_and_mend(world, 3, longest_s=2.0) for _ in range(3))

    assert n_hit > 0
    assert n_mended(world) == 0


@pytest.mark.slow
@pytest.mark.prefect
def test_forty_kills_of_the_command_lose_nothing(tmp_path: Path) -> None:
    """Through the front door: one ledger, edited, killed, edited again."""
    world = World(tmp_path, random.Random(SEED + 1))
    command = [NEWSLEDGER, "run", world.folder, "--ledger", world.ledger]
    world.edit()
    took_s = whole_s(command)
    n_hit = 0
    for nth in range(40):
        if nth % 4 == 0:
            world.edit()
        child = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            # the first part of a run is Prefect's start, which is not ours
            child.wait(timeout=world.chance.uniform(0.3, 1.0) * took_s)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            n_hit += 1
        assert in_child(lambda: check_after_kill(world))
        if nth % 4 == 3:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            assert in_child(lambda: check_at_rest(world))

    assert n_hit > 0
    assert n_mended(world) == 0


def whole_s(command: list) -> float:
    """How long the second run of a command takes, its caches warm."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began
