"""Whether a feed's entry holds its article, and that article as a record. Pure.

A feed that means to be read elsewhere cuts its texts short: it ends them in "…",
or in a link to the page itself ("Read more", in whatever language).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tasks.text.fingerprint import count_words
from tasks.text.keys import make_key

RECORD = "application/json"
# Shorter than this, a whole article and its first paragraphs look alike.
_MIN_WORDS = 150
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\))[\s\])»>]*$")
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_LINK_END = re.compile(r"</a\s*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_MAX_CALL = 80
# Where a text's last link begins; only so much of it is looked at.
_END = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A text that an entry holds. `is_summary`: by its element it need not be whole."""

    form: Literal["html", "text"]
    written: str
    is_summary: bool = False


def body_of(
    held: Iterable[Content], link: str | None, full_text: bool | None
) -> bytes | None:
    """The record of the article that an entry holds; None where its page is asked.

    `full_text` is the source's: True takes the longest text that there is, summaries
    too, False none. None takes what is whole by its own evidence: no summary, of 150
    words or more, and not cut short before a link to the entry's own page.
    """
    if full_text is False:
        return None
    texts = [content for content in held if full_text or not content.is_summary]
    longest = max(texts, key=lambda content: len(content.written), default=None)
    if longest is None or not longest.written.strip():
        return None
    if full_text is None and not _is_whole(longest.written, link):
        return None
    said = json.dumps({longest.form: longest.written}, ensure_ascii=False)
    # Half a surrogate, which JSON can say and UTF-8 cannot, becomes its escape.
    return said.encode("utf-8", "backslashreplace")


def form_of(written: str, media_type: str | None) -> Literal["html", "text"] | None:
    """What a text is by its declared type; None for what is no text (a picture).

    Feeds declare plain text and hold tags.
    """
    kind = (media_type or "text/html").lower()
    if kind in ("text/html", "application/xhtml+xml", "html", "xhtml"):
        return "html"
    if not kind.startswith("text"):
        return None
    return "html" if _TAG.search(written) else "text"


def _is_whole(written: str, link: str | None) -> bool:
    text = html.unescape(_TAG.sub(" ", written)).strip()
    if count_words(text) < _MIN_WORDS or _CUT.search(text[-20:]):
        return False
    last = _last_link(written[-_END:])
    return last is None or link is None or not _is_same(last, link)


def _last_link(end: str) -> str | None:
    """Where a text leads that ends in a link of few words; None where it does not."""
    starts = [found.start() for found in _LINK.finditer(end)]
    piece = end[starts[-1] :] if starts else ""
    closes = _LINK_END.search(piece)
    if closes is None:
        return None
    tag, _, called = piece[: closes.start()].partition(">")
    after = html.unescape(_TAG.sub("", piece[closes.end() :]))
    if len(_TAG.sub("", called)) > _MAX_CALL or any(map(str.isalnum, after)):
        return None
    href = _HREF.search(tag)
    return html.unescape(href[1]) if href else None


def _is_same(a: str, b: str) -> bool:
    """Whether two addresses are variants of one."""
    try:
        keys = [make_key("url", url, "") for url in (a, b)]
    except ValueError:
        return False
    return keys[0].digest == keys[1].digest
