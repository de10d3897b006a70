"""Lists a group of sources, brings in what they list, and lands it batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from uuid import uuid5

from tasks.extract.article import parser_of
from tasks.http.client import Client
from tasks.steps.arrivals import MAX_AGE, Arrival, Ended, handfuls
from tasks.steps.gather import Gathering
from tasks.steps.known import Lookup
from tasks.steps.looks import as_read_by, brings_news, failed, missing, same
from tasks.steps.run import PROGRAM, Run
from warehouse import articles, runs, staging
from warehouse.connect import plain_errors, writing
from warehouse.landing import Landing, landing
from warehouse.model.article import Look
from warehouse.model.batch import Batch, Stored
from warehouse.model.entry import Failed, Fetch, Payload, Reject
from warehouse.model.source import Source

# A batch is parsed and committed as one. Looks that bring no bytes are small.
MAX_LANDED = 5_000
MAX_BYTES = 64_000_000
MAX_LOOKS = 20_000


def collect(run: Run, sources: Sequence[Source], client: Client) -> Iterator[Batch]:
    """The batches of a group of sources, each with its bytes landed, its rows staged.

    Each has to be committed before the next is taken. What came of a source as a
    whole is written down once all that it listed is committed. A source that fails
    is part of a batch too: its rejects and requests. What brings no entries, as a
    listing that did not move, costs none.
    """
    lookup = Lookup(run)
    try:
        gathering = Gathering(run, sources, client, lookup)
        nth = 0
        for arrived in gathering.rounds():
            waiting = handfuls(arrived, run.clock)
            for first in waiting:
                filling = Filling(name=f"{sources[0].source_id}/{nth}")
                batch = land(run, sources, filling, chain([first], waiting), lookup)
                lookup.close()
                nth += 1
                if batch is not None:
                    yield batch
                    filling.fetches = []
                _write_down(run, filling, client)
    finally:
        lookup.close()


@dataclass(slots=True)
class Filling:
    """What a batch holds while it fills: all that is known of it by now.

    `ended` are the sources of which nothing comes after it.
    """

    name: str
    fetches: list[Fetch] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    n_entries: int = 0

    def is_full(self, warc: Landing) -> bool:
        """Whether the batch holds what may be lost by a kill, or in memory at once."""
        return (
            warc.n_added >= MAX_LANDED
            or warc.n_bytes >= MAX_BYTES
            or len(self.looks) + len(self.rejects) >= MAX_LOOKS
        )

    @property
    def source_id(self) -> str | None:
        """The source of all that it holds; None where it is of several."""
        return next(iter(self.names)) if len(self.names) == 1 else None


def land(
    run: Run,
    sources: Sequence[Source],
    filling: Filling,
    waiting: Iterator[list[Arrival]],
    lookup: Lookup,
) -> Batch | None:
    """Fills a batch from what is waiting, lands what is new of it, stages its rows.

    None where no entry came in. Bytes that were read before by this parser, of an
    entry that the listing says nothing new of, are a look and nothing else: neither
    landed nor parsed.
    """
    now = run.clock()
    opened = Batch(
        batch_key=uuid5(run.run_id, f"{filling.name}/{now.isoformat()}"),
        run_id=run.run_id,
        source_id=None,
        n_entries=0,
    )
    with landing(run.ledger.raw, opened, now, PROGRAM) as warc:
        _fill(run, filling, waiting, warc, lookup)
        batch = replace(
            opened,
            source_id=filling.source_id,
            n_entries=filling.n_entries,
            warc_file=warc.landed_as,
            learnt_at=run.clock(),
        )
        held = [one for one in sources if one.source_id in filling.names]
        warc.finish(batch, held)
    if not filling.n_entries:
        return None
    _stage(run, batch, filling, warc)
    return batch


def _fill(
    run: Run,
    filling: Filling,
    waiting: Iterator[list[Arrival]],
    warc: Landing,
    lookup: Lookup,
) -> None:
    """Takes from what is waiting until the batch is full or old enough."""
    opened_at = run.clock()
    for some in waiting:
        filling.fetches.extend(fetch for item in some for fetch in item.fetches)
        for payload, held in _with_state(some, filling, lookup, run):
            warc.add(payload, held)
        if filling.is_full(warc) or run.clock() - opened_at > MAX_AGE:
            return


def _with_state(
    some: list[Arrival], filling: Filling, lookup: Lookup, run: Run
) -> Iterator[tuple[Payload, Stored | None]]:
    """The payloads to land, with where their bytes are held; fills in all others."""
    payloads = []
    for item in some:
        what = item.what
        if isinstance(what, Payload):
            payloads.append(what)
        else:
            _fill_in(filling, what)
        filling.n_entries += item.is_of_entry
    if not payloads:
        return
    filling.names.update(payload.entry.source_id for payload in payloads)
    rules = dict(run.rules)
    keys = {key.digest for payload in payloads for key in payload.entry.keys}
    with lookup.asked() as con:
        heads = articles.heads(con, keys, rules)
        payloads = [as_read_by(payload, heads, rules) for payload in payloads]
        new = [payload for payload in payloads if brings_news(payload, heads)]
        digests = {payload.digest for payload in new}
        held = articles.stored(con, digests) if new else {}
        parsers = {parser_of(payload.entry.rules) for payload in new}
        known = articles.left_out(con, digests & set(held), parsers) if held else {}
    to_land = {id(payload) for payload in new}
    for payload in payloads:
        entry = payload.entry
        written = entry.keys[0].written
        reject = known.get((written, payload.digest, parser_of(entry.rules)))
        if reject is not None:
            filling.rejects.append(replace(reject, source_id=entry.source_id))
        elif id(payload) in to_land:
            yield payload, held.get(payload.digest)
        elif payload.outcome != "ok":
            filling.looks.append(missing(payload))
        else:
            filling.looks.append(same(payload, heads[entry.keys[0].digest]))


def _fill_in(filling: Filling, what: Failed | Reject | Look | Ended | None) -> None:
    """Puts what brings no bytes to its like."""
    if isinstance(what, Reject):
        filling.rejects.append(what)
        filling.names.add(what.source_id)
    elif isinstance(what, Failed):
        filling.looks.append(failed(what))
        filling.names.add(what.entry.source_id)
    elif isinstance(what, Look):
        filling.looks.append(what)
        filling.names.add(what.source_id)
    elif isinstance(what, Ended):
        filling.ended.append(what)


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


def _write_down(run: Run, filling: Filling, client: Client) -> None:
    """Writes what came of the sources that ended, and the requests of no batch."""
    robots = client.take_robots()
    if not (filling.ended or filling.fetches or robots):
        return
    told = [ended.source for ended in filling.ended if ended.source is not None]
    looks = [ended.look for ended in filling.ended]
    path = run.ledger.warehouse
    with writing(path, run.wait_s) as con, plain_errors(path, "writing a look"):
        runs.record_sources(con, run.run_id, told, run.clock())
        runs.record_looks(con, run.run_id, looks, filling.fetches)
        runs.keep_robots(con, robots)
