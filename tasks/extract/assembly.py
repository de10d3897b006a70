"""What was read of a payload, and what its listing said, into one article.

Where the payload is silent its listing is asked; each field keeps where it is from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import TypeVar

from tasks.extract.authors import read_authors
from tasks.extract.charset import Decoded
from tasks.extract.dates import DateUnreadable, read_date
from tasks.extract.fields import Fields, Found, found, found_items
from tasks.extract.language import read_language
from warehouse.model.article import Article, Dated
from warehouse.model.entry import Listed, Payload

T = TypeVar("T")

_MAX_DATES = 12
_SILENT = Listed()
_FIELD_NAMES = tuple(field.name for field in dataclass_fields(Fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The fields of a payload, its text, and where the text came from."""

    fields: Fields
    text: str
    text_from: str


def article_of(read: Read, decoded: Decoded, payload: Payload) -> Article:
    """The article of what was read, which has text."""
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
    where = listed.came_from
    name = "pubDate" if where == "feed" else "publication_date"
    authors = read_authors(list(listed.authors))
    published = found(listed.published, f"{where}:{name}")
    modified = found(listed.modified, f"{where}:modified")
    sure = [one for one in fields.published if not _is_guessed(one)]
    guessed = [one for one in fields.published if _is_guessed(one)]
    return replace(
        fields,
        title=fields.title or found(listed.title, f"{where}:title"),
        authors=fields.authors
        or (Found(value=authors, came_from=f"{where}:authors") if authors else None),
        section=fields.section or found(listed.section, f"{where}:section"),
        tags=fields.tags or found_items(list(listed.tags), f"{where}:tags"),
        language=fields.language or found(listed.language, f"{where}:language"),
        publisher=fields.publisher or found(listed.publisher, f"{where}:publication"),
        published=(*sure, *((published,) if published else ()), *guessed),
        modified=(*fields.modified, *((modified,) if modified else ())),
    )


def _is_guessed(date: Found[str]) -> bool:
    """Whether no field of the page says it: a month in the address, a shown date."""
    return date.came_from.partition(":")[0] in ("url", "text", "script", "attribute")


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
