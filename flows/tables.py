"""The tables of `sources.toml`, checked key by key, and what is wrong in one line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from tasks.extract.rules import SelectorUnreadable, check_selector
from warehouse.model import Rules

EVERY = re.compile(r"(\d+)([mhd])")
RECORD_FIELDS = (
    "id", "url", "title", "text", "html", "published", "modified", "authors",
    "language", "section", "tags",
)  # fmt: skip


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError(f"no time zone {name!r}; name one such as 'UTC'") from error
    return name


def _every(written: str) -> str:
    found = EVERY.fullmatch(written)
    if not found or not int(found[1]):
        raise ValueError(f"{written!r} is no span; write one such as '1d' or '6h'")
    return written


def _selector(written: str) -> str:
    try:
        check_selector(written)
    except SelectorUnreadable as error:
        raise ValueError(str(error)) from error
    return written


def _listed(said: object) -> object:
    """One selector or a list of them as a tuple; anything else stays, to be refused."""
    if isinstance(said, str):
        return (said,)
    return tuple(said) if isinstance(said, list) else said


Zone = Annotated[str, AfterValidator(_zone)]
Every = Annotated[str, AfterValidator(_every)]
Bytes = Annotated[int, Field(ge=1_000, le=4_000_000_000)]
Selector = Annotated[str, AfterValidator(_selector)]
Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_listed)]


class Strict(BaseModel):
    """A table of the file: every key is known, every value of its type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Defaults(Strict):
    """The `[defaults]` table."""

    contact: str | None = None
    timezone: Zone = "UTC"
    every: Every = "1d"
    host_gap_s: Annotated[float, Field(ge=0, le=3600)] = 1.0
    max_connections: Annotated[int, Field(ge=1, le=256)] = 16
    deadline_s: Annotated[float, Field(gt=0, le=3600)] = 30.0
    max_bytes: Bytes = 20_000_000
    allow_private: bool = False


class RulesTable(Strict):
    """A `[source.rules]` table: CSS selectors, one or a list for each key."""

    body: Selectors = ()
    drop: Selectors = ()
    title: Selectors = ()
    date: Selectors = ()

    def rules(self) -> Rules:
        """The rules as they travel with a source."""
        return Rules(**self.model_dump())


class SourceTable(Strict):
    """A `[[source]]` table."""

    id: Annotated[str, Field(pattern=r"^[\w.-]{1,80}$")]
    url: str | None = None
    path: str | None = None
    kind: Literal["feed", "page", "sitemap", "section", "urls"] | None = None
    full_text: bool | Literal["auto"] = "auto"
    identity: Literal["auto", "id", "url"] = "auto"
    fields: dict[str, str] = {}
    rules: RulesTable = RulesTable()
    timezone: Zone | None = None
    every: Every | None = None
    max_bytes: Bytes | None = None

    @model_validator(mode="after")
    def is_whole(self) -> SourceTable:
        """Refuses what does not fit together, and what cannot be read yet."""
        if self.path is not None and "\0" in self.path:
            raise ValueError("a path cannot hold a NUL")
        if (self.url is None) == (self.path is None):
            raise ValueError("give it either a url or a path")
        if self.kind in ("sitemap", "section", "urls"):
            raise ValueError(f"kind '{self.kind}' cannot be read yet; use 'feed'")
        if self.full_text is True:
            raise ValueError("full_text = true cannot be done yet; use 'auto'")
        if self.path is not None and self.kind is not None:
            raise ValueError("kind goes with a url, not with a path")
        for name in self.fields:
            if name not in RECORD_FIELDS:
                raise ValueError(f"fields: unknown field '{name}'{meant(name)}")
        return self


class File(Strict):
    """The whole configuration file."""

    defaults: Defaults = Defaults()
    source: list[SourceTable] = []


def one_line(error: ValidationError, tables: dict[str, Any]) -> str:
    """The first thing that is wrong, named as the file's author knows it."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    where, names, key = _place(place, tables)
    if first["type"] == "extra_forbidden":
        return f"{where} has unknown key '{key}'{meant(key, names)}".lstrip()
    if first["type"] == "missing":
        return f"{where} lacks the key '{key}'"
    what = first["msg"].removeprefix("Value error, ")
    what = f"{what[0].lower()}{what[1:]}"
    return f"{where} key '{key}': {what}" if key in names else f"{where}: {what}"


def _place(place: list[str], tables: dict[str, Any]) -> tuple[str, list[str], str]:
    """The table that an error is in, as its author knows it, its keys, and the key."""
    key = place[-1] if place else ""
    if place[:1] == ["source"] and len(place) > 1:
        entry = tables["source"][int(place[1])] if place[1].isdigit() else {}
        named = f"'{entry['id']}'" if "id" in entry else f"number {int(place[1]) + 1}"
        if place[2:3] == ["rules"] and len(place) > 3:
            return f"source {named}: rules", list(RulesTable.model_fields), place[3]
        return f"source {named}", list(SourceTable.model_fields), key
    if place[:1] == ["defaults"] and len(place) > 1:
        return "[defaults]", list(Defaults.model_fields), key
    return "", list(File.model_fields), key


def meant(name: str, names: Iterable[str] = RECORD_FIELDS) -> str:
    """What may have been meant by an unknown name, as the end of a message."""
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
