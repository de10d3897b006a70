"""The language is asked of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.language import read_language


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("nl", "Er zijn grote verschillen vastgesteld over de veiligheid in Europa."),
        ("en", "The ferry between the two islands is running again since Monday."),
        ("uk", "Міністр закордонних справ заявив у середу про нові переговори."),
        ("zh", "外交部长星期三在北京表示双方将继续谈判直到达成协议为止今天记者"),
        ("he", "שר החוץ אמר ביום רביעי כי השיחות יימשכו עד להסכם"),
        ("ar", "قال وزير الخارجية يوم الأربعاء إن المحادثات ستستمر"),
    ],
)
def test_news_in_many_languages_is_told_apart(code, text):
    language, confidence = read_language(text)

    assert language == code
    assert confidence is not None
    assert 0.5 < confidence <= 1


@pytest.mark.parametrize("text", ["", "Kort bericht.", "12345 67890 12345 67890 12345"])
def test_fewer_than_twenty_letters_are_no_language(text):
    assert read_language(text) == (None, None)


@given(st.text(alphabet=st.characters(), max_size=300))
def test_no_text_is_too_odd_to_be_asked(text):
    language, confidence = read_language(text)

    assert (language is None) == (confidence is None)
