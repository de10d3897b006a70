"""Brings a ledger's schema up to this program's, and says where it cannot.

Numbered files make tables, once each; views, macros and comments are dropped
and made again whenever their text changed.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse import sqlfiles
from warehouse.connect import literal, plain_errors, writing
from warehouse.errors import LedgerEdited, LedgerTooNew

BOOKKEEPING = """
create schema if not exists internal;
create table if not exists internal.schema_migrations (
    version integer, name varchar, checksum varchar, applied_at timestamptz
);
create table if not exists internal.schema_views (
    checksum varchar, made_at timestamptz
);
"""
IS_KEPT = """
select count(*) > 0
from duckdb_tables()
where database_name = current_database()
    and schema_name = 'internal'
    and table_name = 'schema_migrations'
"""
APPLIED = "select version, checksum from internal.schema_migrations order by version"
MADE = "select arg_max(checksum, made_at) from internal.schema_views"
MADE_THINGS = """
select 'view', view_name
from duckdb_views()
where database_name = current_database() and schema_name = 'main' and not internal
union
select 'macro table', function_name
from duckdb_functions()
where database_name = current_database() and schema_name = 'main'
    and function_type = 'table_macro' and not internal
"""
COLUMNS = """
select column_name
from duckdb_columns()
where database_name = current_database() and schema_name = 'main'
    and table_name = $view
order by column_index
"""
CREATED = re.compile(r"^create (view|macro) (\w+)", re.M)


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file: `0007_add_tombstones.sql` is version 7."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the file's text, in hex."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """This program's migrations, in order and without gaps."""
    found = [
        Migration(int(item.name[:4]), item.name[5:-4], item.read_text("utf-8"))
        for item in sqlfiles.folder("migrations")
    ]
    numbers = [migration.version for migration in found]
    if numbers != list(range(1, len(found) + 1)):
        raise AssertionError(f"migrations are not numbered in a row: {numbers}")
    return found


def check(con: duckdb.DuckDBPyConnection, path: Path) -> list[Migration]:
    """The migrations that the open ledger still lacks; touches nothing.

    Raises LedgerTooNew where the ledger is ahead of this program, LedgerEdited
    where a migration it applied is not the one we have.
    """
    ours = migrations()
    kept = con.execute(IS_KEPT).fetchone()
    if kept is None or not kept[0]:
        return ours
    applied = dict(con.execute(APPLIED).fetchall())
    if max(applied, default=0) > len(ours):
        raise LedgerTooNew(path, max(applied), len(ours))
    for migration in ours:
        theirs = applied.get(migration.version, migration.checksum)
        if theirs != migration.checksum:
            raise LedgerEdited(path, migration.version, theirs, migration.checksum)
    return [migration for migration in ours if migration.version not in applied]


@contextmanager
def up_to_date(
    path: Path, wait_s: float, now: datetime
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection as `writing` gives it, once nothing is lacking in the schema.

    Each migration goes in one transaction with its record, and in a session of its own,
    so that the file is checkpointed before any data comes: a write-ahead log with
    schema changes in it is what DuckDB's own issues show failing to replay
    (duckdb#19712, #22044). Raises as `check` and `writing` do.
    """
    is_changed = True
    while is_changed:
        with writing(path, wait_s) as con:
            with plain_errors(path, "bringing its schema up to date"):
                is_changed = _bring_on(con, path, now)
            if not is_changed:
                yield con


def migrate(path: Path, wait_s: float, now: datetime) -> None:
    """Applies what is lacking, views and comments too. Raises as `up_to_date` does."""
    with up_to_date(path, wait_s, now):
        pass


def _bring_on(con: duckdb.DuckDBPyConnection, path: Path, now: datetime) -> bool:
    """Does the next thing that is lacking; says whether there was one."""
    lacking = check(con, path)
    if lacking:
        _apply(con, lacking[0], now)
        return True
    return _make_views(con, now)


def _apply(con: duckdb.DuckDBPyConnection, migration: Migration, now: datetime) -> None:
    con.execute("begin")
    con.execute(BOOKKEEPING)
    con.execute(migration.sql)
    con.execute(
        "insert into internal.schema_migrations values ($1, $2, $3, $4)",
        [migration.version, migration.name, migration.checksum, now],
    )
    con.execute("commit")


def _make_views(con: duckdb.DuckDBPyConnection, now: datetime) -> bool:
    """Drops and makes the views, macros and comments; False where they are as told."""
    texts = [
        item.read_text("utf-8")
        for name in ("views", "macros")
        for item in sqlfiles.folder(name)
    ]
    words = files("warehouse").joinpath("sql", "columns.toml").read_text("utf-8")
    checksum = hashlib.sha256("\0".join([*texts, words]).encode()).hexdigest()
    made = con.execute(MADE).fetchone()
    if made and made[0] == checksum:
        return False
    con.execute("begin")
    for kind, name in con.execute(MADE_THINGS).fetchall():
        con.execute(f'drop {kind} "{name}"')
    said = tomllib.loads(words)
    for text in texts:
        con.execute(text)
        con.execute(";".join(_comments(con, text, said)))
    con.execute("delete from internal.schema_views")  # a clock may have gone back
    con.execute("insert into internal.schema_views values ($1, $2)", [checksum, now])
    con.execute("commit")
    return True


def _comments(
    con: duckdb.DuckDBPyConnection, text: str, words: dict[str, dict[str, str]]
) -> Iterator[str]:
    """The COMMENT statements for what `text` created: itself, and its columns."""
    created = CREATED.search(text)
    if created is None:
        raise AssertionError(f"no create statement in {text[:80]!r}")
    kind, name = created.groups()
    sentence = text.partition("\n")[0].removeprefix("-- ").strip()
    what = "view" if kind == "view" else "macro table"
    yield f"comment on {what} {name} is {literal(sentence)}"
    if kind == "view":
        own = {**words["columns"], **words.get(name, {})}
        for (column,) in con.execute(COLUMNS, {"view": name}).fetchall():
            yield f'comment on column {name}."{column}" is {literal(own[column])}'
