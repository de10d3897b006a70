"""Whose ask is next in a group: its sources in turn, each address once.

Pure: nothing is asked here; `asks` is drawn by who asks, and told what was answered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from tasks.http.ask import Ask
from tasks.http.outcomes import Outcome
from tasks.steps.progress import Job, Progress
from tasks.steps.select import Wanted

_Way = tuple[tuple[tuple[str, str], ...], tuple[str, str] | None, str | None]
_Question = tuple[Any, ...]
_ASKED = tuple(f.name for f in fields(Ask) if f.name not in ("source_id", "until"))
_QUESTION: Callable[[Ask], _Question] = attrgetter(*_ASKED)


class Turns:
    """The asks of a group's sources, at most `most_open` of one source at a time.

    So those of one slow source leave room for the others'; `lasts` after its first ask
    a source leaves what it still has. What several sources ask in the same way is asked
    once. An entry whose address was answered already, or is being asked in another
    way, is `late`: it may be known once that answer is committed.
    """

    def __init__(
        self, most_open: int, clock: Callable[[], datetime], lasts: timedelta
    ) -> None:
        self._most_open = most_open
        self._clock, self._lasts = clock, lasts
        self._waiting: deque[Progress] = deque()
        self._names: set[str] = set()
        self._open: dict[_Question, list[tuple[Progress, Job]]] = {}
        self._asking: set[str] = set()
        self._answered: dict[str, tuple[_Way, str]] = {}
        self._late: list[tuple[Progress, Job]] = []

    @property
    def has_late(self) -> bool:
        """Whether there are late ones to take."""
        return bool(self._late)

    @property
    def late_keys(self) -> set[UUID]:
        """The keys of their entries."""
        entries = (job.wanted.entry for _, job in self._late if job.wanted is not None)
        return {key.digest for entry in entries for key in entry.keys}

    def add(self, progress: Progress) -> None:
        """Takes up what the source has to ask, as far as it may."""
        name = progress.source.source_id
        is_new = name not in self._names
        if progress.has_jobs and progress.n_open < self._most_open and is_new:
            self._names.add(name)
            self._waiting.append(progress)

    def asks(self, find_more: Callable[[], bool]) -> Iterator[Ask | None]:
        """The asks in their turn; None while what comes next hangs on an answer.

        Where no source has any, `find_more` may add some, and says whether it tried.
        """
        while True:
            if self._waiting:
                if ask := self._next(self._waiting.popleft()):
                    yield ask
            elif find_more():
                continue
            elif self._open:
                yield None
            else:
                return

    def answered(self, ask: Ask, outcome: str) -> list[tuple[Progress, Job]]:
        """Whose ask it was, and of what: never empty."""
        asked = self._open.pop(_nobodys(ask))
        for progress, job in asked:
            progress.n_open -= 1
            progress.had_turn |= job.may_wait and outcome != Outcome.OUT_OF_TIME
            if job.wanted is None:
                progress.is_listing = False
            else:
                self._asking.discard(ask.url)
                if outcome != Outcome.OUT_OF_TIME:
                    self._answered.setdefault(ask.url, (_way(ask), outcome))
        return asked

    def take_late(self) -> list[tuple[Progress, Wanted, str | None]]:
        """The late ones, each with what its address was answered; all is open again.

        None where that was asked with other access: it may be another answer. Their
        sources wait for them, and are over only when `n_late` is taken back.
        """
        late = []
        for progress, job in self._late:
            if job.wanted is not None:
                way, outcome = self._answered.get(job.ask.url, (None, None))
                is_same = way == _way(job.ask)
                late.append((progress, job.wanted, outcome if is_same else None))
        self._late, self._answered = [], {}
        return late

    def _next(self, progress: Progress) -> Ask | None:
        """The source's next ask; None where its answer is under way, or was there."""
        self._names.discard(progress.source.source_id)
        now = self._clock()
        if progress.ends_at is not None and progress.ends_at <= now:
            progress.leave()
            return None
        job = progress.next_job()
        if job is None:
            return None
        if job.wanted is not None and self._is_late(job.ask):
            self._late.append((progress, job))
            progress.n_late += 1
            self.add(progress)
            return None
        progress.ends_at = progress.ends_at or now + self._lasts
        progress.n_open += 1
        asked = self._open.setdefault(_nobodys(job.ask), [])
        asked.append((progress, job))
        if job.wanted is not None:
            self._asking.add(job.ask.url)
        self.add(progress)
        if len(asked) > 1:
            return None
        return replace(job.ask, until=progress.ends_at) if job.may_wait else job.ask

    def _is_late(self, ask: Ask) -> bool:
        """Whether the address was answered, or is being asked in another way."""
        if ask.url in self._answered:
            return True
        return ask.url in self._asking and _nobodys(ask) not in self._open


def _way(ask: Ask) -> _Way:
    """With what access it is asked: with another it is another question."""
    return ask.headers, ask.login, ask.proxy


def _nobodys(ask: Ask) -> _Question:
    """The ask without whose it is, and for how long: equal where the answer is."""
    return _QUESTION(ask)
