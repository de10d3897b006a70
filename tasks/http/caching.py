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
    if re.fullmatch(r"[0-9]+", text):
        return int(text) if len(text) < 9 else MAX_RETRY_AFTER_S
    try:
        at = parsedate_to_datetime(text)
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
        wait_s = (at - now).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return int(min(max(wait_s, 0), MAX_RETRY_AFTER_S))


def _is_sendable(value: str) -> bool:
    return len(value) <= _MAX_VALIDATOR_CHARS and bool(_SENDABLE.match(value))
