"""A page that holds no article is a reject that says why; an odd article is none."""

from __future__ import annotations

import pytest
from pagekinds import ARTICLES, NO_ARTICLE
from payloads import payload

from tasks.extract.article import extract
from tasks.extract.fields import Fields
from tasks.extract.head import read_head
from tasks.extract.page_signs import MAX_GATE, MAX_INTRO, read_signs
from tasks.extract.tree import parse
from tasks.extract.verdict import why_no_article
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


GATES = (
    "<div class='cookie-wall'>{}</div><div class='error-page'>{}</div>"
    "<div class='captcha'>{}</div><div id='login'><input type='password'>{}</div>"
)
TEASER = (
    "<div><h3><a href='/s/{0}'>The head of teaser {0}</a></h3><p>Its text.</p></div>"
)


def test_what_a_long_article_is_not_asked_could_not_have_made_it_another_page():
    said = "A paragraph of some length under the headline of the page. "
    paragraphs = f"<p>{said * 5}</p>" * (MAX_GATE // (5 * len(said)) + 2)
    text = paragraphs.replace("<p>", "").replace("</p>", "\n\n").strip()
    more = GATES.format(*[said * 5] * 4) + "".join(map(TEASER.format, range(30)))
    url = "https://news.example/search?q=x"
    page = f"<body class='home search'><h1>Head</h1>{paragraphs}<div id='app'>{more}"
    head = read_head(parse(page), url)

    known, whole = read_signs(head, text), read_signs(head, "")

    assert known.mark is None
    assert (known.gates, known.teasers, known.n_scripts) == ({}, [], 0)
    assert len(whole.gates) > 3
    assert len(whole.teasers) == 30
    assert min(known.n_under_head, whole.n_under_head) >= MAX_INTRO
    assert why_no_article(known, Fields(), {}, text) is None
    assert why_no_article(whole, Fields(), {}, text) is None


def test_a_long_list_is_looked_through_to_its_end():
    teasers = "".join(map(TEASER.format, range(60)))
    page = f"<h1>Head</h1><p>A short intro.</p>{teasers}"
    head = read_head(parse(page), "https://news.example/news/")

    signs = read_signs(head, "The head of teaser 1\n\n" * 200)

    assert len(signs.teasers) == 60
    assert signs.n_under_head < MAX_INTRO
