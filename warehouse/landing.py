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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from warehouse.connect import told_when_full
from warehouse.errors import LedgerDamaged
from warehouse.gzipped import gzip_member
from warehouse.ledger import RAW_NAME, TEMPORARY_NAME
from warehouse.model import (
    NO_RULES,
    RECHECK_DAYS,
    Batch,
    Entry,
    Key,
    Listed,
    Payload,
    Rules,
    Source,
    Stored,
)

_LISTED = tuple(field.name for field in fields(Listed))
BATCH = "urn:newsledger:batch:"
REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class Landing:
    """An open WARC file that takes the payloads of one batch, one by one."""

    def __init__(self, file: io.BufferedWriter, name: str, batch: Batch) -> None:
        self._file, self._name = file, name
        self._batch_key, self._run_id = str(batch.batch_key), str(batch.run_id)
        self._n_records = 0
        self.n_added = 0
        self.n_bytes = 0
        self.stored: dict[str, Stored] = {}

    @property
    def landed_as(self) -> str | None:
        """The file's name below the raw folder; None where nothing was added."""
        return self._name if self.n_added else None

    def finish(self, batch: Batch, source: Source) -> None:
        """Writes the record that closes the file: what the batch is, and of what."""
        if batch.learnt_at is None:
            raise ValueError("a batch that still fills cannot be closed")
        said = {
            "batch_key": self._batch_key,
            "run_id": self._run_id,
            "n_payloads": self.n_added,
            "learnt_at": batch.learnt_at.isoformat(),
            "source": asdict(source),
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
            "entry": _entry_said(payload.entry),
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


def payloads(
    raw: Path, warc_file: str, share: int = 0, n_shares: int = 1
) -> Iterator[Payload]:
    """The payloads of a landed batch, in the order they came, entries included.

    Of `n_shares` shares of the file, this one's: every `n_shares`th payload from
    the `share`th on; the others' are passed over unread.
    """
    body: bytes | None = None
    nth = -1
    with (raw / warc_file).open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            kind = record.record_type
            if kind in (WarcRecordType.resource, WarcRecordType.revisit):
                nth += 1
                is_here = kind == WarcRecordType.resource and nth % n_shares == share
                body = record.reader.read() if is_here else None
            elif names_batch(record):
                return
            elif kind == WarcRecordType.metadata and nth % n_shares == share:
                said = json.loads(record.reader.read().decode("utf-8", "surrogatepass"))
                if body is None:
                    body = read_body(raw, *said["held"])
                yield payload_of(said, body, record.headers["WARC-Date"])


def landed_files(raw: Path) -> list[str]:
    """The files that batches landed in, by name: in the order of their days."""
    return sorted(
        path.relative_to(raw).as_posix()
        for path in raw.rglob("*.warc.gz")
        if RAW_NAME.fullmatch(path.name)
    )


def read_batch(raw: Path, warc_file: str) -> tuple[Batch, Source]:
    """The batch that a file holds, from the record that closes it.

    Its entries are those that were landed: of the others raw knows nothing.
    Raises LedgerDamaged where there is none.
    """
    path = raw / warc_file
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, WarcRecordType.metadata):
                if names_batch(record):
                    return _batch(json.loads(record.reader.read()), warc_file)
    except (OSError, ValueError) as error:
        raise LedgerDamaged(path, f"cannot be read: {error}") from error
    raise LedgerDamaged(path, "ends before its last record")


def names_batch(record: WarcRecord) -> bool:
    """Whether the record is the one that closes a file."""
    return str(record.headers.get("WARC-Target-URI") or "").startswith(BATCH)


def _batch(said: dict[str, Any], warc_file: str) -> tuple[Batch, Source]:
    source = source_of(said["source"])
    batch = Batch(
        batch_key=UUID(said["batch_key"]),
        run_id=UUID(said["run_id"]),
        source_id=source.source_id,
        n_entries=said["n_payloads"],
        warc_file=warc_file,
        learnt_at=datetime.fromisoformat(said["learnt_at"]),
    )
    return batch, source


def source_of(said: dict[str, Any]) -> Source:
    """The source that JSON of it tells of, as `asdict` wrote it."""
    pairs = {
        name: tuple((ours, theirs) for ours, theirs in said.get(name, []))
        for name in ("fields", "headers")
    }
    login = said.get("login")
    return Source(
        **{
            **said,
            **pairs,
            "rules": _rules(said.get("rules")),
            "recheck_days": tuple(said.get("recheck_days", RECHECK_DAYS)),
            "login": (login[0], login[1]) if login else None,
        }
    )


def _rules(said: dict[str, list[str]] | None) -> Rules:
    """The rules that JSON of them tells of; of before there were any, none."""
    if not said:
        return NO_RULES
    return Rules(**{name: tuple(selectors) for name, selectors in said.items()})


def stored_in(raw: Path, warc_file: str) -> Iterator[Stored]:
    """Where each payload of the file is, as it was told when it was landed."""
    opened: tuple[int, int] | None = None  # offset and size of a body without entry
    ended = None
    with (raw / warc_file).open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            if opened and ended is None:
                ended = record.stream_pos
            if record.record_type == WarcRecordType.resource:
                opened, ended = (record.stream_pos, record.content_length), None
            elif record.record_type == WarcRecordType.revisit:
                opened = None
            elif opened and ended and not names_batch(record):
                said = json.loads(record.reader.read().decode("utf-8", "surrogatepass"))
                yield Stored(
                    payload_digest=said["payload_digest"],
                    media_type=said["media_type"],
                    charset=said["charset"],
                    n_bytes=opened[1],
                    warc_file=warc_file,
                    warc_offset=opened[0],
                    warc_length=ended - opened[0],
                )
                opened = None


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
    """The address that the bytes came from; a name of our own for a file's."""
    entry = payload.entry
    if entry.path is None and payload.url is not None:
        return payload.url
    return f"urn:newsledger:{entry.source_id}:{entry.keys[0].digest}"


def _one_line(value: str) -> str:
    """A header's value, from outside maybe: it must not begin another line."""
    return value if value.isprintable() else "".join(filter(str.isprintable, value))


def _entry_said(entry: Entry) -> dict[str, Any]:
    return {
        "source_id": entry.source_id,
        "keys": [[key.rule, key.written, str(key.digest)] for key in entry.keys],
        "url": entry.url,
        "path": entry.path,
        "timezone": entry.timezone,
        "fields": entry.fields,
        **({} if entry.rules == NO_RULES else {"rules": asdict(entry.rules)}),
        "listed": {
            name: value for name in _LISTED if (value := getattr(entry.listed, name))
        },
    }


def payload_of(said: dict[str, Any], body: bytes, date: str) -> Payload:
    """The payload that a `metadata` record of that date tells of, with its body."""
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
            rules=_rules(entry.get("rules")),
            listed=Listed(**listed),
        ),
        digest=said["payload_digest"],
        body=body,
        media_type=said["media_type"],
        captured_at=datetime.fromisoformat(date),
        charset=said["charset"],
        url=said["url"],
        outcome=said.get("outcome", "ok"),
    )


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
