"""The command line: each verb reads its options, does one thing, and says it.

Exit status: 0 done, 1 done with findings, 2 wrong use, 3 the ledger cannot be used.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from flows import care, parsing
from flows.options import HERE, AllowPrivate, AsJson, ConfigAt, LedgerAt, Wait, answers
from flows.report import safe
from warehouse.errors import NewsledgerError
from warehouse.ledger import Ledger

app = typer.Typer(
    help="A ledger of the news: fetched daily, versioned, deduplicated, in DuckDB.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

care.add_to(app)
parsing.add_to(app)


class Form(StrEnum):
    """The ways `sql` prints an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


@app.command()
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
    ledger: LedgerAt = HERE,
    wait: Wait = 30.0,
    force: Annotated[
        bool, typer.Option("--force", help="Look at sources that are not due too.")
    ] = False,
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
) -> None:
    """Reads the TARGETs, or the sources that are due, into the ledger."""
    from flows.api import leave
    from flows.config import read_plan
    from flows.hand import run_by_hand
    from flows.report import report_json, show_report

    plan = read_plan(targets or [], config, only or [], allow_private=allow_private)
    report = run_by_hand(
        Ledger(ledger),
        Console(stderr=True, highlight=False),
        targets=targets or [],
        config=str(config.absolute()) if config else None,
        only=only or [],
        force=force,
        allow_private=allow_private,
        wait_s=wait,
    )
    if as_json:
        typer.echo(report_json(report))
    else:
        show_report(report, answers())
        if plan.limits.contact is None and any(source.url for source in plan.sources):
            typer.echo("give a contact in sources.toml: sites like to know who asks")
    leave(1 if report.findings else 0)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="What to ask, in SQL.")],
    form: Annotated[
        Form, typer.Option("--format", help="How to print the answer.")
    ] = Form.TABLE,
    ledger: LedgerAt = HERE,
) -> None:
    """Asks the ledger a question in SQL; it can only read."""
    from flows.report import show_answer
    from warehouse.query import ask

    show_answer(ask(Ledger(ledger), query), form, answers())


@app.command()
def sources(ledger: LedgerAt = HERE, as_json: AsJson = False) -> None:
    """Shows every source with its health and what it brought."""
    _ask_named(ledger, as_json, "sources")


@app.command()
def history(
    article: Annotated[
        str, typer.Argument(help="An id, its start, an address or a key.")
    ],
    ledger: LedgerAt = HERE,
    as_json: AsJson = False,
) -> None:
    """Shows the versions of one article: when each was there and what changed."""
    from warehouse.query import find_article

    _ask_named(
        ledger,
        as_json,
        "history",
        article_id=find_article(Ledger(ledger), article),
    )


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="All of these.")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most.")] = 20,
    ledger: LedgerAt = HERE,
    as_json: AsJson = False,
) -> None:
    """Finds articles that hold all of the words, best first."""
    _ask_named(ledger, as_json, "search", words=" ".join(words), n=limit)


@app.command()
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
    host: Annotated[str, typer.Option(help="Where the UI listens.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="Default: 4200, or the next that is free.")
    ] = None,
) -> None:
    """Runs the sources every day, and shows the runs in Prefect's UI."""
    from flows.config import daily, read_file
    from flows.serve import Service
    from flows.serve import serve as serve_for_ever

    file = read_file(config or Path("sources.toml"))
    serve_for_ever(
        Service(
            ledger=ledger.absolute(),
            config=(config or Path("sources.toml")).absolute(),
            cron=daily(cron, at),
            timezone=timezone or file.defaults.timezone,
            host=host,
            port=port,
        )
    )


def _ask_named(ledger: Path, as_json: bool, name: str, **values: object) -> None:
    from flows.report import show_answer
    from warehouse.query import named

    answer = named(Ledger(ledger), name, **values)
    show_answer(answer, "json" if as_json else "table", answers())


def main() -> None:
    """Runs the command; an error of ours is one line, a bug keeps its traceback."""
    try:
        app()
    except NewsledgerError as error:
        line = " ".join(str(error).split())
        stderr = Console(stderr=True, highlight=False)
        stderr.print(Text(f"newsledger: {safe(line)}"), soft_wrap=True)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
