"""Raw texts: the small header off, the paragraphs whole, nothing swallowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payloads import payload

from tasks.extract.dropped import Dropped
from tasks.extract.rawtext import read_paragraphs, read_raw


def read(text):
    return read_raw(text, payload(b""), Dropped(keeps=False))


def test_a_date_in_front_of_the_first_sentence_is_a_header():
    fields, text = read(" date 2022-01 Er zijn 'grote verschillen'.\n\nEinde.")

    assert text == "Er zijn 'grote verschillen'.\n\nEinde."
    assert [(d.value, d.came_from) for d in fields.published] == [
        ("2022-01", "header:date")
    ]
    assert fields.title is None


@pytest.mark.parametrize(
    "text",
    ["date 2022-99 was no month.", "date 2022-0112 x", "date 2150-01 is far off."],
)
def test_a_date_that_cannot_be_one_stays_in_the_text(text):
    fields, body = read(text)

    assert body == text
    assert fields.published == ()


def test_header_lines_are_read_in_any_case_and_order_until_the_first_other_line():
    fields, text = read(
        "TITLE: Ferry resumes\ndate: 5 May 2022\nBy: Ann Lee and Bo Lim\n"
        "url: https://example.org/ferry\nSource: The Example\nLanguage: en-GB\n"
        "Section: Travel\nTags: ferry, storm\n\nThe ferry is running.\nDate: unknown"
    )

    assert text == "The ferry is running.\n\nDate: unknown"
    assert fields.title.value == "Ferry resumes"
    assert fields.published[0].value == "5 May 2022"
    assert fields.authors.value == ("Ann Lee", "Bo Lim")
    assert fields.canonical_url.value == "https://example.org/ferry"
    assert fields.publisher.value == "The Example"
    assert fields.language.value == "en-GB"
    assert fields.section.value == "Travel"
    assert fields.tags.value == ("ferry", "storm")


@pytest.mark.parametrize(
    "text",
    [
        "Note: the ferry is late.\n\nIt will come.",
        "Date: nobody knows when it happened.",
        "URL: what the letters stand for, explained.",
        "Language: a history of how we came to speak.",
        "First a sentence.\n\nTitle: not a header any more",
        "https://example.org/a",
        "12:30: the train leaves.",
        "Title: " + "x" * 600,
    ],
)
def test_a_line_of_the_article_is_not_taken_for_a_header(text):
    assert read(text)[1] == text


def test_front_matter_is_read_and_its_dates_stay_as_written():
    fields, text = read(
        "---\ntitle: 'Ferry: it runs'\ndate: 2022-01\nauthors:\n  - Ann Lee\n"
        "  - name: Bo Lim\ntags: [ferry, storm]\nlayout: post\n---\nThe ferry runs."
    )

    assert text == "The ferry runs."
    assert fields.title.value == "Ferry: it runs"
    assert fields.published[0].value == "2022-01"
    assert fields.authors.value == ("Ann Lee", "Bo Lim")
    assert fields.tags.value == ("ferry", "storm")


@pytest.mark.parametrize(
    "matter",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b",
        "title: " + "[" * 5_000,
        "title: " + "[" * 50 + "x" + "]" * 50,
        "title: !!python/object/apply:os.system ['true']",
        "just a line of text",
        "title: [unclosed",
    ],
)
def test_front_matter_that_is_a_trap_or_no_map_stays_in_the_text(matter):
    fields, text = read(f"---\n{matter}\n---\nThe ferry runs.")

    assert text.startswith("---\n\n")
    assert text.endswith("---\n\nThe ferry runs.")
    assert fields.title is None


def test_every_kind_of_space_is_squeezed_and_what_cannot_be_seen_is_gone():
    text = read_paragraphs(
        "a\u00a0\u00a0b \t c\u3000d\x00\x07\ufeff e\u00adf\r\n \r\ng\x0ch"
    )

    assert text == "a b c d ef\n\ng\n\nh"


def test_hard_wrapped_lines_are_joined():
    text = read_paragraphs(
        "The ferry between the two islands is running again, the operator\n"
        "said on Monday, after a storm had kept it in port for three days\n"
        "and two nights.\n\nThe first boat left at six in the morning with forty\n"
        "passengers and, the captain said, a very patient dog on board with\nits owner."
    )

    assert text.startswith("The ferry between the two islands is running again, the op")
    assert "operator said on Monday" in text
    assert "days and two nights." in text


@pytest.mark.parametrize(
    "text",
    [
        "A first paragraph on one line.\nShort one.\nA third paragraph.",
        "The ferry between the two islands is running again since Monday.\n"
        "The captain and his patient dog went aboard at six this morning.",
        "Roses are red,\nviolets are blue,\nsugar is sweet.",
        "- the first item of a list that is long\n- the second item of a list of them",
        "Sub-head\nThe paragraph under it is longer than the head above it by far.",
    ],
)
def test_lines_that_are_paragraphs_of_their_own_are_not_joined(text):
    assert read_paragraphs(text) == text.replace("\n", "\n\n")


@given(st.text(alphabet=st.characters(), max_size=400))
def test_squeezing_twice_changes_nothing_but_joins(text):
    once = read_paragraphs(text)

    once.encode()
    assert "\n\n\n" not in once
    assert once == once.strip()


@given(st.text(alphabet="ab:- \n.Tilename", max_size=200))
def test_no_word_of_a_text_is_lost_but_header_and_spaces(text):
    assert "".join(read_paragraphs(text).split()) == "".join(text.split())
