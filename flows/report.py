"""What a run came to, and the answer to a question, on the terminal or as JSON.

Text from outside never reaches the terminal with its control characters.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.steps.audit import Report, retold
from tasks.steps.told import Told
from warehouse.query import Answer

NEXT = (
    'newsledger sql "select published_at, language, title, n_words from articles '
    'order by first_seen_at desc limit 10"'
)
NUMBERS = (
    ("in", "n_in"), ("new", "n_new"), ("changed", "n_changed"),
    ("unchanged", "n_unchanged"), ("duplicates", "n_duplicates"),
    ("failed", "n_failed"), ("rejects", "n_rejects"), ("repeats", "n_repeats"),
)  # fmt: skip


def show_report(
    report: Report,
    console: Console,
    nothing: str = "nothing was due; --force looks all the same",
) -> None:
    """Prints the table of sources, what was left out, what to look at, what to type.

    `nothing` is said in place of a table without rows.
    """
    table = _table(["source"])
    shown = [item for item in NUMBERS if item[0] != "failed" or _any(report, item[1])]
    for name, _ in shown:
        table.add_column(name, justify="right")
    for row in report.counts:
        numbers = [str(getattr(row, field)) for _, field in shown]
        table.add_row(Text(safe(row.source_id)), *numbers)
    if report.counts:
        console.print(table)
    else:
        console.print(nothing)
    if report.rejects:
        said = ", ".join(f"{n} {reason}" for _, reason, n in report.rejects)
        console.print(Text(f"left out: {said}"), soft_wrap=True)
    for story in report.stories:
        console.print(Text(safe(f"told again: {retold(story)}")), soft_wrap=True)
    show_told(report.told(), console)
    console.print(Text(f"ask it: {NEXT}"), soft_wrap=True)


def show_told(lines: Iterable[Told], console: Console) -> None:
    """Prints what wants a look, and what is good to know, a line each."""
    for line in lines:
        name, style = ("look at", "yellow") if line.is_finding else ("note", "cyan")
        said = safe(f"{name} {line.who}: {line.what}")
        console.print(Text(said, style=style), soft_wrap=True)


def report_json(report: Report) -> str:
    """The report for a script: its counts by source, rejects, findings and notes."""
    return json_text(asdict(report))


def show_answer(answer: Answer, form: str, console: Console) -> None:
    """Prints a query's answer as `table`, `csv`, `json` or `markdown`."""
    if form == "table":
        table = _table(answer.columns)
        for row in answer.rows:
            table.add_row(*(Text(_cell(value)) for value in row))
        console.print(table)
        return
    writers: dict[str, Callable[[Answer], str]] = {
        "csv": _csv,
        "json": _json,
        "markdown": _markdown,
    }
    said = writers[form](answer)
    # to a file or a pipe as it is; a terminal gets nothing that it would obey
    if console.is_terminal:
        said = "".join(c if c.isprintable() or c == "\n" else " " for c in said)
    console.file.write(said)


def safe(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def json_text(value: object) -> str:
    """`value` as JSON, with what a terminal would obey as escapes: nothing is lost."""
    said = json.dumps(value, default=str, ensure_ascii=False, indent=2)
    if said.replace("\n", "").isprintable():
        return said
    return "".join(
        c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in said
    )


def _any(report: Report, field: str) -> bool:
    return any(getattr(row, field) for row in report.counts)


def _table(columns: Iterable[str]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        heading = Text(safe(name))
        table.add_column(heading, overflow="ellipsis", no_wrap=True)
    return table


def _cell(value: object) -> str:
    """A value as a person reads it: moments to the second, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return f"{moment:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    return safe(str(value))


def _plain(value: Any) -> Any:
    """A value as JSON and CSV take it: moments in ISO 8601."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow(
            json.dumps(_plain(value), ensure_ascii=False)
            if isinstance(value, list)
            else _plain(value)
            for value in row
        )
    return out.getvalue()


def _json(answer: Answer) -> str:
    rows = [
        {name: _plain(value) for name, value in zip(answer.columns, row, strict=True)}
        for row in answer.rows
    ]
    return json_text(rows) + "\n"


def _markdown(answer: Answer) -> str:
    lines = [answer.columns, ["---"] * len(answer.columns)]
    rows = [[_cell(value).replace("|", "\\|") for value in row] for row in answer.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in [*lines, *rows])
