"""The commands that say how a ledger is doing: as a whole, and source by source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from flows.options import HERE, AsJson, LedgerAt, answers
from flows.report import json_text, safe, show_answer, show_told
from tasks.steps.told import told
from warehouse.errors import LedgerError
from warehouse.ledger import Ledger

if TYPE_CHECKING:
    from flows.status import Status


def add_to(app: typer.Typer) -> None:
    """Registers the commands."""
    for command in (status, sources):
        app.command()(command)


def status(
    ledger: LedgerAt = HERE,
    prometheus: Annotated[
        Path | None,
        typer.Option(
            help="Write it there for Prometheus, such as newsledger.prom.",
            metavar="FILE",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Shows how the ledger is doing: size, runs, articles, sources, what is due."""
    from flows.prometheus import exposition, write
    from flows.status import status_of
    from tasks.steps.run import utc_now

    found = status_of(Ledger(ledger), utc_now())
    if prometheus is not None:
        try:
            write(exposition(found), prometheus)
        except OSError as error:
            raise LedgerError(
                f"{prometheus}: cannot be written: {error.strerror}"
            ) from error
    if as_json:
        typer.echo(json_text(_plain(found)))
    elif prometheus is None:
        _show(found, answers())


def sources(ledger: LedgerAt = HERE, as_json: AsJson = False) -> None:
    """Shows every source with its health, what it brought, and when it is due."""
    from flows.status import sources_answer, sources_of
    from tasks.steps.run import utc_now

    now = utc_now()
    answer = sources_answer(sources_of(Ledger(ledger), now), now)
    show_answer(answer, "json" if as_json else "table", answers())


def _plain(found: Status) -> dict[str, Any]:
    """The status for a script: what is counted, the last run, each source."""
    from flows.status import HEALTHS

    healths = Counter(one.health for one in found.sources)
    names = ("ledger", "at", "is_busy", "n_articles", "n_duplicates", "n_deleted")
    return {
        **{name: getattr(found, name) for name in (*names, "n_versions")},
        "on_disk": dict(found.size.parts),
        "n_raw_files": found.size.n_raw_files,
        "n_free_bytes": found.size.n_free_bytes,
        "n_runs": Counter(run.status for run in found.runs),
        "last_run": asdict(found.runs[0]) if found.runs else None,
        "last_good_run": asdict(found.last_good_run) if found.last_good_run else None,
        "findings": [
            {name: getattr(one, name) for name in ("source_id", "kind", "detail")}
            for one in found.findings
        ],
        "notes": [asdict(note) for note in found.notes],
        "health": {name: healths[name] for name in HEALTHS},
        "n_due": sum(due_at <= found.at for due_at in found.due),
        "next_due_at": found.due[0] if found.due else None,
        "sources": [asdict(one) for one in found.sources],
    }


def _show(found: Status, console: Console) -> None:
    """Prints a line for each side of the ledger, then what wants a look."""
    for name, said in _lines(found):
        console.print(Text(f"{name:<10}{safe(said)}"), soft_wrap=True)
    show_told(told(found.findings, found.notes, found.at), console)


def _lines(found: Status) -> Iterator[tuple[str, str]]:
    size = found.size
    parts = ", ".join(f"{name} {_size(n)}" for name, n in size.parts if n)
    yield "ledger", f"{found.ledger}{', in use now' if found.is_busy else ''}"
    yield (
        "on disk",
        f"{_size(size.n_bytes)}: {parts}; {_size(size.n_free_bytes)} free",
    )
    yield (
        "articles",
        f"{found.n_articles:,}, and {found.n_duplicates:,} that repeat one; "
        f"{found.n_versions:,} versions, {found.n_deleted:,} gone",
    )
    yield "runs", _runs(found)
    yield "sources", _health(found)
    yield "due", _due(found)


def _runs(found: Status) -> str:
    if not found.runs:
        return "none yet"
    last, good = found.runs[0], found.last_good_run
    said = f"{len(found.runs):,}, the last {_moment(last.started_at)}: {last.status}"
    if last.n_findings:
        said += f", {last.n_findings:,} to look at"
    if good is not last:
        ended_well = _moment(good.started_at if good else None)
        said += f"; the last that came to its end {ended_well}"
    return said


def _health(found: Status) -> str:
    counted = Counter(one.health or "not looked at" for one in found.sources)
    said = ", ".join(f"{n:,} {health}" for health, n in counted.most_common())
    return f"{len(found.sources):,}: {said}" if said else "none yet"


def _due(found: Status) -> str:
    n_now = sum(due_at <= found.at for due_at in found.due)
    later = [due_at for due_at in found.due if due_at > found.at]
    if not found.due:
        return "nothing by itself: every source was a TARGET"
    said = f"{n_now:,} now" if n_now else "nothing now"
    return f"{said}, the next {_moment(later[0])}" if later else said


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "never"


def _size(n_bytes: int) -> str:
    for limit, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if n_bytes >= limit:
            return f"{n_bytes / limit:,.1f} {unit}"
    return f"{n_bytes} bytes"
