"""Answers questions from `news.duckdb`, which is only ever read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.connect import plain_errors, reading
from warehouse.errors import LedgerTooOld, UsageError
from warehouse.ledger import Ledger
from warehouse.migrate import check
from warehouse.sqlfiles import statement


@dataclass(frozen=True, slots=True)
class Answer:
    """A table: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def ask(ledger: Ledger, sql: str) -> Answer:
    """The answer to a query that somebody typed.

    It cannot write (the file is attached read-only) and it cannot reach other
    files or the network. Raises UsageError with DuckDB's own words.
    """
    with reading(ledger.news) as con:
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        try:
            with plain_errors(ledger.news, "reading it"):
                result = con.execute(sql)
                if result is None or result.description is None:
                    raise UsageError("sql: there is no query in this")
                return _answer(result)
        except duckdb.Error as error:
            raise UsageError(f"sql: {' '.join(str(error).split())}") from error


def named(ledger: Ledger, name: str, **values: object) -> Answer:
    """The answer to one of our own queries, `sql/queries/<name>.sql`.

    Raises LedgerTooOld where an older program's ledger cannot answer it.
    """
    with reading(ledger.news) as con:
        try:
            return _answer(con.execute(statement(f"queries/{name}"), values))
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            lacking = check(con, ledger.news)
            if not lacking:
                raise
            theirs = lacking[0].version - 1
            raise LedgerTooOld(ledger.news, theirs, lacking[-1].version) from error


def find_article(ledger: Ledger, article: str) -> str:
    """The id of the one article that `article` means.

    `article` is an article_id, a prefix of it, an address or an identity key.
    Raises UsageError where none or several fit.
    """
    if not article.strip():
        raise UsageError("no article is named; give an id, an address or a key")
    found = [str(row[0]) for row in named(ledger, "resolve", article=article).rows]
    if not found:
        raise UsageError(
            f"no article {article!r}; give an id, its start, an address or a key"
        )
    if len(found) > 1:
        some = ", ".join(found[:3])
        raise UsageError(f"{article!r} fits several articles ({some} …); give more")
    return found[0]


def _answer(result: duckdb.DuckDBPyConnection) -> Answer:
    columns = tuple(column[0] for column in result.description or ())
    return Answer(columns, result.fetchall() if columns else [])
