"""The dateline that a news text opens with: where, when and by which agency.

    BRUSSELS, Jan 12 (Reuters) -         Berlin (dpa) -        PARIS (AFP) —
    МОСКВА, 12 янв — РИА Новости.     新华社北京1月12日电     (ANSA) - ROMA, 12 GEN -

It is part of the text and stays there.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import NamedTuple

from tasks.extract.dates import DateUnreadable, read_date
from tasks.extract.fields import Fields, Found
from tasks.extract.months import month_of
from warehouse.model.entry import Payload

_MAX_HEAD = 160
_AGENCIES: frozenset[str] = frozenset(
    tomllib.loads(
        files("tasks").joinpath("extract", "raw", "agencies.toml").read_text("utf-8")
    )["names"]
)
_NAMES = "|".join(sorted(map(re.escape, _AGENCIES), key=len, reverse=True))
# Brackets round agencies: `(Reuters)`, `(dpa/AFP)`, `/ТАСС/`, `[AP]`, `（共同）`.
_BRACKET = re.compile(
    rf"[\[(（/]\s*(?P<names>(?:{_NAMES})(?:\s*(?:[/,+&-]|and|und|et|y)\s*(?:{_NAMES}))*)"
    r"(?:\s*[-–—]\s*[^()\[\]/]{0,30})?\s*[\])）/]"
)
_BARE = re.compile(rf"\s*[-–—.]+\s*(?P<names>{_NAMES})\s*[.,:–—-]")
_DASH = re.compile(r"[\s.,]*(?:[-–—―=:]|--)\s*")
_CHINESE = re.compile(
    r"[\[(（【]?\s*(?P<names>新华社|新華社|中新社|中新网|中央社|法新社|路透社|美联社)"
    r"(?:记者|記者)?(?P<place>[\u4e00-\u9fff]{0,12}?)"
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日[\u4e00-\u9fff]{0,4}?[电電讯訊]"
)
_JAPANESE = re.compile(
    r"[【\[［（(](?P<place>[^】\]］）)\d]{1,16}?)[\s　＝=]*(?:(?P<month>\d{1,2})月)?"
    r"(?:(?P<day>\d{1,2})日)?[\s　]*"
    r"(?P<names>共同|時事|ロイター|AFP=時事|ＡＦＰ|AFP|연합뉴스|뉴시스|뉴스1)"
    r"[^】\]］）)]{0,12}[】\]］）)]"
)
# A place: a few words that begin with a capital, particles among them; another
# behind a comma. What has a capital is asked of each word.
_PLACE = re.compile(r"[^\W\d_][\w.'’]*(?:(?:[ /-]|, ){1,2}[^\W\d_][\w.'’]*){0,5}")
_SMALL = frozenset(
    ("of", "upon", "the", "de", "del", "della", "di", "da", "do", "dos", "la", "le",
     "les", "sur", "sous", "en", "am", "an", "der", "im", "bei", "y", "e", "i", "na",
     "nad", "aan", "den", "op", "и", "на")
)  # fmt: skip
_DAY = re.compile(
    r"(?P<first>\d{1,2})\.?(?:st|nd|rd|th|er|º)?\s*(?:de\s+)?(?P<word>[^\W\d_]{3,12})\.?"
    r"|(?P<before>[^\W\d_]{3,12})\.?\s*(?P<second>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
)
# Behind the name of a firm, which stands in front of an agency as a place does.
_FIRM = frozenset(
    ("inc", "corp", "corporation", "ltd", "llc", "plc", "co", "company", "group", "ag",
     "gmbh", "sa", "nv", "spa", "ab", "asa", "oyj")
)  # fmt: skip
_BETWEEN = re.compile(r"\s*[/,+&]\s*|\s+(?:and|und|et|y)\s+")
_DIGIT = re.compile(r"\d")
# A file or folder that is named by a month: `2022-01`, `2022/01/12`, `20220112`.
_MONTH_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])(?!\d{3})")
_YEAR = re.compile(r"[\s,]*(?:de\s+)?((?:19|20)\d\d)(?!\d)")


class Dateline(NamedTuple):
    """Where, when and by whom; empty or None for what it does not say."""

    place: str
    agencies: tuple[str, ...]
    year: int | None
    month: int | None
    day: int | None


def read_dateline(text: str) -> Dateline | None:
    """The dateline at the very start of `text`; None where there is none.

    One is told by the agency that it names, out of those that are known.
    """
    head = text[:_MAX_HEAD].partition("\n")[0]
    # Most texts have none, and need not be looked at: a fifth of a header's time.
    if head.isascii() and not any(map(head.__contains__, ("(", "/", "[", " -"))):
        return None
    for shape in (_CHINESE, _JAPANESE):
        if match := shape.match(head):
            return _of_asia(match)
    if match := _BRACKET.search(head):
        before, after = head[: match.start()], head[match.end() :]
        if not before.strip():
            return _behind(match, after)
        dash = _DASH.match(after)
        if not dash and not match[0].startswith("/"):
            return None
        read = _of(before, match["names"])
        # "Apple Inc (AP) - shares rose": a sentence that goes on, not one that begins
        goes_on = dash is not None and after[dash.end() : dash.end() + 1].islower()
        is_told = read and (read.day or read.place.isupper())
        return None if goes_on and not is_told else read
    at = next((m for m in re.finditer(r"\s[-–—]|[.,]\s*[-–—]", head)), None)
    if at and (match := _BARE.match(head, at.start())):
        return _of(head[: match.start()], match["names"])
    return None


def with_dateline(fields: Fields, text: str, payload: Payload) -> Fields:
    """`fields`, and where they are silent what the dateline of `text` says.

    The agency is the author where nobody is credited. The day counts where the
    dateline, the header or the file's name tells its year, and month, never else.
    """
    dateline = read_dateline(text)
    if dateline is None:
        return fields
    listed = payload.entry.listed
    if fields.authors is None and not listed.authors:
        agencies = Found(value=dateline.agencies, came_from="text:dateline")
        fields = replace(fields, authors=agencies)
    if dateline.place:
        place = ("dateline", f"place {dateline.place}")
        fields = replace(fields, refused=(*fields.refused, place))
    if dateline.day is None or (listed.published and not fields.published):
        return fields
    return _with_day(fields, dateline, payload)


def _with_day(fields: Fields, dateline: Dateline, payload: Payload) -> Fields:
    """`fields` with the dateline's day before their dates, where it is one of them."""
    year, month, by = _span(fields, payload)
    if dateline.year and not fields.published:
        year, month, by = dateline.year, None, ""
    # of a year alone it is the one before, where a text of January tells of December
    if month is None and dateline.year is None:
        return fields
    if year is None or (dateline.year or year) != year:
        return fields
    if month and dateline.month and month != dateline.month:
        return fields
    try:
        day = date(year, dateline.month or month or 0, dateline.day or 0)
    except ValueError:  # no such day, or no month
        return fields
    came_from = f"text:dateline, year by {by}" if by else "text:dateline"
    said = Found(value=day.isoformat(), came_from=came_from)
    return replace(fields, published=(said, *fields.published))


def _span(fields: Fields, payload: Payload) -> tuple[int | None, int | None, str]:
    """The year, the month where it is known, and what says them, if that is all."""
    if fields.published:
        said = fields.published[0]
        try:
            dated = read_date(
                said.value, now=payload.captured_at, timezone=payload.entry.timezone,
                came_from=said.came_from,
            )  # fmt: skip
        except DateUnreadable:
            return None, None, ""
        if dated.precision not in ("year", "month"):
            return None, None, ""
        month = dated.at.month if dated.precision == "month" else None
        return dated.at.year, month, said.came_from
    match = _MONTH_IN_PATH.search(payload.entry.keys[0].written)
    return (int(match[1]), int(match[2]), "file name") if match else (None, None, "")


def _behind(match: re.Match[str], after: str) -> Dateline | None:
    """`(ANSA) - ROMA, 12 GEN - …`, `(Reuters) - …`."""
    dash = _DASH.match(after)
    if dash is None:
        return None
    place, parted, _ = after[dash.end() :].partition(" - ")
    if parted and (read := _of(place, match["names"])):
        return read
    return Dateline("", _named(match["names"]), None, None, None)


def _of(before: str, names: str) -> Dateline | None:
    """A dateline of which `before` is the place and the day; None where it is not."""
    before = before.strip(" ,.-–—:")
    day = next((m for m in _DAY.finditer(before) if _month(m)), None)
    place = before[: day.start()].strip(" ,.-–—") if day else before
    if day is None and (digit := _DIGIT.search(place)):
        place = place[: digit.start()].strip(" ,.-–—")
    if place and not _is_place(place):
        return None
    if day is None:
        return Dateline(place, _named(names), None, None, None)
    number = int(day["first"] or day["second"])
    year = _YEAR.match(before, day.end())
    rest = before[year.end() if year else day.end() :].strip(" ,.")
    if rest or not 1 <= number <= 31:
        return None
    return Dateline(
        place, _named(names), int(year[1]) if year else None, _month(day), number
    )


def _is_place(text: str) -> bool:
    words = re.split(r"[ ,/-]+", text)
    if words[-1].strip(".").casefold() in _FIRM:
        return False
    return _PLACE.fullmatch(text) is not None and all(
        not word[0].islower() or word in _SMALL for word in words if word
    )


def _month(day: re.Match[str]) -> int | None:
    word = day["word"] or day["before"]
    return month_of(word) or month_of(word, "en")


def _of_asia(match: re.Match[str]) -> Dateline:
    said = match.groupdict()
    year, month, day = (
        int(said[part]) if said.get(part) else None for part in ("year", "month", "day")
    )
    return Dateline(said["place"] or "", _named(match["names"]), year, month, day)


def _named(names: str) -> tuple[str, ...]:
    """The agencies, each as it is written."""
    if names.strip() in _AGENCIES:
        return (names.strip(),)
    return tuple(filter(None, _BETWEEN.split(names.strip())))
