"""Threads that take the steps of many fetches, each in its host's turn.

They are shared by all callers of one client, so the number of connections and
the gap of a host hold for all of them together. Memory is bounded: asks are
drawn as they are needed, and a caller that is slow to take its answers gets no
new ones made. What is asked may depend on what was answered: asks that say "nothing
now" are drawn again after the next answer.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tasks.http.ask import Answer, Ask
from tasks.http.fetch import Steps
from tasks.http.hosts import Hosts, Pace, Turn

# Asks a caller may have under way. A slow host's queue fills this window, and
# the others go round it, so it is wide; an ask is small.
WINDOW = 2_000


@dataclass(slots=True)
class _Call:
    """One caller's asks. `parked` are those that wait for it to take answers."""

    ready: threading.Condition
    n_open: int = 0
    answers: deque[tuple[Ask, Answer]] = field(default_factory=deque)
    parked: deque[tuple[str, _Task]] = field(default_factory=deque)
    error: BaseException | None = None
    is_over: bool = False


@dataclass(slots=True)
class _Task:
    ask: Ask
    steps: Steps
    call: _Call
    turn: Turn = field(default_factory=lambda: Turn(""))


class Workers:
    """At most `n_threads` requests at a time, each host at its pace."""

    def __init__(self, n_threads: int, pace_of: Callable[[str], Pace]) -> None:
        self._n_threads = n_threads
        # Answers that a caller may leave untaken before it gets no new ones.
        self._n_untaken = max(4, n_threads)
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._hosts: Hosts[_Task] = Hosts(pace_of)
        self._threads: list[threading.Thread] = []
        self._calls: list[_Call] = []
        self._n_idle = 0
        # When the first of the idle threads that wait for a host's gap wakes up.
        self._eye_until = math.inf
        self._is_closed = False

    def answers(
        self, asks: Iterable[Ask | None], steps_of: Callable[[Ask], Steps]
    ) -> Iterator[tuple[Ask, Answer]]:
        """Each ask with its answer, as they come in.

        None among the asks says that there is none now: they are drawn again when
        an answer was taken, so one must be under way. What `asks` raises passes
        through; so does a bug in a step. Left before its end, it takes up no new ask.
        """
        call = _Call(ready=threading.Condition(self._lock))
        left = iter(asks)
        has_more = True
        with self._lock:
            self._calls.append(call)
        try:
            while has_more or call.n_open:
                has_more = has_more and self._draw(call, left, steps_of)
                if call.n_open:
                    yield self._next(call)
        finally:
            with self._lock:
                call.is_over = True
                call.parked.clear()
                self._calls = [other for other in self._calls if other is not call]

    def close(self) -> None:
        """Ends the threads, once their requests are over."""
        with self._lock:
            self._is_closed = True
            self._work.notify_all()
            for call in self._calls:
                call.ready.notify()
        for thread in self._threads:
            thread.join()

    def _draw(
        self,
        call: _Call,
        left: Iterator[Ask | None],
        steps_of: Callable[[Ask], Steps],
    ) -> bool:
        """Takes up asks, as long as no answer waits; whether there may be more.

        A host that answers slowly may stand before many others, so having
        work for all threads is not enough to stop.
        """
        n_wanted = 2 * self._n_threads
        while call.n_open < (n_wanted if call.answers else WINDOW):
            try:
                ask = next(left)
            except StopIteration:
                return False
            if ask is None:
                if not call.n_open:
                    raise RuntimeError("http client: asks wait for an answer to none")
                return True
            call.n_open += 1
            if self._advance(_Task(ask=ask, steps=steps_of(ask), call=call)):
                with self._lock:
                    self._summon()
        return True

    def _next(self, call: _Call) -> tuple[Ask, Answer]:
        with self._lock:
            while not call.answers and call.error is None:
                if self._is_closed:
                    raise RuntimeError("http client: closed while answers were awaited")
                call.ready.wait()
            if call.error is not None:
                raise call.error
            call.n_open -= 1
            answered = call.answers.popleft()
            if len(call.answers) <= self._n_untaken // 2:
                self._unpark(call)
            return answered

    def _unpark(self, call: _Call) -> None:
        """Queues some of the parked tasks again: all of them would be parked anew."""
        for _ in range(min(self._n_untaken, len(call.parked))):
            host, task = call.parked.popleft()
            self._hosts.add(host, task, time.monotonic())
            self._summon()

    def _advance(self, task: _Task) -> bool:
        """Takes one step: into the queue of the next host, or to the answer.

        Whether it is in a queue: a thread is to look there, the one that asks if it
        has nothing else to do.
        """
        call = task.call
        try:
            task.turn = next(task.steps)
        except StopIteration as end:
            with self._lock:
                call.answers.append((task.ask, end.value))
                call.ready.notify()
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            with self._lock:
                call.error = error
                call.ready.notify()
        else:
            with self._lock:
                turn = task.turn
                self._hosts.add(turn.host, task, time.monotonic(), turn.wait_s)
            return True
        return False

    def _summon(self) -> None:
        """A thread for new work: one that is idle, or one more."""
        if self._n_idle or len(self._threads) >= self._n_threads:
            self._work.notify()
            return
        thread = threading.Thread(target=self._run, name="newsledger-http", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        while (turn := self._take()) is not None:
            host, task = turn
            used = task.turn
            self._advance(task)
            with self._lock:
                end = self._hosts.end if used.is_used else self._hosts.give_back
                end(host, time.monotonic())

    def _take(self) -> tuple[str, _Task] | None:
        """The next turn, waited for; None once the workers are closed."""
        with self._lock:
            while not self._is_closed:
                now = time.monotonic()
                turn = self._hosts.take(now)
                if turn is None:
                    self._wait(now)
                elif self._is_due(*turn):
                    if self._next_at(now) < self._eye_until:
                        self._summon()  # someone must keep an eye on the others
                    return turn
        return None

    def _next_at(self, now: float) -> float:
        wait_s = self._hosts.wait_s(now)
        return math.inf if wait_s is None else now + wait_s

    def _wait(self, now: float) -> None:
        """Waits for work. One thread has an eye on the time, the others sleep on: else
        each gap that ends wakes them all, and one finds something."""
        until = self._next_at(now)
        has_eye = until < self._eye_until
        if has_eye:
            self._eye_until = until
        self._n_idle += 1
        self._work.wait(until - now if has_eye else None)
        self._n_idle -= 1
        if has_eye and self._eye_until == until:
            self._eye_until = math.inf

    def _is_due(self, host: str, task: _Task) -> bool:
        """Whether the task is to go on; if not, it gives back its turn."""
        call = task.call
        if not call.is_over and len(call.answers) < self._n_untaken:
            return True
        self._hosts.give_back(host, time.monotonic())
        if not call.is_over:
            call.parked.append((host, task))
        return False
