"""XML from strangers: made UTF-8, and refused where a DTD would expand or fetch.

Pure. What is handed on has been looked at in the very bytes that the parser
will read, so no encoding hides a declaration.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

import webencodings

# A prolog ends within this, and a root element starts.
_MAX_PROLOG_BYTES = 65_536
_LOGIN_BYTES = 1_000_000

_SPACE = b" \t\r\n\f\v"
# XML 1.0 2.2: not allowed in a document, and enough to end a strict parser.
_CONTROLS = bytes(c for c in range(32) if c not in (9, 10, 13))
_HIGH = bytes(range(128, 256))
# `&#xD800;`, `&#99999999999;`: feedparser gives up the whole feed for one of them.
_LARGE_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{4,})|([0-9]{5,}));")
# feedparser goes through a tag's attributes for each of them: 100,000 in one tag
# took 176 s (2026-11-25).
_MAX_ATTRIBUTES = 1_000
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_DECLARATION = re.compile(rb"<\?xml\b[^>]*\?>")
_DECLARED = re.compile(rb"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_HTML = re.compile(rb"<!doctype\s+html|<html\b|<body\b|<head\b", re.IGNORECASE)
_PASSWORD = re.compile(rb"type\s*=\s*[\"']?password\b", re.IGNORECASE)

_DOCTYPE = re.compile(
    rb"<!DOCTYPE(?:[^\"'\[>]|\"[^\"]*\"|'[^']*')*(\[|>)", re.IGNORECASE
)
_SUBSET_PART = re.compile(
    rb"\s+|<!--.*?-->|<\?.*?\?>"
    rb"|(<![A-Za-z]+(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL,
)
_SUBSET_END = re.compile(rb"\]\s*>")
# A letter by another name, `<!ENTITY nbsp "&#160;">`: common in old feeds, and
# nothing that grows.
_SMALL_ENTITY = re.compile(
    rb"<!ENTITY\s+[\w.-]+\s+(?:\"(?:&#\w{1,8};|[^&%<\"]){0,16}\""
    rb"|'(?:&#\w{1,8};|[^&%<']){0,16}')\s*>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a document is not read: a slug of tasks/http/outcomes.py, and evidence."""

    reason: Literal["empty", "not_a_feed", "login_page", "xml_entities"]
    detail: str


def open_xml(
    body: bytes, content_type: str | None, roots: frozenset[str]
) -> bytes | Refused:
    """The document in UTF-8 that starts with its prolog and has one of `roots`.

    `roots` are local names in lower case. What stands before the prolog (a
    warning that PHP printed) is cut off. A plain DOCTYPE, as RSS 0.91 has it,
    is kept; nothing is ever fetched for it.
    """
    data = as_utf8(body, content_type).lstrip(_SPACE)
    if not data:
        return Refused(reason="empty", detail="the answer holds nothing")
    root = _read_prolog(data[:_MAX_PROLOG_BYTES])
    if root not in roots and not isinstance(root, Refused):
        start = _late_start(data[:_MAX_PROLOG_BYTES], roots)
        if start is None:
            return _no_root(data)
        data = data[start:]
        root = _read_prolog(data[:_MAX_PROLOG_BYTES])
    if isinstance(root, Refused):
        return root
    if root not in roots:
        return _no_root(data)
    return _crowded(data) or data


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


def _crowded(data: bytes) -> Refused | None:
    """Refuses a document that has a tag of more attributes than any tag has."""
    for piece in data.split(b"<"):
        if piece.count(b"=") <= _MAX_ATTRIBUTES or piece.startswith(b"!"):
            continue
        n = _QUOTED.sub(b"", piece).partition(b">")[0].count(b"=")
        if n > _MAX_ATTRIBUTES:
            return Refused(reason="not_a_feed", detail=f"a tag of {n} attributes")
    return None


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


def _read_prolog(head: bytes) -> str | Refused:
    """The local name of the root element, "" where none starts here."""
    at, has_doctype = 0, False
    while True:
        at += len(head[at:]) - len(head[at:].lstrip(_SPACE))
        if head.startswith(b"<?", at):
            at = head.find(b"?>", at) + 2
        elif head.startswith(b"<!--", at):
            at = head.find(b"-->", at) + 3
        elif head[at : at + 9].upper() == b"<!DOCTYPE" and not has_doctype:
            end = _read_doctype(head, at)
            if isinstance(end, Refused):
                return end
            at, has_doctype = end, True
        else:
            root = _ROOT.match(head, at)
            return root[1].decode("ascii", "replace").lower() if root else ""
        if at < 5:  # an end was not found
            return ""


def _read_doctype(head: bytes, at: int) -> int | Refused:
    """Where the DOCTYPE at `at` ends; refused for what it declares.

    Source: XML 1.0 2.8, 4.2.
    """
    opened = _DOCTYPE.match(head, at)
    if opened is None:
        return Refused(reason="xml_entities", detail="a DOCTYPE that does not end")
    if opened[1] == b">":
        return opened.end()
    at = opened.end()
    while (end := _SUBSET_END.match(head, at)) is None:
        part = _SUBSET_PART.match(head, at)
        if part is None:
            detail = f"in the DOCTYPE: {_shown(head[at : at + 80])}"
            return Refused(reason="xml_entities", detail=detail)
        declared = part[1] or b""
        is_entity = declared[:8].upper() == b"<!ENTITY"
        if is_entity and not _SMALL_ENTITY.fullmatch(declared):
            return Refused(reason="xml_entities", detail=_shown(declared[:80]))
        at = part.end()
    return end.end()


def _late_start(head: bytes, roots: frozenset[str]) -> int | None:
    """Where a document starts behind text that is not HTML; None where none does."""
    names = b"|".join(re.escape(name.encode()) for name in sorted(roots))
    start = re.compile(rb"<\?xml\b|<(?:\w+:)?(?:" + names + rb")[\s>]", re.IGNORECASE)
    found = start.search(head)
    if found is None or _HTML.search(head, 0, found.start()):
        return None
    return found.start()


def _no_root(data: bytes) -> Refused:
    """Which other thing `data` is."""
    if data.startswith((b"{", b"[")):
        detail = "JSON; a JSON Feed is not read yet"
        return Refused(reason="not_a_feed", detail=detail)
    if not _HTML.search(data[:_MAX_PROLOG_BYTES]):
        return Refused(reason="not_a_feed", detail=f"starts {_shown(data[:80])}")
    if _PASSWORD.search(data[:_LOGIN_BYTES]):
        return Refused(reason="login_page", detail="HTML that asks for a password")
    return Refused(reason="not_a_feed", detail="HTML in place of a feed")


def _shown(data: bytes) -> str:
    return repr(" ".join(data.decode("utf-8", "replace").split()))
