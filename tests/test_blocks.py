import pytest
from lxml import html

from tasks.extract.body import blocks_of, read_fragment
from tasks.extract.dropped import Dropped
from tasks.extract.features import FLAGS, NAMES, rows_of
from tasks.extract.judge import (
    SECOND_FLAGS,
    SECOND_NAMES,
    read_judge,
    second_rows,
)
from tasks.extract.phrases import is_furniture

PAGE = """
<html><body><div class="ad"><div></div></div>
<nav><a href="/">Home</a></nav><h1>A bridge is closed</h1>
<main class="story"><div class="lead"><p>The bridge over the river has been closed since
the storm, and nobody knows how long it will be.</p></div><div class="spacer"></div>
<figure><img src="x.jpg"><figcaption>The bridge from the quay</figcaption></figure>
<h2>What comes next</h2><ul><li>A vote on Monday, at 10:30.</li><li>
<a href="/b">More</a></li></ul>
<p>Engineers found rust in two of the nine cables. Replacing them costs eleven
million and takes until the spring, the province wrote in its report.</p></main>
</body></html>
"""


def test_only_boxes_that_hold_text_are_numbered_and_those_above_come_first():
    blocks, layout = blocks_of(html.fromstring(PAGE), Dropped(keeps=False))

    boxes = [block.place for block in blocks]
    names = {box.name for box in boxes} | {box.above.name for box in boxes if box.above}
    assert "lead" in names
    assert not names & {"ad", "spacer"}
    assert all(box.above.no < box.no for box in boxes if box.above)
    assert {box.no for box in boxes} < set(range(len(layout.branches)))


MENU = "".join(f'<li><a href="/{n}">Part {n} of the paper</a></li>' for n in range(9))


def test_a_fragment_that_is_a_list_of_links_is_kept_whole():
    page = html.fromstring(f"<div><p>The parts are these.</p><ul>{MENU}</ul></div>")

    kept = read_fragment(page, None, Dropped(keeps=False))

    assert len(kept) == 10


def test_text_below_two_hundred_boxes_that_hold_nothing_else_is_read():
    deep = "<table><tr><td><figure>" * 49 + "<p>Rust in two of the nine cables.</p>"

    blocks, _ = blocks_of(html.fromstring(deep), Dropped(keeps=False))

    assert [block.text for block in blocks] == ["Rust in two of the nine cables."]


def test_a_letter_that_is_not_seen_parts_no_word_and_stands_in_no_block():
    page = html.fromstring("<p>news\u200bpaper  of\xa0the\xadday \u2060</p>")

    blocks, _ = blocks_of(page, Dropped(keeps=False))

    assert [block.text for block in blocks] == ["news\u200bpaper of theday"]


def test_flags_hold_true_or_false_and_every_other_column_a_float():
    blocks, layout = blocks_of(html.fromstring(PAGE), Dropped(keeps=False))
    title = "A bridge is closed"

    rows = rows_of(blocks, layout, title, is_news=True)
    said = [read_judge().first(row) if row else -4.0 for row in rows]
    seconds = second_rows(blocks, rows, layout, said)

    for table, names, flags in (
        (rows, NAMES, FLAGS), (seconds, SECOND_NAMES, SECOND_FLAGS),
    ):  # fmt: skip
        kinds = {
            (name, type(value))
            for row in table
            for name, value in zip(names, row, strict=bool(row))
        }
        assert kinds == {(name, bool if name in flags else float) for name in names}


@pytest.mark.parametrize(
    "line",
    [
        "Read more: the bridge", "READ ALSO", "• Read more", "12. Photo: the quay",
        "© The Gazette", "-- © The Gazette", "(责任编辑：王)", "【责任编辑：王】",
        "اقرأ أيضا", "Čtěte také", "ŹRÓDŁO: PAP", "\u212aommentare", "-©",
    ],
)  # fmt: skip
def test_a_line_begins_as_furniture_whatever_its_case_and_its_bullet(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "", "•", "1234567", "Readers were asked", "The photo was taken",
        "Byzantium fell", "------- Read more", "Read more" + 192 * "x",
    ],
)  # fmt: skip
def test_a_line_is_no_furniture_for_a_word_within_it(line):
    assert not is_furniture(line)
