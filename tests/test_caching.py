"""What a server says about time, and about where a thing is from now on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newssite import NewsSite
from requests.structures import CaseInsensitiveDict

from tasks.http.caching import MAX_RETRY_AFTER_S, max_age_s, retry_after_s, validators
from tasks.http.client import Ask, Client, Limits

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
DATE = "Tue, 24 Nov 2026 06:00:00 GMT"
IN_AN_HOUR = "Tue, 24 Nov 2026 07:00:00 GMT"


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.page("/new", b"news", headers=[("Cache-Control", "max-age=60")])
        yield site


def age(**headers: str) -> int | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return max_age_s(CaseInsensitiveDict(named), NOW)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache_Control": "public"}, None),
        ({"Cache_Control": "public, Max-Age=300"}, 300),
        ({"Cache_Control": 'max-age="300", s-maxage=9'}, 300),
        ({"Cache_Control": "s-maxage=9"}, None),
        ({"Cache_Control": "max-age=300", "Age": "100"}, 200),
        ({"Cache_Control": "max-age=300", "Age": "900"}, 0),
        ({"Cache_Control": "max-age=300", "Age": "soon"}, 300),
        ({"Cache_Control": "no-cache, max-age=300"}, 0),
        ({"Cache_Control": "no-store"}, 0),
        ({"Cache_Control": "max-age=" + "9" * 5_000}, MAX_RETRY_AFTER_S),
        ({"Cache_Control": "max-age=-1"}, None),
        ({"Cache_Control": "max-age=300", "Expires": "0"}, 300),
        ({"Expires": IN_AN_HOUR}, 3_600),
        ({"Expires": IN_AN_HOUR, "Date": "Tue, 24 Nov 2026 06:30:00 GMT"}, 1_800),
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, MAX_RETRY_AFTER_S),
    ],
)
def test_how_long_an_answer_calls_itself_fresh(headers, seconds):
    assert age(**headers) == seconds


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_no_header_breaks_the_readers(one, two, three):
    headers = CaseInsensitiveDict(
        {"Cache-Control": one, "Expires": two, "Age": three, "ETag": one, "Date": three}
    )

    seconds = max_age_s(headers, NOW)

    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER_S
    retry_after_s(one, NOW)
    validators(headers)


@pytest.mark.parametrize(
    ("statuses", "is_permanent"),
    [
        ((), False),
        ((301,), True),
        ((308, 301), True),
        ((301, 302), False),
        ((307,), False),
        ((303, 308), False),
    ],
)
def test_it_moved_for_good_where_every_hop_says_so(site, statuses, is_permanent):
    path = "/new"
    for n, status in enumerate(statuses):
        site.redirect(f"/{n}", path, status)
        path = f"/{n}"

    limits = Limits(allow_private=True, host_gap_s=0.0)
    with Client(limits, clock=lambda: NOW) as web:
        answer = web.get(Ask(source_id="s", url=site.url(path)))

    assert (answer.outcome, answer.is_permanent) == ("ok", is_permanent)
    assert (answer.final_url, answer.max_age_s) == (site.url("/new"), 60)


def test_a_304_says_how_long_it_is_fresh_and_a_failure_does_not(site):
    headers = [("Cache-Control", "max-age=90")]
    site.page("/same", status=304, headers=headers)
    site.page("/lost", status=404, headers=headers)

    limits = Limits(allow_private=True, host_gap_s=0.0)
    with Client(limits) as web:
        same = web.get(Ask(source_id="s", url=site.url("/same"), etag='"1"'))
        lost = web.get(Ask(source_id="s", url=site.url("/lost")))

    assert (same.outcome, same.max_age_s) == ("not_modified", 90)
    assert (lost.outcome, lost.max_age_s) == ("not_found", None)


def test_what_changed_alone_is_not_asked_for_and_not_taken_for_the_whole(site):
    # RFC 3229: A-IM would be answered by 226 and a part of the feed
    site.page("/part", b"<rss/>", status=226, headers=[("IM", "feed")])

    with Client(Limits(allow_private=True, host_gap_s=0.0)) as web:
        answer = web.get(Ask(source_id="s", url=site.url("/part"), etag='"1"'))

    assert "a-im" not in site.log[-1].headers
    assert (answer.outcome, answer.body) == ("truncated", None)
