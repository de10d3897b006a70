"""A body as its chunks come in: decoded, counted, and stopped at a cap.

zlib is used here directly, so that a bomb is blown up in small pieces and a
body that was cut inside its coding is seen, whatever libraries are installed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from tasks.http.outcomes import Outcome, Problem

ACCEPT_ENCODING = "gzip, deflate"
_PIECE_BYTES = 65_536
_RAW_BYTES = 16_384
# gzip makes zeros a thousand times smaller, sitemaps of one site some thirty times.
MAX_RATIO = 200
_BOMB_BYTES = 4_000_000
_GZIP_MAGIC = b"\x1f\x8b"

# What zlib calls the two codings that are asked for.
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": zlib.MAX_WBITS}
# Written into Content-Encoding by servers that mean nothing by it: charset
# names and transfer encodings from misread manuals.
_NO_CODING = frozenset(["", "identity", "none", "utf-8", "utf8", "8bit", "binary"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What was read. After too_large, `data` holds as much as is allowed."""

    data: bytes
    problem: Problem | None = None


def read_body(chunks: Iterable[bytes], coding: str, max_bytes: int) -> Body:
    """The bytes of `chunks` without their `coding`, a Content-Encoding.

    Neither the raw nor the decoded bytes pass `max_bytes`, and a body that unpacks
    to MAX_RATIO times its size is let go early. What reading the chunks raises passes
    through.
    Source: RFC 9110 8.4.
    """
    coding = coding.strip().lower()
    if coding not in _NO_CODING and coding not in _WINDOWS:
        reason = f"content-encoding '{coding[:40]}' was not asked for"
        return _failed(Outcome.PROTOCOL, reason)
    raw = _Counted(chunks)
    pieces = raw if coding in _NO_CODING else _inflated(raw, _WINDOWS[coding])
    data = BytesIO()  # gives its bytes without another copy of them
    try:
        for piece in pieces:
            data.write(piece)
            problem = _excess(data.tell(), raw.n_bytes, max_bytes)
            if problem is not None:
                data.truncate(max_bytes)
                return Body(data=data.getvalue(), problem=problem)
    except zlib.error as error:
        return _failed(Outcome.PROTOCOL, f"content-encoding '{coding}': {error}")
    except EOFError:
        return _failed(Outcome.TRUNCATED, f"the {coding} body ends before its end")
    return Body(data=data.getvalue())


def _excess(n_bytes: int, n_raw: int, max_bytes: int) -> Problem | None:
    """Why a body of so many bytes, raw and decoded, is read no further."""
    if n_bytes > max_bytes or n_raw > max_bytes:
        reason = f"more than {max_bytes} bytes"
        return Problem(outcome=Outcome.TOO_LARGE, reason=reason)
    if n_bytes > _BOMB_BYTES and n_bytes > MAX_RATIO * n_raw:
        reason = f"unpacks to more than {MAX_RATIO} times its size"
        return Problem(outcome=Outcome.TOO_LARGE, reason=reason)
    return None


class _Counted:
    """Chunks in small pieces, with the number of bytes that have passed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.n_bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            for at in range(0, len(chunk), _RAW_BYTES):
                piece = chunk[at : at + _RAW_BYTES]
                self.n_bytes += len(piece)
                yield piece


def _inflated(chunks: _Counted, window: int) -> Iterator[bytes]:
    """Decoded pieces of at most `_PIECE_BYTES`; b"" where a chunk gives none.

    A gzip body may hold several members; what follows the last is ignored, as
    browsers do. Raises zlib.error, and EOFError for a body that was cut. No
    bytes at all are an empty body: seen with every status but 200.
    """
    inflate = zlib.decompressobj(window)
    has_started = False
    for chunk in chunks:
        if not has_started and window == zlib.MAX_WBITS:
            inflate = zlib.decompressobj(_deflate_window(chunk))
        has_started = True
        rest = chunk
        while rest:
            if inflate.eof:
                if window != _WINDOWS["gzip"] or not rest.startswith(_GZIP_MAGIC):
                    rest = b""
                    continue
                inflate = zlib.decompressobj(window)
            yield inflate.decompress(rest, _PIECE_BYTES)
            rest = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        yield b""
    while has_started and (piece := inflate.decompress(b"", _PIECE_BYTES)):
        yield piece
    if has_started and not inflate.eof:
        raise EOFError


def _deflate_window(start: bytes) -> int:
    """The window for `deflate`: zlib's form, or the bare one some servers send.

    Source: RFC 1950 2.2; RFC 9110 8.4.1.2, the note.
    """
    is_zlib = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib or len(start) < 2 else -zlib.MAX_WBITS


def _failed(outcome: Outcome, reason: str) -> Body:
    return Body(data=b"", problem=Problem(outcome=outcome, reason=reason))
