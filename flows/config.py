"""What a run is to do: `sources.toml` and the command line, checked and merged.

Precedence: command line, then file, then defaults. Every error is one line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from flows.sources import is_at_home, source_of, target_of, without_access
from flows.tables import Defaults, File, SourceTable, meant, one_line
from flows.when import daily, since_of, span_of
from tasks.http.ask import Limits
from tasks.text.urls import redacted
from warehouse.errors import ConfigError, UsageError
from warehouse.model.batch import Again
from warehouse.model.source import Rules, Source

__all__ = ["Defaults", "File", "Plan", "SourceTable", "daily", "read_file", "read_plan"]

_Ways = tuple[tuple[str, Source | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sources of a run and the limits that hold for it.

    `rules` are those of all that are configured, also where the run is of others;
    `ways` are the configured ones that are reached with headers, a login or a proxy,
    None where the run is not about them: it lacks their secrets.
    Of listings it takes what is dated from `since` on and before `until`, all of it
    where they are None.
    """

    sources: tuple[Source, ...]
    limits: Limits
    timezone: str
    command: str
    rules: tuple[tuple[str, Rules], ...]
    ways: _Ways = ()
    since: datetime | None = None
    until: datetime | None = None


def read_plan(
    targets: Sequence[str],
    config: Path | str | None,
    only: Sequence[str] = (),
    *,
    allow_private: bool = False,
    since: str | None = None,
    until: str | None = None,
) -> Plan:
    """The sources that a run is about, with TARGETs only those.

    Without TARGETs the configuration's, `config` or `./sources.toml`. Raises
    UsageError and ConfigError, with nothing touched.
    """
    path = Path(config or "sources.toml")
    if config is None and not path.exists() and not targets:
        raise UsageError(
            "nothing to do: no TARGET, and no sources.toml here; "
            "'newsledger init https://…' writes one"
        )
    file = _file(path if config else None)
    if targets:
        sources = _distinct(target_of(target, file.defaults) for target in targets)
    else:
        sources = tuple(source_of(table, file, path) for table in file.source)
    known = [source.source_id for source in sources]
    for name in only:
        if name not in known:
            raise UsageError(f"--only: no source {name!r}{meant(name, known)}")
    starts_at, ends_at = span_of(since, until, file.defaults.timezone)
    said = [redacted(target) for target in targets] or [path.name]
    said += ["--since", since] if since else []
    said += ["--until", until] if until else []
    chosen = tuple(one for one in sources if not only or one.source_id in only)
    return Plan(
        sources=chosen,
        timezone=file.defaults.timezone,
        command=" ".join(said),
        rules=_all_rules(file),
        ways=_ways(file, {} if targets else {one.source_id: one for one in chosen}),
        limits=limits_of(file.defaults, allow_private=allow_private),
        since=starts_at,
        until=ends_at,
    )


def limits_of(defaults: Defaults, *, allow_private: bool) -> Limits:
    """How far a client may go by the `[defaults]` and the command line."""
    return Limits(
        contact=defaults.contact,
        host_gap_s=defaults.host_gap_s,
        max_connections=defaults.max_connections,
        deadline_s=defaults.deadline_s,
        max_bytes=defaults.max_bytes,
        max_minutes=defaults.max_minutes,
        allow_private=defaults.allow_private or allow_private,
    )


def read_one(
    target: str, config: Path | None, source_id: str | None, *, allow_private: bool
) -> Plan:
    """The plan of a look at one TARGET, read as one of the named source would be.

    What the source is reached with goes to its own site only.

    Raises UsageError and ConfigError, with nothing touched.
    """
    plan = read_plan([target], config, allow_private=allow_private)
    if source_id is None:
        return plan
    path = config or Path("sources.toml")
    file = read_file(path)
    for table in file.source:
        if table.id == source_id:
            like = source_of(table, file, path)
            [one] = plan.sources
            like = like if is_at_home(like, one.url) else without_access(like)
            seen = replace(like, url=one.url, path=one.path, kind=one.kind)
            return replace(plan, sources=(seen,))
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
    file = _file(config)
    again = Again(
        sources=tuple(dict.fromkeys(sources)),
        since=since_of(since, file.defaults.timezone),
        is_all=is_all,
        rules=_all_rules(file),
    )
    said = ["reparse", *sources, *(("--since", since) if since else ())]
    return again, " ".join([*said, *(["--all"] if is_all else [])])


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


def _file(config: Path | None) -> File:
    """The configuration `config` or `./sources.toml`; an empty one where none is."""
    path = config or Path("sources.toml")
    return read_file(path) if config or path.exists() else File()


def _all_rules(file: File) -> tuple[tuple[str, Rules], ...]:
    return tuple((table.id, table.rules.rules()) for table in file.source)


def _ways(file: File, ours: Mapping[str, Source]) -> _Ways:
    tables = (one for one in file.source if one.headers or one.login or one.proxy)
    return tuple((table.id, ours.get(table.id)) for table in tables)


def _distinct(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple({source.source_id: source for source in sources}.values())
