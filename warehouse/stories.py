"""The stories that a run found told more than once: clusters that it changed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import duckdb

from warehouse.sqlfiles import statement

# So many are told after a run; `newsledger duplicates` has all of them.
N_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A cluster: the article that is shown of it, and how many tell the same.

    `title` is how its text begins where it has none.
    """

    article_id: UUID
    n_members: int
    source_ids: tuple[str, ...]
    title: str


def stories(con: duckdb.DuckDBPyConnection, run_id: UUID) -> tuple[Story, ...]:
    """The largest clusters that got a member in the run, the largest first."""
    values = {"run_id": run_id, "n": N_TOLD}
    rows = con.execute(statement("runs/repeated"), values).fetchall()
    return tuple(
        Story(
            article_id=article_id,
            n_members=n_members,
            source_ids=tuple(source_ids),
            title=title,
        )
        for article_id, n_members, source_ids, title in rows
    )
