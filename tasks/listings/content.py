"""Whether a feed's entry holds its article, and that article as a record. Pure.

A feed that means to be read elsewhere cuts its texts short: it ends them in "…", or
in a link to the page itself ("Read more", in whatever language), or all at one size.
Where an entry is taken for cut, its page is asked, which costs a request; where it is
taken for whole, half an article would be the ledger's. So each doubt asks the page.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
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
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
# So many entries end at one size where it is the program that ends them: no two whole
# articles of a feed have one number of words, but by chance.
_MIN_CUT = 3
# A text that ends with a sentence: in Latin, Greek, Arabic, Indic and wide letters.
_ENDED = re.compile(r"[.!?…;؟۔।。！？][\s\"'”’»)\]）」』]*$")
# Programs cut at the last space within so many letters.
_CUT_SHARE = 0.98
# Where a text's last link begins; only so much of it is looked at.
_END = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A text that an entry holds. `is_summary`: by its element it need not be whole."""

    form: Literal["html", "text"]
    written: str
    is_summary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """How long a text is; `is_open`: it ends within a sentence."""

    n_words: int
    n_letters: int
    is_open: bool


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


def cut_to_size(bodies: Sequence[bytes]) -> frozenset[bytes]:
    """Those of a feed's records of articles that were all cut to one size.

    They are the longest, three at least, and half of all at least, with one number of
    words or nearly one of letters, and most of them end within a sentence. What is
    shorter was not cut.
    """
    sizes = [_size(body) for body in bodies]
    if len(sizes) < _MIN_CUT:
        return frozenset()
    enough = max(_MIN_CUT, len(sizes) / 2)
    most_words = max(size.n_words for size in sizes)
    most_letters = max(size.n_letters for size in sizes) * _CUT_SHARE
    for is_longest in (
        [size.n_words == most_words for size in sizes],
        [size.n_letters >= most_letters for size in sizes],
    ):
        longest = list(compress(sizes, is_longest))
        n_open = sum(size.is_open for size in longest)
        if len(longest) >= enough and 2 * n_open > len(longest):
            return frozenset(compress(bodies, is_longest))
    return frozenset()


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
    written = _without_footer(written, link)
    text = _text(written)
    if count_words(text) < _MIN_WORDS or _CUT.search(text[-20:]):
        return False
    last = _last_link(written[-_END:])
    return last is None or link is None or not _is_same(last, link)


def _without_footer(written: str, link: str | None) -> str:
    """A text without the last paragraph that names its page and another.

    "The post X appeared first on Y": WordPress ends texts so, cut ones too.
    """
    starts = [found.start() for found in _PARAGRAPH.finditer(written[-_END:])]
    at = max(0, len(written) - _END) + (starts[-1] if starts else 0)
    hrefs = [html.unescape(href) for href in _HREF.findall(written, at)]
    is_footer = link is not None and len(hrefs) > 1 and _is_same(hrefs[0], link)
    return written[:at] if starts and is_footer else written


def _text(written: str) -> str:
    return html.unescape(_TAG.sub(" ", written)).strip()


def _size(body: bytes) -> _Size:
    """How long the article is in a record that `body_of` made."""
    words = _text("".join(json.loads(body).values())).split()
    n_letters = sum(map(len, words))
    is_open = _ENDED.search(" ".join(words[-3:])[-5:]) is None
    return _Size(n_words=len(words), n_letters=n_letters, is_open=is_open)


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
