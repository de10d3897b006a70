"""The command that judges again what repeats what, and what it says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from flows.options import HERE, AsJson, LedgerAt, Wait, answers
from flows.report import report_json, safe, show_told
from warehouse.errors import LedgerMissing
from warehouse.ledger import Ledger

if TYPE_CHECKING:
    from tasks.steps.audit import Rejudged, Report

# Of the sentences that were learnt so many are shown, and so much of each.
N_SHOWN, N_LETTERS = 10, 90


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(dedupe)


def dedupe(
    learn: Annotated[
        bool,
        typer.Option("--learn", help="First learn what your sources print everywhere."),
    ] = False,
    ledger: LedgerAt = HERE,
    wait: Wait = 30.0,
    as_json: AsJson = False,
) -> None:
    """Judges again which stored texts repeat which, with no network."""
    from flows.api import leave
    from flows.hand import run_by_hand

    if not Ledger(ledger).warehouse.exists():
        raise LedgerMissing(ledger)
    console = Console(stderr=True, highlight=False)
    report = run_by_hand(Ledger(ledger), console, "rejudge", learn=learn, wait_s=wait)
    if as_json:
        typer.echo(report_json(report))
    else:
        show_rejudged(report, answers())
    leave(1 if report.findings else 0)


def show_rejudged(report: Report, console: Console) -> None:
    """Prints what was judged, what moved, and the commonest of what is newly learnt."""
    if report.rejudged is not None:
        for line in _lines(report.rejudged):
            console.print(Text(safe(line)), soft_wrap=True)
    show_told(report.told(), console)
    console.print(Text("see it: newsledger duplicates"), soft_wrap=True)


def _lines(done: Rejudged) -> list[str]:
    found = done.settled
    lines = [
        f"judged by {done.recipe}: texts {found.n_texts:,}, "
        f"pairs that are alike {found.n_edges:,}",
        f"clusters: {found.n_clusters_before:,} before, {found.n_clusters:,} now; "
        f"articles with another place {found.n_moved:,}",
    ]
    if done.learnt is None:
        return lines
    new, known = done.learnt.new, done.learnt.known
    lines.append(
        f"learnt: sentences {len(new) + len(known):,}, of which new {len(new):,}; "
        f"forgotten {done.learnt.n_forgotten:,}"
    )
    for one in new[:N_SHOWN]:
        where = f"in {one.n_stories:,} stories of {one.site}"
        lines.append(f"  {where}: {_start(one.excerpt)}")
    return lines


def _start(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= N_LETTERS else f"{line[:N_LETTERS].rstrip()}…"
