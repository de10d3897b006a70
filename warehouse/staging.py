"""What a batch holds between its steps: Arrow files in `staging/`, by batch.

Rows become columns here and nowhere else; from here on everything is set-based.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa

from warehouse.columns import by_name, table_of
from warehouse.connect import told_when_full
from warehouse.model.article import Article, Look
from warehouse.model.batch import Stored
from warehouse.model.entry import Fetch, Key, Reject
from warehouse.model.likeness import Own
from warehouse.schemas import (
    FETCHES,
    KEYS,
    LOOKS,
    OWN,
    PAYLOADS,
    REJECTS,
    REPEATS,
    SCHEMAS,
)


@dataclass(frozen=True, slots=True)
class Staged:
    """The staged rows of one batch, by table name (the keys of SCHEMAS)."""

    tables: dict[str, pa.Table]


def stage(
    looks: Iterable[Look] = (),
    rejects: Iterable[Reject] = (),
    fetches: Iterable[tuple[UUID, Fetch]] = (),
    payloads: Iterable[Stored] = (),
) -> Staged:
    """The rows of one step as tables; `row_no` counts the looks from 0."""
    numbered = list(enumerate(looks))
    return Staged(
        {
            "staged_looks": table_of(LOOKS, numbered, lambda x: _look_row(*x)),
            "staged_keys": table_of(
                KEYS,
                [(n, *key) for n, look in numbered for key in _keys(look)],
                _key_row,
            ),
            "staged_repeats": table_of(
                REPEATS,
                [(n, r) for n, look in numbered for r in look.repeats],
                lambda x: (x[0], x[1].starts_at, x[1].n_chars, x[1].kept_at),
            ),
            "staged_own": own_table(look.own for _, look in numbered),
            "staged_rejects": table_of(REJECTS, rejects, by_name(REJECTS)),
            "staged_fetches": table_of(FETCHES, fetches, fetch_row),
            "staged_payloads": table_of(PAYLOADS, payloads, by_name(PAYLOADS)),
        }
    )


def own_table(found: Iterable[Own | None]) -> pa.Table:
    """What texts say of their own, each key once, by OWN."""
    own = {each.key: each for each in found if each is not None}
    return table_of(
        OWN, own.values(), lambda each: (each.key.bytes, each.sketch, each.letters)
    )


def joined(steps: Sequence[Staged]) -> Staged:
    """The rows of several steps of one batch as one, looks numbered through."""
    tables: dict[str, list[pa.Table]] = {name: [] for name in SCHEMAS}
    n_before = 0
    for step in steps:
        for name, table in step.tables.items():
            if "row_no" in table.schema.names and n_before:
                table = table.set_column(0, "row_no", _shifted(table, n_before))
            tables[name].append(table)
        n_before += step.tables["staged_looks"].num_rows
    return Staged(
        {
            name: pa.concat_tables([SCHEMAS[name].empty_table(), *parts])
            for name, parts in tables.items()
        }
    )


def _shifted(table: pa.Table, n_before: int) -> pa.Array:
    """The table's row numbers, counted on from `n_before`.

    Not by pyarrow.compute, which takes 0.1 s to load.
    """
    numbers = table["row_no"].to_pylist()
    return pa.array([n_before + row_no for row_no in numbers], pa.int64())


def write(folder: Path, step: str, staged: Staged) -> None:
    """Keeps the rows of one step in the batch's folder. Raises DiskFull."""
    with told_when_full(folder, "staging a batch"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in staged.tables.items():
            path = folder / f"{step}.{name}.arrow"
            with (
                pa.OSFile(os.fspath(path), "wb") as sink,
                pa.ipc.new_file(sink, table.schema) as writer,
            ):
                writer.write_table(table)


def read(folder: Path) -> Staged:
    """All rows of a batch, step by step, mapped from their files, not copied."""
    steps = sorted({path.name.split(".")[0] for path in folder.glob("*.arrow")})
    found = []
    for step in steps:
        tables = {}
        for name in SCHEMAS:
            path = folder / f"{step}.{name}.arrow"
            with pa.memory_map(os.fspath(path)) as source:
                tables[name] = pa.ipc.open_file(source).read_all()
        found.append(Staged(tables))
    return joined(found)


def clear(folder: Path) -> None:
    """Removes the batch's folder; what it held is committed."""
    shutil.rmtree(folder, ignore_errors=True)


_fetch = by_name(FETCHES, skip=1)


def fetch_row(identified: tuple[UUID, Fetch]) -> tuple[Any, ...]:
    """The row of a request with its id, by FETCHES."""
    return (identified[0].bytes, *_fetch(identified[1]))


def _keys(look: Look) -> Iterator[tuple[int, Key, bool]]:
    """The keys of a look, numbered from 0, and whether its page only claims it."""
    for nth, key in enumerate(look.keys):
        yield nth, key, False
    if look.claim is not None:
        yield len(look.keys), look.claim, True


def _key_row(numbered: tuple[int, int, Key, bool]) -> tuple[Any, ...]:
    row_no, nth, key, is_claim = numbered
    return (row_no, nth, key.rule, key.written, key.digest.bytes, is_claim)


def _look_row(row_no: int, look: Look) -> tuple[Any, ...]:
    return (
        row_no,
        look.source_id,
        look.status,
        look.captured_at,
        look.url,
        look.payload_digest,
        look.listed_digest.bytes if look.listed_digest else None,
        look.parser,
        look.reason,
        look.detail,
        look.fingerprint.bytes if look.fingerprint else None,
        look.text_digest.bytes if look.text_digest else None,
        look.repeat_key.bytes if look.repeat_key else None,
        look.own.key.bytes if look.own else None,
        look.n_words,
        *_article_row(look.article),
    )


def _article_row(article: Article | None) -> tuple[Any, ...]:
    if article is None:
        return (None,) * (len(LOOKS) - 15)
    dated = article.published
    return (
        article.title,
        article.text,
        article.authors,
        article.section,
        article.tags,
        article.language,
        article.language_confidence,
        *(
            (
                dated.at,
                dated.until,
                dated.precision,
                dated.zone,
                dated.raw,
                dated.came_from,
            )
            if dated
            else (None,) * 6
        ),
        article.modified_at,
        article.image_url,
        article.publisher,
        article.is_free,
        json.dumps(dict(article.provenance), ensure_ascii=False),
    )
