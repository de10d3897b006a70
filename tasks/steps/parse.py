"""Reads the payloads of a landed batch: bytes in, looks or rejects out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from tasks.extract.article import PARSER, extract
from tasks.steps.collect import listed_digest
from tasks.steps.run import Run
from tasks.text.fingerprint import count_words, fingerprint, repeat_key, text_digest
from tasks.text.keys import make_key
from tasks.text.repeats import without_repeats
from warehouse import landing, staging
from warehouse.model import Article, Batch, Key, Look, Payload, Reject


def parse(run: Run, batch: Batch) -> Batch:
    """Stages what each payload of the batch says; gives the batch back.

    The raw file alone is read, as when rows are made again from raw.
    """
    looks: list[Look] = []
    rejects: list[Reject] = []
    if batch.warc_file:
        for payload in landing.payloads(run.ledger.raw, batch.warc_file):
            read = read_payload(payload)
            if isinstance(read, Reject):
                rejects.append(read)
            else:
                looks.append(read)
    staged = staging.stage(looks=without_shared_keys(looks), rejects=rejects)
    staging.write(run.staging(batch), "parsed", staged)
    return batch


def read_payload(payload: Payload) -> Look | Reject:
    """What the payload says, repeats inside removed; or why it says nothing.

    A payload that the parser breaks on is a reject, with the bug for its
    evidence: it must not cost the batch its other rows.
    """
    try:
        read = extract(payload)
        return read if isinstance(read, Reject) else _look(payload, read)
    except Exception as error:  # noqa: BLE001  a reject row says it
        return Reject(
            source_id=payload.entry.source_id,
            stage="parse",
            reason="parser_error",
            detail=f"{type(error).__name__}: {error}"[:500],
            identity_key=payload.entry.keys[0].written,
            url=payload.url,
            payload_digest=payload.digest,
        )


def without_shared_keys(looks: Sequence[Look]) -> list[Look]:
    """The looks, less the canonical addresses that several of them claim.

    A key that several entries of one listing share identifies none of them: a
    site that names its front page as canonical everywhere is one article else.
    """
    claims = Counter(key.digest for look in looks for key in look.keys[1:])
    kept = []
    for look in looks:
        keys = tuple(key for key in look.keys[1:] if claims[key.digest] == 1)
        kept.append(replace(look, keys=(look.keys[0], *keys)))
    return kept


def _look(payload: Payload, article: Article) -> Look:
    text, repeats = without_repeats(article.text)
    article = replace(article, text=text)
    return Look(
        source_id=payload.entry.source_id,
        keys=_keys(payload, article),
        status="read",
        captured_at=payload.captured_at,
        url=article.canonical_url or payload.url or payload.entry.url,
        payload_digest=payload.digest,
        listed_digest=listed_digest(payload.entry.listed),
        parser=PARSER,
        article=article,
        repeats=repeats,
        fingerprint=fingerprint(article),
        text_digest=text_digest(text),
        repeat_key=repeat_key(text),
        n_words=count_words(text),
    )


def _keys(payload: Payload, article: Article) -> tuple[Key, ...]:
    """The entry's keys, and the canonical address of a page that came from the web."""
    entry = payload.entry
    if not article.canonical_url or entry.url is None or entry.body is not None:
        return entry.keys
    if entry.path is not None:
        return entry.keys
    key = make_key("url", article.canonical_url, entry.source_id)
    known: set[UUID] = {known.digest for known in entry.keys}
    return entry.keys if key.digest in known else (*entry.keys, key)
