"""Lists a source, brings in what it lists, and lands the bytes, batch by batch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from hashlib import blake2b
from uuid import UUID, uuid5

from tasks.extract.article import PARSER
from tasks.http.client import Client
from tasks.steps.arrivals import Arrival, arrivals, batches
from tasks.steps.listing import Listing, list_source
from tasks.steps.run import LOG, PROGRAM, Run
from warehouse import runs, staging, state
from warehouse.connect import plain_errors, reading, writing
from warehouse.landing import Landing, landing
from warehouse.model import (
    Batch,
    Failed,
    Fetch,
    Listed,
    Look,
    Payload,
    Reject,
    Source,
    SourceLook,
)

NOTHING_LISTED = Listed()


def collect(run: Run, source: Source, client: Client) -> Iterator[Batch]:
    """The batches of a source, each with its bytes landed and its rows staged.

    What came of the source as a whole is written down at its end. A source
    that fails is a batch too: its rejects and requests.
    """
    with reading(run.ledger.warehouse) as con:
        etag, last_modified = state.validators(con, source.source_id)
    listing = list_source(source, client, etag, last_modified)
    LOG.info("%s: listed, %s", source.source_id, listing.outcome)
    arrived = arrivals(listing, source, client, run.clock)
    fetches = listing.fetches
    n_entries = 0
    for nth, batch in enumerate(batches(arrived, run.clock)):
        n_entries += sum(not isinstance(item.what, Reject) for item in batch)
        yield land(run, source.source_id, nth, batch, fetches)
        fetches = ()
    if fetches:
        yield land(run, source.source_id, 0, [], fetches)
    _write_down(run, source, listing, n_entries)


def land(
    run: Run, source_id: str, nth: int, batch: list[Arrival], fetches: tuple[Fetch, ...]
) -> Batch:
    """Lands what is new of the batch, and stages all that is known of it by now.

    Bytes that were read before by this parser, of an entry that the listing
    says nothing new of, are a look and nothing else: neither landed nor parsed.
    """
    now = run.clock()
    name = f"{source_id}/{nth}/{now.isoformat()}"
    opened = Batch(
        batch_key=uuid5(run.run_id, name),
        run_id=run.run_id,
        source_id=source_id,
        n_entries=len(batch),
    )
    payloads = [item.what for item in batch if isinstance(item.what, Payload)]
    with reading(run.ledger.warehouse) as con:
        keys = {key.digest for payload in payloads for key in payload.entry.keys}
        heads = state.heads(con, keys)
        held = state.stored(con, {payload.digest for payload in payloads})
    looks = [_failed(item.what) for item in batch if isinstance(item.what, Failed)]
    with landing(run.ledger.raw, opened, now, PROGRAM) as warc:
        for payload in payloads:
            if _is_same(payload, heads):
                looks.append(_same(payload))
            else:
                warc.add(payload, held.get(payload.digest))
    _stage(run, opened, batch, looks, warc, fetches)
    return replace(opened, warc_file=warc.landed_as)


def listed_digest(listed: Listed) -> UUID | None:
    """Identifies what a listing said of an entry; None where it said nothing."""
    if listed == NOTHING_LISTED:
        return None
    said = json.dumps(asdict(listed), sort_keys=True).encode()
    return UUID(bytes=blake2b(said, digest_size=16).digest())


def _is_same(payload: Payload, heads: dict[UUID, state.Head]) -> bool:
    """Whether reading the payload again could bring nothing: see `land`."""
    known = [heads[k.digest] for k in payload.entry.keys if k.digest in heads]
    seen = state.Head(payload.digest, listed_digest(payload.entry.listed), PARSER)
    return bool(known) and known[0] == seen


def _same(payload: Payload) -> Look:
    return Look(
        source_id=payload.entry.source_id,
        keys=payload.entry.keys,
        status="same",
        captured_at=payload.captured_at,
        payload_digest=payload.digest,
        listed_digest=listed_digest(payload.entry.listed),
        parser=PARSER,
    )


def _failed(failed: Failed) -> Look:
    return Look(
        source_id=failed.entry.source_id,
        keys=failed.entry.keys,
        status="failed",
        captured_at=failed.captured_at,
        url=failed.entry.url,
        reason=failed.outcome,
        detail=failed.detail,
    )


def _stage(
    run: Run,
    batch: Batch,
    arrived: list[Arrival],
    looks: list[Look],
    warc: Landing,
    fetches: tuple[Fetch, ...],
) -> None:
    made = [*fetches, *(fetch for item in arrived for fetch in item.fetches)]
    staging.write(
        run.staging(batch),
        "collected",
        staging.stage(
            looks=looks,
            rejects=[item.what for item in arrived if isinstance(item.what, Reject)],
            fetches=[
                (uuid5(batch.batch_key, str(nth)), fetch)
                for nth, fetch in enumerate(made)
            ],
            payloads=warc.stored.values(),
        ),
    )


def _write_down(run: Run, source: Source, listing: Listing, n_entries: int) -> None:
    look = SourceLook(
        source_id=source.source_id,
        looked_at=run.clock(),
        outcome=listing.outcome,
        reason=listing.reason,
        detail=listing.detail,
        etag=listing.etag,
        last_modified=listing.last_modified,
        n_entries=n_entries,
    )
    path = run.ledger.warehouse
    with writing(path, run.wait_s) as con, plain_errors(path, "writing a look"):
        resolved = replace(source, kind=listing.kind)
        runs.record_source(con, run.run_id, resolved, run.clock())
        runs.record_look(con, run.run_id, look)
