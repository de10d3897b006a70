"""Whose turn it is: one queue a host, with a gap between its requests.

Pure: the time is an argument (seconds that only go up), nothing sleeps, and
nothing is locked; tasks/http/workers.py does both.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a host may be asked: the gap, and whether one request at a time."""

    gap_s: float
    is_serial: bool


@dataclass(slots=True)
class Turn:
    """What a task waits for: to ask `host`, in `wait_s` at the soonest.

    `is_used` is set by who makes a request in it; a turn without one starts no gap.
    """

    host: str
    wait_s: float = 0.0
    is_used: bool = False


@dataclass(slots=True)
class _Line(Generic[T]):
    """One host's queue. `is_due` says that it stands in the heap."""

    waiting: deque[T] = field(default_factory=deque)
    n_running: int = 0
    ended_at: float = float("-inf")
    is_due: bool = False


class Hosts(Generic[T]):
    """Tasks by host; `take` gives the next whose host may be asked now.

    The gap runs from the end of a request to the start of the next, so a slow
    way to the host cannot push two together. Hosts take turns: what waits
    longest goes first.
    """

    def __init__(self, pace_of: Callable[[str], Pace]) -> None:
        self._pace_of = pace_of
        self._lines: dict[str, _Line[T]] = {}
        self._due: list[tuple[float, int, str]] = []
        self._later: list[tuple[float, int, str, T]] = []
        self._n_pushed = 0

    def add(self, host: str, task: T, now: float, wait_s: float = 0.0) -> None:
        """Puts `task` at the end of its host's queue.

        One that is to wait goes to the front of it, when its time has come.
        """
        if wait_s > 0:
            self._n_pushed += 1
            heapq.heappush(self._later, (now + wait_s, self._n_pushed, host, task))
            return
        line = self._lines.setdefault(host, _Line())
        line.waiting.append(task)
        self._schedule(host, line, now)

    def take(self, now: float) -> tuple[str, T] | None:
        """The next host and task; None where no host may be asked at `now`.

        The host is in use until `end` or `give_back`.
        """
        self._bring_later(now)
        while self._due and self._due[0][0] <= now:
            _, _, host = heapq.heappop(self._due)
            line = self._lines[host]
            line.is_due = False
            if not line.waiting:
                continue
            if self._free_at(host, line, now) > now:
                self._schedule(host, line, now)  # its gap grew meanwhile
                continue
            task = line.waiting.popleft()
            line.n_running += 1
            self._schedule(host, line, now)
            return host, task
        return None

    def end(self, host: str, now: float) -> None:
        """A request to `host` is over: its gap starts."""
        line = self._lines[host]
        line.ended_at = now
        self._release(host, line, now)

    def give_back(self, host: str, now: float) -> None:
        """A turn was not used: no gap starts."""
        self._release(host, self._lines[host], now)

    def wait_s(self, now: float) -> float | None:
        """The seconds until `take` may give something; None: not by waiting."""
        ahead = [heap[0][0] for heap in (self._due, self._later) if heap]
        return max(0.0, min(ahead) - now) if ahead else None

    def _bring_later(self, now: float) -> None:
        """Puts the tasks whose wait is over in front of their hosts' queues."""
        while self._later and self._later[0][0] <= now:
            _, _, host, task = heapq.heappop(self._later)
            line = self._lines.setdefault(host, _Line())
            line.waiting.appendleft(task)
            self._schedule(host, line, now)

    def _release(self, host: str, line: _Line[T], now: float) -> None:
        line.n_running -= 1
        self._schedule(host, line, now)

    def _schedule(self, host: str, line: _Line[T], now: float) -> None:
        """Puts the host into the heap, unless it is there or must wait for `end`."""
        if line.is_due or not line.waiting:
            return
        if line.n_running and self._pace_of(host).is_serial:
            return
        line.is_due = True
        self._n_pushed += 1
        at = self._free_at(host, line, now)
        heapq.heappush(self._due, (at, self._n_pushed, host))

    def _free_at(self, host: str, line: _Line[T], now: float) -> float:
        pace = self._pace_of(host)
        if line.n_running and pace.is_serial:
            return float("inf")
        return max(now, line.ended_at + pace.gap_s) if pace.gap_s else now
