"""Who is not to be asked for now: those that said so, and those that fail.

Pure but for the store: the moment is an argument.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.http.address import Address
from tasks.http.caching import retry_after_s
from tasks.http.outcomes import Outcome, Problem
from tasks.http.transport import Got

# A Retry-After up to here is waited for within the run (RFC 9110 10.2.3).
PATIENCE_S = 30
# A server cannot send us away for longer.
MAX_AWAY = timedelta(days=1)
# After so many failures in a row a host is left alone for a while: of one that
# hangs, each further address would cost a run two thirds of its deadline.
MAX_FAILURES = 10
AFTER_FAILURES = timedelta(hours=1)
_MAX_KEPT = 20_000
_FAILURES = frozenset(
    [
        Outcome.DNS,
        Outcome.REFUSED,
        Outcome.RESET,
        Outcome.TLS,
        Outcome.TIMEOUT,
        Outcome.DEADLINE,
        Outcome.ACCESS,
    ]
)

# A host, an address, or a way to a host: it and the proxy.
_Name = str | tuple[str, str | None]
# Hosts and addresses, each with the moment before which it is not asked.
NotBefore = tuple[Mapping[str, datetime], Mapping[str, datetime]]


@dataclass(frozen=True, slots=True)
class _Away:
    until: datetime
    outcome: Outcome
    why: str = ""


class Refusals:
    """The hosts and addresses that are not asked, safe to use from many threads.

    A 429 speaks for its host, a 503 for its address alone: a whole host blocked for
    one address hurt (FreshRSS issue 7870). Both hold whichever way it is asked; that
    nothing answers holds for one way, directly or by one proxy.
    """

    def __init__(self, not_before: NotBefore) -> None:
        self._lock = threading.Lock()
        hosts, addresses = not_before
        self._away: OrderedDict[_Name, _Away] = OrderedDict()
        self._n_failures: OrderedDict[_Name, int] = OrderedDict()
        for host, until in hosts.items():
            self._away[host] = _Away(until, Outcome.RATE_LIMITED)
        for url, until in addresses.items():
            self._away[url] = _Away(until, Outcome.SERVER_ERROR)

    def refusal(self, address: Address, now: datetime) -> Problem | None:
        """Why `address` is not asked at `now`; None where it may be."""
        if not self._away:
            return None
        with self._lock:
            names = (address.host, address.url, _way(address))
            found = [self._away.get(name) for name in names]
        for away in found:
            if away is not None and now < away.until:
                reason = f"not before {away.until:%Y-%m-%dT%H:%M:%SZ}{away.why}"
                return Problem(outcome=away.outcome, reason=reason)
        return None

    def learn(self, address: Address, got: Got, now: datetime) -> None:
        """What came of a request to `address`, which ended at `now`."""
        wait_s = retry_after_s(got.headers.get("Retry-After"), now)
        away_for = min(timedelta(seconds=wait_s or 0), MAX_AWAY)
        way = _way(address)
        with self._lock:
            if got.status == 503 and (wait_s or 0) > PATIENCE_S:
                self._send_away(
                    address.url, _Away(now + away_for, Outcome.SERVER_ERROR)
                )
            failure = _failure(got)
            if failure is None:
                self._n_failures.pop(way, None)
                return
            if got.status == 429 and (wait_s or 0) > PATIENCE_S:
                self._send_away(
                    address.host, _Away(now + away_for, Outcome.RATE_LIMITED)
                )
            n_failures = self._n_failures[way] = self._n_failures.get(way, 0) + 1
            if n_failures >= MAX_FAILURES:
                why = f": {n_failures} requests in a row came to nothing"
                away = _Away(now + AFTER_FAILURES, failure, why)
                is_hosts = failure == Outcome.RATE_LIMITED
                self._send_away(address.host if is_hosts else way, away)
            if len(self._n_failures) > _MAX_KEPT:
                self._n_failures.popitem(last=False)

    def _send_away(self, name: _Name, away: _Away) -> None:
        before = self._away.get(name)
        if before is None or before.until < away.until:
            self._away[name] = away
        if len(self._away) > _MAX_KEPT:
            self._away.popitem(last=False)


def patience_s(got: Got, now: datetime) -> int | None:
    """The seconds after which to ask once more; None: it is no use.

    Only where the server names them, and few.
    """
    if got.status not in (429, 503) or got.problem is not None:
        return None
    wait_s = retry_after_s(got.headers.get("Retry-After"), now)
    return wait_s if wait_s is not None and wait_s <= PATIENCE_S else None


def _failure(got: Got) -> Outcome | None:
    """What of it counts against the host; None where it answers."""
    if got.status == 429:
        return Outcome.RATE_LIMITED
    if got.status == 407:  # a wrong login, page after page, may lock its user out
        return Outcome.ACCESS
    if got.problem is not None and got.problem.outcome in _FAILURES:
        return got.problem.outcome
    return None


def _way(address: Address) -> _Name:
    return address.host, address.proxy
