"""gzip undone, within bounds: what servers and archives keep as `.gz`. Pure.

A gigabyte of nothing is a megabyte of gzip: what comes out is counted, not believed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tasks.listings.xml import Refused

# sitemaps.org: 50 MB at most, after it is uncompressed; feeds are smaller.
MAX_LISTING_BYTES = 50 * 2**20
_MAGIC = b"\x1f\x8b"
_PIECE = 1 << 20
_GZIP_WINDOW = 31


def inflated(body: bytes, most: int = MAX_LISTING_BYTES) -> bytes | Refused:
    """`body`, uncompressed where it is gzip, at most `most` bytes.

    Gzip in gzip, which servers make of a `.gz` file, is undone twice. What ends
    before its end is refused, as it would list half.
    """
    for _ in range(2):
        if not body.startswith(_MAGIC):
            return body
        pieces, n_bytes = [], 0
        try:
            for piece in gunzipped(iter([body])):
                n_bytes += len(piece)
                if n_bytes > most:
                    detail = f"more than {most:,} bytes when uncompressed"
                    return Refused(reason="too_large", detail=detail)
                pieces.append(piece)
        except (zlib.error, EOFError) as error:
            return Refused(reason="truncated", detail=f"gzip: {error}")
        body = b"".join(pieces)
    return body


def gunzipped(compressed: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes in a gzip stream of one member or more, a megabyte at a time.

    Zeros after the last member are padding. Raises zlib.error where it is none or
    broken, EOFError where it is cut off.
    Source: RFC 1952 2.2.
    """
    member, is_open = zlib.decompressobj(_GZIP_WINDOW), False
    for data in compressed:
        left, has_more = data, False
        while left or has_more:
            if not is_open:
                left = left.lstrip(b"\0")
                if not left:
                    break
                member, is_open = zlib.decompressobj(_GZIP_WINDOW), True
            piece = member.decompress(left, _PIECE)
            if piece:
                yield piece
            left, has_more = member.unconsumed_tail, len(piece) == _PIECE
            if member.eof:
                left, has_more, is_open = member.unused_data, False, False
    if is_open:
        raise EOFError("it ends before its end")


def opening(body: bytes, most: int = 65_536) -> bytes:
    """The first `most` bytes of `body` uncompressed, as far as they can be had."""
    for _ in range(2):
        if not body.startswith(_MAGIC):
            break
        try:
            body = zlib.decompressobj(_GZIP_WINDOW).decompress(body, most)
        except zlib.error:
            return b""
    return body[:most]
