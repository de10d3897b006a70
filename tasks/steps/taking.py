"""What sources list, entry by entry: at hand, to be asked for, or as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from itertools import islice

from tasks.http.ask import Ask
from tasks.steps.arrivals import Arrival, at_hand
from tasks.steps.known import Lookup
from tasks.steps.looks import NOT_ASKED, not_modified, says_other
from tasks.steps.progress import Job, Progress
from tasks.steps.reach import reached
from tasks.steps.run import Run
from tasks.steps.select import LONG_AGO, Wanted, choose, conditionally, is_within
from tasks.steps.turns import Turns
from warehouse.model import Entry, Failed, Kind, Reject

# Entries that are looked up at once: a question of the ledger costs some 10 ms,
# however few it is about.
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _Listed:
    """Entries of one listing that are still to be looked up."""

    progress: Progress
    kind: Kind
    entries: list[Entry]
    undated: list[Wanted] = field(default_factory=list)


class Taking:
    """Takes up entries for a run: those to ask for are queued, and given a turn.

    They wait until there are some, or nothing else is at hand; then `decided` looks
    them up together. In a dry run all that would be asked for or read is in `wanted`.
    """

    def __init__(self, run: Run, lookup: Lookup, turns: Turns, *, is_dry: bool) -> None:
        self._run, self._lookup, self._turns = run, lookup, turns
        self._is_dry = is_dry
        self._waiting: list[_Listed] = []
        self._n_waiting = 0
        self.wanted: list[Entry] = []

    @property
    def is_waiting(self) -> bool:
        """Whether entries wait to be looked up."""
        return bool(self._waiting)

    def listed(
        self, progress: Progress, kind: Kind, items: Iterable[Entry | Reject]
    ) -> Iterator[Arrival]:
        """What came of those that are at hand; those of another time are left alone."""
        some: list[Entry] = []
        run = self._run
        for item in items:
            if isinstance(item, Reject):
                yield Arrival(item)
                continue
            if run.is_span and not is_within(item, run.since, run.until, run.clock()):
                progress.n_left_alone += 1
                continue
            progress.n_entries += 1
            is_here = item.body is not None or item.path is not None
            if is_here and self._is_dry:
                self.wanted.append(item)
            elif held := at_hand(item, progress.source, run.clock()):
                progress.n_failed += isinstance(held, Failed)
                yield Arrival(held)
            else:
                some.append(item)
        self.add(progress, kind, some)
        if self._n_waiting >= AT_ONCE:
            yield from self.decided()

    def add(self, progress: Progress, kind: Kind, entries: list[Entry]) -> None:
        """Has the entries wait to be looked up."""
        if entries:
            progress.n_undecided += len(entries)
            self._n_waiting += len(entries)
            self._waiting.append(_Listed(progress, kind, entries))

    def decided(self) -> Iterator[Arrival]:
        """Queues those of the waiting that are to be asked for; a look each at others.

        Of a sitemap's entries that do not say when they changed, only the newest.
        """
        waiting, self._waiting, self._n_waiting = self._waiting, [], 0
        pairs = ((listed, entry) for listed in waiting for entry in listed.entries)
        while some := list(islice(pairs, AT_ONCE)):
            known = self._lookup.known([entry for _, entry in some])
            for listed, entry in some:
                last = listed.progress.memory.last_success_at or LONG_AGO
                choice = choose(entry, listed.kind, known, last)
                wanted = conditionally(entry, listed.kind, known)
                listed.progress.n_undecided -= 1
                if choice == "ask":
                    self._queue(listed.progress, wanted)
                elif choice == "undated":
                    listed.undated.append(wanted)
                else:
                    if wanted.head and says_other(entry, wanted.head):
                        # its listing must come whole next time
                        listed.progress.n_failed += 1
                    yield from self._spared(wanted, known.at)
        for listed in waiting:
            yield from self._newest(listed)
            self._turns.add(listed.progress)

    def _newest(self, listed: _Listed) -> Iterator[Arrival]:
        """Queues the newest that may have changed; a look each at the others."""
        progress, undated = listed.progress, listed.undated
        newest = nlargest(progress.n_undated, undated, key=_first_seen_at)
        progress.n_undated -= len(newest)
        chosen = set(map(id, newest))
        for wanted in undated:
            if id(wanted) in chosen:
                self._queue(progress, wanted)
            else:
                yield from self._spared(wanted, self._run.clock())

    def _queue(self, progress: Progress, wanted: Wanted) -> None:
        entry, source = wanted.entry, progress.source
        if self._is_dry:
            self.wanted.append(entry)
            return
        ask = Ask(
            source_id=source.source_id,
            url=entry.url or "",
            etag=wanted.etag,
            last_modified=wanted.last_modified,
            max_bytes=source.max_bytes,
        )
        progress.entries.append(Job(reached(source, ask), wanted))

    def _spared(self, wanted: Wanted, now: datetime) -> Iterator[Arrival]:
        if wanted.head is not None and not self._is_dry:
            look = not_modified(wanted.entry, wanted.head, now, NOT_ASKED)
            yield Arrival(look)


def _first_seen_at(wanted: Wanted) -> datetime:
    head = wanted.head
    return (head and head.first_seen_at) or LONG_AGO
