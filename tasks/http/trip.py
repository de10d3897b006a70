"""One fetch under way, and the row and the answer it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from requests.cookies import RequestsCookieJar

from tasks.http.access import Access
from tasks.http.address import Address, read_address
from tasks.http.ask import ACCEPT_FEED, Answer, Ask
from tasks.http.caching import max_age_s, retry_after_s, validators
from tasks.http.hosts import Turn
from tasks.http.outcomes import Outcome, Problem, outcome_of
from tasks.http.transport import Got
from tasks.http.walls import challenge, login_page
from tasks.text.urls import redacted
from warehouse.model.entry import Fetch

# RFC 9110 15.4.2, 15.4.9: what was asked for has moved for good.
PERMANENT = frozenset([301, 308])


@dataclass(slots=True, kw_only=True)
class Trip:
    """One fetch under way, redirects included; `hops` are their statuses.

    `asked` is where the last request went, `turn` a host's unused turn.
    """

    ask: Ask
    url: str
    headers: dict[str, str]
    access: Access
    max_bytes: int
    max_redirects: int
    takes_part: bool = False
    budget_s: float
    cookies: RequestsCookieJar | None = None
    validators: tuple[str, ...] = ()
    fetches: list[Fetch] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    hops: list[int] = field(default_factory=list)
    asked: Address | None = None
    turn: Turn | None = None
    robots: str | None = None
    started_at: datetime | None = None
    elapsed_s: float = 0.0
    got: Got = field(default_factory=Got)

    @property
    def first_url(self) -> str:
        """Where it began."""
        return self.redirects[0] if self.redirects else self.url

    def has_turn(self, host: str) -> bool:
        """Whether it may ask `host` now."""
        return self.turn is not None and self.turn.host == host

    def take_cookies(self) -> None:
        """Has what the last answer set sent with the next request."""
        if self.got.cookies is not None:
            if self.cookies is None:
                self.cookies = RequestsCookieJar()
            self.cookies.update(self.got.cookies)

    def use_turn(self) -> None:
        """A request is made in its turn, which is over with it."""
        if self.turn is not None:
            self.turn.is_used = True
        self.turn = None

    def again(self, so_far: Fetch, turn: Turn) -> Trip:
        """The same trip from its start, after `so_far`, in `turn`."""
        return replace(
            self,
            url=self.first_url,
            cookies=None,
            fetches=[*self.fetches, so_far],
            redirects=[],
            hops=[],
            turn=turn,
            started_at=None,
            elapsed_s=0.0,
            got=Got(),
        )


def row_of(trip: Trip, problem: Problem | None, now: datetime) -> Fetch:
    """The row of `fetches` for `trip`, which ended at `now` with `problem` or none."""
    got = trip.got
    if problem is None:
        problem = _read_status(got, bool(trip.validators))
    etag, last_modified = validators(got.headers)
    body = got.body
    return Fetch(
        source_id=trip.ask.source_id,
        url=_shown(trip.first_url),
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


def wall_of(trip: Trip) -> Problem | None:
    """The login page that came in place of what was asked for; its body is let go."""
    body = trip.got.body
    if trip.got.status != 200 or body is None:
        return None
    is_feed = trip.ask.accept == ACCEPT_FEED
    wall = login_page(body, trip.first_url, trip.url, is_feed=is_feed)
    if wall is not None:
        trip.got = replace(trip.got, body=None)
    return wall


def answer_of(trip: Trip, fetch: Fetch, now: datetime) -> Answer:
    """The answer whose own row is `fetch`."""
    media_type, charset = content_type(trip.got.headers.get("Content-Type"))
    keeps_body = fetch.outcome in (Outcome.OK, Outcome.NOT_FOUND, Outcome.GONE)
    is_same = fetch.outcome == Outcome.NOT_MODIFIED
    is_good = fetch.outcome in (Outcome.OK, Outcome.NOT_MODIFIED)
    return Answer(
        fetches=(*trip.fetches, fetch),
        final_url=fetch.final_url,
        body=trip.got.body if keeps_body else None,
        media_type=media_type,
        charset=charset,
        etag=fetch.etag or (trip.ask.etag if is_same else None),
        last_modified=fetch.last_modified
        or (trip.ask.last_modified if is_same else None),
        is_permanent=bool(trip.hops) and PERMANENT.issuperset(trip.hops),
        max_age_s=max_age_s(trip.got.headers, now) if is_good else None,
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
    address = read_address(url, None)
    return redacted(url) if isinstance(address, Problem) else address.url


def _read_status(got: Got, is_conditional: bool) -> Problem:
    """The outcome of an answer that came without a problem."""
    status = got.status or 0
    outcome = outcome_of(status, is_conditional)
    evidence = challenge(got.headers)
    if evidence is not None:
        reason = f"status {status}, {evidence}"
        return Problem(outcome=Outcome.BLOCKED, reason=reason)
    if outcome in (Outcome.OK, Outcome.NOT_MODIFIED):
        return Problem(outcome=outcome, reason="")
    of_proxy = " of the proxy" if outcome == Outcome.ACCESS else ""
    return Problem(outcome=outcome, reason=f"status {status}{of_proxy}")
