"""A world of news sites over many days: what the ledger holds is what happened."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import worldhealth as health
import worldjudge as judge
import worldmanners as manners
from plainrun import ask, run_plain
from world import World, moment
from worldmade import make_world
from worldsite import WorldSite, serving

SEED = int(os.environ.get("NEWSLEDGER_SEED", "20260301"))


def clock_of(day: int) -> Callable[[], datetime]:
    """A clock of that day that goes on a little at each look; safe between threads."""
    ticks = itertools.count()
    return lambda: moment(day) + timedelta(microseconds=100) * next(ticks)


def live(world: World, site: WorldSite, home: Path) -> Path:
    """Runs over all of the world's days, each in one run; gives the ledger."""
    config = home / "sources.toml"
    config.write_text(world.config(site.port))
    for day in range(world.n_days):
        world.day = day
        run_plain(home / "ledger", config=config, clock=clock_of(day))
    return home / "ledger"


def check(site: WorldSite, ledger: Path) -> None:
    """Nothing is wrong: neither what is held, nor how it was asked for."""
    asked = partial(ask, ledger)
    wrong = {
        "histories": judge.wrong_histories(site, asked),
        "looks": judge.wrong_looks(site, asked),
        "troubles": health.wrong_troubles(site, asked),
        "health": health.wrong_health(site, asked),
        "requests": judge.wrong_requests(site, asked),
        "unheard": judge.unheard(site),
        "forbidden": manners.forbidden(site),
        "too close": manners.too_close(site),
        "unvisited": manners.unvisited(site, is_rechecked=True),
        "impatient": manners.impatient(site),
        "doubled": manners.doubled(site),
        "careless": manners.careless(site),
        "unmoved": manners.unmoved(site),
    }
    told = [f"{name}: {each}" for name, many in wrong.items() for each in many]
    assert told == [], "\n".join([f"{len(told)} things are wrong", *map(str, told)])
    shown = ask(ledger, "select count(*) from articles")
    assert shown == [(judge.n_shown(site.world, site),)]


def test_a_world_of_twenty_sources_is_told_as_it_was(tmp_path: Path) -> None:
    world = make_world(SEED, 20, 5)

    with serving(world) as site:
        ledger = live(world, site, tmp_path)

    check(site, ledger)


@pytest.mark.slow
def test_a_world_of_three_hundred_sources_is_told_as_it_was(tmp_path: Path) -> None:
    world = make_world(SEED + 1, 300, 8)

    with serving(world) as site:
        ledger = live(world, site, tmp_path)

    check(site, ledger)
