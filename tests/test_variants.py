"""Pages for AMP and for printing lead to the article's identity; fields say whence."""

from __future__ import annotations

import pytest
from pagekinds import BRIEF, data
from payloads import payload

from tasks.extract.article import extract
from tasks.text.keys import make_key
from warehouse.model.article import Article

PLAIN = "https://www.example.org/news/ship-aground"
LINK = f"<link rel='canonical' href='{PLAIN}'>"
OG = f"<meta property='og:url' content='{PLAIN}'>"
MAIN = data(**{"@type": "NewsArticle", "headline": "Ship aground",
               "mainEntityOfPage": {"@id": PLAIN}})  # fmt: skip


def read(url, head=""):
    page = f"<html><head>{head}</head><body><h1>Ship aground</h1><p>{BRIEF}</p></body>"
    return extract(payload(page, "text/html", url=url))


@pytest.mark.parametrize(
    ("url", "head"),
    [
        ("https://www.example.org/news/ship-aground/amp/", ""),
        ("https://www.example.org/news/ship-aground.amp.html", LINK),
        ("https://amp.example.org/news/ship-aground", LINK),
        ("https://example.org/amp/story/81732", OG),
        ("https://m.example.org/s/81732?outputType=amp", MAIN),
        ("https://www.example.org/news/ship-aground?print=1", ""),
        ("https://www.example.org/print/81732", LINK),
        ("https://www.example.org/drucken/81732.html", OG),
        ("https://example.org/imprimir/81732", MAIN),
        ("http://www.example.org/news/ship-aground/?utm_source=x#top", ""),
    ],
)
def test_a_page_for_amp_or_for_printing_is_known_by_the_plain_address(url, head):
    article = read(url, head)

    assert isinstance(article, Article)
    known = make_key("url", article.canonical_url or url, "desk")
    assert known.digest == make_key("url", PLAIN, "desk").digest


@pytest.mark.parametrize(
    ("url", "said", "kept"),
    [
        (PLAIN, "https://other.example.net/ship", None),
        (PLAIN, "https://www.example.org/", None),
        (PLAIN, "https://www.example.org/en/index.html", None),
        (PLAIN, "https://www.example.org/?p=7", "https://www.example.org/?p=7"),
        (PLAIN, "/other", "https://www.example.org/other"),
        ("https://sport.example.org/a", PLAIN, PLAIN),
        (PLAIN, "https://sport.example.org/a", "https://sport.example.org/a"),
        ("https://a.example.org/a", "https://b.example.org/a", None),
        (PLAIN, "https://example.org.evil.example/a", None),
        (PLAIN, "javascript:alert(1)", None),
        (PLAIN, "https://user:pass@www.example.org/a", "https://www.example.org/a"),
    ],
)
def test_a_canonical_address_is_kept_within_the_site_and_refused_in_words(
    url, said, kept
):
    article = read(url, f"<link rel='canonical' href='{said}'>")

    assert article.canonical_url == kept
    came_from = dict(article.provenance)
    assert came_from.get("canonical_url") == (kept and "link:canonical")
    assert ("canonical_url_refused" in came_from) == (kept is None)


def test_each_field_of_a_page_says_where_it_is_from():
    article = read(
        PLAIN,
        "<meta property='article:section' content='Port'><meta name='keywords' content="
        "'ship, tug'><meta property='og:image' content='/a.jpg'><meta property="
        "'og:site_name' content='The Example'><meta property='article:content_tier' "
        f"content='metered'><meta name='author' content='Ann Lee'>{LINK}",
    )

    assert (article.section, article.tags) == ("Port", ("ship", "tug"))
    assert article.image_url == "https://www.example.org/a.jpg"
    assert (article.publisher, article.is_free) == ("The Example", False)
    assert {
        "section": "meta:article:section",
        "tags": "meta:keywords",
        "image_url": "meta:og:image",
        "publisher": "meta:og:site_name",
        "is_free": "meta:article:content_tier",
        "authors": "meta:author",
        "canonical_url": "link:canonical",
        "title": "h1",
        "text": "page",
    }.items() <= dict(article.provenance).items()
