"""Reads a batch's stored bytes again; a large batch is shared among processes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tasks.steps.parse import Pool, in_shares, read_payload
from tasks.steps.run import Run
from warehouse import similar, staging
from warehouse.connect import reading
from warehouse.errors import LedgerDamaged
from warehouse.landed import read_body as body_at
from warehouse.model.article import Look
from warehouse.model.batch import Again, Batch
from warehouse.model.entry import Payload, Reject
from warehouse.model.likeness import Recipe
from warehouse.model.source import Rules
from warehouse.places import entry_at
from warehouse.stale import Stale


@dataclass(slots=True)
class Share:
    """What came of a share of a batch: the rows, by their place in it."""

    changed: list[int]
    rejected: list[int]
    damaged: list[str]


def read_shares(
    run: Run, again: Again, batch: Batch, rows: list[Stale], pool: Pool
) -> list[Share]:
    """What came of the rows; a large batch is shared among processes."""
    places = run.ledger.raw, run.staging(batch)
    n_bytes = sum(row.stored.n_bytes for row in rows)
    with reading(run.ledger.warehouse) as con:
        recipe = similar.recipe(con)
    return in_shares(pool, n_bytes, reread_share, places, (again, recipe), rows)


def reread_share(
    places: tuple[Path, Path],
    wanted: tuple[Again, Recipe],
    rows: list[Stale],
    share: int,
    n_shares: int,
) -> Share:
    """Reads every `n_shares`th of the rows again, from the `share`th on; stages them.

    `places` are the raw files' folder and that of the batch, `wanted` what is to be
    read again and the recipe under which its texts are compared.
    """
    raw, folder = places
    again, recipe = wanted
    looks: list[Look] = []
    rejects: list[Reject] = []
    done = Share([], [], [])
    rules = dict(again.rules)
    for n in range(share, len(rows), n_shares):
        try:
            payload = _stored(raw, rows[n], rules)
        except LedgerDamaged as error:
            done.damaged.append(str(error))
            continue
        read = read_payload(payload, recipe)
        if isinstance(read, Reject):
            rejects.append(read)
            done.rejected.append(n)
            continue
        looks.append(read)
        if read.fingerprint != rows[n].fingerprint:
            done.changed.append(n)
    staged = staging.stage(looks=looks, rejects=rejects)
    staging.write(folder, f"reread-{share:03}", staged)
    return done


def _stored(raw: Path, row: Stale, rules: dict[str, Rules]) -> Payload:
    """The payload of a row as it is read today. Raises LedgerDamaged."""
    where = row.stored
    return payload_of(raw, row, rules, body_at(raw, where.warc_file, where.warc_offset))


def payload_of(raw: Path, row: Stale, rules: dict[str, Rules], body: bytes) -> Payload:
    """The payload of a row with `body`, under the rules that hold for it today.

    Those of old, where the source that reads it is not configured any more.
    """
    landed = entry_at(raw, row.entry_file, row.entry_offset)
    entry = landed.entry
    entry = replace(entry, rules=rules.get(row.reader, entry.rules))
    return replace(landed, entry=entry, body=body, captured_at=row.captured_at)
