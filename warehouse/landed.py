"""Raw files read again: their batches, their payloads, the bytes of one record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from warehouse.errors import LedgerDamaged
from warehouse.ledger import RAW_NAME
from warehouse.model.batch import Batch, Stored
from warehouse.model.entry import Payload
from warehouse.model.source import Source
from warehouse.said import batch_of, payload_of

BATCH = "urn:newsledger:batch:"


def landed_files(raw: Path) -> list[str]:
    """The files that batches landed in, by name: in the order of their days."""
    return sorted(
        path.relative_to(raw).as_posix()
        for path in raw.rglob("*.warc.gz")
        if RAW_NAME.fullmatch(path.name)
    )


def read_batch(raw: Path, warc_file: str) -> tuple[Batch, tuple[Source, ...]]:
    """The batch that a file holds and its sources, from the record that closes it.

    Its entries are those that were landed: of the others raw knows nothing.
    Raises LedgerDamaged where there is none.
    """
    path = raw / warc_file
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, WarcRecordType.metadata):
                if names_batch(record):
                    return batch_of(json.loads(record.reader.read()), warc_file)
    except (OSError, ValueError) as error:
        raise LedgerDamaged(path, f"cannot be read: {error}") from error
    raise LedgerDamaged(path, "ends before its last record")


def names_batch(record: WarcRecord) -> bool:
    """Whether the record is the one that closes a file."""
    return str(record.headers.get("WARC-Target-URI") or "").startswith(BATCH)


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
