"""How fast each host may be asked: what is configured, what its robots.txt asks
for, and what its answers tell of how much it can bear.

Pure but for the store; the gap itself is kept by tasks/http/hosts.py.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from tasks.http.hosts import Pace

# What a host's own slowness, or its asking for less, may make of the gap.
MAX_GAP_S = 60.0
# The share of the newest answer in the smoothed time of answers.
_NEWEST = 0.3
_MAX_HOSTS = 20_000
# RFC 6585 4, RFC 9110 15.6.4: the server has more to do than it can.
_OVERLOADED = frozenset([429, 503])


@dataclass(slots=True)
class _Host:
    """`delay_s` is None until the host's robots.txt is known."""

    delay_s: float | None = None
    answers_s: float = 0.0
    slowed: float = 1.0
    asked_s: float = 0.0
    pace: Pace | None = None  # what follows of these, until one of them changes


class Paces:
    """The pace of every host met, safe to use from many threads.

    The gap is the largest of `host_gap_s`, the crawl delay and the host's own time
    for an answer, smoothed: it is left alone for as long as it works for us. Each
    429 or 503 doubles it, each good answer takes half of that back. With a
    `host_gap_s` of 0 only the crawl delay and a Retry-After count.
    """

    def __init__(self, host_gap_s: float) -> None:
        self._host_gap_s = host_gap_s
        self._unknown = Pace(gap_s=host_gap_s, is_serial=True)
        self._lock = threading.Lock()
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    def pace(self, host: str) -> Pace:
        """How `host` may be asked: one at a time while its rules are unknown."""
        with self._lock:
            known = self._hosts.get(host)
            if known is None:
                return self._unknown
            if known.pace is None:
                known.pace = self._pace(known)
            return known.pace

    def learn_delay(self, host: str, delay_s: float) -> None:
        """The crawl delay that a robots.txt of `host` asks for; the longest holds."""
        with self._lock:
            known = self._known(host)
            known.delay_s = max(known.delay_s or 0.0, delay_s)

    def learn_answer(self, host: str, status: int, elapsed_s: float) -> None:
        """An answer of `host`, and how long it took."""
        with self._lock:
            known = self._known(host)
            known.asked_s = 0.0
            known.answers_s += _NEWEST * (elapsed_s - known.answers_s)
            if status in _OVERLOADED:
                known.slowed = min(known.slowed * 2, 1_024.0)
            elif status < 400:
                known.slowed = max(known.slowed / 2, 1.0)

    def hold(self, host: str, wait_s: float) -> None:
        """The next gap of `host` is `wait_s` at least: it asked for that."""
        with self._lock:
            self._known(host).asked_s = wait_s

    def _pace(self, known: _Host) -> Pace:
        gap_s = max(self._host_gap_s, known.delay_s or 0.0)
        if self._host_gap_s:
            own_s = max(gap_s, known.answers_s) * known.slowed
            gap_s = max(gap_s, min(own_s, MAX_GAP_S))
        gap_s = max(gap_s, known.asked_s)
        return Pace(gap_s=gap_s, is_serial=gap_s > 0 or known.delay_s is None)

    def _known(self, host: str) -> _Host:
        """What is known of `host`, to be changed."""
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host()
        known.pace = None
        if len(self._hosts) > _MAX_HOSTS:
            self._hosts.popitem(last=False)
        return known
