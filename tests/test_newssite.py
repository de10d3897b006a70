"""The server that the tests of the web rely on tells its hosts apart."""

from __future__ import annotations

import http.client

from newssite import NewsSite


def ask(address: str, port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection(address, port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    return b"%d %b" % (answer.status, said)


def test_hosts_on_one_port_have_routes_and_a_log_of_their_own():
    with NewsSite(host="0.0.0.0") as world:
        one, two = world.at("127.0.1.7"), world.at("127.0.1.8")
        one.page("/a", b"one")
        one.page("*", b"any")
        world.page("/a", b"all")

        asked = [("127.0.1.7", "/a"), ("127.0.1.7", "/b"), ("127.0.1.8", "/a")]
        said = [ask(host, world.port, path) for host, path in asked]

        assert said == [b"200 one", b"200 any", b"200 all"]
        assert ask("127.0.1.8", world.port, "/b") == b"404 "
        assert (one.paths(), two.paths()) == (["/a", "/b"], ["/a", "/b"])
        assert world.paths() == ["/a", "/b", "/a", "/b"]
        assert one.url("/a") == f"http://127.0.1.7:{world.port}/a"
        last = two.seen()[-1]
        assert (last.status, last.at <= last.ended_at) == (404, True)
