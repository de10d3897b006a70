"""Brings in what a group of sources lists, all of them side by side.

Listings and entries are asked in one stream, so that no source waits for another: the
entries of each join it as soon as its listing came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.http.ask import Answer
from tasks.http.client import Client
from tasks.http.outcomes import Outcome
from tasks.steps.arrivals import Arrival, answered
from tasks.steps.known import Lookup
from tasks.steps.listing import (
    Listing,
    list_path,
    listing_ask,
    page_entry,
    page_listing,
    read_listing,
)
from tasks.steps.looks import not_modified
from tasks.steps.progress import MAX_DEPTH, MAX_SITEMAPS, Job, Progress, started
from tasks.steps.run import LOG, Run
from tasks.steps.select import Wanted
from tasks.steps.taking import Taking
from tasks.steps.turns import Turns
from warehouse.model import Entry, Failed, Fetch, Look, Payload, Reject, Source

# A listing that answered so often that it is gone for good is not asked again. A page
# is, as what was taken down may come back.
MAX_GONE = 3
GONE = (
    f"gone for good in {MAX_GONE} looks or more, and not asked any more; edit its "
    "address to ask again"
)


class Gathering:
    """One group of sources; `first`, and when all of that is committed `again`.

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
        self._turns = Turns(2 * client.limits.max_connections)
        self._taking = Taking(run, lookup, self._turns, is_dry=is_dry)
        self._ready: list[Arrival] = []

    def first(self) -> Iterator[Arrival]:
        """What came of each source's listing, and of all that it lists."""
        for progress in self._all.values():
            yield from self._start(progress)
        yield from self._asked()

    def again(self) -> Iterator[Arrival]:
        """What came of the entries that another source had asked for already.

        And of the articles that it is time to look at again, listed or not.
        """
        entries: dict[str, list[Entry]] = {}
        for progress, job, outcome in self._turns.take_late():
            entry = job.wanted.entry if job.wanted else page_entry(progress.source)
            if outcome in (Outcome.OK, Outcome.NOT_MODIFIED):
                entries.setdefault(entry.source_id, []).append(entry)
            else:
                yield self._failed_before(entry, outcome)
        if not self._run.is_span:
            for entry in self._lookup.rechecks(self._rechecked()):
                entries.setdefault(entry.source_id, []).append(entry)
        for name, some in entries.items():
            self._taking.add(self._all[name], "feed", some)
        yield from self._asked()

    def _rechecked(self) -> list[Source]:
        """The sources whose articles are looked at again though nobody lists them."""
        sources = (progress.source for progress in self._all.values())
        return [one for one in sources if one.recheck_days]

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
            for progress, job in sorted(jobs, key=self._rank):
                yield from self._came(progress, job, answer, fetches)
                fetches = ()
                self._turns.add(progress)
                if progress.is_over:
                    yield self._ended(progress)
            yield from self._take_ready()
        yield from self._take_ready()
        for progress in self._all.values():
            if not progress.is_listed:  # a page that was read a moment ago
                listing = Listing(kind="page", outcome=Outcome.NOT_MODIFIED)
                progress.told(listing, None, self._run.clock())
            if progress.is_over:
                yield self._ended(progress)

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
        source = progress.source
        if job.depth:
            listing = read_listing(replace(source, kind="sitemap"), answer)
            progress.n_failed += listing.outcome != Outcome.OK
            yield from self._taking.listed(progress, "sitemap", listing.items)
        else:
            listing = read_listing(source, answer)
            yield from self._listed(progress, listing, answer)
        n_left_out = progress.list_more(listing.children, job, self._run.since)
        if n_left_out:
            yield Arrival(_too_many(source, n_left_out))

    def _listed(
        self, progress: Progress, listing: Listing, answer: Answer | None
    ) -> Iterator[Arrival]:
        """What came of what the source lists, as far as it is at hand."""
        progress.told(listing, answer, self._run.clock())
        LOG.info("%s: listed, %s", progress.source.source_id, listing.outcome)
        if listing.answer is None:
            yield from self._taking.listed(progress, listing.kind, listing.items)
            return
        for item in listing.items:
            if isinstance(item, Entry) and self._is_dry:
                self._taking.wanted.append(item)
            elif isinstance(item, Entry):
                what = answered(item, listing.answer, self._run.clock())
                progress.n_entries += 1
                yield Arrival(what)

    def _ended(self, progress: Progress) -> Arrival:
        return Arrival(progress.end(self._run.clock(), is_span=self._run.is_span))

    def _what_came(self, wanted: Wanted, answer: Answer) -> Payload | Failed | Look:
        """What the answer is to the entry; "as it was" where that was asked."""
        now = self._run.clock()
        if answer.outcome == Outcome.NOT_MODIFIED and wanted.head is not None:
            return not_modified(wanted.entry, wanted.head, now)
        return answered(wanted.entry, answer, now)

    def _failed_before(self, entry: Entry, outcome: str) -> Arrival:
        return Arrival(
            Failed(
                entry=entry,
                outcome=outcome,
                detail="its address was asked for another source in this run",
                captured_at=self._run.clock(),
            )
        )


def _too_many(source: Source, n: int) -> Reject:
    """The reject that tells of the sitemaps that are not asked for."""
    return Reject(
        source_id=source.source_id,
        stage="list",
        reason=Outcome.TOO_LARGE,
        detail=f"{n} sitemaps are left out: {MAX_SITEMAPS:,} are the most, "
        f"{MAX_DEPTH} indexes deep",
        url=source.url,
    )
