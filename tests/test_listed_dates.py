"""Dates of other articles, of paragraphs and in pieces, beside the page's own."""

from __future__ import annotations

import pytest

from tasks.extract.head import read_head
from tasks.extract.metadata import read_metadata
from tasks.extract.tree import parse

URL = "https://www.example-courier.org/news/ferry"
HEADLINE = "<h1>Ferry resumes after the storm</h1>"
OTHER = "Harbour master retires after forty years at sea"
# What stands further behind the headline than its byline does.
LEAD = "<p>The ferry sailed again, as its owners told us.</p>" * 10
STORY = "The ferry, which had lain in the harbour of the town since {}, sailed again. "


def published(body, url=URL, before=""):
    root = parse(f"<html><body>{before}{HEADLINE}{body}</body></html>")
    return [d.value for d in read_metadata(read_head(root, url)).published]


@pytest.mark.parametrize(
    "card",
    [
        "<div><a href='/other'>{}</a><time datetime='2022-03-09'>9 March</time></div>",
        "<a href='/other'><h3>{}</h3><time datetime='2022-03-09'>9 March</time></a>",
        "<li><p><a href='https://example-courier.org/x'>{}</a></p><p>9 March 2022</p>",
        "<div><b>9 March 2022</b><div><span><a href='x'>{}</a></span></div></div>",
    ],
)
@pytest.mark.parametrize("title", [OTHER, "港湾局長が四十年の勤務の末に退職"])
def test_the_date_beside_another_article_s_title_is_never_the_page_s(card, title):
    assert published(LEAD + card.format(title)) == []


@pytest.mark.parametrize(
    "line",
    [
        "<div><a href='/by/ann' rel='author'>Ann Lee of the Courier's harbour desk, a"
        " long title</a> <b>9 March 2022</b></div>",
        "<div><a href='/news/ferry'>Ferry resumes, as we have told our readers</a>"
        " <b>9 March 2022</b></div>",
        "<div><a href='https://social.example/x'>Follow the Example Courier on social"
        " media</a> <b>9 March 2022</b></div>",
        "<div><a href='/news'>News</a> <b>9 March 2022</b></div>",
        "<div class=byline><a href='/who/al'>Bartholomew Alexander M. Smithers</a>,"
        " <b>9 March 2022</b></div>",
        "<div>By <a href='/team/al'>Bartholomew Alexander Montgomery-Smith</a>, <b>9"
        " March 2022</b></div>",
        "<div class=meta><b>9 March 2022</b> <a href='/policy'>Read our policy on"
        " corrections and comments</a></div>",
        "<div class='post-info'><a href='/col/'>深度觀察國際新聞週刊專題</a> <b>9 March"
        " 2022</b></div>",
    ],
)
@pytest.mark.parametrize("lead", ["", LEAD])
def test_a_link_that_is_no_other_article_s_title_leaves_the_date_the_page_s(line, lead):
    assert published(lead + line) == ["9 March 2022"]


@pytest.mark.parametrize(
    "line",
    [
        "<div><a href='/politics-and-society'>Politics and society in the provinces</a>"
        " › <b>9 March 2022</b></div>",
        "<p>From <a href='/series/river'>Life on the river: our series on the bridges"
        "</a> <b>9 March 2022</b></p>",
    ],
)
def test_right_behind_the_headline_a_date_is_the_page_s_whatever_is_linked_there(line):
    assert published(line) == ["9 March 2022"]
    assert published(LEAD + line) == []


def test_a_teaser_right_behind_the_headline_gives_way_to_the_page_s_own_date():
    teaser = f"<div><a href='/other'>{OTHER}</a><b>9 March 2022</b></div>"
    own = "<div class=date>4 March 2022</div>"

    assert published(teaser + own)[0] == "4 March 2022"


def test_a_list_of_comments_before_the_headline_tells_no_day():
    said = (
        f"<ol><li><a href='/x'>{OTHER}</a> <time>2022-03-09 05:47:31</time></li></ol>"
    )

    assert published("", before=said) == []


def test_a_date_in_a_related_box_far_from_the_headline_is_not_the_page_s():
    far = "<p>The ferry sailed.</p>" * 500
    box = "<aside class='related'><time datetime='2022-03-09'></time></aside>"

    assert published(far + box) == []


def test_a_date_in_such_a_box_is_the_page_s_where_its_address_bears_it_out():
    far = "<p>The ferry sailed.</p>" * 500
    box = "<div class='widget'><p>9 March 2022</p></div>"

    assert published(far + box, "https://example.org/2022/03/ferry") == [
        "9 March 2022",
        "2022-03",
    ]


@pytest.mark.parametrize("tag", ["a href='/x'", "b", "span", "em"])
def test_a_date_that_a_paragraph_sets_off_is_what_it_tells_of(tag):
    story = STORY.format(f"<{tag}>5 May 1999</{tag.split()[0]}>") * 2

    found = published(f"<p>{story}</p><div>By Ann Lee, 4 March 2022</div>")

    assert found[0] == "4 March 2022"


@pytest.mark.parametrize(
    ("box", "date"),
    [
        ("<div><span>Apr</span> <span>04</span><span>2013</span></div>", "Apr 04 2013"),
        ("<p><b>4</b><i>April</i>2013</p>", "4 April 2013"),
        ("<div><b>4</b><i>de abril</i><u>2013</u></div>", "4 de abril 2013"),
        ("<div>©<b>2013</b></div>", None),
        ("<div><b>April</b><b>2013</b></div>", None),
    ],
)
def test_a_date_in_pieces_is_put_together(box, date):
    assert published(box) == ([date] if date else [])


def test_what_follows_a_date_says_that_it_is_the_one_of_publication():
    found = published(
        "<div>Updated 9 March 2022</div><p>x</p><p>4 March 2022 veröffentlicht</p>"
    )

    assert found[0] == "4 March 2022"


def test_of_a_page_of_dates_no_more_are_asked_than_one_has():
    found = published(
        "<p>in 2022</p>" * 3000 + "<time datetime='2022-03-04'>4 March</time>"
    )

    assert found == []
