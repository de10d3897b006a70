"""Which of a page's texts is its headline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.head import read_head
from tasks.extract.headlines import heading_text, read_candidates, slug_words
from tasks.extract.metadata import read_metadata
from tasks.extract.sitename import SiteNames, host_name
from tasks.extract.titles import bare, choose_title, weight, words_of
from tasks.extract.tree import parse

URL = "https://www.example-courier.org/news/ferry-resumes-after-storm"


def title(head="", body="", url=URL):
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(read_head(root, url)).title


def og(text):
    return f'<meta property="og:title" content="{text}">'


def test_the_headline_on_the_page_goes_before_one_for_search_engines():
    found = title(
        "<title>Ferry 2024: times, prices and all you need | Example Courier</title>"
        + og("Ferry 2024: times, prices and all you need"),
        "<h1>Ferry resumes after the storm of Monday</h1>",
    )

    assert found.value == "Ferry resumes after the storm of Monday"


def test_an_h1_that_names_the_site_is_no_headline():
    found = title(
        "<title>Ferry resumes after storm - Example Courier</title>"
        + og("Ferry resumes after storm"),
        "<h1>Example Courier</h1><h2>Ferry resumes after storm</h2>",
    )

    assert found.value == "Ferry resumes after storm"


def test_a_page_without_headings_has_the_title_of_its_document_without_the_site():
    found = title("<title>Ferry resumes after storm | Example Courier</title>")

    assert (found.value, found.came_from) == ("Ferry resumes after storm", "title")


def test_a_page_that_says_nothing_has_no_title():
    assert title() is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渡轮周一恢复航行_示例新闻", "渡轮周一恢复航行"),
        ("渡轮周一恢复航行-示例新闻网", "渡轮周一恢复航行"),
        ("여객선 운항 재개ㅣ示例新闻", "여객선 운항 재개"),
        ("Ferry resumes | Example Courier", "Ferry resumes"),
        ("Ferry resumes | EC", "Ferry resumes | EC"),
        ("Example Courier: Ferry resumes", "Example Courier: Ferry resumes"),
        ("Example - Ferry resumes after storm", "Ferry resumes after storm"),
        ("Ferry resumes: Example Courier wins the prize of the year again today",
         "Ferry resumes: Example Courier wins the prize of the year again today"),
    ],
)  # fmt: skip
def test_a_site_is_known_by_its_names_and_by_its_address(text, expected):
    names = SiteNames(["示例新闻", "Example Courier"], URL)

    assert names.without(text) == expected


def test_initials_of_three_words_name_a_site_too():
    assert SiteNames(["World Ferry Awards"], None).without("Best boat | WFA") == (
        "Best boat"
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.co.uk/a", "example"),
        ("https://news.example.com.br/a", "example"),
        ("https://example.org", "example"),
        ("http://[bad", ""),
        (None, ""),
    ],
)
def test_the_label_of_the_host_that_names_the_site_is_found(url, name):
    assert host_name(url) == name


def test_a_line_break_in_a_heading_is_a_space_and_a_style_is_no_text():
    root = parse("<h1>Ferry<br>resumes <style>b{}</style><em>after</em> storm</h1>")

    assert heading_text(next(root.iter("h1"))) == "Ferry resumes after storm"


def test_the_words_of_an_address_bear_a_headline_out():
    assert slug_words(URL) == {"ferry", "resumes", "after", "storm"}
    assert slug_words("https://example.org/story/12345") == set()


def test_what_the_page_marks_as_its_headline_is_asked_where_no_h1_is_borne_out():
    marked = '<div class="article-headline">Ferry resumes after storm</div>'

    alone = title(body=marked + "<p>The ferry sails again.</p>")
    beside = title(og("Ferry resumes after storm"), "<h1>Harbour</h1>" + marked)
    needless = read_candidates(
        read_head(
            parse(f"<title>Ferry resumes</title><h1>Ferry resumes</h1>{marked}"), URL
        ),
        SiteNames([], URL),
    )

    assert (alone.value, alone.came_from) == ("Ferry resumes after storm", "named")
    assert beside.value == "Ferry resumes after storm"
    assert [one.text for one in needless] == ["Ferry resumes"]


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=80))
def test_plain_text_is_bared_as_any_other_is(text):
    in_any_script = bare(f"{text} \u00e9")

    assert f"{bare(text)} \u00e9".strip() == in_any_script
    assert bare(bare(text)) == bare(text)
    assert words_of(bare(text)) == set(bare(text).split())


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=200))
def test_no_name_and_no_title_is_too_odd(names, text):
    site = SiteNames(names, None)

    assert site.without(text) in text or not text


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_the_title_is_the_candidate_that_weighs_most(texts):
    escaped = [text.replace("<", "").replace("&", "") for text in texts]
    root = parse("<html><body>" + "".join(f"<h1>{t}</h1>" for t in escaped))
    page = read_head(root, URL)
    candidates = read_candidates(page, SiteNames([], URL))

    found = choose_title(candidates)

    assert (found is None) == (candidates == [])
    if found:
        heaviest = max(candidates, key=weight)
        assert found.value == heaviest.text
