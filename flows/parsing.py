"""The commands about how bytes are read: to see it, and to do it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from flows.options import HERE, AllowPrivate, AsJson, ConfigAt, LedgerAt, Wait, answers
from warehouse.errors import LedgerMissing
from warehouse.ledger import Ledger

if TYPE_CHECKING:
    from tasks.steps.audit import Report
    from warehouse.model.batch import Again


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    for command in (check, reparse):
        app.command()(command)


def check(
    target: Annotated[
        str, typer.Argument(help="An address or a file.", metavar="URL|FILE")
    ],
    config: ConfigAt = None,
    source: Annotated[
        str | None,
        typer.Option("--source", help="Read it by the rules of this source."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show all that was taken out, whole.")
    ] = False,
    ledger: LedgerAt = HERE,
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
) -> None:
    """Shows what a page is read as, and what is taken out; keeps nothing."""
    from flows.asking import asking, looking
    from flows.config import read_one
    from flows.seen import seen_json, show_seen
    from tasks.steps.examine import look_at

    plan = read_one(target, config, source, allow_private=allow_private)
    [one] = plan.sources
    run = looking(plan, Ledger(ledger))
    with asking(run, plan.sources) as client:
        seen = look_at(one, client, run.clock)
    if as_json:
        typer.echo(seen_json(seen))
    else:
        show_seen(seen, one, answers(), is_all=everything)
    raise typer.Exit(0 if seen.is_article else 1)


def reparse(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Only what came of these sources.", metavar="SOURCE"),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Only bytes met since this day, such as 2026-03-01."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="What today's parser read last, too.")
    ] = False,
    config: ConfigAt = None,
    ledger: LedgerAt = HERE,
    wait: Wait = 30.0,
    as_json: AsJson = False,
) -> None:
    """Reads stored bytes again, with today's parser and rules and no network."""
    from flows.api import leave
    from flows.config import read_again
    from flows.hand import run_by_hand

    again, _ = read_again(sources or [], config, since, is_all=everything)
    _check_there(Ledger(ledger), again)
    report = run_by_hand(
        Ledger(ledger),
        Console(stderr=True, highlight=False),
        "reparse",
        sources=sources or [],
        since=since,
        everything=everything,
        config=str(config.absolute()) if config else None,
        wait_s=wait,
    )
    _say(report, as_json=as_json)
    leave(1 if report.findings else 0)


def _check_there(ledger: Ledger, again: Again) -> None:
    """Returns where there is something to read. Raises LedgerMissing, UsageError."""
    from tasks.steps.reread import check_sources

    if not ledger.warehouse.exists():
        raise LedgerMissing(ledger.root)
    check_sources(ledger, again)


def _say(report: Report, *, as_json: bool) -> None:
    from flows.report import report_json, show_report

    if as_json:
        typer.echo(report_json(report))
        return
    nothing = "today's parser has read all of it; --all reads it all the same"
    show_report(report, answers(), nothing)
