"""A ledger's status in Prometheus' text format, for its node exporter's folder.

Source: prometheus.io/docs/instrumenting/exposition_formats, "Text-based format";
names and units as in prometheus.io/docs/practices/naming.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flows.status import HEALTHS, Status

Sample = tuple[dict[str, str], float]


def exposition(status: Status) -> str:
    """The status as metrics, each with its help and its type, all of it gauges."""
    lines = []
    for name, meaning, samples in _metrics(status):
        lines += [f"# HELP {name} {_help(meaning)}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_labels(labels)} {value!r}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def write(text: str, path: Path) -> None:
    """Puts the text in place of the file by rename: a reader never sees half of it.

    The exporter reads `*.prom`, so the name until then does not end so. Raises
    OSError.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _metrics(status: Status) -> Iterator[tuple[str, str, list[Sample]]]:
    yield from _of_ledger(status)
    yield from _of_runs(status)
    yield from _of_sources(status)


def _of_ledger(status: Status) -> Iterator[tuple[str, str, list[Sample]]]:
    size = status.size
    yield (
        "newsledger_size_bytes",
        "What the ledger takes on disk, by part.",
        [({"part": part}, float(n)) for part, n in size.parts],
    )
    for name, meaning, value in (
        ("free_bytes", "What is free on the ledger's disk.", size.n_free_bytes),
        ("raw_files", "WARC files of the ledger.", size.n_raw_files),
        ("articles", "Articles, without duplicates and deleted.", status.n_articles),
        ("duplicate_articles", "Articles that repeat another.", status.n_duplicates),
        ("deleted_articles", "Articles that are gone.", status.n_deleted),
        ("versions", "Versions of all articles.", status.n_versions),
        ("busy", "1 while a command writes to the ledger.", status.is_busy),
    ):
        yield f"newsledger_{name}", meaning, [({}, float(value))]


def _of_runs(status: Status) -> Iterator[tuple[str, str, list[Sample]]]:
    ended = sorted({run.status for run in status.runs} | {"done", "findings", "failed"})
    yield (
        "newsledger_runs",
        "Runs of the ledger by how they ended.",
        [
            ({"status": how}, float(sum(run.status == how for run in status.runs)))
            for how in ended
        ],
    )
    if status.runs:
        last, good = status.runs[0], status.last_good_run
        yield _moment("last_run_start", "When the last run began.", last.started_at)
        yield (
            "newsledger_last_run_findings",
            "What a person should look at after the last run.",
            [({}, float(last.n_findings))],
        )
        if good and good.ended_at:
            meaning = "When the last run that came to its end did so."
            yield _moment("last_good_run_end", meaning, good.ended_at)


def _of_sources(status: Status) -> Iterator[tuple[str, str, list[Sample]]]:
    healths = [one.health for one in status.sources]
    yield (
        "newsledger_sources",
        "Sources by their health.",
        [({"health": health}, float(healths.count(health))) for health in HEALTHS],
    )
    n_due = sum(due_at <= status.at for due_at in status.due)
    yield "newsledger_sources_due", "Sources that are due now.", [({}, float(n_due))]
    if status.due:
        yield _moment("next_due", "When the next source is due.", status.due[0])
    yield (
        "newsledger_source_healthy",
        "1 where a source is fresh.",
        [
            ({"source": one.source_id}, float(one.health == "fresh"))
            for one in status.sources
        ],
    )
    yield (
        "newsledger_source_articles",
        "Articles of a source.",
        [({"source": one.source_id}, float(one.n_articles)) for one in status.sources],
    )
    yield (
        "newsledger_source_last_success_timestamp_seconds",
        "When a source was last looked at with success.",
        [
            ({"source": one.source_id}, one.last_success_at.timestamp())
            for one in status.sources
            if one.last_success_at
        ],
    )


def _moment(name: str, meaning: str, moment: datetime) -> tuple[str, str, list[Sample]]:
    name = f"newsledger_{name}_timestamp_seconds"
    return name, meaning, [({}, moment.timestamp())]


def _labels(labels: dict[str, str]) -> str:
    said = ",".join(f'{name}="{_quoted(value)}"' for name, value in labels.items())
    return f"{{{said}}}" if said else ""


def _quoted(value: str) -> str:
    """A label's value: a backslash, a quote and the end of a line are escaped."""
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _help(meaning: str) -> str:
    return meaning.replace("\\", "\\\\").replace("\n", "\\n")
