"""A page that holds no article is a reject that says why; an odd article is none."""

from __future__ import annotations

import pytest
from pagekinds import ARTICLES, NO_ARTICLE
from payloads import payload

from tasks.extract.article import extract
from warehouse.model import Article, Reject


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
