"""Which links of a section page lead to articles: in ten layouts and languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sectionheldout import HELD_OUT
from sectionpages import PAGES

from tasks.extract.tree import parse
from tasks.listings.section import MAX_ENTRIES, Section, read_section
from tasks.text.keys import make_key
from tasks.text.urls import canonical
from warehouse.model.entry import Reject
from warehouse.model.source import Source


def read(page: str | bytes, url: str = "https://haven.example/news/", **given: str):
    source = Source(source_id="s", kind="section", url=url)
    body = page if isinstance(page, bytes) else page.encode()
    return read_section(body, source=source, url=url, charset=given.get("charset"))


def listed(page: str, url: str = "https://haven.example/news/") -> list[str]:
    found = read(page, url)
    assert isinstance(found, Section), found
    return [entry.url or "" for entry in found.entries]


def stories(url: str, page: str) -> set[object]:
    """The keys of the pages that a test page says are articles."""
    root = parse(page)
    assert root is not None
    hrefs = [
        str(a.get("href")) for a in root.iter("a") if a.get("data-story") is not None
    ]
    return {make_key("url", canonical(href, url), "").digest for href in hrefs}


def judged(name: str) -> tuple[set[object], set[object]]:
    """The articles of a test page, and those that were found."""
    url, page = (PAGES | HELD_OUT)[name]
    found = {make_key("url", one, "").digest for one in listed(page, url)}
    return stories(url, page), found


@pytest.mark.parametrize("name", PAGES)
def test_all_articles_of_a_page_are_found_and_little_else(name):
    real, found = judged(name)

    assert len(real) == 6
    assert real <= found
    assert len(found - real) <= 1


def test_of_all_pages_together_what_is_found_is_articles():
    pairs = [judged(name) for name in PAGES]
    n_right = sum(len(real & found) for real, found in pairs)

    assert n_right / sum(len(found) for _, found in pairs) >= 0.95
    assert n_right / sum(len(real) for real, _ in pairs) >= 0.98


def test_of_pages_written_without_a_look_at_the_rules_nearly_all_is_found():
    pairs = [judged(name) for name in HELD_OUT]
    n_right = sum(len(real & found) for real, found in pairs)

    assert n_right / sum(len(found) for _, found in pairs) >= 0.95
    assert n_right / sum(len(real) for real, _ in pairs) >= 0.93


STORIES = "".join(
    f"<h2><a href='/news/how-the-storm-tore-{n}-roofs-off'>How the storm tore {n} roofs"
    " off the houses by the harbour</a></h2>"
    for n in range(3)
)


def test_a_story_that_is_linked_by_picture_headline_and_comments_is_one():
    page = STORIES + (
        "<a href='/news/how-the-storm-tore-1-roofs-off'><img alt='x'></a>"
        "<a href='http://haven.example/news/how-the-storm-tore-1-roofs-off/?utm_source"
        "=home#comments'>3 comments</a>"
    )

    assert len(listed(page)) == 3
    assert (
        listed(page)[1] == "https://haven.example/news/how-the-storm-tore-1-roofs-off"
    )


def test_other_sites_anchors_and_other_schemes_lead_to_no_article_of_this_one():
    long = "A headline that is long enough to be one, if it led anywhere at all"
    page = STORIES + "".join(
        f"<h2><a href='{href}'>{long}</a></h2>"
        for href in (
            "https://other.example/news/a-story-of-another-site-2026",
            "#a-story-of-this-page",
            "/news/#a-story-of-this-page",
            "javascript:void(0)",
            "data:text/html,a-story-of-this-page",
            "file:///etc/passwd-of-this-host",
            "mailto:desk@haven.example",
            "/",
            "/en/",
            "https://user:secret@haven.example/news/a-story-of-this-one",
            "",
        )
    )

    assert len(listed(page)) == 3


def test_a_base_moves_what_is_relative():
    page = "<base href='/archive/'>" + STORIES.replace("'/news/", "'")

    assert listed(page)[0].startswith("https://haven.example/archive/how-the-storm")


def test_a_headline_that_changes_by_the_hour_is_not_told_as_the_article_s():
    found = read(STORIES)

    assert isinstance(found, Section)
    assert {entry.listed.title for entry in found.entries} == {None}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<rss><channel/></rss>", "not_a_feed"),
        (b'{"a": 1}', "not_a_feed"),
        (b"<html><form><input type='password'></form></html>", "login_page"),
        (b"<html><div id=app></div><script src=/a.js></script>", "not_a_feed"),
        (b"<a>" * 500_000, "too_large"),
        (b"<a href=x>x</a>" * 20_001, "too_large"),
    ],
)
def test_a_page_without_articles_is_one_reject(body, reason):
    found = read(body)

    assert isinstance(found, Reject)
    assert (found.stage, found.reason) == ("list", reason)


def test_a_page_of_more_stories_than_any_has_is_cut_and_said():
    page = "".join(
        f"<a href='/news/the-story-of-the-{n}'>The story of the {n} boats</a>"
        for n in range(5_010)
    )

    found = read(page)

    assert isinstance(found, Section)
    assert len(found.entries) == MAX_ENTRIES
    assert [reject.reason for reject in found.rejects] == ["too_large"]


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(STORIES)))
def test_any_bytes_within_a_page_are_read_or_left_out(noise, at):
    page = STORIES.encode()

    assert isinstance(read(page[:at] + noise + page[at:]), Section | Reject)
