"""Front matter as keys and values: YAML, TOML or JSON in front of a raw text.

Site generators write it. What is no map with a word of ours, or is a trap, is text.
A comment comes as a value without a key, so that it is told like any other line.
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

_COMMENT = re.compile(r"#[^\n]*")
# Of TOML, where one inside a text of many lines is told too.
_TOML_COMMENT = re.compile(r"(?m)^[ \t]*(#.*)|[ \t](#[^\n\"']*)$")
# The standard library takes the square of a key's depth: 1.5 GB for one of 40 KB.
_DEEP_KEY = re.compile(r"[\w\"'-](?:\s*\.\s*[\w\"'-]+){9}")

Pairs = list[tuple[str, object]]


class _Plain(yaml.BaseLoader):
    """YAML of scalars as written, lists and maps; aliases, tags and depth refused.

    An alias is the one way a small document unfolds into a large one, a tag the one
    way to code that makes more than texts. `comments` has those that were skipped.
    """

    def __init__(self, matter: str) -> None:
        super().__init__(matter)
        self.depth = 0
        self.comments: list[str] = []

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or self.depth >= _MAX_DEPTH:
            raise yaml.YAMLError("front matter holds aliases or is too deep")
        if getattr(event, "tag", None) is not None:
            raise yaml.YAMLError("front matter holds tags")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Any, Any]:
        loaded = super().construct_mapping(node, deep)
        if len(loaded) < len(node.value):
            raise yaml.YAMLError("front matter holds a key twice")
        return loaded

    def scan_to_next_token(self) -> None:
        begin = self.pointer
        super().scan_to_next_token()
        self.comments += _COMMENT.findall(self.buffer[begin : self.pointer])


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
        return _fenced(_FENCED_JSON.match(head), _json, text)
    if begin[:1] == "{" and (match := _JSON.match(head)):
        return _bare_json(head, match.end(), text)
    return None


def _fenced(
    match: re.Match[str] | None, load: Callable[[str], Pairs], text: str
) -> tuple[Pairs, str] | None:
    if match is None:
        return None
    try:
        return _written(load(match[1])), text[match.end() :]
    # PyYAML lets the OverflowError out that "\UFFFFFFFF" is
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return None


def _bare_json(head: str, at: int, text: str) -> tuple[Pairs, str] | None:
    """JSON without fences, which a blank line parts from the text."""
    try:
        loaded, end = _JSON_READER.raw_decode(head, at)
        pairs = _written(_pairs(loaded))
    except (ValueError, RecursionError):
        return None
    rest = text[end:]
    is_parted = rest.lstrip(" \t")[:1] == "\n"
    return (pairs, rest) if is_parted and rest.strip() else None


def _pairs(loaded: object) -> Pairs:
    if not isinstance(loaded, dict) or len(loaded) > _MAX_KEYS:
        raise ValueError("front matter is no map, or a very large one")
    return [(key, value) for key, value in loaded.items() if type(key) is str]


def _toml(matter: str) -> Pairs:
    if _DEEP_KEY.search(matter):
        raise ValueError("front matter is too deep")
    comments = [one[1] or one[2] for one in _TOML_COMMENT.finditer(matter)]
    return [*_pairs(tomllib.loads(matter)), *_keyless(comments)]


def _yaml(matter: str) -> Pairs:
    try:
        loader = _Plain(matter)
        pairs = _pairs(loader.get_single_data())
    except yaml.YAMLError:
        lines = [_PLAIN_LINE.fullmatch(line) for line in matter.split("\n") if line]
        if not all(lines):
            raise
        return [(match[1], match[2] or "") for match in lines if match]
    return [*pairs, *_keyless(loader.comments)]


def _json(matter: str) -> Pairs:
    return _pairs(_JSON_READER.decode(matter))


def _unique(pairs: Pairs) -> dict[str, object]:
    if len(loaded := dict(pairs)) < len(pairs):
        raise ValueError("front matter holds a key twice")
    return loaded


_JSON_READER = json.JSONDecoder(object_pairs_hook=_unique)


def _keyless(comments: list[str]) -> Pairs:
    return [("", comment) for comment in comments]


def _written(pairs: Pairs) -> Pairs:
    """The pairs with moments as written.

    Raises ValueError where a value holds a number of more digits than are written.
    """
    json.dumps(pairs, default=str)
    return [
        (key, value.isoformat() if isinstance(value, (datetime, date, time)) else value)
        for key, value in pairs
    ]
