"""The timezones that are written behind a time of day, by offset or by name."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warehouse.model.article import Zone

# RFC 5322 4.3, and the European names that CMSs print behind a time.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60,
    "mez": 60, "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "jst": 540, "kst": 540,
}  # fmt: skip
_NUMBERS = r"(?:utc|gmt)?\s?[+-]\d{2}:?\d{2}|(?:utc|gmt)?[+-]\d{1,2}"
_NAMED = "|".join(sorted(_ZONES, key=len, reverse=True))
# The shape of either, for a pattern that has a time of day in front and ignores case.
OFFSET = rf"{_NUMBERS}|(?:{_NAMED})\b"
ZONE_NAMES = frozenset(_ZONES)


def read_zone(written: str | None, assumed: str) -> tuple[timezone | ZoneInfo, Zone]:
    """The zone as it is `written`, else the `assumed` one (UTC where it is unknown)."""
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
