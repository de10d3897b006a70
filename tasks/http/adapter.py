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
from urllib.parse import urlsplit

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
    is_proxy: ClassVar[bool]
    response_class = _BoundedResponse

    def _new_conn(self) -> socket.socket:
        return self.gate.connect(
            self._dns_host,
            self.port,
            float(self.timeout or 1),
            is_proxy=self.is_proxy,
        )

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        self.gate.attach(self.sock)
        return super().getresponse()


class _TlsConnection(HTTPSConnection):
    gate: ClassVar[Gate]
    is_proxy: ClassVar[bool]
    response_class = _BoundedResponse

    def _new_conn(self) -> socket.socket:
        return self.gate.connect(
            self._dns_host,
            self.port,
            float(self.timeout or 1),
            is_proxy=self.is_proxy,
        )

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        self.gate.attach(self.sock)
        return super().getresponse()


class NewsAdapter(HTTPAdapter):
    """Sends through `gate`, with `tls` for all hosts.

    Of the connections to one host `n_of_host` are kept to be used again: urllib3
    makes a place for each beforehand.
    """

    def __init__(
        self, gate: Gate, tls: ssl.SSLContext, n_connections: int, n_of_host: int
    ) -> None:
        self._gate = gate
        self._tls = tls
        self._proxied = _pools(gate, is_proxy=True)
        self._n_connections = n_connections
        super().__init__(
            pool_connections=max(64, 4 * n_connections), pool_maxsize=n_of_host
        )

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._tls, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._gate, is_proxy=False)

    def proxy_manager_for(self, proxy: str, **_: Any) -> Any:
        """The connections that go through `proxy`, an address with its login."""
        manager = super().proxy_manager_for(
            proxy, ssl_context=self._tls, proxy_ssl_context=self._tls
        )
        manager.pool_classes_by_scheme = self._proxied
        manager.connection_pool_kw["maxsize"] = self._n_connections  # of many hosts
        return manager

    def get_connection_with_tls_context(
        self,
        request: PreparedRequest,
        verify: Any,
        proxies: Any = None,
        cert: Any = None,
    ) -> Any:
        """The pool for the request's host. requests reads the address five times for
        it, a tenth of what a request costs."""
        if proxies:
            return super().get_connection_with_tls_context(
                request, verify, proxies, cert
            )
        url = urlsplit(str(request.url))
        return self.poolmanager.connection_from_host(
            url.hostname, url.port, url.scheme, pool_kwargs={}
        )

    def request_url(self, request: PreparedRequest, proxies: Any) -> str:
        """What stands in the request line: RFC 9112 3.2.1, 3.2.2."""
        if proxies:
            return str(super().request_url(request, proxies))
        return "/" + str(request.url).split("/", 3)[3]

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, *_: Any, **__: Any
    ) -> Any:
        host, _tls = super().build_connection_pool_key_attributes(request, True)
        return host, {}

    def cert_verify(self, conn: Any, *_: Any, **__: Any) -> None:
        """The context has the certificates; naming a file would load it again."""
        conn.cert_reqs = "CERT_REQUIRED"


def _pools(gate: Gate, *, is_proxy: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Pools, by scheme, of connections that pass `gate`: to a proxy, or not."""
    told = {"gate": gate, "is_proxy": is_proxy}
    plain = type("Plain", (_Connection,), told)
    secure = type("Secure", (_TlsConnection,), told)
    return {
        "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("Pool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }
