"""What an exception of the network stack means, as an outcome and a reason.

Five layers wrap each other's errors here, so the whole chain is looked at and
the most telling one decides. Reasons are ours: theirs hold memory addresses.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl

import requests
import urllib3.exceptions

from tasks.http.gate import AddressRefused
from tasks.http.outcomes import Outcome, Problem

# ValueError: URL and header parsers of the stack raise bare ones.
WEB_ERRORS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    AddressRefused,
    OSError,
    ValueError,
)

_TIMEOUTS = (
    TimeoutError,
    urllib3.exceptions.TimeoutError,
    requests.Timeout,
)
# As http.client says it.
_TUNNEL_REFUSED = re.compile(r"Tunnel connection failed: (\d{3})\b")
_HANG_UPS = (
    ConnectionResetError,  # http.client.RemoteDisconnected is one
    ConnectionAbortedError,
    BrokenPipeError,
)


def problem_of(error: Exception, *, has_answered: bool) -> Problem:
    """The problem behind `error`.

    `has_answered`: the head of the answer had come, so what breaks now breaks
    off a body.
    """
    chain = _chain(error)
    if any(isinstance(link, urllib3.exceptions.ProxyError) for link in chain):
        return _problem_of_proxy(chain)
    if has_answered:
        return _problem_in_body(chain)
    for link in chain:
        found = _problem_of_one(link)
        if found is not None:
            return found
    return _problem(Outcome.PROTOCOL, _said(chain[-1]))


def _problem_of_proxy(chain: list[BaseException]) -> Problem:
    """What the proxy did, or did not; its own words stay out of it."""
    for link in chain:
        refused = _TUNNEL_REFUSED.match(str(link))
        if refused is not None:
            return _problem(Outcome.ACCESS, f"proxy: status {refused[1]}")
        found = _problem_of_one(link)
        if found is not None:
            return _problem(Outcome.ACCESS, f"proxy: {found.outcome}: {found.reason}")
    return _problem(Outcome.ACCESS, "proxy: it cannot be reached")


def _problem_in_body(chain: list[BaseException]) -> Problem:
    if any(isinstance(link, _TIMEOUTS) for link in chain):
        return _problem(Outcome.TIMEOUT, "no byte of the body came for too long")
    return _problem(Outcome.TRUNCATED, "the connection broke off inside the body")


def _problem_of_one(error: BaseException) -> Problem | None:
    """What `error` says by itself; None where it only wraps another."""
    if isinstance(error, AddressRefused):
        return _problem(Outcome.PRIVATE_ADDRESS, str(error))
    if isinstance(error, UnicodeError):  # from the IDNA codec: a label too long
        return _problem(Outcome.DNS, "not a host name")
    if isinstance(error, _TIMEOUTS):
        return _problem(Outcome.TIMEOUT, "no byte came for too long")
    if isinstance(error, _HANG_UPS):
        return _problem(Outcome.RESET, "the connection was closed without an answer")
    if isinstance(error, http.client.HTTPException):
        return _problem(Outcome.PROTOCOL, f"{type(error).__name__}: {_said(error)}")
    if isinstance(error, OSError):
        return _problem_of_system(error)
    return None


def _problem_of_system(error: OSError) -> Problem | None:
    if isinstance(error, socket.gaierror):
        return _problem(Outcome.DNS, error.strerror or "unknown name")
    if isinstance(error, ssl.SSLCertVerificationError):
        said = getattr(error, "verify_message", "") or _said(error)
        return _problem(Outcome.TLS, f"certificate: {said}")
    if isinstance(error, ssl.SSLError):
        return _problem(Outcome.TLS, getattr(error, "reason", "") or _said(error))
    if error.errno is None:
        return None
    return _problem(Outcome.REFUSED, error.strerror or _said(error))


def _chain(error: BaseException) -> list[BaseException]:
    """`error` and all that it wraps, the innermost first."""
    found: list[BaseException] = []
    left: list[object] = [error]
    while left and len(found) < 20:
        link = left.pop(0)
        if not isinstance(link, BaseException) or any(link is seen for seen in found):
            continue
        found.append(link)
        inside = getattr(link, "reason", None)
        left += [*link.args, inside, link.__cause__, link.__context__]
    return found[::-1]


def _problem(outcome: Outcome, reason: str) -> Problem:
    return Problem(outcome=outcome, reason=" ".join(reason.split())[:200])


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__
