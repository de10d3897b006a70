"""What the raw files hold, told without reading bodies: to find a payload again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from warehouse.errors import LedgerDamaged
from warehouse.landed import names_batch
from warehouse.model.entry import Payload
from warehouse.said import payload_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a landed payload's entry stands: its `metadata` record in a raw file.

    `payload` is as it was landed, without its body.
    """

    warc_file: str
    entry_offset: int
    payload: Payload


def places(raw: Path, warc_file: str) -> Iterator[Place]:
    """The payloads of a landed file that are no "not there", in the order they came.

    Raises LedgerDamaged where the file cannot be read to its end.
    """
    path = raw / warc_file
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, WarcRecordType.metadata):
                if names_batch(record):
                    return
                offset, at = record.stream_pos, record.headers["WARC-Date"]
                payload = _payload(record.reader.read(), at)
                if payload.outcome == "ok":
                    yield Place(
                        warc_file=warc_file, entry_offset=offset, payload=payload
                    )
    except (OSError, ValueError, KeyError) as error:
        raise LedgerDamaged(path, f"cannot be read: {error}") from error
    raise LedgerDamaged(path, "ends before its last record")


def entry_at(raw: Path, warc_file: str, entry_offset: int) -> Payload:
    """The payload whose entry stands there, without its body.

    Raises LedgerDamaged where there is none any more.
    """
    path = raw / warc_file
    try:
        with path.open("rb") as file:
            file.seek(entry_offset)
            record = next(ArchiveIterator(file, WarcRecordType.metadata))
            return _payload(record.reader.read(), record.headers["WARC-Date"])
    except (OSError, StopIteration, ValueError, KeyError) as error:
        raise LedgerDamaged(path, f"no entry at offset {entry_offset}") from error


def _payload(said: bytes, date: str) -> Payload:
    return payload_of(json.loads(said.decode("utf-8", "surrogatepass")), b"", date)
