"""Is it text at all, and a page at all? Told by how it begins, before it is parsed."""

from __future__ import annotations

import json
import re

from tasks.extract.charset import wide_codec

# First bytes of what is served or named as text and is none.
_MAGIC = (
    (b"%PDF-", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"), (b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf", "7z"), (b"Rar!", "rar"), (b"\x7fELF", "ELF"), (b"MZ\x90", "exe"),
    (b"RIFF", "RIFF"), (b"OggS", "Ogg"), (b"ID3", "MP3"), (b"\xd0\xcf\x11\xe0", "OLE"),
    (b"SQLite format 3", "SQLite"), (b"PAR1", "Parquet"), (b"{\\rtf", "RTF"),
)  # fmt: skip
_MAGICS = tuple(magic for magic, _ in _MAGIC)
_SNIFFED = 4096
# The roots of XML that servers call HTML: feeds, site maps, drawings.
_XML_ROOT = re.compile(
    r"[\s\ufeff]*+(?>(?:<\?xml[^>]*>|<!doctype[^>]*>|(?><!--.*?-->))\s*+)*+"
    r"<(rss|feed|rdf:rdf|urlset|sitemapindex|opml|svg)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
# Control characters that text has none of: all but tab, line ends, FF and ESC.
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\x0b\x0c\r\x1b")


def not_text(body: bytes) -> str | None:
    """Why `body` cannot be text, or None where it can; an empty one can."""
    if body.startswith(_MAGICS):
        name = next(name for magic, name in _MAGIC if body.startswith(magic))
        return f"begins as {name} does"
    head = body[:_SNIFFED]
    n_control = len(head) - len(head.translate(None, _CONTROL))
    if n_control * 50 <= len(head):
        return None
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or wide_codec(body) is not None:
        return None
    return f"{n_control} control bytes in the first {len(head)}"


def not_a_page(text: str) -> str | None:
    """What `text`, served as HTML, is instead: a feed, a drawing, JSON; or None."""
    if (root := _XML_ROOT.match(text[:_SNIFFED])) is not None:
        return f"it is XML of {root[1].lower()!r}"
    if text[:_SNIFFED].lstrip()[:1] not in ("{", "["):
        return None
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    return "it is JSON"
