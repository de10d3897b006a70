"""The life of a run in the warehouse: begun, looked at its sources, ended.

Call with `run.lock` held: a run without an end is then known to be dead.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import duckdb

from warehouse.model import Finding, Source, SourceLook
from warehouse.sqlfiles import statement

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
    row = con.execute(statement("runs/command"), {"run_id": run_id}).fetchone()
    return row == (FROM_RAW,)


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
        "command": _readable(command),
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


def record_source(
    con: duckdb.DuckDBPyConnection, run_id: UUID, source: Source, now: datetime
) -> None:
    """Keeps the source as it is configured now, where that is not what is kept."""
    con.execute(
        statement("runs/source"),
        {
            "source_id": source.source_id,
            "kind": source.kind,
            "location": _readable(source.location),
            "settings": _readable(
                json.dumps(asdict(source), sort_keys=True, ensure_ascii=False)
            ),
            "run_id": run_id,
            "now": now,
        },
    )


def _readable(text: str) -> str:
    """Text that can be stored: the bytes of a name that is no UTF-8 as `\\xff`."""
    return os.fsencode(text).decode("utf-8", "replace")


def record_look(con: duckdb.DuckDBPyConnection, run_id: UUID, look: SourceLook) -> None:
    """Keeps what came of looking at a source; once a run and source."""
    con.execute(statement("runs/look"), {"run_id": run_id, **asdict(look)})


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
