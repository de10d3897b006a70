"""The commands that care for a ledger: rebuild, verify, publish, backup, compact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from flows.options import HERE, AsJson, LedgerAt, Wait
from flows.report import json_text, safe
from warehouse.ledger import Ledger, holding

if TYPE_CHECKING:
    from warehouse.verify import Verified


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    for command in (rebuild, verify, publish, backup, compact):
        app.command()(command)


def rebuild(ledger: LedgerAt = HERE, wait: Wait = 30.0) -> None:
    """Makes the warehouse again from the raw files alone, with no network."""
    from flows.progress import shown
    from tasks.steps.rebuild import rebuild as make_again
    from tasks.steps.run import utc_now

    with shown(Console(stderr=True, highlight=False)):
        made = make_again(Ledger(ledger), wait, utc_now)
    typer.echo(f"{made.n_batches} batches read again, {made.n_versions} versions made")
    for line in made.damaged:
        typer.echo(safe(f"left out: {line}"))
    if made.has_unlearnt:
        typer.echo(
            "the sentences that were learnt are not in the raw files; learn them "
            "again: newsledger dedupe --learn"
        )
    raise typer.Exit(3 if made.damaged else 0)


def verify(
    ledger: LedgerAt = HERE,
    wait: Wait = 30.0,
    as_json: AsJson = False,
) -> None:
    """Reads every block, every raw record and every rule; exit 3 if damaged."""
    from warehouse.verify import verify as verify_ledger

    with _held(ledger, wait) as held:
        found = verify_ledger(held)
    if as_json:
        typer.echo(json_text(asdict(found)))
    else:
        _show(found)
    raise typer.Exit(3 if found.damages else 0)


def publish(ledger: LedgerAt = HERE, wait: Wait = 30.0) -> None:
    """Puts a copy of the warehouse in place of news.duckdb, for people to read."""
    from warehouse.publish import publish as publish_ledger

    with _held(ledger, wait) as held:
        n_bytes = publish_ledger(held, wait)
    typer.echo(f"news.duckdb: {_megabytes(n_bytes)}, up to date")


def backup(
    folder: Annotated[
        Path, typer.Argument(help="A new or empty folder.", metavar="DIR")
    ],
    ledger: LedgerAt = HERE,
    wait: Wait = 30.0,
) -> None:
    """Copies the ledger to DIR, which can itself be used as a ledger."""
    from warehouse.backup import backup as copy_ledger

    with _held(ledger, wait) as held:
        n_bytes = copy_ledger(held, folder, wait)
    typer.echo(
        f"{_megabytes(n_bytes)} copied; "
        f"check it: newsledger verify --ledger {safe(str(folder))}"
    )


def compact(ledger: LedgerAt = HERE, wait: Wait = 30.0) -> None:
    """Writes the warehouse anew, ordered and without holes, and publishes it."""
    from warehouse.compact import compact as write_anew
    from warehouse.publish import publish as publish_ledger

    with _held(ledger, wait) as held:
        done = write_anew(held, wait)
        publish_ledger(held, wait)
    before, after = _megabytes(done.n_bytes_before), _megabytes(done.n_bytes_after)
    typer.echo(f"warehouse.duckdb: {before} before, {after} now; published")


@contextmanager
def _held(root: Path, wait_s: float) -> Iterator[Ledger]:
    """The ledger, with its lock held and what is done to it shown.

    Raises LedgerMissing where there is none: it is not made by caring for it.
    """
    from flows.progress import shown
    from warehouse.errors import LedgerMissing

    if not root.exists():
        raise LedgerMissing(root)
    ledger = Ledger(root)
    with holding(ledger, wait_s), shown(Console(stderr=True, highlight=False)):
        yield ledger


def _show(found: Verified) -> None:
    """Prints what was read, and a line for each thing to know."""
    typer.echo(
        f"read {_megabytes(found.n_bytes)}: {found.n_tables:,} tables with "
        f"{found.n_rows:,} rows, {found.n_raw_files:,} raw files with "
        f"{found.n_raw_records:,} records; {found.n_invariants:,} rules asked"
    )
    for note in found.notes:
        typer.echo(safe(note))
    for damage in found.damages:
        typer.echo(safe(f"damaged: {damage.file}: {damage.what}; {damage.remedy}"))
    if not found.damages:
        typer.echo("whole")


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:,.1f} MB"
