"""What a run is to do: `sources.toml` and the command line, checked and merged.

Precedence: command line, then file, then defaults. Every error is one line.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from tasks.http.ask import Limits
from tasks.text.urls import UrlUnreadable, canonical, redacted
from warehouse.errors import ConfigError, UsageError
from warehouse.model import Kind, Source

EVERY = re.compile(r"(\d+)([mhd])")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
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


Zone = Annotated[str, AfterValidator(_zone)]
Every = Annotated[str, AfterValidator(_every)]
Bytes = Annotated[int, Field(ge=1_000, le=4_000_000_000)]


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


class SourceTable(Strict):
    """A `[[source]]` table."""

    id: Annotated[str, Field(pattern=r"^[\w.-]{1,80}$")]
    url: str | None = None
    path: str | None = None
    kind: Literal["feed", "page", "sitemap", "section", "urls"] | None = None
    full_text: bool | Literal["auto"] = "auto"
    identity: Literal["auto", "id", "url"] = "auto"
    fields: dict[str, str] = {}
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
                raise ValueError(f"fields: unknown field '{name}'{_meant(name)}")
        return self


class File(Strict):
    """The whole configuration file."""

    defaults: Defaults = Defaults()
    source: list[SourceTable] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sources of a run and the limits that hold for it."""

    sources: tuple[Source, ...]
    limits: Limits
    timezone: str
    command: str


def read_plan(
    targets: Sequence[str],
    config: Path | None,
    only: Sequence[str] = (),
    *,
    allow_private: bool = False,
) -> Plan:
    """The sources that a run is about, with TARGETs only those.

    Without TARGETs the configuration's, `config` or `./sources.toml`. Raises
    UsageError and ConfigError, with nothing touched.
    """
    path = config or Path("sources.toml")
    if config is None and not path.exists():
        if not targets:
            raise UsageError("nothing to do: no TARGET, and no sources.toml here")
        file = File()
    else:
        file = read_file(path)
    if targets:
        sources = _distinct(_target(target, file.defaults) for target in targets)
    else:
        sources = tuple(_source(table, file, path) for table in file.source)
    wanted = tuple(source for source in sources if not only or source.source_id in only)
    known = [source.source_id for source in sources]
    for name in only:
        if name not in known:
            raise UsageError(f"--only: no source {name!r}{_meant(name, known)}")
    defaults = file.defaults
    return Plan(
        sources=wanted,
        timezone=defaults.timezone,
        command=" ".join(redacted(target) for target in targets) or path.name,
        limits=Limits(
            contact=defaults.contact,
            host_gap_s=defaults.host_gap_s,
            max_connections=defaults.max_connections,
            deadline_s=defaults.deadline_s,
            max_bytes=defaults.max_bytes,
            allow_private=defaults.allow_private or allow_private,
        ),
    )


def read_file(path: Path) -> File:
    """The configuration in `path`, checked. Raises ConfigError."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ConfigError(path.name, f"cannot be read: {what}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path.name, f"is not TOML: {error}") from error
    try:
        file = File.model_validate(tables)
    except ValidationError as error:
        raise ConfigError(path.name, _one_line(error, tables)) from error
    ids = [table.id for table in file.source]
    for name in ids:
        if ids.count(name) > 1:
            raise ConfigError(path.name, f"source '{name}' is there twice")
    return file


def daily(cron: str | None, at: str | None) -> str:
    """The schedule in cron's form: `cron` as it is, or `at` (HH:MM) once a day."""
    if cron and at:
        raise UsageError("--cron and --at: give one of them")
    if not at:
        return cron or "0 6 * * *"
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", at)
    if not found:
        raise UsageError(f"--at: {at!r} is no time of day; write one such as 06:00")
    return f"{int(found[2])} {int(found[1])} * * *"


def _source(table: SourceTable, file: File, path: Path) -> Source:
    """A table as a source; a relative path starts at the configuration file."""
    url = None
    if table.url is not None:
        url = _address(table.url, f"{path.name}: source '{table.id}'")
    return Source(
        source_id=table.id,
        kind="files" if table.path is not None else (table.kind or "auto"),
        url=url,
        path=os.path.normpath(path.resolve().parent / table.path)
        if table.path is not None
        else None,
        timezone=table.timezone or file.defaults.timezone,
        every=table.every or file.defaults.every,
        identity=table.identity,
        fields=tuple(sorted(table.fields.items())),
        max_bytes=table.max_bytes or file.defaults.max_bytes,
    )


def _target(target: str, defaults: Defaults) -> Source:
    """A TARGET of the command line as a source that is always due."""
    is_url = bool(SCHEME.match(target))
    if "\0" in target:
        raise UsageError("TARGET: a path cannot hold a NUL")
    url = _address(target, "TARGET") if is_url else None
    path = None if is_url else os.path.abspath(target)  # noqa: PTH100  lexical
    kind: Kind = "auto" if is_url else "files"
    return Source(
        source_id=_target_id(url, path),
        kind=kind,
        url=url,
        path=path,
        timezone=defaults.timezone,
        every=defaults.every,
        max_bytes=defaults.max_bytes,
        always_due=True,
    )


def _target_id(url: str | None, path: str | None) -> str:
    """An id that a person recognises and that stays from run to run."""
    if url is not None:
        parts = urlsplit(url)
        name = f"{parts.hostname}{parts.path}".strip("/")
    else:
        plain = re.split(r"[*?\[]", path or "")[0]  # of a pattern, its folder
        name = os.path.basename(plain.rstrip("/"))  # noqa: PTH119
    slug = re.sub(r"[^\w.-]+", "-", name).strip("-")[:48] or "source"
    digest = hashlib.sha256((url or path or "").encode("utf-8", "surrogateescape"))
    return f"{slug}-{digest.hexdigest()[:6]}"


def _address(url: str, where: str) -> str:
    """The address, readable and without a password. Raises UsageError."""
    try:
        canonical(url)
    except UrlUnreadable as error:
        raise UsageError(f"{where}: {error}") from error
    return url.strip()


def _distinct(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple({source.source_id: source for source in sources}.values())


def _one_line(error: ValidationError, tables: dict[str, Any]) -> str:
    """The first thing that is wrong, named as the file's author knows it."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    where, names = _place(place, tables)
    key = place[-1] if place else ""
    if first["type"] == "extra_forbidden":
        return f"{where} has unknown key '{key}'{_meant(key, names)}".lstrip()
    if first["type"] == "missing":
        return f"{where} lacks the key '{key}'"
    what = first["msg"].removeprefix("Value error, ")
    what = f"{what[0].lower()}{what[1:]}"
    return f"{where} key '{key}': {what}" if key in names else f"{where}: {what}"


def _place(place: list[str], tables: dict[str, Any]) -> tuple[str, list[str]]:
    """The table that an error is in, as its author knows it, and its keys."""
    if place[:1] == ["source"] and len(place) > 1:
        entry = tables["source"][int(place[1])] if place[1].isdigit() else {}
        named = f"'{entry['id']}'" if "id" in entry else f"number {int(place[1]) + 1}"
        return f"source {named}", list(SourceTable.model_fields)
    if place[:1] == ["defaults"] and len(place) > 1:
        return "[defaults]", list(Defaults.model_fields)
    return "", list(File.model_fields)


def _meant(name: str, names: Iterable[str] = RECORD_FIELDS) -> str:
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
