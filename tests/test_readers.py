"""Who reads while a run writes: no error, and one moment of the ledger at a time."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from crashing import World, in_child, run_once

from warehouse.connect import reading
from warehouse.ledger import Ledger

READER = """
import sys
from pathlib import Path
from plainrun import ask
from warehouse.connect import reading
ledger = Path(sys.argv[1])
WHOLE = '''
    select (select count(*) from internal.versions),
           (select sum(n_versions) from batches),
           (select count(*) from observations),
           (select sum(n_observations) from batches),
           (select count(*) from runs where status = 'running')
'''
print("reading", flush=True)
seen = []
while not Path(sys.argv[2]).exists():
    with reading(ledger / "news.duckdb") as con:
        now = con.execute(WHOLE).fetchone()
        assert con.execute(WHOLE).fetchone() == now
    assert now[0] == now[1] and now[2] == now[3] and now[4] == 0, now
    seen.append(now[0])
print(len(seen), *sorted(set(seen)))
"""


def test_a_reader_in_a_loop_sees_whole_moments_only(tmp_path: Path) -> None:
    world = World(tmp_path, random.Random(1))
    world.edit()
    assert in_child(lambda: run_once(world))
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, world.ledger, tmp_path / "over"],
        env={"PYTHONPATH": ":".join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout
    assert reader.stdout.readline() == "reading\n"

    for _ in range(3):
        world.edit()
        assert in_child(lambda: run_once(world))
    (tmp_path / "over").touch()
    said, failed = reader.communicate(timeout=60)

    assert failed == ""
    n_looks, *moments = map(int, said.split())
    assert n_looks > 3
    assert set(moments) <= {120, 145, 170, 195}
    assert 120 in moments


def test_an_open_session_keeps_its_moment_until_it_is_opened_again(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, random.Random(2))
    world.edit()
    assert in_child(lambda: run_once(world))
    news = Ledger(world.ledger).news
    count = "select count(*) from article_history"

    with reading(news) as con:
        before = con.execute(count).fetchall()
        world.edit()
        assert in_child(lambda: run_once(world))
        still = con.execute(count).fetchall()
    with reading(news) as con:
        after = con.execute(count).fetchall()

    assert (before, still, after) == ([(120,)], [(120,)], [(145,)])
