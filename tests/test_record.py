"""Records of many-record files, one JSON object each."""

from __future__ import annotations

import json

import pytest
from payloads import payload

from tasks.extract.article import extract
from warehouse.model.article import Article
from warehouse.model.entry import Reject

RENAMED = (("title", "headline"), ("text", "body"), ("published", "ts"))


def read(record, fields=()):
    return extract(payload(json.dumps(record), "application/json", fields=fields))


def test_a_record_gives_an_article_with_the_fields_it_names():
    article = read(
        {
            "id": 7,
            "url": "https://example.org/a",
            "title": "Ferry  resumes",
            "text": "The ferry is running.\n\nIt left at six.",
            "published": "2022-01",
            "modified": "2022-01-07T10:00:00Z",
            "authors": ["Ann Lee", {"name": "Bo Lim"}],
            "language": "en",
            "section": "Travel",
            "tags": "ferry, storm",
        }
    )

    assert article.text == "The ferry is running.\n\nIt left at six."
    assert article.title == "Ferry resumes"
    assert article.published.precision == "month"
    assert article.published.came_from == "record:published"
    assert article.modified_at.isoformat() == "2022-01-07T10:00:00+00:00"
    assert article.authors == ("Ann Lee", "Bo Lim")
    assert article.tags == ("ferry", "storm")
    assert article.canonical_url == "https://example.org/a"


def test_renamed_fields_are_read_under_their_names():
    record = {"headline": "T", "body": "Some text.", "ts": 1641377472}

    article = read(record, RENAMED)

    assert (article.title, article.text) == ("T", "Some text.")
    assert article.published.at.isoformat() == "2022-01-05T10:11:12+00:00"


def test_the_html_of_a_record_is_all_article_short_lines_too():
    article = read({"title": "T", "html": "<h1>T</h1><p>Hello <b>world</b>.</p><p>Bye"})

    assert article.text == "Hello world.\n\nBye"


def test_a_record_whose_text_begins_like_a_header_keeps_it():
    assert read({"text": "Title: the word, explained."}).text.startswith("Title:")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"text": ', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"text":' * 50_000, "bad_json"),
        (b'{"published": 1' + b"0" * 6_000 + b', "text": "x"}', "bad_json"),
        (b'["text"]', "not_object"),
        (b"null", "not_object"),
        (b'{"title": "T"}', "no_text"),
        (b'{"text": " \\u00a0 "}', "no_text"),
        (b'{"text": {"a": 1}, "html": 5}', "no_text"),
        (b"  ", "empty"),
    ],
)
def test_what_is_no_record_is_rejected_by_its_reason(body, reason):
    reject = extract(payload(body, "application/json"))

    assert isinstance(reject, Reject)
    assert (reject.stage, reject.reason) == ("parse", reason)


def test_values_of_the_wrong_kind_are_passed_over():
    article = read(
        {"text": ["One.", 2, "Two."], "title": {"a": 1}, "authors": [1, None, {}],
         "tags": {"a": 1}, "published": True, "url": "javascript:alert(1)",
         "language": []}
    )  # fmt: skip

    assert article.text == "One.\n\nTwo."
    assert (article.title, article.published, article.canonical_url) == (None,) * 3


def test_a_lone_surrogate_does_not_reach_the_article():
    article = extract(
        payload(b'{"title": "a\\ud800b", "text": "c \\udfff d"}', "application/json")
    )

    assert isinstance(article, Article)
    assert (article.title, article.text) == ("ab", "c d")
