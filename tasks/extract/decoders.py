"""Bytes to text as browsers decode them, by the name of a codec.

The encodings of the Encoding Standard are larger than Python's codecs of the same
name: gb2312 pages hold letters that only gb18030 has, Windows code pages have no
holes, Japanese pages have their makers' letters. What differs is made good here.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import cache
from importlib.resources import files

# Encoding Standard 14.1: encodings that no page is read by; attacks once hid in them.
UNREADABLE = "replacement"
_ISO_2022_JP = "iso2022_jp"
# These lack letters that their encodings have, and a hole costs 1.5 microseconds:
# a page of more holes than this is none in that encoding.
_WITH_HOLES, _MOST_MENDED = frozenset(("gb18030", "big5hkscs", "euc_jp")), 100_000
_MEND = "newsledger-mend"
_MULTI_BYTE = frozenset(("gb18030", "cp932", "cp949", "big5hkscs", "euc_jp"))

# Letters that Python's codec reads otherwise than the standard's index says. All
# entries of all indexes were compared on 2026-11-30.
_OWN_BYTES = {
    "koi8-u": {0xAE: "ў", 0xBE: "Ў"},
    "cp1255": {0xCA: "\u05ba"},
}
_OWN_LETTERS = {
    # GB 18030-2022 gave these letters; before, they were of private use.
    "gb18030": str.maketrans(
        "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7"
        "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
        "\u3000︐︒︑︓︔︕︖︗︘︙ḿ龴龵龶龷龸龹龺龻",
    ),
    "cp932": str.maketrans("\uf8f0\uf8f1\uf8f2\uf8f3", "\ufffd" * 4),
    "big5hkscs": str.maketrans("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡"),
    "euc_jp": str.maketrans("〜‖−¢£¬", "～∥－￠￡￢"),
}

# Encoding Standard 12.2: what each escape of ISO 2022-JP switches to.
_ESCAPE = re.compile(rb"(\x1b(?:\([BJI]|\$[@B]))")
_KANJI, _KATAKANA = (b"\x1b$@", b"\x1b$B"), b"\x1b(I"
_RAISED = bytes(c | 0x80 if 0x21 <= c <= 0x7E else c for c in range(256))
_KATAKANA_BYTE = re.compile(rb"([\xa1-\xdf])")


def read_as(body: bytes, codec: str) -> str:
    """`body` decoded by the standard's encoding to which `codec` comes nearest.

    A byte that cannot be read becomes U+FFFD; all of it becomes one where the
    codec is `UNREADABLE`.
    """
    if codec == UNREADABLE:
        return "\ufffd"
    if codec.startswith("utf"):
        return body.decode(codec, "replace")
    if codec == _ISO_2022_JP:
        body, codec = _as_euc_jp(body), "euc_jp"
    if codec not in _MULTI_BYTE:
        return codecs.charmap_decode(body, "replace", _letters(codec))[0]
    text = body.decode(codec, "replace")
    if codec in _WITH_HOLES and 0 < text.count("\ufffd") <= _MOST_MENDED:
        text = body.decode(codec, _MEND)
    own = _OWN_LETTERS.get(codec)
    return text.translate(own) if own and not text.isascii() else text


@cache
def _letters(codec: str) -> str:
    """What each of the 256 bytes is; a hole among the controls is the control."""
    own = _OWN_BYTES.get(codecs.lookup(codec).name, {})
    letters = []
    for byte in range(256):
        letter = own.get(byte) or bytes((byte,)).decode(codec, "replace")
        is_hole = letter == "\ufffd" and 0x80 <= byte < 0xA0
        letters.append(chr(byte) if is_hole else letter)
    return "".join(letters)


def _as_euc_jp(body: bytes) -> bytes:
    """ISO 2022-JP as EUC-JP: the same letters, told by the eighth bit."""
    parts, mode = [], b"\x1b(B"
    for piece in _ESCAPE.split(body):
        if _ESCAPE.fullmatch(piece):
            mode = piece
        elif mode in _KANJI:
            parts.append(piece.translate(_RAISED))
        elif mode == _KATAKANA:
            parts.append(_KATAKANA_BYTE.sub(b"\x8e\\1", piece.translate(_RAISED)))
        else:
            parts.append(piece)
    return b"".join(parts)


@cache
def _big5() -> dict[bytes, str]:
    """The letters that Python's big5hkscs lacks, by their two bytes."""
    text = files("tasks").joinpath("extract", "big5.toml").read_text("utf-8")
    letters = {}
    for first, run in tomllib.loads(text).items():
        lead, trail = bytes.fromhex(first)
        for letter in run:
            letters[bytes((lead, trail))] = letter
            trail = {0x7E: 0xA1, 0xFE: 0x40}.get(trail, trail + 1)
            lead += trail == 0x40
    return letters


def _euc_jp(pair: bytes) -> str | None:
    """The letter of a maker, of rows 13 or 89 to 92, which cp932 has."""
    if len(pair) < 2 or min(pair) < 0xA1 or max(pair) > 0xFE:
        return None
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + (0x9F if row % 2 else 0x40 + (cell > 62))
    letter = bytes((lead, trail)).decode("cp932", "replace")
    return None if "\ufffd" in letter else letter


def _mend(error: UnicodeError) -> tuple[str, int]:
    """The letter that a codec lacks, or U+FFFD, and where to read on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start = error.start
    pair = error.object[start : start + 2]
    if error.encoding == "gb18030" and pair[0] == 0x80:
        return "€", start + 1
    letter = _euc_jp(pair) if error.encoding == "euc_jp" else None
    letter = _big5().get(pair) if error.encoding == "big5hkscs" else letter
    if letter is not None:
        return letter, start + 2
    return "\ufffd", start + max(error.end - start, 1)


codecs.register_error(_MEND, _mend)
