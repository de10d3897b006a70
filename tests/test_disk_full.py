"""A disk that fills up in any phase: one clear error, and the next run has it all."""

from __future__ import annotations

import random
import resource
from pathlib import Path

import pytest
from crashing import World, check_after_kill, check_at_rest, in_child, run_once

from warehouse.errors import DiskFull

KB = 1024


def run_limited(world: World, n_bytes: int, told: Path) -> None:
    """A run in which no file may grow over `n_bytes`; keeps where it ended."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
    try:
        run_once(world)
    except DiskFull as error:
        told.write_text(str(error))
        return
    told.write_text("")


@pytest.mark.slow
def test_no_room_in_any_phase_loses_nothing(tmp_path: Path) -> None:
    """One file a phase grows past its limit: raw, staged, database, copy."""
    ended_in = set()
    for nth, n_kb in enumerate((1, 4, 12, 13, 40, 300, 800, 1500, 3000, 6000)):
        world = World(tmp_path / str(nth), random.Random(nth))
        world.edit()
        if nth % 2:  # a ledger that is there already, and one that is not
            assert in_child(lambda world=world: run_once(world))
            world.edit()
        told = world.home / "told"

        assert in_child(
            lambda world=world, n=n_kb, told=told: run_limited(world, n * KB, told)
        )
        if message := told.read_text():
            assert "no space left while" in message
            ended_in.add(message.partition("while ")[2].partition(";")[0])
        assert in_child(lambda world=world: check_after_kill(world))
        assert in_child(lambda world=world: run_once(world))
        assert in_child(lambda world=world: check_at_rest(world))

    assert len(ended_in) >= 4, ended_in
