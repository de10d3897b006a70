"""Feeds and sitemaps that a site names, and the subscriptions of another reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.listings.discovery import (
    MAX_PLACES,
    Discovered,
    read_discovery,
    robots_sitemaps,
    usual_places,
)
from tasks.listings.opml import Opml, Outline, read_opml
from tasks.listings.xml import Refused

HOME = "https://haven.example/nl/"


def feeds(html: str) -> list[tuple[str, str | None]]:
    found = read_discovery(html.encode(), HOME)
    return [(place.url, place.title) for place in found.feeds]


def test_feeds_are_declared_in_many_ways_and_comments_are_no_news():
    found = feeds(
        """<head>
        <LINK REL="Alternate" TYPE="application/RSS+xml; charset=utf-8" TITLE=" Al het
         nieuws " HREF="../feed.xml">
        <link rel="alternate" type="application/atom+xml" href="//feeds.far.example/a">
        <link rel="alternate" type="application/feed+json" href="/feed.json">
        <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
        <link rel="alternate" type="application/json+oembed" href="/oembed?x=1">
        <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
        <link rel="alternate stylesheet" type="text/xml" href="/s.xml">
        <link rel="alternate" hreflang="fr" href="/fr/">
        <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
        <link rel="alternate" type="application/rss+xml" href="">
        <link rel="alternate" type="application/rss+xml" href="/feed.xml?utm_source=x">
        </head><a href="/rss/sport">Sport</a><a href="/feedback">Write to us</a>"""
    )

    assert found == [
        ("https://haven.example/feed.xml", "Al het nieuws"),
        ("https://feeds.far.example/a", None),
        ("https://haven.example/feed.json", None),
        ("https://haven.example/rss/sport", None),
    ]


def test_a_base_moves_what_is_relative():
    html = (
        '<base href="/en/"><link rel=alternate type=application/rss+xml href="f.xml">'
        '<link rel=sitemap href="map.xml">'
    )

    found = read_discovery(html.encode(), HOME)

    assert found.feeds[0].url == "https://haven.example/en/f.xml"
    assert found.sitemaps[0].url == "https://haven.example/en/map.xml"


def test_a_page_of_ten_thousand_feeds_names_some():
    links = "".join(f"<a href='/rss/{n}'>x</a>" for n in range(10_000))

    assert len(feeds(links)) == MAX_PLACES


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_page_names_what_it_names(body):
    assert isinstance(read_discovery(b"<link rel=feed href=" + body, HOME), Discovered)


def test_robots_txt_lists_sitemaps_in_any_group_and_case():
    text = (
        "\ufeffUser-agent: *\nDisallow: /\nsitemap: https://haven.example/a.xml  \r\n"
        "Site-map: /b.xml\nSITEMAP:https://haven.example/a.xml # twice\n"
        "Sitemap: file:///etc/passwd\nSitemap:\n# Sitemap: https://haven.example/c.xml\n"
    )

    assert robots_sitemaps(text, "https://haven.example/robots.txt") == (
        "https://haven.example/a.xml",
        "https://haven.example/b.xml",
    )


def test_the_usual_places_are_those_of_the_site_then_those_of_the_section():
    found = usual_places("https://haven.example/sport?x=1")

    urls = [place.url for place in found.feeds]
    assert urls[0] == "https://haven.example/feed"
    assert "https://haven.example/sport/rss.xml" in urls
    assert len(urls) == len(set(urls))
    assert found.sitemaps[0].url == "https://haven.example/sitemap.xml"


def test_an_opml_file_is_read_folder_by_folder_each_feed_once():
    found = read_opml(
        b"""<?xml version="1.0" encoding="iso-8859-1"?><opml version="1.0"><body>
        <outline text="News"><outline text="Caf\xe9" title="Het Caf\xe9"
          xmlUrl="https://a.example/f?x=1&y=2" htmlUrl="https://a.example/"/>
          <outline text="Deep"><outline xmlurl="feed://b.example/rss"/></outline>
        </outline>
        <outline text="Again" XMLURL="https://a.example/f?x=1&amp;y=2"/>
        <outline text="A note"/>
        <outline text="Bad" xmlUrl="file:///etc/passwd"/>
        <outline text="Worse" xmlUrl="https://u:secret@c.example/f"/>
        <outline type="include" url="https://d.example/more.opml"/>
        <outline text="Old" xmlUrl="feed:http://e.example/f"></body></opml>"""
    )

    assert isinstance(found, Opml)
    assert found.outlines == (
        Outline(title="Het Café", url="https://a.example/f?x=1&y=2"),
        Outline(title=None, url="https://b.example/rss"),
        Outline(title="Old", url="http://e.example/f"),
    )
    assert len(found.left_out) == 2
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<rss/>", "not_a_feed"),
        (b"<html><body>OPML</body></html>", "not_a_feed"),
        (b'<!DOCTYPE o [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><opml/>', "xml_entities"),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///x">]><opml/>', "xml_entities"),
    ],
)
def test_what_is_no_opml_is_refused(body, reason):
    found = read_opml(body)

    assert isinstance(found, Refused)
    assert found.reason == reason


def test_an_opml_file_of_ten_thousand_folders_in_one_another_raises_nothing():
    deep = b"<opml><body>" + b"<outline xmlUrl='https://a.example/f'>" * 10_000

    found = read_opml(deep)

    assert isinstance(found, Opml)
    assert len(found.outlines) == 1
