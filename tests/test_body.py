"""Which part of a page is its article, as paragraphs in reading order."""

from __future__ import annotations

import pytest
from payloads import CORPORA, page, payload

from tasks.extract.article import extract
from tasks.extract.body import read_body
from tasks.extract.tree import parse

LINE = "This is a paragraph of the article, which is long enough to be one."


def read(body, title=None):
    return [block.text for block in read_body(parse(f"<body>{body}</body>"), title)]


def test_a_news_page_gives_its_paragraphs_heads_lists_quotes_and_tables_in_order():
    expected = (CORPORA / "pages" / "nl_gemeenteraad.txt").read_text().strip()

    article = extract(page("nl_gemeenteraad.html"))

    assert article.text == expected


def test_text_between_line_breaks_is_paragraphs_too():
    article = extract(page("en_brief_no_metadata.html"))

    first, second = article.text.split("\n\n")
    assert first.startswith("The ferry between")
    assert first.endswith("three days.")
    assert second.startswith("The first boat")
    assert second.endswith("patient dog.")


@pytest.mark.parametrize(
    "other",
    [
        f"<nav><p>{LINE} Menu.</p></nav>",
        f'<div class="related-articles"><p>{LINE} Related.</p></div>',
        f'<section id="comments"><p>{LINE} Comment.</p></section>',
        f'<div class="cookie-consent"><p>{LINE} Cookies.</p></div>',
        f"<div hidden><p>{LINE} Hidden.</p></div>",
        f'<div style="display: none"><p>{LINE} Hidden.</p></div>',
        f'<div aria-hidden="true"><p>{LINE} Hidden.</p></div>',
        f"<figure><figcaption>{LINE} Caption.</figcaption></figure>",
        f"<aside><p>{LINE} Aside.</p></aside>",
        f"<form><p>{LINE} Form.</p></form>",
        f"<!-- <p>{LINE} Remark.</p> -->",
        f"<script>document.write('<p>{LINE} Script.</p></article>')</script>",
        f"<noscript><p>{LINE} No script.</p></noscript>",
        '<p><a href="/b">Read more: another story that is linked from here</a></p>',
        '<ul><li><a href="/b">Another</a></li><li><a href="/c">One</a></li></ul>',
    ],
)
def test_what_is_not_the_article_is_left_out_inside_of_it_too(other):
    assert read(
        f"<article><p>{LINE}</p>{other}<p>{LINE}</p><p>{LINE}</p></article>"
    ) == ([LINE] * 3)


def test_a_class_on_the_body_of_the_page_takes_nothing_out():
    body = f'<div class="has sidebar ad"><div class="share"><p>{LINE}</p></div></div>'

    assert read(body) == [LINE]


def test_a_page_built_of_sections_gives_all_of_them():
    section = (
        f"<div class='b'><div><h2>A head</h2><p>{LINE}</p><p>{LINE}</p></div></div>"
    )

    assert read(section * 6).count(LINE) == 12


def test_a_long_section_does_not_hide_the_short_ones_beside_it():
    long, short = (f"<div><div>{n * f'<p>{LINE}</p>'}</div></div>" for n in (12, 3))

    assert read(f"<div id='all'>{long}{short}{short}{short}</div>") == [LINE] * 21


def test_a_class_does_not_take_out_the_larger_part_of_the_text():
    inner = f'<div class="gallery">{5 * f"<p>{LINE}</p>"}</div>'

    assert read(f"<div>{inner}{4 * f'<p>{LINE}</p>'}</div>") == [LINE] * 9


def test_where_every_part_looks_unwanted_the_page_still_gives_its_text():
    assert read(f"<aside><p>{LINE}</p></aside>" * 3)


def test_the_text_behind_a_part_that_is_taken_out_stays():
    body = f"<p>{LINE} <span class='share'>Share!</span>It goes on behind it.</p>"

    assert read(body + f"<p>{LINE}</p>")[0] == f"{LINE} It goes on behind it."


def test_the_headline_is_not_repeated_in_the_text():
    body = f"<article><h1>Ferry  resumes!</h1><p>{LINE}</p><p>{LINE}</p></article>"

    assert read(body, "Ferry resumes") == [LINE, LINE]


def test_labels_at_the_rim_are_left_out_and_items_in_the_text_stay():
    body = (
        f"<article><p>5 May 2022</p><p>3 min read</p><p>{LINE}</p>"
        f"<ul><li>One</li><li>Two</li></ul><p>{LINE}</p><h3>Tags</h3></article>"
    )

    assert read(body) == [LINE, "One", "Two", LINE]


def test_a_table_row_is_one_paragraph():
    table = (
        "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2021</td><td>40</td></tr>"
    )

    assert read(f"<article><p>{LINE}</p>{table}</table><p>{LINE}</p></article>")[
        1:3
    ] == [
        "Year Boats",
        "2021 40",
    ]


def test_inline_marks_do_not_part_words():
    body = f"<p>A wo<b>r</b>d and<br>a line. {LINE}</p><p>{LINE}</p>"

    assert read(body)[0] == f"A word and a line. {LINE}"


def test_a_text_that_only_json_ld_holds_is_taken_from_there():
    text = "\\n\\n".join([LINE] * 5)
    html = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "H",'
        f' "articleBody": "{text}"}}</script><div id="app"></div><p>Loading.</p>'
    )

    article = extract(payload(html, "text/html"))

    assert article.text == "\n\n".join([LINE] * 5)
    assert dict(article.provenance)["text"] == "json-ld:articleBody"
