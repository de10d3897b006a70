"""Looks at one address or file and reads it, with all that was taken out on the way.

For a person who wants to see what a run would make of it: no ledger is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.extract.article import Examined, examine
from tasks.http.ask import Ask
from tasks.http.client import Client
from tasks.steps.arrivals import answered, at_hand
from tasks.steps.listing import Listing, list_path, listing_ask, read_listing
from tasks.steps.looks import broken
from tasks.steps.reach import reached
from tasks.text.repeats import without_repeats
from tasks.text.urls import redacted
from warehouse.errors import UsageError
from warehouse.model.article import Article, Repeat
from warehouse.model.entry import Entry, Failed, Fetch, Payload, Reject
from warehouse.model.source import Source
from warehouse.state import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTwice:
    """A passage that is taken out as the text says it elsewhere; both as they are read.

    `starts_at` and `kept_at` are character offsets in the text before removal.
    """

    passage: str
    starts_at: int
    kept: str
    kept_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of looking at one thing, and of reading it.

    `what` is a payload where there was something to read, and then `examined` is
    set; else it tells why not. `repeats` are the passages that the text says twice,
    which a run takes out of it; the article's text is without them.
    """

    what: Payload | Failed | Reject
    examined: Examined | None = None
    repeats: tuple[SaidTwice, ...] = ()
    fetches: tuple[Fetch, ...] = ()

    @property
    def is_article(self) -> bool:
        """Whether a run would keep an article of it."""
        return self.examined is not None and isinstance(self.examined.read, Article)


def _first(listing: Listing) -> Entry | Reject | None:
    """The first entry; where there is none, the first reject."""
    reject = None
    for item in listing.items:
        if isinstance(item, Entry):
            return item
        reject = reject or item
    return reject


def look_at(source: Source, client: Client, clock: Callable[[], datetime]) -> Seen:
    """What the source's page or file is read as; of one that lists, its first entry.

    An address is fetched as a run fetches it: robots.txt, gaps and limits hold.
    Raises UsageError where there is nothing to look at.
    """
    listing, fetches = _listed(source, client)
    first = _first(listing)
    if first is None:
        raise UsageError(f"{redacted(source.location)}: there is nothing in it to read")
    what, asked = _brought(first, listing, source, client, clock())
    fetches = (*fetches, *asked)
    if not isinstance(what, Payload) or what.outcome != "ok":
        return Seen(what=what, fetches=fetches)
    try:
        return replace(_read(what), fetches=fetches)
    except Exception as error:  # noqa: BLE001  as a run does: a reject says it
        examined = Examined(read=broken(what, error), dropped=())
        return Seen(what=what, examined=examined, fetches=fetches)


def _listed(source: Source, client: Client) -> tuple[Listing, tuple[Fetch, ...]]:
    """What the source lists, and the requests that it took."""
    if source.path is not None:
        return list_path(source), ()
    answer = client.get(listing_ask(source, Memory(), client.limits))
    return read_listing(source, answer), answer.fetches


def _brought(
    first: Entry | Reject,
    listing: Listing,
    source: Source,
    client: Client,
    now: datetime,
) -> tuple[Payload | Failed | Reject, tuple[Fetch, ...]]:
    """What came of the first thing that is listed, and the requests that it took."""
    if isinstance(first, Reject):
        return first, ()
    if listing.answer is not None:
        return answered(first, listing.answer, now), ()
    held = at_hand(first, source, now)
    if held is not None:
        return held, ()
    ask = Ask(
        source_id=source.source_id, url=first.url or "", max_bytes=source.max_bytes
    )
    answer = client.get(reached(source, ask))
    return answered(first, answer, now), answer.fetches


def _read(payload: Payload) -> Seen:
    """What the payload is read as, repeats inside removed."""
    examined = examine(payload)
    read = examined.read
    if isinstance(read, Reject):
        return Seen(what=payload, examined=examined)
    text, repeats = without_repeats(read.text)
    return Seen(
        what=payload,
        examined=replace(examined, read=replace(read, text=text)),
        repeats=tuple(_said_twice(read.text, one) for one in repeats),
    )


def _said_twice(text: str, one: Repeat) -> SaidTwice:
    return SaidTwice(
        passage=_line(text, one.starts_at, one.n_chars),
        starts_at=one.starts_at,
        kept=_line(text, one.kept_at, one.n_chars),
        kept_at=one.kept_at,
    )


def _line(text: str, start: int, n_chars: int) -> str:
    return " ".join(text[start : start + n_chars].split())
