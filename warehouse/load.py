"""The one road into the warehouse: decide what each look is, write it, commit.

Both halves are SQL files run in order over the staged rows. `decide` only
reads; `load` writes everything of a batch in one transaction, under its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse import sqlfiles
from warehouse.claims import SameStory, settle
from warehouse.clustering import regroup_judged
from warehouse.columns import put
from warehouse.connect import FULL, literal, told_when_full
from warehouse.errors import LedgerError
from warehouse.model.batch import Batch, Loaded
from warehouse.model.likeness import Bounds, Compare
from warehouse.similar import put_edges, recipe
from warehouse.staging import Staged

DECIDING = ("keys", "newly_shared", "resolved", "looked", "edges", "crowded", "judged")
BY_ROW = ("staged_looks", "staged_keys", "staged_repeats")
PARAMETER = re.compile(r"\$(\w+)")


def decide(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    batch: Batch,
    is_same: SameStory,
    compare: Compare,
) -> Bounds:
    """Fills the temporary tables of DECIDING from the staged rows and the heads.

    `is_same` says whether two texts are one article's, where a page claims it, and
    `compare` which texts are alike. Works on a connection that only reads: the
    warehouse is not touched. Says what was not compared, as there was too much of it.
    """
    _register(con, staged, (*BY_ROW, "staged_own"))
    _run(con, "load", {"run_id": batch.run_id}, "0")
    settle(con, batch.run_id, is_same)
    bounds = put_edges(con, recipe(con).name, compare)
    _run(con, "load", {"run_id": batch.run_id}, "1")
    return bounds


def keep_verdicts(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Keeps what `decide` decided in the batch's folder, for `load` to read."""
    with told_when_full(folder, "staging a batch"):
        for name in DECIDING:
            target = literal(str(folder / f"{name}.parquet"))
            con.execute(f"copy {name} to {target} (format parquet)")


def read_verdicts(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Fills the temporary tables of DECIDING from what `keep_verdicts` kept.

    Raises LedgerError where that is not there any more, DiskFull.
    """
    with told_when_full(folder, "reading a staged batch"):
        for name in DECIDING:
            source = f"read_parquet({literal(str(folder / f'{name}.parquet'))})"
            try:
                con.execute(f"create or replace temp table {name} as from {source}")
            except (duckdb.IOException, duckdb.InvalidInputException) as error:
                if FULL.search(str(error)):
                    raise
                raise LedgerError(
                    f"{folder}: a staged batch cannot be read; run again"
                ) from error


def load(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    batch: Batch,
    compare: Compare,
    now: datetime,
) -> Loaded:
    """Writes a decided batch in one transaction; a batch that is there stays as it is.

    `now` becomes the batch's `committed_at` and its versions' `learnt_at`; `compare`
    tells which texts are alike that were never laid side by side. A
    COMMIT that raised may be durable all the same, so trying again is safe: the
    batch key is looked up first.
    """
    done = committed(con, batch)
    if done:
        return done
    _register(con, staged, staged.tables)
    values = {
        "run_id": batch.run_id,
        "batch_key": batch.batch_key,
        "source_id": batch.source_id,
        "n_entries": batch.n_entries,
        "recipe": recipe(con).name,
        "now": now,
    }
    con.execute("begin")
    try:
        _write(con, values, compare)
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
    rows = con.execute(sqlfiles.statement("queries/batch"), key).fetchall()
    if not rows:
        return None
    outcomes = con.execute(sqlfiles.statement("queries/batch_outcomes"), key).fetchall()
    n_in, n_observations, n_rejects, n_versions = rows[0]
    return Loaded(
        n_in=n_in,
        n_observations=n_observations,
        n_rejects=n_rejects,
        n_versions=n_versions,
        outcomes=tuple(sorted(outcomes)),
    )


def _write(
    con: duckdb.DuckDBPyConnection, values: dict[str, Any], compare: Compare
) -> None:
    """Runs what a decided batch needs: most bring nothing late and little new.

    Of `sql/load/`, 2 and 6 are of every look and batch, 3 of versions, 4 of the heads
    that stay. Versions and late looks bring texts and may move clusters.
    """
    [row] = con.execute(sqlfiles.statement("queries/what_to_load")).fetchall()
    has_versions, has_late = row
    if has_versions or has_late:
        _run(con, "texts", values)
    _run(con, "load", values, "234" if has_versions else "24")
    if has_late:
        _run(con, "late", values)
    if has_versions or has_late:
        regroup_judged(con, values, compare)
    _run(con, "load", values, "6")


def _register(
    con: duckdb.DuckDBPyConnection, staged: Staged, names: Iterable[str]
) -> None:
    """Puts staged rows in reach of SQL: those joined by row number as they are.

    The others are copied.
    """
    for name in names:
        table = staged.tables[name]
        if name in BY_ROW:
            con.register(name, table)
            continue
        put(con, name, table)


def _run(
    con: duckdb.DuckDBPyConnection,
    folder: str,
    values: dict[str, Any],
    steps: str = "0123456789",
) -> None:
    """Runs the files of a folder of `sql/` whose names start with one of `steps`."""
    for name, sql, wanted in _files(folder):
        if name[0] in steps:
            con.execute(sql, {parameter: values[parameter] for parameter in wanted})


@cache
def _files(folder: str) -> list[tuple[str, str, list[str]]]:
    """Name, text and parameters of the files of a folder of `sql/`, read once."""
    texts = [(item.name, item.read_text("utf-8")) for item in sqlfiles.folder(folder)]
    return [(name, sql, sorted(set(PARAMETER.findall(sql)))) for name, sql in texts]
