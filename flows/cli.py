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

from flows import care, duplicates, judging, overview, parsing, running, start
from flows.options import HERE, AsJson, LedgerAt, answers
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

start.add_to(app)
running.add_to(app)
overview.add_to(app)
care.add_to(app)
parsing.add_to(app)
duplicates.add_to(app)
judging.add_to(app)


class Form(StrEnum):
    """The ways `sql` prints an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


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
