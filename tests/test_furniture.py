"""Furniture of pages and exports goes with a record of it; what may be prose stays."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payloads import payload
from test_wrapping import HEADS, LIST, SCORES, TABLE, VERSE, prose, wrapped

from tasks.extract.article import extract
from tasks.extract.dropped import Dropped
from tasks.extract.raw.rawtext import read_text


def read(text):
    """The text, and what was told as dropped: (reason, text)."""
    dropped = Dropped(keeps=True)
    kept, _ = read_text(text, dropped)
    return kept, [(drop.reason, drop.text) for drop in dropped.drops]


@pytest.mark.parametrize(
    "text",
    [
        "Share",
        "Print\n\nThe paper is printed in town.",
        "Facebook\nTwitter\nGoogle\nAmazon",
        "Copyright 2020 was a bad year for artists, who lost.",
        "Copyright 2020, A year in court",
        "© 2020 A day at the sea",
        "Song\n\nShare\n\nSave\n\nFollow\n\nHome",
        "Share\nListen",
        "Photo: a story",
        "Photo: A Story",
        "Photo: Everything",
        "Images: what we see",
        "Foto: Ein Land",
        "Foto: de zee",
        "Фото: Море",
        "Copyright law protects those who write.",
        "Page 3\n\nThe page is famous.",
        "4\n\n2\n\n7",
        "1\n\nIt rained.\n\n2\n\nIt stopped.\n\n3\n\nIt rained again.",
        "2019\n\n2020\n\n2021\n\n2022",
        "Photo editors of the paper are on strike: nobody knows for how long.",
        "Image: the word stands for what we see.",
        '"We use cookies to track you," the firm said.',
        "Read more books, the minister said.",
        "Related costs rose by a third.",
        "See also what the council did.",
        "Continue on page after page, said the teacher.",
        "We use cookies as bait, said the hunter.",
        VERSE,
        SCORES,
        TABLE,
        LIST,
        HEADS,
        "\n\n".join([SCORES] * 4),
        "\n\n".join([TABLE] * 4),
        "\n\n".join(f"{verse}\n\nAnd none of them comes home" for verse in [VERSE] * 5),
        "\n\n".join(
            f"Pros\n\n{one}\n\nCons\n\n{one}" for one in prose(random.Random(1))
        ),
        "\n\n".join(f"Step {n}\n\n{LIST}" for n in range(1, 9)),
    ],
)
def test_what_may_be_prose_is_not_dropped(text):
    assert read(f"The bridge is shut.\n\n{text}\n\nIt will open.")[1] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Page 3 of 7", "page_number"),
        ("Seite 3 von 7", "page_number"),
        ("第3页", "page_number"),
        ("(Continued on page 4)", "continued"),
        ("Continued on Page A4", "continued"),
        ("Fortsetzung auf Seite 4", "continued"),
        ("Lees verder op pagina 4", "continued"),
        ("下转第4版", "continued"),
        ("(more)", "continued"),
        ("Copyright 2020 The Example Company. All rights reserved.", "copyright"),
        ("Copyright (c) 2020 Example Ltd.", "copyright"),
        ("© 2019-2020 Example News", "copyright"),
        ("(c) 2010 Reuters Limited", "copyright"),
        ("Copyright 2010 The Times of Example", "copyright"),
        ("Copyright 2010 Example and its agencies. All rights reserved.", "copyright"),
        ("All Rights Reserved", "copyright"),
        ("Alle Rechte vorbehalten.", "copyright"),
        ("ADVERTISEMENT", "advert"),
        ("Advertisement - scroll to continue", "advert"),
        ("- Anzeige -", "advert"),
        ("Read more:", "related"),
        ("Read more: Ferry resumes after the storm", "related"),
        ("Lees ook: De veerboot vaart weer", "related"),
        ("Читайте также: Паром снова ходит", "related"),
        ("相关阅读：渡轮恢复运行", "related"),
        ("[Photo: Ann Lee/Example]", "caption_credit"),
        ("(Foto: dpa)", "caption_credit"),
        ("Photo: Ann Lee", "caption_credit"),
        ("Photo: REUTERS/Ann Lee", "caption_credit"),
        ("Photo: AFP", "caption_credit"),
        ("Photo: Reuters", "caption_credit"),
        ("Foto: dpa", "caption_credit"),
        ("Foto: Ann van Lee, ANP", "caption_credit"),
        ("Image: Courtesy of Ann Lee", "caption_credit"),
        ("Фото: Анна Ли / ТАСС", "caption_credit"),
        ("图：新华社", "caption_credit"),
        ("Share this article", "menu"),
        ("Skip to main content", "menu"),
        ("Accept all cookies", "cookies"),
        ("We use cookies to improve your experience on our site.", "cookies"),
        ("Diese Website verwendet Cookies, um Inhalte zu verbessern.", "cookies"),
        ("-30-", "end_mark"),
        ("End of Document", "end_mark"),
    ],
)
def test_a_line_of_a_fixed_form_goes_and_is_told(line, reason):
    kept, dropped = read(f"The bridge is shut.\n\n{line}\n\nIt will open.")

    assert kept == "The bridge is shut.\n\nIt will open."
    assert dropped == [(reason, line)]


def test_buttons_go_where_several_stand_together():
    kept, dropped = read(
        "Share\nTweet\nFacebook\n\nThe bridge is shut.\n\nPrint\n\nEmail"
    )

    assert kept == "The bridge is shut."
    assert Counter(reason for reason, _ in dropped) == {"menu": 5}


def paged(
    paragraphs, between, per_page=30, head="THE EXAMPLE TIMES  {}", foot="- {} -"
):
    lines = wrapped(paragraphs, 72).split("\n")
    pages = [lines[at : at + per_page] for at in range(0, len(lines), per_page)]
    return between.join(
        "\n".join([head.format(n), "", *page, "", foot.format(n)])
        for n, page in enumerate(pages, 1)
    )


@pytest.mark.parametrize("between", ["\f", "\n\n\n", "\n\f"])
@pytest.mark.parametrize("foot", ["- {} -", "{}", "Page {}"])
def test_heads_and_numbers_of_pages_go_and_paragraphs_run_over_their_ends(
    between, foot
):
    paragraphs = prose(random.Random(3), 40)

    kept, dropped = read("Bridge shut\n\n" + paged(paragraphs, between, foot=foot))

    assert kept.split("\n\n") == ["Bridge shut", *paragraphs]
    assert {reason for reason, _ in dropped} == {"running_head", "page_number"}


def test_the_first_line_of_a_text_is_no_running_head():
    kept, _ = read("Bridge shut\n\nIt is.\fBridge shut\n\nIt was.\fBridge shut\n\nYes.")

    assert kept == "Bridge shut\n\nIt is.\n\nIt was.\n\nYes."


def test_a_row_says_how_much_was_dropped_and_why():
    text = (
        "date 2022-01 The bridge is shut.\n\nRead more: X\n\nPage 1 of 2\n\nPage 2 of 2"
    )

    article = extract(payload(text))

    assert article.text == "The bridge is shut."
    assert dict(article.provenance)["dropped"] == "page_number 2, related 1"


LINES = st.sampled_from(
    ["The bridge is shut, the town said.", "and nobody knows why", "Share", "Tweet",
     "Page 3 of 7", "- 4 -", "5", "6", "7", "THE EXAMPLE TIMES", "Read more:", "\f", "",
     "", "Copyright 2020 Example", "[Photo: Ann Lee]", "2-1", "* * *",
     "Continued on page 4",
     "The ferry that runs between the two islands was late again on Mon-",
     "day, when the storm had not yet passed and all the boats were kept"]
)  # fmt: skip


@given(st.lists(LINES, max_size=60))
def test_the_letters_of_text_and_drops_are_those_of_the_input(lines):
    text = "\n".join(lines)

    kept, dropped = read(text)

    both = kept + "".join(said for _, said in dropped)
    assert Counter(filter(str.isalnum, both)) == Counter(filter(str.isalnum, text))


@given(st.text(max_size=300))
def test_no_text_loses_a_letter_unsaid(text):
    kept, dropped = read(text)

    both = kept + "".join(said for _, said in dropped)
    assert Counter(filter(str.isalnum, both)) == Counter(filter(str.isalnum, text))
