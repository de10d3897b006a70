"""The bytes of a payload into an article, or into the reason why not.

The front door of this folder: sniffs, decodes, hands to the reader of the media
type, and makes one article of the fields and the text that come back.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

from tasks.extract.authors import read_authors
from tasks.extract.charset import Decoded, decode
from tasks.extract.clean import excerpt
from tasks.extract.dates import DateUnreadable, read_date
from tasks.extract.decoders import UNREADABLE
from tasks.extract.dropped import Drop, Dropped
from tasks.extract.fields import Fields, Found, found, found_items, one_line
from tasks.extract.language import read_language
from tasks.extract.page import NotAPage, read_html, read_page
from tasks.extract.pause import no_search
from tasks.extract.raw.dateline import with_dateline
from tasks.extract.raw.rawtext import read_raw, read_text
from tasks.extract.record import RecordUnreadable, read_record
from tasks.extract.sniff import not_a_page, not_text
from warehouse.model import (
    NO_RULES,
    Article,
    Dated,
    Listed,
    Payload,
    Reject,
    Rules,
)

# Part of what makes a version: rows say which parser read them.
PARSER = "newsledger-extract/4"

T = TypeVar("T")

_MAX_DATES = 12
_SILENT = Listed()
_TEXT = frozenset(("text/plain", "text/markdown"))
_PAGE = frozenset(("text/html", "application/xhtml+xml"))
_RECORD = frozenset(("application/json",))
_READ = _TEXT | _PAGE | _RECORD
_FIELD_NAMES = tuple(field.name for field in dataclass_fields(Fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    fields: Fields
    text: str
    text_from: str


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
        return _article(read, decoded, payload)
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
) -> _Read:
    if decoded.charset == UNREADABLE:
        raise _NotAnArticle("charset", "it names an encoding that nobody reads")
    text = decoded.text
    if not text or text.isspace():
        raise _NotAnArticle("empty", f"{len(payload.body)} bytes of white space")
    if media_type in _TEXT:
        fields, body = read_raw(text, payload, dropped)
        return _Read(fields=fields, text=body, text_from="text")
    rules = payload.entry.rules
    if media_type in _PAGE:
        if why := not_a_page(text):
            raise _NotAnArticle("not_html", why)
        url = payload.url or payload.entry.url
        page = read_page(text, url, rules, dropped, decoded.utf8)
        return _Read(fields=page.fields, text=page.text, text_from=page.text_from)
    record = read_record(text, payload.entry.fields)
    if record.text.strip() or not record.html.strip():
        text, went = read_text(record.text, dropped)
        fields = replace(record.fields, refused=(*record.fields.refused, *went))
        fields = with_dateline(fields, text, payload)
        return _Read(fields=fields, text=text, text_from="record:text")
    text = read_html(record.html, _value(record.fields.title), rules, dropped)
    return _Read(fields=record.fields, text=text, text_from="record:html")


def _article(read: _Read, decoded: Decoded, payload: Payload) -> Article:
    if not read.text:
        raise _NotAnArticle("no_text", "no paragraph of text found")
    fields = _with_listed(read.fields, payload)
    published, refused = _first_date(fields.published, fields, payload)
    modified, _ = _first_date(fields.modified, fields, payload)
    language, confidence = read_language(read.text)
    origins = [*_origins(fields), *fields.refused, *refused, ("charset", decoded.how)]
    if decoded.disproved:
        origins.append(("charset_refused", "; ".join(decoded.disproved)))
    if language:
        origins.append(("language", "text"))
    if said := fields.language:
        origins.append(("language_declared", f"{said.came_from}: {said.value}"))
        language = language or _declared(said.value)
    if published:
        origins.append(("published", published.came_from))
    if modified:
        origins.append(("modified", modified.came_from))
    return Article(
        text=read.text,
        title=_value(fields.title),
        authors=_value(fields.authors) or (),
        section=_value(fields.section),
        tags=_value(fields.tags) or (),
        language=language,
        language_confidence=confidence,
        published=published,
        modified_at=modified.at if modified else None,
        canonical_url=_value(fields.canonical_url),
        image_url=_value(fields.image_url),
        publisher=_value(fields.publisher),
        is_free=_value(fields.is_free),
        charset=decoded.charset,
        provenance=tuple(sorted(dict((*origins, ("text", read.text_from))).items())),
    )


def _value(said: Found[T] | None) -> T | None:
    return None if said is None else said.value


def _with_listed(fields: Fields, payload: Payload) -> Fields:
    """`fields`, and where they are silent what the listing said."""
    listed = payload.entry.listed
    if listed == _SILENT:
        return fields
    where = "record" if payload.entry.body is not None else "feed"
    name = "published" if where == "record" else "pubDate"
    authors = read_authors(list(listed.authors))
    published = found(listed.published, f"{where}:{name}")
    modified = found(listed.modified, f"{where}:modified")
    return replace(
        fields,
        title=fields.title or found(listed.title, f"{where}:title"),
        authors=fields.authors
        or (Found(value=authors, came_from=f"{where}:authors") if authors else None),
        section=fields.section or found(listed.section, f"{where}:section"),
        tags=fields.tags or found_items(list(listed.tags), f"{where}:tags"),
        language=fields.language or found(listed.language, f"{where}:language"),
        published=(*fields.published, *((published,) if published else ())),
        modified=(*fields.modified, *((modified,) if modified else ())),
    )


def _first_date(
    said: tuple[Found[str], ...], fields: Fields, payload: Payload
) -> tuple[Dated | None, tuple[tuple[str, str], ...]]:
    """The first of `said` that can be read, and the first refused as provenance."""
    refused: tuple[tuple[str, str], ...] = ()
    for date in said[:_MAX_DATES]:
        try:
            dated = read_date(
                date.value,
                now=payload.captured_at,
                timezone=payload.entry.timezone,
                came_from=date.came_from,
                written=fields.written,
            )
        except DateUnreadable as why:
            seen = f"{date.came_from}: {why}"
            refused = refused or (("published_refused", seen),)
            continue
        return dated, refused
    return None, refused


def _declared(language: str) -> str | None:
    """The language subtag of a declared tag such as `nl-BE` or `en_US`."""
    match = re.match(r"([a-z]{2,3})(?![a-z])", language.lower())
    return match[1] if match else None


def _origins(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Where each single-valued field came from, dates left out."""
    said = ((name, getattr(fields, name)) for name in _FIELD_NAMES)
    return tuple((name, one.came_from) for name, one in said if isinstance(one, Found))


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
