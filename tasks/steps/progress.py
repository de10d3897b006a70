"""How far each source of a group is: what is still to ask, and what came of it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tasks.extract.article import parser_of
from tasks.http.ask import Answer, Ask
from tasks.http.outcomes import Outcome
from tasks.listings.hints import due_at
from tasks.listings.sitemap import Child
from tasks.steps.arrivals import Ended
from tasks.steps.due import span_of
from tasks.steps.listing import Listing
from tasks.steps.select import LONG_AGO, MAX_UNDATED, Wanted
from warehouse.model.entry import Reject
from warehouse.model.source import Kind, Source, SourceLook
from warehouse.state import Memory

# Entries that wait before another sitemap of an index is asked for: memory is bounded.
ENOUGH = 1_000
# What a look says that left something: `max_minutes` in the configuration.
NO_TIME = "its time in this one is over"
MAX_DEPTH = 10
# An index may name 50,000 sitemaps (sitemaps.org); one that goes on is a trap.
MAX_SITEMAPS = 50_000
# The reason of a look that took only what is of some time: the next one is due as ever.
SPAN = "span"


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to ask for: an entry, or else a listing, `depth` indexes deep."""

    ask: Ask
    wanted: Wanted | None = None
    depth: int = 0

    @property
    def may_wait(self) -> bool:
        """Whether it is left for the next run where the source's time is over."""
        return self.wanted is not None or self.depth > 0


@dataclass(slots=True, kw_only=True)
class Progress:
    """One source of a group, as far as it is.

    `news` (entries that are not known), `entries` (that are) and `listings` are still
    to be asked, but not from `ends_at` on; `n_open` asks are under way, `n_undecided`
    entries may have to be asked, and `n_late` wait for what their addresses were
    answered for other sources. So many were `left` for the next run, for want of time.
    `was_listing` says what was asked last, `is_listing` that one is under way.
    `had_turn` says that something was asked which might have been left.
    `n_left_alone` entries are of another time than the run is about; `n_undated` may
    still be asked though nothing says that they changed. `n_failed` counts what must
    be asked again, so that the listing has to come whole.
    """

    source: Source
    memory: Memory
    look: SourceLook
    kind: Kind
    news: deque[Job] = field(default_factory=deque)
    entries: deque[Job] = field(default_factory=deque)
    listings: deque[Job] = field(default_factory=deque)
    met: set[str] = field(default_factory=set)
    ends_at: datetime | None = None
    left: Counter[str] = field(default_factory=Counter)
    n_open: int = 0
    n_undecided: int = 0
    n_late: int = 0
    n_entries: int = 0
    n_failed: int = 0
    n_left_alone: int = 0
    n_undated: int = MAX_UNDATED
    was_listing: bool = False
    is_listing: bool = False
    had_turn: bool = False
    is_listed: bool = False
    is_ended: bool = False

    @property
    def is_over(self) -> bool:
        """Whether all that it lists came, and nobody was told yet."""
        is_waiting = self.n_open or self.n_undecided or self.n_late
        has_work = self.has_jobs or is_waiting
        return self.is_listed and not self.is_ended and not has_work

    @property
    def has_jobs(self) -> bool:
        """Whether something is still to be asked."""
        return bool(self.news or self.entries or self.listings)

    def next_job(self) -> Job | None:
        """What to ask for next: news, then known entries, a listing in between.

        One sitemap of an index at a time, and what is new in it before the next: so
        they do not take all of the time. Nor do known entries, where few wait; None
        where what comes next hangs on an answer.
        """
        if self.news:
            return self.news.popleft()
        may_list = not (self.is_listing or self.n_undecided)
        is_turn = len(self.entries) < ENOUGH and not self.was_listing
        if self.listings and may_list and (is_turn or not self.entries):
            self.was_listing = self.is_listing = True
            return self.listings.popleft()
        self.was_listing = False
        return self.entries.popleft() if self.entries else None

    def put_back(self, job: Job) -> None:
        """Has a job that was not asked for want of time be the next one again."""
        (self.listings if job.wanted is None else self.news).appendleft(job)

    def leave(self) -> None:
        """Leaves all that is still to be asked for the next run."""
        self.left["entries"] += len(self.news) + len(self.entries)
        self.left["sitemaps"] += len(self.listings)
        for queue in (self.news, self.entries, self.listings):
            queue.clear()

    def list_more(
        self,
        children: Iterable[Child],
        job: Job,
        since: datetime | None,
        asked_at: Mapping[str, datetime],
    ) -> int:
        """Queues the sitemaps that an index names, newest first, each address once.

        Of those that tell the same, or nothing, what was asked longest ago, by
        `asked_at`. Not those from before `since`. Gives how many are left out as too
        many, or too deep.
        """
        n_left_out = 0
        longest_ago = sorted(children, key=lambda x: asked_at.get(x.url, LONG_AGO))
        for child in sorted(longest_ago, key=_newest_first):
            until = child.modified_until
            is_old = since is not None and until is not None and until <= since
            if child.url in self.met or is_old:
                continue
            if job.depth >= MAX_DEPTH or len(self.met) >= MAX_SITEMAPS:
                n_left_out += 1
                continue
            self.met.add(child.url)
            ask = replace(job.ask, url=child.url, etag=None, last_modified=None)
            self.listings.append(Job(ask, depth=job.depth + 1))
        return n_left_out

    def told(self, listing: Listing, answer: Answer | None, now: datetime) -> None:
        """Keeps what came of the source's own listing, or of its page."""
        self.is_listed = True
        self.kind = listing.kind if self.kind == "auto" else self.kind
        self.look = replace(
            self.look,
            outcome=listing.outcome,
            reason=listing.reason,
            detail=listing.detail,
        )
        if answer is None:
            return
        self.met |= {self.source.url or "", self.look.asked or "", answer.final_url}
        is_good = listing.outcome in (Outcome.OK, Outcome.NOT_MODIFIED)
        # an index that did not change says nothing of the sitemaps that it names
        may_wait = is_good and listing.kind != "page" and not listing.children
        may_wait = may_wait and not _is_cut(listing)
        self.look = replace(
            self.look,
            etag=answer.etag if may_wait else None,
            last_modified=answer.last_modified if may_wait else None,
            final_url=answer.final_url,
            is_permanent=answer.is_permanent,
            due_at=due_at(
                listing.hints,
                now,
                every=span_of(self.source),
                max_age_s=answer.max_age_s,
            )
            if is_good
            else None,
        )

    def end(self, now: datetime, *, is_span: bool) -> Ended:
        """What came of the source, told once.

        Where entries failed or were left, the next listing has to come whole. A look at
        a span alone says so: it moves nothing that the source remembers.
        """
        self.is_ended = True
        look = self.look
        left = [f"{n:,} {what}" for what, n in self.left.items() if n]
        if self.n_failed or left or is_span:
            look = replace(look, etag=None, last_modified=None)
        said = []
        if self.n_left_alone:
            said.append(f"{self.n_left_alone} entries of another time are left alone")
        if left:
            said.append(f"{' and '.join(left)} are left for the next run: {NO_TIME}")
        look = replace(
            look,
            looked_at=now,
            n_entries=self.n_entries,
            detail=look.detail or "; ".join(said) or None,
        )
        is_good = look.outcome in (Outcome.OK, Outcome.NOT_MODIFIED)
        if is_good and is_span:
            look = replace(look, reason=SPAN)
        elif is_good and left and not self.had_turn:
            look = replace(look, reason=Outcome.OUT_OF_TIME)
        is_open = self.kind == "auto" and self.memory.last_success_at is not None
        if is_open:
            return Ended(look, None)
        is_told = self.kind == self.source.kind
        source = self.source if is_told else replace(self.source, kind=self.kind)
        return Ended(look, source)


def _is_cut(listing: Listing) -> bool:
    """Whether there may be more of it than came: it must come whole next time."""
    cut = (Outcome.TRUNCATED, Outcome.TOO_LARGE)
    items = listing.items if isinstance(listing.items, tuple) else ()
    return listing.is_open or any(
        isinstance(item, Reject) and item.reason in cut for item in items
    )


def started(source: Source, memory: Memory, now: datetime) -> Progress:
    """A source of which nothing was asked yet."""
    look = SourceLook(
        source_id=source.source_id,
        looked_at=now,
        outcome=Outcome.OK,
        parser=parser_of(source.rules),
        asked=memory.moved_to or source.url,
    )
    return Progress(source=source, memory=memory, look=look, kind=source.kind)


def too_many(source: Source, n: int) -> Reject:
    """The reject that tells of the sitemaps that are not asked for."""
    return Reject(
        source_id=source.source_id,
        stage="list",
        reason=Outcome.TOO_LARGE,
        detail=f"{n} sitemaps are left out: {MAX_SITEMAPS:,} are the most, "
        f"{MAX_DEPTH} indexes deep",
        url=source.url,
    )


def _newest_first(child: Child) -> float:
    """Sorts by the last change, those that tell none at the end."""
    return -child.modified_until.timestamp() if child.modified_until else 0.0
