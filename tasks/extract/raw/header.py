"""The small header that raw news texts carry in front of their first sentence.

Its shapes: `date 2022-01 ` before the first word, lines such as `Title: …`, front
matter, the head of a mail, the exports of news databases, a Markdown heading, and
what stands alone below a title: `By Ann Lee`, a date. What is not clearly a header
stays in the text.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import NamedTuple

from tasks.extract.authors import BY, is_name, read_authors
from tasks.extract.dates import DateUnreadable, read_date
from tasks.extract.fields import Fields
from tasks.extract.raw.exports import read_export
from tasks.extract.raw.frontmatter import read_front_matter
from tasks.extract.raw.headerfields import Line, fields_of
from tasks.extract.raw.mailhead import read_mail
from tasks.extract.raw.pagemarks import Taken
from warehouse.model import Payload

_MAX_LINES = 60
_MAX_VALUE = 500
_MAX_CREDIT = 200
_WORDS: dict[str, list[str]] = tomllib.loads(
    files("tasks").joinpath("extract", "raw", "header.toml").read_text("utf-8")
)
FIELD_OF = {word.casefold(): ours for ours, said in _WORDS.items() for word in said}
_OTHER = "other"
_LINE = re.compile(
    r"[ \t]*\**([^\s\d:：*#>-][^:：\n]{0,30}?)[ \t\xa0]*\**[:：]\**[ \t]*(.*)"
)
_RULE = re.compile(r"[ \t]*([-=*_])\1{2,}[ \t]*")
_DATE_FIRST = re.compile(
    r"\s*(date)[ \t]+(\d{4}(?:-\d{1,2}){1,2}(?:T\S+)?)(?=\s)\s*", re.IGNORECASE
)
_URL = re.compile(r"<?https?://[^\s<>\"]+>?\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z|[^\W\d_]{2,20}\Z")
# A sentence: it ends, or another begins behind it. `J. R. Lee` and `Inc.` are none.
_SENTENCE = re.compile(
    r"[^\W\d_]{4,}[.!?…][\"'”’»)]*\Z|[^\W\d_]{4,}[.!?…]\s+[^\W\d_]|[。！？]"
)
# Names and newspapers: so few words may be small, of more at most half.
_FEW, _MOST_WORDS = 3, 14
_HEADING = re.compile(
    r"(?:#[ \t]+(?P<hash>[^\n]{1,300}?)[ \t#]*\n(?P<apart>[ \t]*(?:\n|\Z))?"
    r"|(?:={3,}[ \t]*\n)?(?P<setext>[^\n]{1,300})\n={3,}[ \t]*(?:\n|\Z))"
)
_LEAST_DATE, _MAX_DATE = 6, 60


class Header(NamedTuple):
    """What a header says, the text behind it, and its lines that fill no field."""

    fields: Fields
    rest: str
    unused: Taken


def read_header(text: str, payload: Payload) -> Header:
    """What the header of `text` says, and the text behind it.

    `payload` gives the clock and the timezone that decide whether a date can be
    one: a `Date:` line with no date in it is the article's own words.
    """
    if (match := _DATE_FIRST.match(text)) and _is_date(match[2], payload):
        line = Line("published", "date", match[2])
        return Header(*_after([line], text[match.end() :], payload))
    if (matter := read_front_matter(text)) is not None:
        pairs, rest = matter
        lines = [_known(key, value) for key, value in pairs]
        if any(line.field not in ("", _OTHER) for line in lines):
            return Header(*_after(lines, rest, payload))
    if (exported := read_export(text, lambda one: _is_date(one, payload))) is not None:
        said, rest = exported
        lines = [Line(FIELD_OF.get(name, ""), own, value) for name, own, value in said]
        return Header(*_after(lines, rest, payload))
    if (mail := read_mail(text)) is not None:
        pairs, rest = mail
        if not pairs:
            return Header(Fields(), text, [])
        return Header(*_after([_known(k, v) for k, v in pairs], rest, payload))
    return Header(*_after([], text, payload))


def _after(lines: list[Line], text: str, payload: Payload) -> tuple[Fields, str, Taken]:
    """The fields of `lines` and of what a header has behind them, in its order."""
    more, text = _key_lines(text, payload)
    lines = lines + more
    if match := _HEADING.match(text, len(text) - len(text.lstrip())):
        more, text = _headed(match, text, payload)
        lines += more
    if any(line.field == "title" for line in lines):
        more, text = _below_title(text, payload, {line.field for line in lines})
        lines += more
    fields, unused = fields_of(lines)
    return fields, text, unused


def _headed(
    match: re.Match[str], text: str, payload: Payload
) -> tuple[list[Line], str]:
    """A heading with the key lines behind it; none where it is the text's own.

    `# 1 in the world` begins a text. So behind a `#` a blank line follows, or what
    stands below a title: `By Ann Lee`, a date, key lines.
    """
    title = (match["hash"] or match["setext"]).strip()
    if not match["hash"] and _RULE.fullmatch(title):
        return [], text
    more, rest = _key_lines(text[match.end() :], payload)
    is_apart = match["setext"] or match["apart"] is not None
    if not (is_apart or more or _below_title(rest, payload, set())[0]):
        return [], text
    return [Line("title", "heading", title), *more], rest


def _key_lines(text: str, payload: Payload) -> tuple[list[Line], str]:
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
            if lines and not waiting and _RULE.fullmatch(written):
                begin = after
            if waiting or written.strip():
                break
        elif line.field in ("", _OTHER) or line.value == "":
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
    line = _known(match[1], match[2].strip().strip("*").strip())
    value = str(line.value)
    if line.field == _OTHER:
        return None if _SENTENCE.search(value) else line
    if not line.field:
        is_word = value.isascii() and len(value.split()) == len(match[1].split()) == 1
        return line if is_word else None
    return line if not value or _fits(line.field, value, payload) else None


def _known(key: str, value: object) -> Line:
    plain = re.sub(r"[\s_-]+", "_", key.strip().casefold())
    return Line(FIELD_OF.get(plain, ""), plain, value)


def _fits(ours: str, value: str, payload: Payload) -> bool:
    """True where `value` is what such a line holds, and no sentence of the text."""
    if ours in ("published", "modified"):
        return _is_date(value, payload)
    if ours == "url":
        return _URL.match(value) is not None
    if ours == "language":
        return _LANGUAGE.match(value) is not None
    if ours in ("title", "tags"):
        return True
    if len(value) > _MAX_CREDIT or _SENTENCE.search(value):
        return False
    words = value.split()
    small = sum(1 for word in words if word[0].islower())
    if ours == "authors" and not read_authors([value]):
        return False
    return len(words) <= _FEW or (len(words) <= _MOST_WORDS and 2 * small <= len(words))


def _is_date(value: str, payload: Payload) -> bool:
    zone = payload.entry.timezone
    try:
        read_date(value, now=payload.captured_at, timezone=zone, came_from="header")
    except DateUnreadable:
        return False
    return True


def _below_title(text: str, payload: Payload, said: set[str]) -> tuple[list[Line], str]:
    """`By Ann Lee` and a date, where each stands alone on a line below the title."""
    lines: list[Line] = []
    for _ in range(2):
        written, _, rest = text.lstrip().partition("\n")
        bare = written[:_MAX_CREDIT].strip(" \t*_") if len(written) < _MAX_VALUE else ""
        if "authors" not in said and _is_byline(bare):
            lines.append(Line("authors", "byline", bare))
        elif "published" not in said and (date := _date_in(bare, payload)):
            lines.append(Line("published", "line", date))
        else:
            break
        said = said | {lines[-1].field}
        text = rest
    return lines, text


def _is_byline(line: str) -> bool:
    if not BY.match(line) or _SENTENCE.search(line):
        return False
    names = read_authors([line])
    return bool(names) and all(is_name(name) and " " in name for name in names)


def _date_in(line: str, payload: Payload) -> str:
    """The date that is all of a line but for "Published on"; empty for none.

    The number of a year alone is no date here.
    """
    if not _LEAST_DATE <= len(line) <= _MAX_DATE or not any(map(str.isdigit, line)):
        return ""
    words = line.split()
    for n in range(min(3, len(words))):
        label = "_".join(words[:n]).strip(":：").casefold()
        rest = " ".join(words[n:])
        if n and FIELD_OF.get(label) != "published":
            continue
        if len(rest) >= _LEAST_DATE and _is_date(rest, payload):
            return rest
    return ""
