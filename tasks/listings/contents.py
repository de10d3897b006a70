"""What a local file holds, by its ending: one article, or any number of them.

The files of a ZIP archive come through here too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from tasks.listings.archives import list_zip
from tasks.listings.documents import list_xml
from tasks.listings.jsonrecords import list_document, list_lines
from tasks.listings.opened import Found, Unreadable, read_within
from tasks.listings.records import left_out
from tasks.listings.tables import list_csv, list_parquet
from tasks.listings.warc import list_warc
from tasks.text.keys import make_key
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
}
_HOLD_MANY: dict[str, Callable[[Source, Found], Iterator[Entry | Reject]]] = {
    ".jsonl": list_lines,
    ".ndjson": list_lines,
    ".json": list_document,
    ".csv": list_csv,
    ".tsv": list_csv,
    ".parquet": list_parquet,
    ".warc": list_warc,
    ".xml": list_xml,
    ".rss": list_xml,
    ".atom": list_xml,
    ".rdf": list_xml,
}
READ = frozenset([*MEDIA_TYPES, *_HOLD_MANY, ".zip"])


def suffix_of(name: str) -> str:
    """The ending that tells what a file is, in lower case; `.gz` tells nothing."""
    stem, suffix = os.path.splitext(name.lower())  # noqa: PTH122  of any name
    return os.path.splitext(stem)[1] if suffix == ".gz" else suffix  # noqa: PTH122


def list_found(source: Source, file: Found) -> Iterator[Entry | Reject]:
    """The entries of a file of a kind in READ, with their bodies, or why not."""
    if file.suffix == ".zip":
        return list_zip(source, file, _list_member)
    return _list_one(source, file)


def _list_member(source: Source, file: Found) -> Iterator[Entry | Reject]:
    """The entries of a file within an archive; an archive in another is not opened."""
    suffix = file.suffix
    if suffix in MEDIA_TYPES or suffix in _HOLD_MANY:
        return _list_one(source, file)
    detail = f"not a kind of file that is read in an archive: {suffix or 'no ending'}"
    return iter([left_out(source, file.name, "file_type", detail)])


def _list_one(source: Source, file: Found) -> Iterator[Entry | Reject]:
    if file.suffix in _HOLD_MANY:
        yield from _HOLD_MANY[file.suffix](source, file)
        return
    try:
        body = read_within(file.open(), source.max_bytes)
    except Unreadable as why:
        yield left_out(source, file.name, why.reason, str(why))
        return
    yield Entry(
        source_id=source.source_id,
        keys=(make_key("path", file.name, source.source_id),),
        path=file.path or file.name,
        body=body,
        media_type=MEDIA_TYPES[file.suffix],
        timezone=source.timezone,
        rules=source.rules,
    )
