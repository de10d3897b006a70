"""The head of a mail or a posting, and its text as it was before it was sent.

A multipart body stays as it is. Source: RFC 5322 2.2, RFC 2047, RFC 3676 4.
"""

from __future__ import annotations

import quopri
import re
from email.errors import MessageError
from email.header import decode_header, make_header

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
_QUOTED = re.compile(r"(>*) ?(.*)", re.DOTALL)

Pairs = list[tuple[str, object]]


def read_mail(text: str) -> tuple[Pairs, str] | None:
    """The fields of the head and the body behind it; None where it is no mail."""
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
    if "multipart/" in said.get("content-type", "").lower():
        return pairs, text[end + 2 :]
    return pairs, _body(text[end + 2 :], said)


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, ValueError, LookupError):
        return value


def _body(body: str, said: dict[str, str]) -> str:
    kind = said.get("content-type", "").lower()
    if said.get("content-transfer-encoding", "").lower().strip() == "quoted-printable":
        charset = _CHARSET.search(kind)
        raw = quopri.decodestring(body.encode("utf-8", "surrogatepass"))
        try:
            body = raw.decode(charset[1] if charset else "utf-8")
        except (LookupError, ValueError):
            body = raw.decode("utf-8", "replace")
    return _unflowed(body, "delsp=yes" in kind) if "format=flowed" in kind else body


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
