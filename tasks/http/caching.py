"""Conditional requests and what a server says about time, RFC 9110 8.8, 10.2.3.

Pure: header values in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# What http.client can send again byte for byte: one line of Latin-1.
_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*)\Z")
_MAX_VALIDATOR_CHARS = 4_096
# A year: what is longer is a mistake, and must fit the column.
MAX_RETRY_AFTER_S = 31_536_000


def conditional(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that ask for news since `etag` and `last_modified`.

    The values go out byte for byte as they came in; one that cannot is left
    out. Both are sent: a server that knows ETags ignores the date, and some
    know only one of the two (livejournal, rss2email issue 268).
    Source: RFC 9110 13.1.
    """
    headers = {}
    if etag is not None and _is_sendable(etag):
        headers["If-None-Match"] = etag
    if last_modified is not None and _is_sendable(last_modified):
        headers["If-Modified-Since"] = last_modified
    return headers


def validators(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The ETag and Last-Modified of an answer, each None where it has none.

    One that could not be sent back is none.
    """
    found = (headers.get("ETag"), headers.get("Last-Modified"))
    etag, last_modified = (v if v and _is_sendable(v) else None for v in found)
    return etag, last_modified


def retry_after_s(written: str | None, now: datetime) -> int | None:
    """The seconds a Retry-After asks for, from `now`; None where it says nothing.

    Both forms: seconds, or an HTTP-date (one in the past is 0). At most
    MAX_RETRY_AFTER_S.
    Source: RFC 9110 10.2.3.
    """
    text = (written or "").strip()
    if not text:
        return None
    if re.fullmatch(r"[0-9]+", text):
        return int(text) if len(text) < 9 else MAX_RETRY_AFTER_S
    at = read_http_date(text)
    if at is None:
        return None
    return int(min(max((at - now).total_seconds(), 0), MAX_RETRY_AFTER_S))


def max_age_s(headers: Mapping[str, str], now: datetime) -> int | None:
    """The seconds for which an answer calls itself fresh; None where it says nothing.

    `max-age`, else `Expires` after `Date`, less the `Age` it came with; 0 where it
    is not to be used again unasked. At most MAX_RETRY_AFTER_S.
    Source: RFC 9111 4.2.1, 5.2.2, 5.3.
    """
    said = headers.get("Cache-Control", "").lower()
    if not said and "Expires" not in headers:
        return None
    if re.search(r"(?:^|[,\s])no-(?:cache|store)\s*(?:,|$)", said):
        return 0
    found = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]+)", said)
    if found is not None:
        fresh_s = int(found[1]) if len(found[1]) < 9 else MAX_RETRY_AFTER_S
    elif "Expires" in headers:
        dated = read_http_date(headers.get("Date")) or now
        ends = read_http_date(headers["Expires"])
        fresh_s = 0 if ends is None else int((ends - dated).total_seconds())
    else:
        return None
    age = headers.get("Age", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", age):
        fresh_s -= int(age)
    return min(max(fresh_s, 0), MAX_RETRY_AFTER_S)


def read_http_date(written: str | None) -> datetime | None:
    """The moment of an HTTP-date, aware; None where it is none. RFC 9110 5.6.7."""
    try:
        at = parsedate_to_datetime((written or "").strip())
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
        return at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _is_sendable(value: str) -> bool:
    return len(value) <= _MAX_VALIDATOR_CHARS and bool(_SENDABLE.match(value))
