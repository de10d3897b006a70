"""What an entry comes to that is not read, and whether it has to be read at all."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from tasks.extract.article import parser_of
from tasks.http.outcomes import Outcome
from warehouse.articles import Head
from warehouse.model.article import Look
from warehouse.model.entry import Entry, Failed, Payload, Reject
from warehouse.model.source import Rules

# The reason of a look that no request was made for.
NOT_ASKED = "not_asked"
# That of a look at the page of what came whole in a listing. It is not read: a page
# says the same in other words, and each would be a change.
STILL_THERE = "still_there"


def listed_digest(entry: Entry) -> UUID | None:
    """Identifies what bears on the reading of an entry beside its bytes.

    What the listing says of it, and what the configuration says of its source;
    None where neither says anything.
    """
    said = asdict(entry.listed)
    said.pop("came_from", None)  # where it was said, not what
    if said.get("publisher") is None:
        said.pop("publisher", None)  # there were digests before there was this
    if not any(said.values()) and (entry.timezone, entry.fields) == ("UTC", ()):
        return None
    rules = json.dumps([said, entry.timezone, entry.fields], sort_keys=True).encode()
    return UUID(bytes=blake2b(rules, digest_size=16).digest())


def says_other(entry: Entry, head: Head) -> bool:
    """Whether what bears on the reading is other than when the head was read."""
    return head.listed_digest != listed_digest(entry)


def as_read_by(
    payload: Payload, heads: dict[UUID, Head], rules: dict[str, Rules]
) -> Payload:
    """The payload under the rules of the source that reads its article.

    `rules` are those of the configured sources. What is known of no other source is
    read by the rules of its own.
    """
    reader = reader_of(payload.entry, heads)
    if reader is None or reader == payload.entry.source_id:
        return payload
    entry = replace(payload.entry, rules=rules.get(reader, payload.entry.rules))
    return replace(payload, entry=entry)


def brings_news(payload: Payload, heads: dict[UUID, Head]) -> bool:
    """Whether reading the payload could bring anything: see `land`.

    That a page is not there is news where it was there before. Only an entry's own
    key spares the reading: that another one identifies nothing may come out in this
    very batch, and then there is no article that the look could be of. What a listing
    says is no news where another source reads the article.
    """
    keys = payload.entry.keys
    if payload.outcome != "ok":
        known = [heads[key.digest] for key in keys if key.digest in heads]
        return bool(known) and not known[0].is_deleted
    head = heads.get(keys[0].digest)
    if head is None or head.is_deleted or head.payload_digest != payload.digest:
        return True
    if head.parser != parser_of(payload.entry.rules):
        return True
    is_others = reader_of(payload.entry, heads) not in (None, payload.entry.source_id)
    return not is_others and says_other(payload.entry, head)


def same(payload: Payload, head: Head) -> Look:
    """The look at what was read before, by which the head stays as it is."""
    return Look(
        source_id=payload.entry.source_id,
        keys=payload.entry.keys,
        status="same",
        captured_at=payload.captured_at,
        payload_digest=payload.digest,
        listed_digest=head.listed_digest,
        parser=head.parser,
    )


def as_it_was(
    entry: Entry, head: Head, outcome: str, captured_at: datetime
) -> Look | None:
    """The look that needs no reading after this answer; None where it has to be read.

    Or where the page was not got, or is not there.
    """
    if entry.is_whole and outcome in (Outcome.OK, Outcome.NOT_MODIFIED):
        return not_modified(entry, head, captured_at, STILL_THERE)
    if outcome == Outcome.NOT_MODIFIED:
        return not_modified(entry, head, captured_at)
    return None


def not_modified(
    entry: Entry, head: Head, captured_at: datetime, reason: str | None = None
) -> Look:
    """The look at what its server, or for NOT_ASKED its listing, says is as it was.

    Or, for STILL_THERE, at what is there. What the listing says now is remembered where
    it is the one that counts, and its server found it to mean nothing.
    """
    is_own = reason is None and head.reader in (None, entry.source_id)
    return Look(
        source_id=entry.source_id,
        keys=entry.keys,
        status="not_modified",
        captured_at=captured_at,
        reason=reason,
        payload_digest=head.payload_digest,
        listed_digest=listed_digest(entry) if is_own else head.listed_digest,
        parser=head.parser,
    )


def missing(payload: Payload) -> Look:
    """The look that a page gives which says that there is nothing any more."""
    return Look(
        source_id=payload.entry.source_id,
        keys=payload.entry.keys,
        status="missing",
        captured_at=payload.captured_at,
        url=payload.entry.url,
        payload_digest=payload.digest,
        reason=payload.outcome,
        detail=f"{payload.outcome} at {payload.url}",
    )


def failed(what: Failed) -> Look:
    """The look at what could not be fetched or read."""
    return Look(
        source_id=what.entry.source_id,
        keys=what.entry.keys,
        status="failed",
        captured_at=what.captured_at,
        url=what.entry.url,
        reason=what.outcome,
        detail=what.detail,
    )


def broken(payload: Payload, error: Exception) -> Reject:
    """The reject of a payload that the parser breaks on, the bug for its evidence."""
    return Reject(
        source_id=payload.entry.source_id,
        stage="parse",
        reason="parser_error",
        detail=f"{type(error).__name__}: {error}"[:500],
        identity_key=payload.entry.keys[0].written,
        url=payload.url,
        payload_digest=payload.digest,
        parser=parser_of(payload.entry.rules),
    )


def reader_of(entry: Entry, heads: dict[UUID, Head]) -> str | None:
    """The source whose rules read the entry's article, if that is known."""
    keys = (key.digest for key in entry.keys)
    return next((heads[key].reader for key in keys if key in heads), None)
