"""What came of entries: bytes, a failure, a look without bytes, or a reject passed on.

Arrivals stream, and are handed on some at a time, so that memory is bounded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.http.ask import Answer
from tasks.http.outcomes import Outcome
from tasks.listings.files import read_file
from warehouse.model.article import Look
from warehouse.model.entry import Entry, Failed, Fetch, Payload, Reject
from warehouse.model.source import Source, SourceLook

MAX_AT_ONCE = 1_000
MAX_BYTES_AT_ONCE = 16_000_000
# A kill loses what was not handed on: some seconds of fetching, not more.
MAX_AGE = timedelta(seconds=10)
HTML = "text/html"
# What a page says that is not there any more; its words are kept as evidence.
MISSING = (Outcome.NOT_FOUND, Outcome.GONE)


@dataclass(frozen=True, slots=True)
class Ended:
    """A source all of whose entries came, and what came of it as a whole.

    `source` is to be kept as it is now, its kind told; None where nothing told it.
    """

    look: SourceLook
    source: Source | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of one entry, with the requests that it took.

    None is a listing's requests, which came of no entry; Ended counts as none.
    """

    what: Payload | Failed | Reject | Look | Ended | None
    fetches: tuple[Fetch, ...] = ()

    @property
    def n_bytes(self) -> int:
        """The size of what it holds."""
        return len(self.what.body) if isinstance(self.what, Payload) else 0

    @property
    def is_of_entry(self) -> bool:
        """Whether an entry came in with it."""
        return not (self.what is None or isinstance(self.what, Ended))


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


def at_hand(entry: Entry, source: Source, now: datetime) -> Payload | Failed | None:
    """What came of an entry that its listing or the disk holds; None: it is to ask."""
    if entry.body is not None:
        return _payload(entry, entry.body, now)
    if entry.path is not None:
        return _from_file(entry, entry.path, source.max_bytes, now)
    return None


def answered(entry: Entry, answer: Answer, now: datetime) -> Payload | Failed:
    """What an answer says of an entry; a page that is not there is a payload too."""
    is_missing = answer.outcome in MISSING
    if not is_missing and (answer.outcome != Outcome.OK or answer.body is None):
        return Failed(
            entry=entry,
            outcome=answer.outcome,
            detail=answer.fetch.reason or "",
            captured_at=now,
        )
    body = answer.body or b""
    return Payload(
        entry=entry,
        digest=hashlib.sha256(body).hexdigest(),
        body=body,
        outcome=answer.outcome,
        media_type=answer.media_type or HTML,
        captured_at=now,
        charset=answer.charset,
        url=answer.final_url,
    )


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
        captured_at=entry.captured_at or now,
        charset=entry.charset,
        url=entry.url,
    )
