"""The client against a server that misbehaves: every failure is a row."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import socket
import ssl
import threading
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from misbehaving import (
    bomb,
    cut,
    cut_chunks,
    drip_body,
    drip_head,
    drip_trailers,
    endless,
    hang_up,
    many_headers,
    reset,
    says,
    silent,
)
from newssite import Conversation, NewsSite, Reply

from tasks.http.client import Answer, Ask, Client, Limits

TLS = Path(__file__).parent / "corpora" / "tls"
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        yield site


def client(**limits: object) -> Client:
    given = {"allow_private": True, "host_gap_s": 0.0, "deadline_s": 1.2, **limits}
    return Client(Limits(**given), clock=lambda: NOW)  # type: ignore[arg-type]


def get(url: str, **limits: object) -> Answer:
    with client(**limits) as web:
        return web.get(Ask(source_id="s", url=url))


def test_a_page_comes_back_whole_with_a_row_for_robots_and_one_for_itself(site):
    site.page("/a?utm_source=x", b"<p>Nieuws", headers=[("ETag", 'W/"1"')])

    answer = get(site.url("/a?utm_source=x#top"))

    assert answer.body == b"<p>Nieuws"
    assert (answer.media_type, answer.charset) == ("text/html", "utf-8")
    robots, page = answer.fetches
    assert (robots.url, robots.outcome) == (site.url("/robots.txt"), "not_found")
    assert robots.robots is None
    assert (page.url, page.outcome, page.status) == (answer.final_url, "ok", 200)
    assert (page.robots, page.n_bytes, page.etag) == ("allow", 9, 'W/"1"')
    assert page.payload_digest == hashlib.sha256(b"<p>Nieuws").hexdigest()
    assert page.started_at == NOW
    assert page.elapsed_ms > 0
    assert type(page.outcome) is str
    assert site.log[1].headers["user-agent"].startswith("newsledger/")


def test_the_user_agent_carries_the_contact_and_nothing_that_breaks_a_header():
    agent = Limits(contact="mailto:desk@example.org\r\nX-Evil: 1)").user_agent

    assert agent.endswith(" (+mailto:desk@example.orgX-Evil: 1)")
    assert "\n" not in agent


@pytest.mark.parametrize(
    ("route", "outcome"),
    [
        (drip_head(), "deadline"),
        (drip_body(b"x" * 1000), "deadline"),
        (drip_body(b"x" * 1000, chunked=True), "deadline"),
        (drip_trailers(), "deadline"),
        (silent(), "timeout"),
        (hang_up(), "reset"),
        (reset(), "reset"),
        (cut(b"x" * 1000, after=10), "truncated"),
        (cut_chunks(b"x" * 1000), "truncated"),
        (endless(), "too_large"),
        (bomb(50_000_000), "too_large"),
        (bomb(50_000_000, "deflate"), "too_large"),
        (many_headers(10_000), "protocol"),
        (many_headers(500, b"a" * 60_000), "protocol"),
        (many_headers(900), "ok"),
        (says(b"SSH-2.0-OpenSSH_9.6\r\n"), "protocol"),
        (says(b"HTTP/1.1 200 OK\r\n" + b"a" * 100_000), "protocol"),
        (says(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"), "truncated"),
        (
            says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
            "truncated",
        ),
        (
            says(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + b"1" * 200_000
            ),
            "truncated",
        ),
        (says(b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000), "protocol"),
        (Reply(status=200, headers=(("Content-Encoding", "br"),)), "protocol"),
        (
            Reply(body=b"plain", headers=(("Content-Encoding", "gzip"),)),
            "protocol",
        ),
        (
            Reply(body=b"%PDF", headers=(("Content-Type", "Application/PDF"),)),
            "media_type",
        ),
        (Reply(status=204), "ok"),
        (Reply(status=206), "truncated"),
        (Reply(status=304), "protocol"),
        (Reply(status=302), "protocol"),
        (Reply(status=401), "blocked"),
        (Reply(status=451), "blocked"),
        (Reply(status=503, headers=(("cf-mitigated", "challenge"),)), "blocked"),
        (Reply(status=404), "not_found"),
        (Reply(status=410), "gone"),
        (Reply(status=418), "client_error"),
        (Reply(status=429), "rate_limited"),
        (Reply(status=503), "server_error"),
        (Reply(status=999), "protocol"),
    ],
)
def test_what_a_server_does_is_one_outcome(site, route, outcome):
    site.play("/a", route)

    answer = get(site.url("/a"), max_bytes=2_000_000)

    assert answer.outcome == outcome, answer.fetch.reason
    if outcome not in ("ok", "not_found", "gone"):
        assert answer.body is None
        assert answer.fetch.reason
        assert "0x" not in answer.fetch.reason


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("", "bad_url"),
        ("http://", "bad_url"),
        ("http://a b/", "bad_url"),
        ("http://\ud800/", "bad_url"),
        ("http://x/" + "a" * 10_000, "bad_url"),
        ("http://" + "a" * 300 + "/", "dns"),
        ("http://a..b/", "dns"),
        ("file:///etc/passwd", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("http://nowhere.invalid/", "dns"),
        ("http://127.0.0.1:1/", "refused"),
        ("http://127.0.0.1:0/", "refused"),
    ],
)
def test_an_address_that_leads_nowhere_is_an_outcome(url, outcome):
    answer = get(url)

    assert answer.outcome == outcome
    assert answer.body is None


def test_a_password_in_an_address_is_refused_and_never_shown(site):
    site.redirect("/a", f"http://desk:hunter2@{site.host}:{site.port}/b")

    written = get(site.url("/").replace("//", "//desk:hunter2@"))
    redirected = get(site.url("/a"))

    assert written.outcome == redirected.outcome == "bad_url"
    assert "hunter2" not in repr(written) + repr(redirected)
    assert site.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "2130706433",
        "0177.0.0.1",
        "localhost",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ],
)
def test_no_spelling_of_a_private_address_gets_through(name):
    with NewsSite(host="0.0.0.0") as site:
        answer = get(f"http://{name}:{site.port}/", allow_private=False)

        assert answer.outcome == "private_address"
        assert site.n_connections == 0
    assert "not a public address" in answer.fetch.reason


def test_redirects_are_followed_and_named(site):
    site.redirect("/a", "/b?x=1", 301)
    site.redirect("/b?x=1", site.url("/é").replace("é", "\xc3\xa9"), 308)
    site.page("/%C3%A9", b"here")

    answer = get(site.url("/a"))

    assert (answer.outcome, answer.body) == ("ok", b"here")
    assert answer.final_url == site.url("/%C3%A9")
    assert answer.fetch.url == site.url("/a")
    assert answer.fetch.redirects == (site.url("/a"), site.url("/b?x=1"))


def test_a_long_address_is_kept_whole(site):
    site.page("*", b"here")
    url = site.url("/a?q=" + "x" * 2_000)

    answer = get(url)

    assert answer.fetch.url == answer.final_url == url


def test_redirects_end(site):
    site.redirect("/circle", "/circle2")
    site.redirect("/circle2", "/circle")
    for n in range(20):
        site.redirect(f"/{n}", f"/{n + 1}")

    with client() as web:
        circle = web.get(Ask(source_id="s", url=site.url("/circle")))
        chain = web.get(Ask(source_id="s", url=site.url("/0")))

    assert circle.outcome == chain.outcome == "redirect_loop"
    assert site.paths().count("/circle") == 1
    assert len(chain.fetch.redirects) == 11


def test_a_cookie_set_on_the_way_is_carried_within_one_fetch_only(site):
    set_cookie = ("Set-Cookie", "consent=1")

    def gate(talk):
        if "consent=1" in talk.seen.headers.get("cookie", ""):
            return Reply(body=b"news")
        return Reply(status=302, headers=(("Location", "/a"), set_cookie))

    site.play("/a", gate)
    site.play(
        "/b", lambda talk: Reply(body=talk.seen.headers.get("cookie", "none").encode())
    )

    with client() as web:
        assert web.get(Ask(source_id="s", url=site.url("/a"))).body == b"news"
        assert web.get(Ask(source_id="s", url=site.url("/b"))).body == b"none"


@pytest.mark.parametrize(
    ("to", "outcome"),
    [("file:///etc/passwd", "scheme"), ("//[", "bad_url"), ("gopher://x", "scheme")],
)
def test_a_redirect_out_of_the_web_is_refused(site, to, outcome):
    site.redirect("/a", to)

    assert get(site.url("/a")).outcome == outcome


def test_robots_is_asked_about_the_hop_too(site):
    site.robots("User-agent: *\nDisallow: /secret\n")
    site.redirect("/a", "/secret/b")

    answer = get(site.url("/a"))

    assert (answer.outcome, answer.fetch.robots) == ("robots_disallow", "disallow")
    assert site.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    ("robots", "outcome", "verdict"),
    [
        (Reply(status=500), "robots_unreachable", "unreachable"),
        (Reply(status=429), "robots_unreachable", "unreachable"),
        (hang_up(), "robots_unreachable", "unreachable"),
        (drip_body(b"User-agent: *" * 9), "robots_unreachable", "unreachable"),
        (Reply(status=403), "ok", "allow"),
        (Reply(status=404), "ok", "allow"),
        (
            Reply(body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /"),
            "robots_disallow",
            "disallow",
        ),
        (Reply(body=b"\0\xff" * 1000), "ok", "allow"),
        (
            Reply(body=b"User-agent: *\nDisallow: /a\n" + b"#" * 600_000),
            "robots_disallow",
            "disallow",
        ),
        (Reply(body=b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /a"), "ok", "allow"),
    ],
)
def test_robots_txt_decides(site, robots, outcome, verdict):
    site.play("/robots.txt", robots)
    site.page("/a")

    answer = get(site.url("/a"))

    assert (answer.outcome, answer.fetch.robots) == (outcome, verdict)
    assert ("/a" in site.paths()) == (outcome == "ok")


def test_robots_txt_is_asked_once_and_follows_redirects(site):
    site.redirect("/robots.txt", "/r2")
    site.page("/r2", b"User-agent: newsledger\nDisallow: /no")
    for n in range(30):
        site.page(f"/{n}")

    with client() as web:
        assert (
            web.get(Ask(source_id="s", url=site.url("/no"))).outcome
            == "robots_disallow"
        )
        asks = [Ask(source_id="s", url=site.url(f"/{n}")) for n in range(30)]
        assert {a.outcome for _, a in web.get_all(asks)} == {"ok"}

    assert site.paths().count("/robots.txt") == 1


def test_many_asks_at_once_still_read_robots_txt_once(site):
    site.page("/robots.txt", b"", wait_s=0.1)
    site.page("*", b"news", wait_s=0.02)
    asks = [Ask(source_id="s", url=site.url(f"/{n}")) for n in range(60)]

    with client() as web:
        answers = [answer for _, answer in web.get_all(asks)]

    assert {a.outcome for a in answers} == {"ok"}
    assert site.paths().count("/robots.txt") == 1
    assert len(site.log) == 61


def test_validators_go_out_byte_for_byte_and_a_304_keeps_them(site):
    etag = 'W/"a\xe9b, c"'
    site.page("/a", b"x", headers=[("ETag", etag), ("Last-Modified", "yesterday")])

    with client() as web:
        first = web.get(Ask(source_id="s", url=site.url("/a")))
        site.page("/a", status=304)
        again = web.get(
            Ask(
                source_id="s",
                url=site.url("/a"),
                etag=first.etag,
                last_modified=first.last_modified,
            )
        )

    assert b'If-None-Match: W/"a\xe9b, c"\r\n' in site.log[-1].raw
    assert b"If-Modified-Since: yesterday\r\n" in site.log[-1].raw
    assert (again.outcome, again.body) == ("not_modified", None)
    assert (again.etag, again.last_modified) == (etag, "yesterday")
    assert again.fetch.validators == (etag, "yesterday")


def test_a_validator_that_would_break_the_header_is_not_sent(site):
    site.page("/a")

    with client() as web:
        answer = web.get(
            Ask(source_id="s", url=site.url("/a"), etag='"a"\r\nX-Evil: 1')
        )

    assert answer.outcome == "ok"
    assert answer.fetch.validators == ()
    assert b"Evil" not in site.log[-1].raw


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120),
        ("Tue, 24 Nov 2026 06:02:00 GMT", 120),
        ("Tue, 24 Nov 2026 05:00:00 GMT", 0),
        ("9" * 5000, 31_536_000),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 31_536_000),
        ("-1", None),
        ("soon", None),
        ("\xb2", None),
        ("Tue, 99 Foo 2026 25:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms(site, written, seconds):
    site.page("/a", status=503, headers=[("Retry-After", written)])

    assert get(site.url("/a")).fetch.retry_after_s == seconds


@pytest.mark.parametrize("status", [404, 410])
def test_the_page_that_stands_where_an_article_was_is_kept(site, status):
    site.page("/a", b"gone", status=status)
    site.play("/b", says(b"HTTP/1.1 %d X\r\nContent-Length: 9\r\n\r\nx" % status))

    with client() as web:
        whole = web.get(Ask(source_id="s", url=site.url("/a")))
        broken = web.get(Ask(source_id="s", url=site.url("/b")))

    assert (whole.body, whole.outcome) == (b"gone", broken.outcome)
    assert broken.body is None


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "Identity", "utf-8"])
def test_bodies_are_decoded(site, coding):
    text = b"Nieuws. " * 50_000
    bodies = {
        "gzip": gzip.compress(text[:1000]) + gzip.compress(text[1000:]) + b"junk",
        "x-gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
    }
    headers = [("Content-Encoding", coding)]
    site.page("/a", bodies.get(coding, text), headers=headers)

    assert get(site.url("/a")).body == text


def test_a_bare_deflate_body_and_a_cut_gzip_body_are_told_apart(site):
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    bare = squeeze.compress(b"news " * 1000) + squeeze.flush()
    site.page("/bare", bare, headers=[("Content-Encoding", "deflate")])
    whole = gzip.compress(b"news " * 1000)
    site.page("/cut", whole[:-9], headers=[("Content-Encoding", "gzip")])
    site.page("/none", b"", headers=[("Content-Encoding", "gzip")])

    assert get(site.url("/bare")).body == b"news " * 1000
    assert get(site.url("/cut")).outcome == "truncated"
    assert get(site.url("/none")).body == b""


def test_a_bomb_takes_no_more_memory_than_its_cap(site):
    site.play("/a", bomb(400_000_000))
    with client(max_bytes=1_000_000, deadline_s=20.0) as web:
        web.get(Ask(source_id="s", url=site.url("/warm")))
        tracemalloc.start()
        answer = web.get(Ask(source_id="s", url=site.url("/a")))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert answer.outcome == "too_large"
    assert peak < 8_000_000


def test_a_kept_connection_is_used_again_and_its_death_is_not_the_pages(site):
    site.page("/a")
    site.play("/dies", hang_up(), Reply(body=b"second"))

    with client() as web:
        for _ in range(3):
            web.get(Ask(source_id="s", url=site.url("/a")))
        assert site.n_connections == 1
        again = web.get(Ask(source_id="s", url=site.url("/dies")))

    assert (again.outcome, again.body) == ("ok", b"second")
    assert site.n_connections == 2


def test_requests_to_one_host_keep_their_gap_robots_and_hops_too(site):
    site.redirect("/0", "/x")
    for path in ("/x", "/1", "/2"):
        site.page(path)
    asks = [Ask(source_id="s", url=site.url(f"/{n}")) for n in range(3)]

    with client(host_gap_s=0.15) as web:
        answers = [answer for _, answer in web.get_all(asks)]

    assert {a.outcome for a in answers} == {"ok"}
    moments = [seen.at for seen in site.log]
    assert len(moments) == 5
    assert min(b - a for a, b in pairwise(moments)) >= 0.149


def test_a_crawl_delay_is_the_gap_even_where_none_is_set(site):
    site.robots("User-agent: *\nCrawl-delay: 0.2\n")
    site.page("*")
    asks = [Ask(source_id="s", url=site.url(f"/{n}")) for n in range(3)]

    with client() as web:
        list(web.get_all(asks))

    moments = [seen.at for seen in site.log]
    assert min(b - a for a, b in pairwise(moments)) >= 0.199


def test_a_slow_host_holds_up_no_other():
    with NewsSite() as slow, NewsSite(host="127.0.0.2") as quick:
        slow.page("*", wait_s=0.3)
        quick.page("*")
        asks = [Ask(source_id="slow", url=slow.url(f"/{n}")) for n in range(6)]
        asks += [Ask(source_id="quick", url=quick.url(f"/{n}")) for n in range(6)]

        with client(max_connections=2, host_gap_s=0.01) as web:
            order = [ask.source_id for ask, _ in web.get_all(asks)]

    assert order[:5] == ["quick"] * 5


def test_one_dead_source_stops_none_of_the_others(site):
    site.page("*")
    urls = ["http://127.0.0.1:1/", "nonsense", site.url("/a"), "http://x.invalid/"]

    with client() as web:
        asks = [Ask(source_id=url, url=url) for url in urls]
        outcomes = {ask.url: answer.outcome for ask, answer in web.get_all(asks)}

    assert list(map(outcomes.get, urls)) == ["refused", "bad_url", "ok", "dns"]


def test_asks_are_drawn_as_they_are_needed_and_answers_do_not_pile_up(site):
    site.page("*", wait_s=0.02)  # time enough to draw many asks
    drawn = []

    def asks() -> Iterator[Ask]:
        for n in range(100_000):
            drawn.append(n)
            yield Ask(source_id="s", url=site.url(f"/{n}"))

    with client(max_connections=4) as web:
        answers = web.get_all(asks())
        for _ in range(5):
            next(answers)
        for _ in range(30):  # the threads have nothing better to do
            web.get(Ask(source_id="t", url=site.url("/other")))
        n_asked = len(site.log) - 30
        answers.close()  # type: ignore[attr-defined]

    assert len(drawn) < 5_000
    assert n_asked < 5 + 12


def test_a_client_can_be_asked_while_its_answers_are_read(site):
    site.page("*")
    asks = [Ask(source_id="s", url=site.url(f"/{n}")) for n in range(40)]

    with client(max_connections=2) as web:
        for _ in web.get_all(asks):
            assert web.get(Ask(source_id="t", url=site.url("/in"))).outcome == "ok"

    assert len(site.log) == 81


def test_what_the_asks_raise_reaches_the_caller(site):
    def asks() -> Iterator[Ask]:
        yield Ask(source_id="s", url=site.url("/a"))
        raise LookupError("no more")

    with client() as web, pytest.raises(LookupError):
        list(web.get_all(asks()))


def test_closing_ends_what_is_under_way(site):
    is_asked = threading.Event()

    def listen(talk: Conversation) -> None:
        is_asked.set()
        talk.wait(60)

    site.play("/a", listen)
    web = client(deadline_s=60.0)
    answers = web.get_all([Ask(source_id="s", url=site.url("/a"))])
    caller = threading.Thread(target=lambda: suppressed(answers))
    caller.start()
    is_asked.wait(5)

    web.close()
    caller.join(5)

    assert not caller.is_alive()


def suppressed(answers: Iterator[tuple[Ask, Answer]]) -> None:
    with contextlib.suppress(RuntimeError):
        list(answers)


def tls_server() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "loopback.crt", TLS / "loopback.key")
    return context


def tls_client(**limits: object) -> Client:
    trust = ssl.create_default_context(cafile=str(TLS / "loopback.crt"))
    given = {"allow_private": True, "host_gap_s": 0.0, "deadline_s": 1.2, **limits}
    return Client(Limits(**given), tls=trust)  # type: ignore[arg-type]


def test_https_works_drips_too_and_is_never_downgraded(site):
    with NewsSite(tls=tls_server()) as secure, tls_client() as web:
        secure.page("/a", b"secret news")
        secure.play("/drip", drip_body(b"x" * 1000))
        secure.play("/head", drip_head())
        secure.redirect("/down", site.url("/a"))
        asks = {
            p: Ask(source_id="s", url=secure.url(p))
            for p in ("/a", "/drip", "/head", "/down")
        }
        got = {path: web.get(ask) for path, ask in asks.items()}

    assert got["/a"].body == b"secret news"
    assert got["/drip"].outcome == got["/head"].outcome == "deadline"
    assert got["/down"].outcome == "downgrade"
    assert site.log == []


def test_a_certificate_nobody_vouches_for_is_refused():
    with NewsSite(tls=tls_server()) as secure:
        answer = get(secure.url("/a"))

        assert answer.outcome == "tls"
        assert "certificate" in answer.fetch.reason
        assert secure.log == []


def test_a_handshake_that_drips_meets_the_deadline():
    def handshake(sock):
        for _ in range(100):
            sock.sendall(b"\x16")
            threading.Event().wait(0.05)

    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        sock, _ = server.accept()
        try:
            sock.sendall(b"\x16\x03\x03\x40\x00")
            handshake(sock)
        except OSError:
            pass
        sock.close()

    thread = threading.Thread(target=serve)
    thread.start()

    answer = get(f"https://127.0.0.1:{server.getsockname()[1]}/")

    thread.join(10)
    server.close()
    assert answer.outcome == "robots_unreachable"
    assert answer.fetches[0].outcome == "timeout"
