"""Looks at one address or file and reads it, with all that was taken out on the way.

For a person who wants to see what a run would make of it: no ledger is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.extract.article import Examined, examine
from tasks.http.client import Client
from tasks.steps.arrivals import arrivals
from tasks.steps.listing import Listing, list_source
from tasks.steps.looks import broken
from tasks.text.repeats import without_repeats
from tasks.text.urls import redacted
from warehouse.errors import UsageError
from warehouse.model import Article, Entry, Failed, Fetch, Payload, Reject, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of looking at one thing, and of reading it.

    `what` is a payload where there was something to read, and then `examined` is
    set; else it tells why not. `repeats` are the passages that the text says twice,
    which a run takes out of it; the article's text is without them.
    """

    what: Payload | Failed | Reject
    examined: Examined | None = None
    repeats: tuple[str, ...] = ()
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
    listing = list_source(source, client, None, None)
    first = _first(listing)
    if first is None:
        raise UsageError(f"{redacted(source.location)}: there is nothing in it to read")
    arrival = next(arrivals(replace(listing, items=(first,)), source, client, clock))
    fetches = (*listing.fetches, *arrival.fetches)
    if not isinstance(arrival.what, Payload) or arrival.what.outcome != "ok":
        return Seen(what=arrival.what, fetches=fetches)
    try:
        return replace(_read(arrival.what), fetches=fetches)
    except Exception as error:  # noqa: BLE001  as a run does: a reject says it
        examined = Examined(read=broken(arrival.what, error), dropped=())
        return Seen(what=arrival.what, examined=examined, fetches=fetches)


def _read(payload: Payload) -> Seen:
    """What the payload is read as, repeats inside removed."""
    examined = examine(payload)
    read = examined.read
    if isinstance(read, Reject):
        return Seen(what=payload, examined=examined)
    text, repeats = without_repeats(read.text)
    said_twice = (
        read.text[one.starts_at : one.starts_at + one.n_chars] for one in repeats
    )
    return Seen(
        what=payload,
        examined=replace(examined, read=replace(read, text=text)),
        repeats=tuple(" ".join(passage.split()) for passage in said_twice),
    )
