"""The commands that bring news in: a run by hand, and one every day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from flows.options import (
    HERE,
    AllowPrivate,
    AsJson,
    ConfigAt,
    LedgerAt,
    Strict,
    Wait,
    answers,
)
from warehouse.ledger import Ledger

if TYPE_CHECKING:
    from flows.config import Plan


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    for command in (run, serve):
        app.command()(command)


def run(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            help="Addresses or paths; only these are read.", metavar="TARGET"
        ),
    ] = None,
    config: ConfigAt = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Only this source; repeatable.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Of listings, what is dated from this day on."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(help="Of listings, what is dated up to the end of this day."),
    ] = None,
    ledger: LedgerAt = HERE,
    wait: Wait = 30.0,
    force: Annotated[
        bool, typer.Option("--force", help="Look at sources that are not due too.")
    ] = False,
    allow_private: AllowPrivate = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be read, write nothing.")
    ] = False,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Reads the TARGETs, or the sources that are due, into the ledger."""
    from flows.config import read_plan

    plan = read_plan(
        targets or [],
        config,
        only or [],
        allow_private=allow_private,
        since=since,
        until=until,
    )
    # who names a span wants it now, whenever the source was looked at last
    force = force or bool(since or until)
    if dry_run:
        raise typer.Exit(_show_dry(Ledger(ledger), plan, force, as_json))
    parameters = {
        "targets": targets or [],
        "config": str(config.absolute()) if config else None,
        "only": only or [],
        "since": since,
        "until": until,
        "force": force,
        "allow_private": allow_private,
        "strict": strict,
        "wait_s": wait,
    }
    _run(Ledger(ledger), plan, parameters, as_json)


def serve(
    config: ConfigAt = None,
    cron: Annotated[
        str | None, typer.Option(help='When, as cron writes it. Default: "0 6 * * *".')
    ] = None,
    at: Annotated[
        str | None, typer.Option(help="When, once a day, such as 06:00.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Of the schedule. Default: the configuration's.")
    ] = None,
    ledger: LedgerAt = HERE,
    strict: Strict = False,
    host: Annotated[str, typer.Option(help="Where the UI listens.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="Default: 4200, or the next that is free.")
    ] = None,
) -> None:
    """Runs the sources every day, and shows the runs in Prefect's UI."""
    import os

    from flows.config import daily, read_plan
    from flows.secrets import check_environment
    from flows.serve import Service
    from flows.serve import serve as serve_for_ever

    path = config or Path("sources.toml")
    plan = read_plan([], path)
    check_environment(plan.sources, os.environ)
    serve_for_ever(
        Service(
            ledger=ledger.absolute(),
            config=path.absolute(),
            cron=daily(cron, at),
            timezone=timezone or plan.timezone,
            host=host,
            port=port,
            is_strict=strict,
        )
    )


def _run(ledger: Ledger, plan: Plan, parameters: dict[str, Any], as_json: bool) -> None:
    """Runs the flow, says what came of it, and ends the program."""
    import os

    from flows.api import leave
    from flows.hand import run_by_hand
    from flows.report import report_json, show_report
    from flows.secrets import check_environment

    check_environment(plan.sources, os.environ)
    report = run_by_hand(ledger, Console(stderr=True, highlight=False), **parameters)
    if as_json:
        typer.echo(report_json(report))
    else:
        show_report(report, answers())
        if plan.limits.contact is None and any(source.url for source in plan.sources):
            typer.echo("give a contact in sources.toml: sites like to know who asks")
    leave(1 if report.findings else 0)


def _show_dry(ledger: Ledger, plan: Plan, force: bool, as_json: bool) -> int:
    """Says what a run would read; gives the exit status."""
    from flows.dry import dry_run, summary
    from flows.progress import shown
    from flows.report import show_answer

    with shown(Console(stderr=True, highlight=False)):
        found = dry_run(ledger, plan, force=force)
    show_answer(found.answer, "json" if as_json else "table", answers())
    if not as_json:
        typer.echo(summary(found))
    return 1 if found.has_failed else 0
