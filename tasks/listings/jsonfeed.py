"""JSON Feed: bytes in, what the channel says out. Pure.

Source: JSON Feed 1.0 and 1.1 (jsonfeed.org).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tasks.listings.channel import MAX_LINK, Channel, item_of, link_of, one_line
from tasks.listings.content import Content
from tasks.listings.cut import MAX_LISTED, too_many
from tasks.listings.identity import Item
from tasks.listings.utf8 import as_utf8
from tasks.listings.xml import Refused
from warehouse.model.entry import Listed
from warehouse.model.source import Source

VERSION = "://jsonfeed.org/version/"
_MAX_NAMES = 1_000
_SILENT = Listed()
_UNENDED = "Unterminated string"


def read_json_feed(
    body: bytes, *, source: Source, url: str, content_type: str | None
) -> Channel | Refused:
    """What the JSON Feed at `url` says, or why it is none. Nothing is raised."""
    data = as_utf8(body, content_type).decode()
    try:
        said = json.loads(data, strict=False)
    except json.JSONDecodeError as error:
        # A string that has no end is told of where it starts.
        is_cut = error.pos >= len(data.rstrip()) or error.msg.startswith(_UNENDED)
        if is_cut and VERSION in data:
            return Refused(reason="truncated", detail=f"JSON: {error}")
        return Refused(reason="not_a_feed", detail=f"no JSON: {error}")
    except (ValueError, RecursionError) as error:
        return Refused(reason="not_a_feed", detail=f"no JSON: {error}")
    if not isinstance(said, dict) or VERSION not in str(said.get("version")):
        return Refused(reason="not_a_feed", detail="JSON that is no JSON Feed")
    items = said.get("items")
    if not isinstance(items, list):
        return Refused(reason="not_a_feed", detail="a JSON Feed without items")
    n_left_out = len(items) - MAX_LISTED
    hubs = [hub.get("url") for hub in _objects(said.get("hubs"))]
    return Channel(
        items=tuple(_read_item(raw, source, url, said) for raw in items[:MAX_LISTED]),
        problems=(too_many(n_left_out, MAX_LISTED),) if n_left_out > 0 else (),
        title=one_line(said.get("title")),
        language=one_line(said.get("language")),
        home=one_line(said.get("home_page_url"), MAX_LINK),
        hub=one_line(hubs[0], MAX_LINK) if hubs else None,
    )


def _read_item(raw: object, source: Source, url: str, feed: dict[str, Any]) -> Item:
    if not isinstance(raw, dict):
        problem = ("invalid_record", "an item that is no object")
        return Item(keys=(), url=None, problem=problem, listed=_SILENT, written=None)
    guid = _id(raw.get("id"))
    link = _read_link(raw, guid, url)
    return item_of(guid, link, _contents(raw), _read_listed(raw, feed), source)


def _id(value: object) -> str | None:
    """An item's id. 1.1: a number is to be read as the string that it writes."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:MAX_LINK]
    return one_line(value, MAX_LINK)


def _read_link(
    raw: dict[str, Any], guid: str | None, base: str
) -> tuple[str | None, tuple[str, str] | None]:
    """The canonical link of an item, or (reason, detail) why it has none."""
    named = (one_line(raw.get(name), MAX_LINK) for name in ("url", "external_url"))
    written = next(filter(None, named), None)
    if written is None and guid is not None and "://" in guid:
        written = guid
    return link_of(written, base)


def _contents(raw: dict[str, Any]) -> Iterator[Content]:
    for name, form in (("content_html", "html"), ("content_text", "text")):
        if isinstance(written := raw.get(name), str):
            yield Content(form="html" if form == "html" else "text", written=written)
    if isinstance(summary := raw.get("summary"), str):
        yield Content(form="text", written=summary, is_summary=True)


def _read_listed(raw: dict[str, Any], feed: dict[str, Any]) -> Listed:
    # 1.0 has one `author`, 1.1 `authors`; those of the feed hold for items without.
    said = (owner.get(name) for owner in (raw, feed) for name in ("authors", "author"))
    authors = next((found for value in said if (found := _names(value))), ())
    terms = [one_line(tag) for tag in _list(raw.get("tags"))[:_MAX_NAMES]]
    return Listed(
        title=one_line(raw.get("title")),
        published=one_line(raw.get("date_published")),
        modified=one_line(raw.get("date_modified")),
        authors=authors,
        language=one_line(raw.get("language")) or one_line(feed.get("language")),
        tags=tuple(dict.fromkeys(term for term in terms if term)),
    )


def _names(value: object) -> tuple[str, ...]:
    people = _objects([value] if isinstance(value, dict) else value)
    names = [one_line(person.get("name")) for person in people[:_MAX_NAMES]]
    return tuple(dict.fromkeys(name for name in names if name))


def _objects(value: object) -> list[dict[str, Any]]:
    return [item for item in _list(value) if isinstance(item, dict)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
