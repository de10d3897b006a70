"""The small header that raw news texts carry in front of their first sentence.

Its shapes: `date 2022-01 ` before the first word, lines such as `Title: …`, front
matter, the head of a mail, the exports of news databases, a Markdown heading, and
what stands alone below a title: `By Ann Lee`, a date. What is not clearly a header
stays in the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tasks.extract.authors import BY, is_name, read_authors
from tasks.extract.fields import Fields
from tasks.extract.raw.exports import read_export
from tasks.extract.raw.frontmatter import read_front_matter
from tasks.extract.raw.headerfields import Line, fields_of
from tasks.extract.raw.keylines import (
    FIELD_OF,
    OTHER,
    RULE,
    SENTENCE,
    is_date,
    key_lines,
    known,
)
from tasks.extract.raw.mailhead import read_mail
from tasks.extract.raw.pagemarks import Taken
from warehouse.model.entry import Payload

_MAX_CREDIT, _MAX_VALUE = 200, 500
_DATE_FIRST = re.compile(
    r"\s*(date)[ \t]+(\d{4}(?:-\d{1,2}){1,2}(?:T\S+)?)(?=\s)\s*", re.IGNORECASE
)
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
    if (match := _DATE_FIRST.match(text)) and is_date(match[2], payload):
        line = Line("published", "date", match[2])
        return Header(*_after([line], text[match.end() :], payload))
    if (matter := read_front_matter(text)) is not None:
        pairs, rest = matter
        lines = [known(key, value) for key, value in pairs]
        if any(line.field not in ("", OTHER) for line in lines):
            return Header(*_after(lines, rest, payload))
    if (exported := read_export(text, lambda one: is_date(one, payload))) is not None:
        said, rest = exported
        lines = [Line(FIELD_OF.get(name, ""), own, value) for name, own, value in said]
        return Header(*_after(lines, rest, payload))
    if (mail := read_mail(text)) is not None:
        pairs, rest = mail
        if not pairs:
            return Header(Fields(), text, [])
        return Header(*_after([known(k, v) for k, v in pairs], rest, payload))
    return Header(*_after([], text, payload))


def _after(lines: list[Line], text: str, payload: Payload) -> tuple[Fields, str, Taken]:
    """The fields of `lines` and of what a header has behind them, in its order.

    A text is never all heading: without another line, what has no label is the text.
    But where a label gives the title, what follows a header is one too.
    """
    more, text = key_lines(text, payload)
    lines = lines + more
    more, rest = _unlabelled(text, payload, lines)
    rules: Taken = []
    if more and not any(map(str.isalnum, rest)):
        rules = [("header_line", rest.strip())] if rest.strip() else []
        more, rest = _of_heading_only(lines, more, text.removesuffix(rest))
    fields, unused = fields_of(lines + more)
    return fields, rest, unused + rules


def _of_heading_only(
    said: list[Line], more: list[Line], text: str
) -> tuple[list[Line], str]:
    """What the lines behind a header are where no text follows them, and the text.

    `more` is what `text` says without labels; of its heading the marks go.
    """
    title = next((str(one.value) for one in said if one.field == "title"), "")
    heading = next((str(one.value) for one in more if one.key == "heading"), "")
    if title.strip():
        bare = [one for one in more if one.key != "heading"]
        return bare, "" if heading.casefold() == title.strip().casefold() else heading
    if match := _HEADING.match(text, len(text) - len(text.lstrip())):
        text = f"{heading}\n\n{text[match.end() :]}"
    return [], text


def _unlabelled(
    text: str, payload: Payload, said: list[Line]
) -> tuple[list[Line], str]:
    """A heading, and what stands alone below a title; `said` is in front of `text`."""
    lines: list[Line] = []
    if match := _HEADING.match(text, len(text) - len(text.lstrip())):
        lines, text = _headed(match, text, payload)
    fields = {line.field for line in (*said, *lines)}
    if "title" in fields:
        more, text = _below_title(text, payload, fields)
        lines = lines + more
    return lines, text


def _headed(
    match: re.Match[str], text: str, payload: Payload
) -> tuple[list[Line], str]:
    """A heading with the key lines behind it; none where it is the text's own.

    `# 1 in the world` begins a text. So behind a `#` a blank line follows, or what
    stands below a title: `By Ann Lee`, a date, key lines.
    """
    title = (match["hash"] or match["setext"]).strip()
    if not match["hash"] and RULE.fullmatch(title):
        return [], text
    more, rest = key_lines(text[match.end() :], payload)
    is_apart = match["setext"] or match["apart"] is not None
    if not (is_apart or more or _below_title(rest, payload, set())[0]):
        return [], text
    return [Line("title", "heading", title), *more], rest


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
    if not BY.match(line) or SENTENCE.search(line):
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
        if len(rest) >= _LEAST_DATE and is_date(rest, payload):
            return rest
    return ""
