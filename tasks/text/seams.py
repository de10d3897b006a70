"""Cutting passages out of a text, and finding the way back to where they stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from warehouse.model.article import Repeat

# Neighbours are kept one after the other also where what is kept has a sub-head
# more; white space differs by a little, more in longer passages.
_WIDEST_SKIP = 100
_SLACK = 20
_UNSPACED_END = re.compile("[。！？｡」』）】》]$")


class Piece(NamedTuple):
    """Where a stretch of a shortened text stood in the text as it came."""

    here: int
    origin: int
    n_chars: int


def cut(
    text: str, repeats: list[Repeat], pieces: list[Piece]
) -> tuple[str, list[Piece]]:
    """`text` without `repeats`, its seams closed, and where its pieces come from."""
    out: list[str] = []
    kept: list[Piece] = []
    n_out = start = 0
    seam = ""
    for repeat in [*repeats, None]:
        end = repeat.starts_at if repeat else len(text)
        chunk = text[start:end]
        if bare := chunk.strip():
            seam = _seam(out[-1] if out else "", seam + chunk[: chunk.find(bare[0])])
            out += [seam, bare]
            n_out += len(seam)
            at = start + chunk.find(bare[0])
            kept += _origins(pieces, Piece(n_out, at, len(bare)))
            n_out += len(bare)
            seam = chunk[chunk.find(bare[0]) + len(bare) :]
        else:
            seam += chunk
        start = repeat.starts_at + repeat.n_chars if repeat else end
    return "".join(out), kept


def _seam(before: str, space: str) -> str:
    """What parts two passages between which something was removed.

    `space` is the white space that stood on both sides of it.
    """
    if not before:
        return ""
    if "\n" in space:
        return "\n\n"
    return "" if not space and _UNSPACED_END.search(before[-1]) else " "


def _origins(pieces: list[Piece], kept: Piece) -> list[Piece]:
    """The pieces of the first text that `kept` of a later one is made of.

    `kept.origin` is an offset in the later text, whose `pieces` are given.
    """
    found = []
    first = bisect_right(pieces, kept.origin, key=lambda piece: piece.here) - 1
    for k in range(max(first, 0), len(pieces)):
        piece = pieces[k]
        start = max(piece.here, kept.origin)
        end = min(piece.here + piece.n_chars, kept.origin + kept.n_chars)
        if piece.here >= kept.origin + kept.n_chars:
            break
        if end > start:
            here = kept.here + start - kept.origin
            found.append(Piece(here, piece.origin + start - piece.here, end - start))
    return found


def at_origin(pieces: list[Piece], repeat: Repeat) -> Iterator[Repeat]:
    """`repeat`, found in a shortened text, in offsets of the text as it came."""
    kept_at = _origins(pieces, Piece(0, repeat.kept_at, 1))[0].origin
    span = Piece(0, repeat.starts_at, repeat.n_chars)
    for piece in _origins(pieces, span):
        yield Repeat(
            starts_at=piece.origin, n_chars=piece.n_chars, kept_at=kept_at + piece.here
        )


def joined(text: str, repeats: list[Repeat], n_passes: int) -> list[Repeat]:
    """`repeats` (in order) as they are recorded, after `n_passes` at most.

    None is kept at what a later pass removed; those that passes took piece by
    piece from one copy are one.
    """
    found: list[Repeat] = []
    last: Repeat | None = None
    for repeat in _settled(repeats, n_passes):
        if last and _goes_on(text, last, repeat):
            starts_at = found[-1].starts_at
            n_chars = repeat.starts_at + repeat.n_chars - starts_at
            found[-1] = replace(found[-1], n_chars=n_chars)
        else:
            found.append(repeat)
        last = repeat
    return found


def _goes_on(text: str, before: Repeat, after: Repeat) -> bool:
    """Whether two neighbours were removed, and are kept, one after the other."""
    if text[before.starts_at + before.n_chars : after.starts_at].strip():
        return False
    n_skipped = after.kept_at - before.kept_at - before.n_chars
    return -_SLACK <= n_skipped <= _WIDEST_SKIP + before.n_chars // 20


def _settled(repeats: list[Repeat], n_passes: int) -> Iterator[Repeat]:
    """`repeats`, none kept at what another pass removed."""
    for repeat in repeats:
        kept_at = repeat.kept_at
        for _ in range(n_passes):
            k = bisect_right(repeats, kept_at, key=lambda r: r.starts_at) - 1
            holder = repeats[max(k, 0)]
            if not 0 <= kept_at - holder.starts_at < holder.n_chars:
                break
            kept_at += holder.kept_at - holder.starts_at
        yield replace(repeat, kept_at=kept_at)
