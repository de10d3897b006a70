"""Headers, logins and proxies: shown at the source's own door, and nowhere else."""

from __future__ import annotations

import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from misbehaving import hang_up, silent, tunnel
from newssite import NewsSite, Reply

from tasks.http.access import Access, read_access
from tasks.http.client import Answer, Ask, Client, Limits
from tasks.http.outcomes import Problem

TLS = Path(__file__).parent / "corpora" / "tls"
SECRETS = {"USER": "désk", "PASSWORD": "hunter2 @:/%", "KEY": "k-123456"}


def secrets(text: str) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda found: SECRETS[found[1]], text)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite(host="0.0.0.0") as site:
        yield site


def get(
    url: str, *, allow_private: bool = True, tls: ssl.SSLContext | None = None,
    **more: object,
) -> Answer:  # fmt: skip
    limits = Limits(allow_private=allow_private, host_gap_s=0.0, deadline_s=1.5)
    with Client(limits, secrets=secrets, tls=tls) as web:
        return web.get(Ask(source_id="s", url=url, **more))  # type: ignore[arg-type]


def test_headers_and_a_login_go_to_the_page_and_not_to_robots_txt(site):
    site.page("/a")

    answer = get(
        site.at("127.0.0.1").url("/a"),
        headers=(("X-Key", "key ${KEY}"), ("accept", "text/plain")),
        login=("${USER}", "${PASSWORD}"),
    )

    robots, page = site.log
    assert answer.outcome == "ok"
    assert page.headers["x-key"] == "key k-123456"
    assert page.headers["accept"] == "text/plain"
    # RFC 7617 2: base64 of "désk:hunter2 @:/%" in UTF-8
    assert page.headers["authorization"] == "Basic ZMOpc2s6aHVudGVyMiBAOi8l"
    assert {"x-key", "authorization"}.isdisjoint(robots.headers)


@pytest.mark.parametrize("how", ["host", "port"])
def test_nothing_is_shown_to_another_origin(site, how):
    with NewsSite(host="0.0.0.0") as second:
        host, port = site.at("127.0.1.1"), site.at("127.0.1.2")
        other = port if how == "host" else second.at("127.0.1.1")
        host.redirect("/a", other.url("/b"))
        other.redirect("/b", host.url("/c"))
        host.page("/c", b"back home")

        answer = get(
            host.url("/a"), headers=(("X-Key", "${KEY}"),), login=("u", "${KEY}")
        )

    assert answer.body == b"back home"
    shown = {
        seen.path: "authorization" in seen.headers or "x-key" in seen.headers
        for seen in [*site.log, *second.log]
    }
    assert shown == {"/robots.txt": False, "/a": True, "/b": False, "/c": True}


def test_ours_are_not_replaced(site):
    site.page("/a", b"x", headers=[("ETag", '"1"')])

    get(
        site.at("127.0.0.1").url("/a"),
        etag='"1"',
        headers=(
            ("user-agent", "x"),
            ("IF-NONE-MATCH", "x"),
            ("accept-encoding", "br"),
        ),
    )

    page = site.log[-1].headers
    assert page["user-agent"].startswith("newsledger")
    assert (page["if-none-match"], page["accept-encoding"]) == ('"1"', "gzip, deflate")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"headers": (("X-Key", "a\r\nX-Evil: ${KEY}"),)}, "'X-Key' cannot be sent"),
        ({"headers": (("X-Key", "${KEY}\u20ac"),)}, "'X-Key' cannot be sent"),
        ({"headers": (("X-Key", ""),)}, "'X-Key' cannot be sent"),
        ({"headers": (("X Key:", "${KEY}"),)}, "'X Key:' cannot be sent"),
        ({"headers": (("X-Key", "${NONE}"),)}, "a secret that is named"),
        ({"login": ("a:${KEY}", "b")}, "a colon"),
        ({"proxy": "socks5://u:${KEY}@127.0.0.1:9"}, "proxy"),
        ({"proxy": "http://u:${KEY}@"}, "proxy"),
        ({"proxy": "http://u:${KEY}@a b:9"}, "proxy"),
        ({"proxy": "http://u:${KEY}@127.0.0.1:99999"}, "proxy"),
        ({"proxy": "${KEY}"}, "proxy"),
    ],
)
def test_what_cannot_be_sent_is_an_outcome_and_nothing_is_asked(site, given, reason):
    site.page("/a")

    answer = get(site.at("127.0.0.1").url("/a"), **given)

    assert answer.outcome == "access"
    assert reason in answer.fetch.reason
    assert SECRETS["KEY"] not in repr(answer)
    assert site.log == []


def test_a_proxy_is_asked_for_all_of_it_with_its_login_and_no_other(site):
    site.page("*", b"from the proxy")
    site.robots("")
    proxy = f"http://${{USER}}:${{PASSWORD}}@127.0.0.1:{site.port}"

    answer = get("http://harbour.example/a?b=%20", proxy=proxy, login=("u", "p"))

    assert answer.body == b"from the proxy"
    robots, page = site.log
    assert page.raw.startswith(b"GET http://harbour.example/a?b=%20 HTTP/1.1\r\n")
    assert (page.host, robots.host) == ("harbour.example", "harbour.example")
    # the proxy's own, as requests writes it: in Latin-1
    for seen in site.log:
        assert seen.headers["proxy-authorization"].startswith("Basic ")
    assert page.headers["authorization"] == "Basic dTpw"
    assert answer.fetch.url == "http://harbour.example/a?b=%20"


def tls_server() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "loopback.crt", TLS / "loopback.key")
    return context


def trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(TLS / "loopback.crt"))


def test_a_plain_address_goes_through_a_proxy_that_is_asked_by_https():
    with NewsSite(tls=tls_server()) as proxy:
        proxy.page("*", b"from the proxy")
        proxy.robots("")

        way = f"https://127.0.0.1:{proxy.port}"
        answer = get("http://harbour.example/a", proxy=way, tls=trust())
        untrusted = get("http://harbour.example/a", proxy=way)

    assert answer.body == b"from the proxy", answer.fetch.reason
    assert untrusted.fetches[0].outcome == "access"
    assert "certificate" in untrusted.fetches[0].reason


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_https_goes_through_a_proxy_as_a_tunnel_and_shows_it_nothing(scheme):
    way_in = tls_server() if scheme == "https" else None
    with NewsSite(tls=tls_server()) as secure, NewsSite(tls=way_in) as proxy:
        secure.page("/a", b"behind")
        proxy.play("*", tunnel(secure.port))
        url = f"https://localhost:{secure.port}/a"

        answer = get(
            url, proxy=f"{scheme}://u:${{KEY}}@127.0.0.1:{proxy.port}",
            login=("u", "p"), tls=trust(),
        )  # fmt: skip

        assert answer.body == b"behind", answer.fetch.reason
        assert {seen.method for seen in proxy.log} == {"CONNECT"}
        assert "authorization" not in proxy.log[0].headers
        assert proxy.log[0].headers["proxy-authorization"].startswith("Basic ")
        assert [seen.path for seen in secure.log] == ["/robots.txt", "/a"]
        assert "proxy-authorization" not in secure.log[1].headers


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Reply(status=407), "407"),
        (hang_up(), "reset"),
        (silent(), "timeout"),
        (None, "refused"),
    ],
)
def test_a_proxy_that_fails_is_an_outcome(scheme, said, reason):
    with NewsSite() as proxy:
        port = proxy.port if said else 1
        proxy.play("*", said or Reply())

        answer = get(
            f"{scheme}://harbour.example/a",
            proxy=f"http://u:${{KEY}}@127.0.0.1:{port}",
        )

    row = answer.fetches[0]
    # whose fault a silence is, this side of a proxy cannot tell
    assert row.outcome == "access" or reason in ("reset", "timeout")
    assert "proxy" in row.reason
    assert reason in row.outcome + row.reason
    assert SECRETS["KEY"] not in repr(answer)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0x7f.1", "localhost", "a.localhost.", "[::1]", "10.0.0.1"]
)
def test_no_proxy_is_asked_for_what_is_private_but_it_may_be_private_itself(host):
    with NewsSite() as proxy:
        proxy.page("*")
        proxy.redirect("/away", f"http://{host}/b")
        way = f"http://127.0.0.1:{proxy.port}"

        direct = get(f"http://{host}/a", proxy=way, allow_private=False)
        sent_on = get("http://harbour.example/away", proxy=way, allow_private=False)
        plain = get("http://harbour.example/a", proxy=way, allow_private=False)

        assert [seen.host for seen in proxy.log] == ["harbour.example"] * 4
    assert direct.outcome == "private_address"
    assert sent_on.outcome == "private_address"
    assert plain.outcome == "ok"


def test_a_proxy_of_the_environment_is_nobodys_wish(site, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.page("/a")

    assert get(site.at("127.0.0.1").url("/a")).outcome == "ok"


def test_a_secret_shows_in_no_log_row_or_repr(site, caplog):
    caplog.set_level(logging.DEBUG)
    site.page("/a")
    url = site.at("127.0.0.1").url("/a")
    given = {
        "headers": (("X-Key", "${KEY}"),), "login": ("u", "${PASSWORD}"),
        "proxy": f"http://${{KEY}}:${{PASSWORD}}@127.0.0.1:{site.port}",
    }  # fmt: skip

    ask = Ask(source_id="s", url=url, **given)
    access = read_access(ask, secrets)
    answer = get(url, **given)

    assert isinstance(access, Access)
    assert answer.outcome == "ok"
    for said in (repr(access), repr(ask), repr(answer), caplog.text):
        for secret in ("k-123456", "hunter2", "ay0xMjM0NTY", "dTpodW50ZXIy"):
            assert secret not in said


def test_a_proxys_password_may_hold_what_an_address_may_not():
    ask = Ask(
        source_id="s", url="http://a.example/", proxy="HTTP://u:${PASSWORD}@p.example"
    )

    access = read_access(ask, secrets)

    assert not isinstance(access, Problem)
    assert access.proxy == "http://u:hunter2%20%40%3A%2F%25@p.example"


def test_a_handshake_through_a_tunnel_that_drips_meets_the_deadline():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            sock, _ = server.accept()
            with sock, suppress(OSError):
                sock.recv(65_536)
                for _ in range(200):
                    sock.sendall(b"HTTP/1.1 200 OK\r\n"[:1])
                    threading.Event().wait(0.05)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()

        answer = get(
            "https://harbour.example/a",
            proxy=f"http://127.0.0.1:{server.getsockname()[1]}",
        )

        thread.join(20)
    assert answer.fetches[0].outcome in ("deadline", "access")
    assert answer.fetches[0].elapsed_ms < 5_000
