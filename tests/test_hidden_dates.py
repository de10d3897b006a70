"""Dates that a page tells in odd places: in data, in attributes, in another zone."""

from __future__ import annotations

import pytest

from tasks.extract.dates import day_of, instant_of, is_filled
from tasks.extract.head import read_head
from tasks.extract.metadata import read_metadata
from tasks.extract.tree import parse

URL = "https://www.example-courier.org/news/ferry"
HEADLINE = "<h1>Ferry resumes after the storm</h1>"
UTC = '<meta property="article:published_time" content="2022-03-05T02:05:09+00:00">'


def published(body="", head="", url=URL):
    root = parse(f"<html><head>{head}</head><body>{HEADLINE}{body}</body></html>")
    return [
        (d.value, d.came_from) for d in read_metadata(read_head(root, url)).published
    ]


@pytest.mark.parametrize(
    ("state", "date"),
    [
        ('{"publishedAt":1646388000000}', "1646388000000"),
        ('{"publish_date":"1646388000"}', "1646388000"),
        ('{"webPublicationDate":"2022-03-04T10:00:00Z"}', "2022-03-04T10:00:00Z"),
        ('{"public_dt":"2022.03.04 10:00","lastPublishedAt":"2022.03.09 10:00"}',
         "2022.03.04 10:00"),
        ('{"deployDt":"2022.03.04 10:00","reDeployDt":"2022.03.09 10:00"}',
         "2022.03.04 10:00"),
        ('{"pubDate":"2022/03/04"}', "2022/03/04"),
        ('{"queries":[{"state":{"data":{"detail":{"publishedAt":"2022-03-04"}}}}]}',
         "2022-03-04"),
        ('dataLayer=[{"publishedDate":"2022-03-04"}]', "2022-03-04"),
        ('{"publisher":"2022", "unpublishedAt":"2030-03-04", "expires":"2030-01-01"}',
         None),
        ('{"publishedAt":16463880001234}', None),
        ('{"publishedIn":"2022-03.04"}', None),
        # What is a number of somebody, and a date of something else.
        ('{"publisherId":"1714550400"}', None),
        ('{"publisher":1234567890}', None),
        ('{"publication":1234567890}', None),
        ('{"publicKey":"1500000000","webPublicId":"1714550400"}', None),
        ('{"user":{"name":"x","regDate":"2011-02-03"}}', None),
        ('{"poll":{"reg_dt":"2013-05-05"}}', None),
        ('{"version":{"deployDate":"2013-05-05"}}', None),
        ('{"comments":[{"by":"x","postedAt":"2023-05-05T10:00:00Z"}]}', None),
        ('{"comment":{"by":"x","publishedAt":"2023-05-05T10:00:00Z"}}', None),
        ('{"related":[{"title":"Another","publishedAt":"2019-05-05T10:00:00Z"}]}',
         None),
        ('{"items":[{"a":{"b":[1]}},{"title":"x","publishedAt":"2019-05-05"}]}', None),
        ('{"last_published_at":"2023-05-05"}', None),
        # Of two days nobody knows which is the page's.
        ('{"a":{"publishedAt":"2022-03-04"},"b":{"publishedAt":"2022-03-09"}}', None),
        # Where a clock begins, nothing was said.
        ('[{"publishedAt":"1970-01-01T00:00:00Z"},{"publishedAt":"2022-03-04"}]',
         "2022-03-04"),
        ('[{"publishedAt":"1900-01-01"},{"publishedAt":"2022-03-04"}]', "2022-03-04"),
    ],
)  # fmt: skip
def test_a_script_s_date_of_publication_is_read_in_the_ways_systems_write_it(
    state, date
):
    found = published(f"<script>window.page = {state}</script>")

    assert [value for value, _ in found] == ([date] if date else [])
    assert all(day_of(value) is not None for value, _ in found)


@pytest.mark.parametrize(
    "body",
    [
        "<p data-published-at='2022-03-04T10:00:00Z'>A week ago</p>",
        "<p data-date-published='2022-03-04'>A week ago</p>",
        "<p data-publish-time='1646388000'>A week ago</p>",
        "<abbr class='published' title='2022-03-04'>A week ago</abbr>",
        """<div data-page='{"props":{"publishedAt":"2022-03-04"}}'></div>""",
    ],
)
def test_where_nothing_is_shown_an_attribute_tells_the_day(body):
    found = published(body)

    assert {str(day_of(value)) for value, _ in found} == {"2022-03-04"}


@pytest.mark.parametrize(
    "body",
    [
        "<p data-update-date='2022-03-04'>x</p>",
        "<p data-date='2022-03-04'>x</p>",
        "<p data-end-time='2025-12-24T00:00:00Z'>Offer</p>",
        "<p data-publish-end='2025-12-24T00:00:00Z'>Offer</p>",
        "<p data-unpublish-date='2025-12-24'>Offer</p>",
        "<p data-publisher='1234567890'>x</p>",
        "<span class='updated-time' title='2022-03-04'>x</span>",
        "<span class='updated date' title='2022-03-04T18:52:11+00:00'></span>",
        "<span class='published updated' title='2022-03-04'></span>",
    ],
)
def test_the_day_of_a_change_or_of_an_offer_s_end_is_no_day_of_publication(body):
    assert published(body) == []


def test_attributes_that_differ_in_their_days_tell_none():
    found = published(
        "<i data-published='2022-03-04'>4</i><i data-published='2022-03-09'>9</i>"
    )

    assert found == []


@pytest.mark.parametrize(
    "mark",
    [
        "data-published='2022-03-04'",
        """data-item='{"title":"Other","publishedAt":"2022-03-04"}' """,
    ],
)
def test_an_attribute_of_another_article_tells_nothing(mark):
    found = published(f"<aside class='related'><i {mark}></i></aside>")

    assert found == []


@pytest.mark.parametrize(
    "body",
    [
        "<time datetime='2022-03-04T21:05:09-05:00'>9:05 pm</time>",
        "<time datetime='2022-03-09T21:05:09-05:00'></time>"
        "<time datetime='2022-03-04T21:05:09-0500'></time>",
    ],
)
def test_a_moment_in_utc_is_read_by_the_clock_of_its_own_place_where_one_tells_it(body):
    found = published(body, head=UTC)

    assert instant_of(found[0][0]) == instant_of("2022-03-05T02:05:09Z")
    assert found[0][0].startswith("2022-03-04")


def test_a_script_tells_the_own_place_s_clock_where_the_address_has_its_day():
    script = '<script>var x = {"d": "2022-03-04T21:05:09-05:00"}</script>'
    own_day = "https://example.org/2022/03/04/ferry"

    assert published(script, head=UTC, url=own_day)[0] == (
        "2022-03-04T21:05:09-05:00",
        "script",
    )
    assert published(script, head=UTC)[0][1] == "meta:article:published_time"


def test_another_moment_is_no_other_clock_s():
    found = published("<time datetime='2022-03-04T20:05:09-05:00'></time>", head=UTC)

    assert found[0][1] == "meta:article:published_time"


@pytest.mark.parametrize(
    ("path", "is_believed"),
    [
        ("/2022/03/04/ferry", True),  # the page was there before its data say so
        ("/2023/03/04/ferry", False),
        ("/2022/03/ferry", False),  # a month is no day
        ("/1994/04/06/ferry", True),  # the folder of a day
        ("/history/what-happened-on-1994-04-06-in-kigali", False),  # its subject
        ("/story/19991205", False),  # a number
        ("/story/20211205", True),
    ],
)
def test_an_address_older_than_the_data_is_believed_before_them(path, is_believed):
    stamped = '<meta property="article:published_time" content="2022-06-17">'
    found = published(head=stamped, url=f"https://example.org{path}")

    assert (found[0][1] == "url") is is_believed


@pytest.mark.parametrize(
    "unset", ["1970-01-01T01:00:00+01:00", "0001-01-01T00:00:00Z", "1900-01-01"]
)
def test_a_field_that_nobody_filled_hides_no_date_that_is_shown(unset):
    found = published(
        "<p>4 March 2022</p>", f'<meta name="datePublished" content="{unset}">'
    )

    assert ("4 March 2022", "text") in found


def test_a_zone_s_name_in_the_place_of_a_t_is_passed_over():
    # PHP's date("Y-m-dTH:i:sO"); seen at tvtoday.de, 2026-11-30.
    text = "2018-11-28CET11:59:00+0100"

    assert instant_of(text) == instant_of("2018-11-28T11:59:00+01:00")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2022-01-05UTC10:11:12", "2022-01-05T10:11:12Z"),
        ("2022-01-05EST10:11", "2022-01-05T15:11:00Z"),
        ("2022-01-05EST10:11:12-0500", "2022-01-05T15:11:12Z"),
    ],
)
def test_the_zone_that_is_named_is_the_zone(text, same):
    assert instant_of(text) == instant_of(same)


def test_an_old_newspaper_s_day_is_a_filled_field():
    assert is_filled("1912-04-16", "meta:date", (None, None))
    assert not is_filled("1899-12-30T00:00:00Z", "meta:date", (None, None))
    assert not is_filled("1912", "meta:date", (None, None))
