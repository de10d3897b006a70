"""Pages that are broken, huge or a trap: an article or a reject, in bounded time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pagekinds import ARTICLES, NO_ARTICLE
from payloads import CORPORA, payload

from tasks.extract.article import extract
from warehouse.model.article import Article
from warehouse.model.entry import Reject

N_EXAMPLES = int(os.environ.get("NEWSLEDGER_EXAMPLES", "40"))
URL = "https://news.example/s/1"
LINE = "<p>This is a paragraph of the article, which is long enough to be one.</p>"
PAGES = [
    *(path.read_bytes() for path in sorted((CORPORA / "pages").glob("*.html"))),
    *(page.encode() for _, page, _ in ARTICLES.values()),
    *(page.encode() for _, _, page in NO_ARTICLE.values()),
]

# What stands in front of three good paragraphs, or around them.
KEPT = {
    "50 levels of broken nesting": "<table><tr><td><div><b><i><ul><li>" * 50 + LINE * 3,
    "1,900 spans in one another": "<span>" * 1_900 + LINE * 3,
    "600 tables in one another": "<table><tr><td>" * 600 + LINE * 3,
    "end tags that end nothing": "</div></p></article></html>" * 5_000 + LINE * 3,
    "scripts that hold an end": "<article><script>x='</article></body>'</script>"
    + LINE * 3,
    "a style that holds an end": "<article><style>a:after{content:'</article>'}</style>"
    + LINE * 3,
    "a title of two megabytes": f"<title>{'T ' * 1_000_000}</title>{LINE * 3}",
    "a headline of two megabytes": f"<h1>{'H ' * 1_000_000}</h1>{LINE * 3}",
    "an attribute of four megabytes": f"<div class='{'x ' * 2_000_000}'>{LINE * 3}",
    "JSON-LD of four megabytes": "<script type='application/ld+json'>"
    + '{"a": "' + "x" * 4_000_000 + '"}</script>' + LINE * 3,
    "JSON-LD of a million brackets": "<script type='application/ld+json'>"
    + "[" * 1_000_000 + "</script>" + LINE * 3,
    "20,000 metas": "<meta property='og:type' content='website'>" * 20_000 + LINE * 3,
    "20,000 fields for passwords": "<input type='password'>" * 20_000 + LINE * 3,
    "an entity bomb": "<?xml version='1.0'?><!DOCTYPE html ["
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]><html><body><p>&a11;</p>" + LINE * 3,
    "a comment of 3,000 words": f"<!--{'word ' * 3_000}-->" + LINE * 3,
    "3,000 words before the first tag": "word " * 3_000 + LINE * 3,
    "numbers that no letter has": "<p>&#xD800;&#0;&#x110000;&#99999999999;</p>"
    + LINE * 3,
    "zero bytes between letters": "<p>a\0b\0c. Text of a kind.</p>" + LINE * 3,
    "XML": "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>"
    + LINE * 3,
    "heads in one another": "<h2>" * 900 + "<a href='/x'>y</a>" + "</h2>" * 900
    + LINE * 3,
    "links in one another": "<a href='/x'>" * 900 + "</a>" * 900 + LINE * 3,
}  # fmt: skip
# Either is right of these, in bounded time.
EITHER = {
    "50,000 entities": "<p>" + "&amp;&#x1F600;" * 25_000 + "</p>" + LINE * 3,
    "a million tags": "<b>x</b>" * 500_000,
    "100,000 levels": "<div>" * 100_000 + LINE * 3,
    "gates in one another": "<div class='consent' id='app'>" * 1_500 + LINE * 2_000,
    "5,000 linked heads": "<h3><a href='/s/1'>A head</a></h3><p>Text</p>" * 5_000,
    "heads around 5,000 others": "<h2><div>" * 900 + "<i>x</i>" * 5_000,
    "100,000 opening brackets": "<" * 100_000 + LINE,
    "300,000 tags that no quote ends": "<a '" * 300_000 + LINE,
    "20,000 line ends": "a<br>" * 20_000,
    "a comment that does not end": LINE * 3 + "<!--" + "x " * 500_000,
    "a list of 20,000 choices": "<select>" + "<option>a" * 20_000 + LINE * 3,
    "100,000 drawn things": "<svg>" + "<g/>" * 100_000 + "</svg>" + LINE * 3,
    "600 teasers and 10,000 paragraphs": "".join(
        f"<div><h3><a href='/s/{n}'>Head {n}</a></h3>{LINE * 8}</div>"
        for n in range(600)
    )
    + "".join(f"<p>The paragraph of number {n}.</p>" for n in range(10_000)),
    "500 comments in front": "<!---->" * 500 + LINE,
    "a script": "(function () { var a = '<p>x</p>'; return a < b })()",
    "nothing but a doctype": "<!doctype html>",
    "frames": "<frameset><frame src='/a'><noframes>" + LINE + "</noframes></frameset>",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_stands_around_the_paragraphs_costs_none_of_them(name):
    article = extract(payload(KEPT[name], "text/html", url=URL))

    assert isinstance(article, Article), article
    assert article.text.count("which is long enough") == 3


@pytest.mark.parametrize("name", EITHER)
def test_a_trap_is_an_article_or_a_reject(name):
    check(extract(payload(EITHER[name], "text/html", url=URL)))


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a",
              b"PK\x03\x04", b"\x1f\x8b\x08", b"\0\0\0\x1cftypmp42", b"RIFF0000WEBP",
              b"wOF2", b"\n\n\xff\xd8\xff\xe0", b"OTTO", b"II*\0", b"BM\x36\x10\0\0"],
)  # fmt: skip
def test_an_image_or_a_document_served_as_html_is_no_text(start):
    body = start + random.Random(1).randbytes(50_000)

    reject = extract(payload(body, "text/html", url=URL))

    assert isinstance(reject, Reject)
    assert reject.reason == "not_text"


@pytest.mark.parametrize(
    "body",
    [
        "<?xml version='1.0'?><!-- a --><rss version='2.0'><channel><item><title>A"
        "</title><description>Text long enough to be one.</description></item>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><summary>Text long enough to "
        "be one.</summary></entry></feed>",
        "<urlset><url><loc>https://news.example/s/1</loc></url></urlset>",
        "\n<svg xmlns='http://www.w3.org/2000/svg'><text>A map of it</text></svg>",
        ' {"text": "Some text that is long enough to be a paragraph <p>of it."}',
        '["Some text that is long enough to be a paragraph of it."]',
    ],
)
def test_a_feed_a_drawing_and_json_served_as_html_are_no_page(body):
    reject = extract(payload(body, "text/html", url=URL))

    assert isinstance(reject, Reject)
    assert (reject.reason, reject.detail[:6]) == ("not_html", "it is ")


@pytest.mark.parametrize(
    "start",
    ["<p ", "<p title='\"' id='>' ", '<p title="\'" id=">" ', "<p title=' > ' "],
)
def test_a_tag_of_countless_attributes_is_refused_however_its_start_is_quoted(start):
    attributes = " ".join(f"a{n}" for n in range(3_000))

    reject = extract(payload(f"{start}{attributes}>{LINE * 3}", "text/html", url=URL))

    assert isinstance(reject, Reject)
    assert (reject.reason, reject.detail[:9]) == ("too_many_tags", "a tag of ")


@pytest.mark.parametrize("start", ["<script>", "<script data-x='>'>", "<p title='<'>"])
def test_many_words_behind_a_tag_are_none_of_its_attributes(start):
    words = "word " * 3_000
    page = f"{LINE * 3}{start}{words}</script></p>{LINE * 3}"

    assert isinstance(extract(payload(page, "text/html", url=URL)), Article)


@pytest.mark.parametrize(
    "label",
    ["utf-16", "shift_jis", "hz-gb-2312", "x", "gb18030", "iso-2022-jp", "big5"],
)
@pytest.mark.parametrize("codec", ["utf-8", "cp1251", "euc-jp", "utf-16-le"])
def test_a_wrong_label_is_an_article_or_a_reject(label, codec):
    page = f"<html><body>{LINE}<p>Ёлка</p>".encode(codec, "replace")

    check(extract(payload(page, "text/html", url=URL, charset=label)))


def check(result: Article | Reject) -> None:
    """What holds of every result, whatever came in."""
    if isinstance(result, Reject):
        assert result.reason.replace("_", "").isalpha()
        assert result.detail
        return
    assert result.text == result.text.strip() != ""
    "".join((result.text, result.title or "", *result.authors, *result.tags)).encode()


def mutated(page: bytes, seed: int, n_changes: int) -> bytes:
    """`page` with bytes flipped, cut and moved, and tags doubled, opened and nested."""
    chance = random.Random(seed)
    for _ in range(n_changes):
        at, to = sorted(chance.randrange(len(page) + 1) for _ in range(2))
        tags = [n for n, byte in enumerate(page) if byte == ord("<")] or [0]
        start = chance.choice(tags)
        tag = page[start : page.find(b">", start) + 1]
        page = chance.choice([
            page[:at] + chance.randbytes(3) + page[at + 3 :],
            page[:at],
            page[at:],
            page[:at] + page[at + 200 :],
            page[:at] + page[to : to + 300] + page[at:],
            page[:start] + tag * chance.choice([2, 60]) + page[start:],
            page[:start] + page[start + len(tag) :],
            page[:start] + chance.choice([b"<!--", b"<script>", b"<", b"</", b"'",
                                          b"<table>", b"<svg>", b"\0"]) + page[start:],
        ])  # fmt: skip
    return page


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(st.sampled_from(PAGES), st.integers(0, 2**32), st.integers(1, 12))
def test_a_page_that_was_mutilated_is_an_article_or_a_reject(page, seed, n_changes):
    check(extract(payload(mutated(page, seed, n_changes), "text/html", url=URL)))


LARGE = """
import resource, sys
sys.path[:0] = {paths}
from payloads import payload
from tasks.extract.article import extract
said = "The port was opened on Monday after four years. " * 6
body = {{
    "paragraphs": ("<p>" + said + "</p>") * 170_000,
    "one": "<p>" + said * 174_000,
    "script": "<p>" + said + "<script>" + "a = 1; " * 7_000_000 + "</script>",
}}["{shape}"]
large = payload(body, "text/html", url="https://news.example/s/1")
del body
extract(large)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["paragraphs", "one", "script"])
def test_a_page_of_50_megabytes_takes_no_gigabyte(shape):
    here = Path(__file__).parent
    code = LARGE.format(paths=[str(here), str(here.parent)], shape=shape)

    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert int(ran.stdout) < 1e9
