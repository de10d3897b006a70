"""Fields of one line hold nothing that turns or hides text; scripts keep their own."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payloads import payload

from tasks.extract.article import extract
from tasks.extract.clean import tidy
from tasks.extract.fields import one_line
from warehouse.model.article import Article
from warehouse.model.entry import Listed

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HIDES = (
    "\xad\u2060\ufeff\u200b\u200e\u200f\u061c\u2063\u206a\u034f\u3164\ufff9\U000e0041"
)
CONTROLS = "\x00\x07\x08\x1b\x7f\x9b\x9d"
ALL = TURNS + HIDES + CONTROLS
TEXT = "<p>The bridge to the old town is shut, and will stay so until the spring.</p>"
# Written with what nobody sees, and wrong without it.
WRITTEN = {
    "Persian": "می\u200cخواهم کتاب\u200cها را",
    "Malayalam, a joiner at the end": "അവന\u0d4d\u200d",
    "Sinhala": "ශ\u0dca\u200dරී ලංකාව",
    "Hindi": "क\u094d\u200dष और क\u094d\u200cष",
    "Khmer with spaces that nobody sees": "ខ្ញុំ\u200bស្រលាញ់\u200bភាសា",
    "Hebrew with a mark of direction": "חברת C++\u200e, היום",
    "Arabic with a mark of direction": "شركة \u200fC#\u200f اليوم",
    "a family": "The 👨\u200d👩\u200d👧 act",
    "a picture of a mark": "Love \u2764\ufe0f\u200d\U0001f525 and 1\ufe0f\u20e3",
    "the flag of England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e"
    "\U000e0067\U000e007f wins",
    "a form of a Han letter": "葛\U000e0100城",
    "Mongolian with a form": "ᠠ\u180bᠡ",
    "Mongolian with a vowel set apart": "\u182a\u1820\u1837\u180e\u1820",
    "Mongolian with a form and a vowel set apart": "\u182d\u180b\u180e\u1820",
    "Adlam": "\U0001e900\U0001e927\u200c\U0001e922",
    "Chakma": "\U00011107\U00011133\u200c\U00011107",
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_script_needs_stays_in_a_line(name):
    assert one_line(WRITTEN[name]) == WRITTEN[name]


@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_script_needs_stays_in_a_body(name):
    said = f"{WRITTEN[name]} {WRITTEN[name]}."

    article = extract(payload(f"<h1>T</h1>{TEXT}<p>{said}</p>{TEXT}", "text/html"))
    raw = extract(payload(f"A line.\n\n{said}"))

    assert said in article.text
    assert said in raw.text


@pytest.mark.parametrize("letter", ALL)
def test_a_character_that_turns_or_hides_is_in_no_field_of_a_page(letter):
    said = f"{letter}An{letter}n {letter} L{letter}ee{letter}"
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle",
        "headline": f"{letter}Bridge {letter} shut{letter}", "author": {"name": said},
        "articleSection": said, "keywords": [said, said],
        "publisher": {"name": said}, "url": f"https://news.example/s{letter}/1",
    }  # fmt: skip
    page = (
        f"<title>{letter}Bridge {letter} shut{letter}</title>"
        f"<link rel='canonical' href='/s{letter}/1'>"
        f"<script type='application/ld+json'>{json.dumps(data)}</script>"
        f"<h1>{letter}Bridge {letter} shut{letter}</h1>{TEXT * 3}"
    )

    article = extract(payload(page, "text/html", url="https://news.example/s/1"))

    assert isinstance(article, Article)
    assert article.title == "Bridge shut"
    assert article.authors == article.tags == ("Ann Lee",)
    assert article.section == article.publisher == "Ann Lee"
    assert (article.canonical_url or "").isascii()
    said = json.dumps(dict(article.provenance), ensure_ascii=False)
    assert letter not in said


# A text file that holds one of the first of these is not taken for text.
@pytest.mark.parametrize("letter", ALL.replace("\x00\x07\x08", ""))
def test_a_character_that_turns_or_hides_is_in_no_field_of_a_listing_or_a_header(
    letter,
):
    said = f"Ann L{letter}ee"
    listed = Listed(title=said, authors=(said,), section=said, tags=(said,))

    of_feed = extract(payload(f"<div>{TEXT}</div>", "text/html", listed=listed))
    of_raw = extract(
        payload(
            f"Title: {said}\nAuthor: {said}\nSection: {said}\n\nThe bridge is shut."
        )
    )

    assert of_feed.title == of_feed.section == of_raw.title == "Ann Lee"
    assert of_feed.authors == of_feed.tags == of_raw.authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("vi\u200crus, vi\u200drus", "virus, virus"),
        ("a\ufe0e\ufe0f\ufe0fb", "a\ufe0eb"),
        ("\U0001f600\U000e0068\U000e0069", "\U0001f600"),
        ("هاها\u200c\u200c\u200c\u200d", "هاها"),
        ("\u200f\u200fשלום\u200f\u200f, a", "שלום\u200f, a"),
        ("\u3164", ""),
        ("\u202eevil\u202c", "evil"),
        ("vi\u180erus, \u180e", "virus,"),
    ],
)
def test_what_a_script_needs_hides_nothing_elsewhere(written, read):
    assert one_line(written) == read


@given(st.text(st.sampled_from(ALL + "aא ب\u0d4d\u200c\u200d\ufe0f👨葛ខ"), max_size=30))
def test_a_line_that_is_read_twice_is_read_once(text):
    assert one_line(one_line(text)) == one_line(text)


def test_no_letter_of_a_body_is_turned_by_an_override():
    said = "The price is \u202e000,1\u202c for each of us, they say."
    page = f"<h1>T</h1>{TEXT}<p>{said}</p>"

    article = extract(payload(page, "text/html"))

    assert "\u202e" not in article.text
    assert "The price is 000,1 for each" in article.text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a \u202eb\u202c c", "a b c"),
        (
            "a \u202b\u05d0 \u202dc\u202c \u05d1\u202c d",
            "a \u202b\u05d0 c \u05d1\u202c d",
        ),
        ("a \u202dc \u202b\u05d0\u202c d\u202c e", "a c \u202b\u05d0\u202c d e"),
        ("a \u202dc\n\u202b\u05d0\u202c", "a c\n\u202b\u05d0\u202c"),
        ("\u202da \u2067\u05d0\u202c\u2069 b\u202c", "a \u2067\u05d0\u202c\u2069 b"),
        ("\u2069\u202da\u202c", "\u2069a"),
    ],
)
def test_an_override_goes_with_its_own_end_and_no_other(written, read):
    assert tidy(written) == read
    assert tidy(read) == read
