"""What of a text counts when texts are compared: its letters and digits.

Pure text. What is made of the answer is left to fingerprint.py and repeats.py.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping

_ASCII = bytes(range(128))
_ASCII_REST = bytes(code for code in range(128) if not chr(code).isalnum())
_ASCII_REST_BUT_LINES = _ASCII_REST.replace(b"\n", b"")
_TO_LOWER = bytes(ord(chr(code).lower()) for code in range(128)) + bytes(
    range(128, 256)
)
_REST = re.compile(r"\W")
# NFKC makes spaces and ASCII punctuation of these. One of them in a text costs a
# full normalisation, 0.3 ms for 3,000 Chinese letters; news is full of them.
_COMMON_REST = "\u00a0\u3000…，！？：；（）％"
# Nearly all there is in news beside ASCII: a replacement each costs 1 µs in 3,000
# characters, looking for what else there is 50 µs (2026-11-25).
_QUOTES_AND_DASHES = "’“”‘„–—…«»\u00a0、。，《》「」"
# So many passes over 4,000 characters cost what looking each of them up does: 1.5 ms
# (2026-11-30). News has ten.
_MAX_PASSES = 100
# To drop so many in as many passes costs what one search for any of them does.
_MAX_DROPPED = 10
# html.unescape hands every digit to int(), which refuses more than 4,300 of them
# and takes quadratic time before; no character needs more than seven.
_NO_CHARACTER = re.compile(r"&#(?:[xX][0-9a-fA-F]{9,}|[0-9]{9,})")


def letters_and_digits(text: str) -> str:
    """The letters, digits and marks of `text`, as they are, nothing between.

    Marks count (Unicode categories L, N and M): in Indic scripts they are the
    vowels, and without them two words are one. Half surrogates do not.
    """
    return text if text.isalnum() else _without(text, _ASCII_REST)


def letters_of_lines(text: str) -> list[str]:
    """What `letters_and_digits` gives of each line, made of all at once.

    Of lines as long as sentences ten times as fast as one by one (2026-11-30).
    """
    return _without(text, _ASCII_REST_BUT_LINES).split("\n")


def _without(text: str, rest: bytes) -> str:
    """`text` without those of ASCII, and without what does not count beyond."""
    data = text.encode("utf-8", "surrogatepass").translate(None, rest)
    kept = data.decode("utf-8", "surrogatepass")
    if _counts_beyond_ascii(kept):
        return kept
    for char in _QUOTES_AND_DASHES:
        kept = kept.replace(char, "")
    if _counts_beyond_ascii(kept):
        return kept
    dropped = [
        char for char in set(_REST.findall(beyond_ascii(kept))) if not counts(char)
    ]
    if _MAX_DROPPED < len(dropped) <= _MAX_PASSES:
        return re.sub(f"[{re.escape(''.join(sorted(dropped)))}]", "", kept)
    return replaced(kept, dict.fromkeys(dropped, ""))


def _counts_beyond_ascii(text: str) -> bool:
    return text.isascii() or beyond_ascii(text).isalnum()


def replaced(text: str, by: Mapping[str, str]) -> str:
    """`text` with each character that is a key of `by` replaced by what it names.

    The time it takes grows with the text alone, however many characters `by` has.
    """
    if len(by) > _MAX_PASSES:
        return text.translate({ord(char): other for char, other in by.items()})
    for char, other in by.items():
        text = text.replace(char, other)
    return text


def beyond_ascii(text: str) -> str:
    """What `text` holds beyond ASCII: little to look through in most of Europe."""
    if text.isascii():
        return ""
    data = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return data.decode("utf-8", "surrogatepass")


def counts(char: str) -> bool:
    """Whether one character is among what `letters_and_digits` keeps."""
    return char.isalnum() or (
        not char.isascii() and unicodedata.category(char).startswith("M")
    )


def normalized(text: str) -> str:
    """What `text` says without case, punctuation, spacing and HTML entities.

    Entities undone once, NFKC, casefold, NFKC; of that the letters, digits and
    marks. Normalising twice changes nothing.
    Source: Unicode 3.13 D145, D146 (compatibility caseless matching).
    """
    if "&" in text:
        text = html.unescape(_NO_CHARACTER.sub("", text))
    if not text.isascii():
        for char in _COMMON_REST + _QUOTES_AND_DASHES:
            text = text.replace(char, " ")
    kept = _folded_letters(unicodedata.normalize("NFKC", text))
    # A mark may now follow another letter than before, and compose with it.
    # Folded it is: no character that folding gives is changed by folding again.
    while not unicodedata.is_normalized("NFKC", kept):
        kept = letters_and_digits(_folded(kept))
    return kept


def _folded_letters(composed: str) -> str:
    """The letters, digits and marks of a text in NFKC, without case."""
    beyond = beyond_ascii(composed)
    if beyond and not (beyond.isalnum() and beyond == beyond.casefold()):
        return letters_and_digits(_folded(composed))
    # Only ASCII has capitals, and nothing is a mark that composes with a letter:
    # one step, three times faster.
    return composed.encode().translate(_TO_LOWER, _ASCII_REST).decode()


def _folded(text: str) -> str:
    """`text` in NFKC and without case."""
    composed = unicodedata.normalize("NFKC", text)
    folded = composed.casefold()
    if folded == composed:
        return composed
    return unicodedata.normalize("NFKC", folded)
