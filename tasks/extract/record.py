"""One JSON object into fields and a text or a page: a line of a many-record file."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tasks.extract.authors import credits_of, read_authors
from tasks.extract.fields import Fields, Found, found, found_items, found_url

# Our names; a source's `[source.fields]` renames them.
_NAMES = (
    "url", "title", "text", "html", "published", "modified", "authors", "language",
    "section", "tags",
)  # fmt: skip


class RecordUnreadable(ValueError):
    """A record that is no JSON object; `reason` is the reject's slug."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record's fields, and its `text`, or else its `html`; both may be empty."""

    fields: Fields
    text: str
    html: str


def read_record(text: str, renamed: tuple[tuple[str, str], ...]) -> Record:
    """The record that `text` holds, its fields called as `renamed` says.

    `renamed` is pairs of (our name, their name); a field not named there keeps
    our name. A value of the wrong type is passed over.

    Raises RecordUnreadable where `text` is not one JSON object.
    """
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordUnreadable("bad_json", f"not JSON: {error}"[:200]) from error
    if not isinstance(loaded, dict):
        kind = type(loaded).__name__
        raise RecordUnreadable("not_object", f"a JSON {kind} where an object belongs")
    theirs = dict(renamed)
    got = {name: loaded.get(theirs.get(name, name)) for name in _NAMES}
    return Record(fields=_fields(got), text=_body(got["text"]), html=_body(got["html"]))


def _fields(got: dict[str, object]) -> Fields:
    names = read_authors(credits_of(got["authors"]))
    url, refused = found_url(got["url"], "record:url")
    published = found(got["published"], "record:published")
    modified = found(got["modified"], "record:modified")
    return Fields(
        title=found(got["title"], "record:title"),
        authors=Found(value=names, came_from="record:authors") if names else None,
        section=found(got["section"], "record:section"),
        tags=found_items(got["tags"], "record:tags"),
        language=found(got["language"], "record:language"),
        published=(published,) if published else (),
        modified=(modified,) if modified else (),
        canonical_url=url,
        refused=refused,
    )


def _body(value: object) -> str:
    """A text, or a list of paragraphs, as one text."""
    if isinstance(value, list):
        return "\n\n".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
