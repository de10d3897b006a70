"""The head of a mail or a posting, and its text as it was before it was sent.

One of several parts is left whole, and so is one in an encoding that is not read.
Source: RFC 5322 2.2, RFC 2045 6, RFC 2047, RFC 3676 4.
"""

from __future__ import annotations

import quopri
import re
from base64 import b64decode
from email.errors import MessageError
from email.header import decode_header

from tasks.extract.charset import decode
from tasks.extract.raw.hyphens import tidy_lines

_MAX_HEAD = 16_000
# What only mail has; `From`, `Subject` and `Date` stand before other texts too.
_OF_MAIL = re.compile(
    r"^(?:Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Newsgroups"
    r"|Content-Transfer-Encoding|Content-Type|X-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(r"([!-9;-~]{1,60}):[ \t]?(.*)")
_FOLD = re.compile(r"\n(?=[ \t]+\S)")
_ENVELOPE = re.compile(r"From \S+ .*\n")
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)
# RFC 2045 6.2: the encodings that change nothing.
_AS_IT_IS = frozenset(("", "7bit", "8bit", "binary"))
_QUOTED = re.compile(r"(>*) ?(.*)", re.DOTALL)

Pairs = list[tuple[str, object]]


def read_mail(text: str) -> tuple[Pairs, str] | None:
    """The fields of the head and the body behind it; None where it is no mail.

    No fields, and all of `text`, where the body cannot be read.
    """
    start = len(text) - len(text.lstrip())
    if match := _ENVELOPE.match(text, start):
        start = match.end()
    if not _FIELD.match(text, start, start + 200):
        return None
    end = text.find("\n\n", start, start + _MAX_HEAD)
    head = text[start:end] if end >= 0 else ""
    if not _OF_MAIL.search(head):
        return None
    fields = [_FIELD.fullmatch(line) for line in _FOLD.sub("", head).split("\n")]
    if not all(fields):
        return None
    pairs: Pairs = [(field[1], _decoded(field[2])) for field in fields if field]
    said = {name.lower(): str(value) for name, value in pairs}
    body = _body(text[end + 2 :], said)
    return ([], text) if body is None else (pairs, body)


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        return "".join(_part(*part) for part in decode_header(value))
    except (MessageError, ValueError):
        return value


def _part(said: str | bytes, charset: str | None) -> str:
    if isinstance(said, str):
        return said
    # through the labels of the web: Python knows codecs that take the square of a text
    return decode(said, charset).text if charset else said.decode("ascii")


def _body(body: str, said: dict[str, str]) -> str | None:
    """The text that was sent; None where it is none that can be read."""
    kind = said.get("content-type", "").lower().strip() or "text/plain"
    encoding = said.get("content-transfer-encoding", "").lower().strip()
    if not kind.startswith("text"):
        return None
    if encoding not in _AS_IT_IS:
        charset = _CHARSET.search(kind)
        raw = _bytes_of(body.encode("utf-8", "surrogatepass"), encoding)
        body = tidy_lines(decode(raw, charset[1] if charset else None).text)
        if not body.strip():
            return None
    return _unflowed(body, "delsp=yes" in kind) if "format=flowed" in kind else body


def _bytes_of(body: bytes, encoding: str) -> bytes:
    """The bytes that were sent, empty where they are not all to be had."""
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding != "base64":
        return b""
    try:
        return b64decode(b"".join(body.split()), validate=True)
    except ValueError:
        return b""


def _unflowed(body: str, delsp: bool) -> str:
    """`body` with the lines joined that end in a space, those quoted alike only."""
    parts: list[str] = []
    flows, depth = False, ""
    for line in body.split("\n"):
        match = _QUOTED.fullmatch(line)
        quoted, text = (match[1], match[2]) if match else ("", line)
        if not (flows and quoted == depth):
            parts.append(f"\n{quoted} " if quoted else "\n")
        flows, depth = text.endswith(" ") and text != "-- ", quoted
        parts.append(text[:-1] if flows and delsp else text)
    return "".join(parts)[1:]
