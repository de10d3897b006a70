"""One ask from first to last request: robots.txt, redirects, the page itself.

`Fetcher.steps` is a generator that names the host of the request it makes next
and goes on when it has that host's turn. So every request, a robots.txt and a
redirect's next hop too, waits in its host's queue, and no thread waits with it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime

from tasks.http.address import Address, read_address
from tasks.http.ask import Answer, Ask, Limits
from tasks.http.caching import conditional
from tasks.http.outcomes import Outcome, Problem
from tasks.http.robots import (
    MAX_ROBOTS_BYTES,
    MAX_ROBOTS_REDIRECTS,
    Robots,
    read_robots,
    verdict,
)
from tasks.http.transport import REDIRECTS, Request, Transport
from tasks.http.trip import Trip, answer_of, row_of
from tasks.text.urls import redacted

MAX_REDIRECTS = 10

Clock = Callable[[], datetime]
Steps = Generator[str, None, Answer]
# Yields hosts like `steps`, returns what forbids the request.
Permit = Callable[[Address, "Trip"], Generator[str, None, Problem | None]]


class Fetcher:
    """Turns asks into steps."""

    def __init__(
        self, limits: Limits, transport: Transport, robots: Robots, clock: Clock
    ) -> None:
        self._limits = limits
        self._transport = transport
        self._robots = robots
        self._clock = clock
        self._agent = {"User-Agent": limits.user_agent}

    def steps(self, ask: Ask) -> Steps:
        """Fetches `ask`: yields the host of each request, returns the answer."""
        sent = conditional(ask.etag, ask.last_modified)
        trip = Trip(
            ask=ask,
            url=ask.url,
            headers={**self._agent, "Accept": ask.accept, **sent},
            max_bytes=ask.max_bytes or self._limits.max_bytes,
            max_redirects=MAX_REDIRECTS,
            budget_s=self._limits.deadline_s,
            validators=tuple(sent.values()),
        )
        problem = yield from self._follow(trip, self._permitted)
        return answer_of(trip, row_of(trip, problem, self._clock()))

    def _follow(
        self, trip: Trip, permit: Permit
    ) -> Generator[str, None, Problem | None]:
        """Requests `trip.url` and where it redirects to; the last is `trip.got`."""
        base: str | None = None
        seen: set[tuple[str, int]] = set()
        while True:
            address = read_address(trip.url, base)
            if isinstance(address, Problem):
                return address
            trip.url = address.url
            if (
                base is not None
                and base.startswith("https:")
                and address.scheme == "http"
            ):
                reason = f"redirected from https to '{redacted(address.url)}'"
                return Problem(outcome=Outcome.DOWNGRADE, reason=reason)
            # A cookie on the way can make the same address another question.
            if (address.url, len(trip.cookies)) in seen:
                return _circles("back to an address that was asked before")
            seen.add((address.url, len(trip.cookies)))
            refusal = yield from permit(address, trip)
            if refusal is not None:
                return refusal
            yield from self._request(address, trip)
            location = trip.got.headers.get("Location")
            if trip.got.status not in REDIRECTS or not location or trip.got.problem:
                return trip.got.problem
            trip.redirects.append(trip.url)
            base, trip.url = trip.url, _utf8(location)
            if len(trip.redirects) > trip.max_redirects:
                return _circles(f"more than {trip.max_redirects} redirects")

    def _request(self, address: Address, trip: Trip) -> Generator[str, None, None]:
        """One request in its host's turn; once more where a kept connection died."""
        for is_last in (False, True):
            if trip.turn != address.host:
                yield address.host
            trip.turn = None
            trip.started_at = trip.started_at or self._clock()
            trip.got = self._transport.get(
                Request(
                    url=address.url,
                    headers=trip.headers,
                    cookies=trip.cookies,
                    max_bytes=trip.max_bytes,
                    budget_s=max(0.001, trip.budget_s - trip.elapsed_s),
                    takes_part=trip.takes_part,
                )
            )
            trip.elapsed_s += trip.got.elapsed_s
            if trip.got.cookies:
                trip.cookies.update(trip.got.cookies)
            if is_last or not trip.got.is_stale:
                return

    def _permitted(
        self, address: Address, trip: Trip
    ) -> Generator[str, None, Problem | None]:
        """What robots.txt has against `address`; fetches it where it is unknown."""
        while (rules := self._robots.known(address.origin)) is None:
            if trip.turn != address.host:
                yield address.host
                trip.turn = address.host
                continue  # another ask may have fetched it meanwhile
            yield from self._fetch_robots(address, trip)
        refusal = rules.refusal(address.url)
        trip.robots = verdict(refusal)
        return refusal

    def _fetch_robots(self, address: Address, trip: Trip) -> Generator[str, None, None]:
        robots = Trip(
            ask=trip.ask,
            url=f"{address.origin}/robots.txt",
            headers={**self._agent, "Accept": "text/plain,*/*;q=0.1"},
            max_bytes=MAX_ROBOTS_BYTES,
            max_redirects=MAX_ROBOTS_REDIRECTS,
            takes_part=True,
            budget_s=self._limits.deadline_s,
            turn=trip.turn,
        )
        trip.turn = None
        problem = yield from self._follow(robots, _anyway)
        rules = read_robots(robots.got.status, robots.got.body, problem)
        self._robots.learn(address.origin, address.host, rules)
        trip.fetches.append(row_of(robots, problem, self._clock()))


def _anyway(_address: Address, _trip: Trip) -> Generator[str, None, Problem | None]:
    """robots.txt itself needs no permission."""
    return None
    yield


def _circles(reason: str) -> Problem:
    return Problem(outcome=Outcome.REDIRECT_LOOP, reason=reason)


def _utf8(location: str) -> str:
    """A Location as its server meant it: http.client reads bytes as Latin-1."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
