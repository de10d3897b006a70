"""The command that shows what repeats what: all clusters, or what is about an article.

Text from outside never reaches the terminal with its control characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from flows.options import HERE, AsJson, LedgerAt, answers
from flows.report import json_text, safe
from warehouse.ledger import Ledger
from warehouse.query import Answer, find_article, named

# Of a cluster so many are shown, the nearest to its representative.
N_SHOWN = 10
# How much of a title and of a passage is shown, in characters.
TITLE, PASSAGE = 72, 76

Row = dict[str, Any]


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(duplicates)


def duplicates(
    article: Annotated[
        str | None,
        typer.Argument(help="An id, its start, an address or a key; none for all."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="Clusters, or articles, at most.")
    ] = 20,
    ledger: LedgerAt = HERE,
    as_json: AsJson = False,
) -> None:
    """Shows which articles repeat which, and why."""
    where = Ledger(ledger)
    if article is None:
        found = rows_of(named(where, "duplicates", n=limit, n_shown=N_SHOWN))
        if as_json:
            typer.echo(json_text(list(_nested(found))))
        else:
            show_clusters(found, answers())
        return
    article_id = find_article(where, article)
    found = rows_of(named(where, "duplicates_of", article_id=article_id, n=limit))
    if as_json:
        typer.echo(json_text({"article_id": article_id, "duplicates": found}))
    else:
        show_about(article_id, found, limit, answers())


def rows_of(answer: Answer) -> list[Row]:
    """The rows of an answer, each by the names of its columns."""
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def show_clusters(found: list[Row], console: Console) -> None:
    """Prints each cluster: what `articles` shows of it, and all that repeat that."""
    if not found:
        _say(console, "no article repeats another")
    for n_before, (first, *others) in enumerate(_clusters(found)):
        if n_before:
            _say(console, "")
        n = first["n_members"]
        said = f"{n:,} articles, shown as {_short(first)} {_named(first)}"
        _say(console, said, "bold")
        for row in others:
            _say(console, f"  {_short(row)} {_why(row)}: {_named(row)}")
            _show_passage(row, console)
        n_more = n - 1 - len(others)
        if n_more > 0:
            _say(console, f"  … and {n_more:,} more", "dim")
    if found:
        _say(console, "")
        said = f"all of one, and where: newsledger duplicates {_short(found[0])}"
        _say(console, said, "dim")


def show_about(article_id: str, found: list[Row], limit: int, console: Console) -> None:
    """Prints a line for each article that it repeats, or that repeats it."""
    if not found:
        _say(console, f"{article_id} repeats no article, and none repeats it")
    for way, rows in groupby(found, lambda row: str(row["way"])):
        _say(console, f"{article_id} {way}", "bold")
        for row in rows:
            why = f"{_why(row)}: " if row["relation"] else ""
            _say(console, f"  {why}{_named(row)}")
            _say(console, f"    {row['article_id']}, {_place(row)}", "dim")
            _show_passage(row, console)
    if len(found) == limit:
        _say(console, "  there may be more; --limit shows them", "dim")


def _clusters(found: list[Row]) -> Iterator[list[Row]]:
    for _, rows in groupby(found, lambda row: row["cluster_id"]):
        yield list(rows)


def _nested(found: list[Row]) -> Iterator[Row]:
    """Each cluster with its members, the one that `articles` shows first."""
    for rows in _clusters(found):
        yield {
            "cluster_id": rows[0]["cluster_id"],
            "n_members": rows[0]["n_members"],
            "members": [
                {
                    name: value
                    for name, value in row.items()
                    if name not in ("cluster_id", "n_members")
                }
                for row in rows
            ],
        }


def _why(row: Row) -> str:
    """`near .93, 212 words shared`."""
    score, shared = row["score"], row["shared_words"]
    said = str(row["relation"]).replace("_", " ")
    if score is not None and not said.startswith("same"):
        said += f" {score:.2f}"
    return said if shared is None else f"{said}, {shared:,} words shared"


def _named(row: Row) -> str:
    """The source, the day and the title; where there is none, how the text begins."""
    day = f"{row['published_at']:%Y-%m-%d}, " if row["published_at"] else ""
    return f"{row['source_id']}, {day}{_start(row['title'], TITLE)}"


def _short(row: Row) -> str:
    """The start of its id, which the command takes for it."""
    return str(row["article_id"])[:8]


def _place(row: Row) -> str:
    return str(row["url"] or row["identity_key"])


def _show_passage(row: Row, console: Console) -> None:
    if row["shared_passage"]:
        said = _start(row["shared_passage"], PASSAGE)
        _say(console, f"    “{said}”", "green")


def _start(text: str | None, most: int) -> str:
    said = " ".join((text or "").split())
    return said if len(said) <= most else f"{said[:most].rstrip()}…"


def _say(console: Console, line: str, style: str = "") -> None:
    console.print(Text(safe(line), style=style), soft_wrap=True)
