"""Digests of articles and texts: equal digests mean equal content, exactly.

Each recipe carries its version inside the value: a recipe that changes gives
other digests, so values of two recipes are never taken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from itertools import islice
from uuid import UUID

from tasks.text.normalize import (
    beyond_ascii,
    letters_and_digits,
    normalized,
    replaced,
)
from warehouse.model.article import Article

ARTICLE_RECIPE = b"article 1"
TEXT_RECIPE = b"text 1"
NORMALIZED_RECIPE = b"normalized 1"
OWN_RECIPE = b"own letters 1"

# Below this, two short texts ("Read more", "12.") are alike by chance.
LEAST_LETTERS = 20

# Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, kana,
# Bopomofo, Han and its extensions.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]+"
)
# Bytes of UTF-8 as words see them: a letter, or what parts two; the rest goes.
_SHAPES = bytes(
    ord(" ") if chr(code).isspace() and code < 128 else ord("a") for code in range(256)
)
_SHAPELESS = bytes(
    code for code in range(128) if not chr(code).isalnum() and not chr(code).isspace()
)


def fingerprint(article: Article) -> UUID:
    """A digest of what a reader sees: title, text, authors, date, section.

    The date counts by its start and precision, not by how it was written.
    Equal digests mean that each of the five is equal; an absent field differs
    from an empty one.
    """
    published = article.published
    fields: list[str | None] = [article.title, article.text, article.section]
    fields += (
        [published.at.isoformat(), published.precision] if published else [None] * 2
    )
    return _digest(ARTICLE_RECIPE, [*fields, *article.authors])


def text_digest(text: str) -> UUID:
    """A digest of `text`, byte for byte."""
    return _digest(TEXT_RECIPE, [text])


def repeat_key(text: str, said: str | None = None) -> UUID:
    """The digest under which another text repeats this one.

    Normalised where the text has at least LEAST_LETTERS letters and digits;
    a shorter one repeats only what is equal byte for byte. `said` is
    `normalized(text)`, where that is known already.
    """
    if said is None:
        said = normalized(text)
    if not says_enough(said):
        return text_digest(text)
    return _digest(NORMALIZED_RECIPE, [said])


def own_key(letters: str, recipe: str) -> UUID | None:
    """The digest of a text's own letters, as `own_letters` gives them.

    None where they are fewer than LEAST_LETTERS. Two recipes never give one key.
    """
    return _digest(OWN_RECIPE, [recipe, letters]) if says_enough(letters) else None


def says_enough(letters: str) -> bool:
    """Whether what is left of a text is enough to be compared; marks do not count."""
    counted = islice(filter(str.isalnum, letters), LEAST_LETTERS - 1, None)
    return next(counted, None) is not None


def count_words(text: str) -> int:
    """How many words `text` has; in scripts without spaces, how many letters.

    A word is what stands between white space and holds a letter or a digit.
    """
    n_words = 0
    beyond = beyond_ascii(text)
    if _UNSPACED.search(beyond):
        runs = "".join(_UNSPACED.findall(beyond))
        n_words = sum(map(str.isalpha, letters_and_digits(runs)))
        text = _UNSPACED.sub(" ", text)
    rest = {c: " " if c.isspace() else "" for c in set(beyond) if not c.isalnum()}
    text = replaced(text, rest)
    data = text.encode("utf-8", "surrogatepass")
    shape = data.translate(_SHAPES, _SHAPELESS)
    return n_words + shape.startswith(b"a") + shape.count(b" a")


def _digest(recipe: bytes, fields: Iterable[str | None]) -> UUID:
    """A digest that differs wherever the recipe or one of `fields` does.

    Each field is led by its length, an absent one by `-`, so no two lists of
    fields run into one. Half surrogates come from `\\ud800` in JSON.
    """
    parts: list[bytes] = []
    for field in fields:
        if field is None:
            parts.append(b"-")
            continue
        data = field.encode("utf-8", "surrogatepass")
        parts += b"%d:" % len(data), data
    digest = blake2b(b"".join(parts), digest_size=16, person=recipe)
    return UUID(bytes=digest.digest())
