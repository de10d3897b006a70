"""A page that holds no article is a reject that says why; an odd article is none."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from pagekinds import ARTICLES, NO_ARTICLE
from payloads import payload

from tasks.extract.article import extract
from warehouse.model.article import Article
from warehouse.model.entry import Reject

# What is open around 100,000 elements without a letter, over and over.
TRAPS = {
    "heads": "<h2><a href='/x'></a><div>" * 300,
    "boxes of an error": "<div class='error-page'>" * 1_000,
}
READ = """
import sys
from payloads import payload
from tasks.extract.article import extract

extract(payload(sys.stdin.buffer.read(), "text/html", url="https://news.example/s/1"))
"""


@pytest.mark.parametrize("name", NO_ARTICLE)
def test_a_page_without_an_article_is_rejected_with_what_was_seen(name):
    reason, url, page = NO_ARTICLE[name]

    reject = extract(payload(page, "text/html", url=url))

    assert isinstance(reject, Reject), reject
    assert (reject.stage, reject.reason) == ("parse", reason)
    assert reject.detail


@pytest.mark.parametrize("name", ARTICLES)
def test_what_is_short_or_odd_but_an_article_stays_one(name):
    url, page, words = ARTICLES[name]

    article = extract(payload(page, "text/html", url=url))

    assert isinstance(article, Article), article
    assert words in article.text


@pytest.mark.parametrize("name", TRAPS)
def test_what_stands_open_around_a_page_does_not_cost_a_walk_each(name):
    page = f"<html><body>{TRAPS[name]}{'<br>' * 100_000}<p>A text of a kind.</p>"
    tests = Path(__file__).parent

    ended = subprocess.run(
        [sys.executable, "-c", READ],
        input=page.encode(),
        env={"PYTHONPATH": f"{tests}:{tests.parent}"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (12, 12)),
        check=False,
    )

    assert ended.returncode == 0
