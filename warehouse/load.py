"""The one road into the warehouse: decide what each look is, write it, commit.

Both halves are SQL files run in order over the staged rows. `decide` only
reads; `load` writes everything of a batch in one transaction, under its key.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse import sqlfiles
from warehouse.connect import literal, plain_errors
from warehouse.model import Batch, Loaded
from warehouse.staging import Staged

# The rules by which texts are held to repeat one another.
RECIPE = "equal-1"

DECIDING = ("resolved", "chosen", "verdicts")
PARAMETER = re.compile(r"\$(\w+)")


def decide(con: duckdb.DuckDBPyConnection, staged: Staged, batch: Batch) -> None:
    """Fills the temporary tables of DECIDING from the staged rows and the heads.

    Works on a connection that only reads: the warehouse is not touched.
    """
    _register(con, staged)
    _run(con, "load", {"run_id": batch.run_id, "source_id": batch.source_id}, "01")


def keep_verdicts(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Keeps what `decide` decided in the batch's folder, for `load` to read."""
    with plain_errors(folder, "staging a batch"):
        for name in DECIDING:
            target = literal(str(folder / f"{name}.parquet"))
            con.execute(f"copy {name} to {target} (format parquet)")


def read_verdicts(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Fills the temporary tables of DECIDING from what `keep_verdicts` kept."""
    for name in DECIDING:
        source = literal(str(folder / f"{name}.parquet"))
        con.execute(
            f"create or replace temp table {name} as from read_parquet({source})"
        )


def load(
    con: duckdb.DuckDBPyConnection, staged: Staged, batch: Batch, now: datetime
) -> Loaded:
    """Writes a decided batch in one transaction; a batch that is there stays as it is.

    `now` becomes the batch's `committed_at` and its versions' `learnt_at`. A
    COMMIT that raised may be durable all the same, so trying again is safe: the
    batch key is looked up first.
    """
    done = committed(con, batch)
    if done:
        return done
    _register(con, staged)
    con.execute("begin")
    try:
        values = {
            "run_id": batch.run_id,
            "batch_key": batch.batch_key,
            "source_id": batch.source_id,
            "n_entries": batch.n_entries,
            "recipe": RECIPE,
            "now": now,
        }
        _run(con, "load", values, "023")
        if con.execute("select 1 from late limit 1").fetchone():
            _run(con, "late", values)
        _run(con, "load", values, "45")
        con.execute("commit")
    except BaseException:
        # a COMMIT that failed has ended its transaction already
        with suppress(duckdb.TransactionException):
            con.execute("rollback")
        raise
    loaded = committed(con, batch)
    if loaded is None:
        raise AssertionError(f"batch {batch.batch_key} is not there after its commit")
    return loaded


def committed(con: duckdb.DuckDBPyConnection, batch: Batch) -> Loaded | None:
    """What the batch came to, or None where it was not committed."""
    key = {"batch_key": batch.batch_key}
    counts = con.execute(sqlfiles.statement("queries/batch"), key).fetchone()
    if counts is None:
        return None
    outcomes = con.execute(sqlfiles.statement("queries/batch_outcomes"), key).fetchall()
    return Loaded(
        n_in=counts[0],
        n_observations=counts[1],
        n_rejects=counts[2],
        n_versions=counts[3],
        outcomes=tuple(sorted(outcomes)),
    )


def _register(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Puts the staged rows in reach of SQL: the wide table as it is, the others copied.

    duckdb 1.5 cannot push a filter on a UUID down into an Arrow table, so only
    the looks, which are joined by row number, stay one.
    """
    for name, table in staged.tables.items():
        if name == "staged_looks":
            con.register(name, table)
            continue
        con.register("arriving", table)
        con.execute(f"create or replace temp table {name} as from arriving")
        con.unregister("arriving")


def _run(
    con: duckdb.DuckDBPyConnection,
    folder: str,
    values: dict[str, Any],
    steps: str = "0123456789",
) -> None:
    """Runs the files of a folder of `sql/` whose names start with one of `steps`."""
    for item in sqlfiles.folder(folder):
        if item.name[0] in steps:
            sql = item.read_text("utf-8")
            wanted = set(PARAMETER.findall(sql))
            con.execute(sql, {name: values[name] for name in sorted(wanted)})
