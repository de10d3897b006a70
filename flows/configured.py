"""Which Prefect API the user has configured, read without importing Prefect.

The places and their order are Prefect's own: environment, `.env`, `prefect.toml`,
`pyproject.toml`, the active profile.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAME = "PREFECT_API_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredApi:
    """The address of an API, and `where` it is configured, for a message."""

    url: str
    where: str


def configured_api(environ: Mapping[str, str], here: Path) -> ConfiguredApi | None:
    """The API that Prefect itself would use in the folder `here`, or None.

    Files that cannot be read, or hold something else, configure nothing: Prefect
    will say so itself. An empty value counts as none.
    """
    for url, where in (
        (environ.get(_NAME), _NAME),
        (_in_dotenv(here / ".env", _NAME), f".env: {_NAME}"),
        (_under(_toml(here / "prefect.toml"), "api", "url"), "prefect.toml: api.url"),
        (
            _under(_toml(here / "pyproject.toml"), "tool", "prefect", "api", "url"),
            "pyproject.toml: tool.prefect.api.url",
        ),
        _in_profile(environ, here),
    ):
        if isinstance(url, str) and url.strip():
            return ConfiguredApi(url=url.strip(), where=where)
    return None


def _in_profile(environ: Mapping[str, str], here: Path) -> tuple[Any, str]:
    profiles = _toml(_profiles_path(environ, here))
    active = environ.get("PREFECT_PROFILE") or profiles.get("active")
    return (
        _under(profiles, "profiles", active, _NAME),
        f"Prefect's profile '{active}': {_NAME}",
    )


def _profiles_path(environ: Mapping[str, str], here: Path) -> Path:
    for path in (
        environ.get("PREFECT_PROFILES_PATH"),
        _in_dotenv(here / ".env", "PREFECT_PROFILES_PATH"),
        _under(_toml(here / "prefect.toml"), "profiles_path"),
        _under(_toml(here / "pyproject.toml"), "tool", "prefect", "profiles_path"),
    ):
        if isinstance(path, str) and path:
            return here / path
    home = environ.get("PREFECT_HOME") or environ.get("HOME", "~") + "/.prefect"
    return here / home / "profiles.toml"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _under(table: Any, *keys: Any) -> Any:
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _in_dotenv(path: Path, name: str) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    line = rf"""(?m)^[ \t]*(?:export[ \t]+)?{name}[ \t]*=[ \t]*["']?([^"'\s#]*)"""
    found = re.findall(line, text)
    return found[-1] if found else None
