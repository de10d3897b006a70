"""One ask from first to last request: robots.txt, redirects, the page itself.

`Fetcher.steps` is a generator that names the turn of the request it makes next
and goes on when it has it. So every request, a robots.txt and a redirect's next
hop too, waits in its host's queue, and no thread waits with it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import datetime

from tasks.http.access import NOTHING, Secrets, read_access
from tasks.http.address import Address, read_address
from tasks.http.ask import Answer, Ask, Limits
from tasks.http.caching import conditional
from tasks.http.hosts import Turn
from tasks.http.manners import Manners
from tasks.http.outcomes import Outcome, Problem
from tasks.http.refusals import patience_s
from tasks.http.robots import MAX_ROBOTS_BYTES, MAX_ROBOTS_REDIRECTS, Rules, verdict
from tasks.http.transport import REDIRECTS, Request, Transport
from tasks.http.trip import Trip, answer_of, row_of, wall_of
from tasks.text.urls import redacted

MAX_REDIRECTS = 10
# A wait that is over at once.
A_MOMENT_S = 1e-6

Clock = Callable[[], datetime]
Steps = Generator[Turn, None, Answer]
# Yields turns like `steps`, returns what forbids the request.
Verdict = Generator[Turn, None, Problem | None]
Permit = Callable[[Address, Trip], Verdict]


class Fetcher:
    """Turns asks into steps."""

    def __init__(
        self,
        limits: Limits,
        transport: Transport,
        manners: Manners,
        clock: Clock,
        secrets: Secrets,
    ) -> None:
        self._limits = limits
        self._transport = transport
        self._manners = manners
        self._clock = clock
        self._secrets = secrets
        self._agent = {"User-Agent": limits.user_agent}

    def steps(self, ask: Ask) -> Steps:
        """Fetches `ask`: yields the turn of each request, returns the answer."""
        sent = conditional(ask.etag, ask.last_modified)
        access = read_access(ask, self._secrets)
        trip = Trip(
            ask=ask,
            url=ask.url,
            headers={**self._agent, **sent},
            access=NOTHING if isinstance(access, Problem) else access,
            max_bytes=ask.max_bytes or self._limits.max_bytes,
            max_redirects=MAX_REDIRECTS,
            budget_s=self._limits.deadline_s,
            validators=tuple(sent.values()),
        )
        problem: Problem | None
        if isinstance(access, Problem):
            problem = access
        else:
            trip, problem = yield from self._asked(trip, self._permitted)
        problem = problem or wall_of(trip)
        now = self._clock()
        return answer_of(trip, row_of(trip, problem, now), now)

    def _asked(
        self, trip: Trip, permit: Permit, holds: str | None = None
    ) -> Generator[Turn, None, tuple[Trip, Problem | None]]:
        """Makes the trip, once more where the server asks to wait a little.

        A 429 holds up its host; `holds` is one for which all others wait too.
        """
        problem = yield from self._follow(trip, permit)
        now = self._clock()
        wait_s = None if problem else patience_s(trip.got, now)
        if wait_s is None or trip.asked is None:
            return trip, problem
        host = trip.asked.host
        if trip.got.status == 429:
            self._manners.paces.hold(host, wait_s)
        if holds is not None:
            self._manners.paces.hold(holds, wait_s)
        turn = Turn(host, wait_s)
        trip = trip.again(row_of(trip, None, now), turn)
        yield turn
        problem = yield from self._follow(trip, permit)
        return trip, problem

    def _follow(self, trip: Trip, permit: Permit) -> Verdict:
        """Requests `trip.url` and where it redirects to; the last is `trip.got`."""
        base: str | None = None
        seen: set[tuple[str, int]] = set()
        while True:
            address = read_address(trip.url, base)
            if isinstance(address, Problem):
                return address
            trip.url = address.url
            address = address.by(trip.ask.proxy)
            if base and base.startswith("https:") and address.scheme == "http":
                reason = f"redirected from https to '{redacted(address.url)}'"
                return Problem(outcome=Outcome.DOWNGRADE, reason=reason)
            # A cookie on the way can make the same address another question.
            question = (address.url, 0 if trip.cookies is None else len(trip.cookies))
            if question in seen:
                return _circles("back to an address that was asked before")
            seen.add(question)
            refusal = yield from permit(address, trip)
            if refusal is None:
                refusal = yield from self._request(address, trip)
            if refusal is not None:
                return refusal
            location = trip.got.headers.get("Location")
            if trip.got.status not in REDIRECTS or not location or trip.got.problem:
                return trip.got.problem
            trip.redirects.append(trip.url)
            trip.hops.append(trip.got.status or 0)
            base, trip.url = trip.url, _utf8(location)
            if len(trip.redirects) > trip.max_redirects:
                return _circles(f"more than {trip.max_redirects} redirects")

    def _request(self, address: Address, trip: Trip) -> Verdict:
        """One request in its host's turn; once more where a kept connection died.

        Returns why there was none, where the host was closed to us meanwhile.
        """
        for is_last in (False, True):
            if not trip.has_turn(address.host):
                # who asked for robots.txt keeps its place: what waits goes to the front
                trip.turn = Turn(address.host, A_MOMENT_S if trip.fetches else 0.0)
                yield trip.turn
            refusal = self._closed(address, trip)
            if refusal is not None:
                return refusal
            trip.use_turn()
            self._get(address, trip)
            if is_last or not trip.got.is_stale:
                break
        return None

    def _closed(self, address: Address, trip: Trip) -> Problem | None:
        """What keeps us from the address now: who answers there, or the ask's end."""
        now, until = self._clock(), trip.ask.until
        if until is not None and trip.started_at is None and now >= until:
            return Problem(outcome=Outcome.OUT_OF_TIME, reason=f"it ended at {until}")
        return self._manners.refusals.refusal(address, now)

    def _get(self, address: Address, trip: Trip) -> None:
        """The request itself, and what is learnt of its host from what it gives."""
        trip.started_at = trip.started_at or self._clock()
        trip.asked = address
        shown = trip.access.headers_for(address)
        got = self._transport.get(
            Request(
                url=address.url,
                headers={"Accept": trip.ask.accept, **shown, **trip.headers},
                cookies=trip.cookies,
                max_bytes=trip.max_bytes,
                budget_s=max(0.001, trip.budget_s - trip.elapsed_s),
                takes_part=trip.takes_part,
                proxy=trip.access.proxy,
            )
        )
        trip.got = got
        trip.elapsed_s += got.elapsed_s
        trip.take_cookies()
        self._manners.learn(address, got, self._clock())

    def _permitted(self, address: Address, trip: Trip) -> Verdict:
        """What forbids `address`; fetches its robots.txt where that is unknown."""
        closed = self._closed(address, trip)
        rules: Rules | None = None
        while closed is None and rules is None:
            rules = self._manners.robots.known(address, self._clock())
            if rules is None and trip.has_turn(address.host):
                rules = yield from self._fetch_robots(address, trip)
            elif rules is None:  # another ask may fetch it meanwhile
                trip.turn = Turn(address.host)
                yield trip.turn
            closed = self._closed(address, trip)
        if closed is not None or rules is None:
            return closed
        refusal = rules.refusal(address.url)
        trip.robots = verdict(refusal)
        return refusal

    def _fetch_robots(
        self, address: Address, trip: Trip
    ) -> Generator[Turn, None, Rules]:
        """What the robots.txt for `address` says, asked for in the trip's turn."""
        robots = Trip(
            ask=replace(trip.ask, until=None),
            url=f"{address.origin}/robots.txt",
            headers={**self._agent, "Accept": "text/plain,*/*;q=0.1"},
            access=trip.access.elsewhere(),
            max_bytes=MAX_ROBOTS_BYTES,
            max_redirects=MAX_ROBOTS_REDIRECTS,
            takes_part=True,
            budget_s=self._limits.deadline_s,
            turn=trip.turn,
        )
        trip.turn = None
        robots, problem = yield from self._asked(robots, _anyway, address.host)
        got, now = robots.got, self._clock()
        trip.fetches += [*robots.fetches, row_of(robots, problem, now)]
        return self._manners.robots.learn(
            address, now, status=got.status, body=got.body, problem=problem
        )


def _anyway(_address: Address, _trip: Trip) -> Verdict:
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
