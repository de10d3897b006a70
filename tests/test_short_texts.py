"""Texts of a line or two: nothing is taken for a header and lost with it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payloads import payload

from tasks.extract.article import extract
from warehouse.model.article import Article
from warehouse.model.entry import Reject


@pytest.mark.parametrize(
    "text",
    [
        "# Bridge shut\n",
        "# Bridge shut\n\nBy Ann Lee",
        "# Bridge shut\nBy Ann Lee\n5 January 2022\n",
        "Bridge shut\n===========",
        "Bridge shut\n===========\nBy Ann Lee\n",
    ],
)
def test_a_heading_with_nothing_below_it_is_the_text(text):
    article = extract(payload(text))

    assert isinstance(article, Article), article
    assert article.title is None
    words = [word for word in text.split() if word.strip("#=")]
    assert article.text.split() == words


def test_a_labelled_line_above_a_heading_that_is_the_text_is_a_header():
    article = extract(payload("Date: 2022-01-05\n\n# Bridge shut\n\nBy Ann Lee\n"))

    assert article.text == "Bridge shut\n\nBy Ann Lee"
    assert article.published.raw == "2022-01-05"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Bridge shut\n---\n# Bridge shut\n",
        "Title: Bridge shut\n\nBy Ann Lee\n\n5 January 2022\n",
        "Title: Bridge shut\n# Bridge Shut\nBy Ann Lee\n---\n",
    ],
)
def test_a_header_with_a_title_and_nothing_else_is_no_article(text):
    reject = extract(payload(text))

    assert isinstance(reject, Reject), reject.text
    assert reject.reason == "no_text"
    assert "Bridge shut" in reject.excerpt


def test_a_heading_below_another_title_is_the_text_and_its_byline_is_read():
    article = extract(payload("Title: Bridges\n# Bridge shut\nBy Ann Lee\n---\n***\n"))

    assert (article.title, article.text) == ("Bridges", "Bridge shut")
    assert article.authors == ("Ann Lee",)
    assert dict(article.provenance)["dropped"] == "header_line 1"


@pytest.mark.parametrize(
    "byline",
    [
        "By Ann Lee, editor in Port",
        "By Ann Lee for the Example",
        "By Ann Lee (Example) | 5 Jan 2022",
        "Von Anna Klein, Redakteurin",
    ],
)
def test_what_is_no_name_in_a_byline_is_kept_as_it_is_written(byline):
    article = extract(payload(f"# Bridge shut\n\n{byline}\n\nThe bridge is shut."))

    assert article.text == "The bridge is shut."
    assert len(article.authors) == 1
    assert dict(article.provenance)["byline"] == byline


def test_a_byline_of_names_alone_is_kept_once():
    article = extract(payload("# Bridge shut\n\nBy Ann Lee and Bo Lim\n\nIt is shut."))

    assert article.authors == ("Ann Lee", "Bo Lim")
    assert "byline" not in dict(article.provenance)


LINES = st.sampled_from(
    ("# Bridge shut", "===", "By Ann Lee, editor", "By Ann Lee and Bo Lim", "",
     "5 January 2022", "Published on 5 January 2022", "# Two", "Bridge shut",
     "The bridge is shut, the town said.", "Photo by Cy Roe, Example", "2022")
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=4))
def test_every_word_of_a_line_without_a_label_is_in_the_row(lines):
    article = extract(payload("\n".join(lines)))

    if not isinstance(article, Article):
        assert not any(map(str.isalnum, "".join(lines)))
        return
    row = json.dumps(
        [article.text, article.title, article.authors, article.provenance,
         article.published and article.published.raw]
    )  # fmt: skip
    words = {word.strip(",.") for line in lines for word in line.split()}
    assert {w for w in words - {"By", "and"} if w.isalnum() and w not in row} == set()
