"""What of a text is left out when it is compared: what a page says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.boilerplate import (
    PHRASES,
    own_letters,
    sentence_digest,
    sentences_of,
)
from tasks.text.fingerprint import own_key
from tasks.text.normalize import normalized
from tasks.text.pieces import MOST_LETTERS

STORY = "The ferry sails again on Monday. The harbour board paid for the repairs."


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_sentence_with_a_phrase_is_left_out(phrase):
    said = f"{STORY}\n\n{phrase.capitalize()} 12 abc!\n\nThe pier is next."

    assert own_letters(said) == normalized(STORY + "The pier is next.")


@pytest.mark.parametrize(
    "written",
    [
        "ALL RIGHTS RESERVED.",
        "All&nbsp;rights&nbsp;reserved.",
        "All  rights \u00a0reserved.",
        "© 2026 All rights reserved, Harwick Herald",
    ],
)
def test_however_it_is_written(written):
    assert own_letters(f"{STORY}\n{written}") == own_letters(STORY)


def test_words_that_only_hold_a_phrase_when_run_together_stay():
    said = "He spread more: the jam was his. An overall right is reserved to them."

    assert own_letters(said) == normalized(said)


def test_a_text_without_stops_is_not_left_out_for_one_phrase():
    said = "the ferry sails again and again " * 60 + "subscribe to our newsletter"

    assert own_letters(said) == normalized(said)


def test_what_was_learnt_is_left_out_wherever_it_stands():
    line = "Harwick Herald, the paper of the coast!"
    learnt = frozenset({sentence_digest(normalized(line))})

    assert own_letters(f"{line} {STORY}", learnt) == normalized(STORY)
    assert own_letters(f"{STORY} {line.upper()}", learnt) == normalized(STORY)
    assert own_letters(f"{STORY} {line}") == normalized(STORY + line)


def test_sentences_of_a_few_letters_are_never_learnt():
    found = dict(sentences_of(f"Oh no. {STORY} Yes."))

    assert list(found.values()) == STORY.replace(". ", ".|").split("|")


def test_what_is_longer_than_any_news_comes_back_as_it_is():
    said = "newsletter. " * (MOST_LETTERS // 8)

    assert own_letters(said) == normalized(said)


@given(st.text(max_size=300))
def test_what_is_known_already_is_not_made_again(text):
    assert own_letters(text, said=normalized(text)) == own_letters(text)


def test_a_key_differs_with_the_recipe_and_is_none_where_there_is_too_little():
    letters = own_letters(STORY)

    assert own_key(letters, "near-1") == own_key(letters, "near-1")
    assert own_key(letters, "near-1") != own_key(letters, "near-2")
    assert own_key("a" * 19, "near-1") is None
    assert own_key("क" * 19 + "\u0941" * 9, "near-1") is None
