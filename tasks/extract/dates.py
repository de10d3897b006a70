"""A date as its source wrote it, kept as exact as it is and no more.

Months keep being months, an order of day and month that nobody can know is
refused. Where a date stands on a page is metadata.py's business.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tasks.extract.months import MONTHS, fold
from warehouse.model import Dated, Precision, Zone

MAX_RAW = 120
_FIRST_YEAR = 1400  # the first printed news is younger
_LENGTHS = {
    "month": timedelta(days=31),
    "day": timedelta(days=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# RFC 5322 4.3, and the European names that CMSs print behind a time.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60,
    "mez": 60, "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "jst": 540, "kst": 540,
}  # fmt: skip
_OFFSET = r"(?:utc|gmt)?\s?[+-]\d{2}:?\d{2}|(?:utc|gmt)?[+-]\d{1,2}"
_NAMED = "|".join(sorted(_ZONES, key=len, reverse=True))
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>2[0-3]|[01]?\d)(?:[:.h]|\s?uhr\s?)(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d|60)(?:[.,]\d{1,9})?)?(?!\.?\d)"
    rf"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>{_OFFSET}|(?:{_NAMED})\b)?",
    re.IGNORECASE,
)
_YEAR = r"(?P<year>\d{4})"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_WORD = r"(?P<name>[^\W\d_]{3,15})"
# Tried in this order on the text in front of the clock; each must match whole.
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR}",
        rf"{_YEAR}(?P<sep>[-/.]){_MONTH}(?:(?P=sep){_DAY})?",
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})",
        rf"{_YEAR}\s*[年년]\s*{_MONTH}\s*[月월](?:\s*{_DAY}\s*[日일])?",
        rf"(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<second>\d{{1,2}})(?P=sep){_YEAR}",
        rf"{_DAY}(?:\.|st|nd|rd|th|er|[ºª])?[\s\-/]*(?:de\s+|d')?{_WORD}\.?"
        rf"[\s,\-/]*(?:del?\s+)?{_YEAR}",
        rf"{_WORD}\.?\s+{_DAY}(?:st|nd|rd|th)?\s*,?\s+{_YEAR}",
        rf"{_WORD}\.?\s+(?:de\s+)?{_YEAR}",
        rf"{_YEAR}\.?\s+{_WORD}\.?\s+{_DAY}\.?",
    )
)
_NOISE_AFTER_YEAR = re.compile(r"(?<=\d{4})\s*(?:г|р|года|року|m)\.?\s*$")
# Between a day and a time: `5 mei 2022 om 14:05`, `2022-01-05T10:11`.
_BEFORE_CLOCK = re.compile(
    r"(?<=\d)(?:T|[\s,]+(?:om|um|at|à|a las|alle|kl|klo|o|godz|в|о|ore|às)\.?)\s*$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,14}\.?(?:\s*,\s*|\s+)(?:(?:den|le|el|the)\s+)?")
_ISO = re.compile(
    r"\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_SINCE_EPOCH = re.compile(r"\d{10}|\d{13}")


class DateUnreadable(ValueError):
    """A date that says no moment, or one that cannot be; `raw` is as written."""

    def __init__(self, raw: str, why: str) -> None:
        super().__init__(f"date {raw[:MAX_RAW]!r}: {why}")
        self.raw, self.why = raw, why


def read_date(raw: str, *, now: datetime, timezone: str, came_from: str) -> Dated:
    """The moment or the span that `raw` names, with how sure we are of it.

    `now` (aware, UTC) bounds the future: what starts later than a day ahead is
    refused, as is what lies before 1400, the epoch itself, and a day and month
    that may be swapped (03/04/2022). A time without a zone is taken in
    `timezone` (an IANA name; UTC where it is unknown) and marked "assumed".

    Raises DateUnreadable, carrying `raw`.
    Source: RFC 3339 5.6, RFC 5322 3.3; the other shapes as seen in news.
    """
    text = " ".join(raw[: MAX_RAW * 2].split())
    if not text or len(text) > MAX_RAW:
        raise DateUnreadable(raw, "empty" if not text else "too long for a date")
    at, precision, zone = _moment(text, raw, timezone)
    if at.year < _FIRST_YEAR or (at == _EPOCH and precision not in ("year", "month")):
        raise DateUnreadable(raw, "before there was news, or an unset clock")
    if at > now + _LENGTHS["day"]:
        raise DateUnreadable(raw, "in the future")
    return Dated(
        at=at, until=_until(at, precision), precision=precision,
        raw=raw, came_from=came_from, zone=zone,
    )  # fmt: skip


# A header's date is read to see if it is one and again as the article's; and the
# articles of one day say the same.
@lru_cache(maxsize=1024)
def _moment(text: str, raw: str, zone: str) -> tuple[datetime, Precision, Zone | None]:
    try:
        if _SINCE_EPOCH.fullmatch(text):
            since = int(text[:10])
            return _EPOCH + timedelta(seconds=since), "second", "given"
        if _ISO.fullmatch(text):
            return _iso(text.upper().replace(",", "."), zone)
        clock = _CLOCK.search(text)
        if clock is None:
            return *_day(_day_parts(text, raw)), None
        year, month, day = _day_beside(text, clock, raw)
        if month is None or day is None:
            raise DateUnreadable(raw, "a time of day without a day")
        return _timed(datetime(year, month, day), clock, zone)  # noqa: DTZ001
    except (ValueError, OverflowError) as error:
        if isinstance(error, DateUnreadable):
            raise
        raise DateUnreadable(raw, str(error)) from error


def _iso(text: str, zone: str) -> tuple[datetime, Precision, Zone]:
    """RFC 3339 5.6 and ISO 8601, read by the standard library."""
    at = datetime.fromisoformat(re.sub(r"\s(?=[Z+-])", "", text))
    clock = re.split("[T ]", text, maxsplit=1)[1]
    n_digits = len(re.sub(r"\D", "", re.split("[Z+.-]", clock, maxsplit=1)[0]))
    precision: Precision = "second" if n_digits > 4 else "minute"
    if at.tzinfo is not None:
        return at.astimezone(UTC).replace(microsecond=0), precision, "given"
    where, given = _zone(None, zone)
    at = at.replace(tzinfo=where, microsecond=0).astimezone(UTC)
    return at, precision, given


def _day_beside(
    text: str, clock: re.Match[str], raw: str
) -> tuple[int, int | None, int | None]:
    """The day in front of the clock, behind it, or around it (`Jan 5 10:11 2022`)."""
    before, after = text[: clock.start()], text[clock.end() :]
    before = _BEFORE_CLOCK.sub("", before)
    for rest in (before, after):
        try:
            found = _day_parts(rest, raw)
        except DateUnreadable:
            continue
        if found[2] is not None:
            return found
    return _day_parts(f"{before.strip()} {after.strip()}", raw)


def _day_parts(text: str, raw: str) -> tuple[int, int | None, int | None]:
    """Year, month, day; the smaller ones None where `text` does not name them."""
    bare = _NOISE_AFTER_YEAR.sub("", text.strip(" ,.;:-–—|·•\u200e\u200f()"))
    for candidate in (bare, _WEEKDAY.sub("", bare)):
        for shape in _SHAPES:
            if match := shape.fullmatch(candidate):
                return _parts(match.groupdict(), raw)
    raise DateUnreadable(raw, "no known way to write a date")


def _parts(found: dict[str, str], raw: str) -> tuple[int, int | None, int | None]:
    year, day = int(found["year"]), found.get("day")
    if "first" in found:
        first, second = int(found["first"]), int(found["second"])
        # With dots the day always stands in front; else one of them must be no month.
        if found["sep"] == "." or first > 12 or first == second:
            return year, second, first
        if second > 12:
            return year, first, second
        raise DateUnreadable(raw, "day and month may be swapped")
    month = found.get("month")
    if "name" in found:
        named = MONTHS.get(fold(found["name"]))
        if named is None:
            raise DateUnreadable(raw, f"{found['name']!r} is no month we know")
        return year, named, int(day) if day else None
    return year, int(month) if month else None, int(day) if day else None


def _day(parts: tuple[int, int | None, int | None]) -> tuple[datetime, Precision]:
    year, month, day = parts
    precision: Precision = "year" if month is None else "day" if day else "month"
    return datetime(year, month or 1, day or 1, tzinfo=UTC), precision


def _timed(
    day: datetime, clock: re.Match[str], zone: str
) -> tuple[datetime, Precision, Zone]:
    hour, second = int(clock["hour"]), clock["second"]
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower().startswith("p") else 0)
    naive = day.replace(hour=hour, minute=int(clock["minute"]))
    naive += timedelta(seconds=int(second or 0))
    where, given = _zone(clock["zone"], zone)
    at = naive.replace(tzinfo=where).astimezone(UTC)
    return at, "second" if second else "minute", given


def _zone(written: str | None, assumed: str) -> tuple[timezone | ZoneInfo, Zone]:
    if written is None:
        try:
            return ZoneInfo(assumed), "assumed"
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return UTC, "assumed"
    if (minutes := _ZONES.get(written.lower())) is None:
        digits = re.sub(r"\D", "", written)
        hours, rest = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        minutes = (int(hours) * 60 + int(rest)) * (-1 if "-" in written else 1)
    return timezone(timedelta(minutes=minutes)), "given"


def _until(at: datetime, precision: Precision) -> datetime:
    if precision == "year":
        return at.replace(year=at.year + 1)
    until = at + _LENGTHS[precision]
    return until.replace(day=1) if precision == "month" else until
