"""Keeps what a checkpoint writes over until it is done, and puts it back where not.

DuckDB's checkpoint writes its metadata blocks in place, before the header that makes
the new state the file's: all of them, 256 KiB each (strace, duckdb 1.5.5 and 2.0.1).
A process that is killed within such a write leaves a block that is half the one and
half the other, whose checksum fits neither, and DuckDB refuses the file. Until the
header moves, what these blocks were is what they should be; so they are copied beside
the file first, as other databases do (InnoDB's doublewrite buffer, SQLite's rollback
journal). Data blocks need none of it: those that the header refers to are not written.
"""

from __future__ import annotations

import fcntl
import os
import struct
import zlib
from pathlib import Path
from typing import IO

import duckdb

from warehouse.synced import sync

# Three headers of 4,096 bytes stand before the first block; the two last are written
# in turn, each by one write of a page. Source: DuckDB's storage/storage_info.hpp.
N_HEADER_BYTES = 12_288
PLACE = struct.Struct("<QQ")  # a piece's offset in the database, and its size
END = PLACE  # stands after the last: the checksum of all before it, and no size
MANY = 1 << 20  # bytes that are read at once
BLOCKS = """
select
    (
        select block_size
        from pragma_database_size()
        where database_name = current_database()
    ) as block_size,
    block_id
from pragma_metadata_info(current_database())
"""


def undo_path(path: Path) -> Path:
    """Where the blocks of a database are kept while it is checkpointed."""
    return path.with_name(f"{path.name}.undo")


def checkpoint(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Has DuckDB write what stands in its log into the file, and closes `con`.

    `con` uses the database at `path`. Where it raises, or the process ends within
    it, `put_back` makes the file what it was, and what was committed stands in the
    log. The handle is closed last: a process that closes any handle on a file gives
    up its locks on it, DuckDB's too (POSIX.1-2017, fcntl).
    """
    with path.open("rb") as file:
        try:
            _keep(con, file, undo_path(path))
            con.execute("checkpoint")
        finally:
            con.close()


def put_back(path: Path) -> list[int]:
    """Undoes a checkpoint that did not end; gives the offsets of the pieces undone.

    Nothing is done where nothing is kept, or where the header moved: the checkpoint
    ended then. What was kept is removed, as no longer needed. Raises BlockingIOError
    where another process has the database open; all stays as it is then.
    """
    undo = undo_path(path)
    if not undo.exists():
        return []
    undone = []
    if path.exists():
        with path.open("r+b") as file, undo.open("rb") as kept:
            _lock(file)
            # the header first, for it has moved nearly always
            if _header(file, 0) == _header(kept, PLACE.size) and _is_whole(kept):
                undone = _undo(file, kept)
    undo.unlink()
    return undone


def _lock(file: IO[bytes]) -> None:
    """Takes the lock that DuckDB takes. Raises BlockingIOError where it is taken.

    Some systems say EACCES for that (POSIX.1-2017, fcntl).
    """
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except PermissionError as error:
        raise BlockingIOError(error.errno, error.strerror) from error


def _keep(con: duckdb.DuckDBPyConnection, file: IO[bytes], undo: Path) -> None:
    """Copies the header and the metadata blocks, each after where it is; synced.

    It is written under its own name at once, and read only where it is whole: until
    then nothing is written over.
    """
    places = [(0, N_HEADER_BYTES)] + [
        (N_HEADER_BYTES + block_id * block_size, block_size)
        for block_size, block_id in con.execute(BLOCKS).fetchall()
    ]
    checksum = 0
    with undo.open("wb") as kept:
        for offset, size in places:
            piece = os.pread(file.fileno(), size, offset)
            if len(piece) < size:
                continue  # not in the file yet: nothing of it can be written over
            for part in (PLACE.pack(offset, size), piece):
                checksum = zlib.crc32(part, checksum)
                kept.write(part)
        kept.write(END.pack(checksum, 0))
        kept.flush()
        os.fsync(kept.fileno())
    sync(undo.parent)


def _header(file: IO[bytes], offset: int) -> bytes:
    file.seek(offset)
    return file.read(N_HEADER_BYTES)


def _is_whole(kept: IO[bytes]) -> bool:
    """Whether what was kept is what was meant to be, to its end.

    It is not where a process was killed, or found no room, while it wrote it.
    """
    n_left = kept.seek(0, os.SEEK_END) - END.size
    kept.seek(0)
    checksum = 0
    while n_left > 0 and (part := kept.read(min(n_left, MANY))):
        checksum = zlib.crc32(part, checksum)
        n_left -= len(part)
    return kept.read() == END.pack(checksum, 0)


def _undo(file: IO[bytes], kept: IO[bytes]) -> list[int]:
    """Writes each piece where it was, if other bytes are there; synced."""
    undone = []
    kept.seek(0)
    while True:
        offset, size = PLACE.unpack(kept.read(PLACE.size))
        if not size:
            break
        piece = kept.read(size)
        file.seek(offset)
        if file.read(size) != piece:
            file.seek(offset)
            file.write(piece)
            undone.append(offset)
    file.flush()
    os.fsync(file.fileno())
    return undone
