"""The ledger again from its raw files, with the network off: the same news."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from plainrun import ask, run_plain
from test_raw_is_truth import KEPT
from test_world import SEED, live
from world import moment
from worldmade import make_world
from worldsite import serving

from tasks.steps.rebuild import rebuild
from warehouse.ledger import Ledger

N_DAYS = 4
# Which article is in which cluster, and which repeats which.
CLUSTERS = {
    "clusters": "select article_id, cluster_id from article_history",
    "aliases": "select alias, cluster_id from cluster_aliases",
    # a source that never gave anything has left nothing that could tell of it
    "sources": (
        "select source_id, kind, location from sources where source_id in "
        "(select source_id from article_history)"
    ),
}
SWITCH = {"is_off": False}


def _no_network(event: str, args: tuple) -> None:
    is_web = event == "socket.connect" and isinstance(args[1], tuple)
    if SWITCH["is_off"] and (is_web or event == "socket.getaddrinfo"):
        raise AssertionError(f"the network is off, and yet: {event} {args[1:]}")


@contextmanager
def offline() -> Iterator[None]:
    """Within it nothing can connect, in the processes that are started there too."""
    if not SWITCH.setdefault("is_hooked", False):
        sys.addaudithook(_no_network)
        SWITCH["is_hooked"] = True
    SWITCH["is_off"] = True
    try:
        yield
    finally:
        SWITCH["is_off"] = False


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What some days of a small world came to; its sites are closed."""
    world = make_world(SEED + 2, 20, N_DAYS)
    with serving(world) as site:
        return live(world, site, tmp_path_factory.mktemp("world"))


def test_the_ledger_again_from_raw_alone_is_the_same(ledger: Path) -> None:
    kept = {**KEPT, **CLUSTERS}
    as_of = "select article_id, text, version_no from articles_as_of($1) order by all"
    moments = [moment(day) for day in range(1, N_DAYS + 1)]
    before = {name: ask(ledger, f"{sql} order by all") for name, sql in kept.items()}
    known = [ask(ledger, as_of, at) for at in moments]
    assert len({len(rows) for rows in known}) > 1  # the world went on
    for name in ("warehouse.duckdb", "news.duckdb"):
        (ledger / name).unlink()

    with offline():
        made = rebuild(Ledger(ledger), 0, lambda: moment(N_DAYS))

    assert made.damaged == ()
    for name, sql in kept.items():
        assert ask(ledger, f"{sql} order by all") == before[name], name
    assert [ask(ledger, as_of, at) for at in moments] == known


def test_with_the_network_off_nothing_connects(ledger: Path) -> None:
    """The switch of the test above, seen to work."""
    with offline(), pytest.raises(AssertionError, match="network is off"):
        run_plain(ledger, "http://127.0.0.1:9/feed", allow_private=True)
