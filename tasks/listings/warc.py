"""Pages of a WARC archive, as crawlers and CC-NEWS keep them.

A second home of fastwarc, beside warehouse/landing.py: what a stranger's archive
holds is judged here, and a stranger's archive is no part of the warehouse.
Source: ISO 28500 (WARC 1.0 and 1.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from tasks.listings.opened import Found
from tasks.listings.records import left_out
from tasks.text.keys import make_key
from tasks.text.urls import UrlUnreadable, canonical, redacted
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source

_PAGES = frozenset(["text/html", "application/xhtml+xml"])
_BROKEN = (OSError, ValueError, RuntimeError, EOFError)
# What a bug in its Rust becomes, which is no Exception: a damaged archive may find one.
_PANIC = "PanicException"
_URI = "WARC-Target-URI"
# Of HTTP, before the body.
_MAX_HEADERS = 65_536
_TYPES = WarcRecordType.response | WarcRecordType.resource


def list_warc(source: Source, file: Found) -> Iterator[Entry | Reject]:
    """An entry for each page of the archive, with when it was fetched, or why not.

    A page is an answer of HTML with status 200. Requests, revisits, pictures and
    other statuses are no pages; a record that cannot be read is a reject. An archive
    that breaks off is read as far as it goes, and a reject says so.
    """
    if file.path is None:
        detail = "an archive of the web within an archive; unpack it"
        yield left_out(source, file.name, "file_type", detail)
        return
    n_pages = 0
    try:
        with Path(file.path).open("rb") as opened:
            for item in _list_records(source, file.name, opened):
                n_pages += 1
                yield item
    except BaseException as error:
        if not isinstance(error, _BROKEN) and type(error).__name__ != _PANIC:
            raise
        yield left_out(source, file.name, "bad_warc", _said(error))
        return
    if not n_pages:
        yield left_out(source, file.name, "empty", "there is no page in it")


def _list_records(
    source: Source, file_name: str, opened: IO[bytes]
) -> Iterator[Entry | Reject]:
    records = ArchiveIterator(
        opened, record_types=_TYPES, parse_http=False, strict_mode=False
    )
    for record in records:
        name = f"{file_name}@{record.stream_pos}"
        try:
            item = _read_record(source, record)
        except _BROKEN as error:
            yield left_out(source, name, "bad_warc", _said(error))
            continue
        if isinstance(item, Entry):
            yield item
        elif item is not None:
            yield left_out(source, name, *item)


def _read_record(source: Source, record: WarcRecord) -> Entry | tuple[str, str] | None:
    """The page that a record holds, (reason, detail) why not, or None for no page."""
    is_large = record.content_length > source.max_bytes + _MAX_HEADERS
    if not is_large:
        n_bytes = record.content_length
        record.freeze()  # the record whole in memory, and its length what there is
        if record.content_length < n_bytes or not record.headers.get(_URI):
            return "bad_warc", f"it ends at {record.content_length} bytes of {n_bytes}"
    media_type = _media_type(record)
    if media_type not in _PAGES:
        return None
    body = b"" if is_large else record.reader.read(source.max_bytes + 1)
    if is_large or len(body) > source.max_bytes:
        return "too_large", f"more than max_bytes ({source.max_bytes:,})"
    written = record.headers.get(_URI) or ""
    try:
        # WARC 1.0 wrote some addresses in angle brackets.
        url = canonical(written.strip("<> "))
    except UrlUnreadable:
        return "no_link", f"its address is none of the web: {redacted(written)}"
    return Entry(
        source_id=source.source_id,
        keys=(make_key("url", url, source.source_id),),
        url=url,
        body=body,
        media_type=media_type,
        charset=record.http_charset,
        captured_at=_date(record.headers.get("WARC-Date")),
        timezone=source.timezone,
        rules=source.rules,
    )


def _media_type(record: WarcRecord) -> str:
    """What a record holds; "" where it is an answer that is not 200."""
    declared = record.headers.get("Content-Type") or ""
    if record.is_http:
        record.parse_http(auto_decode="all")
        if record.http_headers.status_code != 200:
            return ""
        declared = record.http_content_type or ""
    return declared.partition(";")[0].strip().lower()


def _date(written: str | None) -> datetime | None:
    """When a record says it was captured; None where it does not say it readably."""
    try:
        moment = datetime.fromisoformat(written or "")
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
