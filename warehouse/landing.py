"""Raw bytes, kept as they came: one WARC file a batch, complete or absent.

A payload is a `resource` record; bytes that the ledger holds already are a
`revisit`. Beside each stands a `metadata` record with its entry, so that the
rows can be made again from these files alone.
Source: WARC 1.1 (ISO 28500:2017).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from warehouse.connect import plain_errors
from warehouse.errors import LedgerDamaged
from warehouse.ledger import TEMPORARY_NAME
from warehouse.model import Batch, Entry, Key, Listed, Payload, Stored

LEVEL = 6
GZIP = 31  # zlib's window bits for a gzip member
_LISTED = tuple(field.name for field in fields(Listed))
REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class Landing:
    """An open WARC file that takes the payloads of one batch, one by one."""

    def __init__(self, file: io.BufferedWriter, name: str, batch: Batch) -> None:
        self._file, self._name, self._batch = file, name, batch
        self._n_records = 0
        self.n_added = 0
        self.n_bytes = 0
        self.stored: dict[str, Stored] = {}

    def add(self, payload: Payload, held: Stored | None) -> None:
        """Writes the payload and its entry; `held` tells where its bytes are already.

        Bytes that this batch has landed are found without being told.
        """
        self.n_added += 1
        self.n_bytes += len(payload.body)
        held = held or self.stored.get(payload.digest)
        record_id = self._next_id()
        if held is None:
            self.stored[payload.digest] = self._write_body(payload, record_id)
        else:
            self._write_revisit(payload, record_id)
        self._write_metadata(payload, record_id, held)

    @property
    def landed_as(self) -> str | None:
        """The file's name below the raw folder; None where nothing was added."""
        return self._name if self.n_added else None

    def start(self, now: datetime, program: str) -> None:
        """Writes the `warcinfo` record that opens the file."""
        body = f"software: {program}\r\nformat: WARC File Format 1.1\r\n".encode()
        headers = {"Content-Type": "application/warc-fields"}
        self._write(WarcRecordType.warcinfo, self._next_id(), now, headers, body)

    def _next_id(self) -> UUID:
        self._n_records += 1
        return uuid5(self._batch.batch_key, str(self._n_records))

    def _write_body(self, payload: Payload, record_id: UUID) -> Stored:
        offset, length = self._write(
            WarcRecordType.resource,
            record_id,
            payload.captured_at,
            {
                "WARC-Target-URI": _uri(payload),
                "WARC-Payload-Digest": f"sha256:{payload.digest}",
                "Content-Type": payload.media_type,
            },
            payload.body,
        )
        return Stored(
            payload_digest=payload.digest,
            media_type=payload.media_type,
            charset=payload.charset,
            n_bytes=len(payload.body),
            warc_file=self._name,
            warc_offset=offset,
            warc_length=length,
        )

    def _write_revisit(self, payload: Payload, record_id: UUID) -> None:
        headers = {
            "WARC-Target-URI": _uri(payload),
            "WARC-Payload-Digest": f"sha256:{payload.digest}",
            "WARC-Profile": REVISIT,
        }
        self._write(
            WarcRecordType.revisit, record_id, payload.captured_at, headers, b""
        )

    def _write_metadata(
        self, payload: Payload, record_id: UUID, held: Stored | None
    ) -> None:
        said = {
            "run_id": str(self._batch.run_id),
            "batch_key": str(self._batch.batch_key),
            "payload_digest": payload.digest,
            "media_type": payload.media_type,
            "charset": payload.charset,
            "url": payload.url,
            "entry": _entry_said(payload.entry),
            "held": None if held is None else [held.warc_file, held.warc_offset],
        }
        headers = {
            "WARC-Target-URI": _uri(payload),
            "WARC-Concurrent-To": f"<{record_id.urn}>",
            "Content-Type": "application/json",
        }
        body = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._write(
            WarcRecordType.metadata,
            self._next_id(),
            payload.captured_at,
            headers,
            body,
        )

    def _write(
        self,
        kind: WarcRecordType,
        record_id: UUID,
        at: datetime,
        headers: dict[str, str],
        body: bytes,
    ) -> tuple[int, int]:
        """Writes one record as one gzip member; gives its offset and length."""
        record = WarcRecord()
        record.init_headers(record_type=kind, record_urn=str(record_id).encode())
        record.headers["WARC-Record-ID"] = f"<{record_id.urn}>"
        record.headers["WARC-Date"] = (
            at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        )
        for name, value in headers.items():
            record.headers[name] = value
        record.set_bytes_content(body)
        plain = io.BytesIO()
        record.write(plain)
        member = zlib.compress(plain.getbuffer(), LEVEL, GZIP)
        offset = self._file.tell()
        self._file.write(member)
        return offset, len(member)


@contextmanager
def landing(raw: Path, batch: Batch, now: datetime, program: str) -> Iterator[Landing]:
    """A WARC file for the batch, under its name only once it is whole and synced.

    Where nothing was added, or on any error, no file is left. Raises DiskFull.
    """
    name = f"{now:%Y/%m/%d}/{now:%H%M%S}-{batch.batch_key}.warc.gz"
    path = raw / name
    part = path.with_name(path.name + TEMPORARY_NAME)
    with plain_errors(path, "landing raw bytes"):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                opened = Landing(file, name, batch)
                opened.start(now, program)
                yield opened
                file.flush()
                os.fsync(file.fileno())
            if opened.n_added:
                part.rename(path)
                _sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)


def payloads(raw: Path, warc_file: str) -> Iterator[Payload]:
    """The payloads of a landed batch, in the order they came, entries included."""
    body: bytes | None = None
    path = raw / warc_file
    with path.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            if record.record_type == WarcRecordType.resource:
                body = record.reader.read()
            elif record.record_type == WarcRecordType.revisit:
                body = None
            elif record.record_type == WarcRecordType.metadata:
                said = json.loads(record.reader.read().decode("utf-8", "surrogatepass"))
                if body is None:
                    body = read_body(raw, *said["held"])
                yield _payload(said, body, record.headers["WARC-Date"])


def read_body(raw: Path, warc_file: str, warc_offset: int) -> bytes:
    """The bytes of one record. Raises LedgerDamaged where they are not as landed."""
    path = raw / warc_file
    try:
        with path.open("rb") as file:
            file.seek(warc_offset)
            record = next(ArchiveIterator(file, parse_http=False))
            body: bytes = record.reader.read()
    except (OSError, StopIteration) as error:
        raise LedgerDamaged(path, f"no record at offset {warc_offset}") from error
    digest = hashlib.sha256(body).hexdigest()
    if record.headers.get("WARC-Payload-Digest") != f"sha256:{digest}":
        raise LedgerDamaged(path, f"record at offset {warc_offset} fails its digest")
    return body


def _uri(payload: Payload) -> str:
    entry = payload.entry
    if payload.url or entry.url:
        return payload.url or entry.url or ""
    return f"urn:newsledger:{entry.source_id}:{entry.keys[0].digest}"


def _entry_said(entry: Entry) -> dict[str, Any]:
    return {
        "source_id": entry.source_id,
        "keys": [[key.rule, key.written, str(key.digest)] for key in entry.keys],
        "url": entry.url,
        "path": entry.path,
        "timezone": entry.timezone,
        "fields": entry.fields,
        "listed": {
            name: value for name in _LISTED if (value := getattr(entry.listed, name))
        },
    }


def _payload(said: dict[str, Any], body: bytes, date: str) -> Payload:
    entry = said["entry"]
    listed: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in entry["listed"].items()
    }
    return Payload(
        entry=Entry(
            source_id=entry["source_id"],
            keys=tuple(
                Key(rule=rule, written=written, digest=UUID(digest))
                for rule, written, digest in entry["keys"]
            ),
            url=entry["url"],
            path=entry["path"],
            timezone=entry["timezone"],
            fields=tuple((ours, theirs) for ours, theirs in entry["fields"]),
            listed=Listed(**listed),
        ),
        digest=said["payload_digest"],
        body=body,
        media_type=said["media_type"],
        captured_at=datetime.fromisoformat(date),
        charset=said["charset"],
        url=said["url"],
    )


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
