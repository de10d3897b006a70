"""Who is not asked for a while: pure, with the moment as an argument."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tasks.http.address import Address, read_address
from tasks.http.outcomes import Outcome, Problem
from tasks.http.refusals import MAX_FAILURES, Refusals, patience_s
from tasks.http.transport import Got

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def address(path: str, host: str = "a.example") -> Address:
    found = read_address(f"https://{host}{path}", None)
    assert isinstance(found, Address)
    return found


def got(status: int, retry_after: str | None = None) -> Got:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Got(status=status, headers=headers)


def failed(outcome: Outcome) -> Got:
    return Got(problem=Problem(outcome=outcome, reason="why"))


def said(refusals: Refusals, path: str, now: datetime = NOW, host: str = "a.example"):
    refusal = refusals.refusal(address(path, host), now)
    return None if refusal is None else (str(refusal.outcome), refusal.reason)


@pytest.mark.parametrize("form", ["3600", "Tue, 24 Nov 2026 07:00:00 GMT"])
def test_a_429_speaks_for_its_host_until_the_moment_it_names(form):
    refusals = Refusals(({}, {}))

    refusals.learn(address("/1"), got(429, form), NOW)

    until = ("rate_limited", "not before 2026-11-24T07:00:00Z")
    assert said(refusals, "/2") == until
    assert said(refusals, "/2", LATER - timedelta(seconds=1)) == until
    assert said(refusals, "/2", LATER) is None
    assert said(refusals, "/2", host="b.example") is None


def test_a_503_speaks_for_its_address_alone():
    refusals = Refusals(({}, {}))

    refusals.learn(address("/1"), got(503, "3600"), NOW)

    assert said(refusals, "/1") == ("server_error", "not before 2026-11-24T07:00:00Z")
    assert said(refusals, "/2") is None


def test_no_server_sends_us_away_for_longer_than_a_day():
    refusals = Refusals(({}, {}))

    refusals.learn(address("/1"), got(429, "99999999"), NOW)

    assert said(refusals, "/1", NOW + timedelta(hours=23)) is not None
    assert said(refusals, "/1", NOW + timedelta(days=1)) is None


def test_a_shorter_wait_later_on_does_not_open_a_host():
    refusals = Refusals(({}, {}))
    refusals.learn(address("/1"), got(429, "7200"), NOW)

    refusals.learn(address("/1"), got(429, "60"), NOW)

    assert said(refusals, "/1", LATER) is not None


def test_what_was_said_in_an_earlier_run_holds():
    refusals = Refusals(({"a.example": LATER}, {"https://b.example/1": LATER}))

    assert said(refusals, "/9")[0] == "rate_limited"
    assert said(refusals, "/1", host="b.example")[0] == "server_error"
    assert said(refusals, "/2", host="b.example") is None


@pytest.mark.parametrize(
    "failure",
    [failed(Outcome.TIMEOUT), failed(Outcome.REFUSED), got(429), got(429, "5")],
)
def test_a_host_that_only_fails_is_left_alone(failure):
    refusals = Refusals(({}, {}))
    for _ in range(MAX_FAILURES - 1):
        refusals.learn(address("/1"), failure, NOW)
    assert said(refusals, "/2") is None

    refusals.learn(address("/1"), failure, NOW)

    outcome, reason = said(refusals, "/2")
    assert outcome in ("timeout", "refused", "rate_limited")
    assert reason.endswith(": 10 requests in a row came to nothing")


def test_one_answer_among_the_failures_and_the_host_is_asked_on():
    refusals = Refusals(({}, {}))
    for n in range(5 * MAX_FAILURES):
        answer = got(500) if n % MAX_FAILURES == 0 else failed(Outcome.TIMEOUT)
        refusals.learn(address("/1"), answer, NOW)

    assert said(refusals, "/1") is None


@pytest.mark.parametrize(
    ("answer", "wait_s"),
    [
        (got(429, "0"), 0),
        (got(503, "30"), 30),
        (got(503, "Tue, 24 Nov 2026 06:00:09 GMT"), 9),
        (got(429, "31"), None),
        (got(503), None),
        (got(503, "soon"), None),
        (got(500, "3"), None),
        (got(200, "3"), None),
    ],
)
def test_a_short_wait_is_worth_it_where_the_server_names_it(answer, wait_s):
    assert patience_s(answer, NOW) == wait_s
