"""What a run is to do: `sources.toml` and the command line, checked and merged.

Precedence: command line, then file, then defaults. Every error is one line.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from flows.tables import Defaults, File, SourceTable, meant, one_line
from tasks.http.ask import Limits
from tasks.text.urls import UrlUnreadable, canonical, redacted
from warehouse.errors import ConfigError, UsageError
from warehouse.model import Again, Kind, Rules, Source

__all__ = ["Defaults", "File", "Plan", "SourceTable", "daily", "read_file", "read_plan"]

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sources of a run and the limits that hold for it.

    `rules` are those of all that are configured, also where the run is of others.
    """

    sources: tuple[Source, ...]
    limits: Limits
    timezone: str
    command: str
    rules: tuple[tuple[str, Rules], ...]


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
            raise UsageError(f"--only: no source {name!r}{meant(name, known)}")
    defaults = file.defaults
    return Plan(
        sources=wanted,
        timezone=defaults.timezone,
        command=" ".join(redacted(target) for target in targets) or path.name,
        rules=_all_rules(file),
        limits=Limits(
            contact=defaults.contact,
            host_gap_s=defaults.host_gap_s,
            max_connections=defaults.max_connections,
            deadline_s=defaults.deadline_s,
            max_bytes=defaults.max_bytes,
            allow_private=defaults.allow_private or allow_private,
        ),
    )


def read_one(
    target: str, config: Path | None, source_id: str | None, *, allow_private: bool
) -> Plan:
    """The plan of a look at one TARGET, read as one of the named source would be.

    Raises UsageError and ConfigError, with nothing touched.
    """
    plan = read_plan([target], config, allow_private=allow_private)
    if source_id is None:
        return plan
    path = config or Path("sources.toml")
    file = read_file(path)
    for table in file.source:
        if table.id == source_id:
            like = _source(table, file, path)
            [one] = plan.sources
            return replace(
                plan,
                sources=(replace(like, url=one.url, path=one.path, kind=one.kind),),
            )
    names = [table.id for table in file.source]
    raise UsageError(f"--source: no source {source_id!r}{meant(source_id, names)}")


def read_again(
    sources: Sequence[str], config: Path | None, since: str | None, *, is_all: bool
) -> tuple[Again, str]:
    """What is to be read again by the configuration's rules, and its command.

    The configuration is `config` or `./sources.toml`; where there is none, the rules
    are those of old. A day of `since` begins in the configuration's time zone.
    Raises UsageError and ConfigError, with nothing touched.
    """
    path = config or Path("sources.toml")
    file = read_file(path) if config or path.exists() else File()
    again = Again(
        sources=tuple(dict.fromkeys(sources)),
        since=_moment(since, file.defaults.timezone) if since else None,
        is_all=is_all,
        rules=_all_rules(file),
    )
    said = ["reparse", *sources, *(("--since", since) if since else ())]
    return again, " ".join([*said, *(["--all"] if is_all else [])])


def _moment(written: str, timezone: str) -> datetime:
    """The moment that `written` names, a day by its start in the time zone."""
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(timezone))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"--since: {written!r} is no day; write one such as 2026-03-01"
        ) from error


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
        raise ConfigError(path.name, one_line(error, tables)) from error
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
        rules=table.rules.rules(),
        max_bytes=table.max_bytes or file.defaults.max_bytes,
    )


def _all_rules(file: File) -> tuple[tuple[str, Rules], ...]:
    return tuple((table.id, table.rules.rules()) for table in file.source)


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
