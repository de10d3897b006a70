"""Chinese pages: the whole text and nothing else, whatever the layout.

A character is a word: Han text has no spaces.
"""

from __future__ import annotations

from collections import Counter

import pytest
from chinesepages import PAGES
from payloads import payload

from tasks.extract.article import extract
from warehouse.model.article import Article


def _fours(text: str) -> Counter[str]:
    said = "".join(letter for letter in text if letter.isalnum())
    return Counter(said[at : at + 4] for at in range(len(said) - 3))


@pytest.mark.parametrize("layout", PAGES)
def test_the_text_of_a_chinese_page_is_whole_and_alone(layout: str) -> None:
    html, paragraphs = PAGES[layout]

    article = extract(payload(html, "text/html", url="https://hedong.example/a/1.html"))

    assert isinstance(article, Article)
    assert all(words in article.text for words in paragraphs)
    said, true = _fours(article.text), _fours("".join(paragraphs))
    assert sum((said - true).values()) <= 0.1 * sum(true.values()), article.text
