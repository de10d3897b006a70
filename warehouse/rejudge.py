"""Judges stored texts: those that no recipe, or another than today's, was asked of.

Done in batches, each whole by itself; nothing that people see moves before the last of
them: then all clusters are made anew at once, and what the old recipe said goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import duckdb

from warehouse.clustering import regroup_all
from warehouse.columns import put, table_of
from warehouse.model.likeness import Bounds, Compare, Own, Recipe
from warehouse.schemas import BOILERPLATE, JUDGED_TEXTS
from warehouse.similar import put_edges, recipe
from warehouse.sqlfiles import statement
from warehouse.staging import own_table

# What is judged at once is held three times: texts, letters, pieces. 5,000 pages have
# some 20 MB.
MOST_BYTES = 64_000_000
# The tables that hold what a recipe said, those first that are told from others.
OF_A_RECIPE = ("apart", "crowded", "edges", "sketches", "own_texts", "texts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What making all clusters anew came to; `n_moved` articles have another place."""

    n_texts: int
    n_edges: int
    n_clusters_before: int
    n_clusters: int
    n_moved: int


def missing(
    con: duckdb.DuckDBPyConnection, judged_by: Recipe, limit: int
) -> list[tuple[UUID, str]]:
    """Some texts, with their digests, of which the recipe was not asked yet.

    So many at most, and not much more than MOST_BYTES of them.
    """
    values = {"recipe": judged_by.name, "limit": limit, "most_bytes": MOST_BYTES}
    return con.execute(statement("rejudge/missing"), values).fetchall()


def catch_up(
    con: duckdb.DuckDBPyConnection,
    judged_by: Recipe,
    judged: Sequence[tuple[UUID, str, Own | None]],
    compare: Compare,
    now: datetime,
) -> Bounds:
    """Writes what texts say of their own, and whom they are like: digest, text, own.

    In one transaction. No article's place moves: `settle` sees to that. Texts that are
    judged already stay as they are, so trying again is safe.
    """
    put(con, "staged_own", own_table(own for _, _, own in judged))
    rows = [(digest.bytes, own.key.bytes if own else None) for digest, _, own in judged]
    put(con, "judged_texts", table_of(JUDGED_TEXTS, rows, lambda row: row))
    texts = {own.key: text for _, text, own in judged if own}
    with _transaction(con):
        bounds = put_edges(con, judged_by.name, compare, texts)
        values = {"recipe": judged_by.name, "now": now}
        con.execute(statement("rejudge/texts"), {"recipe": judged_by.name})
        con.execute("create or replace temp table arrived as from fresh")
        con.execute(statement("texts/3_own_texts"), {"recipe": judged_by.name})
        con.execute(statement("texts/4_sketches"))
        con.execute(statement("texts/5_edges"), values)
        con.execute(statement("texts/6_crowded"), {"recipe": judged_by.name})
    return bounds


def settle(
    con: duckdb.DuckDBPyConnection, judged_by: Recipe, compare: Compare, now: datetime
) -> Settled:
    """Makes all clusters anew by a recipe that was asked of all texts.

    `compare` tells what is alike of texts that were never laid side by side. What
    others said is dropped in the same transaction: no answer mixes two recipes.
    """
    values = {"recipe": judged_by.name, "now": now, "batch_key": None}
    with _transaction(con):
        [(n_before,)] = con.execute(statement("rejudge/n_clusters")).fetchall()
        con.execute(statement("rejudge/heads"), {"recipe": judged_by.name})
        for name in OF_A_RECIPE:
            sql = statement(f"rejudge/drop_{name}")
            con.execute(sql, {"recipe": judged_by.name})
        n_moved = regroup_all(con, values, compare)
        con.execute(
            statement("rejudge/settled"), {"recipe": judged_by.name, "now": now}
        )
        [counts] = con.execute(statement("rejudge/counts")).fetchall()
    n_texts, n_edges, n_clusters = counts
    return Settled(
        n_texts=n_texts,
        n_edges=n_edges,
        n_clusters_before=n_before,
        n_clusters=n_clusters,
        n_moved=n_moved,
    )


def forget(con: duckdb.DuckDBPyConnection, judged_by: Recipe) -> None:
    """Drops all that the recipe said of texts, so that all of them are judged again.

    No article's place moves before they are.
    """
    with _transaction(con):
        for name in OF_A_RECIPE:
            con.execute(statement(f"rejudge/forget_{name}"), {"recipe": judged_by.name})
        con.execute(statement("rejudge/unsettled"), {"recipe": judged_by.name})


def learn(
    con: duckdb.DuckDBPyConnection,
    sentences: Sequence[tuple[int, str, int]],
    command: str,
    now: datetime,
) -> Recipe:
    """The recipe by which these sentences are nobody's, which holds from now on.

    Each comes as its digest, how it starts, and in how many texts it stands. The same
    sentences are the same recipe. Nothing is judged yet.
    """
    digests = ",".join(str(digest) for digest in sorted(s[0] for s in sentences))
    learnt = hashlib.blake2b(digests.encode(), digest_size=4).hexdigest()
    put(con, "sentences", table_of(BOILERPLATE, sentences, lambda row: row))
    with _transaction(con):
        con.execute(statement("recipes/add_sentences"), {"learnt": learnt})
        values = {"learnt": learnt, "now": now, "command": command}
        con.execute(statement("recipes/add"), values)
    return recipe(con)


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing of what runs within."""
    con.execute("begin")
    try:
        yield
        con.execute("commit")
    except BaseException:
        # a COMMIT that failed has ended its transaction already
        with suppress(duckdb.TransactionException):
            con.execute("rollback")
        raise
