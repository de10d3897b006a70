"""Bytes to text, by the WHATWG order: BOM, transport, page, UTF-8, detected.

Labels are read through the WHATWG table; a label names the encoding browsers
use for it, not the one it meant in 1987. A label that the bytes disprove is not
believed, where a browser would show mojibake: that is said in `disproved`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import webencodings

from tasks.extract.decoders import UNREADABLE, read_as
from tasks.extract.detect import detect
from tasks.extract.prescan import labels

How = Literal["bom", "http", "meta", "utf-8", "detected"]

# The codec that comes nearest, where it is not the one of the encoding's name.
_NEAREST = {
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "replacement": UNREADABLE,
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
# HTML 13.2.3.2: a meta element is looked for in the first 1024 bytes.
_META_WINDOW = 1024
# HTML 13.2.3.5: a parser that meets one later starts again; ours looks this far, and
# only where the bytes are no UTF-8.
_LATE_WINDOW = 100_000
_SAMPLE = 4096
# So many letters of UTF-8 are no chance in any other encoding: a tenth of the pairs
# of GBK could be one, fewer of all others.
_MIN_WIDE, _MAX_ASKED = 10, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """`text`, the Python codec nearest to what read it, and what named that codec.

    `disproved` has each label that was not believed, with where it stood and why.
    `utf8` are the bytes of `text` in UTF-8, where they are at hand: most came so.
    """

    text: str
    charset: str
    how: How
    disproved: tuple[str, ...] = ()
    utf8: bytes | None = field(default=None, repr=False, compare=False)


def decode(body: bytes, declared: str | None = None, *, html: bool = False) -> Decoded:
    """`body` as text, whatever it holds: a byte that cannot be read becomes U+FFFD.

    `declared` is the transport's label; an unknown one is passed over, as is one
    that the bytes disprove. `html` looks for a meta element too. The charset is
    `UNREADABLE`, and the text empty, where the label names what nobody reads.
    Source: Encoding Standard 4.2 and 6, HTML 13.2.3.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return Decoded(
                text=read_as(body[len(mark) :], codec), charset=codec, how="bom"
            )
    disproved: list[str] = []
    for how, label, named in _named(body, declared, html=html):
        text = _utf8(body) if named == "utf-8" else None
        if text is None and (why := _disproof(body, named)):
            disproved.append(f"{how}: {label[:40]!r}, but {why}")
            continue
        utf8 = None if text is None else body
        if text is None:
            text = "" if named == UNREADABLE else read_as(body, named)
        return Decoded(
            text=text, charset=named, how=how, disproved=tuple(disproved), utf8=utf8
        )
    codec, how = _undeclared(body, html=html)
    return Decoded(
        text=read_as(body, codec), charset=codec, how=how, disproved=tuple(disproved)
    )


def _named(
    body: bytes, declared: str | None, *, html: bool
) -> Iterator[tuple[How, str, str]]:
    """Who names a codec, by what label; the transport first, then the page."""
    if declared and (codec := _codec(declared.strip("\"' \t"))):
        yield "http", declared, codec
    if html and (said := _in_page(body[:_META_WINDOW])):
        yield "meta", *said


def _undeclared(body: bytes, *, html: bool) -> tuple[str, How]:
    """The codec of what names none in time, and how it was found."""
    if (wide := wide_codec(body)) is not None:
        return wide, "detected"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        late = _in_page(body[:_LATE_WINDOW]) if html else None
        if late and late[1] != UNREADABLE and not _disproof(body, late[1]):
            return late[1], "meta"
        return detect(body, error.start), "detected"
    return "utf-8", "utf-8"


def wide_codec(body: bytes) -> str | None:
    """The UTF-16 that `body` is in without saying so; None where it is not.

    Seen by its zero bytes: in most pairs, and all on one side.
    """
    head = body[:_SAMPLE]
    if b"\0" not in head:
        return None
    first, second = head[0::2].count(0), head[1::2].count(0)
    if first and second:
        return None
    if max(first, second) * 4 < len(head) or len(head) < 4:
        return None
    return "utf-16-be" if first else "utf-16-le"


def _codec(label: str) -> str | None:
    """The Python codec for a WHATWG label; None for a label it does not know."""
    encoding = webencodings.lookup(label) if label.isascii() else None
    if encoding is None or encoding.name == "x-user-defined":
        return None
    name: str = _NEAREST.get(encoding.name, encoding.codec_info.name)
    return name.replace("_", "-") if name.startswith("utf") else name


def _in_page(head: bytes) -> tuple[str, str] | None:
    """The first label in `head` that is known, and its codec."""
    for label in labels(head):
        # HTML 13.2.3.2: a page that can say utf-16 in ASCII is not utf-16; nobody
        # means x-user-defined.
        if label.strip().lower() == "x-user-defined":
            return label, "cp1252"
        if codec := _codec(label):
            return label, "utf-8" if codec.startswith("utf-16") else codec
    return None


def _utf8(body: bytes) -> str | None:
    """`body` where all of it is UTF-8, as most pages are; None where it may not be."""
    if wide_codec(body) is not None:
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _disproof(body: bytes, codec: str) -> str | None:
    """Why `body` cannot be in `codec`, None where it can.

    The standard believes every label. But servers say iso-8859-1 of all they
    have, and a page that is UTF-8 in each of its letters is no chance.
    """
    if (wide := wide_codec(body)) not in (None, codec):
        return f"its zero bytes are those of {wide}"
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        if codec == "utf-8" and not _is_mostly_utf8(body, error.start):
            return "most of what is not ASCII is no UTF-8"
        return None
    if codec == "utf-8" or text.isascii():
        return None
    if codec.startswith("utf-16"):
        return None if b"\0" in body[:_SAMPLE] else "all of it is UTF-8"
    letters = [letter for letter in text[:_MAX_ASKED] if letter > "\x7f"]
    if len(letters) >= _MIN_WIDE or (letters and _all_in(letters, codec)):
        return f"all of its {len(letters)} letters beyond ASCII are UTF-8"
    return None


def _all_in(letters: list[str], codec: str) -> bool:
    """True where the single-byte `codec` has all `letters`: it was meant for them."""
    try:
        return len("".join(letters).encode(codec)) == len(letters)
    except (UnicodeEncodeError, LookupError):
        return False


def _is_mostly_utf8(body: bytes, start: int) -> bool:
    sample = body[start : start + _SAMPLE].decode("utf-8", "replace")
    letters = [letter for letter in sample if letter > "\x7f"]
    return letters.count("\ufffd") * 2 < len(letters)
