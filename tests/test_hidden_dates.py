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
        ('{"deployDt":"2022.03.04 10:00","reDeployDt":"2022.03.09 10:00"}',
         "2022.03.04 10:00"),
        ('{"datePosted":"2022/03/04"}', "2022/03/04"),
        ('{"publisher":"2022", "unpublishedAt":"2030-03-04", "expires":"2030-01-01"}',
         None),
        ('{"publishedAt":16463880001234}', None),
        ('{"publishedIn":"2022-03.04"}', None),
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
        "<p data-timestamp='1646388000'>A week ago</p>",
        "<abbr class='published' title='2022-03-04'>A week ago</abbr>",
        "<span class='updated date' title='2022-03-04T18:52:11+00:00'></span>",
        """<div data-page='{"props":{"publishedAt":"2022-03-04"}}'></div>""",
    ],
)
def test_where_nothing_is_shown_an_attribute_tells_the_day(body):
    found = published(body)

    assert {str(day_of(value)) for value, _ in found} == {"2022-03-04"}


def test_attributes_that_differ_in_their_days_tell_none():
    found = published("<i data-date='2022-03-04'>4</i><i data-date='2022-03-09'>9</i>")

    assert found == []


def test_an_attribute_of_another_article_tells_nothing():
    found = published("<aside class='related'><i data-date='2022-03-04'></i></aside>")

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


def test_an_old_newspaper_s_day_is_a_filled_field():
    assert is_filled("1912-04-16", "meta:date", (None, None))
    assert not is_filled("1899-12-30T00:00:00Z", "meta:date", (None, None))
    assert not is_filled("1912", "meta:date", (None, None))
