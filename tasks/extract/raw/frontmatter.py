"""Front matter as keys and values: YAML, TOML or JSON in front of a raw text.

Site generators write it. What is no map with a word of ours, or is a trap, is text.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import yaml

_MAX_CHARS = 64_000
_MAX_DEPTH = 8
_MAX_KEYS = 1_000
_YAML = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCED_JSON = re.compile(r"\s*;;;[ \t]*\n(.*?)\n;;;[ \t]*(?:\n|\Z)", re.DOTALL)
_JSON = re.compile(r"\s*(?=\{\s*\")")
# `title: Ferry: it runs` is no YAML, and often written; a value that begins as a
# mark of YAML's does is left to YAML alone.
_PLAIN_LINE = re.compile(r"[ \t]*([\w-]{1,40}):(?:[ \t]+([^\s\[{&*!|>'\"@%`#].*))?")

# The standard library takes the square of a key's depth: 1.5 GB for one of 40 KB.
_DEEP_KEY = re.compile(r"[\w\"'-](?:\s*\.\s*[\w\"'-]+){9}")

Pairs = list[tuple[str, object]]


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


def read_front_matter(text: str) -> tuple[Pairs, str] | None:
    """The keys and values in front of `text`, and what stands behind them.

    None where there are none, or they cannot be read. Moments are written as in
    ISO 8601; a value may be of any other type that YAML, TOML or JSON has.
    """
    begin = text.lstrip()[:3]
    if begin[:1] not in ("-", "+", ";", "{"):
        return None
    head = text[:_MAX_CHARS]
    if begin == "---":
        return _fenced(_YAML.match(head), _yaml, text)
    if begin == "+++":
        return _fenced(_TOML.match(head), _toml, text)
    if begin == ";;;":
        return _fenced(_FENCED_JSON.match(head), json.loads, text)
    if begin[:1] == "{" and (match := _JSON.match(head)):
        return _bare_json(head, match.end(), text)
    return None


def _fenced(
    match: re.Match[str] | None, load: Callable[[str], object], text: str
) -> tuple[Pairs, str] | None:
    if match is None:
        return None
    try:
        loaded = load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return _pairs(loaded, text[match.end() :])


def _bare_json(head: str, at: int, text: str) -> tuple[Pairs, str] | None:
    """JSON without fences, which a blank line parts from the text."""
    try:
        loaded, end = json.JSONDecoder().raw_decode(head, at)
    except (ValueError, RecursionError):
        return None
    rest = text[end:]
    is_parted = rest.lstrip(" \t")[:1] == "\n"
    return _pairs(loaded, rest) if is_parted and rest.strip() else None


def _pairs(loaded: object, rest: str) -> tuple[Pairs, str] | None:
    if not isinstance(loaded, dict) or len(loaded) > _MAX_KEYS:
        return None
    items = loaded.items()
    return [(key, _written(value)) for key, value in items if type(key) is str], rest


def _toml(matter: str) -> object:
    if _DEEP_KEY.search(matter):
        raise ValueError("front matter is too deep")
    return tomllib.loads(matter)


def _yaml(matter: str) -> object:
    try:
        return yaml.load(matter, Loader=_Plain)  # noqa: S506
    except yaml.YAMLError:
        lines = [_PLAIN_LINE.fullmatch(line) for line in matter.split("\n") if line]
        if not all(lines):
            raise
        return {match[1]: match[2] or "" for match in lines if match}


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value
