"""What sources list, entry by entry: at hand, to be asked for, or as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nlargest
from itertools import islice

from tasks.http.ask import Answer, Ask
from tasks.http.outcomes import Outcome
from tasks.steps.arrivals import MISSING, Arrival, answered, at_hand
from tasks.steps.known import Lookup
from tasks.steps.listing import Listing, page_told
from tasks.steps.looks import NOT_ASKED, not_modified, reader_of, says_other
from tasks.steps.progress import Job, Progress
from tasks.steps.reach import is_same_way, reached, way_of
from tasks.steps.run import Run
from tasks.steps.select import (
    LONG_AGO,
    Known,
    Wanted,
    choose,
    conditionally,
    is_read_from_page,
    is_within,
)
from tasks.steps.turns import Turns
from warehouse.model.entry import Entry, Failed, Listed, Reject
from warehouse.model.source import Kind, Source

# Entries that are looked up at once: a question of the ledger costs some 10 ms,
# however few it is about.
AT_ONCE = 1_000
GOOD = (Outcome.OK, Outcome.NOT_MODIFIED)
LEFT = "{reader!r} reads it, with other access: left as it is until that looks again"


@dataclass(frozen=True, slots=True)
class _Listed:
    """Entries of one listing that are still to be looked up, and those that were."""

    progress: Progress
    kind: Kind
    entries: list[Entry]
    news: list[Job] = field(default_factory=list)
    known: list[Job] = field(default_factory=list)
    undated: list[Job] = field(default_factory=list)


class Taking:
    """Takes up entries for a run: those to ask for are queued, and given a turn.

    They wait until there are some, or nothing else is at hand; then `decided` looks
    them up together. In a dry run all that would be asked for or read is in `wanted`.
    """

    def __init__(self, run: Run, lookup: Lookup, turns: Turns, *, is_dry: bool) -> None:
        self._run, self._lookup, self._turns = run, lookup, turns
        self._ways = dict(run.ways)
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
                yield Arrival(None)  # it is taken, and let go, before the next comes
            elif _may_be_cut(item, kind, progress.source):
                some.append(item)
            elif held := at_hand(item, progress.source, run.clock()):
                progress.n_failed += isinstance(held, Failed)
                yield Arrival(held)
            else:
                some.append(item)
        self.add(progress, kind, some)
        if self._n_waiting >= AT_ONCE:
            yield from self.decided()

    def brought(
        self, progress: Progress, items: Iterable[Entry | Reject], answer: Answer
    ) -> Iterator[Arrival]:
        """What came of a source that turned out to be a page: its answer is read.

        But not where the article is read by a source that would ask otherwise.
        """
        for item in items:
            if not isinstance(item, Entry):
                continue
            if self._is_dry:
                self.wanted.append(item)
                continue
            progress.n_entries += 1
            known = self._lookup.known([item])
            reader = reader_of(item, known.heads)
            way = way_of(progress.source, reader, self._ways)
            if is_same_way(progress.source, way, item.url or ""):
                yield Arrival(answered(item, answer, self._run.clock()))
                continue
            progress.look = replace(progress.look, detail=LEFT.format(reader=reader))
            yield from self._spared(conditionally(item, "page", known), known.at)

    def add(self, progress: Progress, kind: Kind, entries: list[Entry]) -> None:
        """Has the entries wait to be looked up."""
        if entries:
            progress.n_undecided += len(entries)
            self._n_waiting += len(entries)
            self._waiting.append(_Listed(progress, kind, entries))

    def decided(self) -> Iterator[Arrival]:
        """Queues those of the waiting that are to be asked for; a look each at others.

        What is not known goes first, of a sitemap the newest of it; then what nobody
        looked at for longest, should there be no time for all. Of a sitemap's entries
        that do not say when they changed, only the newest.
        """
        waiting, self._waiting, self._n_waiting = self._waiting, [], 0
        pairs = ((listed, entry) for listed in waiting for entry in listed.entries)
        while some := list(islice(pairs, AT_ONCE)):
            known = self._lookup.known([entry for _, entry in some])
            for listed, entry in some:
                yield from self._decide(listed, entry, known)
        for listed in waiting:
            yield from self._newest(listed)
            self._queue(listed)
            listed.progress.n_undecided -= len(listed.entries)
            self._turns.add(listed.progress)

    def _decide(self, listed: _Listed, entry: Entry, known: Known) -> Iterator[Arrival]:
        """Puts the entry to what is to be asked for, or else gives a look at it."""
        progress = listed.progress
        if entry.body is not None:
            if not is_read_from_page(entry, known):
                yield Arrival(at_hand(entry, progress.source, self._run.clock()))
                return
            entry = replace(entry, body=None, media_type=None)
        last = progress.memory.last_success_at or LONG_AGO
        choice = choose(entry, listed.kind, known, last)
        wanted = conditionally(entry, listed.kind, known)
        reader = reader_of(entry, known.heads)
        way = way_of(progress.source, reader, self._ways)
        if choice == "spare" or way is None:
            # what its listing says anew is read when that comes whole again
            progress.n_failed += _is_unread(wanted)
            yield from self._spared(wanted, known.at)
        elif choice == "undated":
            listed.undated.append(_job(progress.source, way, wanted))
        else:
            queue = listed.known if wanted.head else listed.news
            queue.append(_job(progress.source, way, wanted))

    def late(self) -> Iterator[Arrival]:
        """What came of entries that were asked for another source; unknown ones wait.

        All that this run brought in has to be committed: then they may be known.
        """
        for progress, wanted, outcome in self._turns.take_late():
            progress.n_late -= 1
            if outcome and not progress.is_listed:  # a page is its own listing
                progress.told(page_told(outcome), None, self._run.clock())
            if outcome is None or outcome in GOOD:
                self.add(progress, "feed", [wanted.entry])
                continue
            progress.n_failed += outcome not in MISSING or wanted.head is None
            failed = Failed(
                entry=wanted.entry,
                outcome=outcome,
                detail="its address was asked for another source in this run",
                captured_at=self._run.clock(),
            )
            yield Arrival(failed)

    def _newest(self, listed: _Listed) -> Iterator[Arrival]:
        """Has the newest be asked for that may have changed; a look each at others."""
        progress, undated = listed.progress, listed.undated
        newest = nlargest(progress.n_undated, undated, key=_first_seen_at)
        progress.n_undated -= len(newest)
        listed.known.extend(newest)
        chosen = set(map(id, newest))
        for job in undated:
            if id(job) not in chosen and job.wanted is not None:
                yield from self._spared(job.wanted, self._run.clock())

    def _queue(self, listed: _Listed) -> None:
        progress = listed.progress
        if listed.kind == "sitemap":
            listed.news.sort(key=_told_at, reverse=True)
        listed.known.sort(key=_last_look_at)
        if self._is_dry:
            jobs = (*listed.news, *listed.known)
            self.wanted.extend(job.wanted.entry for job in jobs if job.wanted)
            return
        progress.news.extend(listed.news)
        progress.entries.extend(listed.known)

    def _spared(self, wanted: Wanted, now: datetime) -> Iterator[Arrival]:
        if wanted.head is not None and not self._is_dry:
            look = not_modified(wanted.entry, wanted.head, now, NOT_ASKED)
            yield Arrival(look)


def _may_be_cut(entry: Entry, kind: Kind, source: Source) -> bool:
    """Whether the feed alone told that the entry holds its article."""
    is_told = source.full_text is None and kind == "feed"
    return is_told and entry.url is not None and entry.body is not None


def _is_unread(wanted: Wanted) -> bool:
    """Whether the listing says what its article was not read with, and it counts."""
    entry, head = wanted.entry, wanted.head
    if head is None or head.reader not in (None, entry.source_id):
        return False
    return says_other(entry, head)


def page_unasked(progress: Progress) -> Listing:
    """What came of a page that nobody asked for: it need not be, or had no time."""
    if any(progress.left.values()):
        detail = "it was not asked: its time in this run was over"
        return replace(page_told(Outcome.OUT_OF_TIME), detail=detail)
    return page_told(Outcome.NOT_MODIFIED)


def _job(source: Source, way: Source, wanted: Wanted) -> Job:
    """The job of an entry that `source` lists, asked for as `way` is reached."""
    ask = Ask(
        source_id=source.source_id,
        url=wanted.entry.url or "",
        etag=wanted.etag,
        last_modified=wanted.last_modified,
        max_bytes=source.max_bytes,
    )
    return Job(reached(way, ask), wanted)


def _told_at(job: Job) -> str:
    """When it changed or came out, as its sitemap writes it: years first."""
    listed = job.wanted.entry.listed if job.wanted else Listed()
    return listed.modified or listed.published or ""


def _last_look_at(job: Job) -> datetime:
    head = job.wanted and job.wanted.head
    return head.last_look_at if head else LONG_AGO


def _first_seen_at(job: Job) -> datetime:
    head = job.wanted and job.wanted.head
    return head.first_seen_at if head else LONG_AGO
