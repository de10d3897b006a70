"""The small header that raw news texts carry in front of their first sentence.

Three shapes: `date 2022-01 ` before the first word, lines such as `Title: ...`,
and YAML front matter. What is not clearly a header stays in the text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from tasks.extract.authors import credits_of, read_authors
from tasks.extract.dates import DateUnreadable, read_date
from tasks.extract.fields import Fields, Found, found, found_items, found_url
from warehouse.model import Payload

_MAX_LINES = 40
_MAX_VALUE = 500
_MAX_FRONT_MATTER = 64_000
_MAX_DEPTH = 8

# Their word -> ours, in the languages whose exports were seen or asked for.
_FIELD_WORDS = {
    "title": "title headline titel titre título titolo kop überschrift tytuł",
    "published": "date published datum fecha data publié pubdate published_at"
    " publication_date publication-date publish_date date_published datepublished"
    " gepubliceerd veröffentlicht publicado дата",
    "modified": "modified updated lastmod last_modified date_modified bijgewerkt",
    "authors": "author authors by byline auteur auteurs autor autoren autores autore"
    " von door par",
    "url": "url link canonical canonical_url permalink",
    "publisher": "source publisher bron quelle fuente fonte newspaper",
    "language": "language lang taal sprache langue idioma lingua",
    "section": "section category categories rubriek ressort rubrique sección sezione",
    "tags": "tags tag keywords keyword trefwoorden schlagwörter",
}
FIELD_OF = {
    word: ours for ours, words in _FIELD_WORDS.items() for word in words.split()
}
_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_LINE = re.compile(r"[ \t]*([^\W\d][\w -]{0,24}?)[ \t]*:[ \t]*(.*)")
_DATE_FIRST = re.compile(
    r"\s*(date)[ \t]+(\d{4}(?:-\d{1,2}){1,2}(?:T\S+)?)(?=\s)\s*", re.IGNORECASE
)
_URL = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z|[^\W\d_]{4,20}\Z")


def read_header(text: str, payload: Payload) -> tuple[Fields, str]:
    """What the header of `text` says, and the text behind it.

    `payload` gives the clock and the timezone that decide whether a date can be
    one: a `Date:` line with no date in it is the article's own words.
    """
    if (matter := _front_matter(text)) is not None:
        pairs, rest = matter
        return _fields(pairs), rest
    if (match := _DATE_FIRST.match(text)) and _is_date(match[2], payload):
        return _fields([("date", match[2])]), text[match.end() :]
    return _key_lines(text, payload)


def _key_lines(text: str, payload: Payload) -> tuple[Fields, str]:
    pairs: list[tuple[str, object]] = []
    at = len(text) - len(text.lstrip())
    for _ in range(_MAX_LINES):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        pair = _pair(text[at : min(end, at + _MAX_VALUE * 2)], payload)
        if pair is None:
            break
        pairs.append(pair)
        at = min(end + 1, len(text))
    return _fields(pairs), text[at:]


def _pair(line: str, payload: Payload) -> tuple[str, object] | None:
    """The key and the value of a header line; None for a line of the text."""
    match = _LINE.match(line)
    if match is None or len(match[2]) > _MAX_VALUE:
        return None
    key, value = _key(match[1]), match[2].strip()
    ours = FIELD_OF.get(key)
    if ours is None or not value:
        return (key, "") if ours else None
    return (key, value) if _fits(ours, value, payload) else None


def _fits(ours: str, value: str, payload: Payload) -> bool:
    """True where `value` is what such a line holds, and no sentence of the text."""
    if ours in ("published", "modified"):
        return _is_date(value, payload)
    if ours == "url":
        return _URL.match(value) is not None
    return ours != "language" or _LANGUAGE.match(value) is not None


def _key(written: str) -> str:
    return re.sub(r"[ -]+", "_", written.strip().casefold())


def _is_date(value: str, payload: Payload) -> bool:
    zone = payload.entry.timezone
    try:
        read_date(value, now=payload.captured_at, timezone=zone, came_from="header")
    except DateUnreadable:
        return False
    return True


def _fields(pairs: list[tuple[str, object]]) -> Fields:
    """What the pairs say; of two that say the same the first counts, but each date."""
    dates: dict[str, list[Found[str]]] = {"published": [], "modified": []}
    others: dict[str, Any] = {}
    refused: tuple[tuple[str, str], ...] = ()
    for key, value in pairs:
        ours, came_from = FIELD_OF.get(key), f"header:{key}"
        if ours in dates:
            dated = found(value, came_from)
            dates[ours] += [dated] if dated else []
        elif ours == "url":
            url, why = found_url(_first(value), came_from)
            others["canonical_url"] = others.get("canonical_url") or url
            refused = refused or why
        elif ours:
            others[ours] = others.get(ours) or _found_as(ours, value, came_from)
    published, modified = map(tuple, dates.values())
    return Fields(published=published, modified=modified, refused=refused, **others)


def _found_as(ours: str, value: object, came_from: str) -> object:
    if ours == "tags":
        return found_items(value, came_from)
    if ours == "authors":
        names = read_authors(credits_of(value))
        return Found(value=names, came_from=came_from) if names else None
    return found(_first(value), came_from)


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


class _Plain(yaml.SafeLoader):
    """YAML of scalars as written, lists and maps: no aliases, no depth, no types.

    An alias is the one way a small document unfolds into a large one.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent) or self.depth >= _MAX_DEPTH:
            raise yaml.YAMLError("front matter holds aliases or is too deep")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _front_matter(text: str) -> tuple[list[tuple[str, object]], str] | None:
    """The pairs between two `---` lines at the very top, and what stands behind.

    None where there is no such block, or it cannot be read as keys and values.
    """
    match = _FRONT_MATTER.match(text[:_MAX_FRONT_MATTER])
    if match is None:
        return None
    try:
        loaded = yaml.load(match[1], Loader=_Plain)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(loaded, dict):
        return None
    pairs = [(_key(key), value) for key, value in loaded.items() if type(key) is str]
    if not any(key in FIELD_OF for key, _ in pairs):
        return None
    return pairs, text[match.end() :]
