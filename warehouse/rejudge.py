"""Judges stored texts: those that no recipe, or another than today's, was asked of.

Done in batches, each whole by itself; nothing that people see moves before the last of
them: then all clusters are made anew at once, and what the old recipe said goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
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

# What is to be judged again is kept under the recipe's name with this behind it.
BEFORE = ", before"
# And so is what is found then of pairs of which nothing was said before, with this.
AFTER = ", after"
# The name of a table without a sentence.
NO_TABLE = ""
# What is judged at once is held three times: texts, letters, pieces. 5,000 pages have
# some 20 MB.
MOST_BYTES = 64_000_000
FORGETTING = (
    "forget_apart",
    "forget_crowded",
    "forget_found",
    "forget_texts",
    "forget_own_texts",
)
REPLACING = ("forget_edges", "replace_texts", "replace_sketches", "replace_own_texts")
# Edges last: what is told of a text that is dropped goes with it.
DROPPING = (
    "drop_apart",
    "drop_crowded",
    "drop_sketches",
    "drop_own_texts",
    "drop_texts",
    "drop_edges",
)


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
    judged already stay as they are, so trying again is safe. What was said before of
    the others is replaced, pair by pair, and of other pairs nothing is told yet, so
    that what the ledger answers stays whole.
    """
    put(con, "staged_own", own_table(own for _, _, own in judged))
    rows = [(digest.bytes, own.key.bytes if own else None) for digest, _, own in judged]
    put(con, "judged_texts", table_of(JUDGED_TEXTS, rows, lambda row: row))
    texts = {own.key: text for _, text, own in judged if own}
    with _transaction(con):
        _run(con, judged_by, REPLACING)
        bounds = put_edges(con, judged_by.name, compare, texts)
        found = {"recipe": f"{judged_by.name}{AFTER}", "now": now}
        con.execute(statement("rejudge/texts"), {"recipe": judged_by.name})
        con.execute("create or replace temp table arrived as from fresh")
        con.execute(statement("texts/3_own_texts"), {"recipe": judged_by.name})
        con.execute(statement("texts/4_sketches"))
        con.execute(statement("texts/5_edges"), found)
        con.execute(statement("texts/6_crowded"), {"recipe": judged_by.name})
        _run(con, judged_by, ("found_again", "replace_edges"))
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
        _run(con, judged_by, ("found", *DROPPING))
        n_moved = regroup_all(con, values, compare)
        unsettle(con)  # of several recipes one alone is
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
    """Marks all that the recipe said of texts, so that all of them are judged again.

    It holds until then, each piece until it is replaced, and all places until they
    are settled.
    """
    with _transaction(con):
        _run(con, judged_by, FORGETTING)
        unsettle(con)


def unsettle(con: duckdb.DuckDBPyConnection) -> None:
    """Has the next run make all clusters anew, and drop what other recipes say.

    No text is judged again for it.
    """
    con.execute(statement("rejudge/unsettled"))


def learn(
    con: duckdb.DuckDBPyConnection,
    sentences: Sequence[tuple[int, str, int]],
    command: str,
    now: datetime,
) -> Recipe:
    """The recipe by which these sentences are nobody's, which holds from now on.

    Each comes as its digest, how it starts, and in how many texts it stands. The same
    sentences are the same recipe; none are the one without a table. Nothing is judged
    yet.
    """
    digests = ",".join(str(digest) for digest in sorted(s[0] for s in sentences))
    learnt = hashlib.blake2b(digests.encode(), digest_size=4).hexdigest()
    learnt = learnt if sentences else NO_TABLE
    put(con, "sentences", table_of(BOILERPLATE, sentences, lambda row: row))
    with _transaction(con):
        con.execute(statement("recipes/add_sentences"), {"learnt": learnt})
        values = {"learnt": learnt, "now": now, "command": command}
        con.execute(statement("recipes/add"), values)
    return recipe(con)


def _run(
    con: duckdb.DuckDBPyConnection, judged_by: Recipe, names: Iterable[str]
) -> None:
    """Runs these files of `sql/rejudge/`, each with what it asks for of the recipe."""
    recipe = judged_by.name
    values = {
        "recipe": recipe,
        "before": f"{recipe}{BEFORE}",
        "after": f"{recipe}{AFTER}",
    }
    for name in names:
        sql = statement(f"rejudge/{name}")
        con.execute(sql, {key: one for key, one in values.items() if f"${key}" in sql})


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
