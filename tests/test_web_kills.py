"""Killed while it fetches, a run is gone on with: nothing landed is fetched again."""

from __future__ import annotations

import itertools
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from crashing import IsTime, after, in_child
from fastwarc import ArchiveIterator, WarcRecordType
from newssite import HTML, Conversation, NewsSite, Reply
from plainrun import ask, run_plain
from test_web_road import FEED, ITEM, STORY
from test_world import SEED
from world import moment, some_words

from tasks.steps import arrivals, collect
from warehouse import sqlfiles
from warehouse.connect import reading
from warehouse.ledger import Ledger, batch_key_of

N_PAGES = 30
N_EDITED = 10
PER_BATCH = 4
LATENCY_S = 0.005


@dataclass
class Site:
    """A feed and its pages, each of which tells how often it was edited."""

    server: NewsSite
    home: Path
    chance: random.Random
    day: int = 0
    n_runs: int = 0
    n_edits: Counter[str] = field(default_factory=Counter)

    @property
    def ledger(self) -> Path:
        return self.home / "ledger"

    def start(self) -> None:
        self.server.robots("")
        self.server.play("*", self.answer)
        source = (
            f'[[source]]\nid = "f"\nkind = "feed"\nurl = "{self.server.url("/feed")}"'
        )
        config = (
            "[defaults]\nallow_private = true\nhost_gap_s = 0\nmax_connections = 4\n"
        )
        (self.home / "sources.toml").write_text(config + source)

    def edit(self) -> None:
        """A new day: all pages the first time, some of them anew after that."""
        paths = [f"/news/{nth:02}" for nth in range(N_PAGES)]
        edited = self.chance.sample(paths, N_EDITED) if self.n_edits else paths
        self.n_edits.update(edited)
        self.day += 1

    def answer(self, talk: Conversation) -> Reply:
        path = talk.seen.path
        if path == "/feed":
            items = "".join(
                ITEM.format(guid=path, url=self.server.url(path), title=f"Story {path}")
                for path in sorted(self.n_edits)
            )
            body, media_type = FEED.format(items=items).encode(), "application/rss+xml"
        else:
            first = f"{some_words(path, 40).capitalize()}. {self.told(path)}."
            body = STORY.format(title=f"Story {path}", first=first).encode()
            media_type = HTML
        headers = (("Content-Type", media_type),)
        return Reply(body=body, headers=headers, wait_s=LATENCY_S)

    def told(self, path: str) -> str:
        return f"This is edit {self.n_edits[path]} of {path}"

    def run(self) -> None:
        """One run of that day, in batches so small that there are some to lose."""
        arrivals.MAX_AT_ONCE = collect.MAX_LANDED = PER_BATCH
        start = moment(self.day) + timedelta(minutes=self.n_runs)
        ticks = itertools.count()
        run_plain(
            self.ledger,
            config=self.home / "sources.toml",
            clock=lambda: start + timedelta(microseconds=100) * next(ticks),
        )

    def raw_files(self) -> set[Path]:
        return set((self.ledger / "raw").rglob("*.warc.gz"))


def landed(files: set[Path]) -> set[str]:
    """The paths of the pages whose bytes are in these raw files."""
    kinds = WarcRecordType.resource | WarcRecordType.revisit
    found = set()
    for file in files:
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=kinds):
                found.add(urlsplit(record.headers.get("WARC-Target-URI", "")).path)
    return found


def at_files(site: Site, n_more: int, late_s: float) -> IsTime:
    """Says when so many more raw files are there, and a moment is over."""
    n_wanted = len(site.raw_files()) + n_more

    def is_time() -> bool:
        time.sleep(0.001)  # between two looks
        if len(site.raw_files()) < n_wanted:
            return False
        time.sleep(late_s)  # to come anywhere between landing and commit
        return True

    return is_time


def killed_and_gone_on_with(site: Site, n_kills: int) -> tuple[int, int]:
    """A day with so many kills and a whole run; gives how many hit, and what landed.

    After each kill the next run may ask for nothing that has landed by then.
    """
    site.edit()
    before, n_hit, held = site.raw_files(), 0, set()
    for nth in range(n_kills + 1):
        site.n_runs += 1
        n_seen = len(site.server.log)
        is_time = None
        if nth < n_kills and site.chance.random() < 0.6:
            late_s = site.chance.uniform(0.0, 0.3)
            is_time = at_files(site, site.chance.randint(1, 3), late_s)
        elif nth < n_kills:
            is_time = after(site.chance.uniform(0.0, 4.0))
        has_ended = in_child(site.run, is_time)
        assert has_ended or is_time is not None
        again = held & {seen.path for seen in site.server.log[n_seen:]}
        assert not again, f"day {site.day}, kill {nth}: {sorted(again)}"
        held = landed(site.raw_files() - before)
        if has_ended:  # the others would find that nothing is due
            break
        n_hit += 1
    return n_hit, len(held)


def check_at_rest(site: Site) -> None:
    """All edits are there, each once; no raw file is without its batch."""
    rows = ask(
        site.ledger,
        "select identity_key, count(*), max_by(text, version_no) from article_history "
        "group by 1 order by 1",
    )
    assert [row[:2] for row in rows] == sorted(site.n_edits.items())
    assert [path for path, _, text in rows if site.told(path) not in text] == []
    doubled = ask(
        site.ledger,
        "select run_id, article_id from observations group by all having count(*) > 1",
    )
    assert doubled == []
    with reading(Ledger(site.ledger).warehouse) as con:
        keys = con.execute("select batch_key from internal.batches").fetchall()
        for item in sqlfiles.folder("invariants"):
            assert con.execute(item.read_text("utf-8")).fetchall() == [], item.name
    committed = {str(key) for (key,) in keys}
    left = [p.name for p in site.raw_files() if batch_key_of(p.name) not in committed]
    assert left == []


def play(home: Path, *kills: int) -> int:
    """Days with so many kills each; gives how many of them hit a run at work."""
    with NewsSite() as server:
        site = Site(server, home, random.Random(SEED + len(kills)))
        site.start()
        n_hit = n_landed = 0
        for n_kills in kills:
            hit, n_held = killed_and_gone_on_with(site, n_kills)
            n_hit, n_landed = n_hit + hit, n_landed + n_held
            assert in_child(lambda: check_at_rest(site))
    assert n_landed > 0
    return n_hit


def test_a_run_killed_as_it_fetches_is_gone_on_with(tmp_path: Path) -> None:
    assert play(tmp_path, 2) > 0


@pytest.mark.slow
def test_twenty_kills_fetch_nothing_twice_and_lose_nothing(tmp_path: Path) -> None:
    assert play(tmp_path, 4, 4, 4, 4, 4) > 5
