"""One request on the wire and what came of it; a failure is a value.

No redirect is followed and nothing is waited for: tasks/http/fetch.py decides
what is asked, tasks/http/workers.py when.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from urllib.parse import urlsplit

import requests
from requests.cookies import RequestsCookieJar
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from tasks.http.adapter import NewsAdapter
from tasks.http.ask import Limits
from tasks.http.body import ACCEPT_ENCODING, Body, read_body
from tasks.http.failures import WEB_ERRORS, problem_of
from tasks.http.gate import Gate
from tasks.http.outcomes import Outcome, Problem
from tasks.http.watchdog import Watchdog

REDIRECTS = frozenset([301, 302, 303, 307, 308])
_CHUNK_BYTES = 65_536
# The body of an answer that nobody reads is taken in, so that its connection
# can be used again, where it is no longer than this.
_DRAIN_BYTES = 16_384
# A page, a feed or a list is never one of these.
_MEDIA = ("image/", "audio/", "video/", "font/", "application/pdf")
# Of the deadline, what a connection may take, and what a silence may.
_CONNECT_SHARE, _SILENCE_SHARE = 1 / 3, 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One GET: `budget_s` is what is left of its fetch's deadline.

    `takes_part`: where there are more than `max_bytes`, the first of them are
    worth having.
    """

    url: str
    headers: Mapping[str, str] = field(repr=False)  # a source's secrets may be there
    cookies: RequestsCookieJar | None
    max_bytes: int
    budget_s: float
    takes_part: bool = False
    proxy: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What came of a request. `status` is None where no answer came.

    `body` is None where it was not read. `is_stale`: it failed on a connection
    that was kept from an earlier request, before an answer.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: RequestsCookieJar | None = None
    body: bytes | None = None
    problem: Problem | None = None
    is_stale: bool = False
    elapsed_s: float = 0.0


class Transport:
    """Sends requests; safe to use from many threads."""

    def __init__(self, limits: Limits, tls: ssl.SSLContext | None = None) -> None:
        self._deadline_s = limits.deadline_s
        self._gate = Gate(allow_private=limits.allow_private)
        self._watchdog = Watchdog()
        n_connections = limits.max_connections
        n_of_host = 2 if limits.host_gap_s else n_connections  # with a gap, it has one
        self._adapter = NewsAdapter(
            self._gate, tls or _usual(), n_connections, n_of_host
        )

    def get(self, request: Request) -> Got:
        """What came of `request`, within its budget."""
        started = time.monotonic()
        watch = self._watchdog.start(request.budget_s)
        with self._gate.watched(watch):
            got = self._exchange(request)
            is_late, is_fresh = watch.is_expired, watch.is_fresh
        elapsed_s = time.monotonic() - started
        if is_late:
            reason = f"not done within {self._deadline_s:g} s"
            problem = Problem(outcome=Outcome.DEADLINE, reason=reason)
            return replace(got, body=None, problem=problem, elapsed_s=elapsed_s)
        is_stale = (
            got.problem is not None
            and got.problem.outcome == Outcome.RESET
            and not is_fresh
        )
        return replace(got, is_stale=is_stale, elapsed_s=elapsed_s)

    def cut(self) -> None:
        """Ends what is under way; what is asked from now on fails at once."""
        self._watchdog.close()

    def close(self) -> None:
        """Closes every connection."""
        self._adapter.close()

    def _exchange(self, request: Request) -> Got:
        timeout = (
            min(request.budget_s, self._deadline_s * _CONNECT_SHARE),
            min(request.budget_s, self._deadline_s * _SILENCE_SHARE),
        )
        try:
            response = self._adapter.send(
                _prepared(request),
                stream=True,
                timeout=timeout,
                proxies=self._proxies(request),
            )
        except WEB_ERRORS as error:
            problem = problem_of(error, has_answered=False)
            if request.proxy is not None and problem.outcome != Outcome.ACCESS:
                problem = replace(problem, reason=f"by a proxy: {problem.reason}")
            return Got(problem=problem)
        with closing(response):
            return _read(response, request)

    def _proxies(self, request: Request) -> dict[str, str] | None:
        """By scheme, as requests has it; none of the environment counts."""
        if request.proxy is None:
            return None
        self._gate.check_name(urlsplit(request.url).hostname or "")
        return {"http": request.proxy, "https": request.proxy}


def _prepared(request: Request) -> requests.PreparedRequest:
    prepared = requests.PreparedRequest()
    prepared.method = "GET"
    prepared.url = request.url  # as the WHATWG standard wrote it; not to be requoted
    # as `prepare_headers` leaves them, which checks each again: 0.05 ms a request
    prepared.headers = CaseInsensitiveDict(
        {**request.headers, "Accept-Encoding": ACCEPT_ENCODING}
    )
    if request.cookies is not None:
        prepared.prepare_cookies(request.cookies)
    return prepared


def _read(response: requests.Response, request: Request) -> Got:
    got = Got(
        status=response.status_code, headers=response.headers, cookies=response.cookies
    )
    if not _is_wanted(response.status_code):
        _drain(response)
        return got
    problem = _refusal(response, request)
    if problem is not None:
        return replace(got, problem=problem) if response.status_code < 400 else got
    coding = response.headers.get("Content-Encoding", "")
    try:
        chunks = response.raw.stream(_CHUNK_BYTES, decode_content=False)
        body = read_body(chunks, coding, request.max_bytes)
    except WEB_ERRORS as error:
        body = Body(data=b"", problem=problem_of(error, has_answered=True))
    if body.problem is not None and response.status_code >= 400:
        return got  # a 404 stays one, whatever becomes of its page
    return replace(got, body=body.data, problem=body.problem)


def _is_wanted(status: int) -> bool:
    """Whether the body matters: an article, or what stands where one was."""
    return (200 <= status < 300 and status not in (206, 226)) or status in (404, 410)


def _refusal(response: requests.Response, request: Request) -> Problem | None:
    """Why the body is not worth reading, as far as the head tells."""
    media_type = response.headers.get("Content-Type", "").strip().lower()
    if media_type.startswith(_MEDIA) and response.status_code < 300:
        return Problem(
            outcome=Outcome.MEDIA_TYPE, reason=f"content-type '{media_type[:80]}'"
        )
    length = response.raw.length_remaining
    if not request.takes_part and length is not None and length > request.max_bytes:
        reason = f"{length} bytes are announced, {request.max_bytes} at most"
        return Problem(outcome=Outcome.TOO_LARGE, reason=reason)
    return None


def _drain(response: requests.Response) -> None:
    """Reads a short body to its end; an error in it is no matter."""
    length = response.raw.length_remaining
    if length is None or length > _DRAIN_BYTES:
        return
    with contextlib.suppress(*WEB_ERRORS):
        chunks = response.raw.stream(_CHUNK_BYTES, decode_content=False)
        read_body(chunks, "", _DRAIN_BYTES)


@cache
def _usual() -> ssl.SSLContext:
    """What trusts whom the web trusts; 25 ms to make (2026-11-30)."""
    return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
