"""A disk that fills up in any phase: one clear error, and the next run has it all.

A limit on the size of files stands for the full disk, in a process of its own; where
a file system can be mounted, a small one that is full.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from crashing import World, check_after_kill, check_at_rest, in_child, run_once
from plainrun import ask, run_plain

from flows.config import read_plan
from tasks.http.client import Client
from tasks.steps.audit import audit
from tasks.steps.collect import collect
from tasks.steps.judge import judge
from tasks.steps.parse import helpers, parse
from tasks.steps.run import Run, open_run
from tasks.steps.store import store
from warehouse.connect import reading
from warehouse.errors import DiskFull
from warehouse.ledger import Ledger
from warehouse.publish import publish
from warehouse.verify import verify

KEPT = Path(__file__).parent / "corpora" / "ledgers"
KB = 1_024
MOUNTED_KB = 128 * KB
# A step of a run, how many KB there is room for from there on, and what cannot be
# done then. In the file that is limited, which is larger, blocks are written over
# and none is added; of a disk with 300 KB a log takes little, what a checkpoint would
# write over more, and with 800 KB that fits and what the checkpoint adds does not.
LIMITED = [
    ("begin", 1, "writing a checkpoint"),
    ("collect", 1, "landing raw bytes"),
    ("parse", 1, "staging a batch"),
    ("judge", 1, "staging a batch"),
    ("store", 1, "writing a batch"),
    ("store", 1_500, "writing a checkpoint"),
    ("audit", 1_500, "writing a checkpoint"),
    ("publish", 1, "publishing"),
]
FULL = [
    ("begin", 0, "starting the run"),
    ("begin", 300, "writing a checkpoint"),
    ("collect", 0, "landing raw bytes"),
    ("parse", 0, "staging a batch"),
    ("judge", 0, "staging a batch"),
    ("store", 0, "writing a batch"),
    ("store", 300, "writing a checkpoint"),
    ("store", 800, "writing a checkpoint"),
    ("audit", 0, "ending the run"),
    ("publish", 0, "publishing"),
]


def limit(n_kb: int) -> None:
    """Has no file grow over so much: a write to it fails as on a disk without room."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_kb * KB, hard))


def run_filling(world: World, phase: str, fill_up: Callable[[], None]) -> None:
    """One run, of which the disk is full from a phase on."""

    def at(here: str) -> None:
        if here == phase:
            fill_up()

    plan = read_plan([str(world.folder)], None, allow_private=False)
    run = Run(run_id=uuid4(), ledger=Ledger(world.ledger), wait_s=0)
    at("begin")
    with open_run(run), Client(plan.limits) as client, helpers() as pool:
        at("collect")
        for batch in collect(run, plan.sources[:1], client):
            at("parse")
            parse(run, batch, pool)
            at("judge")
            judge(run, batch, pool)
            at("store")
            store(run, batch)
        at("audit")
        audit(run)
        at("publish")
        publish(run.ledger, 0)


def told_of(world: World, work: Callable[[], None]) -> str:
    """What is said when the work finds no room, in a process of its own."""
    told = world.home / "told"
    told.write_bytes(bytes(4 * KB))  # there is room for it beforehand

    def keep_what_is_told() -> None:
        try:
            work()
        except DiskFull as error:
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            with told.open("r+") as file:
                file.write(str(error))

    assert in_child(keep_what_is_told)
    return told.read_text().rstrip("\0")


def check_it_goes_on(world: World) -> None:
    """With room again, the next run ends where an undisturbed one does."""
    assert in_child(lambda: check_after_kill(world))
    assert not world.undone.exists()  # what the checkpoint had written was put back
    assert in_child(lambda: run_once(world))
    assert in_child(lambda: check_at_rest(world))


def a_world(home: Path) -> World:
    """A ledger that one run made, and what another will find edited."""
    world = World(home, random.Random(1))
    world.edit()
    assert in_child(lambda: run_once(world))
    world.edit()
    return world


@pytest.mark.slow
@pytest.mark.parametrize(("phase", "n_kb", "doing"), LIMITED)
def test_a_file_that_cannot_grow_in_a_phase_loses_nothing(
    tmp_path: Path, phase: str, n_kb: int, doing: str
) -> None:
    world = a_world(tmp_path)

    told = told_of(world, lambda: run_filling(world, phase, lambda: limit(n_kb)))

    assert told.startswith(str(world.ledger))
    assert told.endswith(f": no space left while {doing}; free some and run again")
    check_it_goes_on(world)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, in memory; skips where none may be mounted."""
    place = tmp_path / "mounted"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={MOUNTED_KB}k", "tmpfs", str(place)]
    done = subprocess.run(["mount", *options], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no file system can be mounted: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def fill(place: Path, n_kb: int) -> None:
    """Takes all of the file system but so much."""
    with (place / "ballast").open("wb") as file:
        free = os.statvfs(place)
        n_bytes = free.f_bavail * free.f_frsize - n_kb * KB
        os.posix_fallocate(file.fileno(), 0, n_bytes)


@pytest.mark.slow
@pytest.mark.parametrize(("phase", "n_kb", "doing"), FULL)
def test_a_disk_that_fills_in_a_phase_loses_nothing(
    mounted: Path, phase: str, n_kb: int, doing: str
) -> None:
    world = a_world(mounted)

    told = told_of(
        world, lambda: run_filling(world, phase, lambda: fill(mounted, n_kb))
    )

    assert told.endswith(f": no space left while {doing}; free some and run again")
    (mounted / "ballast").unlink()
    check_it_goes_on(world)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n_kb", "doing"),
    [
        (0, "taking its lock"),
        (1, "opening it"),
        (12, "writing a checkpoint"),
        (300, "writing a checkpoint"),
        (600, "writing a checkpoint"),
        (1_500, "writing a checkpoint"),
    ],
)
def test_a_new_ledger_without_room_loses_nothing(
    tmp_path: Path, n_kb: int, doing: str
) -> None:
    """From not even a header, over its migrations, to batches."""
    world = World(tmp_path, random.Random(n_kb))
    world.edit()

    told = told_of(world, lambda: run_filling(world, "begin", lambda: limit(n_kb)))

    assert told.endswith(f": no space left while {doing}; free some and run again")
    check_it_goes_on(world)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n_kb", "doing"),
    [(1, "bringing its schema up to date"), (600, "writing a checkpoint")],
)
def test_an_older_ledger_without_room_for_its_migration_loses_nothing(
    tmp_path: Path, n_kb: int, doing: str
) -> None:
    with tarfile.open(KEPT / "schema1.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    world = World(tmp_path, random.Random(1))
    before = shutil.copy(Ledger(world.ledger).news, tmp_path / "before.duckdb")

    def work() -> None:
        limit(n_kb)
        run_plain(world.ledger, tmp_path / "elsewhere.txt")

    told = told_of(world, work)

    assert told.endswith(f": no space left while {doing}; free some and run again")
    assert in_child(lambda: check_migrated(world, before))


def check_migrated(world: World, before: Path) -> None:
    """A run with room makes the ledger what this program needs, and loses no text."""
    ledger = Ledger(world.ledger)
    run_plain(ledger.root, world.home / "elsewhere.txt")

    asked = "select identity_key, version_no, text from article_history"
    with reading(before) as con:
        rows = con.execute(asked).fetchall()
    assert rows
    assert set(rows) <= set(ask(ledger.root, asked))
    assert verify(ledger).damages == []
