"""What a source lists now: entries, with the rejects and requests on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.http.ask import ACCEPT_FEED, Answer, Ask
from tasks.http.client import Client
from tasks.http.outcomes import Outcome
from tasks.listings.feed import read_feed
from tasks.listings.files import list_files
from tasks.text.keys import make_key
from warehouse.model import Entry, Fetch, Kind, Reject, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What came of listing a source; `items` is read once, as it is needed.

    `kind` is what the source turned out to be. `answer` is set where the
    listing is itself the one article: it is not fetched again.
    """

    kind: Kind
    outcome: str
    items: Iterable[Entry | Reject] = ()
    reason: str | None = None
    detail: str | None = None
    fetches: tuple[Fetch, ...] = ()
    answer: Answer | None = None
    etag: str | None = None
    last_modified: str | None = None


def list_source(
    source: Source, client: Client, etag: str | None, last_modified: str | None
) -> Listing:
    """What the source lists. A failure is a listing with its outcome, and a reject.

    `etag` and `last_modified` are the validators of a feed's last listing.
    """
    if source.path is not None:
        return _list_path(source)
    is_feed = source.kind == "feed"
    ask = Ask(
        source_id=source.source_id,
        url=source.url or "",
        etag=etag if is_feed else None,
        last_modified=last_modified if is_feed else None,
        max_bytes=client.limits.listing_max_bytes,
        accept=ACCEPT_FEED if is_feed else "*/*",
    )
    if source.kind == "page":
        return _page(source, client.get(ask))
    return _list_answer(source, client.get(ask))


def _list_path(source: Source) -> Listing:
    """A folder, file or glob. Its files are found as they are needed."""
    try:
        return Listing(kind="files", outcome="ok", items=list_files(source))
    except OSError as error:
        return _failed(source, "files", "not_found", str(error))


def _list_answer(source: Source, answer: Answer) -> Listing:
    """A feed, or where the kind is still open, whatever the answer is."""
    kind: Kind = "page" if source.kind == "auto" else source.kind
    if answer.outcome == Outcome.NOT_MODIFIED:
        return Listing(kind=kind, outcome="not_modified", fetches=answer.fetches)
    if answer.outcome != Outcome.OK or answer.body is None:
        fetch = answer.fetch
        return _failed(source, kind, answer.outcome, fetch.reason or "", answer.fetches)
    feed = read_feed(
        answer.body,
        source=source,
        url=answer.final_url,
        content_type=answer.media_type,
    )
    if isinstance(feed, Reject) and source.kind == "auto":
        return _page(source, answer)
    if isinstance(feed, Reject):
        return Listing(
            kind="feed",
            outcome=feed.reason,
            items=(feed,),
            reason=feed.reason,
            detail=feed.detail,
            fetches=answer.fetches,
        )
    return Listing(
        kind="feed",
        outcome="ok",
        items=(*feed.rejects, *feed.entries),
        fetches=answer.fetches,
        etag=answer.etag,
        last_modified=answer.last_modified,
    )


def _page(source: Source, answer: Answer) -> Listing:
    """A page is its own listing of one entry, asked for already."""
    url = source.url or ""
    entry = Entry(
        source_id=source.source_id,
        keys=(make_key("url", url, source.source_id),),
        url=url,
        timezone=source.timezone,
        rules=source.rules,
    )
    failed = answer.outcome != Outcome.OK
    return Listing(
        kind="page",
        outcome=answer.outcome,
        items=(entry,),
        reason=answer.outcome if failed else None,
        detail=answer.fetch.reason if failed else None,
        answer=answer,
    )


def _failed(
    source: Source,
    kind: Kind,
    outcome: str,
    detail: str,
    fetches: tuple[Fetch, ...] = (),
) -> Listing:
    reject = Reject(
        source_id=source.source_id,
        stage="list",
        reason=outcome,
        detail=detail,
        url=source.url,
    )
    return Listing(
        kind=kind,
        outcome=outcome,
        items=(reject,),
        reason=outcome,
        detail=detail,
        fetches=fetches,
    )
