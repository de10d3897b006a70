"""Records of a table: CSV, TSV and Parquet. Each row is one, its columns its fields.

Source: RFC 4180, as far as programs keep to it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from tasks.extract.charset import decode, wide_codec
from tasks.listings.opened import Found, Unreadable
from tasks.listings.records import Row, as_json, left_out, list_rows
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source
from warehouse.parquet import ParquetUnreadable, columns_of, read_parquet

FIELDS = (
    "id", "url", "title", "text", "html", "published", "modified", "authors",
    "language", "section", "tags",
)  # fmt: skip
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 65_536
_SAMPLED_ROWS = 20
# How long a value may be is asked of the record as a whole, by `_bounded`.
csv.field_size_limit(2**31 - 1)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is not in the table's encoding, read as windows-1252, as most of it is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("newsledger-windows", _as_windows)


def list_csv(source: Source, file: Found) -> Iterator[Entry | Reject]:
    """An entry for each row of a table of text, or why there is none.

    Its first line names the columns, as `source.fields` or we call them. What parts
    them is told by the first rows.
    """
    try:
        with file.open() as opened:
            head = _peek(opened)
        codec = _codec(head)
        delimiter = _delimiter(head.decode(codec, "replace"))
        with file.open() as opened:
            names = next(
                _parsed(opened, codec, delimiter, source.max_bytes), (0, [], "")
            )
    except Unreadable as why:
        yield left_out(source, file.name, why.reason, str(why))
        return
    columns = _columns(names[1], source)
    if problem := _nothing_to_read(columns, source):
        yield left_out(source, file.name, *problem, head)
        return
    yield from list_rows(
        source,
        file,
        lambda: _csv_rows(file, codec, delimiter, columns, source.max_bytes),
    )


def list_parquet(source: Source, file: Found) -> Iterator[Entry | Reject]:
    """An entry for each row of a Parquet file, or why there is none."""
    if file.path is None:
        detail = "a Parquet file within an archive; unpack it"
        yield left_out(source, file.name, "file_type", detail)
        return
    path = file.path
    try:
        written = columns_of(path)
    except ParquetUnreadable as why:
        yield left_out(source, file.name, "bad_table", str(why))
        return
    columns = _columns(written, source)
    if problem := _nothing_to_read(columns, source):
        yield left_out(source, file.name, *problem)
        return
    wanted = {w: c for w, c in zip(written, columns, strict=True) if c in _ours(source)}
    yield from list_rows(source, file, lambda: _parquet_rows(path, wanted, source))


def _ours(source: Source) -> set[str]:
    theirs = dict(source.fields)
    return {theirs.get(name, name) for name in FIELDS}


def _columns(written: list[str], source: Source) -> list[str]:
    """The columns' names, one that differs from what is asked in case only as asked."""
    names = [name.strip().removeprefix("\ufeff").strip('"') for name in written]
    asked = {name.lower(): name for name in _ours(source)}
    return [
        name if name in asked.values() else asked.get(name.lower(), name)
        for name in names
    ]


def _nothing_to_read(columns: list[str], source: Source) -> tuple[str, str] | None:
    """Why no article can come of such columns; None where one can."""
    if not columns or not any(columns):
        return "empty", "there is no record in it"
    theirs = dict(source.fields)
    texts = {theirs.get(name, name) for name in ("text", "html")}
    if texts.isdisjoint(columns):
        there = ", ".join(columns)[:200]
        detail = f"no column {' or '.join(sorted(texts))}, among: {there}"
        return "bad_table", f"{detail}; name it in [source.fields]"
    return None


def _peek(file: IO[bytes]) -> bytes:
    """The first lines of the file, whole ones."""
    head = file.read(_SAMPLE)
    end = head.rfind(b"\n") + 1
    return head[:end] if len(head) == _SAMPLE and end else head


def _codec(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if (wide := wide_codec(head)) is not None:
        return wide
    if head.startswith(codecs.BOM_UTF8) or head.isascii():
        return "utf-8-sig"
    found = decode(head).charset
    try:
        return codecs.lookup(found).name
    except LookupError:
        return "utf-8-sig"


def _delimiter(head: str) -> str:
    """What parts the columns: what gives most rows the same number of them."""
    best, most = ",", (0, 0)
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for nth, row in enumerate(
                csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
            ):
                widths[len(row)] += bool(row)
                if nth == _SAMPLED_ROWS:
                    break
        except csv.Error:
            continue
        [(width, n_rows)] = widths.most_common(1) or [(0, 0)]
        if width > 1 and (n_rows, width) > most:
            best, most = delimiter, (n_rows, width)
    return best


def _csv_rows(
    file: Found, codec: str, delimiter: str, columns: list[str], max_bytes: int
) -> Iterator[Row]:
    with file.open() as opened:
        parsed = _parsed(opened, codec, delimiter, max_bytes)
        next(parsed, None)  # the columns' names
        for number, values, problem in parsed:
            if problem:
                why = ("bad_table", f"record {number}: {problem}")
                yield Row(number=number, record={}, body=b"", problem=why)
            elif len(values) > len(columns):
                detail = f"record {number} has {len(values)} values of {len(columns)}"
                body = delimiter.join(values).encode("utf-8", "replace")
                yield Row(
                    number=number, record={}, body=body, problem=("bad_table", detail)
                )
            else:
                record = {
                    name: value
                    for name, value in zip(columns, values, strict=False)
                    if name and value.strip()
                }
                yield Row(number=number, record=record, body=as_json(record))


def _parsed(
    opened: IO[bytes], codec: str, delimiter: str, max_bytes: int
) -> Iterator[tuple[int, list[str], str]]:
    """The rows that hold something, from 0, with what is wrong with one, if anything.

    Raises Unreadable, also where one row does not end.
    """
    text = io.TextIOWrapper(
        opened, encoding=codec, errors="newsledger-windows", newline=""
    )
    taken = [0]
    rows = csv.reader(_bounded(text, max_bytes, taken), delimiter=delimiter)
    number = -1
    while True:
        taken[0] = 0
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield number, [], str(error)
            continue
        except OSError as error:
            raise Unreadable("unreadable", str(error.strerror or error)) from error
        if any(value.strip() for value in row):
            number += 1
            yield number, row, ""


def _bounded(text: io.TextIOWrapper, max_bytes: int, taken: list[int]) -> Iterator[str]:
    """The lines of `text`; raises Unreadable where one record takes too many."""
    while line := text.readline(max_bytes + 1):
        taken[0] += len(line)
        if taken[0] > max_bytes:
            detail = (
                f"a record is longer than max_bytes ({max_bytes:,}); a quote is open?"
            )
            raise Unreadable("too_large", detail)
        yield line


def _parquet_rows(path: str, wanted: dict[str, str], source: Source) -> Iterator[Row]:
    try:
        for number, values in enumerate(read_parquet(path, list(wanted)), 1):
            record: dict[str, Any] = {
                wanted[name]: value
                for name, value in values.items()
                if value is not None
            }
            body = as_json(record)
            if len(body) <= source.max_bytes:
                yield Row(number=number, record=record, body=body)
                continue
            detail = f"record {number} is longer than max_bytes ({source.max_bytes:,})"
            yield Row(number=number, record={}, body=b"", problem=("too_large", detail))
    except ParquetUnreadable as why:
        raise Unreadable("bad_table", str(why)) from why
