"""A page that lists stories is told from an article that is built like one."""

from __future__ import annotations

import pytest
from pagealso import ALSO
from pagelists import LIKE_LISTS, LISTS, SITE
from payloads import payload

from tasks.extract.article import extract
from warehouse.model.article import Article
from warehouse.model.entry import Reject


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_stories_is_no_article_however_long_its_teasers_are(name):
    place, page = LISTS[name]

    reject = extract(payload(page, "text/html", url=SITE + place))

    assert isinstance(reject, Reject), reject.text
    wanted = "search_results" if "search" in place else "index_page"
    assert reject.reason == wanted
    assert reject.detail


@pytest.mark.parametrize("name", ALSO)
def test_links_to_other_stories_make_no_list_of_an_article(name):
    place, page = ALSO[name]

    article = extract(payload(page, "text/html", url=SITE + place))

    assert isinstance(article, Article), article
    assert len(article.text) > 1_000


@pytest.mark.parametrize("name", LIKE_LISTS)
def test_an_article_that_is_built_like_a_list_stays_one(name):
    place, page = LIKE_LISTS[name]

    article = extract(payload(page, "text/html", url=SITE + place))

    assert isinstance(article, Article), article
    assert len(article.text) > 250
