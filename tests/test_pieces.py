"""A text's letters cut into pieces, sampled, and shown again as words."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tasks.text.excerpt import MOST_CHARS, passage_in
from tasks.text.normalize import normalized
from tasks.text.pieces import MOST_LETTERS, codes_of, cut, grams_of, sketch

STORY = (
    "The council of Harwick voted on Tuesday night to close the old ferry landing, "
    "ending a service that has crossed the Tarn since 1871. Mayor Ellen Strand said "
    "the piers could not be repaired for less than 2.4 million pounds, a sum that the "
    "town does not have. The ferrymen, eleven in all, are to work at the harbour."
)


def random_letters(seed, n, letters="abcdefghijklmnopqrstuvwxyz"):
    return "".join(random.Random(seed).choices(letters, k=n))


def share(one, other):
    return len(set(one) & set(other)) / min(len(one), len(other))


def test_a_number_is_never_cut_and_is_a_piece_of_its_own():
    pieces = cut("thetollroseto1204onfriday")

    found = [
        pieces.letters[start:end]
        for start, end in zip(pieces.starts, pieces.starts[1:], strict=False)
    ]
    assert "1204" in found


def test_an_edit_changes_the_pieces_beside_it_and_no_other():
    letters = random_letters(1, 4_000)
    edited = letters[:2_000] + "x" + letters[2_000:]

    one, other = cut(letters), cut(edited)

    assert len(set(one.numbers) - set(other.numbers)) <= 3
    assert len(set(other.numbers) - set(one.numbers)) <= 3


@given(st.text(max_size=200), st.integers(-1, 5))
def test_pieces_tile_the_letters(text, coarser):
    letters = normalized(text)

    pieces = cut(letters, coarser)

    assert pieces.starts[-1] == len(letters)
    assert pieces.starts == sorted(set(pieces.starts))
    assert len(pieces.numbers) == len(pieces.starts) - 1


@given(st.text("ab", min_size=1, max_size=60), st.integers(1, 16))
def test_runs_of_letters_have_one_number_where_they_are_equal(letters, n):
    runs = [letters[at : at + n] for at in range(len(letters) - n + 1)]

    numbers = grams_of(codes_of(letters), n).tolist()

    assert len(numbers) == len(runs)
    assert len(set(zip(runs, numbers, strict=True))) == len(set(runs))
    assert len(set(numbers)) == len(set(runs))


def test_a_text_of_no_letters_has_no_pieces_and_no_sketch():
    assert cut("").numbers == []
    assert sketch("") == []
    assert sketch("fifteenletterss") == []
    assert len(sketch("sixteen letters!")) == 1


def test_a_sketch_is_a_sample_that_an_edit_leaves_nearly_whole():
    letters = random_letters(2, 20_000)
    edited = letters[:9_000] + random_letters(3, 300) + letters[9_500:]

    kept = sketch(letters)

    assert 500 < len(kept) < 750
    assert share(kept, sketch(edited)) > 0.9
    assert share(kept, sketch(random_letters(4, 20_000))) == 0


def test_a_cut_has_its_share_of_the_whole_text_s_sketch():
    letters = random_letters(5, 20_000)

    assert share(sketch(letters[5_000:9_000]), sketch(letters)) > 0.9


def test_a_short_text_has_a_dozen_at_least():
    assert len(sketch(random_letters(6, 60))) == 12


def test_scripts_that_say_more_in_a_letter_are_sampled_more_closely():
    han = [chr(code) for code in range(0x4E00, 0x4E00 + 2_000)]

    assert 150 < len(sketch(random_letters(7, 2_000, han))) < 260
    assert 40 < len(sketch(random_letters(7, 2_000))) < 90


def test_sketches_are_sorted_signed_32_bits_and_repeat_nothing():
    kept = sketch(random_letters(8, 10_000) * 2)

    assert kept == sorted(set(kept))
    assert all(-(2**31) <= value < 2**31 for value in kept)


def test_near_collisions_made_on_purpose_share_no_sample():
    # letters that differ by the same step at each place cancel in weak sums
    one = "".join(chr(ord("a") + (n * 7) % 25) for n in range(2_000))
    other = "".join(chr(ord("b") + (n * 7) % 25) for n in range(2_000))
    third = one[::-1]

    assert set(sketch(one)).isdisjoint(sketch(third))
    assert set(sketch(other)).isdisjoint(sketch(third))


def test_a_text_beyond_all_news_is_not_sampled():
    assert sketch("ab" * (MOST_LETTERS // 2 + 1)) == []


def test_a_passage_is_shown_as_whole_words_of_the_text():
    letters = normalized(STORY)

    shown = passage_in(STORY, letters[5:])  # begins within "council"

    assert shown.startswith("of Harwick voted on Tuesday night")
    assert shown in STORY
    assert len(shown) <= MOST_CHARS


def test_a_passage_that_begins_with_a_quotation_mark_has_its_first_word():
    text = 'He left early. "We looked at every way there is," she said to the hall.'

    shown = passage_in(text, normalized(text)[len("heleftearly") :])

    assert shown == '"We looked at every way there is," she said to the hall.'


def test_a_passage_goes_on_to_where_the_run_ends():
    run = normalized("The ferrymen, eleven in all, are")

    assert passage_in(STORY, run) == "The ferrymen, eleven in all, are"


def test_a_passage_over_left_out_boilerplate_ends_before_it():
    text = STORY.replace(" Mayor", " Sign up for our newsletter. Mayor")

    shown = passage_in(text, normalized(STORY)[20:])

    assert shown.endswith("since 1871.")


def test_a_passage_of_a_script_without_spaces_is_cut_at_letters():
    text = "港务局昨日宣布，使用了一百五十年的老渡口将于下月关闭。" * 2

    assert passage_in(text, "使用了一百五十年的老渡口") == "使用了一百五十年的老渡口"


def test_what_is_not_in_the_text_is_shown_as_nothing():
    assert passage_in(STORY, "nothinglikeit" * 4) == ""
    assert passage_in("", "abc") == ""
    assert passage_in("a" * 500, "a" * 300) == "a" * MOST_CHARS
