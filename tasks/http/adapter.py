"""The one requests adapter: what a connection may do, checked where it is made.

It adds what requests has not: one TLS context for all hosts (loading the
certificates anew takes 14.8 ms a host), connections that pass our gate, and a
bound on an answer's head.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from typing import Any, ClassVar

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse

from tasks.http.gate import Gate

# The standard library gives up at 100, and some sites send more (seen by
# mediacloud's rss-fetcher). It has no argument for it.
MAX_HEADERS = 1_000
http.client._MAXHEADERS = max(  # type: ignore[attr-defined]
    http.client._MAXHEADERS,  # type: ignore[attr-defined]
    MAX_HEADERS,
)
MAX_HEAD_BYTES = 1_048_576
_MAX_LINE_BYTES = 65_536


class _BoundedReader(io.BufferedReader):
    """Lines of at most `_MAX_LINE_BYTES`, and a head of at most MAX_HEAD_BYTES.

    The lines between the chunks of a body are read here too; urllib3 puts no
    bound on them.
    """

    head_left = MAX_HEAD_BYTES
    is_in_head = True

    def readline(self, size: int | None = -1, /) -> bytes:  # noqa: ARG002
        line = super().readline(_MAX_LINE_BYTES + 1)
        if self.is_in_head:
            self.head_left -= len(line)
        if len(line) > _MAX_LINE_BYTES or self.head_left < 0:
            raise http.client.LineTooLong("head")
        return line


class _BoundedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = _BoundedReader(self.fp.detach())

    def begin(self) -> None:
        reader = self.fp
        super().begin()
        reader.is_in_head = False  # type: ignore[attr-defined]


class _Connection(HTTPConnection):
    gate: ClassVar[Gate]
    response_class = _BoundedResponse

    def _new_conn(self) -> socket.socket:
        return self.gate.connect(self._dns_host, self.port, float(self.timeout or 1))

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        self.gate.attach(self.sock)
        return super().getresponse()


class _TlsConnection(HTTPSConnection):
    gate: ClassVar[Gate]
    response_class = _BoundedResponse

    def _new_conn(self) -> socket.socket:
        return self.gate.connect(self._dns_host, self.port, float(self.timeout or 1))

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        self.gate.attach(self.sock)
        return super().getresponse()


class NewsAdapter(HTTPAdapter):
    """Sends through `gate`, with `tls` for all hosts."""

    def __init__(self, gate: Gate, tls: ssl.SSLContext, n_connections: int) -> None:
        self._gate = gate
        self._tls = tls
        super().__init__(
            pool_connections=max(64, 4 * n_connections), pool_maxsize=n_connections
        )

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._tls, **kwargs)
        plain = type("Plain", (_Connection,), {"gate": self._gate})
        secure = type("Secure", (_TlsConnection,), {"gate": self._gate})
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("Pool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, *_: Any, **__: Any
    ) -> Any:
        host, _tls = super().build_connection_pool_key_attributes(request, True)
        return host, {}

    def cert_verify(self, conn: Any, *_: Any, **__: Any) -> None:
        """The context has the certificates; naming a file would load it again."""
        conn.cert_reqs = "CERT_REQUIRED"
