"""Sitemaps as sites write them: every address an entry, a child or a reject."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.listings.sitemap import MAX_ENTRIES, Sitemap, read_sitemap
from warehouse.model.entry import Reject
from warehouse.model.source import Source

HOME = "https://haven.example"
SOURCE = Source(source_id="s", kind="sitemap", url=f"{HOME}/sitemap.xml")
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def read(body: bytes | str, url: str = f"{HOME}/sitemap.xml") -> Sitemap | Reject:
    if isinstance(body, str):
        body = body.encode()
    return read_sitemap(body, source=SOURCE, url=url, content_type="text/xml")


def sitemap(body: bytes | str, **given: str) -> Sitemap:
    found = read(body, **given)
    assert isinstance(found, Sitemap), found
    return found


def urlset(*units: str, space: str = f"{SPACE} {NEWS} {IMAGE}") -> str:
    inside = "".join(f"<url>{unit}</url>" for unit in units)
    return f'<?xml version="1.0"?><urlset {space}>{inside}</urlset>'


def index(*units: str) -> str:
    inside = "".join(f"<sitemap>{unit}</sitemap>" for unit in units)
    return f"<sitemapindex {SPACE}>{inside}</sitemapindex>"


def loc(path: str) -> str:
    return f"<loc>{HOME}{path}</loc>"


def urls(found: Sitemap) -> list[str | None]:
    return [entry.url for entry in found.entries]


def reasons(found: Sitemap) -> list[str]:
    return [reject.reason for reject in found.rejects]


def test_a_news_sitemap_keeps_what_it_says_of_its_articles():
    found = sitemap(
        urlset(
            loc("/a/1?x=1&b=2")
            + "<lastmod>2026-11-24T08:00:00+01:00</lastmod>"
            + "<news:news><news:publication><news:name>De Haven</news:name>"
            "<news:language>nl</news:language></news:publication>"
            "<news:title>Caf&eacute; &amp; schip</news:title>"
            "<news:publication_date>2026-11-23</news:publication_date>"
            "<news:keywords>haven, schip,haven</news:keywords>"
            "<news:genres>Opinion</news:genres></news:news>"
            + "<image:image><image:loc>https://cdn.example/1.jpg</image:loc>"
            "<image:title>A picture</image:title></image:image>"
        )
    )

    [entry] = found.entries
    listed = entry.listed
    assert entry.url == f"{HOME}/a/1?b=2&x=1"
    assert (listed.title, listed.publisher) == ("Café & schip", "De Haven")
    assert (listed.published, listed.language) == ("2026-11-23", "nl")
    assert listed.modified == "2026-11-24T08:00:00+01:00"
    assert listed.tags == ("haven", "schip", "Opinion")
    assert (listed.came_from, found.rejects) == ("sitemap", ())


@pytest.mark.parametrize(
    "space",
    ["", 'xmlns="https://www.sitemaps.org/schemas/sitemap/0.9/"', 'xmlns="x"'],
)
def test_a_wrong_namespace_or_none_is_no_hindrance(space):
    assert urls(sitemap(urlset(loc("/a/1"), space=space))) == [f"{HOME}/a/1"]


def test_prefixes_that_nobody_declared_are_read():
    unit = loc("/a/1") + "<news:news><news:title>T</news:title></news:news>"

    found = sitemap(urlset(unit, loc("/a/2"), space=""))

    assert [entry.listed.title for entry in found.entries] == ["T", None]


def test_translations_pictures_and_films_are_no_articles():
    unit = (
        loc("/a/1")
        + '<xhtml:link rel="alternate" hreflang="fr" href="https://haven.example/fr/1"/>'
        "<video:video><video:title>Film</video:title>"
        "<video:content_loc>https://haven.example/f.mp4</video:content_loc>"
        "</video:video>"
    )

    assert urls(sitemap(urlset(unit))) == [f"{HOME}/a/1"]


def test_what_leads_nowhere_is_a_reject_and_the_others_are_read():
    found = sitemap(
        urlset(
            "<lastmod>2026-01-01</lastmod>",
            "<loc> </loc>",
            "<loc>file:///etc/passwd</loc>",
            "<loc>data:text/html,x</loc>",
            "<loc>https://user:secret@haven.example/a</loc>",
            "<loc>/relative/1</loc>",
            loc("/"),
            loc("/a/2"),
        )
    )

    assert urls(found) == [f"{HOME}/relative/1", f"{HOME}/a/2"]
    assert reasons(found) == ["no_link"] * 5 + ["no_key"]
    assert "secret" not in "".join(reject.detail for reject in found.rejects)


def test_one_site_does_not_speak_for_another():
    found = sitemap(
        urlset(loc("/a/1"), "<loc>https://other.example/a</loc>", loc("/a/2"))
    )

    assert urls(found) == [f"{HOME}/a/1", f"{HOME}/a/2"]
    assert reasons(found) == ["other_site"]
    assert found.rejects[0].url == "https://other.example/a"


def test_a_sitemap_of_one_other_site_is_that_ones_kept_elsewhere():
    kept = urlset(
        "<loc>https://www.far.example/a</loc>", "<loc>https://far.example/b</loc>"
    )

    found = sitemap(kept)

    assert urls(found) == ["https://www.far.example/a", "https://far.example/b"]


def test_sitemaps_of_two_other_sites_are_of_neither():
    found = sitemap(
        urlset("<loc>https://far.example/a</loc>", "<loc>https://off.example/b</loc>")
    )

    assert (found.entries, reasons(found)) == ((), ["other_site"] * 2)


def test_an_address_that_is_there_twice_is_one_entry_with_the_later_date():
    found = sitemap(
        urlset(
            loc("/a/1") + "<lastmod>2026-01-01</lastmod>",
            loc("/a/1/?utm_source=x") + "<lastmod>2026-02-01</lastmod>",
            "<loc>http://haven.example/a/1</loc>",
        )
    )

    assert urls(found) == [f"{HOME}/a/1"]
    assert found.entries[0].listed.modified == "2026-02-01"


def test_an_index_gives_its_children_once_and_never_itself():
    found = sitemap(
        index(
            loc("/sitemap.xml"),
            loc("/s/1.xml.gz") + "<lastmod>2026-11-24T08:00:00Z</lastmod>",
            loc("/s/1.xml.gz"),
            loc("/s/2.xml") + "<lastmod>2026-11-24</lastmod>",
            loc("/s/3.xml") + "<lastmod>yesterday</lastmod>",
            "<loc>https://other.example/s.xml</loc>",
        )
    )

    assert [(child.url, child.modified_until) for child in found.children] == [
        (f"{HOME}/s/1.xml.gz", None),
        (f"{HOME}/s/2.xml", datetime(2026, 11, 26, tzinfo=UTC)),
        (f"{HOME}/s/3.xml", None),
    ]
    assert (found.entries, reasons(found)) == ((), ["other_site"])


def test_a_sitemap_may_be_gzip_whatever_it_is_called():
    body = urlset(loc("/a/1")).encode()

    assert urls(sitemap(gzip.compress(body))) == [f"{HOME}/a/1"]
    assert urls(sitemap(gzip.compress(gzip.compress(body)))) == [f"{HOME}/a/1"]


def test_a_bomb_in_gzip_is_refused_before_it_grows():
    found = read(gzip.compress(b"<urlset>" + b" " * (60 * 2**20)))

    assert isinstance(found, Reject)
    assert found.reason == "too_large"


def test_half_a_gzip_is_not_half_a_list():
    found = read(gzip.compress(urlset(*map(loc, ["/a/1"] * 500)).encode())[:-20])

    assert isinstance(found, Reject)
    assert found.reason == "truncated"


def test_a_sitemap_of_text_or_one_that_is_a_feed_is_read():
    text = sitemap(f"\ufeff{HOME}/a/1\r\n{HOME}/a/2\r\n")
    feed = sitemap(
        f"<rss><channel><item><link>{HOME}/a/1</link></item></channel></rss>"
    )

    assert urls(text) == [f"{HOME}/a/1", f"{HOME}/a/2"]
    assert urls(feed) == [f"{HOME}/a/1"]


def test_more_than_the_standard_allows_is_cut_and_said():
    found = sitemap(urlset(*(loc(f"/a/{n}") for n in range(MAX_ENTRIES + 5))))

    assert len(found.entries) == MAX_ENTRIES
    assert reasons(found) == ["too_large"]


def test_what_ends_before_its_end_is_read_and_said():
    found = sitemap(urlset(loc("/a/1"), loc("/a/2"))[:-20])

    assert urls(found)[0] == f"{HOME}/a/1"
    assert "truncated" in reasons(found)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\0\xef\xbb\xbf", "empty"),
        (b"<!doctype html><html><body>Not found</body></html>", "not_a_feed"),
        (b"<html><form><input type=password></form>", "login_page"),
        (
            b'<!DOCTYPE u [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><urlset/>',
            "xml_entities",
        ),
        (b'<!DOCTYPE u [<!ENTITY a SYSTEM "file:///x">]><urlset/>', "xml_entities"),
        (b'{"urls": []}', "not_a_feed"),
        (b"<svg/>", "not_a_feed"),
    ],
)
def test_what_is_no_sitemap_is_one_reject(body, reason):
    found = read(body)

    assert isinstance(found, Reject)
    assert (found.stage, found.reason) == ("list", reason)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 200))
def test_any_bytes_within_a_sitemap_are_read_or_left_out(noise, at):
    whole = urlset(loc("/a/1"), loc("/a/2")).encode()

    found = read(whole[:at] + noise + whole[at:])

    assert isinstance(found, Sitemap | Reject)
