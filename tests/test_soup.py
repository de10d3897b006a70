"""Pieces of HTML that stand in a page's data: their paragraphs, and nothing unseen."""

from __future__ import annotations

import pytest

from tasks.extract.soup import holds_tags, read_soup


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>bold</b> line.</p><p>Two.</p>", "One bold line.\n\nTwo."),
        ("Loose<p>in a paragraph</p>tail", "Loose\n\nin a paragraph\n\ntail"),
        ("<p>First<br>second</p>", "First\n\nsecond"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("<p>Seen<!-- not --><script>x='<p>y</p>'</script>.</p>", "Seen."),
        ("<p>图书馆</p><p>开放</p>", "图书馆\n\n开放"),
        ("<p>a &lt; b &amp; c</p>", "a < b & c"),
        ("", ""),
    ],
)
def test_each_part_of_a_piece_is_a_paragraph(html, text):
    assert read_soup(html) == text


@pytest.mark.parametrize("text", ["a < b and c > d", "I <3 news", "5<6", ""])
def test_what_only_looks_like_a_tag_is_text(text):
    assert not holds_tags(text)


def test_a_piece_of_many_levels_and_line_ends_is_read_in_time():
    html = "<div>" * 5_000 + "text" + "<br>" * 50_000 + "<p>last</p>"

    assert read_soup(html).startswith("text")
