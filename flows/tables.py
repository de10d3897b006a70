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
from pydantic_core import ErrorDetails

from flows.access import check_headers, check_password, check_proxy
from flows.secrets import check_names
from tasks.extract.rules import SelectorUnreadable, check_selector
from warehouse.model.source import RECHECK_DAYS, Rules

# A little over ten years: what is older is history, not news.
MAX_RECHECK_DAY = 3_660
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


def _days(said: object) -> tuple[int, ...]:
    """Days after which to look again, in order; none where that is false."""
    if said is False:
        return ()
    if not isinstance(said, list | tuple) or not all(
        type(day) is int and 1 <= day <= MAX_RECHECK_DAY for day in said
    ):
        raise ValueError(
            f"write the days after which to look again, such as "
            f"{list(RECHECK_DAYS)}, or false"
        )
    return tuple(sorted(set(said)))


def _full_text(said: object) -> bool | None:
    """Whether entries are whole articles; None where they are to tell it."""
    if said == "auto" or said is True or said is False:
        return None if said == "auto" else bool(said)
    raise ValueError("write true, false or 'auto'")


Zone = Annotated[str, AfterValidator(_zone)]
Every = Annotated[str, AfterValidator(_every)]
Bytes = Annotated[int, Field(ge=1_000, le=4_000_000_000)]
Days = Annotated[tuple[int, ...], BeforeValidator(_days)]
FullText = Annotated[bool | None, BeforeValidator(_full_text)]
Secret = Annotated[str, AfterValidator(check_password)]
Selector = Annotated[str, AfterValidator(_selector)]
Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_listed)]


class Strict(BaseModel):
    """A table of the file: every key is known, every value of its type."""

    # hidden: a secret that stands in the file by mistake is in no traceback
    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, hide_input_in_errors=True
    )


class Defaults(Strict):
    """The `[defaults]` table."""

    contact: str | None = None
    timezone: Zone = "UTC"
    every: Every = "1d"
    host_gap_s: Annotated[float, Field(ge=0, le=3600)] = 1.0
    max_connections: Annotated[int, Field(ge=1, le=256)] = 16
    deadline_s: Annotated[float, Field(gt=0, le=3600)] = 30.0
    max_bytes: Bytes = 20_000_000
    max_minutes: Annotated[float, Field(gt=0, le=100_000)] = 60.0
    allow_private: bool = False
    recheck: Days = RECHECK_DAYS


class RulesTable(Strict):
    """A `[source.rules]` table: CSS selectors, one or a list for each key."""

    body: Selectors = ()
    drop: Selectors = ()
    title: Selectors = ()
    date: Selectors = ()

    def rules(self) -> Rules:
        """The rules as they travel with a source."""
        return Rules(**self.model_dump())


class LoginTable(Strict):
    """A `login` of a source: the name of a user, and where the password is."""

    user: Annotated[str, Field(min_length=1), AfterValidator(check_names)]
    password: Secret


class SourceTable(Strict):
    """A `[[source]]` table."""

    id: Annotated[str, Field(pattern=r"^[\w.-]{1,80}$")]
    url: str | None = None
    path: str | None = None
    kind: Literal["feed", "page", "sitemap", "section", "urls"] | None = None
    full_text: FullText = None
    recheck: Days | None = None
    headers: Annotated[dict[str, str], AfterValidator(check_headers)] = {}
    login: LoginTable | None = None
    proxy: Annotated[str, AfterValidator(check_proxy)] | None = None
    identity: Literal["auto", "id", "url"] = "auto"
    fields: dict[str, str] = {}
    rules: RulesTable = RulesTable()
    timezone: Zone | None = None
    every: Every | None = None
    max_bytes: Bytes | None = None

    @model_validator(mode="after")
    def is_whole(self) -> SourceTable:
        """Refuses what does not fit together."""
        if self.path is not None and "\0" in self.path:
            raise ValueError("a path cannot hold a NUL")
        if (self.url is None) == (self.path is None):
            raise ValueError("give it either a url or a path")
        if self.path is not None and self.kind not in (None, "urls"):
            raise ValueError(f"kind '{self.kind}' goes with a url, not with a path")
        if self.path is not None and self.kind is None:
            for key in ("headers", "login", "proxy"):
                if getattr(self, key):
                    raise ValueError(f"{key} goes with a url, not with a path")
        if self.login and "authorization" in map(str.lower, self.headers):
            raise ValueError("give it a login or an Authorization header, not both")
        for name in self.fields:
            if name not in RECORD_FIELDS:
                raise ValueError(f"fields: unknown field '{name}'{meant(name)}")
        return self


class File(Strict):
    """The whole configuration file."""

    defaults: Defaults = Defaults()
    source: list[SourceTable] = []


# The tables that stand in a table of a source.
WITHIN: dict[str, type[Strict]] = {"rules": RulesTable, "login": LoginTable}


def one_line(error: ValidationError, tables: dict[str, Any]) -> str:
    """The first thing that is wrong, named as the file's author knows it."""
    first = _first(error)
    place = [str(part) for part in first["loc"]]
    where, names, key = _place(place, tables)
    if first["type"] == "extra_forbidden":
        return f"{where} has unknown key '{key}'{meant(key, names)}".lstrip()
    if first["type"] == "missing":
        return f"{where} lacks the key '{key}'"
    what = first["msg"].removeprefix("Value error, ")
    what = f"{what[0].lower()}{what[1:]}"
    return f"{where} key '{key}': {what}" if key in names else f"{where}: {what}"


def _first(error: ValidationError) -> ErrorDetails:
    """The first error; a key that is lacking may be there, written otherwise."""
    first, *others = error.errors()
    if first["type"] == "missing":
        for other in others:
            is_beside = other["loc"][:-1] == first["loc"][:-1]
            if other["type"] == "extra_forbidden" and is_beside:
                return other
    return first


def _place(place: list[str], tables: dict[str, Any]) -> tuple[str, list[str], str]:
    """The table that an error is in, as its author knows it, its keys, and the key."""
    if place[:1] == ["source"] and len(place) > 1:
        entry = tables["source"][int(place[1])] if place[1].isdigit() else {}
        named = f"'{entry['id']}'" if "id" in entry else f"number {int(place[1]) + 1}"
        below = WITHIN.get(place[2]) if len(place) > 3 else None
        if below:
            return f"source {named}: {place[2]}", list(below.model_fields), place[3]
        key = place[2] if len(place) > 2 else ""
        return f"source {named}", list(SourceTable.model_fields), key
    if place[:1] == ["defaults"] and len(place) > 1:
        return "[defaults]", list(Defaults.model_fields), place[1]
    return "", list(File.model_fields), place[-1] if place else ""


def meant(name: str, names: Iterable[str] = RECORD_FIELDS) -> str:
    """What may have been meant by an unknown name, as the end of a message."""
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
