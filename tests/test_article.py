"""The front door of the parser: an article or a reason, whatever the bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import CORPORA, page, payload

from tasks.extract.article import extract
from tasks.listings.feed import read_feed
from warehouse.model.article import Article
from warehouse.model.entry import Listed, Reject
from warehouse.model.source import Source

REAL = next((CORPORA / "raw_news").glob("*.txt")).read_bytes()
LINE = b"<p>This is a paragraph of the article, which is long enough to be one.</p>"
NEWS = (CORPORA / "pages" / "nl_gemeenteraad.html").read_bytes()
URL = "https://www.voorbeeldbode.example/regio/fietsplan-goedgekeurd?utm_source=x"


def test_the_real_file_gives_its_month_its_language_and_its_text():
    article = extract(payload(REAL, timezone="Europe/Brussels"))

    assert article.text.startswith("Er zijn 'grote verschillen' vastgesteld")
    assert "\n\nSchuld van Rusland\n\n" in article.text
    assert article.text.count("\n\n") == 10
    assert article.title is None
    assert article.language == "nl"
    assert article.language_confidence > 0.9
    assert article.charset == "utf-8"
    published = article.published
    assert (published.raw, published.came_from) == ("2022-01", "header:date")
    assert (published.precision, published.zone) == ("month", None)
    assert published.at == datetime(2022, 1, 1, tzinfo=UTC)
    assert published.until == datetime(2022, 2, 1, tzinfo=UTC)


def test_the_repeated_body_of_the_real_file_is_left_for_the_step_that_records_it():
    article = extract(payload(REAL))

    assert article.text.count("Moskou wil garanties van de NAVO") == 2
    assert "klonk het.De verwachtingen" in article.text


def test_a_news_page_gives_every_field_and_where_it_came_from():
    article = extract(page("nl_gemeenteraad.html", url=URL))

    assert article.title == "Gemeenteraad keurt nieuw fietsplan goed"
    assert article.authors == ("An Vermeulen", "Bram De Wit")
    assert article.section == "Regio"
    assert article.tags == ("mobiliteit", "fietsen")
    assert article.language == "nl"
    assert article.published.at == datetime(2024, 3, 5, 20, 40, tzinfo=UTC)
    assert article.published.zone == "given"
    assert article.modified_at == datetime(2024, 3, 6, 7, 0, tzinfo=UTC)
    assert article.canonical_url == URL.split("?")[0]
    assert article.image_url == "https://www.voorbeeldbode.example/beeld/fietsplan.jpg"
    assert article.publisher == "De Voorbeeldbode"
    assert article.is_free is True
    origins = dict(article.provenance)
    assert origins["published"] == "json-ld:datePublished"
    assert origins["title"] == "h1"
    assert origins["charset"] == "meta"
    assert article.provenance == tuple(sorted(article.provenance))


@pytest.mark.parametrize(
    ("name", "language", "title", "words"),
    [
        ("ru_most_windows1251.html", "ru", "Мост через реку открыли после ремонта",
         "По словам мэра"),
        ("ja_toshokan_shiftjis.html", "ja", "駅前の図書館が再開", "Ⅱ期工事では"),
        ("ar_maktaba.html", "ar", "افتتاح مكتبة جديدة في وسط المدينة", "خمسين ألف"),
    ],
)  # fmt: skip
def test_pages_in_other_scripts_and_charsets_are_read(name, language, title, words):
    article = extract(page(name))

    assert (article.language, article.title) == (language, title)
    assert words in article.text
    assert article.text.count("\n\n") == 2


def test_a_date_on_the_page_without_zone_is_taken_in_the_timezone_of_the_source():
    article = extract(page("ru_most_windows1251.html", timezone="Europe/Moscow"))

    assert article.published.at == datetime(2022, 1, 12, 11, 5, tzinfo=UTC)
    assert article.published.zone == "assumed"
    assert article.published.came_from == "text"


def test_the_listing_speaks_where_the_page_is_silent_and_only_there():
    listed = Listed(
        title="Listed title", published="Tue, 05 Mar 2024 10:00:00 +0100",
        authors=("Listed Author",), section="Listed section",
    )  # fmt: skip

    silent = extract(payload(LINE * 3, "text/html", listed=listed))
    spoken = extract(page("nl_gemeenteraad.html", url=URL, listed=listed))

    assert silent.title == "Listed title"
    assert silent.authors == ("Listed Author",)
    assert silent.published.came_from == "feed:pubDate"
    assert silent.published.at == datetime(2024, 3, 5, 9, tzinfo=UTC)
    assert spoken.title.startswith("Gemeenteraad")
    assert spoken.published.came_from == "json-ld:datePublished"


def test_what_the_feed_says_goes_before_a_month_in_the_address_and_a_shown_day():
    listed = Listed(published="Sat, 02 Mar 2024 10:00:00 +0100")
    html = f"<h1>Ferry sails</h1><p>1 March 2024</p>{LINE * 3}"
    url = "https://haven.example/2024/03/ferry-sails"

    article = extract(payload(html, "text/html", url=url, listed=listed))

    assert article.published.came_from == "feed:pubDate"
    assert article.published.at == datetime(2024, 3, 2, 9, tzinfo=UTC)


def test_each_field_that_only_the_feed_tells_says_that_it_is_from_the_feed():
    item = """<title>Ferry sails</title><link>https://haven.example/s/1</link>
        <pubDate>Tue, 05 Mar 2024 10:00:00 +0100</pubDate><dc:creator>An Peeters
        </dc:creator><category>Haven</category><category>Schepen</category>"""
    feed = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
        <language>nl-BE</language><item>{item}</item></channel></rss>"""
    source = Source(source_id="s", kind="feed", url="https://haven.example/feed")

    found = read_feed(feed.encode(), source=source, url=source.url, content_type=None)
    listed = found.entries[0].listed
    article = extract(payload(LINE * 3, "text/html", listed=listed))

    assert article.title == "Ferry sails"
    assert article.authors == ("An Peeters",)
    assert article.tags == ("Haven", "Schepen")
    assert article.published.at == datetime(2024, 3, 5, 9, tzinfo=UTC)
    assert {
        "title": "feed:title", "authors": "feed:authors", "tags": "feed:tags",
        "published": "feed:pubDate", "language_declared": "feed:language: nl-BE",
    }.items() <= dict(article.provenance).items()  # fmt: skip


def test_section_change_and_language_of_a_text_too_short_are_the_feed_s():
    listed = Listed(
        section="Haven", modified="2024-03-06T10:00:00Z", language="nl_BE", tags=("a",)
    )

    article = extract(payload(b"<p>Kort bericht.</p>", "text/html", listed=listed))

    assert (article.section, article.language) == ("Haven", "nl")
    assert article.modified_at == datetime(2024, 3, 6, 10, tzinfo=UTC)
    assert {
        "section": "feed:section", "modified": "feed:modified",
        "language": "feed:language", "tags": "feed:tags",
    }.items() <= dict(article.provenance).items()  # fmt: skip


def test_a_date_that_cannot_be_read_leaves_its_words_in_the_provenance():
    article = extract(
        payload(b"<meta property='article:published_time' content='soon'>" + LINE * 3,
                "text/html")
    )  # fmt: skip

    assert article.published is None
    assert "'soon'" in dict(article.provenance)["published_refused"]


@pytest.mark.parametrize(
    ("body", "media_type", "reason"),
    [
        (b"", "text/plain", "empty"),
        (b" \r\n\t", "text/html", "empty"),
        (b"\xef\xbb\xbf", "text/plain", "empty"),
        ("\u00a0\u3000".encode(), "text/plain", "empty"),
        (b"\xef\xbb\xbf\xc2\xad\xe2\x81\xa0", "text/plain", "no_text"),
        (b"Title: Only a header", "text/plain", "no_text"),
        (b"%PDF-1.7 text", "text/html", "not_text"),
        (b"\x89PNG\r\n\x1a\n....", "text/plain", "not_text"),
        (b"PK\x03\x04....", "application/json", "not_text"),
        (b"\x00" * 500, "text/plain", "not_text"),
        (bytes(range(256)) * 20, "text/plain", "not_text"),
        (b"body { color: red }", "text/css", "media_type"),
        (b"x", "", "media_type"),
        (b"<!-- nothing -->", "text/html", "not_html"),
        (b"<html><body><div id='app'></div></body></html>", "text/html", "no_text"),
        (b"<div>" * 500_000, "text/html", "too_many_tags"),
        (b"<div " + b"a=1 " * 100_000 + b">", "text/html", "too_many_tags"),
    ],
)
def test_what_holds_no_article_is_rejected_by_its_reason(body, media_type, reason):
    reject = extract(payload(body, media_type, url="https://example.org/a"))

    assert isinstance(reject, Reject)
    assert (reject.stage, reject.reason) == ("parse", reason)
    assert (reject.source_id, reject.identity_key) == ("desk", "https://example.org/a")
    assert reject.url == "https://example.org/a"
    assert len(reject.payload_digest) == 64
    assert reject.detail
    assert reject.excerpt is None or (
        len(reject.excerpt) <= 200 and reject.excerpt.isprintable()
    )


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 1_500 + LINE * 3,
        b"<div><b><i><table>" * 50 + LINE * 3 + b"</div></b>",
        b"<div class='ad'>" * 1_500 + LINE * 200,
        b"<table><tr><td>" * 500 + LINE * 3,
        b"<p>ab\x00cd. " + LINE * 3,
        b"<script>x = '</article></script>'</script><article>" + LINE * 3,
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + LINE * 3,
        b"<title>" + b"a - " * 300_000 + b"</title>" + LINE * 3,
        b"<meta charset=" * 50_000 + LINE * 3,
        b'<div class="' + b"article- " * 300_000 + b'">' + LINE * 3,
    ],
)
def test_a_broken_or_hostile_page_still_gives_its_paragraphs(body):
    article = extract(payload(body, "text/html"))

    assert isinstance(article, Article)
    assert "This is a paragraph of the article" in article.text


def test_a_text_of_one_line_of_ten_million_letters_is_read_whole():
    article = extract(payload(b"word and, " * 1_000_000))

    assert len(article.text) == 9_999_999


def check(result):
    """What holds of every result, whatever came in."""
    if isinstance(result, Reject):
        assert result.reason.replace("_", "").isalpha()
        return
    said = (result.text, result.title or "", *result.authors, *result.tags)
    "".join((*said, *(" ".join(pair) for pair in result.provenance))).encode()
    assert result.text == result.text.strip() != ""
    assert "\n\n\n" not in result.text
    assert "\x00" not in result.text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text/plain", "text/html",
       "application/json"]), st.sampled_from([None, "utf-16", "shift_jis",
       "x"]))  # fmt: skip
def test_any_bytes_are_an_article_or_a_reject(body, media_type, charset):
    check(extract(payload(body, media_type, charset=charset)))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(NEWS)), st.integers(0, 400), st.binary(max_size=40),
    st.integers(0, len(NEWS)),
)  # fmt: skip
def test_a_mutated_page_is_an_article_or_a_reject(at, n_cut, inserted, moved_from):
    body = (
        NEWS[:at] + inserted + NEWS[moved_from : moved_from + 80] + NEWS[at + n_cut :]
    )

    check(extract(payload(body, "text/html", url=URL)))


def test_the_same_payload_gives_the_same_article():
    one, other = (extract(page("nl_gemeenteraad.html", url=URL)) for _ in range(2))

    assert one == other


def test_a_label_that_the_bytes_disprove_is_named_in_the_provenance():
    article = extract(payload(NEWS.decode(), "text/html", charset="iso-8859-1"))

    assert "Gemeenteraad" in article.title
    assert dict(article.provenance)["charset_refused"].startswith("http: 'iso-8859-1'")


def test_a_page_in_an_encoding_that_nobody_reads_is_a_reject():
    reject = extract(payload(b"~{VPND~}", charset="hz-gb-2312"))

    assert (reject.reason, reject.stage) == ("charset", "parse")
