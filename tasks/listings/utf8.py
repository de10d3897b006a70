"""What strangers send as XML or JSON, made UTF-8 by what the web takes it for.

Pure. No encoding that hides markup from whoever looks at bytes is followed.
"""

from __future__ import annotations

import codecs
import re

import webencodings

# XML 1.0 2.2: not allowed in a document, and enough to end a strict parser.
_CONTROLS = bytes(c for c in range(32) if c not in (9, 10, 13))
_HIGH = bytes(range(128, 256))
# `&#xD800;`, `&#99999999999;`: feedparser gives up the whole feed for one of them.
_LARGE_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{4,})|([0-9]{5,}));")
_DECLARATION = re.compile(rb"<\?xml\b[^>]*\?>")
_DECLARED = re.compile(rb"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)


def as_utf8(body: bytes, content_type: str | None) -> bytes:
    """`body` in UTF-8 under an XML declaration that says so, without controls.

    A byte order mark decides, then UTF-8 where it decodes (text in another
    encoding almost never does), then what HTTP and the declaration name, last
    windows-1252. Labels are those of the web: `iso-8859-1` is windows-1252, and
    UTF-7 or EBCDIC, which hide markup, are none.
    Source: RFC 7303 3; WHATWG Encoding 4.2.
    """
    text = _decoded(body, content_type).lstrip("\ufeff\0 \t\r\n")
    data = text.encode("utf-8", "replace").translate(None, _CONTROLS)
    data = _LARGE_REFERENCE.sub(_sound, data)
    declared = _DECLARATION.search(data[:1024])
    if declared is None:
        return data
    utf8 = b'<?xml version="1.0" encoding="utf-8"?>'
    return data[: declared.start()] + utf8 + data[declared.end() :]


def _sound(reference: re.Match[bytes]) -> bytes:
    """A numeric reference, or U+FFFD for one that names no character.

    Source: XML 1.0 4.1, 2.2.
    """
    digits = (reference[1] or reference[2]).lstrip(b"0")
    number = int(digits[:10] or b"0", 16 if reference[1] else 10)
    is_sound = number < 0xD800 or 0xDFFF < number < 0x110000
    return reference[0] if is_sound else "\ufffd".encode()


def _decoded(body: bytes, content_type: str | None) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    labels = _labels(body, content_type)
    # iso-2022-jp is made of ASCII bytes, which UTF-8 would take too.
    labels.sort(key=lambda label: label.name != "iso-2022-jp")
    if not labels or labels[0].name != "iso-2022-jp":
        text = body.decode("utf-8", "replace")
        # One broken character does not make the others another encoding, in
        # which every byte above ASCII would be broken here.
        if text.count("\ufffd") * 4 <= len(body) - len(body.translate(None, _HIGH)):
            return text
    for label in labels:
        try:
            return str(label.codec_info.decode(body, "strict")[0])
        except UnicodeError:
            continue
    return body.decode("cp1252", "replace")


def _labels(body: bytes, content_type: str | None) -> list[webencodings.Encoding]:
    """The encodings that HTTP and the XML declaration name, those that exist."""
    from_http = _CHARSET.search(content_type or "")
    from_xml = _DECLARED.search(body[:1024])
    named = [
        from_http[1] if from_http else "",
        from_xml[1].decode("ascii") if from_xml else "",
    ]
    known = [webencodings.lookup(name) for name in named]
    return [encoding for encoding in known if encoding is not None]
