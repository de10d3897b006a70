"""The frozen values that travel: Source -> Entry -> Payload -> Article -> row.

Nothing else carries data between steps. Moments are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

Kind = Literal["auto", "files", "feed", "page", "sitemap", "section", "urls"]
Rule = Literal["guid", "url", "path", "record", "title_date"]
Precision = Literal["year", "month", "day", "minute", "second"]
Zone = Literal["given", "assumed"]
Stage = Literal["list", "fetch", "parse", "load"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a site's pages are read where the general way fails: CSS selectors.

    All that the `body` ones find is the article, all that the `drop` ones find is
    none of it; of `title` and `date` the first that finds something holds.
    """

    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()


NO_RULES = Rules()
# News is edited in its first days most; a month on, what was taken down is.
RECHECK_DAYS = (1, 3, 7, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where news comes from: one `[[source]]` of the configuration, or a TARGET.

    Exactly one of `url` and `path` is set. `path` is absolute, and may hold
    wildcards. `kind` is `auto` where the answer is to tell. `fields` renames
    the fields of many-record files: pairs of (our name, their name). `full_text`
    tells whether a feed's entries are whole articles, None that they tell it. An
    article is looked at again `recheck_days` after it was first seen. `headers`,
    `login` (user, password) and `proxy` hold the names of secrets, never secrets:
    `${NAME}` of the environment, `${prefect:NAME}` of a Secret block.
    """

    source_id: str
    kind: Kind
    url: str | None = None
    path: str | None = None
    timezone: str = "UTC"
    every: str = "1d"
    identity: Literal["auto", "id", "url"] = "auto"
    fields: tuple[tuple[str, str], ...] = ()
    rules: Rules = NO_RULES
    max_bytes: int = 20_000_000
    always_due: bool = False
    full_text: bool | None = None
    recheck_days: tuple[int, ...] = RECHECK_DAYS
    headers: tuple[tuple[str, str], ...] = ()
    login: tuple[str, str] | None = None
    proxy: str | None = None

    @property
    def location(self) -> str:
        """The address or the path, whichever the source has."""
        return self.url or self.path or ""


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
    tells when a body was fetched, and as what (a WARC record).
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
class Dated:
    """A date as its source says it, with how sure we are of it.

    `at` is where the span starts (a month starts on its first day, 00:00 UTC),
    `until` where it ends, exclusive. `came_from` names the field, as in
    `header:date`. `zone` is None where there is no time of day.
    """

    at: datetime
    until: datetime
    precision: Precision
    raw: str
    came_from: str
    zone: Zone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A passage removed because the same text already says it.

    Character offsets in the parsed text before removal: the passage starts at
    `starts_at` and has `n_chars` characters; what it repeats starts at
    `kept_at`.
    """

    starts_at: int
    n_chars: int
    kept_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a payload says, with where each field came from.

    `text` is paragraphs parted by one blank line, never empty. `provenance`
    holds (field, where it came from) pairs, sorted.
    """

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    language_confidence: float | None = None
    published: Dated | None = None
    modified_at: datetime | None = None
    canonical_url: str | None = None
    image_url: str | None = None
    publisher: str | None = None
    is_free: bool | None = None
    charset: str | None = None
    provenance: tuple[tuple[str, str], ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at one article in one run, as it goes to the warehouse.

    `status` is `read` (parsed: `article` is set, and the three digests),
    `same` (bytes and parser as in the last look: not parsed again), `not_modified`
    (known, and not read again: its server or its listing says that it is as it
    was), `missing`
    (the source answers 404 or 410) or `failed` (`reason` says in what way).
    `listed_digest` is of what the listing said of it, null where it said
    nothing. `text_digest` is of the exact text, `repeat_key` equal for texts
    that say the same (tasks/text/fingerprint.py).
    """

    source_id: str
    keys: tuple[Key, ...]
    status: Literal["read", "same", "not_modified", "missing", "failed"]
    captured_at: datetime
    url: str | None = None
    payload_digest: str | None = None
    listed_digest: UUID | None = None
    parser: str | None = None
    reason: str | None = None
    detail: str | None = None
    article: Article | None = None
    repeats: tuple[Repeat, ...] = ()
    fingerprint: UUID | None = None
    text_digest: UUID | None = None
    repeat_key: UUID | None = None
    n_words: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where a payload's bytes are: a record of a WARC file of the ledger.

    `warc_file` is relative to the raw folder; offset and length are in bytes
    of the compressed file.
    """

    payload_digest: str
    media_type: str
    charset: str | None
    n_bytes: int
    warc_file: str
    warc_offset: int
    warc_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some entries that are committed together, of one source or of several.

    `source_id` is None where they are of several; each look and reject has its own.
    `batch_key` is a hash of the run and the batch's place in it, so that doing
    a batch again is seen. `n_entries` counts what came in. `warc_file` is None
    where nothing new was landed. `learnt_at` is the moment that its versions are
    learnt: when its landing closed, so that raw alone tells it again; None while
    it fills.
    """

    batch_key: UUID
    run_id: UUID
    source_id: str | None
    n_entries: int
    warc_file: str | None = None
    learnt_at: datetime | None = None

    @property
    def name(self) -> str:
        """What a person calls it: its source, where it is of one."""
        return self.source_id or "several sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a committed batch came to: looks by outcome, rejects, versions."""

    n_in: int
    n_observations: int
    n_rejects: int
    n_versions: int
    outcomes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLook:
    """One look at a source in a run: did its listing come, and with how much.

    `parser` is the one that its entries were read with: another reads them again,
    and has no use for a listing's "not modified". `asked` is the address that was
    asked, `final_url` where it led; `is_permanent` says that every hop between them
    was a 301 or 308. Before `due_at` the source asks not to be looked at again.
    """

    source_id: str
    looked_at: datetime
    outcome: str
    reason: str | None = None
    detail: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    n_entries: int = 0
    parser: str | None = None
    asked: str | None = None
    final_url: str | None = None
    is_permanent: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """A robots.txt as it was read: the answer, a 2xx with its text or a 4xx."""

    origin: str
    fetched_at: datetime
    status: int
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What is to be read again: of which sources (all for none), met since when.

    `rules` holds the rules of the configured sources; those of others stay as they
    were when their bytes were landed. With `is_all` today's readings are done again
    too.
    """

    sources: tuple[str, ...] = ()
    since: datetime | None = None
    is_all: bool = False
    rules: tuple[tuple[str, Rules], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a person should look at. `kind` is a slug."""

    kind: str
    detail: str
    source_id: str | None = None
    figure: float | None = None
    usual_figure: float | None = None
