"""What a source lists now: entries, rejects, and for a sitemap index its children.

Which address is asked for it, and what its answer says. Pure but for local files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tasks.http.ask import ACCEPT_FEED, Answer, Ask, Limits
from tasks.http.outcomes import Outcome
from tasks.listings.addresses import Urls, read_urls
from tasks.listings.feed import Feed, read_feed
from tasks.listings.files import list_files, read_file
from tasks.listings.hints import NO_HINTS, Hints
from tasks.listings.section import Section, read_section
from tasks.listings.sitemap import Child, Sitemap, read_sitemap
from tasks.listings.sniff import kind_of
from tasks.steps.reach import reached
from tasks.text.keys import make_key
from warehouse.model.entry import Entry, Key, Reject
from warehouse.model.source import Kind, Source
from warehouse.state import Memory

# The reason of a listing that was not asked for, as its server had said until when.
WAITING = "asked_to_wait"
AWAY = (Outcome.RATE_LIMITED, Outcome.SERVER_ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What came of listing a source; `items` is read once, as it is needed.

    `kind` is what the source turned out to be. `answer` is set where the listing is
    itself the one article: it is not fetched again. `children` are further
    sitemaps to ask for. `is_open`: nothing tells that it is all there.
    """

    kind: Kind
    outcome: str
    items: Iterable[Entry | Reject] = ()
    reason: str | None = None
    detail: str | None = None
    answer: Answer | None = None
    children: tuple[Child, ...] = ()
    hints: Hints = NO_HINTS
    is_open: bool = False


def listing_ask(source: Source, memory: Memory, limits: Limits) -> Ask:
    """What is asked for the source's listing, with its validators where it has any.

    The address is the one that it moved to for good.
    """
    is_feed = source.kind == "feed"
    return reached(
        source,
        Ask(
            source_id=source.source_id,
            url=memory.moved_to or source.url or "",
            etag=memory.etag,
            last_modified=memory.last_modified,
            max_bytes=limits.listing_max_bytes,
            accept=ACCEPT_FEED if is_feed else "*/*",
        ),
    )


def list_path(source: Source) -> Listing:
    """A folder, file or glob, its files found as they are needed; or a list of URLs."""
    try:
        if source.kind == "urls":
            return _list_urls_of(source)
        return Listing(kind="files", outcome="ok", items=list_files(source))
    except OSError as error:
        return _failed(source, "files", "not_found", str(error))


def read_listing(source: Source, answer: Answer) -> Listing:
    """What the answer lists, by the source's kind, or by what it turns out to be.

    A failure is a listing with its outcome, and a reject.
    """
    kind = source.kind
    if answer.outcome == Outcome.NOT_MODIFIED:
        return Listing(kind=kind, outcome="not_modified")
    if answer.outcome != Outcome.OK or answer.body is None:
        failed = _failed(source, kind, answer.outcome, answer.fetch.reason or "")
        is_waiting = answer.outcome in AWAY and answer.fetch.status is None
        return replace(failed, reason=WAITING) if is_waiting else failed
    if kind == "auto":
        kind = kind_of(answer.body, answer.media_type)
    if kind == "page":
        return page_listing(source, answer)
    read = _read(kind, source, answer, answer.body)
    if isinstance(read, Reject):
        return Listing(
            kind=kind,
            outcome=read.reason,
            items=(read,),
            reason=read.reason,
            detail=read.detail,
        )
    return read


def page_entry(source: Source) -> Entry:
    """The one entry of a source that is an article itself."""
    url = source.url or ""
    return entry_of(source, url, (make_key("url", url, source.source_id),))


def entry_of(source: Source, url: str, keys: tuple[Key, ...]) -> Entry:
    """An entry of the source that no listing says anything of."""
    return Entry(
        source_id=source.source_id,
        keys=keys,
        url=url,
        timezone=source.timezone,
        rules=source.rules,
    )


def page_listing(source: Source, answer: Answer) -> Listing:
    """A page is its own listing of one entry, asked for already."""
    failed = answer.outcome not in (Outcome.OK, Outcome.NOT_MODIFIED)
    return Listing(
        kind="page",
        outcome=answer.outcome,
        items=(page_entry(source),),
        reason=answer.outcome if failed else None,
        detail=answer.fetch.reason if failed else None,
        answer=answer,
    )


def page_told(outcome: str) -> Listing:
    """What came of a page that was asked for another source, or not at all."""
    is_good = outcome in (Outcome.OK, Outcome.NOT_MODIFIED)
    reason = None if is_good else outcome
    return Listing(kind="page", outcome=outcome, reason=reason)


def _read(kind: Kind, source: Source, answer: Answer, body: bytes) -> Listing | Reject:
    url, said = answer.final_url, answer.media_type
    read: Feed | Sitemap | Section | Urls | Reject
    if kind == "sitemap":
        read = read_sitemap(body, source=source, url=url, content_type=said)
    elif kind == "section":
        read = read_section(body, source=source, url=url, charset=answer.charset)
    elif kind == "urls":
        read = read_urls(body, source=source, url=url)
    else:
        read = read_feed(body, source=source, url=url, content_type=said)
    if isinstance(read, Reject):
        return read
    return Listing(
        kind=kind,
        outcome="ok",
        items=(*read.rejects, *read.entries),
        children=read.children if isinstance(read, Sitemap) else (),
        hints=read.hints if isinstance(read, Feed) else NO_HINTS,
        is_open=isinstance(read, Urls) and read.is_open,
    )


def _list_urls_of(source: Source) -> Listing:
    """The addresses that a local file lists, one a line."""
    body = read_file(source.path or "", source.max_bytes)
    if not isinstance(body, bytes):
        return _failed(source, "urls", *body)
    read = read_urls(body, source=source, url=None)
    if isinstance(read, Reject):
        return _failed(source, "urls", read.reason, read.detail)
    return Listing(kind="urls", outcome="ok", items=(*read.rejects, *read.entries))


def _failed(source: Source, kind: Kind, outcome: str, detail: str) -> Listing:
    reject = Reject(
        source_id=source.source_id,
        stage="list",
        reason=outcome,
        detail=detail,
        url=source.url,
    )
    return Listing(
        kind=kind, outcome=outcome, items=(reject,), reason=outcome, detail=detail
    )
