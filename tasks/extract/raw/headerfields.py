"""The lines of a header into fields; what fills none is said, and why."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from tasks.extract.authors import BY, credits_of, read_authors
from tasks.extract.fields import (
    Fields,
    Found,
    found,
    found_items,
    found_url,
    one_line,
)
from tasks.extract.raw.pagemarks import Taken

# Fields that have one value; the keys of header.toml, dates left out.
_SINGLE = ("title", "authors", "url", "publisher", "language", "section", "tags")
# Between two names: "and", "und", "и".
_MAX_AND = 3
Refused = tuple[tuple[str, str], ...]


class Line(NamedTuple):
    """A line of a header: our field, empty for none, its key and its value."""

    field: str
    key: str
    value: object


def fields_of(lines: list[Line]) -> tuple[Fields, Taken]:
    """What the lines say, and those that fill no field, as (reason, line).

    Of two that say the same the first counts, but each date does. A value of a
    type that the field cannot have is among `refused`.
    """
    dates: dict[str, list[Found[str]]] = {"published": [], "modified": []}
    said: dict[str, Any] = {}
    refused: Refused = ()
    unused: Taken = []
    for line in lines:
        is_new = line.field in dates or (
            line.field in _SINGLE and line.field not in said
        )
        value, why = _found_as(line) if is_new else (None, ())
        refused += (*why, *_as_written(line, value))
        if value is None:
            unused.append(("header_line", _shown(line)))
        elif line.field in dates:
            dates[line.field].append(value)
        else:
            said[line.field] = value
    published, modified = map(tuple, dates.values())
    url = said.pop("url", None)
    fields = Fields(
        published=published, modified=modified, canonical_url=url, refused=refused,
        **said,
    )  # fmt: skip
    return fields, unused


def _found_as(line: Line) -> tuple[Any, Refused]:
    """The value as its field has it, or None; and why, where it says something."""
    came_from, value = f"header:{line.key}", line.value
    found_: object = None
    if line.field == "tags":
        found_ = found_items(value, came_from)
    elif line.field == "authors":
        names = read_authors(credits_of(value))
        found_ = Found(value=names, came_from=came_from) if names else None
    else:
        value = value[0] if isinstance(value, list) and value else value
        if line.field == "url":
            return found_url(_bare(value), came_from)
        found_ = found(value, came_from)
    if found_ is not None or value in (None, "", [], {}):
        return found_, ()
    kind = f"{came_from}: nothing to read in a value of type {type(value).__name__}"
    return None, ((f"{line.field}_refused", kind),)


def _as_written(line: Line, value: Any) -> Refused:
    """A byline with all that is no name in it, where there is more than "By"."""
    if line.key != "byline" or value is None or not isinstance(line.value, str):
        return ()
    rest = BY.sub("", line.value).casefold()
    for name in value.value:
        rest = rest.replace(name.casefold(), "", 1)
    n_and = _MAX_AND * (len(value.value) - 1)
    is_more = sum(map(str.isalnum, rest)) > n_and
    return (("byline", line.value),) if is_more else ()


def _bare(value: object) -> object:
    return value.strip("<>") if isinstance(value, str) else value


def _shown(line: Line) -> str:
    value = one_line(line.value)
    if not value and line.value not in (None, ""):
        value = json.dumps(line.value, default=str, ensure_ascii=False)[:500]
    return f"{line.key}: {value}" if line.key else value
