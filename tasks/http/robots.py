"""What robots.txt allows, RFC 9309, through Protego; kept for a day.

Pure but for the store: a robots.txt is fetched by tasks/http/fetch.py.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from tasks.http.address import Address
from tasks.http.ask import PRODUCT
from tasks.http.outcomes import Outcome, Problem
from tasks.http.pace import Paces
from warehouse.model.source import RobotsFile

# RFC 9309 2.5: at least so much must be read; what follows is left out.
MAX_ROBOTS_BYTES = 512_000
# RFC 9309 2.3.1.2: at least five redirects in a row.
MAX_ROBOTS_REDIRECTS = 5
MAX_CRAWL_DELAY_S = 30.0
# RFC 9309 2.4: not longer than a day. What could not be read is tried again sooner.
GOOD_FOR = timedelta(days=1)
UNREAD_FOR = timedelta(hours=1)
_MAX_ORIGINS = 20_000
# Each may be as long as MAX_ROBOTS_BYTES: who does not take them, loses the oldest.
_MAX_READ = 400

# An origin, or a way to it: it and the proxy.
_Name = str | tuple[str, str | None]

# Where no server answers, its pages cannot be reached either, and saying so
# tells more than saying that robots.txt was not read.
_NO_SERVER = frozenset(
    [
        Outcome.BAD_URL,
        Outcome.SCHEME,
        Outcome.PRIVATE_ADDRESS,
        Outcome.DNS,
        Outcome.REFUSED,
        Outcome.TLS,
        Outcome.ACCESS,
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin's robots.txt says to us.

    `problem` is why nothing may be fetched from it; `verdict` is the word for
    that in the rows of `fetches`.
    """

    parsed: Protego | None = None
    problem: Problem | None = None
    crawl_delay_s: float = 0.0

    def refusal(self, url: str) -> Problem | None:
        """Why `url` may not be fetched; None where it may."""
        if self.problem is not None:
            return self.problem
        if self.parsed is None or self.parsed.can_fetch(url, PRODUCT):
            return None
        reason = "robots.txt forbids this address to us"
        return Problem(outcome=Outcome.ROBOTS_DISALLOW, reason=reason)


def verdict(refusal: Problem | None) -> str:
    """`allow`, `disallow` or `unreachable`: the word for it in `fetches`."""
    if refusal is None:
        return "allow"
    is_rule = refusal.outcome == Outcome.ROBOTS_DISALLOW
    return "disallow" if is_rule else "unreachable"


def read_robots(
    status: int | None, body: bytes | None, problem: Problem | None
) -> Rules:
    """The rules that follow from what the request for robots.txt gave.

    A 4xx allows all, but for the 407 of a proxy; a 5xx, 429 (as the large crawlers
    have it) or no answer forbids all. A body that was cut at MAX_ROBOTS_BYTES counts
    as far as it goes.
    Source: RFC 9309 2.3.1.
    """
    is_cut = problem is not None and problem.outcome == Outcome.TOO_LARGE
    if problem is not None and not is_cut:
        is_about_type = problem.outcome == Outcome.MEDIA_TYPE
        return Rules() if is_about_type else Rules(problem=_unreadable(problem))
    if status == 407:
        reason = "status 407 of the proxy"
        return Rules(
            problem=_unreadable(Problem(outcome=Outcome.ACCESS, reason=reason))
        )
    if status is not None and 400 <= status < 500 and status != 429:
        return Rules()
    if status is None or not 200 <= status < 300 or body is None:
        reason = f"robots.txt: status {status}"
        return Rules(problem=Problem(outcome=Outcome.ROBOTS_UNREACHABLE, reason=reason))
    parsed = Protego.parse(_text(body))
    return Rules(parsed=parsed, crawl_delay_s=_bounded(parsed.crawl_delay(PRODUCT)))


class Robots:
    """The rules of every origin met, safe to use from many threads.

    The delays that they ask for go to `paces`. `kept` are robots.txt files of earlier
    runs, by their origins. What a proxy says for itself, that it did not get the file
    or that there is none, holds for those who go by it.
    """

    def __init__(self, paces: Paces, kept: Mapping[str, RobotsFile]) -> None:
        self._paces = paces
        self._kept = kept
        self._read: deque[RobotsFile] = deque(maxlen=_MAX_READ)
        self._lock = threading.Lock()
        self._rules: OrderedDict[_Name, tuple[datetime, Rules]] = OrderedDict()

    def known(self, address: Address, now: datetime) -> Rules | None:
        """The rules for `address`; None where its robots.txt is to be read."""
        with self._lock:
            for name in (address.origin, _way(address)):
                until, rules = self._rules.get(name, (now, None))
                if rules is not None and now < until:
                    return rules
            kept = self._kept.get(address.origin)
            if kept is None or now >= kept.fetched_at + GOOD_FOR:
                return None
            body = None if kept.body is None else kept.body.encode()
            rules = read_robots(kept.status, body, None)
            if rules.problem is not None:  # kept as there being none, once
                return None
            until = kept.fetched_at + GOOD_FOR
            self._learn(address.origin, address.host, rules, until)
            return rules

    def learn(
        self,
        address: Address,
        now: datetime,
        *,
        status: int | None,
        body: bytes | None,
        problem: Problem | None,
    ) -> Rules:
        """The rules that the request for the robots.txt of `address` gave, at `now`."""
        rules = read_robots(status, body, problem)
        is_read = rules.problem is None
        is_hosts = is_read and (rules.parsed is not None or address.is_end_to_end)
        until = now + (GOOD_FOR if is_read else UNREAD_FOR)
        with self._lock:
            name = address.origin if is_hosts else _way(address)
            self._learn(name, address.host, rules, until)
            # a body of another kind than text says nothing that can be kept
            is_whole = body is not None or (status or 0) >= 400
            if is_hosts and is_whole and status is not None:
                text = _text(body) if body is not None and status < 400 else None
                file = RobotsFile(
                    origin=address.origin, fetched_at=now, status=status, body=text
                )
                self._read.append(file)
        return rules

    def take_read(self) -> tuple[RobotsFile, ...]:
        """The files that were read since it was asked last."""
        with self._lock:
            read = tuple(self._read)
            self._read.clear()
        return read

    def _learn(self, name: _Name, host: str, rules: Rules, until: datetime) -> None:
        self._rules[name] = (until, rules)
        self._paces.learn_delay(host, rules.crawl_delay_s)
        if len(self._rules) > _MAX_ORIGINS:
            self._rules.popitem(last=False)


def _way(address: Address) -> _Name:
    return address.origin, address.proxy


def _text(body: bytes) -> str:
    return body.decode("utf-8-sig", errors="replace")


def _unreadable(problem: Problem) -> Problem:
    outcome = problem.outcome
    if outcome not in _NO_SERVER:
        outcome = Outcome.ROBOTS_UNREACHABLE
    reason = f"robots.txt: {problem.outcome}: {problem.reason}"
    return Problem(outcome=outcome, reason=reason)


def _bounded(delay: float | None) -> float:
    if delay is None or math.isnan(delay):
        return 0.0
    return min(max(delay, 0.0), MAX_CRAWL_DELAY_S)
