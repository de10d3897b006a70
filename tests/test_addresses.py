"""Lists of addresses: each line an entry, a reject, or nothing at all."""

from __future__ import annotations

import pytest

from tasks.listings.addresses import Urls, read_urls
from tasks.listings.sniff import kind_of
from warehouse.model.entry import Reject
from warehouse.model.source import Source

SOURCE = Source(source_id="s", kind="urls", url="https://haven.example/list.txt")


def read(body: bytes) -> Urls | Reject:
    return read_urls(body, source=SOURCE, url=SOURCE.url)


def test_a_list_has_comments_marks_blank_lines_notes_and_three_kinds_of_line_end():
    found = read(
        b"\xef\xbb\xbf# ours\r\nhttps://a.example/1\r\n\r\n  https://a.example/2\t(seen)\r"
        b"a.example/3\n<https://a.example/4>\nhttps://a.example/1/\n"
    )

    assert isinstance(found, Urls)
    assert [entry.url for entry in found.entries] == [
        "https://a.example/1",
        "https://a.example/2",
        "https://a.example/3",
        "https://a.example/4",
    ]
    assert found.rejects == ()


def test_a_line_that_is_no_address_is_a_reject_without_its_password():
    found = read(
        b"https://a.example/1\nfile:///etc/passwd\njavascript:alert(1)\nnonsense\n"
        b"https://u:secret@a.example/2\nhttps://a.example/\n"
    )

    assert isinstance(found, Urls)
    assert len(found.entries) == 1
    assert [r.reason for r in found.rejects] == ["no_link"] * 4 + ["no_key"]
    assert "secret" not in repr(found.rejects)


def test_a_list_in_16_bits_is_read():
    found = read("https://a.example/é\nhttps://a.example/2".encode("utf-16"))

    assert isinstance(found, Urls)
    assert [entry.url for entry in found.entries] == [
        "https://a.example/%C3%A9",
        "https://a.example/2",
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"<!doctype html><title>Moved</title>", "not_a_feed"),
        (b"<input type=password><html>", "login_page"),
    ],
)
def test_what_is_no_list_is_one_reject(body, reason):
    found = read(body)

    assert isinstance(found, Reject)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"<?xml version='1.0'?><rss/>", "text/html", "feed"),
        (b"\n<feed xmlns='x'>", None, "feed"),
        (b"<rdf:RDF>", None, "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', None, "feed"),
        (b'{"version": "1.1"}', None, "page"),
        (b"<urlset>", None, "sitemap"),
        (b"<!-- c --><sitemapindex>", None, "sitemap"),
        (b"# ours\nhttp://a.example/1\n", "text/plain", "urls"),
        (b"http://a.example/1\n", "text/html", "page"),
        (b"See http://a.example/1\n", "text/plain", "page"),
        (b"<!doctype html><html>", "text/html", "page"),
        (b"", None, "page"),
        (b"\x1f\x8b\x08broken", None, "page"),
    ],
)
def test_the_kind_of_a_listing_is_told_by_how_it_begins(body, content_type, kind):
    assert kind_of(body, content_type) == kind
