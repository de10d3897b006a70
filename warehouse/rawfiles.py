"""Reads a raw file record by record to tell whether it is as it was landed.

Apart from landing.py, and stricter: a reader of archives passes over what it cannot
read. Every gzip member's checksum, every payload's digest and every entry is held
against what the file says, in bounded memory.
Source: WARC 1.1 (ISO 28500:2017), 4 and 5; RFC 1952.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import LedgerDamaged
from warehouse.gzipped import GZIP
from warehouse.ledger import batch_key_of

CHUNK = 32_768  # a member's rest is copied as often as members fit in here
MAX_SAID = 64_000_000  # what a listing may say of an entry, with room
HEAD_ENDS = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One whole record and where it is, in bytes of the compressed file.

    `payload_digest` is of a `resource`'s bytes; of a `metadata` record that of
    the payload which it tells of. `held_file` and `held_offset` say where a
    `revisit`'s bytes are.
    """

    kind: str
    warc_offset: int
    warc_length: int
    payload_digest: str | None = None
    batch_key: str | None = None
    held_file: str | None = None
    held_offset: int | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A record as it is read: its head, and of its body what is to be looked at."""

    headers: dict[str, str]
    digest: str
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("WARC-Type", "")


def records(path: Path) -> Iterator[Record]:
    """The records of a landed file, in order, each found whole.

    Raises LedgerDamaged at the first that is not as it was landed, and where
    the file ends too soon.
    """
    try:
        with path.open("rb") as file:
            members = _Members(file)
            try:
                yield from _checked(members)
            except (ValueError, KeyError, TypeError, zlib.error) as error:
                what = f"record at offset {members.started}: {error}"
                raise LedgerDamaged(path, what) from error
    except OSError as error:
        raise LedgerDamaged(path, f"cannot be read, {error.strerror}") from error


def damaged_record(path: Path) -> Record:
    """Stands for what could not be read of a file; the name tells whose it was."""
    return Record(
        kind="damaged",
        warc_offset=0,
        warc_length=0,
        batch_key=batch_key_of(path.name),
    )


class _Members:
    """The gzip members of a file: where the last one started, where it ends."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file, self._ahead = file, b""
        self.started = self.ended = 0

    def has_more(self) -> bool:
        """Whether another member follows."""
        self._ahead = self._ahead or self._file.read(CHUNK)
        return bool(self._ahead)

    def member(self) -> Iterator[bytes]:
        """The next member's bytes, piece by piece.

        Raises ValueError where it is cut short, zlib.error where it is changed.
        """
        self.started = self.ended
        unpacking = zlib.decompressobj(GZIP)
        while not unpacking.eof:
            is_last = not self.has_more()
            n_ahead = len(self._ahead)
            piece = unpacking.decompress(self._ahead, 8 * CHUNK)
            self._ahead = unpacking.unconsumed_tail or unpacking.unused_data
            self.ended += n_ahead - len(self._ahead)
            if piece:
                yield piece
            elif is_last and not unpacking.eof:
                raise ValueError("the file ends in the middle of it")


def _checked(members: _Members) -> Iterator[Record]:
    """The records, each held against what it says of itself and the one before."""
    n_payloads = 0
    opened: _Read | None = None  # a payload whose entry comes next
    is_closed = is_closable = False
    while members.has_more():
        read = _read(members.member())
        if is_closed:
            raise ValueError("it comes after the one that closes the file")
        said = _said(read, opened)
        opened = read if read.kind in {"resource", "revisit"} else None
        n_payloads += opened is not None
        if said is not None:
            is_closed = said.get("n_payloads", -1) == n_payloads
            # files of before the first release have no record that closes them
            is_closable = is_closable or "outcome" in said
        yield _record(read, said, members)
    if opened is not None or not n_payloads or (is_closable and not is_closed):
        raise ValueError("the file ends here, and should not")


def _read(pieces: Iterator[bytes]) -> _Read:
    """A record of the pieces. Raises ValueError where it is not one."""
    start = b""
    for piece in pieces:
        start += piece
        if HEAD_ENDS in start or len(start) > MAX_SAID:
            break
    head, ends, rest = start.partition(HEAD_ENDS)
    version, *lines = head.decode().split("\r\n")
    if not ends or version != "WARC/1.1":
        raise ValueError("it is no WARC record")
    pairs = (line.partition(": ") for line in lines)
    headers = {name: value for name, _, value in pairs}
    return _with_body(headers, rest, pieces)


def _with_body(headers: dict[str, str], rest: bytes, pieces: Iterator[bytes]) -> _Read:
    """Reads the body to its end: only an entry is kept, a payload is hashed."""
    n_left = int(headers["Content-Length"])
    is_kept = headers["WARC-Type"] == "metadata"
    if is_kept and n_left > MAX_SAID:
        raise ValueError(f"its entry has {n_left} bytes")
    hashed, kept, tail = hashlib.sha256(), [], b""
    while True:
        here = rest[:n_left]
        n_left -= len(here)
        hashed.update(here)
        if is_kept:
            kept.append(here)
        tail += rest[len(here) :]
        following = next(pieces, None)
        if following is None or len(tail) > len(HEAD_ENDS):
            break
        rest = following
    if n_left or tail != HEAD_ENDS:
        raise ValueError("its length is not what it says")
    return _Read(headers, hashed.hexdigest(), b"".join(kept))


def _said(read: _Read, before: _Read | None) -> dict[str, Any] | None:
    """What a `metadata` record says; None for the others. Raises ValueError."""
    if read.kind == "resource" and read.headers["WARC-Payload-Digest"] != (
        f"sha256:{read.digest}"
    ):
        raise ValueError("it fails its digest")
    if read.kind != "metadata":
        if before is not None:
            raise ValueError("it comes where an entry should be")
        return None
    said: dict[str, Any] = json.loads(read.body.decode("utf-8", "surrogatepass"))
    if "entry" in said and before is None:
        raise ValueError("its payload is not before it")
    if before is None:
        return said
    if read.headers["WARC-Concurrent-To"] != before.headers["WARC-Record-ID"]:
        raise ValueError("it tells of another record")
    digest = f"sha256:{said['payload_digest']}"
    if digest != before.headers["WARC-Payload-Digest"]:
        raise ValueError("it tells of other bytes")
    if (before.kind == "revisit") != (said["held"] is not None):
        raise ValueError("it tells of another kind of record")
    return said


def _record(read: _Read, said: dict[str, Any] | None, members: _Members) -> Record:
    digest = read.digest if read.kind == "resource" else None
    held = said.get("held") if said else None
    return Record(
        kind=read.kind,
        warc_offset=members.started,
        warc_length=members.ended - members.started,
        payload_digest=said.get("payload_digest") if said else digest,
        batch_key=said["batch_key"] if said else None,
        held_file=held[0] if held else None,
        held_offset=held[1] if held else None,
    )
