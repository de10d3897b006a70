"""Raw bytes, kept as they came: one WARC file a batch, complete or absent.

A payload is a `resource` record; bytes that the ledger holds already are a
`revisit`. Beside each stands a `metadata` record with its entry, so that the
rows can be made again from these files alone.
Source: WARC 1.1 (ISO 28500:2017).
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from warehouse.connect import told_when_full
from warehouse.gzipped import gzip_member
from warehouse.landed import (
    BATCH,
    landed_files,
    payloads,
    read_batch,
    read_body,
    stored_in,
)
from warehouse.ledger import TEMPORARY_NAME
from warehouse.model.batch import Batch, Stored
from warehouse.model.entry import Payload
from warehouse.model.source import Source
from warehouse.said import entry_said, source_of, source_said

# What is read of raw files has a home of its own, and its old names here still.
__all__ = [
    "Landing",
    "landed_files",
    "landing",
    "payloads",
    "read_batch",
    "read_body",
    "source_of",
    "stored_in",
]

REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class Landing:
    """An open WARC file that takes the payloads of one batch, one by one."""

    def __init__(self, file: io.BufferedWriter, name: str, batch: Batch) -> None:
        self._file, self._name = file, name
        self._batch_key, self._run_id = str(batch.batch_key), str(batch.run_id)
        self._source_ids: set[str] = set()
        self._n_records = 0
        self.n_added = 0
        self.n_bytes = 0
        self.stored: dict[str, Stored] = {}

    @property
    def landed_as(self) -> str | None:
        """The file's name below the raw folder; None where nothing was added."""
        return self._name if self.n_added else None

    def finish(self, batch: Batch, sources: Iterable[Source]) -> None:
        """Writes the record that closes the file: what the batch is, and of what.

        Of the sources those are named that something was landed of.
        """
        if batch.learnt_at is None:
            raise ValueError("a batch that still fills cannot be closed")
        said = {
            "batch_key": self._batch_key,
            "run_id": self._run_id,
            "n_payloads": self.n_added,
            "learnt_at": batch.learnt_at.isoformat(),
            "sources": [
                source_said(source)
                for source in sources
                if source.source_id in self._source_ids
            ],
        }
        headers = {
            "WARC-Target-URI": BATCH + self._batch_key,
            "Content-Type": "application/json",
        }
        body = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._write("metadata", self._next_id(), batch.learnt_at, headers, body)

    def start(self, now: datetime, program: str) -> None:
        """Writes the `warcinfo` record that opens the file."""
        body = f"software: {program}\r\nformat: WARC File Format 1.1\r\n".encode()
        headers = {"Content-Type": "application/warc-fields"}
        self._write("warcinfo", self._next_id(), now, headers, body)

    def add(self, payload: Payload, held: Stored | None) -> None:
        """Writes the payload and its entry; `held` tells where its bytes are already.

        Bytes that this batch has landed are found without being told.
        """
        self.n_added += 1
        self.n_bytes += len(payload.body)
        self._source_ids.add(payload.entry.source_id)
        held = held or self.stored.get(payload.digest)
        record_id = self._next_id()
        headers = {
            "WARC-Target-URI": _uri(payload),
            "WARC-Payload-Digest": f"sha256:{payload.digest}",
        }
        at = payload.captured_at
        if held is None:
            headers["Content-Type"] = payload.media_type
            place = self._write("resource", record_id, at, headers, payload.body)
            self.stored[payload.digest] = self._stored(payload, *place)
        else:
            headers["WARC-Profile"] = REVISIT
            self._write("revisit", record_id, at, headers, b"")
        self._write_metadata(payload, record_id, held)

    def _next_id(self) -> str:
        """An id of its own for each record: the batch's, its end counted up."""
        self._n_records += 1
        return f"{self._batch_key[:-8]}{self._n_records:08x}"

    def _stored(self, payload: Payload, offset: int, length: int) -> Stored:
        return Stored(
            payload_digest=payload.digest,
            media_type=payload.media_type,
            charset=payload.charset,
            n_bytes=len(payload.body),
            warc_file=self._name,
            warc_offset=offset,
            warc_length=length,
        )

    def _write_metadata(
        self, payload: Payload, record_id: str, held: Stored | None
    ) -> None:
        said = {
            "run_id": self._run_id,
            "batch_key": self._batch_key,
            "payload_digest": payload.digest,
            "media_type": payload.media_type,
            "charset": payload.charset,
            "url": payload.url,
            "outcome": payload.outcome,
            "entry": entry_said(payload.entry),
            "held": None if held is None else [held.warc_file, held.warc_offset],
        }
        headers = {
            "WARC-Target-URI": _uri(payload),
            "WARC-Concurrent-To": f"<urn:uuid:{record_id}>",
            "Content-Type": "application/json",
        }
        body = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
        at = payload.captured_at
        self._write("metadata", self._next_id(), at, headers, body)

    def _write(
        self,
        kind: str,
        record_id: str,
        at: datetime,
        headers: dict[str, str],
        body: bytes,
    ) -> tuple[int, int]:
        """Writes one record as one gzip member; gives its offset and length.

        By hand: a record is a head and a body, and two thirds of the time went
        into handing them to a library. Source: WARC 1.1, 4 and 5.
        """
        lines = [
            "WARC/1.1",
            f"WARC-Type: {kind}",
            f"WARC-Record-ID: <urn:uuid:{record_id}>",
            f"WARC-Date: {at:%Y-%m-%dT%H:%M:%S.%fZ}",
            *(f"{name}: {_one_line(value)}" for name, value in headers.items()),
            f"Content-Length: {len(body)}\r\n\r\n",
        ]
        head = "\r\n".join(lines).encode()
        member = gzip_member(b"".join((head, body, b"\r\n\r\n")))
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
    with told_when_full(path, "landing raw bytes"):
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


def _uri(payload: Payload) -> str:
    """The address that the bytes came from; a name of our own for a file's."""
    entry = payload.entry
    if entry.path is None and payload.url is not None:
        return payload.url
    return f"urn:newsledger:{entry.source_id}:{entry.keys[0].digest}"


def _one_line(value: str) -> str:
    """A header's value, from outside maybe: it must not begin another line."""
    return value if value.isprintable() else "".join(filter(str.isprintable, value))


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
