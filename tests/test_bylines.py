"""Who a page credits, in its data and to its readers."""

from __future__ import annotations

import pytest

from tasks.extract.authors import is_name, read_authors
from tasks.extract.head import read_head
from tasks.extract.metadata import read_metadata
from tasks.extract.tree import parse

URL = "https://www.example-courier.org/news/ferry"
SITE = '<meta property="og:site_name" content="Example Courier">'
HEADLINE = "<h1>Ferry resumes after the storm</h1>"


def authors(body="", head=SITE):
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(read_head(root, URL)).authors


def json_ld(author):
    return (
        SITE + '<script type="application/ld+json">{"@type": "NewsArticle", "headline":'
        f' "Ferry resumes after the storm", "author": {author}}}</script>'
    )


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ('<p class="byline">By Ann Lee and Bo Lim</p>', ("Ann Lee", "Bo Lim")),
        ('<p class="author">Ann Lee<br>4 August 2010</p>', ("Ann Lee",)),
        ('<div class="Post_author__4ce">Ann Lee</div>', ("Ann Lee",)),
        ('<span>By</span> <a href="/author/ann-lee">Ann Lee</a>', ("Ann Lee",)),
        ('<p>by: Ann Lee, Dec 17, 2025</p>', ("Ann Lee",)),
        ('<div class="byline"><span>Ann Lee</span><span>Bo Lim</span></div>',
         ("Ann Lee", "Bo Lim")),
        ('<div class="author"><b>Ann Lee</b><i>Content Specialist</i></div>',
         ("Ann Lee",)),
        ('<a class="author" href="/u/a">Ann Lee</a><a class="author" href="/u/b">Bo'
         " Lim</a>", ("Ann Lee", "Bo Lim")),
        ('<p class="byline">Sat, 20 Dec, 2025 - 06:36</p>', None),
        ('<p class="author">Share</p>', None),
        ('<p class="photo-author">Photo: Ann Lee</p>', None),
        ('<p>作者：李安</p>', ("李安",)),
        ('<p>بقلم: أحمد علي</p>', ("أحمد علي",)),
    ],
)  # fmt: skip
def test_a_credit_near_the_headline_is_read(byline, names):
    found = authors(HEADLINE + byline + "<p>The ferry sails again.</p>")

    assert (found and found.value) == names


def test_those_who_comment_are_no_authors():
    comment = '<li class="comment"><b itemprop="author">Jo Bar</b> says</li>'

    found = authors(
        HEADLINE + '<p>by <a href="/author/a">Ann Lee</a></p>' + comment * 3
    )

    assert found.value == ("Ann Lee",)


def test_the_name_of_the_site_gives_way_to_a_person_and_stands_where_there_is_none():
    organisation = json_ld('{"@type": "Organization", "name": "Example Courier"}')

    person = authors(HEADLINE + '<p class="byline">By Ann Lee</p>', organisation)
    nobody = authors(HEADLINE, organisation)

    assert (person.value, person.came_from) == (("Ann Lee",), "byline")
    assert (nobody.value, nobody.came_from) == (
        ("Example Courier",),
        "json-ld:author",
    )


def test_beside_persons_the_name_of_the_site_is_left_out():
    found = authors(HEADLINE, json_ld('[{"name": "Ann Lee"}, "Example Courier"]'))

    assert found.value == ("Ann Lee",)


def test_what_a_blog_says_is_written_by_whom_is_read():
    found = authors(
        HEADLINE,
        SITE + '<meta name="twitter:label1" content="Verfasst von">'
        '<meta name="twitter:data1" content="Ann Lee">',
    )

    assert (found.value, found.came_from) == (("Ann Lee",), "meta:twitter:data1")


@pytest.mark.parametrize(
    ("credits", "names"),
    [
        (["Ann Lee, MD, PhD"], ("Ann Lee",)),
        (["Matt De La O"], ("Matt De La O",)),
        (['<a href="/ann">Ann Lee</a>'], ("Ann Lee",)),
        (["Ann Lee", "(Image: Agency/Photos)"], ("Ann Lee",)),
        (["신현주 기자"], ("신현주",)),
        (["Interview by Ann Lee"], ("Ann Lee",)),
        (["Ann Lee, profesorius of a very long faculty of a university, Site"],
         ("Ann Lee", "Site")),
        (["4 March 2022"], ()),
        (["Reviewed by Ann Lee"], ()),
    ],
)  # fmt: skip
def test_what_stands_around_a_name_is_no_part_of_it(credits, names):
    assert read_authors(credits) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee", True), ("Jan de Wit", True), ("Rory O'Sullivan", True),
        ("李安", True), ("أحمد علي", True), ("Reuters", True),
        ("", False), ("von", False), ("Read more", False), ("Ann Lee 3", False),
        ("View all posts", False), ("the ferry sails", False), ("admin", False),
        ("One Two Three Four Five Six Seven", False),
    ],
)  # fmt: skip
def test_a_name_is_told_from_other_words(text, expected):
    assert is_name(text) is expected


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ('<span class="author vcard"><a class="url fn n" rel="author" href="/author/'
         'harbourgirl">harbourgirl</a></span>', ("harbourgirl",)),
        ('<p>Von <a href="/author/seemann84/">seemann84</a></p>', ("seemann84",)),
        ('<p><a rel="author" href="/author/admin">admin</a></p>', None),
        ('<p><a rel="author" href="/author/x">website</a></p>', None),
        ('<p class="author">harbourgirl</p>', None),
        ('<p><a rel="author" href="/author/ann-lee">profil</a></p>', None),
        ('<p><a href="/autor/anna-klein/">abonnieren</a></p>', None),
        ('<p><a href="/autores/ana?p=1">todos</a></p>', None),
        ('<p><a rel="author" href="/contacto">contacto</a></p>', None),
        ('<p><a rel="author" href="//a.example/redaktion">redaktion</a></p>', None),
        ('<p><a class="url fn n" href="/author/4/">harbourgirl</a></p>',
         ("harbourgirl",)),
        ('<p><a rel="author" href="/@seemann84">seemann84</a></p>', None),
        ('<p><a rel="author" href="/u/@seemann84#x">seemann84</a></p>', ("seemann84",)),
        ('<p class="byline">Interview: Ann Lee</p>', ("Ann Lee",)),
        ('<p class="author">desk@example.org</p>', None),
        ('<p class="author"><a href="/author/ann">Ann Lee</a> <a href="/x">Bluesky</a>'
         "</p>", ("Ann Lee",)),
        ('<p class="author-category"><a href="/c/1">Uncategorized</a></p>', None),
    ],
)  # fmt: skip
def test_an_account_is_an_author_only_where_a_link_to_one_names_it(byline, names):
    found = authors(HEADLINE + byline + "<p>The ferry sails again.</p>")

    assert (found and found.value) == names
