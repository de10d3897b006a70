"""Hosts that are asked by several ways: what holds for all, and what for one way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from newssite import NewsSite, Reply

from tasks.http.client import Answer, Ask, Client, Limits
from tasks.http.refusals import MAX_FAILURES
from warehouse.model.source import RobotsFile

DEAD = "http://127.0.0.1:1"
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.page("*", b"news")
        site.robots("User-agent: *\nDisallow: /no")
        yield site


@pytest.fixture
def proxy() -> Iterator[NewsSite]:
    with NewsSite() as proxy:
        yield proxy


@pytest.fixture
def web() -> Iterator[Client]:
    limits = Limits(allow_private=True, host_gap_s=0.0, deadline_s=2.0)
    with Client(limits) as web:
        yield web


def get(web: Client, url: str, proxy: str | None = None) -> Answer:
    return web.get(Ask(source_id="s", url=url, proxy=proxy))


def test_a_dead_proxy_closes_a_host_to_those_alone_who_go_by_it(site, web):
    for nth in range(MAX_FAILURES + 1):
        by_proxy = get(web, site.url(f"/{nth}"), DEAD)

    direct = get(web, site.url("/a"))

    assert by_proxy.outcome == "access"
    assert "proxy: " in by_proxy.fetch.reason
    assert direct.outcome == "ok"


def test_a_host_that_fails_for_us_may_answer_a_proxy(proxy, web):
    proxy.page("*", b"news")
    url = f"{DEAD}/a"
    for _ in range(MAX_FAILURES + 1):
        direct = get(web, url)

    assert direct.outcome == "refused"
    assert get(web, url, proxy.url("")).outcome == "ok"


def test_a_proxy_that_wants_a_login_tells_nothing_of_a_robots_txt(site, proxy, web):
    proxy.page("*", status=407)

    by_proxy = get(web, site.url("/no"), proxy.url(""))
    direct = get(web, site.url("/no"))

    assert by_proxy.outcome == "access"
    assert "status 407 of the proxy" in by_proxy.fetch.reason
    assert direct.outcome == "robots_disallow"
    assert [file.status for file in web.take_robots()] == [200]


def test_a_proxy_with_a_wrong_login_is_not_asked_for_page_after_page(proxy, web):
    proxy.page("*", status=407)

    for nth in range(3 * MAX_FAILURES):
        get(web, f"http://a{nth % 2}.example/{nth}", proxy.url(""))

    assert len(proxy.log) <= 2 * MAX_FAILURES


def test_the_407_that_an_older_program_kept_as_no_robots_txt_is_read_anew(site):
    old = RobotsFile(origin=site.url(""), fetched_at=NOW, status=407, body=None)
    limits = Limits(allow_private=True, host_gap_s=0.0)

    with Client(limits, clock=lambda: NOW, robots={old.origin: old}) as web:
        assert get(web, site.url("/no")).outcome == "robots_disallow"


def test_that_a_proxy_finds_no_robots_txt_opens_nothing_to_others(site, proxy, web):
    proxy.page("/no", b"by the proxy")

    by_proxy = get(web, site.url("/no"), proxy.url(""))

    assert (by_proxy.outcome, web.take_robots()) == ("ok", ())
    assert get(web, site.url("/no")).outcome == "robots_disallow"


def test_a_robots_txt_that_came_by_a_proxy_holds_for_every_way(site, proxy, web):
    proxy.robots("User-agent: *\nDisallow: /a")
    proxy.page("/b")

    assert get(web, site.url("/b"), proxy.url("")).outcome == "ok"
    assert get(web, site.url("/a")).outcome == "robots_disallow"
    assert site.log == []


def test_a_429_holds_for_its_host_whichever_way_it_is_asked(site, proxy, web):
    proxy.play("*", Reply(status=429, headers=(("Retry-After", "3600"),)))
    proxy.robots("")

    assert get(web, site.url("/a"), proxy.url("")).outcome == "rate_limited"
    for way in (None, site.url("")):  # another proxy
        assert get(web, site.url("/b"), way).outcome == "rate_limited"
    assert site.log == []


def test_many_a_429_without_a_moment_hold_for_its_host_too(site, proxy, web):
    proxy.page("*", status=429)
    proxy.robots("")
    for nth in range(MAX_FAILURES + 1):
        get(web, site.url(f"/{nth}"), proxy.url(""))

    assert get(web, site.url("/a")).outcome == "rate_limited"
    assert site.log == []


@pytest.mark.parametrize(
    "host",
    [
        "router", "router.local", "ROUTER.LOCAL.", "x.localhost", "db.internal",
        "nas.home.arpa", "nas.lan", "nas.home", "wiki.corp", "wiki.intranet",
    ],
)  # fmt: skip
def test_a_proxy_is_not_asked_for_a_name_of_a_private_network(proxy, host):
    with Client(Limits(host_gap_s=0.0)) as web:
        answer = get(web, f"http://{host}/a", proxy.url(""))

    assert answer.outcome == "private_address"
    assert f"'{host.lower()}' is a name of a private network" in answer.fetch.reason
    assert proxy.log == []


def test_a_name_of_a_private_network_is_asked_for_where_it_is_allowed(proxy, web):
    proxy.page("*", b"news")

    assert get(web, "http://router.local/a", proxy.url("")).outcome == "ok"


@pytest.mark.parametrize("host", ["local.example", "internal.example.org", "lan.nl"])
def test_a_public_name_may_hold_the_word(proxy, host):
    proxy.page("*", b"news")

    with Client(Limits(host_gap_s=0.0)) as web:
        assert get(web, f"http://{host}/a", proxy.url("")).outcome == "ok"


def test_a_redirect_by_a_proxy_into_a_private_network_is_not_followed(proxy):
    proxy.redirect("/a", "http://intranet/b")
    proxy.robots("")

    with Client(Limits(host_gap_s=0.0)) as web:
        answer = get(web, "http://a.example/a", proxy.url(""))

    assert answer.outcome == "private_address"
    assert {seen.host for seen in proxy.log} == {"a.example"}
