"""The encoding that a page names in its first bytes, by the standard's own scan.

It runs before there is a tree, so it is no parser: it knows comments, tags and
quotes, and nothing of scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# HTML 13.2.3.2, "get an attribute": white space or slashes, a name, and what may
# follow a sign of equality. A quote without its fellow swallows the rest.
_SPACE = rb"[\t\n\x0c\r ]"
_ATTRIBUTE = re.compile(
    rb"[\t\n\x0c\r /]*([^\t\n\x0c\r />][^=\t\n\x0c\r />]*)"
    rb"(?:" + _SPACE + rb"*=" + _SPACE + rb"*"
    rb"(?:\"([^\"]*)(?:\"|\Z)|'([^']*)(?:'|\Z)|([^\t\n\x0c\r >]*)))?"
)
_TAG_START = re.compile(rb"</?[a-z][^\t\n\x0c\r >]*", re.IGNORECASE)
_META_START = re.compile(rb"<meta(?=[\t\n\x0c\r />])", re.IGNORECASE)
_OTHER_TAG = re.compile(rb"<[!/?][^>]*")
# HTML 2.4.4, "extracting a character encoding from a meta element".
_IN_CONTENT = re.compile(
    rb"charset" + _SPACE + rb"*=" + _SPACE + rb"*"
    rb"(?:\"([^\"]*)\"|'([^']*)'|([^\"'\t\n\x0c\r ;][^\t\n\x0c\r ;]*))",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(
    rb"<\?xml[^>]*?encoding[\x00-\x20]*=[\x00-\x20]*(?:\"([^\">]*)\"|'([^'>]*)')"
)


def labels(head: bytes) -> Iterator[str]:
    """The labels that `head` names in meta elements, in order, then in XML's way.

    The first one that is known counts.
    Source: HTML 13.2.3.2, "prescan a byte stream to determine its encoding".
    """
    at = 0
    while (at := head.find(b"<", at)) >= 0:
        if head.startswith(b"<!--", at):
            # `<!-->` is whole: the two hyphens may be the same
            end = head.find(b"-->", at + 2)
            if end < 0:
                break
            at = end + 3
        elif meta := _META_START.match(head, at):
            attributes, at = _attributes(head, meta.end())
            if at >= len(head):
                break
            yield from _label(attributes)
        elif tag := _TAG_START.match(head, at):
            _, at = _attributes(head, tag.end())
        elif other := _OTHER_TAG.match(head, at):
            at = other.end()
        else:
            at += 1
    if declared := _XML_DECLARATION.match(head):
        yield (declared[1] or declared[2] or b"").decode("latin-1")


def _attributes(head: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes from `at` on, the first of each name, and where they end."""
    attributes: dict[bytes, bytes] = {}
    while match := _ATTRIBUTE.match(head, at):
        value = next((one for one in match.groups()[1:] if one is not None), b"")
        attributes.setdefault(match[1].lower(), value)
        at = match.end()
    end = head.find(b">", at)
    return attributes, end if end >= 0 else len(head)


def _label(attributes: dict[bytes, bytes]) -> Iterator[str]:
    """What a meta element names; `content` counts beside its pragma only."""
    if b"charset" in attributes:
        yield attributes[b"charset"].decode("latin-1")
    elif attributes.get(b"http-equiv", b"").lower() == b"content-type" and (
        said := _IN_CONTENT.search(attributes.get(b"content", b""))
    ):
        yield (said[1] or said[2] or said[3] or b"").decode("latin-1")
