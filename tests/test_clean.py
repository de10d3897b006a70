"""Text is looked at by the fastest way, and each way sees the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.clean import is_printable, squeeze, tidy

# Each way of looking is for texts of one length and one kind of letters.
TEXTS = st.builds(
    lambda start, piece, n: start + piece * n,
    st.text(max_size=5),
    st.text(max_size=5) | st.text(st.characters(max_codepoint=127), max_size=5),
    st.sampled_from((0, 1, 90)),
)


@given(TEXTS)
def test_what_can_be_seen_is_told_letter_by_letter(text):
    seen = all(letter.isprintable() or letter == "\n" for letter in text)

    assert is_printable(text) == seen


@given(TEXTS)
def test_a_line_has_no_white_space_but_single_spaces(text):
    line = squeeze(tidy(text))

    assert line == " ".join(tidy(text).split())
