"""Text fit to be kept: no control characters, no odd spaces, real paragraphs.

Every reader of this folder ends here, so what it hands on is always UTF-8.
"""

from __future__ import annotations

import re

MAX_EXCERPT = 200

# XML 1.0 2.2 allows none of these but tab and line ends; the soft hyphen and the
# byte order mark are invisible, and a lone surrogate cannot be written as UTF-8. No
# language is written with an override of UAX 9 2.2, which turns the text behind it;
# embeddings, isolates and joiners are what some are written with.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u202d\u202e\u2060\ufeff\ufffe\uffff"
    "\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_TURN = re.compile("[\u202a-\u202e\u2066-\u2069\n]")
_OVERRIDES, _ISOLATES = frozenset("\u202d\u202e"), frozenset("\u2066\u2067\u2068")
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_ASCII_SEEN = bytes(c for c in range(128) if chr(c).isprintable() or c == 10)
# Longer than this, taking out what can be seen is faster than looking at each letter.
_LONG = 300
# Only what is not already a single space, so that 20 MB of plain words cost nothing.
_ODD_SPACE = re.compile(r"[^\S ]\s*| (?=\s)")


def is_printable(text: str) -> bool:
    """Whether all of `text` but its line ends can be seen, or is a space."""
    if len(text) > _LONG and text.isascii():
        return not text.encode("ascii").translate(None, _ASCII_SEEN)
    return text.isprintable() or text.replace("\n", "").isprintable()


def is_plain(text: str) -> bool:
    """Whether the white space of `text` is single spaces and line ends, no other."""
    return "  " not in text and is_printable(text)


def tidy(text: str) -> str:
    r"""`text` without control characters, every line end a `\n`."""
    if is_printable(text):  # five times faster than looking
        return text
    text = _LINE_END.sub("\n", text)
    if "\u202d" in text or "\u202e" in text:
        text = _without_overrides(text)
    return _UNSEEN.sub("", text)


def _without_overrides(text: str) -> str:
    """`text` without overrides, each gone with the mark that ends it on its line.

    Source: UAX 9, BD11 and X1 to X8.
    """
    kept, at = [], 0
    opened: list[str] = []
    for turn in _TURN.finditer(text):
        mark = turn[0]
        is_end = mark == _POP and bool(opened) and opened[-1] not in _ISOLATES
        started = opened.pop() if is_end else ""
        if mark == "\n":
            opened.clear()
        elif mark == _POP_ISOLATE and not _ISOLATES.isdisjoint(opened):
            while opened.pop() not in _ISOLATES:
                pass
        elif mark not in (_POP, _POP_ISOLATE):
            opened.append(mark)
        if mark in _OVERRIDES or (is_end and started in _OVERRIDES):
            kept.append(text[at : turn.start()])
            at = turn.end()
    return "".join((*kept, text[at:]))


def squeeze(text: str) -> str:
    """`text` on one line, each run of white space (non-breaking too) one space."""
    if "\n" not in text and is_plain(text):
        return text.strip()
    return _ODD_SPACE.sub(_one_space, text).strip()


def _one_space(match: re.Match[str]) -> str:
    return "" if match[0] == " " else " "


def excerpt(text: str) -> str:
    """The first printable characters of `text`, at most `MAX_EXCERPT`."""
    head = squeeze(tidy(text[: MAX_EXCERPT * 20]))[:MAX_EXCERPT]
    return "".join(letter for letter in head if letter.isprintable()).strip()
