"""The bytes of a payload into an article, or into the reason why not.

The front door of this folder: sniffs, decodes, and hands to the reader of the media
type; assembly.py makes one article of the fields and the text that come back.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import blake2b

from tasks.extract.assembly import Read, article_of
from tasks.extract.charset import Decoded, decode
from tasks.extract.clean import excerpt
from tasks.extract.decoders import UNREADABLE
from tasks.extract.dropped import Drop, Dropped
from tasks.extract.fields import one_line
from tasks.extract.page import NotAPage, read_html, read_page
from tasks.extract.pause import no_search
from tasks.extract.raw.dateline import with_dateline
from tasks.extract.raw.rawtext import read_raw, read_text
from tasks.extract.record import RecordUnreadable, read_record
from tasks.extract.sniff import not_a_page, not_text
from warehouse.model.article import Article
from warehouse.model.entry import Payload, Reject
from warehouse.model.source import NO_RULES, Rules

# Part of what makes a version: rows say which parser read them.
PARSER = "newsledger-extract/5"

_TEXT = frozenset(("text/plain", "text/markdown"))
_PAGE = frozenset(("text/html", "application/xhtml+xml"))
_RECORD = frozenset(("application/json",))
_READ = _TEXT | _PAGE | _RECORD


class _NotAnArticle(ValueError):
    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a payload was read as, and all that was taken out of it on the way."""

    read: Article | Reject
    dropped: tuple[Drop, ...]


@lru_cache(maxsize=1_000)
def parser_of(rules: Rules) -> str:
    """The parser that reads by these rules: PARSER, and a digest of them if any."""
    if rules == NO_RULES:
        return PARSER
    said = json.dumps(asdict(rules), sort_keys=True).encode("utf-8", "surrogatepass")
    return f"{PARSER}+{blake2b(said, digest_size=4).hexdigest()}"


def extract(payload: Payload) -> Article | Reject:
    """The article that `payload` holds, or why it holds none; never an exception.

    Pure: the clock is `payload.captured_at`, timezone, renamed fields, rules and
    what the listing said come with `payload.entry`.
    """
    with no_search():
        return _extract(payload, Dropped(keeps=False))


def examine(payload: Payload) -> Examined:
    """What `extract` gives for `payload`, with all that was taken out, and why."""
    dropped = Dropped(keeps=True)
    read = _extract(payload, dropped)
    return Examined(read=read, dropped=tuple(dropped.drops))


def _extract(payload: Payload, dropped: Dropped) -> Article | Reject:
    media_type = payload.media_type.split(";", 1)[0].strip().lower()
    decoded: Decoded | None = None
    try:
        _refuse(payload.body, media_type)
        is_page = media_type in _PAGE
        decoded = decode(payload.body, payload.charset, html=is_page)
        read = _read(decoded, media_type, payload, dropped)
        return article_of(_with_text(read), decoded, payload)
    except (_NotAnArticle, NotAPage, RecordUnreadable) as why:
        return _reject(why.reason, str(why), payload, decoded)


def _refuse(body: bytes, media_type: str) -> None:
    """Raises where `body` is not text of a kind that is read here."""
    if media_type not in _READ:
        raise _NotAnArticle("media_type", f"{media_type[:100]!r} is not read")
    if not body.strip():
        raise _NotAnArticle("empty", f"{len(body)} bytes, no letter among them")
    if why := not_text(body):
        raise _NotAnArticle("not_text", why)


def _read(
    decoded: Decoded, media_type: str, payload: Payload, dropped: Dropped
) -> Read:
    if decoded.charset == UNREADABLE:
        raise _NotAnArticle("charset", "it names an encoding that nobody reads")
    text = decoded.text
    if not text or text.isspace():
        raise _NotAnArticle("empty", f"{len(payload.body)} bytes of white space")
    if media_type in _TEXT:
        fields, body = read_raw(text, payload, dropped)
        return Read(fields=fields, text=body, text_from="text")
    rules = payload.entry.rules
    if media_type in _PAGE:
        if why := not_a_page(text):
            raise _NotAnArticle("not_html", why)
        url = payload.url or payload.entry.url
        page = read_page(text, url, rules, dropped, decoded.utf8)
        return Read(fields=page.fields, text=page.text, text_from=page.text_from)
    record = read_record(text, payload.entry.fields)
    if record.text.strip() or not record.html.strip():
        text, went = read_text(record.text, dropped)
        fields = replace(record.fields, refused=(*record.fields.refused, *went))
        fields = with_dateline(fields, text, payload)
        return Read(fields=fields, text=text, text_from="record:text")
    title = record.fields.title
    said = title.value if title else None
    text = read_html(record.html, said, rules, dropped)
    return Read(fields=record.fields, text=text, text_from="record:html")


def _with_text(read: Read) -> Read:
    """`read`; raises where it has no text."""
    if not read.text:
        raise _NotAnArticle("no_text", "no paragraph of text found")
    return read


def _reject(
    reason: str, detail: str, payload: Payload, decoded: Decoded | None
) -> Reject:
    entry = payload.entry
    shown = decoded.text if decoded else payload.body[:2000].decode("utf-8", "replace")
    return Reject(
        source_id=entry.source_id,
        stage="parse",
        reason=reason,
        detail=one_line(detail),
        identity_key=entry.keys[0].written,
        url=payload.url or entry.url,
        payload_digest=payload.digest,
        excerpt=excerpt(shown) or None,
    )
