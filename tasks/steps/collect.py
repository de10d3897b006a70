"""Lists a source, brings in what it lists, and lands the bytes, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from uuid import uuid5

from tasks.extract.article import parser_of
from tasks.http.client import Client
from tasks.steps.arrivals import MAX_AGE, Arrival, arrivals, handfuls
from tasks.steps.listing import Listing, list_source
from tasks.steps.looks import as_read_by, brings_news, failed, missing, same
from tasks.steps.run import LOG, PROGRAM, Run
from warehouse import runs, staging, state
from warehouse.connect import Connection, plain_errors, reading, writing
from warehouse.landing import Landing, landing
from warehouse.model import (
    Batch,
    Failed,
    Fetch,
    Look,
    Payload,
    Reject,
    Source,
    SourceLook,
    Stored,
)

# A batch is parsed and committed as one. Looks that bring no bytes are small.
MAX_LANDED = 5_000
MAX_BYTES = 64_000_000
MAX_LOOKS = 20_000


def collect(run: Run, source: Source, client: Client) -> Iterator[Batch]:
    """The batches of a source, each with its bytes landed and its rows staged.

    What came of the source as a whole is written down at its end. A source
    that fails is a batch too: its rejects and requests.
    """
    with reading(run.ledger.warehouse) as con:
        etag, last_modified = state.validators(
            con, source.source_id, parser_of(source.rules)
        )
    listing = list_source(source, client, etag, last_modified)
    LOG.info("%s: listed, %s", source.source_id, listing.outcome)
    waiting = handfuls(arrivals(listing, source, client, run.clock), run.clock)
    fetches = list(listing.fetches)
    n_entries = n_failed = 0
    for nth, first in enumerate(waiting):
        filling = Filling(fetches=fetches)
        batch = land(run, source, nth, filling, chain([first], waiting))
        n_entries += batch.n_entries - len(filling.rejects)
        n_failed += sum(look.status == "failed" for look in filling.looks)
        yield batch
        fetches = []
    if fetches:
        filling = Filling(fetches=fetches)
        yield land(run, source, 0, filling, iter(()))
    if n_failed:  # so that the listing comes whole next time, and they are asked again
        listing = replace(listing, etag=None, last_modified=None)
    _write_down(run, source, listing, n_entries)


@dataclass(slots=True)
class Filling:
    """What a batch holds while it fills: all that is known of it by now."""

    fetches: list[Fetch]
    looks: list[Look] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    n_entries: int = 0

    def is_full(self, warc: Landing) -> bool:
        """Whether the batch holds what may be lost by a kill, or in memory at once."""
        return (
            warc.n_added >= MAX_LANDED
            or warc.n_bytes >= MAX_BYTES
            or len(self.looks) + len(self.rejects) >= MAX_LOOKS
        )


def land(
    run: Run,
    source: Source,
    nth: int,
    filling: Filling,
    waiting: Iterator[list[Arrival]],
) -> Batch:
    """Fills a batch from what is waiting, lands what is new of it, stages its rows.

    Bytes that were read before by this parser, of an entry that the listing
    says nothing new of, are a look and nothing else: neither landed nor parsed.
    """
    now = run.clock()
    opened = Batch(
        batch_key=uuid5(run.run_id, f"{source.source_id}/{nth}/{now.isoformat()}"),
        run_id=run.run_id,
        source_id=source.source_id,
        n_entries=0,
    )
    with landing(run.ledger.raw, opened, now, PROGRAM) as warc:
        _fill(run, filling, waiting, warc, now)
        batch = replace(
            opened,
            n_entries=filling.n_entries,
            warc_file=warc.landed_as,
            learnt_at=run.clock(),
        )
        warc.finish(batch, source)
    _stage(run, batch, filling, warc)
    return batch


def _fill(
    run: Run,
    filling: Filling,
    waiting: Iterator[list[Arrival]],
    warc: Landing,
    opened_at: datetime,
) -> None:
    """Takes from what is waiting until the batch is full or old enough."""
    with reading(run.ledger.warehouse) as con:
        for some in waiting:
            for arrival, held in _with_state(con, some, filling, run):
                warc.add(arrival, held)
            if filling.is_full(warc) or run.clock() - opened_at > MAX_AGE:
                return


def _with_state(
    con: Connection, some: list[Arrival], filling: Filling, run: Run
) -> Iterator[tuple[Payload, Stored | None]]:
    """The payloads to land, with where their bytes are held; fills in all others."""
    filling.n_entries += len(some)
    filling.fetches.extend(fetch for item in some for fetch in item.fetches)
    whats = [item.what for item in some]
    payloads = [what for what in whats if isinstance(what, Payload)]
    keys = {key.digest for payload in payloads for key in payload.entry.keys}
    rules = dict(run.rules)
    heads = state.heads(con, keys, rules)
    payloads = [as_read_by(payload, heads, rules) for payload in payloads]
    new = [payload for payload in payloads if brings_news(payload, heads)]
    digests = {payload.digest for payload in new}
    held = state.stored(con, digests) if new else {}
    parsers = {parser_of(payload.entry.rules) for payload in new}
    left_out = state.left_out(con, digests & set(held), parsers) if held else {}
    to_land = {id(payload) for payload in new}
    for what in whats:
        if isinstance(what, Reject):
            filling.rejects.append(what)
        elif isinstance(what, Failed):
            filling.looks.append(failed(what))
    for payload in payloads:
        entry = payload.entry
        written = entry.keys[0].written
        known = left_out.get((written, payload.digest, parser_of(entry.rules)))
        if known is not None:
            filling.rejects.append(replace(known, source_id=entry.source_id))
        elif id(payload) in to_land:
            yield payload, held.get(payload.digest)
        elif payload.outcome != "ok":
            filling.looks.append(missing(payload))
        else:
            filling.looks.append(same(payload, heads[entry.keys[0].digest]))


def _stage(run: Run, batch: Batch, filling: Filling, warc: Landing) -> None:
    staging.write(
        run.staging(batch),
        "collected",
        staging.stage(
            looks=filling.looks,
            rejects=filling.rejects,
            fetches=[
                (uuid5(batch.batch_key, str(nth)), fetch)
                for nth, fetch in enumerate(filling.fetches)
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
        parser=parser_of(source.rules),
    )
    path = run.ledger.warehouse
    with writing(path, run.wait_s) as con, plain_errors(path, "writing a look"):
        resolved = replace(source, kind=listing.kind)
        runs.record_source(con, run.run_id, resolved, run.clock())
        runs.record_look(con, run.run_id, look)
