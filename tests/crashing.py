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
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from plainrun import ask, run_plain

from tasks.steps import arrivals, collect
from warehouse import sqlfiles
from warehouse.connect import reading, writing
from warehouse.errors import LedgerDamaged
from warehouse.landing import read_body
from warehouse.ledger import Ledger
from warehouse.mend import is_torn

N_FILES = 120
N_EDITED = 25


@dataclass
class World:
    """The folder, its ledger, and how often each text was edited."""

    home: Path
    chance: random.Random
    n_edits: dict[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.home / "in"

    @property
    def ledger(self) -> Path:
        return self.home / "ledger"

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
    run_plain(world.ledger, world.folder)


def in_child(work: Callable[[], None], kill_after_s: float | None = None) -> bool:
    """Does the work in a forked process; True where it ended well.

    With `kill_after_s` the process is killed then, if it still runs.
    """
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  the status tells the parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if kill_after_s is not None:
        deadline = time.monotonic() + kill_after_s
        while time.monotonic() < deadline:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status) == 0
            time.sleep(0.002)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


def check_after_kill(world: World) -> None:
    """What holds at any moment: both files read, no rule broken, no bytes missing.

    A kill in the midst of DuckDB's write of a block tears it. It is kept as evidence
    by the next run, which makes the warehouse again.
    """
    ledger = Ledger(world.ledger)
    if ledger.news.exists():
        ask(world.ledger, "select count(*), count(text) from articles")
    if not ledger.warehouse.exists():
        return
    try:
        check_warehouse(world, ledger)
    except LedgerDamaged as damage:
        if not is_torn(damage):
            raise


def n_mended(world: World) -> int:
    """How often the warehouse was found torn and made again."""
    return len([*world.ledger.glob("warehouse.duckdb.damaged-*[0-9]")])


def check_warehouse(world: World, ledger: Ledger) -> None:
    """What holds of the database that runs write, and of the raw files below it."""
    with writing(ledger.warehouse, 5) as con:
        kept = con.execute(
            "select count(*) from duckdb_tables() where table_name = 'payloads'"
        ).fetchall()
        if kept == [(0,)]:
            return  # killed before its first migration
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


def kill_and_mend(world: World, n_kills: int, longest_s: float) -> int:
    """Edits, is killed `n_kills` times, and ends one run; gives how many kills hit."""
    world.edit()
    n_hit = 0
    for _ in range(n_kills):
        after_s = world.chance.uniform(0.0, longest_s)
        n_hit += not in_child(lambda: run_once(world), after_s)
        assert in_child(lambda: check_after_kill(world))
    assert in_child(lambda: run_once(world))
    assert in_child(lambda: check_at_rest(world))
    return n_hit
