"""From entries to what came of each: bytes, a failure, or a reject passed on.

Arrivals stream, and are handed on some at a time, so that memory is bounded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tasks.http.ask import Answer, Ask
from tasks.http.client import Client
from tasks.http.outcomes import Outcome
from tasks.listings.files import read_file
from tasks.steps.listing import Listing
from warehouse.model import Entry, Failed, Fetch, Payload, Reject, Source

MAX_AT_ONCE = 1_000
MAX_BYTES_AT_ONCE = 16_000_000
# A kill loses what was not handed on: some seconds of fetching, not more.
MAX_AGE = timedelta(seconds=10)
HTML = "text/html"
# What a page says that is not there any more; its words are kept as evidence.
MISSING = (Outcome.NOT_FOUND, Outcome.GONE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of one entry, with the requests that it took."""

    what: Payload | Failed | Reject
    fetches: tuple[Fetch, ...] = ()

    @property
    def n_bytes(self) -> int:
        """The size of what it holds."""
        return len(self.what.body) if isinstance(self.what, Payload) else 0


def arrivals(
    listing: Listing, source: Source, client: Client, clock: Callable[[], datetime]
) -> Iterator[Arrival]:
    """What came of each item of the listing; those of the web as they come."""
    to_fetch: list[Entry] = []
    for item in listing.items:
        if isinstance(item, Reject):
            yield Arrival(item)
        elif listing.answer is not None:
            yield _from_answer(item, listing.answer, clock())
        elif item.body is not None:
            yield Arrival(_payload(item, item.body, clock()))
        elif item.path is not None:
            yield Arrival(_from_file(item, item.path, source.max_bytes, clock()))
        else:
            to_fetch.append(item)
    if to_fetch:
        yield from _fetched(to_fetch, source, client, clock)


def handfuls(
    arrived: Iterable[Arrival], clock: Callable[[], datetime]
) -> Iterator[list[Arrival]]:
    """The arrivals, some at a time: cut by number, by bytes and by time."""
    some: list[Arrival] = []
    n_bytes = 0
    opened_at = clock()
    for arrival in arrived:
        some.append(arrival)
        n_bytes += arrival.n_bytes
        is_full = len(some) >= MAX_AT_ONCE or n_bytes >= MAX_BYTES_AT_ONCE
        if is_full or clock() - opened_at > MAX_AGE:
            yield some
            some, n_bytes, opened_at = [], 0, clock()
    if some:
        yield some


def _fetched(
    entries: list[Entry],
    source: Source,
    client: Client,
    clock: Callable[[], datetime],
) -> Iterator[Arrival]:
    by_ask: dict[Ask, list[Entry]] = {}
    for entry in entries:
        ask = Ask(
            source_id=source.source_id,
            url=entry.url or "",
            max_bytes=source.max_bytes,
        )
        by_ask.setdefault(ask, []).append(entry)
    for ask, answer in client.get_all(iter(by_ask)):
        fetches = answer.fetches
        for entry in by_ask[ask]:
            yield replace(_from_answer(entry, answer, clock()), fetches=fetches)
            fetches = ()


def _from_answer(entry: Entry, answer: Answer, now: datetime) -> Arrival:
    fetch = answer.fetch
    is_missing = answer.outcome in MISSING
    if not is_missing and (answer.outcome != Outcome.OK or answer.body is None):
        failed = Failed(
            entry=entry,
            outcome=answer.outcome,
            detail=fetch.reason or "",
            captured_at=now,
        )
        return Arrival(failed, answer.fetches)
    body = answer.body or b""
    payload = Payload(
        entry=entry,
        digest=hashlib.sha256(body).hexdigest(),
        body=body,
        outcome=answer.outcome,
        media_type=answer.media_type or HTML,
        captured_at=now,
        charset=answer.charset,
        url=answer.final_url,
    )
    return Arrival(payload, answer.fetches)


def _from_file(
    entry: Entry, path: str, max_bytes: int, now: datetime
) -> Payload | Failed:
    body = read_file(path, max_bytes)
    if isinstance(body, bytes):
        return _payload(entry, body, now)
    outcome, detail = body
    return Failed(entry=entry, outcome=outcome, detail=detail, captured_at=now)


def _payload(entry: Entry, body: bytes, now: datetime) -> Payload:
    return Payload(
        entry=entry,
        digest=hashlib.sha256(body).hexdigest(),
        body=body,
        media_type=entry.media_type or "application/octet-stream",
        captured_at=now,
        url=entry.url,
    )
