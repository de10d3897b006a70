"""What stands in place of news: told by evidence, with few false hits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from newssite import NewsSite

from tasks.http.ask import ACCEPT_FEED, ACCEPT_PAGE
from tasks.http.client import Answer, Ask, Client, Limits
from tasks.http.walls import login_page

FORM = "<form action='/in'><input name=u><input class='x' type=\"password\"></form>"
LOGIN = f"<!doctype html><html><body><h1>Welcome back</h1>{FORM}".encode()
STORY = f"<!doctype html><html><body>{FORM}<h1>Ship aground</h1><p>All well.".encode()


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("")
        yield site


def get(site: NewsSite, path: str = "/a", accept: str = ACCEPT_PAGE) -> Answer:
    with Client(Limits(allow_private=True, host_gap_s=0.0)) as web:
        return web.get(Ask(source_id="s", url=site.url(path), accept=accept))


@pytest.mark.parametrize(
    "place",
    [
        "/login?next=/a",
        "/account/sign-in",
        "/konto/anmelden",
        "/connexion.php",
        "/sso/x",
    ],
)
def test_a_page_that_sends_us_on_to_a_login_is_one(site, place):
    site.redirect("/a", place)
    site.page(place, LOGIN)

    answer = get(site)

    assert (answer.outcome, answer.body) == ("login_page", None)
    assert "password" in answer.fetch.reason
    assert answer.fetch.payload_digest is None


def test_a_login_in_place_of_a_feed_is_one_without_a_redirect(site):
    site.page("/a", b"\n<!-- x --><HTML><body>" + LOGIN)

    assert get(site, accept=ACCEPT_FEED).outcome == "login_page"


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ("/2026/11/24/ship", STORY),  # a login in the head of each page
        ("/login-at-the-harbour", STORY),
        ("/story?next=/login/", STORY),
        ("/login", b"<!doctype html><html><h1>How to log in</h1><p>Ask the desk."),
        ("/login", b"<p>On input type=password.</p>"),
    ],
)
def test_a_page_that_only_has_something_of_a_login_is_none(site, place, body):
    site.redirect("/a", place)
    site.page(place, body)

    assert get(site).outcome == "ok"


def test_an_article_at_an_address_of_logins_that_was_asked_for_is_left_to_its_reader(
    site,
):
    site.page("/login", LOGIN)
    site.redirect("/login/", "/login")

    assert get(site, "/login").outcome == "ok"
    assert get(site, "/login/").outcome == "ok"


def test_a_feed_that_tells_of_a_form_is_a_feed(site):
    feed = f"<?xml version='1.0'?><rss><item><![CDATA[{FORM}<html>]]></item></rss>"
    site.page("/a", feed.encode(), media_type="text/html")

    assert get(site, accept=ACCEPT_FEED).outcome == "ok"


@pytest.mark.parametrize(
    "body",
    [
        b"<!-- a --> " * 20_000,
        b"<!--" * 60_000,
        b"<html>" + b"<input type" * 20_000,
        b"<html><input type" + b" " * 250_000 + b"=password>",
        b" " * 260_000,
    ],
)
def test_no_body_keeps_the_reader_busy(body):
    asked, final = "https://a.example/a", "https://a.example/login"

    assert login_page(body, asked, final, is_feed=True) is None


@pytest.mark.parametrize(
    ("status", "header"),
    [
        (403, ("cf-mitigated", "challenge")),
        (503, ("CF-Mitigated", "Challenge")),
        (202, ("x-amzn-waf-action", "challenge")),
        (405, ("x-amzn-waf-action", "captcha")),
        (429, ("x-vercel-mitigated", "challenge")),
        (200, ("x-vercel-mitigated", "deny")),
        (404, ("cf-mitigated", "challenge")),
    ],
)
def test_a_challenge_is_blocked_whatever_its_status(site, status, header):
    site.page("/a", STORY, status=status, headers=[header])

    answer = get(site)

    assert (answer.outcome, answer.body) == ("blocked", None)
    assert answer.fetch.reason == f"status {status}, {': '.join(header).lower()}"


def test_a_guard_that_lets_pass_blocks_nothing(site):
    site.page("/a", STORY, headers=[("cf-mitigated", "none"), ("cf-ray", "challenge")])

    assert get(site).outcome == "ok"
