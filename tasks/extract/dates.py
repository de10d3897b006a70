"""A date as its source wrote it, kept as exact as it is and no more.

Months keep being months, an order of day and month that nobody can know is
refused. Where a date stands on a page is metadata.py's business.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from tasks.extract.days import NoDay, Parts, Swappable, Written, read_day
from tasks.extract.zones import OFFSET, ZONE_NAMES, read_zone
from warehouse.model.article import Dated, Precision, Zone

_Moment = tuple[datetime, Precision, Zone | None]
_SPANS = ("year", "month")
MAX_RAW = 120
_FIRST_YEAR = 1400  # the first printed news is younger
_LENGTHS = {
    "month": timedelta(days=31),
    "day": timedelta(days=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Timezones reach 14 hours to the east, in quarters of an hour; `1969-12-31` is the
# epoch as America writes it.
_FARTHEST_ZONE, _QUARTER = timedelta(hours=14), timedelta(minutes=15)
# Day 0 of Windows, SQL Server, OLE, Excel and the Macintosh. A person may mean the
# day, a field that a system fills does not.
_FIELD_STARTS = frozenset(
    map(date.fromisoformat, ("1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31",
                             "1900-01-01", "1904-01-01"))
)  # fmt: skip
_FIELDS = ("json-ld:", "meta:", "feed:", "time", "script:", "attribute:")

_CLOCK = re.compile(
    r"(?P<before>[上下]午|午[前後]|오[전후])?\s?"
    r"(?<![\d:.])(?P<hour>2[0-3]|[01]?\d)(?:[:.h]|\s?uhr\s?|\s?[时時点點시]\s?)"
    r"(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d|60)(?:[.,]\d{1,9})?)?(?!\.?\d)[分분]?"
    rf"\s*(?P<half>[apπμ]\.?\s?[mμ]\.?(?![^\W\d_]))?\s*\(?(?P<zone>{OFFSET})?",
    re.IGNORECASE,
)
_AFTERNOON = frozenset(("p", "μ", "下", "後", "후"))
_DIRECTION = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DIGIT = re.compile(r"[^\D0-9]")
# Between a day and a time: `5 mei 2022 om 14:05`, `2022-01-05T10:11`.
_BEFORE_CLOCK = re.compile(
    r"(?<=\d)(?:T|[\s,]+(?:om|um|at|à|a las|alle|kl|klo|o|godz|в|о|ore|às)\.?)\s*$",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
# PHP's `date("Y-m-dTH:i:sO")`, where T stands for the timezone, not for itself; with no
# O, the timezone is told by its name alone.
_ABBREVIATED = re.compile(
    r"(?<=-\d\d)([A-Z]{3,4})(\d\d:\d\d(?::\d\d)?)(\s?[+-]\d\d.*)?$"
)
# What stands beside a time of day, in a date that is found within a text.
_BESIDE = """t om um at à a la las às alle kl kl. klo o og h uhr hrs ist am pm a.m p.m
    a.m. p.m. 上午 下午 午前 午後 오전 오후 π.μ μ.μ г. в о"""
CLOCK_WORDS = ZONE_NAMES | frozenset(_BESIDE.split())
_SINCE_EPOCH = re.compile(r"\d{10}|\d{13}")


class DateUnreadable(ValueError):
    """A date that says no moment, or one that cannot be; `raw` is as written."""

    def __init__(self, raw: str, why: str) -> None:
        super().__init__(f"date {raw[:MAX_RAW]!r}: {why}")
        self.raw, self.why = raw, why


def read_date(
    raw: str,
    *,
    now: datetime,
    timezone: str,
    came_from: str,
    written: Written = (None, None),
) -> Dated:
    """The moment or the span that `raw` names, with how sure we are of it.

    `now` (aware, UTC) bounds the future: what starts later than a day ahead is
    refused, as is what lies before 1400, a clock that was not set, and a day and
    month that may be swapped (03/04/2022), unless `written` or the future settles it.
    A time without a zone is taken in `timezone` (an IANA name; UTC where it is
    unknown) and marked "assumed". Raises DateUnreadable, carrying `raw`.
    Source: RFC 3339 5.6, RFC 5322 3.3; the other shapes as seen in news.
    """
    text = _plain(raw[: MAX_RAW * 2])
    if not text or len(text) > MAX_RAW:
        raise DateUnreadable(raw, "empty" if not text else "too long for a date")
    try:
        at, precision, zone = _moment_by(text, timezone, written, now)
    except (ValueError, OverflowError) as error:
        raise DateUnreadable(raw, str(error)) from error
    if at.year < _FIRST_YEAR or _is_unset(at, precision, came_from):
        raise DateUnreadable(raw, "before there was news, or an unset clock")
    if at > now + _LENGTHS["day"]:
        raise DateUnreadable(raw, "in the future")
    return Dated(
        at=at, until=_until(at, precision), precision=precision,
        raw=raw, came_from=came_from, zone=zone,
    )  # fmt: skip


def _moment_by(text: str, zone: str, written: Written, now: datetime) -> _Moment:
    """As `_moment`; of two days that one text may mean, the one that has been."""
    try:
        return _moment(text, zone, written)
    except Swappable:
        both = [_moment(text, zone, (written[0], first)) for first in (True, False)]
        been = [one for one in both if one[0] <= now + _LENGTHS["day"]]
        if len(been) != 1:
            raise
        return been[0]


def _is_unset(at: datetime, precision: Precision, came_from: str) -> bool:
    """Whether a moment is where a clock or a date field begins, in some timezone."""
    if precision in _SPANS:
        return False
    past = at - _EPOCH
    if -_LENGTHS["day"] <= past <= _FARTHEST_ZONE and not past % _QUARTER:
        return True
    return at.date() in _FIELD_STARTS and came_from.startswith(_FIELDS)


def day_of(text: str, written: Written = (None, None)) -> date | None:
    """The day that `text` names or that its time of day falls on in UTC, if any.

    Any year will do; `written` is as in `read_date`.
    """
    said = _said(text, written)
    return None if said is None or said[1] in _SPANS else said[0].date()


def instant_of(text: str) -> datetime | None:
    """The moment that `text` names with the zone of its time of day, if it does."""
    said = _said(text, (None, None))
    return said[0] if said is not None and said[2] == "given" else None


def is_filled(text: str, came_from: str, written: Written) -> bool:
    """Whether a field names a day, and not where a clock that was not set begins."""
    said = _said(text, written)
    if said is None or said[1] in _SPANS or said[0].year < _FIRST_YEAR:
        return False
    return not _is_unset(said[0], said[1], came_from)


def _said(text: str, written: Written) -> _Moment | None:
    """As `_moment`, None where `text` names none."""
    try:
        return _moment(_plain(text[:MAX_RAW]), "UTC", written)
    except (ValueError, OverflowError):
        return None


def _plain(raw: str) -> str:
    """`raw` on one line, its digits 0 to 9, without marks of direction."""
    if not raw.isascii():
        raw = _DIRECTION.sub("", unicodedata.normalize("NFKC", raw))
        raw = _DIGIT.sub(lambda digit: str(int(digit[0])), raw)
    return " ".join(raw.split())


# A header's date is read to see if it is one and again as the article's; and the
# articles of one day say the same.
@lru_cache(maxsize=1024)
def _moment(text: str, zone: str, written: Written) -> _Moment:
    if _SINCE_EPOCH.fullmatch(text):
        return _EPOCH + timedelta(seconds=int(text[:10])), "second", "given"
    text = _ABBREVIATED.sub(_unabbreviated, text)
    if _ISO.fullmatch(text):
        return _iso(text.upper().replace(",", "."), zone)
    clock = _CLOCK.search(text)
    if clock is None:
        return *_day(read_day(text, *written)), None
    year, month, day = _day_beside(text, clock, written)
    if month is None or day is None:
        raise NoDay("a time of day without a day")
    return _timed(datetime(year, month, day), clock, zone)  # noqa: DTZ001


def _unabbreviated(match: re.Match[str]) -> str:
    """A time of day behind the name of its zone, as it is written elsewhere."""
    zone, clock, offset = match.groups()
    return f"T{clock}{offset}" if offset else f" {clock} {zone}"


def _iso(text: str, zone: str) -> tuple[datetime, Precision, Zone]:
    """RFC 3339 5.6 and ISO 8601, read by the standard library."""
    at = datetime.fromisoformat(re.sub(r"\s(?=[Z+-])", "", text))
    clock = re.split("[T ]", text, maxsplit=1)[1]
    n_digits = len(re.sub(r"\D", "", re.split("[Z+.-]", clock, maxsplit=1)[0]))
    precision: Precision = "second" if n_digits > 4 else "minute"
    if at.tzinfo is not None:
        return at.astimezone(UTC).replace(microsecond=0), precision, "given"
    where, given = read_zone(None, zone)
    at = at.replace(tzinfo=where, microsecond=0).astimezone(UTC)
    return at, precision, given


def _day_beside(text: str, clock: re.Match[str], written: Written) -> Parts:
    """The day in front of the clock, behind it, or around it (`Jan 5 10:11 2022`)."""
    before, after = text[: clock.start()], text[clock.end() :]
    before = _BEFORE_CLOCK.sub("", before)
    for rest in (before, after):
        try:
            found = read_day(rest, *written)
        except NoDay:
            continue
        if found[2] is not None:
            return found
    return read_day(f"{before.strip()} {after.strip()}", *written)


def _day(parts: Parts) -> tuple[datetime, Precision]:
    year, month, day = parts
    precision: Precision = "year" if month is None else "day" if day else "month"
    return datetime(year, month or 1, day or 1, tzinfo=UTC), precision


def _timed(
    day: datetime, clock: re.Match[str], zone: str
) -> tuple[datetime, Precision, Zone]:
    hour, second = int(clock["hour"]), clock["second"]
    half = (clock["before"] or clock["half"] or "").lower()
    if half:
        # `下午` is "lower noon", `午後` "noon after": the telling letter is either.
        hour = hour % 12 + (12 if _AFTERNOON & set(half[:2]) else 0)
    naive = day.replace(hour=hour, minute=int(clock["minute"]))
    naive += timedelta(seconds=int(second or 0))
    where, given = read_zone(clock["zone"], zone)
    at = naive.replace(tzinfo=where).astimezone(UTC)
    return at, "second" if second else "minute", given


def _until(at: datetime, precision: Precision) -> datetime:
    if precision == "year":
        return at.replace(year=at.year + 1)
    until = at + _LENGTHS[precision]
    return until.replace(day=1) if precision == "month" else until
