"""The gate that every connection passes: public addresses only, under watch.

The address that counts is the one the socket reached, so no spelling of it, no
redirect and no name that changes its mind between two look-ups gets past.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tasks.http.watchdog import Watch

# Names that no public name server answers: RFC 6761 6.3, RFC 6762 3 and appendix G,
# RFC 8375 4; .internal, .home, .corp: ICANN's resolutions of 2024-07-29 and 2018-02-04.
_PRIVATE_ENDS = (
    "corp", "home", "home.arpa", "internal", "intranet", "lan", "local", "localhost",
    "private",
)  # fmt: skip
# RFC 6052 2.1: IPv4 behind NAT64. Its last four bytes are where it leads.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(Exception):
    """The host is at an address that may not be asked; nothing was sent."""

    reason = "private_address"

    def __init__(self, host: str, address: str | None) -> None:
        """`address` is None where the name alone tells."""
        at = f"at {address}, which is not a public address"
        super().__init__(
            f"'{host}' is {at if address else 'a name of a private network'}"
        )
        self.host, self.address = host, address


def is_public(address: str) -> bool:
    """Whether an IP address is one that anyone on the internet can reach.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) decides.
    Text that is no IP address is not public.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _inner(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(ip.packed[-4:])
    if ip.teredo is not None:
        return ip.teredo[1]
    return ip.ipv4_mapped or ip.sixtofour


def is_private_name(host: str) -> bool:
    """Whether a host is private by what stands there, without looking it up.

    An IP address, as the WHATWG URL standard writes each of its forms, or a name that
    leads to this machine or its network alone. So does one without a dot: a top-level
    domain is no host (ICANN's resolution of 2013-08-13).
    """
    name = host.strip("[]").rstrip(".").lower()
    if _is_ip(name):
        return not is_public(name)
    return "." not in name or name.endswith(tuple(f".{end}" for end in _PRIVATE_ENDS))


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Gate:
    """What every connection of one client passes; knows whose thread it is in."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._local = threading.local()

    @contextmanager
    def watched(self, watch: Watch) -> Iterator[None]:
        """Puts what this thread connects and reads under `watch`."""
        self._local.watch = watch
        try:
            yield
        finally:
            self._local.watch = None
            watch.release()

    def check_name(self, host: str) -> None:
        """Raises AddressRefused for a host that a proxy is not to be asked for.

        What a name leads to, the proxy alone finds out.
        """
        if not self._allow_private and is_private_name(host):
            name = host.strip("[]")
            raise AddressRefused(host, name if _is_ip(name) else None)

    def connect(
        self, host: str, port: int, timeout_s: float, *, is_proxy: bool = False
    ) -> socket.socket:
        """A connection to the first address of `host` that takes one.

        The addresses share the time; one that is not public is not even dialled,
        unless it is that of a proxy: the configuration names it. Raises
        AddressRefused where none is public, else OSError.
        """
        is_open = self._allow_private or is_proxy
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        allowed = [a for a in found if is_open or is_public(_ip(a[4]))]
        if not allowed:
            raise AddressRefused(host, _ip(found[0][4]))
        ends_at = time.monotonic() + timeout_s
        error: OSError = TimeoutError("timed out")
        for nth, (family, kind, protocol, _, where) in enumerate(allowed):
            left_s = (ends_at - time.monotonic()) / (len(allowed) - nth)
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(max(0.001, left_s))
                self._dial(sock, host, where, is_open=is_open)
            except OSError as failure:
                error = failure
                sock.close()
            except AddressRefused:
                sock.close()
                raise
            else:
                sock.settimeout(timeout_s)
                return sock
        raise error

    def _dial(
        self, sock: socket.socket, host: str, where: tuple[Any, ...], *, is_open: bool
    ) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.attach(sock, is_fresh=True)
        sock.connect(where)
        reached = _ip(sock.getpeername())
        if not is_open and not is_public(reached):
            raise AddressRefused(host, reached)

    def attach(self, sock: socket.socket | None, *, is_fresh: bool = False) -> None:
        """Shows this thread's watch the socket that its request goes through."""
        watch: Watch | None = getattr(self._local, "watch", None)
        if watch is None or sock is None:
            return
        if watch.is_fresh and not is_fresh:
            return  # it was shown when this request connected
        watch.is_fresh = watch.is_fresh or is_fresh
        watch.attach(sock)


def _ip(where: tuple[Any, ...]) -> str:
    return str(where[0]).partition("%")[0]
