"""Entries that hold their article, in feeds of each format, JSON Feed among them."""

from __future__ import annotations

import json
from html import escape

import pytest

from tasks.extract.article import extract
from tasks.listings.feed import Feed, read_feed
from warehouse.model.article import Article
from warehouse.model.entry import Payload, Reject
from warehouse.model.source import Source

LINK = "https://haven.example/news/ship"
WORDS = "".join(
    f"<p>The ship lay in harbour {n} for the night, and nobody knew when it would "
    "leave again, said the master of the port on Monday.</p>"
    for n in ["one", "two", "three", "four", "five", "six", "seven", "eight"]
)
SHORT = "<p>The ship lay in harbour.</p>"


def read(body: bytes, full_text: bool | None = None) -> Feed:
    source = Source(
        source_id="s", kind="feed", url="https://haven.example/f", full_text=full_text
    )
    found = read_feed(body, source=source, url=source.url or "", content_type=None)
    assert isinstance(found, Feed), found
    return found


def held(body: bytes, full_text: bool | None = None) -> dict | None:
    [entry] = read(body, full_text).entries
    assert (entry.media_type is None) == (entry.body is None)
    return None if entry.body is None else json.loads(entry.body)


def rss(*, content: str | None = None, summary: str = "", link: str = LINK) -> bytes:
    encoded = f"<content:encoded><![CDATA[{content}]]></content:encoded>"
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><item><title>Ship</title><link>{link}</link><guid>g1</guid>"
        f"{encoded if content else ''}<description>{escape(summary)}</description>"
        "</item></channel></rss>"
    ).encode()


def atom(kind: str, content: str) -> bytes:
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Ship</title><id>g1"
        f"</id><link href='{LINK}'/><content type='{kind}'>{content}</content>"
        "</entry></feed>"
    ).encode()


def json_feed(**item: object) -> bytes:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "De Haven",
            "language": "nl",
            "authors": [{"name": "De Desk"}],
            "items": [{"id": "g1", "url": LINK, **item}],
        }
    ).encode()


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (rss(content=WORDS), "html"),
        (rss(content=WORDS, summary=SHORT), "html"),
        (atom("html", escape(WORDS)), "html"),
        (
            atom("xhtml", f"<div xmlns='http://www.w3.org/1999/xhtml'>{WORDS}</div>"),
            "html",
        ),
        (atom("text", WORDS.replace("<p>", "").replace("</p>", "\n\n")), "text"),
        (json_feed(content_html=WORDS), "html"),
        (
            json_feed(content_text=WORDS.replace("<p>", "").replace("</p>", "\n")),
            "text",
        ),
    ],
)
def test_content_that_is_whole_needs_no_page(body, form):
    said = held(body)

    assert said is not None
    assert list(said) == [form]
    assert "harbour eight" in said[form]


@pytest.mark.parametrize(
    "content",
    [
        SHORT,
        WORDS + "<p>And then it …</p>",
        WORDS + "<p>And then it [...]</p>",
        WORDS + f'<p>And then <a href="{LINK}?utm_source=rss">Lees meer</a></p>',
        WORDS + f"<p><a class=m href='{LINK}/'><b>続きを読む</b> &raquo;</a></p>\n",
    ],
)
def test_content_that_is_cut_short_has_its_page_asked(content):
    assert held(rss(content=content)) is None
    assert held(rss(content=content), full_text=True) is not None


@pytest.mark.parametrize(
    "end",
    [
        "<a href=x>" + "<b>" * 900,
        "<a " * 1_300,
        "<a href='" * 400,
        "<a href=x>" + "<b>x</b> " * 400 + "</a>",
        "<a>" + "&nbsp;" * 600 + "</a>",
    ],
)
def test_an_end_that_no_reader_wrote_holds_nothing_up(end):
    assert held(rss(content=WORDS + end)) is not None


def test_a_footer_that_names_the_article_and_then_the_site_does_not_cut_it():
    footer = (
        f'<p>The post <a href="{LINK}">Ship</a> appeared first on '
        '<a href="https://haven.example">De Haven</a>.</p>'
    )

    assert held(rss(content=WORDS + footer)) is not None


def test_a_summary_is_an_article_only_where_the_source_says_so():
    assert held(rss(summary=WORDS)) is None
    assert held(rss(summary=WORDS), full_text=True) == {"html": WORDS}
    assert held(rss(content=WORDS), full_text=False) is None


def test_a_picture_in_place_of_content_is_none():
    assert held(atom("image/png", "AAAA" * 500), full_text=True) is None


def test_an_entry_without_a_link_that_holds_its_article_is_one():
    whole = read(rss(content=WORDS, link=""))
    bare = read(rss(content=SHORT, link=""))

    assert (whole.entries[0].url, whole.entries[0].keys[0].written) == (None, "g1")
    assert [reject.reason for reject in bare.rejects] == ["no_link"]


def test_the_article_that_an_entry_holds_is_read_as_its_own_text():
    from datetime import UTC, datetime

    [entry] = read(rss(content=WORDS)).entries
    assert entry.body is not None
    payload = Payload(
        entry=entry,
        digest="0" * 64,
        body=entry.body,
        media_type=entry.media_type or "",
        captured_at=datetime(2026, 11, 24, tzinfo=UTC),
        url=entry.url,
    )

    found = extract(payload)

    assert isinstance(found, Article), found
    assert found.title == "Ship"
    assert found.text.count("\n\n") == 7


def test_a_json_feed_gives_what_it_says():
    found = read(
        json_feed(
            title="Schip",
            date_published="2026-11-23T10:00:00+01:00",
            date_modified="2026-11-24T10:00:00Z",
            tags=["Haven", "Haven", 7, ""],
            authors=[{"name": "An"}, "Bert", {"url": "x"}],
        )
    )

    [entry] = found.entries
    listed = entry.listed
    assert (found.title, found.language) == ("De Haven", "nl")
    assert [(key.rule, key.written) for key in entry.keys] == [
        ("guid", "g1"),
        ("url", LINK),
    ]
    assert (listed.title, listed.language) == ("Schip", "nl")
    assert (listed.published, listed.modified) == (
        "2026-11-23T10:00:00+01:00",
        "2026-11-24T10:00:00Z",
    )
    assert (listed.tags, listed.authors) == (("Haven",), ("An",))


def test_the_author_of_a_json_feed_1_0_and_that_of_the_whole_feed_count():
    old = json_feed(author={"name": "Cas"})

    assert read(old).entries[0].listed.authors == ("Cas",)
    assert read(json_feed()).entries[0].listed.authors == ("De Desk",)


def test_items_of_a_json_feed_that_are_odd_are_rejects_or_read():
    body = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "items": [
                {"id": 7, "external_url": "https://a.example/7"},
                {"id": "https://a.example/8"},
                {"id": "9", "url": "file:///etc/passwd"},
                {"id": None, "title": ["x"], "content_html": {"a": 1}},
                "text",
                None,
            ],
        }
    ).encode()

    found = read(body)

    assert [(e.keys[0].written, e.url) for e in found.entries] == [
        ("7", "https://a.example/7"),
        ("https://a.example/8", "https://a.example/8"),
    ]
    assert [r.reason for r in found.rejects] == [
        "no_link",
        "no_link",
        "invalid_record",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}',
        b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100_000,
        b'{"version": "1.1", "items": []}',
        b'[{"version": "https://jsonfeed.org/version/1.1"}]',
        b'{"a": ' + b"9" * 10_000 + b"}",
    ],
)
def test_json_that_is_no_feed_is_one_reject(body):
    source = Source(source_id="s", kind="feed", url="https://haven.example/f")

    found = read_feed(body, source=source, url="https://x.example/", content_type=None)

    assert isinstance(found, Reject)
    assert found.reason == "not_a_feed"


def test_a_json_feed_with_half_a_surrogate_and_in_16_bits_is_read():
    plain = json_feed(content_html=WORDS + "\ud800")

    assert held(plain) is not None
    assert held(plain.decode().encode("utf-16")) is not None
