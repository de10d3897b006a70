"""XML from strangers: made UTF-8, and refused where a DTD would expand or fetch.

Pure. What is handed on has been looked at in the very bytes that the parser
will read, so no encoding hides a declaration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tasks.listings.utf8 import as_utf8

# RSS 0.9x-2.0; Atom 0.3 and 1.0; RSS 0.90 and 1.0.
FEED_ROOTS = frozenset(["rss", "feed", "rdf"])
SITEMAP_ROOTS = frozenset(["urlset", "sitemapindex"])

# A prolog ends within this, and a root element starts.
_MAX_PROLOG_BYTES = 65_536
_LOGIN_BYTES = 1_000_000

_SPACE = b" \t\r\n\f\v"
# feedparser goes through a tag's attributes for each of them: 100,000 in one tag
# took 176 s (2026-11-25).
_MAX_ATTRIBUTES = 1_000
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
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

    reason: Literal[
        "empty", "not_a_feed", "login_page", "xml_entities", "too_large", "truncated"
    ]
    detail: str


def open_xml(
    body: bytes, content_type: str | None, roots: frozenset[str]
) -> bytes | Refused:
    """The document in UTF-8 that starts with its prolog and has one of `roots`.

    `roots` are local names in lower case. What stands before the prolog (a
    warning that PHP printed) is cut off. A plain DOCTYPE, as RSS 0.91 has it,
    is kept; nothing is ever fetched for it.
    """
    found = _find_root(as_utf8(body, content_type).lstrip(_SPACE), roots)
    if isinstance(found, Refused):
        return found
    return _crowded(found[1]) or found[1]


def root_of(body: bytes, content_type: str | None, roots: frozenset[str]) -> str:
    """Which of `roots` a document begins with, "" for none; its start is enough."""
    found = _find_root(as_utf8(body, content_type).lstrip(_SPACE), roots)
    return "" if isinstance(found, Refused) else found[0]


def _find_root(data: bytes, roots: frozenset[str]) -> tuple[str, bytes] | Refused:
    """The root, one of `roots`, and the document from its prolog on."""
    if not data:
        return Refused(reason="empty", detail="the answer holds nothing")
    root = _read_prolog(data[:_MAX_PROLOG_BYTES])
    if root not in roots and not isinstance(root, Refused):
        start = _late_start(data[:_MAX_PROLOG_BYTES], roots)
        if start is None:
            return no_root(data)
        data = data[start:]
        root = _read_prolog(data[:_MAX_PROLOG_BYTES])
    if isinstance(root, Refused):
        return root
    return (root, data) if root in roots else no_root(data)


def _crowded(data: bytes) -> Refused | None:
    """Refuses a document that has a tag of more attributes than any tag has."""
    for piece in data.split(b"<"):
        if piece.count(b"=") <= _MAX_ATTRIBUTES or piece.startswith(b"!"):
            continue
        n = _QUOTED.sub(b"", piece).partition(b">")[0].count(b"=")
        if n > _MAX_ATTRIBUTES:
            return Refused(reason="not_a_feed", detail=f"a tag of {n} attributes")
    return None


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


def no_root(data: bytes) -> Refused:
    """Which other thing `data` is."""
    if data.startswith((b"{", b"[")):
        return Refused(reason="not_a_feed", detail="JSON in place of XML")
    if not _HTML.search(data[:_MAX_PROLOG_BYTES]):
        return Refused(reason="not_a_feed", detail=f"starts {_shown(data[:80])}")
    if _PASSWORD.search(data[:_LOGIN_BYTES]):
        return Refused(reason="login_page", detail="HTML that asks for a password")
    return Refused(reason="not_a_feed", detail="HTML in place of a feed")


def _shown(data: bytes) -> str:
    return repr(" ".join(data.decode("utf-8", "replace").split()))
