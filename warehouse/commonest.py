"""The sentences that many articles say: of them a ledger's boilerplate is learnt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from warehouse.sqlfiles import statement

# Texts of some 3,000 letters.
AT_ONCE = 2_000

Sentences = Callable[[str], Mapping[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """A sentence by its digest, as it is first met, and how many articles say it."""

    digest: int
    excerpt: str
    n_texts: int


def commonest(
    con: duckdb.DuckDBPyConnection, sentences: Sentences, least: int
) -> list[Common]:
    """The sentences that at least so many articles say, the commonest first.

    Articles that repeat one another count as one. `sentences` gives those of a text
    by their digests. Memory does not grow with the ledger: digests are counted by
    DuckDB, which spills them.
    """
    counting = con.cursor()  # beside the texts, which `con` is reading
    counting.execute("create or replace temp table said (digest bigint)")
    for texts in _texts(con):
        digests = [digest for text in texts for digest in sentences(text)]
        arriving = pa.table({"digest": pa.array(digests, pa.int64())})
        counting.register("arriving", arriving)
        counting.execute("insert into said from arriving")
        counting.unregister("arriving")
    found = counting.execute(statement("queries/commonest"), {"least": least})
    n_texts = dict(found.fetchall())
    counting.execute("drop table said")
    excerpts = _excerpts(con, sentences, n_texts)
    return [
        Common(digest=digest, excerpt=excerpts[digest], n_texts=n)
        for digest, n in n_texts.items()
    ]


def _excerpts(
    con: duckdb.DuckDBPyConnection, sentences: Sentences, wanted: Mapping[int, int]
) -> dict[int, str]:
    """The wanted sentences, each as the first article says it."""
    found: dict[int, str] = {}
    for texts in _texts(con) if wanted else ():
        for text in texts:
            for digest, said in sentences(text).items():
                if digest in wanted:
                    found.setdefault(digest, said)
        if len(found) == len(wanted):
            break
    return found


def _texts(con: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """The texts of all articles, some at a time, those that repeat one left out."""
    found = con.execute(statement("queries/distinct_texts"))
    while rows := found.fetchmany(AT_ONCE):
        yield [text for (text,) in rows]
