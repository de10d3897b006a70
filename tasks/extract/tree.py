"""HTML text into an lxml tree, whatever the text is; lxml and nothing else.

libxml2 stops at 2,048 levels, and we stop before a page takes minutes: both are
said, so that no page is cut short in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

MAX_TAGS = 400_000
_MAX_WALKED = 200
_EVENTS = ("start", "end")
# XML 1.0 2.2 has no place for these; a page that holds them would end there.
_UNSEEN = bytes(c if c >= 32 or c in b"\t\n\r" else 32 for c in range(256))

# libxml2 compares each attribute with those before it: 200,000 in one tag took
# 88 s (2026-11-25).
_MAX_ATTRIBUTES = 2_000
_LONG_TAG = 8_000
_LIMIT = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
# A tag with its end: most that are long hold a script, and are short themselves.
_SHORT_TAG = re.compile("(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")


class PageTooLarge(ValueError):
    """A page of more or deeper tags than one has: a trap, or a dump of a database."""


def parse(text: str, utf8: bytes | None = None) -> etree._Element | None:
    """The root of the page; None where there is no element in it.

    `utf8` is `text` in bytes, where they are at hand.
    Comments and processing instructions are gone. Raises PageTooLarge.
    """
    _refuse(text)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True,
        collect_ids=False,
    )  # fmt: skip
    if utf8 is None:
        utf8 = text.encode("utf-8", "ignore")  # half a surrogate
    body = utf8.translate(_UNSEEN)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if any(e.type == _LIMIT for e in parser.error_log):
        raise PageTooLarge("more than 2,048 tags in one another")
    return root


def _refuse(text: str) -> None:
    """Raises PageTooLarge where `text` would take libxml2 minutes."""
    if (n_tags := text.count("<")) > MAX_TAGS:
        raise PageTooLarge(f"{n_tags} tags, more than {MAX_TAGS}")
    for start in _long_tags(text):
        if _SHORT_TAG.match(text, start, start + 2 * _MAX_ATTRIBUTES):
            continue
        end = text.find("<", start)
        piece = text[start:] if end < 0 else text[start:end]
        if (n := _n_attributes(piece)) > _MAX_ATTRIBUTES:
            raise PageTooLarge(f"a tag of {n} attributes")


def _long_tags(text: str) -> Iterator[int]:
    """Where what may be a tag begins, without another in so many letters.

    A tag of HTML begins with a letter of ASCII, to libxml2 before 2.14 with any. From
    each `<` the last that is near is looked for: most are never met.
    """
    start = text.find("<") + 1
    last = len(text) - _LONG_TAG
    while 0 < start < last:
        near = text.rfind("<", start, start + _LONG_TAG + 1)
        if near < 0:
            if text[start].isalpha():
                yield start
            near = text.find("<", start)
        start = near + 1


def _n_attributes(piece: str) -> int:
    """How many attributes the tag at the start of `piece` has, or thereabouts."""
    tag, end, _ = _QUOTED.sub("", piece[:_LONG_TAG]).partition(">")
    if not end or '"' in tag or "'" in tag:  # it goes on, or a value does
        tag = _QUOTED.sub("", piece).split(">", 1)[0]
    return len(tag.split())


def text_of(element: etree._Element) -> str:
    """All text below `element`, as it stands."""
    return "".join(strings(element))


def start_of(element: etree._Element, most: int) -> str:
    """The first `most` letters or so of the text below `element`.

    For what is asked of many elements that may stand in each other: it walks through
    so many elements, with text or without.
    """
    if not len(element):  # most have no other in them: three times faster
        return (element.text or "")[:most]
    pieces = [element.text]
    for event, part in islice(
        etree.iterwalk(element, events=_EVENTS), 1, 2 * _MAX_WALKED
    ):
        if part is not element:
            pieces.append(part.text if event == "start" else part.tail)
    return "".join(filter(None, pieces))[:most]


def strings(element: etree._Element) -> Iterator[str]:
    """The pieces of text below `element`, in order."""
    return map(str, element.itertext())


def drop(element: etree._Element) -> None:
    """Take `element` out of its tree and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if tail := element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)
