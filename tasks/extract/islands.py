"""Text that a page holds only as data for its scripts: `__NEXT_DATA__` and its kin.

Frameworks ship an article's text as JSON in a script, and a browser makes the page
of it. Any JSON is read, whatever it is called; of its strings those that are prose
are taken, from the one key that holds most of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tasks.extract.blocks import DENSE

_MAX_SCRIPT, _MAX_SCRIPTS = 4_000_000, 200
_MAX_VALUES, _MAX_DEPTH = 200_000, 60
_MAX_STARTS = 30
# Where a value may start: `window.x = {`, `push([`, `JSON.parse("`.
_START = re.compile(r"""(?:=|\()\s*(?=[\[{"])""")
_IN_TEXT = re.compile(r"\A[0-9a-f]*:?[A-Z]?(?=[\[{])")
_TAG = re.compile(r"<(?:p|div|h[1-6]|br|ul|li|span|blockquote)\b", re.IGNORECASE)
# Of a sentence's size; code has these in every line.
_MIN_PROSE = 60
_CODE = re.compile(
    r"[{};=]\s*$|\bfunction\b|=>|^\s*(?:https?:|/|data:|\{|\[|[.#@])", re.M
)
_SAMPLE = 500


def read_islands(root: etree._Element) -> list[str]:
    """The pieces of prose, HTML or plain, that the page's data hold most of.

    Empty where they hold none. They are in the order of the data.
    """
    found: dict[str, list[str]] = {}
    for n, script in enumerate(root.iter("script")):
        kind = (script.get("type") or "").lower()
        source = script.text
        if n >= _MAX_SCRIPTS or not source or "ld+json" in kind:
            continue
        if _MIN_PROSE < len(source) <= _MAX_SCRIPT:
            for value in _values(source, is_json="json" in kind):
                _gather(value, found)
    best = max(found.values(), key=lambda pieces: sum(map(len, pieces)), default=[])
    return list(dict.fromkeys(best))


def _values(source: str, *, is_json: bool) -> Iterator[Any]:
    """The JSON values in a script: all of it, or what is assigned and passed on."""
    decoder = json.JSONDecoder(strict=False)
    starts = [0] if is_json else [match.end() for match in _START.finditer(source)]
    end = 0
    for start in starts[:_MAX_STARTS]:
        if start < end:
            continue
        try:
            value, end = decoder.raw_decode(source, start + _n_spaces(source, start))
        except (ValueError, RecursionError):
            continue
        yield value


def _n_spaces(source: str, start: int) -> int:
    return len(source[start : start + 100]) - len(source[start : start + 100].lstrip())


def _gather(value: Any, found: dict[str, list[str]]) -> None:
    """Adds the prose below `value` to `found`, by the path of keys it stands at."""
    stack: list[tuple[str, Any, int]] = [("", value, 0)]
    n_values = 0
    while stack and n_values < _MAX_VALUES:
        path, item, depth = stack.pop()
        n_values += 1
        if isinstance(item, str):
            if inner := _inner(item):
                stack.append((path, inner, depth + 1))
            elif is_prose(item):
                found.setdefault(path, []).append(item)
        elif depth < _MAX_DEPTH and isinstance(item, dict):
            stack += [
                (f"{path}.{k}", one, depth + 1) for k, one in reversed(item.items())
            ]
        elif depth < _MAX_DEPTH and isinstance(item, list):
            stack += [(path, one, depth + 1) for one in reversed(item)]


def _inner(text: str) -> Any:
    """The value that a string holds as JSON once more, or None."""
    match = _IN_TEXT.match(text[:20])
    if match is None or len(text) < _MIN_PROSE:
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, match.end())[0]
    except (ValueError, RecursionError):
        return None


def is_prose(text: str) -> bool:
    """Whether a string reads like a paragraph or more, not like a label or code."""
    sample = text[:_SAMPLE]
    if _TAG.search(sample):
        sample = re.sub(r"<[^<>]*>", " ", text[: 8 * _SAMPLE])[:_SAMPLE]
    n_dense = len(DENSE.findall(sample))
    n_words = sample.count(" ") + n_dense // 2
    letters = sum(map(str.isalpha, sample))
    return (
        len(sample) + 2 * n_dense >= _MIN_PROSE
        and n_words * 14 >= len(sample)
        and letters > 0.65 * len(sample)
        and not _CODE.search(sample)
    )
