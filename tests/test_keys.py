"""Known variants of a key are one key; other keys are others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.keys import make_key
from tasks.text.urls import UrlUnreadable

PLAIN = "https://example.org/news/story"


def digest(rule, written, source_id="a"):
    return make_key(rule, written, source_id).digest


@pytest.mark.parametrize(
    "variant",
    [
        "http://example.org/news/story",
        "https://EXAMPLE.org:443/news/story/",
        "https://example.org/news/story/amp",
        "https://example.org/news/story/amp/",
        "https://example.org/news/story.amp.html",
        "https://example.org/news/story?amp=1",
        "https://example.org/news/story?amp",
        "https://example.org/news/story?outputType=amp",
        "https://example.org/news/story/print/",
        "https://example.org/news/story?print=1",
        "https://amp.example.org/news/story",
        "https://example.org/news/story?utm_source=rss&fbclid=x",
        "https://example.org/news/%73tory",
        "https://example.org/news/story#0",
        "https://example.org/news/story#12",
    ],
)
def test_variants_of_an_address_are_one_key(variant):
    assert digest("url", variant) == digest("url", PLAIN)
    assert digest("guid", variant) == digest("guid", PLAIN)
    assert digest("guid", f" {variant}\n") == digest("guid", PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        "https://www.example.org/news/story",
        "https://example.org/news/Story",
        "https://example.org/news/story?id=1",
        "https://example.org/news/story-amp",
        "https://example.org/news/story-print",
        "https://example.org/news/story?print=2",
        "https://example.org/news/story%2Famp%2F1",
        "https://example.org:8443/news/story",
    ],
)
def test_other_addresses_are_other_keys(other):
    assert digest("url", other) != digest("url", PLAIN)
    assert digest("guid", other) != digest("guid", PLAIN)


def test_the_order_of_parameters_and_the_case_of_escapes_do_not_count():
    assert digest("url", PLAIN + "?b=%c3%a9&%61=1") == digest("url", PLAIN + "?a=1&b=é")


def test_a_fragment_that_names_a_post_makes_another_guid_but_not_another_address():
    assert digest("guid", PLAIN + "#post-1") != digest("guid", PLAIN)
    assert digest("url", PLAIN + "#post-1") == digest("url", PLAIN)


def test_a_page_called_amp_is_not_the_front_page():
    assert digest("url", "https://example.org/amp") != digest(
        "url", "https://example.org/"
    )


def test_an_address_is_for_all_sources_and_every_other_key_for_its_own():
    assert digest("url", PLAIN, "a") == digest("url", PLAIN, "b")
    for rule in ("guid", "path", "record", "title_date"):
        assert digest(rule, PLAIN, "a") != digest(rule, PLAIN, "b")


def test_one_text_under_two_rules_is_two_keys():
    rules = ("guid", "url", "path", "record", "title_date")

    assert len({digest(rule, PLAIN) for rule in rules}) == len(rules)


def test_a_path_in_decomposed_accents_is_the_same_path():
    assert digest("path", "cafe\u0301.txt") == digest("path", "caf\u00e9.txt")
    assert digest("path", "Café.txt") != digest("path", "café.txt")


def test_a_file_name_that_is_not_utf_8_has_a_key():
    assert digest("path", "caf\udce9.txt") != digest("path", "caf\udce8.txt")


def test_a_title_and_date_are_one_key_in_any_case_and_spacing():
    one = digest("title_date", "Storm over Gent  2022-01")

    assert one == digest("title_date", "STORM OVER GENT 2022-01\n")
    assert one != digest("title_date", "Storm over Gent 2022-02")


def test_a_key_is_kept_as_it_is_written():
    assert make_key("guid", " HTTP://Example.org/#0 ", "a").written == (
        " HTTP://Example.org/#0 "
    )


def test_a_guid_that_only_looks_like_an_address_is_kept_as_text():
    assert digest("guid", "https://me:pw@example.org/") != digest("guid", "http://")


def test_a_key_of_nothing_and_an_address_that_is_none_are_refused():
    with pytest.raises(ValueError, match="leave the key out"):
        make_key("guid", " \n", "a")
    with pytest.raises(UrlUnreadable):
        make_key("url", "not a url", "a")


FIELD = st.text(alphabet="a1:é", min_size=1, max_size=4)


@given(FIELD, FIELD, FIELD, FIELD)
def test_source_and_path_never_run_into_each_other(path_a, source_a, path_b, source_b):
    same = digest("path", path_a, source_a) == digest("path", path_b, source_b)

    assert same == ((path_a, source_a) == (path_b, source_b))


def test_a_length_inside_a_field_is_not_taken_for_an_encoding():
    assert digest("path", "b1:c", "a") != digest("path", "c", "a4:b1:")
    assert digest("record", "bc", "a") != digest("record", "c", "ab")
