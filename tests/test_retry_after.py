"""429 and 503 at the client: waited for, or taken for an answer, and on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from misbehaving import hang_up
from newssite import NewsSite, Reply

from tasks.http.client import Answer, Ask, Client, Limits

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
IN_ONE_SECOND = "Tue, 24 Nov 2026 06:00:01 GMT"


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite(host="0.0.0.0") as site:
        yield site


def client(**given: object) -> Client:
    limits = Limits(allow_private=True, host_gap_s=0.0, deadline_s=5.0)
    return Client(limits, clock=lambda: NOW, **given)  # type: ignore[arg-type]


def ask(url: str) -> Ask:
    return Ask(source_id="s", url=url)


def busy(status: int, retry_after: str | None) -> Reply:
    headers = () if retry_after is None else (("Retry-After", retry_after),)
    return Reply(status=status, headers=headers)


def outcomes(answer: Answer) -> list[tuple[str, str | None]]:
    return [(row.outcome, row.reason) for row in answer.fetches[1:]]


@pytest.mark.parametrize(("status", "form"), [(429, "1"), (503, IN_ONE_SECOND)])
def test_a_short_wait_is_waited_and_each_attempt_is_a_row(site, status, form):
    site.play("/a", busy(status, form), Reply(body=b"news"))

    with client() as web:
        answer = web.get(ask(site.at("127.0.0.1").url("/a")))

    first, second = [seen for seen in site.log if seen.path == "/a"]
    assert second.at - first.ended_at >= 1.0
    assert answer.body == b"news"
    failure = "rate_limited" if status == 429 else "server_error"
    assert outcomes(answer) == [(failure, f"status {status}"), ("ok", None)]
    assert [row.retry_after_s for row in answer.fetches] == [None, 1, None]


def test_a_server_is_asked_once_more_and_not_for_ever(site):
    site.play("/a", busy(503, "0"))

    with client() as web:
        answer = web.get(ask(site.at("127.0.0.1").url("/a")))

    assert site.paths() == ["/robots.txt", "/a", "/a"]
    assert answer.outcome == "server_error"
    assert len(answer.fetches) == 3


def test_no_thread_waits_with_it_and_a_429_holds_up_its_host_alone(site):
    one, two = site.at("127.0.1.1"), site.at("127.0.1.2")
    one.play("/a", busy(429, "1"), Reply(body=b"late"))
    site.page("*", b"news")
    site.robots("")
    asks = [ask(one.url("/a")), *(ask(one.url(f"/{n}")) for n in range(5))]
    asks += [ask(two.url(f"/{n}")) for n in range(20)]

    limits = Limits(allow_private=True, host_gap_s=0.01, max_connections=1)
    with Client(limits) as web:
        web.get(ask(one.url("/before")))  # its robots.txt, so that /a is the next
        answers = {asked.url: answer for asked, answer in web.get_all(asks)}

    assert {answer.outcome for answer in answers.values()} == {"ok"}
    first, second = [seen for seen in one.seen() if seen.path == "/a"]
    assert second.at - first.ended_at >= 1.0
    assert [seen.path for seen in one.seen() if first.at < seen.at < second.at] == []
    assert all(seen.at < second.at for seen in two.seen())


def test_a_503_holds_up_nothing_but_its_address(site):
    site.play("/a", busy(503, "1"), Reply(body=b"late"))
    site.page("*", b"news")
    site.robots("")
    host = site.at("127.0.0.1")
    asks = [ask(host.url("/a")), *(ask(host.url(f"/{n}")) for n in range(20))]

    with client() as web:
        order = [asked.url for asked, _ in web.get_all(asks)]

    assert order[-1] == host.url("/a")


def test_a_long_wait_closes_the_host_at_429_and_the_address_at_503(site):
    one, two = site.at("127.0.1.1"), site.at("127.0.1.2")
    site.page("*", b"news")
    site.robots("")
    one.play("/a", busy(429, "3600"))
    two.play("/a", busy(503, "3600"))

    with client() as web:
        for host in (one, two):
            web.get(ask(host.url("/a")))
        again = [web.get(ask(host.url("/a"))) for host in (one, two)]
        others = [web.get(ask(host.url("/b"))) for host in (one, two)]

    closed = "not before 2026-11-24T07:00:00Z"
    assert [(a.outcome, a.fetch.reason) for a in again] == [
        ("rate_limited", closed),
        ("server_error", closed),
    ]
    assert [a.outcome for a in others] == ["rate_limited", "ok"]
    assert [(len(a.fetches), a.fetch.status) for a in again] == [(1, None)] * 2
    assert one.paths() == ["/robots.txt", "/a"]
    assert two.paths() == ["/robots.txt", "/a", "/b"]


def test_what_an_earlier_run_was_told_holds_and_asks_nothing(site):
    one, two = site.at("127.0.1.1"), site.at("127.0.1.2")
    site.page("*", b"news")
    later = NOW + timedelta(hours=1)
    told = ({f"127.0.1.1:{site.port}": later}, {two.url("/a"): later})

    with client(not_before=told) as web:
        answers = [web.get(ask(host.url("/a"))) for host in (one, two)]
        other = web.get(ask(two.url("/b")))

    assert [a.outcome for a in answers] == ["rate_limited", "server_error"]
    assert one.paths() == []
    assert (other.outcome, two.paths()) == ("ok", ["/robots.txt", "/b"])


def test_those_that_wait_for_a_host_that_closes_are_told_at_once(site):
    site.robots("")
    site.play("*", busy(429, "3600"))
    asks = [ask(site.at("127.0.0.1").url(f"/{n}")) for n in range(300)]

    # 300 turns with their gaps would take 15 minutes
    limits = Limits(allow_private=True, host_gap_s=3.0, max_connections=4)
    with Client(limits) as web:
        answers = [answer for _, answer in web.get_all(asks)]

    assert len(answers) == 300
    assert {answer.outcome for answer in answers} == {"rate_limited"}
    assert len(site.log) == 2


def test_those_that_wait_for_rules_that_forbid_them_are_told_at_once(site):
    site.robots("User-agent: *\nDisallow: /")
    asks = [ask(site.at("127.0.0.1").url(f"/{n}")) for n in range(300)]

    limits = Limits(allow_private=True, host_gap_s=3.0, max_connections=4)
    with Client(limits) as web:
        answers = [answer for _, answer in web.get_all(asks)]

    assert {answer.outcome for answer in answers} == {"robots_disallow"}
    assert site.paths() == ["/robots.txt"]


def test_a_host_that_only_hangs_up_is_left_alone_after_ten_requests(site):
    site.robots("")
    site.play("*", hang_up())
    host = site.at("127.0.0.1")

    with client() as web:
        answers = [web.get(ask(host.url(f"/{n}"))) for n in range(30)]

    assert {answer.outcome for answer in answers} == {"reset"}
    assert "10 requests in a row" in answers[-1].fetch.reason
    assert sum(path != "/robots.txt" for path in site.paths()) <= 11


def test_a_robots_txt_that_asks_to_wait_a_little_is_asked_once_more(site):
    site.play(
        "/robots.txt", busy(503, "1"), Reply(body=b"User-agent: *\nDisallow: /no")
    )
    site.page("*", b"news")
    asks = [ask(site.at("127.0.0.1").url(path)) for path in ("/a", "/b", "/no")]

    with client() as web:
        answers = {asked.url: answer for asked, answer in web.get_all(asks)}

    assert [answers[asked.url].outcome for asked in asks] == [
        "ok",
        "ok",
        "robots_disallow",
    ]
    assert site.paths()[:2] == ["/robots.txt"] * 2
    assert len(site.log) == 4


def test_a_robots_txt_that_closes_its_host_closes_it(site):
    site.play("/robots.txt", busy(429, "3600"))
    host = site.at("127.0.0.1")

    with client() as web:
        answers = [web.get(ask(host.url(f"/{n}"))) for n in range(2)]

    assert [answer.outcome for answer in answers] == ["rate_limited"] * 2
    assert site.paths() == ["/robots.txt"]


def test_a_hop_to_an_address_that_is_closed_is_not_made(site):
    one, two = site.at("127.0.1.1"), site.at("127.0.1.2")
    one.redirect("/a", two.url("/b"))
    later = NOW + timedelta(hours=1)

    with client(not_before=({}, {two.url("/b"): later})) as web:
        answer = web.get(ask(one.url("/a")))

    assert (answer.outcome, answer.final_url) == ("server_error", two.url("/b"))
    assert two.paths() == []


def test_a_wait_begins_the_way_anew_hops_and_all(site):
    site.redirect("/a", "/b")
    site.play("/b", busy(503, "0"), Reply(body=b"news"))

    with client() as web:
        answer = web.get(ask(site.at("127.0.0.1").url("/a")))

    assert answer.body == b"news"
    assert [len(row.redirects) for row in answer.fetches] == [0, 1, 1]
    assert {row.url for row in answer.fetches[1:]} == {site.at("127.0.0.1").url("/a")}
