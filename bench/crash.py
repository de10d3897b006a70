"""A ledger killed a thousand times, on the plain functions.

    python bench/crash.py [--kills N] [--seed N] [--aimed SHARE]

A folder is edited, runs over it are killed with SIGKILL, the one half at random
moments, the other within one phase or another (landing, staging, commit, checkpoint,
publish; with a new ledger its migration too); and after each kill a fresh process
opens the ledger and checks it: both files read, every invariant, bytes of payloads
against their digests. After every few kills a run ends, and each text must have one
version for each edit. A checkpoint that a kill cut off is undone; a warehouse that
could not be read would be mended, and count as that.
Prints what was done, and what each phase was hit; any failure stops it with its
evidence. Exit status 1 then.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

# The tests' helpers, and not this folder: it has a file named warehouse too.
sys.path[0] = str(Path(__file__).parent.parent / "tests")

from crashing import World, in_child, kill_and_mend, n_mended, n_undone, run_once


def main() -> int:
    """Kills as often as asked; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--aimed", type=float, default=0.5, metavar="SHARE")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    n_hit = n_kills = n_ledgers = n_rounds = n_torn = n_back = 0
    hits: Counter[str] = Counter()
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
                n_hit += kill_and_mend(world, n, longest_s, options.aimed)
                n_kills += n
                n_rounds += 1
            n_torn += n_mended(world)
            n_back += n_undone(world)
            hits += world.hits
        said = f"{n_kills} kills, {n_hit} in time, {n_ledgers} ledgers"
        print(f"{said}, {n_back} checkpoints undone, {n_torn} mended", flush=True)
    took_s = time.monotonic() - began
    for phase, n in hits.most_common():
        print(f"{n:5} kills in {phase}")
    print(
        f"seed {options.seed}: {n_kills} kills ({n_hit} hit a run at work), "
        f"{n_rounds} runs ended between them, {n_ledgers} ledgers, {n_back} "
        f"checkpoints undone, {n_torn} warehouses mended, {took_s:.0f} s: "
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
