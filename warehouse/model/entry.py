"""What a source lists, what was asked for it, and what came or did not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from warehouse.model.source import NO_RULES, Rules

Rule = Literal["guid", "url", "path", "record", "title_date"]


Stage = Literal["list", "fetch", "parse", "load"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One name an article is known by.

    `written` is the key as the source wrote it; `digest` identifies it, equal
    for the known variants of one key (tasks/text/keys.py makes it).
    """

    rule: Rule
    written: str
    digest: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a listing says of an entry, as it says it; null where it is silent.

    `came_from` is what provenance calls the listing: feed, sitemap or section.
    """

    title: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    publisher: str | None = None
    came_from: str = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing a source lists: an article to fetch, a file to read, a record.

    `keys` is never empty; the first names the article. `body` is set where the
    listing holds the entry whole (a record); None means it must be fetched
    from `url` or read from `path`. `timezone` is for times that carry none,
    `fields` renames the fields of a record: pairs of (our name, their name).
    `rules` are the source's. `captured_at` and `charset` are set where the listing
    tells when a body was fetched, and as what (a WARC record). `is_whole` where its
    article came whole in a listing: its page tells only whether it is still there.
    """

    source_id: str
    keys: tuple[Key, ...]
    url: str | None = None
    path: str | None = None
    body: bytes | None = None
    media_type: str | None = None
    charset: str | None = None
    captured_at: datetime | None = None
    timezone: str = "UTC"
    fields: tuple[tuple[str, str], ...] = ()
    rules: Rules = NO_RULES
    listed: Listed = field(default_factory=Listed)
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The bytes of one entry as they came: one page or one record.

    `body` is decoded from its transfer and content coding, nothing else.
    `charset` is what the transport declared. `url` is the final address.
    `outcome` is `not_found` or `gone` for the page that says so.
    `digest` is the SHA-256 of `body`, in hex.
    """

    entry: Entry
    digest: str
    body: bytes
    media_type: str
    captured_at: datetime
    charset: str | None = None
    url: str | None = None
    outcome: str = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One HTTP attempt, whatever came of it: a row of `fetches`.

    `outcome` is one of tasks/http/outcomes.py. `validators` are the ETag and
    Last-Modified that were sent; `etag` and `last_modified` those that came
    back, byte for byte.
    """

    source_id: str
    url: str
    final_url: str
    outcome: str
    started_at: datetime
    elapsed_ms: float
    status: int | None = None
    reason: str | None = None
    redirects: tuple[str, ...] = ()
    n_bytes: int = 0
    validators: tuple[str, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    robots: str | None = None
    retry_after_s: int | None = None
    payload_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One thing left out, and why. `reason` is a slug, `detail` the evidence.

    `parser` is set where a parser left it out: another may not.
    """

    source_id: str
    stage: Stage
    reason: str
    detail: str
    identity_key: str | None = None
    url: str | None = None
    payload_digest: str | None = None
    excerpt: str | None = None
    parser: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An entry that could not be fetched or read: `outcome` says in what way."""

    entry: Entry
    outcome: str
    detail: str
    captured_at: datetime
