"""Real stories to make rows of, and texts in words, sentences and paragraphs.

The stories are the bodies in ../shared/corpora/extraction (NEWSLEDGER_SHARED names
another place than ../shared); deskprose.toml holds some in scripts that are rare there.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", HERE.parent.parent / "shared"))
BODIES = SHARED / "corpora/extraction"
PROSE = tomllib.loads((HERE / "deskprose.toml").read_text("utf-8"))
FORMS = tomllib.loads((HERE / "deskforms.toml").read_text("utf-8"))
SCRIPTS = ("zh", "ja", "ko", "ru", "ar", "hi", "th", "el")
TOPICS = ("ferry", "museum", "harvest")

_SENTENCE = re.compile('(?<=[.!?。！？।])["”»」]?\\s*(?=\\S)')
# Scripts whose words are not parted: no space between two of their sentences.
_UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
# By these a body without a language is told.
_COMMON = {
    "en": {"the", "and", "of", "to", "in", "that", "for", "is"},
    "de": {"der", "die", "und", "das", "in", "den", "von", "ist", "mit"},
    "fr": {"le", "la", "les", "des", "et", "que", "une", "est"},
    "es": {"el", "los", "que", "y", "una", "del", "las", "por"},
    "nl": {"de", "het", "een", "van", "en", "dat", "zijn"},
}
_LEAST_LETTERS, _LEAST_PARAGRAPHS = 700, 3

Paragraphs = list[str]


@dataclass(frozen=True, slots=True)
class Story:
    """What one paper printed."""

    lang: str
    title: str
    paragraphs: Paragraphs

    @property
    def text(self) -> str:
        """The paragraphs, parted by empty lines."""
        return "\n\n".join(self.paragraphs)


def stories() -> list[Story]:
    """The real stories long enough, of those that share a line the first."""
    found: list[Story] = []
    seen: set[str] = set()
    for name in ("fundus_dev", "wcxb_dev"):
        truth = json.loads((BODIES / name / "truth.json").read_text("utf-8"))
        for _, page in sorted(truth.items()):
            parts = [one.strip() for one in (page["body"] or "").split("\n")]
            parts = [one for one in parts if one]
            lines = {one for one in parts if len(one) > 60}
            is_long = sum(map(len, parts)) >= _LEAST_LETTERS
            if not is_long or len(parts) < _LEAST_PARAGRAPHS or lines & seen:
                continue
            seen |= lines
            lang = page.get("lang") or _language(page["body"])
            found.append(Story(lang, page.get("title") or "", parts))
    return found


def written() -> list[Story]:
    """The stories in scripts that are rare among the real ones."""
    return [
        Story(lang, topic, paragraphs(PROSE[lang][topic]))
        for lang in SCRIPTS
        for topic in TOPICS
    ]


def _language(text: str) -> str:
    words = re.findall(r"\w+", text.lower())[:400]
    n_of = {lang: sum(map(some.__contains__, words)) for lang, some in _COMMON.items()}
    best = max(n_of, key=lambda lang: n_of[lang])
    return best if n_of[best] > 0.08 * len(words) else "xx"


def paragraphs(text: str) -> Paragraphs:
    """The paragraphs of a text, parted by empty lines."""
    return [one.strip() for one in re.split(r"\n\s*\n", text) if one.strip()]


def sentences(text: str) -> list[str]:
    """The sentences of a text, as far as stops tell."""
    return [one.strip() for one in _SENTENCE.split(text) if one.strip()]


def is_unparted(text: str) -> bool:
    """Whether there are words in it that nothing parts."""
    return _UNPARTED.search(text) is not None


def n_words(text: str) -> float:
    """How many words a text has; two letters are one where words are not parted."""
    return len(re.findall(r"\w+", text)) + len(_UNPARTED.findall(text)) / 2


def joined(some: Iterable[str], like: str) -> str:
    """Sentences in a row, as those of `like` stand."""
    return ("" if is_unparted(like) else " ").join(some)


def first_words(text: str, n: float) -> str:
    """So many words from its start at least, in whole sentences."""
    taken: list[str] = []
    n_taken = 0.0
    for sentence in sentences(text):
        taken.append(sentence)
        n_taken += n_words(sentence)
        if n_taken >= n:
            break
    return " ".join(taken)
