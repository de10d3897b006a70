"""Which entries of a listing are asked for, and how. Pure.

Edits are often silent, so what a source lists today is looked at today; a sitemap
lists years of it, and says of most entries that they did not move.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from tasks.extract.article import parser_of
from tasks.extract.dates import DateUnreadable, read_date
from tasks.extract.zones import read_zone
from tasks.steps.looks import reader_of, says_other
from warehouse.articles import Head
from warehouse.model.article import Dated
from warehouse.model.entry import Entry
from warehouse.model.source import Kind, Rules

# How many of a sitemap's entries that say nothing of their changes are asked a run.
MAX_UNDATED = 1_000

A_MOMENT = timedelta(microseconds=1)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
# A day that is written as its first moment, in whatever zone.
MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?![:.\d])")

Choice = Literal["ask", "spare", "undated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger knows of some entries.

    `heads` are behind the entries' keys; `pages` are the ETag and Last-Modified of
    their addresses that came with the bytes of the heads, or last. What was read
    since `read_since` was read by this run, or by one that died. Of the articles in
    `missed` one that died was told that they are not there. `fetched` are payloads of
    heads that no listing held; they are asked for where an entry has a body.
    """

    heads: dict[UUID, Head]
    pages: dict[str, tuple[str | None, str | None]]
    rules: dict[str, Rules]
    read_since: datetime
    at: datetime
    missed: frozenset[UUID] = frozenset()
    fetched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An entry to ask for; with validators where the answer may be "as it was".

    `head` is that of its article, as far as it is known.
    """

    entry: Entry
    head: Head | None
    etag: str | None = None
    last_modified: str | None = None


def choose(entry: Entry, kind: Kind, known: Known, last: datetime) -> Choice:
    """Whether to ask for an entry, or to say of it that it is not modified.

    `last` is the last look at its source that went well. `undated` is an entry of a
    sitemap that is known, and does not say on which day it changed: only the newest are
    asked. What was read a moment ago is spared, by whichever source it is listed; what
    could not be read at its last look is not. But where a run that died was told that a
    page is not there, the one that goes on with it would be told the same, and that is
    no second sighting.
    """
    head = _head(entry, known.heads)
    if head is None:
        return "ask"
    if head.last_look_at > head.last_seen_at:
        return "spare" if head.article_id in known.missed else "ask"
    if head.last_look_at >= known.read_since and head.last_look_at > last:
        return "spare"
    return _by_lastmod(entry, head, known) if kind == "sitemap" else "ask"


def is_read_from_page(entry: Entry, known: Known) -> bool:
    """Whether the entry's article was read last from its page.

    Then it stays so, whatever its feed holds: whether that was cut short is told by
    what stands beside it on the day, and each other answer would be a version.
    """
    head = _head(entry, known.heads)
    return head is not None and head.payload_digest in known.fetched


def conditionally(entry: Entry, kind: Kind, known: Known) -> Wanted:
    """The entry with the validators of its page, where an "as it was" would do.

    It would not where its bytes were read by another parser, or where the listing says
    other things of it than then. Of a sitemap's that is the moment of a change, and its
    server knows better. Where the page only has to be there it always would.
    """
    head = _head(entry, known.heads)
    page = known.pages.get(entry.url or "")
    if head is None or page is None:
        return Wanted(entry=entry, head=head)
    if entry.is_whole:
        return Wanted(entry=entry, head=head, etag=page[0], last_modified=page[1])
    reader = reader_of(entry, known.heads)
    rules = known.rules.get(reader or "", entry.rules)
    is_as_listed = (
        kind == "sitemap" or not _is_own(entry, known) or not says_other(entry, head)
    )
    if head.parser != parser_of(rules) or not is_as_listed:
        return Wanted(entry=entry, head=head)
    return Wanted(entry=entry, head=head, etag=page[0], last_modified=page[1])


def is_within(
    entry: Entry, since: datetime | None, until: datetime | None, now: datetime
) -> bool:
    """Whether the entry is dated from `since` on and before `until`, if it is dated.

    A day or a month is where a part of it is. What an archive holds is dated by when
    it was fetched, for want of another date.
    """
    if since is None and until is None:
        return True
    written = entry.listed.published or entry.listed.modified
    dated = _dated(written, entry.timezone, now)
    if dated is None and entry.captured_at is not None:
        dated = (entry.captured_at, entry.captured_at + A_MOMENT)
    if dated is None:
        return True
    starts_at, ends_at = dated
    is_early = since is not None and ends_at <= since
    return not is_early and not (until is not None and starts_at >= until)


def digests_of(
    entries: Iterable[Entry], heads: dict[UUID, Head]
) -> dict[str, str | None]:
    """The payload that each address is known to have brought last.

    None where any would do: its article is of other bytes.
    """
    found: dict[str, str | None] = {}
    for entry in entries:
        head = _head(entry, heads)
        if entry.url and head and head.payload_digest:
            found[entry.url] = None if entry.is_whole else head.payload_digest
    return found


def _head(entry: Entry, heads: dict[UUID, Head]) -> Head | None:
    """The head of the entry's article, where there is one that is not deleted."""
    found = (heads[key.digest] for key in entry.keys if key.digest in heads)
    head = next(found, None)
    return None if head is None or head.is_deleted else head


def _is_own(entry: Entry, known: Known) -> bool:
    """Whether what was listed of the article was listed by the entry's source."""
    return reader_of(entry, known.heads) in (None, entry.source_id)


def _by_lastmod(entry: Entry, head: Head, known: Known) -> Choice:
    """The choice for an entry of a sitemap, by when it says that it changed.

    A day may see more edits than one, so it has to be over at the last look.
    """
    if entry.listed.modified is None:
        return "undated"
    is_own = _is_own(entry, known)
    if is_own and says_other(entry, head):
        return "ask"
    changed = _read(entry.listed.modified, entry.timezone, known.at)
    if changed is None:
        return "spare" if is_own else "ask"
    if _day_ends_at(changed, entry.timezone) <= head.last_look_at:
        return "spare"
    return "undated" if changed.precision in ("month", "year") else "ask"


def _day_ends_at(changed: Dated, timezone: str) -> datetime:
    """When the day is over, in the time zone of its source, that was written."""
    zone, _ = read_zone(None, timezone)
    if changed.zone is None:
        return datetime.combine(changed.until, time(), zone).astimezone(UTC)
    day = changed.at.astimezone(zone).date() + timedelta(days=1)
    ends_at = datetime.combine(day, time(), zone).astimezone(UTC)
    if MIDNIGHT.search(changed.raw):
        return max(ends_at, changed.at + timedelta(days=1))
    return ends_at


def _dated(
    written: str | None, timezone: str, now: datetime
) -> tuple[datetime, datetime] | None:
    """Where what is written begins and ends, exclusive; None where it is no date."""
    dated = None if written is None else _read(written, timezone, now)
    if dated is None:
        return None
    return dated.at, max(dated.until, dated.at + A_MOMENT)


def _read(written: str, timezone: str, now: datetime) -> Dated | None:
    """The date that is written; None where it is none."""
    try:
        return read_date(
            written, now=now, timezone=timezone, came_from="sitemap:lastmod"
        )
    except DateUnreadable:
        return None
