"""Year, month and day in a text that is a date without its time of day."""

from __future__ import annotations

import re

from tasks.extract.months import month_of

Parts = tuple[int, int | None, int | None]
# How a text writes its dates: in which language (a tag as it is declared), and
# whether days stand before months.
Written = tuple[str | None, bool | None]

_YEAR = r"(?P<year>\d{4})"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
# Dates of numbers, tried in this order; each must match whole.
_NUMBERS = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR}",
        rf"{_YEAR}\s?(?P<sep>[-/.])\s?{_MONTH}(?:\s?(?P=sep)\s?{_DAY})?",
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})",
        rf"{_YEAR}\s*[年년]\s*{_MONTH}\s*[月월](?:\s*{_DAY}\s*[日일号號]"
        r"(?:\s?\(?[^\W\d_]{1,4}\)?)?)?",
        rf"(?P<first>\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<second>\d{{1,2}})\s?(?P=sep)\s?{_YEAR}",
        r"(?P<first>\d{1,2})(?P<sep>\.)\s?(?P<second>\d{1,2})\.\s?(?P<short>\d{2})",
    )
)
_AFTER_YEAR = re.compile(r"(?<=\d{4})\s*(?:г|р|года|року|m|ж)\.?$")
# Weekdays of two words: `terça-feira`, `çərşənbə axşamı`.
_MAX_STRANGE = 2
# A name ends at what parts words in a date; it may hold dots: `ม.ค.`, `p.m.`
_PIECE = re.compile(r"\d+|[^\W\d_年月日년월일][^\s\d,،;:|/()•·–—'’\-年月日년월일]*")
ORDINALS = frozenset("st nd rd th er re e ª º η".split())  # noqa: SIM905
# Words between day, month and year that say nothing, by the CLDR's patterns.
FILLERS = frozenset(
    "de del d di of the den le el ta da i mh an ê"  # noqa: SIM905
    " г год года р року р. ж ж. оны сарын thn թ թ. د"
    " gada m e ko a ngày tháng thg năm ค.ศ ค.ศ. พ.ศ พ.ศ. ปี жылғы жыл".split()
)
_VIETNAMESE_MONTH = re.compile(r"\b(?:tháng|thg)\s*(1[0-2]|0?[1-9])\b", re.IGNORECASE)
# The order of 03/04/2022: English of these parts of the world, and all other languages.
_MONTH_FIRST = frozenset(("en-us", "en-ph", "es-pr", "es-us"))
_UNSURE = frozenset(("en", "en-ca", "fil", "und", "en-xx"))
# Buddhist years are 543 ahead, and written so in these.
_BUDDHIST = frozenset(("th", "lo", "km"))
_THAI = re.compile("[\u0e01-\u0e5b\u0e81-\u0edf\u1780-\u17dd]")


class NoDay(ValueError):
    """A text that is no date; its message says why."""


class Swappable(NoDay):
    """A date of numbers of which either may be the day: 03/04/2022."""


def read_day(text: str, language: str | None, day_first: bool | None) -> Parts:
    """Year, month, day of `text`; the smaller ones None where it does not name them.

    `language` is a declared tag such as `nl` or `en-US`; `day_first` says how the
    page writes 03/04/2022, and where it is None the language says it.

    Raises NoDay, and Swappable where that is all there is against it.
    """
    tag = (language or "").lower().replace("_", "-")
    bare = _AFTER_YEAR.sub("", text.strip(" ,.;:-–—|·•()[]،"))
    for shape in _NUMBERS:
        if match := shape.fullmatch(bare):
            return _western(_numbers(match, tag, day_first), tag, text)
    return _western(_worded(bare, tag.partition("-")[0]), tag, text)


def is_order_told(language: str | None) -> bool:
    """Whether the language alone says if 03/04/2022 is in March or in April."""
    tag = (language or "").lower().replace("_", "-")
    return bool(tag) and tag not in _UNSURE


def _numbers(match: re.Match[str], tag: str, day_first: bool | None) -> Parts:
    found = match.groupdict()
    year = int(found["year"]) if found.get("year") else 2000 + int(found["short"])
    if "first" not in found:
        month, day = found.get("month"), found.get("day")
        return year, int(month) if month else None, int(day) if day else None
    first, second = int(found["first"]), int(found["second"])
    # With dots the day always stands in front; else one of them must be no month.
    if found["sep"] == "." or first > 12 or first == second:
        return year, second, first
    if second > 12:
        return year, first, second
    if day_first is None and is_order_told(tag):
        day_first = tag not in _MONTH_FIRST
    if day_first is None:
        raise Swappable("day and month may be swapped")
    return (year, second, first) if day_first else (year, first, second)


def _worded(text: str, language: str) -> Parts:
    """A month by its name, a year, at most a day; and one more word at either end."""
    text, months = _vietnamese(text[:120])
    numbers: list[int] = []
    strange: list[int] = []
    pieces = _PIECE.findall(text)
    for n, piece in enumerate(pieces):
        if piece.isdecimal():
            numbers.append(int(piece))
        elif month := month_of(piece, language):
            months.append(month)
        elif piece.lower() not in FILLERS and not _is_ordinal(pieces, n):
            strange.append(n)
    if len(months) == 2 and month_of(pieces[0], language):
        # `Sat` is September in Hausa, `mar` and `lun` are weekdays too
        months = months[1:]
    if not months and strange:
        raise NoDay(f"{pieces[strange[0]]!r} is no month we know")
    years = [number for number in numbers if number > 999]
    days = [number for number in numbers if number <= 999]
    last = len(pieces) - _MAX_STRANGE
    is_inside = any(_MAX_STRANGE <= n < last for n in strange)
    if is_inside or len(months) != 1 or len(years) != 1 or len(days) > 1:
        raise NoDay("no known way to write a date")
    return years[0], months[0], days[0] if days else None


def _vietnamese(text: str) -> tuple[str, list[int]]:
    """`text` without a month that is named by its number, and that number."""
    match = _VIETNAMESE_MONTH.search(text)
    if match is None:
        return text, []
    return f"{text[: match.start()]} {text[match.end() :]}", [int(match[1])]


def _is_ordinal(pieces: list[str], n: int) -> bool:
    return n > 0 and pieces[n - 1].isdecimal() and pieces[n].lower() in ORDINALS


def _western(parts: Parts, tag: str, text: str) -> Parts:
    year, month, day = parts
    if 2400 < year < 2700 and (tag[:2] in _BUDDHIST or _THAI.search(text)):
        year -= 543
    return year, month, day
