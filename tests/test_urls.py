"""One form for each URL, and messages that give no password away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.urls import (
    UrlUnreadable,
    canonical,
    is_front_page,
    redacted,
    same_site,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.ORG:443/a", "https://example.org/a"),
        ("https://example.org/a#top", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?UTM_Source=x&id=1", "https://example.org/a?id=1"),
        ("https://example.org/a?id=1&amp;utm_source=x", "https://example.org/a?id=1"),
        ("https://example.org/a?%75tm_source=x", "https://example.org/a"),
        ("https://example.org/?b=2&a=1&a=0", "https://example.org/?a=1&a=0&b=2"),
        ("https://example.org/a?q=what?", "https://example.org/a?q=what?"),
        ("https://example.org/a?q=a+b%20c", "https://example.org/a?q=a+b%20c"),
        ("https://example.org/a?&&", "https://example.org/a"),
        ("https://example.org/a?cmp=1", "https://example.org/a?cmp=1"),
        (" https://example.org/a\n", "https://example.org/a"),
        ("https://exämple.org/é", "https://xn--exmple-cua.org/%C3%A9"),
        ("http://127.1/", "http://127.0.0.1/"),
    ],
)
def test_a_url_has_one_form(url, expected):
    assert canonical(url) == expected
    assert canonical(expected) == expected


def test_a_url_is_resolved_against_the_page_it_stands_on():
    assert (
        canonical("../b?x", "https://example.org/a/c/d") == "https://example.org/a/b?x"
    )
    assert canonical("//other.org/x", "https://example.org/") == "https://other.org/x"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news/1",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://me:secret@example.org/",
        "https://me@example.org/",
        "https://example.org:99999/",
        "https:///",
        "https://example.org/\ud800",
        "https://example.org/" + "a" * 10_000,
    ],
)
def test_what_cannot_be_fetched_is_refused_by_its_url(url):
    with pytest.raises(UrlUnreadable) as refused:
        canonical(url)

    assert refused.value.url == url
    assert "secret" not in str(refused.value)
    assert len(str(refused.value)) < 500


@given(st.text())
def test_any_text_is_a_url_or_is_refused_and_canonical_twice_is_canonical_once(text):
    for url in (text, "https://example.org/" + text, "http://example.org?" + text):
        try:
            once = canonical(url)
        except UrlUnreadable:
            continue
        assert canonical(once) == once


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("https://example.org/", "http://www.example.org:8080/x", True),
        ("https://m.example.org/", "https://amp.example.org/", True),
        ("https://sport.example.org/", "https://www.example.org/", True),
        ("https://sport.example.org/", "https://news.example.org/", False),
        ("https://example.org/", "https://badexample.org/", False),
        ("https://team.example.org/", "https://teaexample.org/", False),
        ("https://example.org/", "https://org/", False),
        ("https://sport.example.co.uk/", "https://example.co.uk/", True),
        ("https://example.co.uk/", "https://co.uk/", False),
        ("https://ann.github.io/", "https://github.io/", False),
        ("https://ann.wordpress.com/", "https://www.wordpress.com/", False),
        ("https://ann.blogspot.com.br/", "https://blogspot.com.br/", False),
        ("http://127.0.0.1:1/", "http://127.0.0.1:2/", True),
        ("https://example.org/", "not a url", False),
    ],
)
def test_two_urls_are_on_one_site_by_their_hosts(a, b, expected):
    assert same_site(a, b) is expected
    assert same_site(b, a) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org", True),
        ("https://example.org/?utm_source=x", True),
        ("https://example.org/index.html", True),
        ("https://example.org/nl/", True),
        ("https://example.org/en-gb/home", True),
        ("https://example.org/?p=123", False),
        ("https://example.org/news", False),
        ("https://example.org/nl/a", False),
    ],
)
def test_a_front_page_is_no_article(url, expected):
    assert is_front_page(url) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://me:secret@example.org/x", "https://example.org/x"),
        ("https://me:sec/ret@example.org/x", "https://example.org/x"),
        ("https://me:a@secret@example.org/@x", "https://example.org/@x"),
        ("http:me:secret@example.org/", "http:example.org/"),
        ("//me:secret@example.org/", "//example.org/"),
        ("ht\ttp://me:secret@example.org/\n", "http://example.org/"),
        ("http://[::1]:8080/@x", "http://[::1]:8080/@x"),
        ("https://example.org/@name", "https://example.org/@name"),
        ("\x1b[31m\u202ehttps://example.org/", "[31mhttps://example.org/"),
    ],
)
def test_a_message_shows_no_password_and_no_control_character(url, expected):
    assert redacted(url) == expected
