"""Lines such as `Title: …` at the top of a raw text; what is prose is none of them."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from tasks.extract.authors import read_authors
from tasks.extract.dates import DateUnreadable, read_date
from tasks.extract.raw.headerfields import Line
from warehouse.model.entry import Payload

_MAX_LINES = 60
_MAX_VALUE = 500
_MAX_CREDIT = 200
_WORDS: dict[str, list[str]] = tomllib.loads(
    files("tasks").joinpath("extract", "raw", "header.toml").read_text("utf-8")
)
FIELD_OF = {word.casefold(): ours for ours, said in _WORDS.items() for word in said}
OTHER = "other"
_LINE = re.compile(
    r"[ \t]*\**([^\s\d:：*#>-][^:：\n]{0,30}?)[ \t\xa0]*\**[:：]\**[ \t]*(.*)"
)
RULE = re.compile(r"[ \t]*([-=*_])\1{2,}[ \t]*")
_URL = re.compile(r"<?https?://[^\s<>\"]+>?\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z|[^\W\d_]{2,20}\Z")
# A sentence: it ends, or another begins behind it. `J. R. Lee` and `Inc.` are none.
SENTENCE = re.compile(
    r"[^\W\d_]{4,}[.!?…][\"'”’»)]*\Z|[^\W\d_]{4,}[.!?…]\s+[^\W\d_]|[。！？]"
)
# Names and newspapers: so few words may be small, of more at most half.
_FEW, _MOST_WORDS = 3, 14


def key_lines(text: str, payload: Payload) -> tuple[list[Line], str]:
    """The `Key: value` lines at the top; a blank one may stand between two.

    A line that fills no field is one of them where one that does stands before
    it, and one behind it or a blank one.
    """
    lines: list[Line] = []
    waiting: list[Line] = []
    begin = at = len(text) - len(text.lstrip())
    for _ in range(_MAX_LINES):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        written = text[at : min(end, at + _MAX_VALUE * 2)]
        after = min(end + 1, len(text))
        line = _line(written, payload) if written.strip() else None
        if line is None:
            if waiting and lines and all(one.field for one in waiting):
                lines, waiting, begin = lines + waiting, [], at
            if lines and not waiting and RULE.fullmatch(written):
                begin = after
            if waiting or written.strip():
                break
        elif line.field in ("", OTHER) or line.value == "":
            waiting.append(line)
        else:
            lines, waiting, begin = [*lines, *waiting, line], [], after
        if after == at:
            break
        at = after
    return lines, text[begin:] if lines else text


def _line(written: str, payload: Payload) -> Line | None:
    """A header line; None for a line of the text.

    Of keys that are not known, only those that are a word before another.
    """
    if ":" not in written and "：" not in written:
        return None
    match = _LINE.fullmatch(written)
    if match is None or len(match[2]) > _MAX_VALUE:
        return None
    line = known(match[1], match[2].strip().strip("*").strip())
    value = str(line.value)
    if line.field == OTHER:
        return None if SENTENCE.search(value) else line
    if not line.field:
        is_word = value.isascii() and len(value.split()) == len(match[1].split()) == 1
        return line if is_word else None
    return line if not value or _fits(line.field, value, payload) else None


def known(key: str, value: object) -> Line:
    """A line of a header with the field that its key fills, empty for none."""
    plain = re.sub(r"[\s_-]+", "_", key.strip().casefold())
    return Line(FIELD_OF.get(plain, ""), plain, value)


def _fits(ours: str, value: str, payload: Payload) -> bool:
    """True where `value` is what such a line holds, and no sentence of the text."""
    if ours in ("published", "modified"):
        return is_date(value, payload)
    if ours == "url":
        return _URL.match(value) is not None
    if ours == "language":
        return _LANGUAGE.match(value) is not None
    if ours in ("title", "tags"):
        return True
    if len(value) > _MAX_CREDIT or SENTENCE.search(value):
        return False
    words = value.split()
    small = sum(1 for word in words if word[0].islower())
    if ours == "authors" and not read_authors([value]):
        return False
    return len(words) <= _FEW or (len(words) <= _MOST_WORDS and 2 * small <= len(words))


def is_date(value: str, payload: Payload) -> bool:
    """True where `value` is a date to the clock and in the timezone of `payload`."""
    zone = payload.entry.timezone
    try:
        read_date(value, now=payload.captured_at, timezone=zone, came_from="header")
    except DateUnreadable:
        return False
    return True
