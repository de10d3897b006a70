"""The life of a run in the warehouse: begun, looked at its sources, ended.

Call with `run.lock` held: a run without an end is then known to be dead.
"""

from __future__ import annotations

import json
import os
import socket
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid5

import duckdb

from warehouse.columns import by_name, put, readable, table_of
from warehouse.model.batch import Finding
from warehouse.model.entry import Fetch
from warehouse.model.source import RobotsFile, Source, SourceLook
from warehouse.said import source_said
from warehouse.schemas import FETCHES, ROBOTS, SOURCE_LOOKS, SOURCES
from warehouse.sqlfiles import statement
from warehouse.staging import fetch_row

# The command of a run whose own row is lost.
FROM_RAW = "made again from raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCounts:
    """What a run came to: one row of the report for each source."""

    source_id: str
    kind: str
    outcome: str
    reason: str | None
    detail: str | None
    n_entries: int
    n_in: int
    n_new: int
    n_changed: int
    n_unchanged: int
    n_duplicates: int
    n_failed: int
    n_rejects: int
    n_repeats: int


def begin(
    con: duckdb.DuckDBPyConnection,
    run_id: UUID,
    command: str,
    program: str,
    now: datetime,
) -> int:
    """Writes the run's row once; gives how many dead runs were marked abandoned.

    A run that is begun again (a retry) keeps its row.
    """
    values = {"run_id": run_id, "now": now}
    abandoned = con.execute(statement("runs/abandon"), values).fetchall()
    _write_run(con, run_id, command, program, now)
    return len(abandoned)


def stand_in(
    con: duckdb.DuckDBPyConnection, run_id: UUID, program: str, at: datetime
) -> bool:
    """Writes a run's row for batches made again from raw; tells if its own was lost."""
    if _write_run(con, run_id, FROM_RAW, program, at):
        end(con, run_id, "rebuilt", None, at)
    rows = con.execute(statement("runs/command"), {"run_id": run_id}).fetchall()
    return rows == [(FROM_RAW,)]


def _write_run(
    con: duckdb.DuckDBPyConnection,
    run_id: UUID,
    command: str,
    program: str,
    at: datetime,
) -> bool:
    """Writes the run's row where there is none; says whether there was none."""
    values = {
        "run_id": run_id,
        "now": at,
        "command": readable(command),
        "program": program,
        "host": socket.gethostname(),
        "pid": os.getpid(),
    }
    [(n_written,)] = con.execute(statement("runs/begin"), values).fetchall()
    return bool(n_written)


def end(
    con: duckdb.DuckDBPyConnection,
    run_id: UUID,
    status: str,
    detail: str | None,
    now: datetime,
) -> None:
    """Writes how the run ended."""
    con.execute(
        statement("runs/end"),
        {"run_id": run_id, "now": now, "status": status, "detail": detail},
    )


def record_sources(
    con: duckdb.DuckDBPyConnection,
    run_id: UUID,
    sources: Iterable[Source],
    now: datetime,
) -> None:
    """Keeps the sources as they are configured now, where that is not what is kept."""
    given = {source.source_id: source for source in sources}
    put(con, "given", table_of(SOURCES, given.values(), _source_row))
    con.execute(statement("runs/sources"), {"run_id": run_id, "now": now})


def _source_row(source: Source) -> tuple[str, ...]:
    said = source_said(source)
    settings = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return (
        source.source_id,
        source.kind,
        readable(source.location),
        readable(settings),
    )


def record_looks(
    con: duckdb.DuckDBPyConnection,
    run_id: UUID,
    looks: Iterable[SourceLook],
    fetches: Iterable[Fetch] = (),
) -> None:
    """Keeps what came of looking at sources, each once a run, with their requests.

    In one transaction. `fetches` are those that no batch brings. Safe to try again.
    """
    given = {look.source_id: look for look in looks}
    put(
        con,
        "given_looks",
        table_of(SOURCE_LOOKS, given.values(), by_name(SOURCE_LOOKS)),
    )
    rows = _with_ids(run_id, fetches)
    put(con, "staged_fetches", table_of(FETCHES, rows, fetch_row))
    con.execute("begin")
    try:
        con.execute(statement("runs/looks"), {"run_id": run_id})
        values = {"run_id": run_id, "batch_key": None}
        con.execute(statement("load/24_fetches"), values)
        con.execute("commit")
    except BaseException:
        with suppress(duckdb.TransactionException):
            con.execute("rollback")
        raise


def _with_ids(run_id: UUID, fetches: Iterable[Fetch]) -> Iterator[tuple[UUID, Fetch]]:
    """The requests, each with an id that it has again where the run tries again."""
    n_like: Counter[str] = Counter()
    for fetch in fetches:
        named = f"{fetch.source_id}/{fetch.started_at.isoformat()}/{fetch.url}"
        yield uuid5(run_id, f"{named}/{n_like[named]}"), fetch
        n_like[named] += 1


def keep_robots(con: duckdb.DuckDBPyConnection, files: Iterable[RobotsFile]) -> None:
    """Keeps each robots.txt that was read, in place of its origin's last one."""
    given = {file.origin: file for file in files}
    put(con, "given_robots", table_of(ROBOTS, given.values(), by_name(ROBOTS)))
    con.execute(statement("runs/robots"))


def record_findings(
    con: duckdb.DuckDBPyConnection,
    run_id: UUID,
    findings: Iterable[Finding],
    now: datetime,
) -> None:
    """Keeps what a person should look at; once a run, source and kind."""
    for finding in findings:
        con.execute(
            statement("runs/finding"),
            {"run_id": run_id, "now": now, **asdict(finding)},
        )


def findings(con: duckdb.DuckDBPyConnection, run_id: UUID) -> list[Finding]:
    """What a person should look at after the run, those of the ledger first."""
    rows = con.execute(statement("runs/findings"), {"run_id": run_id}).fetchall()
    names = list(Finding.__dataclass_fields__)
    return [Finding(**dict(zip(names, row, strict=True))) for row in rows]


def counts(con: duckdb.DuckDBPyConnection, run_id: UUID) -> list[RunCounts]:
    """What the run came to, a source each, in the order of their ids."""
    rows = con.execute(statement("runs/counts"), {"run_id": run_id}).fetchall()
    names = list(RunCounts.__dataclass_fields__)
    return [RunCounts(**dict(zip(names, row, strict=True))) for row in rows]


def rejects(con: duckdb.DuckDBPyConnection, run_id: UUID) -> list[tuple[str, str, int]]:
    """What the run left out: (stage, reason, how many), most first."""
    return con.execute(statement("runs/rejects"), {"run_id": run_id}).fetchall()
