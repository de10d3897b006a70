"""A site's own rules: what their selectors find holds, and it is told from where."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from cssselect import HTMLTranslator
from lxml import etree
from newssite import NewsSite
from payloads import payload
from plainrun import ask, run_plain

from tasks.extract.article import PARSER, examine, extract, parser_of
from tasks.extract.dropped import Dropped
from tasks.extract.rules import SelectorUnreadable, check_selector, read_ruled
from tasks.extract.tree import parse
from warehouse.landing import source_of
from warehouse.model.article import Article
from warehouse.model.entry import Reject
from warehouse.model.source import NO_RULES, Rules, Source

PAGE = """<html lang="en"><head><title>Tides | Harbour Post</title>
<meta property="article:published_time" content="2024-03-01T08:00:00Z"></head><body>
<article><h1>Tides</h1><p>The tide tables for the harbour were printed wrongly, and
ships waited outside the breakwater for most of the morning.</p></article>
<section id="live"><h2 class="head">Harbour closed</h2>
<time class="when" datetime="2024-05-06T10:00:00+02:00">this morning</time>
<p>The harbour master closed the port at ten.</p>
<aside><p>Two tugs lie ready at the inner quay.</p></aside>
<p class="plug">Sign up for our letter about the sea.</p></section></body></html>"""


def read(page: str = PAGE, **rules: tuple[str, ...]) -> Article:
    entry = payload(page, "text/html", url="https://harbour.example/a").entry
    ruled = replace(entry, rules=Rules(**rules))
    one = payload(page, "text/html", url="https://harbour.example/a")
    article = extract(replace(one, entry=ruled))
    assert isinstance(article, Article), article
    return article


def told(article: Article) -> dict[str, str]:
    return dict(article.provenance)


def test_all_that_a_body_rule_finds_is_the_article_but_what_is_dropped() -> None:
    article = read(body=("#live p",), drop=(".plug",))

    assert article.text == (
        "The harbour master closed the port at ten.\n\n"
        "Two tugs lie ready at the inner quay."
    )
    assert told(article)["text"] == "rule:body"


def test_parts_stand_in_the_order_of_the_page_and_once_each() -> None:
    article = read(body=("aside p", "#live", "article p"), drop=("h2, time, .plug",))

    first, second, third = article.text.split("\n\n")
    assert first.startswith("The tide tables")
    assert second.startswith("The harbour master")
    assert third.startswith("Two tugs")


def test_title_and_date_rules_win_over_all_that_the_page_says() -> None:
    article = read(title=("h2.head",), date=("time.when",))

    assert article.title == "Harbour closed"
    assert article.published is not None
    assert article.published.at.isoformat() == "2024-05-06T08:00:00+00:00"
    assert told(article)["title"] == "rule:title"
    assert told(article)["published"] == article.published.came_from == "rule:date"


def test_what_a_rule_does_not_find_is_read_the_general_way_and_told() -> None:
    plain = read()
    article = read(body=(".gone",), drop=("#gone",), title=("h7",), date=("#x",))

    assert (article.text, article.title) == (plain.text, plain.title)
    assert article.published == plain.published
    assert told(article)["rules"] == (
        "rule:body matched nothing, rule:drop matched nothing, "
        "rule:title matched nothing, rule:date matched nothing"
    )
    assert "rules" not in told(plain)


def test_a_date_that_a_rule_finds_and_nobody_can_read_is_told() -> None:
    article = read(date=("h2.head",))

    assert article.published == read().published
    assert told(article)["published_refused"].startswith("rule:date: ")


def test_what_a_rule_takes_out_is_told_with_its_selector() -> None:
    entry = payload(PAGE, "text/html").entry
    rules = Rules(body=("#live p",), drop=(".plug", ".plug *"))
    ruled = replace(payload(PAGE, "text/html"), entry=replace(entry, rules=rules))

    examined = examine(ruled)

    by_reason = {(drop.reason, drop.detail): drop.text for drop in examined.dropped}
    assert by_reason["rule_drop", ".plug"] == "Sign up for our letter about the sea."
    outside = [d.text for d in examined.dropped if d.reason == "rule_outside"]
    assert "Harbour closed" in outside
    assert not any("harbour master" in text for text in outside)
    assert examined.read == extract(ruled)


def test_a_page_emptied_by_its_rules_is_a_reject() -> None:
    one = payload(PAGE, "text/html")
    rules = Rules(drop=("body > *",))

    left = extract(replace(one, entry=replace(one.entry, rules=rules)))

    assert isinstance(left, Reject)
    assert left.reason == "no_text"


def test_the_html_of_a_record_keeps_to_the_rules_too() -> None:
    record = '{"title": "T", "html": "<p>One line of news.</p><p class=ad>Buy.</p>"}'
    one = payload(record, "application/json")

    ruled = replace(one, entry=replace(one.entry, rules=Rules(drop=(".ad",))))

    article = extract(ruled)
    assert isinstance(article, Article)
    assert article.text == "One line of news."


def test_the_parser_names_its_rules_whatever_the_order_of_their_keys() -> None:
    rules = Rules(body=("p",), title=("h1",))

    assert parser_of(NO_RULES) == PARSER
    assert parser_of(rules) == parser_of(Rules(title=("h1",), body=("p",)))
    assert parser_of(rules).startswith(f"{PARSER}+")
    assert parser_of(rules) != parser_of(Rules(body=("p",), date=("h1",)))


def test_a_source_comes_back_with_its_rules_from_what_raw_says_of_it() -> None:
    rules = Rules(body=("p", "li"), drop=(".ad",))
    source = Source(source_id="a", kind="feed", url="https://a.example/", rules=rules)
    old = asdict(replace(source, rules=NO_RULES))
    del old["rules"]

    assert source_of(asdict(source)) == source
    assert source_of(old) == replace(source, rules=NO_RULES)


FEED = """<rss version="2.0"><channel><item><guid>1</guid><title>Tides</title>
<link>{url}</link></item></channel></rss>"""


def test_an_edited_rule_has_a_listing_that_did_not_change_read_again(
    tmp_path: Path,
) -> None:
    """The feed says "not modified" to who read it last: with other rules nobody did."""
    config, ledger = tmp_path / "sources.toml", tmp_path / "ledger"
    with NewsSite() as site:
        site.page("/a", PAGE.encode())
        tag = [("ETag", '"1"')]
        feed = FEED.format(url=site.url("/a")).encode()
        site.page("/feed", feed, media_type="application/rss+xml", headers=tag)
        table = (
            "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
            f'[[source]]\nid = "sea"\nkind = "feed"\nurl = "{site.url("/feed")}"\n'
        )
        config.write_text(table)
        for _ in range(2):
            run_plain(ledger, config=config, force=True)
        config.write_text(f'{table}[source.rules]\nbody = "#live p"\ndrop = ".plug"\n')
        for _ in range(2):
            run_plain(ledger, config=config, force=True)
        asked = [seen.headers for seen in site.log if seen.path == "/feed"]

    assert ["if-none-match" in {n.lower() for n in headers} for headers in asked] == [
        False,
        True,
        False,
        True,
    ]
    assert ask(
        ledger,
        "select cause, changed, text[:18] from article_history order by version_no",
    ) == [
        ("source", [], "The tide tables fo"),
        ("parser", ["text"], "The harbour master"),
    ]


@pytest.mark.parametrize("said", ["", "  "])
def test_a_rule_whose_element_says_nothing_gives_no_title(said: str) -> None:
    page = PAGE.replace("Harbour closed", said)

    assert read(page, title=("h2.head",)).title == read(page).title


LISTS = (
    "<ul id=a class='x y'><li>1<li class=x>2<li>3</ul><div><ul><li>4<p>5<b>6</b></p>"
    "<li lang=nl-BE>7</ul><p class=x>8</p>9<p>10</p></div><p>11</p>"
)
SELECTORS = (
    "ul li", "ul > li", "div > ul > li > p", "li + li", "li ~ li", "ul li p b",
    "div p ~ p", "ul#a + div p", "li:nth-child(2)", "li:first-child + li",
    "p:last-of-type", "div > p.x + p", "ul:not(#a) li", ".x, b", "div *", "* > b",
    "li:not(.x) ~ li", ":lang(nl)", "[class~=y] > .x", "div:has(> ul) p",
    "p:nth-last-child(1)", "li:only-child, p:only-of-type", "ul li:nth-of-type(odd)",
)  # fmt: skip


@pytest.mark.parametrize("selector", SELECTORS)
def test_a_selector_finds_what_its_usual_translation_finds(selector: str) -> None:
    page = LISTS.replace("<b>", f"<i>{LISTS}</i><b>")
    root = etree.HTML(page)
    usual = etree.XPath(HTMLTranslator().css_to_xpath(selector))(root)

    outermost = [
        one for one in usual if not any(up in usual for up in one.iterancestors())
    ]
    ruled = read_ruled(root, Rules(body=(selector,)), Dropped(keeps=False))

    assert outermost
    assert list(ruled.parts) == outermost


# Reads a page by rules in a process of its own, which is killed after so much CPU.
IN_TIME = """
import resource, sys
from tasks.extract.dropped import Dropped
from tasks.extract.rules import read_ruled
from tasks.extract.tree import parse
from warehouse.model.source import Rules
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
page = sys.stdin.read()
for selector in sys.argv[1:]:
    rules = Rules(body=(selector,), drop=(selector,))
    read_ruled(parse(page), rules, Dropped(keeps=False))
"""
HOSTILE = {
    "side by side": "<p>a</p>" * 20_000,
    "in one another": "<div class=y>" * 2_000 + "a",
    "lists": ("<ul>" + "<li>a" * 4_000) * 4,
    "leaves": "<div class=y>" * 450 + "<p><i>a</i></p>" * 2_000,
    "deep leaves": "<div>" * 1_500 + "<i></i>" * 20_000,
    "long text": "<div>" * 1_500 + "<p>" + "word " * 400_000,
}
SLOW = (
    "li ~ li, p:nth-child(3)", "div div div", ".y .y .y p", ".x .y i", "p + p", "i",
    ".y ~ .y > p ~ i", "p ~ p ~ p", "div:has(aside.promo)", "div:contains('Advert')",
    "p:lang(nl)",
)  # fmt: skip


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_no_page_makes_a_selector_take_for_ever(page: str) -> None:
    """As one XPath, some take minutes whichever way they are translated."""
    ran = subprocess.run(
        [sys.executable, "-c", IN_TIME, *SLOW], input=page, text=True, check=False
    )

    assert ran.returncode == 0


@pytest.mark.parametrize("selector", ["div:has(i)", "p:first-child"])
def test_a_selector_that_a_page_is_too_large_for_finds_nothing_there(
    selector: str,
) -> None:
    page = f"<div>{'<p>a<i>b</i></p>' * 2}</div>"
    deep = "<div>" * 1_500 + "<i></i>" * 20_000 + "<p></p>" * 5_001

    few, many = (
        read_ruled(parse(one), Rules(body=(selector,)), Dropped(keeps=False))
        for one in (page, deep)
    )

    assert (len(few.parts), few.missed) == (1, ())
    assert (many.parts, many.missed) == ((), ("rule:body",))


@pytest.mark.parametrize("selector", ["p::before", "div p::first-line", "p >", "a:b"])
def test_what_css_has_no_elements_for_is_refused(selector: str) -> None:
    with pytest.raises(SelectorUnreadable, match="is no CSS selector"):
        check_selector(selector)
