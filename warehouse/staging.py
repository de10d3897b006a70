"""What a batch holds between its steps: Arrow files in `staging/`, by batch.

Rows become columns here and nowhere else; from here on everything is set-based.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa

from warehouse.connect import told_when_full
from warehouse.model import Article, Fetch, Look, Reject, Stored

MOMENT = pa.timestamp("us", tz="UTC")
TEXTS = pa.list_(pa.string())

LOOKS = pa.schema(
    [
        ("row_no", pa.int64()),
        ("source_id", pa.string()),
        ("status", pa.string()),
        ("captured_at", MOMENT),
        ("url", pa.string()),
        ("payload_digest", pa.string()),
        ("listed_digest", pa.uuid()),
        ("parser", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("fingerprint", pa.uuid()),
        ("text_digest", pa.uuid()),
        ("repeat_key", pa.uuid()),
        ("n_words", pa.int64()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("authors", TEXTS),
        ("section", pa.string()),
        ("tags", TEXTS),
        ("language", pa.string()),
        ("language_confidence", pa.float64()),
        ("published_at", MOMENT),
        ("published_until", MOMENT),
        ("published_precision", pa.string()),
        ("published_zone", pa.string()),
        ("published_raw", pa.string()),
        ("published_from", pa.string()),
        ("modified_at", MOMENT),
        ("image_url", pa.string()),
        ("publisher", pa.string()),
        ("is_free", pa.bool_()),
        ("provenance", pa.string()),
    ]
)
KEYS = pa.schema(
    [
        ("row_no", pa.int64()),
        ("nth", pa.int64()),
        ("rule", pa.string()),
        ("written", pa.string()),
        ("key_digest", pa.uuid()),
    ]
)
REPEATS = pa.schema(
    [
        ("row_no", pa.int64()),
        ("starts_at", pa.int64()),
        ("n_chars", pa.int64()),
        ("kept_at", pa.int64()),
    ]
)
REJECTS = pa.schema(
    [
        ("source_id", pa.string()),
        ("identity_key", pa.string()),
        ("stage", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("url", pa.string()),
        ("payload_digest", pa.string()),
        ("excerpt", pa.string()),
        ("parser", pa.string()),
    ]
)
FETCHES = pa.schema(
    [
        ("fetch_id", pa.uuid()),
        ("source_id", pa.string()),
        ("url", pa.string()),
        ("final_url", pa.string()),
        ("redirects", TEXTS),
        ("status", pa.int32()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("n_bytes", pa.int64()),
        ("elapsed_ms", pa.float64()),
        ("validators", TEXTS),
        ("etag", pa.string()),
        ("last_modified", pa.string()),
        ("robots", pa.string()),
        ("retry_after_s", pa.int64()),
        ("payload_digest", pa.string()),
        ("started_at", MOMENT),
    ]
)
PAYLOADS = pa.schema(
    [
        ("payload_digest", pa.string()),
        ("media_type", pa.string()),
        ("charset", pa.string()),
        ("n_bytes", pa.int64()),
        ("warc_file", pa.string()),
        ("warc_offset", pa.int64()),
        ("warc_length", pa.int64()),
    ]
)
SCHEMAS = {
    "staged_looks": LOOKS,
    "staged_keys": KEYS,
    "staged_repeats": REPEATS,
    "staged_rejects": REJECTS,
    "staged_fetches": FETCHES,
    "staged_payloads": PAYLOADS,
}


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
            "staged_looks": _table(LOOKS, numbered, lambda x: _look_row(*x)),
            "staged_keys": _table(
                KEYS,
                [(n, i, k) for n, look in numbered for i, k in enumerate(look.keys)],
                lambda x: (x[0], x[1], x[2].rule, x[2].written, x[2].digest.bytes),
            ),
            "staged_repeats": _table(
                REPEATS,
                [(n, r) for n, look in numbered for r in look.repeats],
                lambda x: (x[0], x[1].starts_at, x[1].n_chars, x[1].kept_at),
            ),
            "staged_rejects": _table(REJECTS, rejects, _by_name(REJECTS)),
            "staged_fetches": _table(
                FETCHES,
                fetches,
                lambda x: (x[0].bytes, *_by_name(FETCHES, skip=1)(x[1])),
            ),
            "staged_payloads": _table(PAYLOADS, payloads, _by_name(PAYLOADS)),
        }
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


def _table(
    schema: pa.Schema, rows: Iterable[Any], row: Callable[[Any], tuple[Any, ...]]
) -> pa.Table:
    columns = list(zip(*(row(item) for item in rows), strict=True))
    if not columns:
        return schema.empty_table()
    return pa.table(
        [
            _column(column, field.type)
            for column, field in zip(columns, schema, strict=True)
        ],
        schema=schema,
    )


def _column(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    """The values as a column; what UTF-8 cannot say in them is written as an escape.

    Half a surrogate, in the message of an error or the name of a file, must not
    cost the batch.
    """
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_sayable(value) for value in values], kind)


def _sayable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, tuple):
        return tuple(_sayable(item) for item in value)
    return value


def _by_name(schema: pa.Schema, skip: int = 0) -> Callable[[Any], tuple[Any, ...]]:
    names = schema.names[skip:]
    return lambda item: tuple(getattr(item, name) for name in names)


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
        look.n_words,
        *_article_row(look.article),
    )


def _article_row(article: Article | None) -> tuple[Any, ...]:
    if article is None:
        return (None,) * (len(LOOKS) - 14)
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
