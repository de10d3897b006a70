"""Bytes to text, by the WHATWG order: BOM, transport, page, UTF-8, detected.

Labels are read through the WHATWG table; a label names the encoding browsers
use for it, not the one it meant in 1987.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

import webencodings
from charset_normalizer import from_bytes

How = Literal["bom", "http", "meta", "utf-8", "detected"]

# Encoding Standard 4.2: what these names stand for is larger than Python's codecs
# of the same name: gb2312 pages hold letters that only gb18030 has, and so on.
_WIDER = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "hz-gb-2312": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
# HTML 13.2.3.2: a meta element is looked for in the first 1024 bytes.
_META_WINDOW = 1024
_META = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([a-z0-9_:.+-]+)", re.IGNORECASE
)
_XML_DECLARATION = re.compile(
    rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([a-z0-9_:.+-]+)", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
# Detection reads this much, from the first byte that is not ASCII.
_SAMPLE = 4096
# What news without a label was written in; a longer list guesses worse.
_DETECTABLE = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp1258", "cp874", "koi8_r", "koi8_u", "gb18030", "big5hkscs", "cp932", "euc_jp",
    "cp949",
]  # fmt: skip
_FALLBACK = "cp1252"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """`text`, the Python codec that read it, and what named that codec."""

    text: str
    charset: str
    how: How


def decode(body: bytes, declared: str | None = None, *, html: bool = False) -> Decoded:
    """`body` as text, whatever it holds: a byte that cannot be read becomes U+FFFD.

    `declared` is the transport's label; an unknown one is passed over, as is a
    "utf-8" where most of what is not ASCII cannot be UTF-8. `html` looks for a
    meta element too.
    Source: Encoding Standard 4.2 and 6, HTML 13.2.3.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], codec, "bom")
    if (codec_declared := _codec(declared)) and _believable(body, codec_declared):
        return _read(body, codec_declared, "http")
    in_page = _meta_codec(body) if html else None
    if in_page and _believable(body, in_page):
        return _read(body, in_page, "meta")
    if (wide := wide_codec(body)) is not None:
        return _read(body, wide, "detected")
    try:
        return Decoded(text=body.decode("utf-8"), charset="utf-8", how="utf-8")
    except UnicodeDecodeError as error:
        return _read(body, _detected(body, error.start), "detected")


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


def _read(body: bytes, codec: str, how: How) -> Decoded:
    return Decoded(text=body.decode(codec, "replace"), charset=codec, how=how)


def _codec(label: str | None) -> str | None:
    """The Python codec for a WHATWG label; None for a label it does not know."""
    if not label or not label.isascii():
        return None
    encoding = webencodings.lookup(label.strip("\"' \t\r\n"))
    if encoding is None or encoding.name == "x-user-defined":
        return None
    name: str = _WIDER.get(encoding.name, encoding.codec_info.name)
    return name.replace("_", "-") if name.startswith("utf") else name


def _meta_codec(body: bytes) -> str | None:
    head = _COMMENT.sub(b"", body[:_META_WINDOW])
    match = _META.search(head) or _XML_DECLARATION.match(head)
    if match is None:
        return None
    codec = _codec(match[1].decode("ascii", "replace"))
    # HTML 13.2.3.2: a page that can say utf-16 in ASCII is not utf-16.
    return "utf-8" if codec and codec.startswith("utf-16") else codec


def _believable(body: bytes, codec: str) -> bool:
    """False for "utf-8" over bytes that are mostly something else."""
    if codec != "utf-8":
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        sample = body[error.start : error.start + _SAMPLE]
        letters = [c for c in sample.decode("utf-8", "replace") if c > "\x7f"]
        return letters.count("\ufffd") * 2 < len(letters)
    return True


def _detected(body: bytes, start: int) -> str:
    sample = body[max(0, start - 200) : start + _SAMPLE]
    best = from_bytes(sample, cp_isolation=_DETECTABLE, threshold=0.3).best()
    return best.encoding if best is not None else _FALLBACK
