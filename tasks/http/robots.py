"""What robots.txt allows, RFC 9309, through Protego; kept for one run.

Pure but for the store: a robots.txt is fetched by tasks/http/fetch.py.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass

from protego import Protego

from tasks.http.ask import PRODUCT
from tasks.http.hosts import Pace
from tasks.http.outcomes import Outcome, Problem

# RFC 9309 2.5: at least so much must be read; what follows is left out.
MAX_ROBOTS_BYTES = 512_000
# RFC 9309 2.3.1.2: at least five redirects in a row.
MAX_ROBOTS_REDIRECTS = 5
MAX_CRAWL_DELAY_S = 30.0
_MAX_ORIGINS = 20_000

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

    A 4xx allows all; a 5xx, 429 (as the large crawlers have it) or no answer
    forbids all. A body that was cut at MAX_ROBOTS_BYTES counts as far as it
    goes.
    Source: RFC 9309 2.3.1.
    """
    is_cut = problem is not None and problem.outcome == Outcome.TOO_LARGE
    if problem is not None and not is_cut:
        is_about_type = problem.outcome == Outcome.MEDIA_TYPE
        return Rules() if is_about_type else Rules(problem=_unreadable(problem))
    if status is not None and 400 <= status < 500 and status != 429:
        return Rules()
    if status is None or not 200 <= status < 300 or body is None:
        reason = f"robots.txt: status {status}"
        return Rules(problem=Problem(outcome=Outcome.ROBOTS_UNREACHABLE, reason=reason))
    parsed = Protego.parse(body.decode("utf-8-sig", errors="replace"))
    return Rules(parsed=parsed, crawl_delay_s=_bounded(parsed.crawl_delay(PRODUCT)))


class Robots:
    """The rules of every origin met in this run, safe to use from many threads."""

    def __init__(self, host_gap_s: float) -> None:
        self._host_gap_s = host_gap_s
        self._lock = threading.Lock()
        self._rules: OrderedDict[str, Rules] = OrderedDict()
        self._delays: OrderedDict[str, float] = OrderedDict()

    def known(self, origin: str) -> Rules | None:
        """The rules of `origin`; None where its robots.txt is not read yet."""
        with self._lock:
            return self._rules.get(origin)

    def learn(self, origin: str, host: str, rules: Rules) -> None:
        """Keeps the rules of `origin`, and the delay they ask for, for `host`."""
        with self._lock:
            self._rules[origin] = rules
            before = self._delays.get(host, 0.0)
            self._delays[host] = max(before, rules.crawl_delay_s)
            if len(self._rules) > _MAX_ORIGINS:
                self._rules.popitem(last=False)
            if len(self._delays) > _MAX_ORIGINS:
                self._delays.popitem(last=False)

    def pace(self, host: str) -> Pace:
        """How `host` may be asked: one at a time while its rules are unknown."""
        with self._lock:
            delay_s = self._delays.get(host)
        gap_s = max(self._host_gap_s, delay_s or 0.0)
        return Pace(gap_s=gap_s, is_serial=gap_s > 0 or delay_s is None)


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
