"""Wrapped lines are joined, lines of a writer stay: over documents of all kinds."""

from __future__ import annotations

import random
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.raw.rawtext import read_paragraphs

WORDS = (  # noqa: SIM905
    "the ferry harbour of storm was in and captain said that boats island by night"
    " passengers waited for a morning while engines under repair on quay town council"
    " engineers wind with slowly again between two old bridge road"
).split()


def prose(chance, n_paragraphs=6):
    """Paragraphs of sentences of our own, always the same for one `chance`."""
    return [
        " ".join(
            " ".join(chance.choices(WORDS, k=chance.randint(8, 16))).capitalize() + "."
            for _ in range(chance.randint(2, 5))
        )
        for _ in range(n_paragraphs)
    ]


def wrapped(paragraphs, width, between="\n\n", **how):
    return between.join(textwrap.fill(one, width, **how) for one in paragraphs)


def read(text):
    return read_paragraphs(text).split("\n\n")


VERSE = """Upon the quay the ferry waits for day
And all the harbour lies beneath the rain
The captain counts the boats that went away
And none of them comes home to us again
Between two bridges runs the narrow road
That every engineer has walked before
And carries every year a heavier load
Of those who leave the island and the shore"""
SCORES = """Anderlecht - Club Brugge 2-1
Genk - Antwerp 0-0
Standard - Union 1-3
Gent - Mechelen 2-2
Charleroi - Westerlo 4-1"""
TABLE = """2019  1,234  55.2  12.1
2020  1,301  56.8  12.9
2021  1,298  57.1  13.4
2022  1,377  58.0  13.9
2023  1,402  58.8  14.2"""
LIST = """- boats that wait for the storm to pass by
- engines that are under repair on the quay
- passengers who slept in the town hall one night
- the captain and his two patient dogs on board"""
TRANSCRIPT = """ANN LEE: When does the ferry run again?
CAPTAIN LIM: When the storm has passed us by.
ANN LEE: And who pays for the night in town?
CAPTAIN LIM: The council does, as it always did.
ANN LEE: Thank you, captain, for your time."""
HEADS = """Ferry Resumes After Storm Of Two Days
Council Pays For Passengers And Dogs
Bridge Engineers Ask For Better Pay
Captain Lim Retires After Thirty Years
Harbour Road Closed For Long Repairs
Night Boats Return To Both Islands"""


@pytest.mark.parametrize("text", [VERSE, SCORES, TABLE, LIST, TRANSCRIPT, HEADS])
def test_verse_scores_tables_lists_and_transcripts_keep_their_lines(text):
    lines = [" ".join(line.split()) for line in text.split("\n")]

    assert read(text) == lines
    assert read(f"{wrapped(prose(random.Random(1)), 72)}\n\n{text}")[6:] == lines


@pytest.mark.parametrize("width", [50, 65, 72, 80, 100])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"between": "\n", "initial_indent": "    "},
        {"initial_indent": "        ", "subsequent_indent": "        "},
        {"between": "\n\n\n"},
    ],
)
def test_paragraphs_of_a_wrapped_document_come_back(width, how):
    paragraphs = prose(random.Random(width), 8)

    assert read(wrapped(paragraphs, width, **how)) == paragraphs


def test_a_blank_line_between_all_lines_parts_nothing():
    paragraphs = prose(random.Random(2), 6)
    text = "\n\n\n".join(
        textwrap.fill(one, 70).replace("\n", "\n\n") for one in paragraphs
    )

    assert read(text) == paragraphs


def test_paragraphs_that_only_a_short_last_line_ends_are_told_apart():
    paragraphs = [
        f"{one} And so they sailed for home." for one in prose(random.Random(4), 5)
    ]
    text = wrapped(paragraphs, 71, "\n")

    assert len(set(read(text)) & set(paragraphs)) >= 3


def test_a_dash_or_a_number_at_the_start_of_a_wrapped_line_is_no_item():
    text = (
        "The ferry between the two islands is running again, the operator said\n"
        "- after a storm that nobody had seen coming - and it will do so until\n"
        "12. The captain, who had waited for three days with his dog on board,\n"
        "was glad: nobody had believed that it would take so long, he told the\n"
        "Harbour Times: a paper of the town."
    )

    filler = wrapped(prose(random.Random(6)), 70)

    assert read(f"{filler}\n\n{text}")[-1] == text.replace("\n", " ")


def test_items_that_are_wrapped_are_joined_each():
    text = (
        "The council has named three reasons for closing the road to the old\n"
        "harbour until the spring:\n"
        "- the bridge that carries it has been under repair for two years and\n"
        "  is still not safe for lorries\n"
        "- the engineers of the town have asked for more time to look into it\n"
        "- nobody uses it in the winter anyway, the mayor said with some heat\n"
        "  on Monday"
    )

    assert [one[:9] for one in read(text)] == [
        "The counc",
        "- the bri",
        "- the eng",
        "- nobody ",
    ]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("He spoke of his disap-\npointment at noon.", "his disappointment at"),
        ("It was built off-\nshore.", "built offshore."),
        ("Less than two-\nthirds, not two-thirds, came.", "than two-thirds, not"),
        (
            "It was built in two years, so said the Anglo-\nAmerican firm.",
            "the Anglo-American firm",
        ),
        ("Es gebe Vor-\nund Nachteile.", "gebe Vor- und Nachteile"),
        ("The engineers said that the vote of 2019-\n20 was close.", "of 2019-20 was"),
        ("It is a harbour-\nbridge of old.", "a harbour-bridge of"),
        ("It is a well\u00ad\nKnown one.", "a wellKnown one"),
        ("It is a won¬\nder.", "a wonder."),
    ],
)
def test_a_hyphen_that_broke_a_word_goes_and_one_of_the_writer_stays(lines, joined):
    text = wrapped(prose(random.Random(5)), 60)

    assert joined in read(f"{text}\n\n{lines}")[-1]


def test_a_broken_word_is_mended_where_nothing_else_is_wrapped():
    assert read("The mayor spoke of a disap-\npointment.\nHe left.") == [
        "The mayor spoke of a disappointment.",
        "He left.",
    ]


def test_a_word_of_any_length_is_read_once():
    # each letter of it was asked for the whole word: 10 s for 20,000 of them
    word = "船" * 300_000

    assert read(f"{word}\n\n{word}-") == [word, f"{word}-"]


def test_chinese_and_japanese_lines_are_joined_without_a_space():
    chinese = (
        "渡轮在风暴过后恢复运行，港口的工程师们在夜里修好了发动机，乘客们等待了三天才回到岛上。"
        * 4
    )
    japanese = (
        "嵐の後でフェリーの運航が再開され、港の技師たちは夜のうちにエンジンを修理した。"
        * 4
    )

    for text in (chinese, japanese):
        lines = [text[at : at + 34] for at in range(0, len(text), 34)]
        assert read("\n".join(lines) + "\n\n" + "\n".join(lines)) == [text, text]


def test_thai_is_joined_without_a_space_and_korean_with_one():
    thai = "เรือข้ามฟากกลับมาให้บริการอีกครั้งหลังพายุพัดผ่านท่าเรือเป็นเวลาสามวันสามคืน" * 4
    korean = "폭풍이 지나간 뒤 두 섬을 잇는 여객선이 다시 운항을 시작했다고 밝혔다 " * 6
    thai_lines = "\n".join(thai[at : at + 60] for at in range(0, len(thai), 60))

    assert read(thai_lines) == [thai]
    assert read(textwrap.fill(korean, 40)) == [korean.strip()]


@given(st.integers(0, 10_000), st.integers(45, 110), st.booleans())
def test_any_wrapping_at_one_width_gives_the_paragraphs_back(seed, width, is_set_in):
    paragraphs = prose(random.Random(seed), 7)
    indent = "    " if is_set_in else ""

    assert read(wrapped(paragraphs, width, initial_indent=indent)) == paragraphs


ODD = ["A-\n", "-", "\n", "\n\n", "\t", "¬\n", "12.", "Lee:"]


@given(st.lists(st.sampled_from([*WORDS, *ODD]), max_size=120))
def test_joining_loses_no_letter(pieces):
    text = " ".join(pieces)

    kept = [letter for letter in read_paragraphs(text) if letter.isalnum()]

    assert kept == [letter for letter in text if letter.isalnum()]
