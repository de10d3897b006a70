"""A ledger that is killed again and again, and what must be true of it after.

A folder of texts is edited; runs over it are killed at random moments; then one
run ends. Each text must then have one version for each of its edits, whatever
was killed in between. Children are forked from a process that never opened a
database.
"""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from plainrun import ask, run_plain

from tasks.steps import arrivals, collect
from warehouse import migrate, sqlfiles
from warehouse.connect import reading, writing
from warehouse.errors import LedgerDamaged
from warehouse.landing import read_body
from warehouse.ledger import TEMPORARY_NAME, Ledger
from warehouse.undo import put_back, undo_path

IsTime = Callable[[], bool]

N_FILES = 120
N_EDITED = 25


@dataclass
class World:
    """The folder, its ledger, how often each text was edited, what kills hit."""

    home: Path
    chance: random.Random
    n_edits: dict[str, int] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)

    @property
    def folder(self) -> Path:
        return self.home / "in"

    @property
    def ledger(self) -> Path:
        return self.home / "ledger"

    @property
    def undone(self) -> Path:
        return self.home / "undone"

    def edit(self) -> None:
        """Writes every text the first time, and some of them anew after that."""
        self.folder.mkdir(parents=True, exist_ok=True)
        names = [f"{number:03}.txt" for number in range(N_FILES)]
        edited = names if not self.n_edits else self.chance.sample(names, N_EDITED)
        for name in edited:
            self.n_edits[name] = self.n_edits.get(name, 0) + 1
            (self.folder / name).write_text(self.text(name))

    def text(self, name: str) -> str:
        """The text as it is now; every tenth is its neighbour's too."""
        number, n_edits = int(name[:3]), self.n_edits[name]
        if number % 10 == 9 and n_edits == 1:
            name = f"{number - 1:03}.txt"
        words = random.Random(f"{name} {n_edits}")
        body = " ".join(str(words.randrange(10**9)) for _ in range(120))
        return f"date 2024-03 Text {name} says {body}."


def run_once(world: World) -> None:
    """One run, in small batches so that a kill finds each step at work."""
    arrivals.MAX_AT_ONCE = 20
    collect.MAX_LANDED = 20
    world.ledger.mkdir(exist_ok=True)  # so that its schema is made here, under kills
    run_plain(world.ledger, world.folder)


def in_child(work: Callable[[], None], is_time: IsTime | None = None) -> bool:
    """Does the work in a forked process; True where it ended well.

    With `is_time` the process is killed when that says so, if it still runs.
    """
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  the status tells the parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if is_time is not None:
        while not is_time():
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status) == 0
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


def after(wait_s: float) -> IsTime:
    """Says when so many seconds are over."""
    deadline = time.monotonic() + wait_s

    def is_time() -> bool:
        time.sleep(0.002)  # between two looks, and not for something to happen
        return time.monotonic() >= deadline

    return is_time


def at_checkpoint(path: Path, nth: int) -> IsTime:
    """Says when the `nth` checkpoint from here is writing to the file."""
    met: list[tuple[int, int]] = []  # when each began, what the file was then

    def is_time() -> bool:
        try:
            began, written = (p.stat().st_mtime_ns for p in (undo_path(path), path))
        except FileNotFoundError:
            return False
        if not met or met[-1][0] != began:
            met.append((began, written))
        return len(met) >= nth and met[-1][1] != written

    return is_time


def at_phase(ledger: Ledger, phase: str, nth: int, late_s: float) -> IsTime:
    """Says when a phase is met for the `nth` time from here, and a moment is over."""
    met = [False]  # at each look at the disk

    def is_time() -> bool:
        try:
            is_met = phase_of(ledger) == phase
        except FileNotFoundError:  # it went while it was looked at
            return False
        if is_met != met[-1]:
            met.append(is_met)
        if met.count(True) < nth:
            return False
        time.sleep(late_s)  # to come anywhere within it
        return True

    return is_time


def phase_of(ledger: Ledger) -> str:
    """What a run is at, or was when it was killed, told by what is on the disk."""
    if not ledger.raw.exists():
        return "migration"
    if undo_path(ledger.warehouse).exists():
        return "checkpoint"
    if ledger.news.with_name(ledger.news.name + TEMPORARY_NAME).exists():
        return "publish"
    if [*ledger.raw.rglob(f"*{TEMPORARY_NAME}")]:
        return "landing"
    if ledger.log.exists():
        return "commit"
    return "staging" if [*ledger.staging.glob("*")] else "between"


def aimed(world: World) -> IsTime:
    """Says when a phase of the next run is met, one of several; mostly a checkpoint."""
    chance, ledger = world.chance, Ledger(world.ledger)
    if not ledger.raw.exists() and chance.random() < 0.5:
        return at_phase(ledger, "migration", 1, chance.uniform(0.0, 0.2))
    if chance.random() < 0.5:
        return at_checkpoint(ledger.warehouse, chance.randint(1, 9))
    phase, nth = chance.choice(
        [("landing", 3), ("staging", 3), ("commit", 8), ("publish", 1)]
    )
    return at_phase(ledger, phase, chance.randint(1, nth), chance.uniform(0.0, 0.005))


def check_after_kill(world: World) -> None:
    """What holds at any moment: both files read, no rule broken, no bytes missing.

    A kill in the midst of a checkpoint leaves a block torn, which is put back.
    """
    ledger = Ledger(world.ledger)
    if ledger.news.exists():
        ask(world.ledger, "select count(*), count(text) from articles")
    if not ledger.warehouse.exists():
        return
    if put_back(ledger.warehouse):
        with world.undone.open("a") as file:
            file.write("a checkpoint\n")
    try:
        check_warehouse(world, ledger)
    except LedgerDamaged:
        # before anything was landed the file is only made: there is nothing to lose
        if ledger.raw.exists():
            raise


def n_mended(world: World) -> int:
    """How often the warehouse was found damaged and made again."""
    return len([*world.ledger.glob("warehouse.duckdb.damaged-*[0-9]")])


def n_undone(world: World) -> int:
    """How often a checkpoint was found unended and was undone."""
    return world.undone.read_text().count("\n") if world.undone.exists() else 0


def check_warehouse(world: World, ledger: Ledger) -> None:
    """What holds of the database that runs write, and of the raw files below it."""
    with writing(ledger.warehouse, 5) as con:
        if migrate.check(con, ledger.warehouse):
            return  # killed before its last migration: rules name tables it lacks
        for item in sqlfiles.folder("invariants"):
            broken = con.execute(item.read_text("utf-8")).fetchall()
            assert broken == [], (item.name, broken[:3])
        places = con.execute(
            "select warc_file, warc_offset from internal.payloads"
        ).fetchall()
    for place in world.chance.sample(places, min(len(places), 10)):
        read_body(ledger.raw, *place)


def check_at_rest(world: World) -> None:
    """What holds once a run has ended: all edits are there, and nothing twice."""
    rows = ask(
        world.ledger,
        "select identity_key, max(n_versions), max_by(text, version_no), count(*) "
        "from article_history group by identity_key",
    )
    assert {row[0] for row in rows} == set(world.n_edits)
    for name, n_versions, text, n_rows in rows:
        assert n_versions == n_rows == world.n_edits[name], name
        assert f"date 2024-03 {text}" == world.text(name), name
    doubled = ask(
        world.ledger,
        "select run_id, article_id from observations group by all having count(*) > 1",
    )
    assert doubled == []
    with reading(Ledger(world.ledger).warehouse) as con:
        for item in sqlfiles.folder("invariants"):
            assert con.execute(item.read_text("utf-8")).fetchall() == [], item.name


def kill_and_mend(
    world: World, n_kills: int, longest_s: float, share_aimed: float = 0.5
) -> int:
    """Edits, is killed `n_kills` times, and ends one run; gives how many kills hit.

    A share of the kills is aimed at a phase, the others come at any moment of a run
    that takes `longest_s` seconds.
    """
    world.edit()
    n_hit = 0
    for _ in range(n_kills):
        if world.chance.random() < share_aimed:
            is_time = aimed(world)
        else:
            is_time = after(world.chance.uniform(0.0, longest_s))
        if not in_child(lambda: run_once(world), is_time):
            n_hit += 1
            world.hits[phase_of(Ledger(world.ledger))] += 1
        assert in_child(lambda: check_after_kill(world))
    assert in_child(lambda: run_once(world))
    assert in_child(lambda: check_at_rest(world))
    return n_hit
