"""Which of the dates on a page is the day it appeared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.date_search import day_first, find_dates
from tasks.extract.metadata import read_metadata
from tasks.extract.tree import parse

URL = "https://www.example-courier.org/news/ferry"
HEADLINE = "<h1>Ferry resumes after the storm</h1>"


def published(body="", head="", url=URL):
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return [(d.value, d.came_from) for d in read_metadata(root, url)[0].published]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("By Ann Lee | March 4, 2022 • 5 min read", ["March 4, 2022"]),
        ("Von Bo Lim | 29.04.2020, 12:01 Uhr", ["29.04.2020, 12:01 Uhr"]),
        ("Published On May 10, 2022 01:52 PM", ["May 10, 2022 01:52 PM"]),
        ("am 25.01.2022", ["25.01.2022"]),
        ("January 11th 2023", ["January 11th 2023"]),
        ("입력 2026.01.29 18:40 | 수정 2026.01.30", ["2026.01.29 18:40", "2026.01.30"]),
        ("2024年05月01日10:20来源：新华社", ["2024年05月01日10:20"]),
        ("Rated 9.7/10 in 2024", []),
        ("© 2024 Example", []),
        ("5 min read", []),
    ],
)
def test_a_date_is_found_within_a_short_text(text, dates):
    assert [date for _, date in find_dates(text)] == dates


@given(st.text(max_size=400))
def test_what_is_found_in_a_text_stands_in_it(text):
    for at, date in find_dates(text):
        assert text[at : at + len(date)] == date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13/04/2022 and 03/04/2022", True),
        ("04/13/2022 and 03/04/2022", False),
        ("03/04/2022", None),
        ("13/04/2022 and 04/13/2022", None),
        ("", None),
    ],
)
def test_one_date_of_a_page_shows_how_the_others_are_meant(text, expected):
    assert day_first(text) is expected


def test_the_date_near_the_headline_is_the_page_s():
    found = published(
        "<nav>1 January 2020</nav>" + HEADLINE + "<div>4 March 2022</div>"
        "<p>The ferry was built on 5 May 1999 by a yard that is gone.</p>"
        "<div class='related'><time datetime='2022-03-09'>9 March</time></div>"
        "<footer>© 2 February 2024</footer>"
    )

    assert found[0] == ("4 March 2022", "text")


def test_a_date_of_a_change_comes_behind_one_of_publication():
    found = published(
        HEADLINE + "<p><span>Updated:</span> <b>9 March 2022</b></p>"
        "<p><span>Published:</span> <b>4 March 2022</b></p>"
    )

    assert [date for date, _ in found] == ["4 March 2022", "9 March 2022"]


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("/2022/03/04/ferry", "2022-03-04"), ("/2022/3/4/ferry", "2022-03-04"),
        ("/blog/2022-03-04-ferry", "2022-03-04"), ("/a/20220304/ferry", "2022-03-04"),
        ("/04-03-2022-ferry", "2022-03-04"), ("/2022/03/ferry", "2022-03"),
        ("/story/201234-ferry", None), ("/ferry", None),
    ],
)  # fmt: skip
def test_an_address_gives_a_day_or_else_a_month(path, date):
    found = published(url=f"https://example.org{path}")

    assert found == ([(date, "url")] if date else [])


def test_a_shown_date_that_the_address_bears_out_goes_first():
    found = published(
        HEADLINE + "<div>9 March 2022</div><div>4 March 2022 10:30</div>",
        url="https://example.org/2022/03/04/ferry",
    )

    assert found[:2] == [("4 March 2022 10:30", "text"), ("2022-03-04", "url")]


def test_a_meta_with_a_name_like_a_date_of_publication_is_read():
    found = published(head='<meta name="w-published-date" content="2022-03-04">')

    assert found[0] == ("2022-03-04", "meta:w-published-date")


def test_the_whole_of_a_live_blog_is_dated_and_not_its_updates():
    update = (
        '{"@type": "BlogPosting", "headline": "An update", "datePublished":'
        ' "2022-03-09T10:00:00Z", "articleBody": "Much longer than the whole."}'
    )
    found = published(
        head='<script type="application/ld+json">{"@type": "LiveBlogPosting",'
        ' "headline": "Ferry live", "datePublished": "2022-03-04T08:00:00Z",'
        f' "liveBlogUpdate": [{update}]}}</script>'
    )

    assert found[0] == ("2022-03-04T08:00:00Z", "json-ld:datePublished")
