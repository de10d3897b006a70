"""A loopback server that plays a news site, and misbehaves when told to.

    with NewsSite() as site:
        site.page("/feed", b"<rss/>", media_type="application/rss+xml")
        site.play("/slow", drip_body(b"x" * 100, every_s=0.1))
        ...
        assert [seen.path for seen in site.log] == ["/robots.txt", "/feed"]

A route is a Reply, or a function that is given the conversation: it returns a
Reply, or writes what it likes to the socket, which is then closed. Where no
route is set the answer is 404, so robots.txt allows all unless it is set.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it came in. `at` is time.monotonic()."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    at: float
    connection: int


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


@dataclass
class NewsSite:
    """The server: starts with the `with`, ends with it. Port 0 is any free one."""

    host: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None
    log: list[Seen] = field(default_factory=list)
    n_connections: int = 0

    def __enter__(self) -> NewsSite:
        self._routes: dict[str, deque[Route]] = {}
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

    def url(self, path: str = "/") -> str:
        return f"http{'s' if self.tls else ''}://{self.host}:{self.port}{path}"

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
        self.play(
            path,
            Reply(
                status=status,
                body=body,
                headers=(*named, *headers),
                wait_s=wait_s,
            ),
        )

    def robots(self, text: str, status: int = 200) -> None:
        self.page("/robots.txt", text.encode(), status=status, media_type="text/plain")

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self.page(path, b"", status=status, headers=[("Location", to)])

    def play(self, path: str, *routes: Route) -> None:
        """One route a request, in order; the last one stays. "*" is any path."""
        self._routes[path] = deque(routes)

    def paths(self) -> list[str]:
        return [seen.path for seen in self.log]

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
            routes = self._routes.get(seen.path) or self._routes.get("*")
            route = _next_route(routes) if routes else Reply(status=404)
        talk = Conversation(seen, sock, self._is_over)
        reply = route if isinstance(route, Reply) else route(talk)
        if reply is None:
            return False
        talk.wait(reply.wait_s)
        sock.sendall(reply.written())
        return True


def _next_route(routes: deque[Route]) -> Route:
    return routes.popleft() if len(routes) > 1 else routes[0]


def _read_request(raw: bytes, connection: int) -> Seen:
    first, *lines = raw.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Seen(
        method=method,
        path=path,
        headers=headers,
        raw=raw,
        at=time.monotonic(),
        connection=connection,
    )


# --- misbehaviour --------------------------------------------------------------

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def says(*pieces: bytes) -> Script:
    """Writes these bytes, whatever they are, and hangs up."""

    def script(talk: Conversation) -> None:
        for piece in pieces:
            talk.say(piece)

    return script


def drip_head(every_s: float = 0.05) -> Script:
    """A head that never ends, a header line now and then."""

    def script(talk: Conversation) -> None:
        talk.say(_HEAD)
        while not talk.is_over.is_set():
            talk.say(b"X-Wait: a\r\n")
            talk.wait(every_s)

    return script


def drip_body(body: bytes, every_s: float = 0.05, *, chunked: bool = False) -> Script:
    """A body a byte at a time."""

    def script(talk: Conversation) -> None:
        if chunked:
            talk.say(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        else:
            talk.say(_HEAD + b"Content-Length: %d\r\n\r\n" % len(body))
        for at in range(len(body)):
            piece = body[at : at + 1]
            talk.say(b"1\r\n" + piece + b"\r\n" if chunked else piece)
            talk.wait(every_s)
            if talk.is_over.is_set():
                return

    return script


def silent() -> Script:
    """Takes the request and never answers."""
    return lambda talk: talk.wait(60)


def hang_up() -> Script:
    """Closes the connection without a word."""
    return lambda talk: None


def reset() -> Script:
    """Breaks the connection off (RST)."""

    def script(talk: Conversation) -> None:
        linger = struct.pack("ii", 1, 0)
        talk.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    return script


def cut(body: bytes, after: int) -> Script:
    """Announces the whole body and sends the start of it."""
    head = _HEAD + b"Content-Length: %d\r\n\r\n" % len(body)
    return says(head, body[:after])


def cut_chunks(body: bytes) -> Script:
    """A chunked body without its end."""
    head = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    return says(head, b"%x\r\n%b\r\n" % (len(body), body))


def endless(piece: bytes = b"<p>and so on</p>" * 4_096) -> Script:
    """A body without length or end, as fast as it is read."""

    def script(talk: Conversation) -> None:
        talk.say(_HEAD + b"\r\n")
        while not talk.is_over.is_set():
            talk.say(piece)

    return script


def many_headers(n_headers: int, value: bytes = b"a") -> Script:
    """A well-formed answer with so many headers."""
    lines = b"".join(b"X-%d: %b\r\n" % (n, value) for n in range(n_headers))
    return says(_HEAD + lines + b"Content-Length: 2\r\n\r\nok")


def bomb(n_bytes: int, coding: str = "gzip") -> Reply:
    """A small body that decodes into `n_bytes` of zeros."""
    window = 31 if coding == "gzip" else 15
    squeeze = zlib.compressobj(9, zlib.DEFLATED, window)
    parts = [squeeze.compress(b"\0" * 1_000_000) for _ in range(n_bytes // 1_000_000)]
    body = b"".join([*parts, squeeze.flush()])
    headers = (("Content-Type", HTML), ("Content-Encoding", coding))
    return Reply(body=body, headers=headers)
