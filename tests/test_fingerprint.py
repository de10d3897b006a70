"""Equal digests mean equal content, and unequal content unequal digests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.fingerprint import (
    count_words,
    fingerprint,
    repeat_key,
    text_digest,
)
from tasks.text.normalize import normalized
from warehouse.model.article import Article, Dated

JANUARY = Dated(
    at=datetime(2022, 1, 1, tzinfo=UTC),
    until=datetime(2022, 2, 1, tzinfo=UTC),
    precision="month",
    raw="2022-01",
    came_from="header:date",
)
ARTICLE = Article(
    text="Er zijn grote verschillen.",
    title="NAVO",
    authors=("An", "Bo"),
    section="wereld",
    published=JANUARY,
)


@pytest.mark.parametrize(
    "seen",
    [
        {"text": "Er zijn grote verschillen!"},
        {"title": "Navo"},
        {"title": None},
        {"authors": ("Bo", "An")},
        {"authors": ("AnBo",)},
        {"section": "binnenland"},
        {"section": None},
        {"published": None},
        {"published": replace(JANUARY, precision="day")},
        {"published": replace(JANUARY, at=datetime(2022, 1, 2, tzinfo=UTC))},
    ],
    ids=str,
)
def test_what_a_reader_sees_is_in_the_fingerprint(seen):
    assert fingerprint(replace(ARTICLE, **seen)) != fingerprint(ARTICLE)


@pytest.mark.parametrize(
    "unseen",
    [
        {"tags": ("oorlog",)},
        {"language": "nl"},
        {"modified_at": JANUARY.until},
        {"image_url": "https://example.org/a.jpg"},
        {"canonical_url": "https://example.org/a"},
        {"published": replace(JANUARY, raw="jan 2022", came_from="meta:date")},
    ],
    ids=str,
)
def test_what_a_reader_does_not_see_is_not(unseen):
    assert fingerprint(replace(ARTICLE, **unseen)) == fingerprint(ARTICLE)


def test_the_fingerprint_of_today_is_that_of_tomorrow():
    assert str(fingerprint(ARTICLE)) == "f3a19738-0350-4b5d-8d89-d626221d2c74"
    assert str(text_digest("a")) == "bc290aac-0711-c825-361e-ae542ac60b9d"
    assert str(repeat_key("A!" * 20)) == "ac089e3c-854b-453b-0cd4-b64a09e36739"


FIELD = st.one_of(st.none(), st.text(alphabet="a1:-", max_size=4))


@given(FIELD, FIELD, FIELD, FIELD)
def test_one_field_never_runs_into_the_next(title_a, section_a, title_b, section_b):
    a = Article(text="x", title=title_a, section=section_a)
    b = Article(text="x", title=title_b, section=section_b)

    assert (fingerprint(a) == fingerprint(b)) == (a == b)


def test_a_text_repeats_another_whatever_its_punctuation():
    a = "De verwachtingen waren laag, klonk het. De raad kwam samen."
    b = "de verwachtingen waren laag – klonk het.De Raad kwam samen&hellip;"

    assert repeat_key(a) == repeat_key(b)
    assert text_digest(a) != text_digest(b)


def test_a_text_of_few_letters_repeats_only_what_is_equal_byte_for_byte():
    few, enough = "abcdefghij klmnopqrs", "abcdefghij klmnopqrst"

    assert repeat_key(few) != repeat_key(few + "!")
    assert repeat_key(few) == text_digest(few)
    assert repeat_key(enough) == repeat_key(enough + "!")
    assert repeat_key("!!!") != repeat_key("???")


def test_marks_alone_are_no_letters():
    assert repeat_key("a" + "\u0301" * 40) == text_digest("a" + "\u0301" * 40)


def test_a_text_with_half_a_surrogate_has_its_digests():
    assert text_digest("\ud800") != text_digest("\ud801")
    assert fingerprint(Article(text="\ud800")) != fingerprint(Article(text="?"))


@pytest.mark.parametrize(
    ("text", "n_words"),
    [
        ("", 0),
        ("… — !", 0),
        ("De NAVO-landen, zei hij: 'nee'.", 5),
        ("don't  stop\n\nnow", 3),
        ("किसान ने कहा।", 3),
        ("北约秘书长，北约。", 7),
        ("日本のニュース", 7),
        ("서울 뉴스", 2),
        ("ภาษาไทย", 7),
        ("NATO 北约 2022", 4),
    ],
)
def test_words_are_counted_and_letters_where_there_is_no_space(text, n_words):
    assert count_words(text) == n_words


def test_a_text_of_every_symbol_that_nobody_assigned_costs_no_more_than_a_long_one():
    symbols = [chr(code) for code in range(0xF0000, 0x10FFFE)]

    assert count_words(f"one {' '.join(symbols)} two") == 2
    assert normalized("one " + "é".join(symbols)) == "one" + "é" * (len(symbols) - 1)


@given(st.text(st.sampled_from("aZé9’“”–-_.,€\u0301\ud800 \u00a0\u2028\n\t\x1c")))
def test_a_word_is_what_stands_between_white_space_and_holds_a_letter_or_a_digit(
    text: str,
) -> None:
    words = [word for word in text.split() if any(map(str.isalnum, word))]

    assert count_words(text) == len(words)
