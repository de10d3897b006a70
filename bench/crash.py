"""A ledger killed a thousand times, on the plain functions.

    python bench/crash.py [--kills N] [--seed N]

A folder is edited, runs over it are killed with SIGKILL at random moments of the
whole run (landing, staging, commit, checkpoint, publish; with a new ledger its
migration too), and after each kill a fresh process opens the ledger and checks it:
both files read, every invariant, bytes of payloads against their digests. After
every few kills a run ends, and each text must have one version for each edit. A
warehouse that a kill tore counts as mended where that run made it again.
Prints what was done; any failure stops it with its evidence. Exit status 1 then.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

# The tests' helpers, and not this folder: it has a file named warehouse too.
sys.path[0] = str(Path(__file__).parent.parent / "tests")

from crashing import World, in_child, kill_and_mend, n_mended, run_once


def main() -> int:
    """Kills as often as asked; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    n_hit = n_kills = n_ledgers = n_rounds = n_torn = 0
    began = time.monotonic()
    while n_kills < options.kills:
        with tempfile.TemporaryDirectory() as name:
            world = World(Path(name), chance)
            n_ledgers += 1
            longest_s = whole_run_s(chance)
            for _ in range(chance.randint(1, 8)):
                n = min(chance.randint(1, 4), options.kills - n_kills)
                if n <= 0:
                    break
                n_hit += kill_and_mend(world, n, longest_s)
                n_kills += n
                n_rounds += 1
            n_torn += n_mended(world)
        print(f"{n_kills} kills, {n_hit} in time, {n_ledgers} ledgers", flush=True)
    took_s = time.monotonic() - began
    print(
        f"seed {options.seed}: {n_kills} kills ({n_hit} hit a run at work), "
        f"{n_rounds} runs ended between them, {n_ledgers} ledgers of which {n_torn} "
        f"were torn and mended, {took_s:.0f} s: "
        "0 rows lost, 0 doubled, 0 invariants broken"
    )
    return 0


def whole_run_s(chance: random.Random) -> float:
    """How long a run over a new ledger takes here and now."""
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name), chance)
        world.edit()
        began = time.monotonic()
        if not in_child(lambda: run_once(world)):
            raise AssertionError("an undisturbed run failed")
        return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
