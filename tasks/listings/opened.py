"""A local file, or a file within one, opened for whoever reads it piece by piece.

What is compressed is uncompressed on the way, and given up where more comes out than
any text can be packed into.
"""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tasks.listings.inflate import gunzipped

_PIECE = 1 << 20
# Logs and tables of one word pack 100 to 1; only bombs do better, 1,032 to 1 in gzip.
_MAX_RATIO = 250
_ALLOWED = 8 * 2**20
_GZIP = b"\x1f\x8b"


class Unreadable(Exception):
    """A file that cannot be read, or not to its end; `reason` is the reject's slug."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to list: what it is called in keys, its ending, and how it is opened.

    `suffix` is without `.gz` and in lower case. `path` is None for a file within
    another, which can be opened more than once too. Reading raises Unreadable.
    """

    name: str
    suffix: str
    path: str | None
    open: Callable[[], IO[bytes]]


def open_file(path: str) -> IO[bytes]:
    """The file at `path`, uncompressed where it is gzip, whatever it is called.

    Raises Unreadable, reading from it too.
    """
    try:
        file = Path(path).open("rb")  # noqa: SIM115  whoever reads it closes it
        if file.peek(2)[:2] != _GZIP:
            return file
    except OSError as error:
        raise Unreadable("unreadable", str(error.strerror)) from error
    n_packed = os.fstat(file.fileno()).st_size
    return io.BufferedReader(Pieces(_gunzipped(file, n_packed), file.close), _PIECE)


def read_within(file: IO[bytes], most: int) -> bytes:
    """All of `file`, which is closed. Raises Unreadable for more than `most` bytes."""
    with file:
        try:
            body = file.read(most + 1)
        except OSError as error:
            raise Unreadable("unreadable", str(error.strerror or error)) from error
    if len(body) > most:
        raise Unreadable("too_large", f"more than {most:,} bytes")
    return body


def is_bomb(n_packed: int, n_bytes: int) -> bool:
    """Whether so many bytes out of so many are more than a text can be."""
    return n_bytes > _ALLOWED and n_bytes > _MAX_RATIO * max(n_packed, 1)


class Pieces(io.RawIOBase):
    """A stream of what comes in pieces; `close` is called when it is closed."""

    def __init__(self, pieces: Iterator[bytes], close: Callable[[], None]) -> None:
        super().__init__()
        self._pieces = pieces
        self._close = close
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Always: it is read and nothing else."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills `buffer` with what comes next; 0 at the end."""
        room = memoryview(buffer)
        if not self._left:
            self._left = memoryview(next(self._pieces, b""))
        n = min(len(room), len(self._left))
        room[:n] = self._left[:n]
        self._left = self._left[n:]
        return n

    def close(self) -> None:
        """Closes what the pieces come from."""
        self._close()
        super().close()


def _gunzipped(file: IO[bytes], n_packed: int) -> Iterator[bytes]:
    """What is in a gzip file of so many bytes. Raises Unreadable."""
    n_bytes = 0
    try:
        for piece in gunzipped(iter(lambda: file.read(_PIECE), b"")):
            n_bytes += len(piece)
            if is_bomb(n_packed, n_bytes):
                detail = f"a bomb: {n_packed:,} bytes of gzip hold {n_bytes:,} and more"
                raise Unreadable("too_large", detail)
            yield piece
    except (zlib.error, EOFError) as error:
        raise Unreadable("bad_archive", f"gzip: {error}") from error
