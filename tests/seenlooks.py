"""Looks made by hand, loaded through the loader alone: its rules are the subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import duckdb

from tasks.steps.compare import edges_of_unmet
from tasks.text.same_story import is_same_story
from warehouse import load as loader
from warehouse.connect import writing
from warehouse.migrate import migrate
from warehouse.model.article import Article, Look
from warehouse.model.batch import Batch
from warehouse.model.entry import Key
from warehouse.staging import stage

START = datetime(2026, 1, 1, tzinfo=UTC)
FAR = START + timedelta(days=10_000)


def digest(*parts: object) -> UUID:
    joined = "|".join(map(str, parts)).encode()
    return UUID(bytes=blake2b(joined, digest_size=16).digest())


@dataclass(frozen=True)
class Seen:
    """One look to load: which article, when, and the text; None is a 404.

    `of` says of which bytes the text was read, where they are not its own.
    """

    day: int
    text: str | None
    article: str = "a"
    outcome: str = "not_found"
    of: str | None = None
    parser: str = "p1"

    def look(self) -> Look:
        key = Key(rule="guid", written=self.article, digest=digest(self.article))
        at = START + timedelta(days=self.day)
        if self.text is None:
            return Look(
                source_id="s",
                keys=(key,),
                status="missing" if self.outcome in ("not_found", "gone") else "failed",
                captured_at=at,
                reason=self.outcome,
            )
        return Look(
            source_id="s",
            keys=(key,),
            status="read",
            captured_at=at,
            payload_digest=sha256((self.of or self.text).encode()).hexdigest(),
            parser=self.parser,
            article=Article(text=self.text, title=self.text[:1]),
            fingerprint=digest("f", self.text),
            text_digest=digest("t", self.text),
            repeat_key=digest("r", self.article, self.text),
            n_words=3,
        )


@contextmanager
def fresh(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse at `path`; its schema is made once, which is what costs."""
    path.write_bytes(_empty())
    with writing(path, 0) as con:
        yield con


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        migrate(path, 0, START)
        return path.read_bytes()


def put(con: duckdb.DuckDBPyConnection, looks: Sequence[Seen], learnt: int) -> None:
    """Loads the looks as one run of one batch, learnt on a day of its own."""
    put_looks(con, [seen.look() for seen in looks], looks[0].day, learnt)


def put_looks(
    con: duckdb.DuckDBPyConnection, looks: Sequence[Look], run: int, learnt: int
) -> None:
    staged = stage(looks=looks)
    batch = Batch(
        batch_key=digest("b", learnt),
        run_id=digest("run", run),
        source_id="s",
        n_entries=len(looks),
    )
    loader.decide(con, staged, batch, is_same_story, lambda _: ())
    loader.load(con, staged, batch, edges_of_unmet, learnt_at(learnt))


def learnt_at(learnt: int) -> datetime:
    return FAR + timedelta(days=learnt)
