"""The judges of a world's manners see what they are there to see."""

from __future__ import annotations

import pytest
import worldmanners as manners
from world import World
from worldmade import make_world
from worldsite import Served, WorldSite


@pytest.fixture
def world() -> World:
    return make_world(1, 20, 4)


def heard(world: World, *served: Served) -> WorldSite:
    """The world's sites with this log."""
    site = WorldSite(world)
    site.served = list(served)
    return site


def asked(host: str, path: str, at: float, status: int = 200, **more: object) -> Served:
    what = "robots" if path == "/robots.txt" else "other"
    told = {"day": 0, "what": what, **more}
    return Served(host=host, path=path, at=at, status=status, **told)


def test_two_requests_within_the_gap_are_seen(world: World) -> None:
    host = world.hosts[1].address
    far = heard(world, asked(host, "/a", 1.0), asked(host, "/b", 1.0 + world.gap_s))
    near = heard(world, asked(host, "/a", 1.0), asked(host, "/b", 1.001))

    assert manners.too_close(far) == []
    assert len(manners.too_close(near)) == 1


def test_a_crawl_delay_counts_once_robots_txt_was_read(world: World) -> None:
    host = next(host for host in world.hosts if host.delay_s)
    times = (1.0, 1.02, 1.04)
    paths = ("/robots.txt", "/a", "/b")
    log = [asked(host.address, path, at) for path, at in zip(paths, times, strict=True)]

    assert [
        one.split(": ")[0][-2:] for one in manners.too_close(heard(world, *log))
    ] == ["/b"]


def test_what_robots_txt_forbids_is_seen(world: World) -> None:
    closed = next(host for host in world.hosts if host.closed)
    robots = asked(closed.address, "/robots.txt", 1.0)
    good = heard(world, robots, asked(closed.address, "/open", 2.0))
    bad = heard(world, robots, asked(closed.address, "/closed/a", 2.0))
    blind = heard(world, asked(closed.address, "/open", 2.0))

    assert manners.forbidden(good) == []
    assert len(manners.forbidden(bad)) == 1
    assert len(manners.forbidden(blind)) == 1


@pytest.mark.parametrize(
    ("status", "path", "at", "n_wrong"),
    [
        (429, "/b", 3.0, 1),
        (429, "/b", 61.0, 0),
        (503, "/b", 3.0, 0),
        (503, "/a", 3.0, 1),
    ],
)
def test_a_request_before_a_retry_after_is_seen(
    world: World, status: int, path: str, at: float, n_wrong: int
) -> None:
    host = world.hosts[1].address
    wait = asked(host, "/a", 1.0, status, retry_after_s=60)

    site = heard(world, wait, asked(host, path, at))

    assert len(manners.impatient(site)) == n_wrong


def test_an_address_asked_twice_is_seen(world: World) -> None:
    host = world.hosts[1].address
    twice = [asked(host, "/a", 1.0), asked(host, "/a", 2.0)]
    next_day = [asked(host, "/a", 1.0), asked(host, "/a", 2.0, day=1)]

    assert len(manners.doubled(heard(world, *twice))) == 1
    assert manners.doubled(heard(world, *next_day)) == []


def test_a_validator_that_was_not_sent_is_seen(world: World) -> None:
    source = next(s for s in world.sources if s.kind == "feed" and not s.host.closed)
    told = {"what": "listing", "source_id": source.source_id}
    first = asked(source.host.address, source.path, 1.0, given=("W/1",), **told)
    sent = asked(source.host.address, source.path, 2.0, day=1, sent=("W/1",), **told)
    bare = asked(source.host.address, source.path, 2.0, day=1, **told)
    source.trouble = {}

    assert manners.careless(heard(world, first, sent)) == []
    assert len(manners.careless(heard(world, first, bare))) == 1
