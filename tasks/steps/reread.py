"""Reads stored bytes again, with today's parser and rules and with no network.

What comes out otherwise is landed again, as a record that refers to the bytes, with
the entry and the rules that it was read by: so raw alone tells it, and a batch that a
kill cut off is taken up like any other. What comes out the same is a look and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from uuid import UUID, uuid5

from tasks.extract.article import parser_of
from tasks.steps.parse import Pool
from tasks.steps.rereading import Share, payload_of, read_shares
from tasks.steps.run import LOG, PROGRAM, Run
from warehouse import runs, state
from warehouse.connect import plain_errors, reading, writing
from warehouse.errors import LedgerDamaged, UsageError
from warehouse.landed import landed_files, read_batch
from warehouse.landing import landing
from warehouse.ledger import Ledger, batch_key_of
from warehouse.model.batch import Again, Batch, Finding
from warehouse.model.source import Rules, Source
from warehouse.places import Place, places
from warehouse.stale import PlaceTable, Stale, What, kept_stale

# A batch is read and committed as one.
MAX_PAYLOADS = 5_000
MAX_BYTES = 64_000_000
_AT_ONCE = 5_000


def check_sources(ledger: Ledger, again: Again) -> None:
    """Returns where the ledger knows every source that is named. Raises UsageError."""
    if not again.sources:
        return
    with reading(ledger.warehouse) as con:
        known = state.source_ids(con)
    for name in again.sources:
        if name not in known:
            raise UsageError(
                f"no source {name!r} in this ledger; see them all with "
                "'newsledger sources'"
            )


def reread(run: Run, again: Again, what: What, pool: Pool) -> Iterator[Batch]:
    """The batches of what is to be read again, each read, its news landed.

    `left_out` comes before `articles`: an article is read once a run, and what can
    be read now that could not be before is its newer state. Each is committed
    before the next is read. What is damaged is passed over, and a finding says so.
    """
    damaged: list[str] = []
    kept = run.ledger.temporary / f"stale-{what}.parquet"
    with reading(run.ledger.warehouse) as con:
        table = PlaceTable(con, run.ledger.temporary / "places.parquet")
        if table.is_new:  # the raw files are gone through once a run
            wanted = state.batch_keys(con)
            if again.sources:
                wanted = state.batches_about(con, again.sources)
            for some in _places(run, again, wanted, damaged):
                table.add(some)
            table.keep()
        parsers = {name: parser_of(rules) for name, rules in again.rules}
        n_stale = table.keep_stale(what, kept, again, parsers)
    LOG.info("%s: %d to read again", what.replace("_", " "), n_stale)
    n_lost: Counter[str] = Counter()
    for nth, rows in enumerate(_batches(kept_stale(kept))):
        batch, shares = _read(run, again, f"{what}/{nth}", rows, pool)
        n_lost.update(rows[n].source_id for share in shares for n in share.rejected)
        damaged += [one for share in shares for one in share.damaged]
        yield batch
    lost = _lost(n_lost) if what == "articles" else []
    _write_findings(run, [*lost, *_damaged(damaged)])


def _places(
    run: Run, again: Again, wanted: set[UUID], damaged: list[str]
) -> Iterator[list[tuple[Place, str]]]:
    """The places of the wanted batches, some at a time, each with today's parser.

    What cannot be read is added to `damaged`.
    """
    rules = dict(again.rules)
    some: list[tuple[Place, str]] = []
    for name in landed_files(run.ledger.raw):
        if UUID(batch_key_of(name.rpartition("/")[2])) not in wanted:
            continue
        try:
            for place in places(run.ledger.raw, name):
                entry = place.payload.entry
                parser = parser_of(rules.get(entry.source_id, entry.rules))
                some.append((place, parser))
                if len(some) >= _AT_ONCE:
                    yield some
                    some = []
        except LedgerDamaged as error:
            damaged.append(str(error))
    if some:
        yield some


def _batches(rows: Iterable[Stale]) -> Iterator[list[Stale]]:
    """The rows in batches, as they come: several sources may share one."""
    some: list[Stale] = []
    n_bytes = 0
    for row in rows:
        if len(some) >= MAX_PAYLOADS or n_bytes >= MAX_BYTES:
            yield some
            some, n_bytes = [], 0
        some.append(row)
        n_bytes += row.stored.n_bytes
    if some:
        yield some


def _read(
    run: Run, again: Again, name: str, rows: list[Stale], pool: Pool
) -> tuple[Batch, list[Share]]:
    """A batch of these rows, its looks and rejects staged, its news landed."""
    now = run.clock()
    source_ids = {row.source_id for row in rows}
    opened = Batch(
        batch_key=uuid5(run.run_id, f"reread/{name}/{now.isoformat()}"),
        run_id=run.run_id,
        source_id=source_ids.pop() if len(source_ids) == 1 else None,
        n_entries=0,
    )
    shares = read_shares(run, again, opened, rows, pool)
    n_damaged = sum(len(share.damaged) for share in shares)
    rules = dict(again.rules)
    with landing(run.ledger.raw, opened, now, PROGRAM) as warc:
        changed = sorted(chain.from_iterable(share.changed for share in shares))
        for n in changed:
            payload = payload_of(run.ledger.raw, rows[n], rules, b"")
            warc.add(payload, rows[n].stored)
        batch = replace(
            opened,
            n_entries=len(rows) - n_damaged,
            warc_file=warc.landed_as,
            learnt_at=run.clock(),
        )
        warc.finish(batch, _sources(run, (rows[n] for n in changed), rules))
    return batch, shares


def _sources(
    run: Run, rows: Iterable[Stale], rules: dict[str, Rules]
) -> Iterator[Source]:
    """The sources of the rows as they are known, with the rules of today."""
    firsts = {row.source_id: row for row in rows}
    with reading(run.ledger.warehouse) as con:
        known = state.sources_as_configured(con, firsts)
    for source_id, row in firsts.items():
        if source_id not in known:
            _, landed = read_batch(run.ledger.raw, row.entry_file)
            known.update((one.source_id, one) for one in landed)
        source = known[source_id]
        yield replace(source, rules=rules.get(source_id, source.rules))


def _lost(n_lost: Mapping[str, int]) -> list[Finding]:
    """A finding for each source with articles that cannot be read any more."""
    return [
        Finding(
            source_id=source_id,
            kind="not_read_any_more",
            detail=f"{n} of its articles; their texts stay as they were read before",
            figure=n,
        )
        for source_id, n in n_lost.items()
    ]


def _damaged(damaged: list[str]) -> list[Finding]:
    """A finding for what of the raw files could not be read, if anything."""
    if not damaged:
        return []
    detail = f"{len(damaged)} could not be read, {damaged[0]}"
    return [Finding(kind="raw_damaged", detail=detail, figure=len(damaged))]


def _write_findings(run: Run, findings: list[Finding]) -> None:
    path = run.ledger.warehouse
    if findings:
        with writing(path, run.wait_s) as con, plain_errors(path, "writing findings"):
            runs.record_findings(con, run.run_id, findings, run.clock())
