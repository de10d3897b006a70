"""What a route of tests/newssite.py may do that no good server does.

site.play("/slow", drip_body(b"x" * 100, every_s=0.1))
"""

from __future__ import annotations

import select
import socket
import struct
import zlib

from newssite import HTML, Conversation, Reply, Script

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


def drip_trailers(every_s: float = 0.05) -> Script:
    """A chunked body that is whole, and trailers that never end."""

    def script(talk: Conversation) -> None:
        talk.say(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n")
        while not talk.is_over.is_set():
            talk.say(b"X-Wait: a\r\n")
            talk.wait(every_s)

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


def tunnel(port: int) -> Script:
    """A proxy's answer to CONNECT: bytes to and from `port` of loopback."""

    def script(talk: Conversation) -> None:
        with socket.create_connection(("127.0.0.1", port)) as other:
            talk.say(b"HTTP/1.1 200 OK\r\n\r\n")
            ends = {talk.sock: other, other: talk.sock}
            while not talk.is_over.is_set():
                ready, _, _ = select.select(ends, (), (), 0.1)
                for end in ready:
                    data = end.recv(65_536)
                    if not data:
                        return
                    ends[end].sendall(data)

    return script
