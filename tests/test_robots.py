"""What robots.txt allows: RFC 9309 and the files that are seen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.http.outcomes import Outcome, Problem
from tasks.http.robots import Rules, read_robots, verdict


def rules(text: str | bytes) -> Rules:
    return read_robots(200, text.encode() if isinstance(text, str) else text, None)


def allows(text: str | bytes, path: str) -> bool:
    return rules(text).refusal(f"https://example.org{path}") is None


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/", False),
        ("user-AGENT : *\r\ndisallow :/a", "/a", False),
        ("User-agent: newsledger\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: NewsLedger\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?y", True),
        ("User-agent: *\nDisallow: /é", "/%C3%A9", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("<!doctype html><title>404</title>", "/a", True),
    ],
)
def test_rules_are_read(text, path, is_allowed):
    assert allows(text, path) is is_allowed


@pytest.mark.parametrize(
    ("status", "word"),
    [
        *((status, "allow") for status in (400, 401, 403, 404, 410)),
        *((status, "unreachable") for status in (304, 429, 500, 503, 999)),
    ],
)
def test_a_status_decides_where_there_are_no_rules(status, word):
    assert verdict(read_robots(status, None, None).refusal("https://x/")) == word


@pytest.mark.parametrize(
    ("outcome", "page"),
    [
        (Outcome.DNS, Outcome.DNS),
        (Outcome.PRIVATE_ADDRESS, Outcome.PRIVATE_ADDRESS),
        (Outcome.TIMEOUT, Outcome.ROBOTS_UNREACHABLE),
        (Outcome.REDIRECT_LOOP, Outcome.ROBOTS_UNREACHABLE),
    ],
)
def test_a_robots_txt_that_cannot_be_read_forbids_all(outcome, page):
    found = read_robots(None, None, Problem(outcome=outcome, reason="why"))

    refusal = found.refusal("https://x/")
    assert refusal is not None
    assert refusal.outcome == page
    assert "why" in refusal.reason


@pytest.mark.parametrize(
    ("written", "delay_s"),
    [
        ("10", 10),
        ("0.5", 0.5),
        ("9999", 30),
        ("-3", 0),
        ("nan", 0),
        ("inf", 0),
        ("", 0),
    ],
)
def test_a_crawl_delay_is_a_bounded_gap(written, delay_s):
    found = rules(f"User-agent: *\nCrawl-delay: {written}")

    assert found.crawl_delay_s == delay_s


LINE = st.one_of(
    st.sampled_from(
        [
            "User-agent: *",
            "Crawl-delay: 1",
            "Request-rate: 1/0",
            "Visit-time: 9",
            "Host:",
        ]
    ),
    st.text(max_size=30).map("Disallow: /{}".format),
    st.text(max_size=30).map("Allow: %{}*$".format),
    st.text(max_size=40),
)


@given(st.lists(LINE, max_size=12).map("\n".join), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_no_robots_txt_breaks_the_reader(text, path):
    found = rules("User-agent: *\n" + text)

    assert verdict(found.refusal(f"https://example.org/{path}"))


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_no_bytes_break_the_reader(body):
    rules(body).refusal("https://example.org/")
