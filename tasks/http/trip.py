"""One fetch under way, and the row and the answer it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from requests.cookies import RequestsCookieJar

from tasks.http.address import read_address
from tasks.http.ask import Answer, Ask
from tasks.http.caching import retry_after_s, validators
from tasks.http.outcomes import Outcome, Problem, outcome_of
from tasks.http.transport import Got
from tasks.text.urls import redacted
from warehouse.model import Fetch


@dataclass(slots=True, kw_only=True)
class Trip:
    """One fetch under way, redirects included. `turn` is a host's unused turn."""

    ask: Ask
    url: str
    headers: dict[str, str]
    max_bytes: int
    max_redirects: int
    takes_part: bool = False
    budget_s: float
    cookies: RequestsCookieJar = field(default_factory=RequestsCookieJar)
    validators: tuple[str, ...] = ()
    fetches: list[Fetch] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    turn: str | None = None
    robots: str | None = None
    started_at: datetime | None = None
    elapsed_s: float = 0.0
    got: Got = field(default_factory=Got)


def row_of(trip: Trip, problem: Problem | None, now: datetime) -> Fetch:
    """The row of `fetches` for `trip`, which ended at `now` with `problem` or none."""
    got = trip.got
    if problem is None:
        problem = _read_status(got, bool(trip.validators))
    etag, last_modified = validators(got.headers)
    body = got.body
    return Fetch(
        source_id=trip.ask.source_id,
        url=_shown(trip.redirects[0] if trip.redirects else trip.url),
        final_url=_shown(trip.url),
        outcome=str(problem.outcome),
        reason=problem.reason or None,
        started_at=trip.started_at or now,
        elapsed_ms=round(trip.elapsed_s * 1000, 3),
        status=got.status,
        redirects=tuple(trip.redirects),
        n_bytes=0 if body is None else len(body),
        validators=trip.validators,
        etag=etag,
        last_modified=last_modified,
        robots=trip.robots,
        retry_after_s=retry_after_s(got.headers.get("Retry-After"), now),
        payload_digest=None if body is None else sha256(body).hexdigest(),
    )


def answer_of(trip: Trip, fetch: Fetch) -> Answer:
    """The answer whose own row is `fetch`."""
    media_type, charset = content_type(trip.got.headers.get("Content-Type"))
    keeps_body = fetch.outcome in (Outcome.OK, Outcome.NOT_FOUND, Outcome.GONE)
    is_same = fetch.outcome == Outcome.NOT_MODIFIED
    return Answer(
        fetches=(*trip.fetches, fetch),
        final_url=fetch.final_url,
        body=trip.got.body if keeps_body else None,
        media_type=media_type,
        charset=charset,
        etag=fetch.etag or (trip.ask.etag if is_same else None),
        last_modified=fetch.last_modified
        or (trip.ask.last_modified if is_same else None),
    )


def content_type(written: str | None) -> tuple[str | None, str | None]:
    """The media type and charset of a Content-Type, lower case; None if not there.

    Source: RFC 9110 8.3.1; quotes and stray white space as browsers read them.
    """
    media_type, *parameters = (written or "").split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and charset is None:
            charset = value.strip().strip("\"'").strip().lower()[:40] or None
    return media_type.strip().lower()[:100] or None, charset


def _shown(url: str) -> str:
    """`url` whole where it is an address, else as it may be shown."""
    address = read_address(url)
    return redacted(url) if isinstance(address, Problem) else address.url


def _read_status(got: Got, is_conditional: bool) -> Problem:
    """The outcome of an answer that came without a problem."""
    status = got.status or 0
    outcome = outcome_of(status, is_conditional)
    # Cloudflare's header on the page of a challenge, whatever its status.
    if outcome != Outcome.OK and "challenge" in got.headers.get("cf-mitigated", ""):
        outcome = Outcome.BLOCKED
    good = (Outcome.OK, Outcome.NOT_MODIFIED)
    return Problem(
        outcome=outcome, reason="" if outcome in good else f"status {status}"
    )
