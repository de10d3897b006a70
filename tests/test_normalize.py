"""What counts of a text when it is compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.normalize import (
    counts,
    letters_and_digits,
    letters_of_lines,
    normalized,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Klonk het. De NAVO!", "klonkhetdenavo"),
        ("R&eacute;sum&#233; &amp; co", "résuméco"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁn ｆｉｎ ²", "finfin2"),
        ("cafe\u0301", "café"),
        ("cafe.\u0301", "café"),
        ("snake_case", "snakecase"),
        ("北约，秘书长。", "北约秘书长"),
        ("कि कु", "किकु"),
        ("السَّلام", "السَّلام"),
        ("٣ 3", "٣3"),
        ("„Zo” – ‘nee’…\u00a0«ja»", "zoneeja"),
        ("\ud800a", "a"),
        ("&#x" + "f" * 99 + ";a", "a"),
        ("… — !", ""),
        ("", ""),
    ],
)
def test_letters_and_digits_count_in_any_dress(text, expected):
    assert normalized(text) == expected


def test_two_words_that_differ_in_a_vowel_sign_stay_two():
    assert normalized("कि") != normalized("कु")


def test_a_number_of_a_million_digits_is_no_entity_and_costs_no_time():
    assert normalized("&#" + "9" * 1_000_000 + ";") == ""


ODD = st.sampled_from(
    [*"aİßΐϓẞ&;#.é", "\u0345", "\u0301", "ﬃ", "㈎", "&amp;", "™", "，"]
)


@given(st.one_of(st.text(), st.lists(ODD).map("".join)))
def test_normalising_twice_changes_nothing(text):
    once = normalized(text)

    assert normalized(once) == once


@given(st.text())
def test_what_is_kept_is_letters_digits_and_marks_in_their_order(text):
    kept = [char for char in text if unicodedata.category(char)[0] in "LNM"]

    assert letters_and_digits(text) == "".join(kept)
    assert kept == [char for char in text if counts(char)]


@given(st.text(), st.text())
def test_letters_of_two_texts_are_letters_of_both(a, b):
    assert letters_and_digits(a + b) == letters_and_digits(a) + letters_and_digits(b)


@given(st.lists(st.one_of(st.text(), st.text("«a_é\u0301、。•★→§1\udcff\u0e31 "))))
def test_letters_of_lines_are_those_of_each(some):
    lines = [line.replace("\n", " ") for line in some]

    found = letters_of_lines("\n".join(lines))

    assert found == [letters_and_digits(line) for line in lines or [""]]
