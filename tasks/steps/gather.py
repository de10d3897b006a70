"""Brings in what a group of sources lists, all of them side by side.

Listings and entries are asked in one stream, so that no source waits for another: the
entries of each join it as soon as its listing came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import chain

from tasks.http.ask import Answer
from tasks.http.client import Client
from tasks.http.outcomes import Outcome
from tasks.steps.arrivals import Arrival, answered
from tasks.steps.known import NEVER, Lookup
from tasks.steps.listing import (
    Listing,
    list_path,
    listing_ask,
    page_entry,
    page_listing,
    read_listing,
)
from tasks.steps.looks import as_it_was
from tasks.steps.progress import Job, Progress, started, too_many
from tasks.steps.run import LOG, Run
from tasks.steps.select import Wanted
from tasks.steps.taking import Taking, page_unasked
from tasks.steps.turns import Turns
from warehouse.model.article import Look
from warehouse.model.entry import Entry, Failed, Fetch, Payload
from warehouse.model.source import Source

# A listing that answered so often that it is gone for good is not asked again. A page
# is, as what was taken down may come back.
MAX_GONE = 3
GONE = (
    f"gone for good in {MAX_GONE} looks or more, and not asked any more; edit its "
    "address to ask again"
)


class Gathering:
    """One group of sources, in `rounds`.

    In a dry run nothing that is listed is asked for: `take_wanted` tells it.
    """

    def __init__(
        self,
        run: Run,
        sources: Sequence[Source],
        client: Client,
        lookup: Lookup,
        *,
        is_dry: bool = False,
    ) -> None:
        self._run, self._client, self._lookup = run, client, lookup
        self._is_dry = is_dry
        memories = lookup.memories(sources)
        self._all = {
            source.source_id: started(source, memories[source.source_id], run.clock())
            for source in sources
        }
        self._places = {name: nth for nth, name in enumerate(self._all)}
        lasts = timedelta(minutes=client.limits.max_minutes)
        self._turns = Turns(2 * client.limits.max_connections, run.clock, lasts)
        self._taking = Taking(run, lookup, self._turns, is_dry=is_dry)
        self._ready: list[Arrival] = []

    def rounds(self) -> Iterator[Iterator[Arrival]]:
        """All that comes, in rounds: all of one is to be committed before the next."""
        yield self.first()
        yield self.again()
        while self._turns.has_late:  # who asks it otherwise than another late one
            yield chain(self._taking.late(), self._asked())

    def first(self) -> Iterator[Arrival]:
        """What came of each source's listing, and of all that it lists.

        Whom the last run had no time for goes first, the longest wait before all.
        """
        waiting = sorted(
            self._all.values(), key=lambda x: x.memory.waits_since or NEVER
        )
        for progress in waiting:
            yield from self._start(progress)
        yield from self._asked()

    def again(self) -> Iterator[Arrival]:
        """What came of the articles that it is time to look at again, listed or not.

        And of the entries that another source had asked for already.
        """
        if not self._run.is_span:
            entries: dict[str, list[Entry]] = {}
            sources = [progress.source for progress in self._all.values()]
            late = self._turns.late_keys
            for entry in self._lookup.rechecks(sources):
                if entry.keys[0].digest not in late:
                    entries.setdefault(entry.source_id, []).append(entry)
            for name, some in entries.items():
                # as long again: what is new every day would leave them no time ever
                self._all[name].ends_at = None
                self._taking.add(self._all[name], "feed", some)
        yield from self._taking.late()
        yield from self._asked()

    def take_wanted(self) -> list[Entry]:
        """What would be asked for or read, in a dry run, since this was asked last."""
        wanted, self._taking.wanted = self._taking.wanted, []
        return wanted

    def _start(self, progress: Progress) -> Iterator[Arrival]:
        """What came of a source that is at hand; of others, the first ask is queued."""
        source = progress.source
        if source.path is not None:
            listing = list_path(source)
            yield from self._listed(progress, listing, None)
        elif source.kind == "page":
            yield from self._taking.listed(progress, "page", [page_entry(source)])
        elif progress.memory.n_gone >= MAX_GONE:
            gone = Listing(
                kind=source.kind, outcome=Outcome.GONE, reason=Outcome.GONE, detail=GONE
            )
            yield from self._listed(progress, gone, None)
        else:
            ask = listing_ask(source, progress.memory, self._client.limits)
            if self._run.is_span or self._is_dry:
                ask = replace(ask, etag=None, last_modified=None)
            progress.listings.append(Job(ask))
        self._turns.add(progress)

    def _asked(self) -> Iterator[Arrival]:
        """What comes of all that is queued, and of what is queued meanwhile."""
        asks = self._turns.asks(self._find_more)
        for ask, answer in self._client.get_all(asks):
            fetches = answer.fetches
            jobs = self._turns.answered(ask, answer.outcome)
            if answer.outcome == Outcome.OUT_OF_TIME:
                yield from self._put_back(jobs, fetches[:-1])
                continue
            for progress, job in sorted(jobs, key=self._rank):
                yield from self._came(progress, job, answer, fetches)
                fetches = ()
                self._turns.add(progress)
                if progress.is_over:
                    yield self._ended(progress)
            yield from self._take_ready()
        yield from self._take_ready()
        for progress in self._all.values():
            if not (progress.is_listed or progress.n_late):
                # a page that was read a moment ago, or that there was no time for
                progress.told(page_unasked(progress), None, self._run.clock())
            if progress.is_over:
                yield self._ended(progress)

    def _put_back(
        self, jobs: list[tuple[Progress, Job]], fetches: tuple[Fetch, ...]
    ) -> Iterator[Arrival]:
        """Has their sources ask for it again, or leave it; what it took till now."""
        for progress, job in jobs:
            progress.put_back(job)
            self._turns.add(progress)
        if fetches:
            yield Arrival(None, fetches)

    def _rank(self, told: tuple[Progress, Job]) -> tuple[bool, int]:
        """Who goes first of those that asked for one article: that look is kept.

        A feed tells the date that a page may be silent of, a sitemap seldom does; else
        the source that is written first reads it.
        """
        progress, job = told
        is_silent = job.wanted is not None and not job.wanted.entry.listed.published
        return is_silent, self._places[progress.source.source_id]

    def _find_more(self) -> bool:
        """Looks up what waits for it; whether there was anything.

        It is called where no source has an ask and no answer waits to be taken, so
        that the entries of many listings are looked up at once.
        """
        is_waiting = self._taking.is_waiting
        self._ready.extend(self._taking.decided())
        return is_waiting

    def _take_ready(self) -> list[Arrival]:
        ready, self._ready = self._ready, []
        return ready

    def _came(
        self,
        progress: Progress,
        job: Job,
        answer: Answer,
        fetches: tuple[Fetch, ...],
    ) -> Iterator[Arrival]:
        """What came of one ask."""
        if job.wanted is not None:
            what = self._what_came(job.wanted, answer)
            is_early = isinstance(what, Payload) and what.outcome != Outcome.OK
            if isinstance(what, Failed) or (is_early and job.wanted.head is None):
                progress.n_failed += 1
            yield Arrival(what, fetches)
            if not progress.is_listed:  # a page is its own listing
                progress.told(
                    page_listing(progress.source, answer), answer, self._run.clock()
                )
            return
        yield Arrival(None, fetches)
        if job.depth:
            listing = read_listing(replace(progress.source, kind="sitemap"), answer)
            progress.n_failed += listing.outcome != Outcome.OK
            yield from self._taking.listed(progress, "sitemap", listing.items)
        else:
            listing = read_listing(progress.source, answer)
            yield from self._listed(progress, listing, answer)
        more = listing.children
        asked_at = self._lookup.asked_at([x.url for x in more])
        n_left_out = progress.list_more(more, job, self._run.since, asked_at)
        if n_left_out:
            yield Arrival(too_many(progress.source, n_left_out))

    def _listed(
        self, progress: Progress, listing: Listing, answer: Answer | None
    ) -> Iterator[Arrival]:
        """What came of what the source lists, as far as it is at hand."""
        progress.told(listing, answer, self._run.clock())
        LOG.info("%s: listed, %s", progress.source.source_id, listing.outcome)
        if listing.answer is not None:
            yield from self._taking.brought(progress, listing.items, listing.answer)
            return
        yield from self._taking.listed(progress, listing.kind, listing.items)

    def _ended(self, progress: Progress) -> Arrival:
        ended = progress.end(self._run.clock(), is_span=self._run.is_span)
        if sum(progress.left.values()):
            LOG.info("%s: %s", progress.source.source_id, ended.look.detail)
        return Arrival(ended)

    def _what_came(self, wanted: Wanted, answer: Answer) -> Payload | Failed | Look:
        """What the answer is to the entry; "as it was" where that was asked."""
        entry, head, now = wanted.entry, wanted.head, self._run.clock()
        look = as_it_was(entry, head, answer.outcome, now) if head else None
        return look or answered(entry, answer, now)
