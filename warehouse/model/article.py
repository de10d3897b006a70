"""What the bytes of an entry say, and how one look at them went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from warehouse.model.entry import Key
from warehouse.model.likeness import Own

Precision = Literal["year", "month", "day", "minute", "second"]


Zone = Literal["given", "assumed"]


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
class Look:
    """One look at one article in one run, as it goes to the warehouse.

    `status` is `read` (parsed: `article` is set, and the three digests),
    `same` (bytes and parser as in the last look: not parsed again), `not_modified`
    (known, and not read again: its server or its listing says that it is as it
    was), `missing`
    (the source answers 404 or 410) or `failed` (`reason` says in what way).
    `claim` is the key of the canonical address that its page gives, where it is none
    of `keys`. `listed_digest` is of what the listing said of it, null where it said
    nothing. `text_digest` is of the exact text, `repeat_key` equal for texts
    that say the same (tasks/text/fingerprint.py). `own` is what it says of its own,
    null where that is too short to be told apart.
    """

    source_id: str
    keys: tuple[Key, ...]
    status: Literal["read", "same", "not_modified", "missing", "failed"]
    captured_at: datetime
    claim: Key | None = None
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
    own: Own | None = None
    n_words: int | None = None
