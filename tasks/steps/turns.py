"""Whose ask is next in a group: its sources in turn, each address once.

Pure: nothing is asked here; `asks` is drawn by who asks, and told what was answered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace

from tasks.http.ask import Ask
from tasks.steps.progress import Job, Progress

_Way = tuple[str, tuple[tuple[str, str], ...], tuple[str, str] | None, str | None]


class Turns:
    """The asks of a group's sources, at most `most_open` of one source at a time.

    So those of one slow source leave room for the others'. What several sources ask
    in the same way is asked once. An entry whose address was answered already, or
    is being asked with other validators, is `late`: it may be known once that answer
    is committed.
    """

    def __init__(self, most_open: int) -> None:
        self._most_open = most_open
        self._waiting: deque[Progress] = deque()
        self._names: set[str] = set()
        self._open: dict[Ask, list[tuple[Progress, Job]]] = {}
        self._asking: set[_Way] = set()
        self._answered: dict[_Way, str] = {}
        self._late: list[tuple[Progress, Job]] = []

    def add(self, progress: Progress) -> None:
        """Takes up what the source has to ask, as far as it may."""
        has_work = progress.entries or progress.listings
        name = progress.source.source_id
        if has_work and progress.n_open < self._most_open and name not in self._names:
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
            if job.wanted is not None:
                self._asking.discard(_way(job.ask))
                self._answered.setdefault(_way(job.ask), outcome)
        return asked

    def take_late(self) -> list[tuple[Progress, Job, str]]:
        """The late ones, each with what its address was answered; all is open again."""
        late = [(*one, self._answered[_way(one[1].ask)]) for one in self._late]
        self._late, self._answered = [], {}
        return late

    def _next(self, progress: Progress) -> Ask | None:
        """The source's next ask; None where its answer is under way, or was there."""
        self._names.discard(progress.source.source_id)
        job = progress.next_job()
        if job is None:
            return None
        if job.wanted is not None and self._is_late(job.ask):
            self._late.append((progress, job))
            progress.n_failed += 1  # should it fail, its listing has to name it again
            self.add(progress)
            return None
        progress.n_open += 1
        asked = self._open.setdefault(_nobodys(job.ask), [])
        asked.append((progress, job))
        if job.wanted is not None:
            self._asking.add(_way(job.ask))
        self.add(progress)
        return job.ask if len(asked) == 1 else None

    def _is_late(self, ask: Ask) -> bool:
        """Whether the address was answered, or is being asked in another way."""
        if _way(ask) in self._answered:
            return True
        return _way(ask) in self._asking and _nobodys(ask) not in self._open


def _way(ask: Ask) -> _Way:
    """The address and with what access: with another it is another question."""
    return ask.url, ask.headers, ask.login, ask.proxy


def _nobodys(ask: Ask) -> Ask:
    """The ask without whose it is: equal where the answer is."""
    return replace(ask, source_id="")
