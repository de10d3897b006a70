"""Redirects, robots.txt and gaps across hosts, judged by the server's own log."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from newssite import Host, NewsSite, Reply

from tasks.http.client import Answer, Ask, Client, Limits


@pytest.fixture
def world() -> Iterator[NewsSite]:
    with NewsSite(host="0.0.0.0") as world:
        world.page("*", b"news")
        world.robots("")
        yield world


def client(**more: object) -> Client:
    given = {"allow_private": True, "host_gap_s": 0.0, "deadline_s": 3.0, **more}
    return Client(Limits(**given))  # type: ignore[arg-type]


def ask(host: Host, path: str, **more: object) -> Ask:
    return Ask(source_id="s", url=host.url(path), **more)  # type: ignore[arg-type]


def gaps(host: Host) -> list[float]:
    return [after.at - before.ended_at for before, after in pairwise(host.seen())]


def test_a_hop_to_another_host_is_asked_of_that_hosts_rules(world):
    one, two = world.at("127.0.1.1"), world.at("127.0.1.2")
    one.redirect("/a", two.url("/secret/a"))
    two.robots("User-agent: *\nDisallow: /secret/")

    with client() as web:
        answer = web.get(ask(one, "/a"))

    assert (answer.outcome, answer.final_url) == (
        "robots_disallow",
        two.url("/secret/a"),
    )
    assert two.paths() == ["/robots.txt"]


def test_a_hop_waits_for_the_gap_of_the_host_it_leads_to(world):
    two = world.at("127.0.1.2")
    asks = []
    for n in range(4):
        host = world.at(f"127.0.2.{n + 1}")
        host.redirect("/a", two.url(f"/{n}"))
        asks.append(ask(host, "/a"))

    with client(host_gap_s=0.1) as web:
        answers = [answer for _, answer in web.get_all(asks)]

    assert {answer.outcome for answer in answers} == {"ok"}
    assert len(two.seen()) == 5
    assert min(gaps(two)) >= 0.1


def test_a_slow_host_gets_the_time_that_it_takes(world):
    host = world.at("127.0.1.1")
    host.page("*", wait_s=0.5)
    asks = [ask(host, f"/{n}") for n in range(6)]

    with client(host_gap_s=0.01, deadline_s=10.0) as web:
        list(web.get_all(asks))

    # robots.txt was quick; then 0.3 of half a second, and more with each answer
    assert gaps(host)[2] >= 0.14
    assert gaps(host)[-1] >= 0.35


@pytest.mark.parametrize(
    ("n_hops", "outcome"), [(5, "robots_disallow"), (6, "robots_unreachable")]
)
def test_a_robots_txt_is_followed_over_five_hops_of_any_host(world, n_hops, outcome):
    one, two = world.at("127.0.1.1"), world.at("127.0.1.2")
    one.redirect("/robots.txt", two.url("/1"))
    for n in range(1, n_hops):
        two.redirect(f"/{n}", f"/{n + 1}")
    two.page(f"/{n_hops}", b"User-agent: *\nDisallow: /a")

    with client() as web:
        assert web.get(ask(one, "/a")).outcome == outcome
    assert "/a" not in one.paths()


def test_a_304_with_new_validators_gives_those_and_else_the_old(world):
    host = world.at("127.0.1.1")
    host.page("/new", status=304, headers=[("ETag", '"2"')])
    host.page("/old", status=304)

    with client() as web:
        new = web.get(ask(host, "/new", etag='"1"', last_modified="then"))
        old = web.get(ask(host, "/old", etag='W/"1"'))

    assert (new.etag, new.last_modified) == ('"2"', "then")
    assert (old.etag, old.last_modified) == ('W/"1"', None)
    assert "if-modified-since" not in host.seen()[-1].headers


def test_a_304_that_nobody_asked_for_is_no_answer(world):
    host = world.at("127.0.1.1")
    host.page("/a", status=304)

    with client() as web:
        assert web.get(ask(host, "/a")).outcome == "protocol"


def test_every_request_says_who_asks_and_where_to_complain(world):
    host = world.at("127.0.1.1")
    host.redirect("/a", "/b")

    with client(contact="mailto:desk@example.org") as web:
        web.get(ask(host, "/a"))

    agents = {seen.headers["user-agent"] for seen in host.seen()}
    assert len(host.seen()) == 3
    [agent] = agents
    assert agent.startswith("newsledger/")
    assert agent.endswith(" (+mailto:desk@example.org)")


@pytest.mark.parametrize(
    "coding", ["br", "zstd", "gzip, br", "compress", "aws-chunked"]
)
def test_a_coding_that_was_not_asked_for_is_refused_unread(world, coding):
    # 512 MB in 16 KB: zstd blocks of one byte, 128 KB times (RFC 8878 3.1.1.2)
    bomb = b"\x28\xb5\x2f\xfd\x00\x58" + b"\x02\x00\x10\x00" * 4_096
    host = world.at("127.0.1.1")
    host.page("/a", bomb, headers=[("Content-Encoding", coding)])

    with client() as web:
        answer = web.get(ask(host, "/a"))

    assert (answer.outcome, answer.body) == ("protocol", None)
    assert f"content-encoding '{coding}'" in answer.fetch.reason
    assert host.seen()[-1].headers["accept-encoding"] == "gzip, deflate"


def answers(world: NewsSite, *routes: Reply) -> list[Answer]:
    host = world.at("127.0.1.1")
    host.play("/a", *routes)
    with client() as web:
        return [web.get(ask(host, "/a")) for _ in routes]


def test_a_404_is_soft_and_a_410_is_said_each_time(world):
    gone, lost, back = answers(
        world, Reply(status=410), Reply(status=404), Reply(body=b"back")
    )

    assert (gone.outcome, lost.outcome, back.outcome) == ("gone", "not_found", "ok")
