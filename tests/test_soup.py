"""Pieces of HTML that stand in a page's data: their paragraphs, and nothing unseen."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tasks.extract.soup import holds_tags, read_soup

PIECES = [
    ("<p>One <b>bold</b> line.</p><p>Two.</p>", "One bold line.\n\nTwo."),
    ("Loose<p>in a paragraph</p>tail", "Loose\n\nin a paragraph\n\ntail"),
    ("<p>First<br>second</p>", "First\n\nsecond"),
    ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
    ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
    ("<p>Seen<!-- not --><script>x='<p>y</p>'</script>.</p>", "Seen."),
    ("<p>图书馆</p><p>开放</p>", "图书馆\n\n开放"),
    ("<p>a &lt; b &amp; c</p>", "a < b & c"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "text"), PIECES)
def test_each_part_of_a_piece_is_a_paragraph(html, text):
    assert read_soup(html) == text


@pytest.mark.parametrize("text", ["a < b and c > d", "I <3 news", "5<6", ""])
def test_what_only_looks_like_a_tag_is_text(text):
    assert not holds_tags(text)


@pytest.mark.parametrize(("html", "text"), PIECES)
def test_a_piece_of_more_tags_than_make_a_tree_reads_the_same(html, text):
    first = "<p>first</p>" * 6_000

    assert read_soup(first + html) == "\n\n".join(["first"] * 6_000 + [text]).strip()


# Reads a piece in a process of its own, which is killed after so much CPU.
IN_TIME = """
import resource, sys
from tasks.extract.soup import read_soup
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
sys.stdout.write(read_soup(sys.stdin.read())[:4])
"""


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5_000 + "text" + "<br>" * 50_000 + "<p>last</p>",
        "text" + "<b>" * 1_900 + "x<i>y</i>" * 4_000,
        "text" + "<b>" * 1_900 + "x<i>y</i>" * 60_000,
        "text" + "<i>a" * 9_999,
        "text" + "<i>a" * 150_000,
        "text" + "<!--" * 100_000,
        "text" + "<script>" * 100_000,
        "text" + "<a " * 100_000,
        "text<b " + " ".join(f"a{i}" for i in range(200_000)) + ">",
    ],
    ids=lambda html: f"{html[:8]}{len(html)}",
)
def test_a_piece_of_many_tags_and_levels_is_read_in_time(html):
    ran = subprocess.run(
        [sys.executable, "-c", IN_TIME], input=html, text=True, capture_output=True,
        check=False,
    )  # fmt: skip

    assert (ran.returncode, ran.stdout) == (0, "text")
