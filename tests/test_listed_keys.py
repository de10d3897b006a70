"""What a listing's entries are called, so that tomorrow's are the same articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tasks.listings.feed import Feed, read_feed
from tasks.text.tokens import without_tokens
from tasks.text.urls import canonical
from warehouse.model.source import Source

SOURCE = Source(source_id="s", kind="feed", url="https://haven.example/feed")
DATE = "Mon, 23 Nov 2026 18:05:00 +0100"


def item(title: str, link: str, *, guid: str = "", date: str = DATE) -> str:
    name = (
        f"<guid isPermaLink='false'>{guid.replace('&', '&amp;')}</guid>" if guid else ""
    )
    return (
        f"<item><title>{title}</title><link>{link.replace('&', '&amp;')}</link>{name}"
        f"<pubDate>{date}</pubDate></item>"
    )


def keys(*items: str) -> list[list[tuple[str, str]]]:
    body = f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()
    found = read_feed(
        body, source=SOURCE, url="https://haven.example/feed", content_type=None
    )
    assert isinstance(found, Feed), found
    assert found.rejects == ()
    return [[(key.rule, key.written) for key in e.keys] for e in found.entries]


def digests(*items: str) -> list[set[object]]:
    body = f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()
    found = read_feed(
        body, source=SOURCE, url="https://haven.example/feed", content_type=None
    )
    assert isinstance(found, Feed)
    return [{key.digest for key in e.keys} for e in found.entries]


@pytest.mark.parametrize(
    "link",
    [
        "https://haven.example/news/{}?sid={token}",
        "https://haven.example/news/{}?x=1&PHPSESSID={token}",
        "https://haven.example/news/{};jsessionid={token}?x=1",
        "https://haven.example/news/{}?token={token}",
        "https://haven.example/news/{}?k={token}",
        "https://haven.example/news/{}?_={time}",
        "https://haven.example/news/{}?ts={time}",
        "https://haven.example/go?to={token}{}",
    ],
)
def test_a_token_that_changes_at_each_request_makes_no_other_article(link):
    def of_day(token: str, time: str) -> list[str]:
        return [
            item(f"Story {n}", link.format(n, token=token + str(n), time=time))
            for n in (1, 2)
        ]

    monday = digests(*of_day("3f9a0c7be21d54f8", "1795500000"))
    tuesday = digests(*of_day("b0714de6a93c2f85", "1795586400"))

    assert all(a & b for a, b in zip(monday, tuesday, strict=True))
    assert not monday[0] & tuesday[1]


def test_source_title_and_date_are_the_key_where_links_carry_a_token():
    link = "https://haven.example/news/{}?sid=3f9a0c7be21d54f8"

    one, two = keys(item("Ship", link.format(1)), item("Bridge", link.format(2)))

    assert one == [("title_date", f"Ship {DATE}")]
    assert two == [("title_date", f"Bridge {DATE}")]


@pytest.mark.parametrize(
    "link",
    [
        "https://haven.example/article.php?sid=10{}",
        "https://haven.example/article?id=a1b2c3d4e5f6a7{}8",
        "https://haven.example/read?key=a1b2c3d{}",
    ],
)
@pytest.mark.parametrize("date", ["", DATE])
def test_what_may_be_a_token_and_is_the_article_s_number_parts_two_articles(link, date):
    [monday] = keys(item("Ship", link.format(1), date=date))
    [tuesday] = keys(item("Bridge", link.format(2), date=date))

    assert not set(monday) & set(tuesday)


def test_without_a_date_a_title_that_comes_back_each_day_is_no_key():
    link = "https://haven.example/news/{}?sid=3f9a0c7be21d54f8"

    [one] = keys(item("Weather", link.format(1), date=""))

    assert one == [("url", "https://haven.example/news/1")]


def test_a_guid_is_the_key_whatever_the_link_carries_but_not_one_with_the_token():
    link = "https://haven.example/news/{}?sid=3f9a0c7be21d54f8"

    [one] = keys(item("Ship", link.format(1), guid="g1"))
    [two] = keys(item("Ship", link.format(2), guid=link.format(2)))

    assert one == [("guid", "g1")]
    assert [rule for rule, _ in two] == ["title_date"]


@pytest.mark.parametrize(
    "url",
    [
        "https://haven.example/a?id=5",
        "https://haven.example/a?id=1234567890123456789",
        "https://haven.example/a?slug=the-night-train-of-2026-is-late",
        "https://haven.example/a?t=12",
        "https://haven.example/a?key=news",
        "https://haven.example/a?page=internationalisation",
        "https://haven.example/3f9a0c7be21d54f8",
        "https://haven.example/a",
    ],
)
def test_what_names_an_article_is_no_token(url):
    assert without_tokens(url) == url


def test_a_feed_that_gives_all_items_one_guid_names_them_by_their_links():
    one, two = keys(
        item("Ship", "https://haven.example/1", guid="feed"),
        item("Bridge", "https://haven.example/2", guid="feed"),
    )

    assert (one, two) == (
        [("url", "https://haven.example/1")],
        [("url", "https://haven.example/2")],
    )


@pytest.mark.parametrize(
    "guid",
    [
        "https://haven.example/",
        "http://www.haven.example/index.html",
        "https://haven.example/feed",
        "http://haven.example/feed/",
    ],
)
def test_a_guid_that_is_the_site_s_or_the_feed_s_address_is_no_article_s(guid):
    """Though the feed holds one item a day, and no other to share it with."""
    [monday] = keys(item("Ship", "https://haven.example/1", guid=guid))

    assert monday == [("url", "https://haven.example/1")]


def test_an_item_that_stands_in_two_sections_is_one_article():
    ship = item("Ship", "https://haven.example/1", guid="7")
    sections = [
        ship.replace("</item>", f"<category>{name}</category></item>")
        for name in ("Port", "Front page")
    ]

    assert keys(*sections) == [[("guid", "7"), ("url", "https://haven.example/1")]]


def test_items_of_one_name_that_say_other_things_are_told_to_have_no_key():
    ship = item("Live", "https://haven.example/live", guid="7")
    posts = [
        ship.replace("</item>", f"<description>{text}</description></item>")
        for text in (
            "&lt;p&gt;The ship came in.&lt;/p&gt;" * 40,
            "&lt;p&gt;The bridge is shut.&lt;/p&gt;" * 40,
        )
    ]
    body = f"<rss version='2.0'><channel>{''.join(posts)}</channel></rss>".encode()
    source = replace(SOURCE, full_text=True)

    found = read_feed(
        body, source=source, url="https://haven.example/feed", content_type=None
    )

    assert isinstance(found, Feed)
    assert [left.reason for left in found.rejects] == ["no_key", "no_key"]


def test_one_guid_and_one_link_for_all_leave_title_and_date():
    one, two = keys(
        item("Ship", "https://haven.example/live", guid="feed"),
        item("Bridge", "https://haven.example/live", guid="feed"),
    )

    assert one == [("title_date", f"Ship {DATE}")]
    assert two == [("title_date", f"Bridge {DATE}")]


@pytest.mark.parametrize(
    ("monday", "tuesday"),
    [
        (
            ("https://haven.example/a", "https://haven.example/a#0"),
            ("http://haven.example/a/", "http://haven.example/a#3"),
        ),
        (
            ("https://haven.example/a", "7"),
            ("https://haven.example/a?utm_source=x", "8"),
        ),
        (
            ("https://haven.example/a", "7"),
            ("https://haven.example/b-typo-mended", "7"),
        ),
        (("https://haven.example/a/amp", ""), ("https://amp.haven.example/a", "")),
        (("https://haven.example/a?ref=rss", ""), ("https://haven.example/a", "")),
        (
            ("https://haven.example/a?partner=rssnyt&b=1", ""),
            ("https://haven.example/a?b=1", ""),
        ),
    ],
)
def test_guids_and_links_that_flip_lead_to_one_article(monday, tuesday):
    [before] = digests(item("Ship", monday[0], guid=monday[1]))
    [after] = digests(item("Ship", tuesday[0], guid=tuesday[1]))

    assert before & after


@pytest.mark.parametrize(
    "kept", ["ref=1234", "source=agency", "from=2026", "id=5", "src=7", "rss=1"]
)
def test_a_parameter_that_may_name_an_article_stays(kept):
    url = f"https://haven.example/a?{kept}"

    assert canonical(url) == url
