"""A loopback server that plays a news site, or hundreds, and misbehaves when told to.

    with NewsSite() as site:
        site.page("/feed", b"<rss/>", media_type="application/rss+xml")
        site.play("/slow", drip_body(b"x" * 100, every_s=0.1))
        ...
        assert [seen.path for seen in site.log] == ["/robots.txt", "/feed"]

A route is a Reply, or a function that is given the conversation: it returns a
Reply, or writes what it likes to the socket, which is then closed. Where no
route is set the answer is 404, so robots.txt allows all unless it is set. What
misbehaves is in tests/misbehaving.py.

Many hosts on one port:

    with NewsSite(host="0.0.0.0") as world:
        harbour = world.at("127.0.1.7")
        harbour.page("/feed", b"<rss/>")  # http://127.0.1.7:PORT/feed, and no other's

What is set on the world itself answers for each host that has nothing of its own.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"


@dataclass(slots=True, kw_only=True)
class Seen:
    """One request as it came in, and what came of it.

    `host` is whom it was meant for, without a port. `at` and `ended_at`, when the
    answer was written, are time.monotonic(); `status` is that of a Reply. Both are
    None until then.
    """

    method: str
    host: str
    path: str
    headers: dict[str, str]
    raw: bytes
    at: float
    connection: int
    status: int | None = None
    ended_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A well-formed answer. `wait_s` is the latency before it."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    wait_s: float = 0.0

    def written(self) -> bytes:
        has_body = self.status != 304 and self.status >= 200
        head = [f"HTTP/1.1 {self.status} Said"]
        head += [f"{name}: {value}" for name, value in self.headers]
        if has_body:
            head.append(f"Content-Length: {len(self.body)}")
        text = "\r\n".join(head) + "\r\n\r\n"
        return text.encode("latin-1") + (self.body if has_body else b"")


@dataclass(slots=True)
class Conversation:
    """What a misbehaving route is given."""

    seen: Seen
    sock: socket.socket
    is_over: threading.Event

    def say(self, data: bytes) -> None:
        self.sock.sendall(data)

    def wait(self, seconds: float) -> None:
        """Until then, or until the site closes."""
        if seconds:
            self.is_over.wait(seconds)


Script = Callable[[Conversation], Reply | None]
Route = Reply | Script


Routes = dict[tuple[str, str], deque[Route]]


class Host:
    """One host of a server: what it answers, and what it was asked.

    A `name` of "" is every host that has no route of its own for a path.
    """

    def __init__(self, site: NewsSite, name: str) -> None:
        self.site, self.name = site, name

    def url(self, path: str = "/") -> str:
        scheme = "https" if self.site.tls else "http"
        return f"{scheme}://{self.name or self.site.host}:{self.site.port}{path}"

    def page(
        self,
        path: str,
        body: bytes = b"<p>News.",
        *,
        status: int = 200,
        media_type: str | None = HTML,
        headers: Iterable[tuple[str, str]] = (),
        wait_s: float = 0.0,
    ) -> None:
        """A well-formed answer at `path` (with its query), until it is set anew."""
        named = [("Content-Type", media_type)] if media_type else []
        reply = Reply(
            status=status, body=body, headers=(*named, *headers), wait_s=wait_s
        )
        self.play(path, reply)

    def robots(self, text: str, status: int = 200) -> None:
        self.page("/robots.txt", text.encode(), status=status, media_type="text/plain")

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self.page(path, b"", status=status, headers=[("Location", to)])

    def play(self, path: str, *routes: Route) -> None:
        """One route a request, in order; the last one stays. "*" is any path."""
        self.site.routes[self.name, path] = deque(routes)

    def seen(self) -> list[Seen]:
        """The requests that were for it, in the order in which they came."""
        return [one for one in self.site.log if self.name in ("", one.host)]

    def paths(self) -> list[str]:
        return [one.path for one in self.seen()]


@dataclass(eq=False)
class NewsSite(Host):
    """The server, and each of its hosts that is not told apart.

    It starts with the `with` and ends with it. Port 0 is any free one.
    """

    host: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None
    log: list[Seen] = field(default_factory=list)
    routes: Routes = field(default_factory=dict)
    n_connections: int = 0

    def __post_init__(self) -> None:
        super().__init__(self, "")

    def __enter__(self) -> NewsSite:
        self._is_over = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._server = socket.create_server((self.host, self.port), backlog=512)
        self.port = self._server.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        with self._lock:
            for sock in [self._server, *self._open]:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for thread in list(self._threads):
            thread.join(10)

    def at(self, name: str) -> Host:
        """One host of this server: an address of loopback, or a name as a proxy
        is asked for it."""
        return Host(self, name)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._is_over.is_set():
            try:
                sock, _ = self._server.accept()
            except OSError:
                return
            with self._lock:
                self.n_connections += 1
                self._open.add(sock)
            self._start(self._serve, sock, self.n_connections)

    def _serve(self, sock: socket.socket, connection: int) -> None:
        plain = sock
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls is not None:
                sock = self.tls.wrap_socket(sock, server_side=True)
                with self._lock:
                    self._open.add(sock)
            while self._answer(sock, connection):
                pass
        except (OSError, ValueError):
            pass  # the other side went away
        finally:
            with self._lock:
                self._open -= {sock, plain}
            sock.close()

    def _answer(self, sock: socket.socket, connection: int) -> bool:
        """Answers one request; whether the connection goes on."""
        raw = b""
        while b"\r\n\r\n" not in raw:
            data = sock.recv(65_536)
            if not data:
                return False
            raw += data
        seen = _read_request(raw, connection)
        with self._lock:
            self.log.append(seen)
            route = self._route(seen)
        talk = Conversation(seen, sock, self._is_over)
        try:
            reply = route if isinstance(route, Reply) else route(talk)
            if reply is None:
                return False
            talk.wait(reply.wait_s)
            seen.status = reply.status
            seen.ended_at = time.monotonic()  # from here on it may be asked again
            sock.sendall(reply.written())
        finally:
            seen.ended_at = seen.ended_at or time.monotonic()
        return True

    def _route(self, seen: Seen) -> Route:
        for name in (seen.host, ""):
            for path in (seen.path, "*"):
                if routes := self.routes.get((name, path)):
                    return routes.popleft() if len(routes) > 1 else routes[0]
        return Reply(status=404)


def _read_request(raw: bytes, connection: int) -> Seen:
    first, *lines = raw.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    path = target
    if target.startswith("http"):  # as a proxy is asked
        path = "/" + target.partition("://")[2].partition("/")[2]
    return Seen(
        method=method,
        host=headers.get("host", "").rpartition(":")[0] or headers.get("host", ""),
        path=path,
        headers=headers,
        raw=raw,
        at=time.monotonic(),
        connection=connection,
    )
