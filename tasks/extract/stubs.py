"""Stubs: what is shown to all of a text that must be paid for."""

from __future__ import annotations

import re

from tasks.extract.jsonld import Node
from tasks.extract.worth import worth

# Below, a text that must be paid for is what is shown to all: 100 words or so. The
# shortest whole ones among 30 dev pages that say so have 690 letters.
_STUB = 600
# Nobody sells less than this, some 35 words; from here on it may be a whole brief.
_MIN_SOLD = 200
# So much longer may a stub be whose page says that the text has twice its words.
_LONG_STUB = 3_000
# What ends a sentence, and what may stand behind its end.
_ENDS = tuple(".!?:。！？؟।։…")
CUT = re.compile(r"(?:\.\.|…)\s*[\])]?\Z")
_BEHIND = " \"'”“’»«」』）)]\u200b\xa0"
# A last line that is shorter may be a name or a place, which end with no mark.
_MIN_SENTENCE = 60


def read_stub(text: str, node: Node, *, has_pay_box: bool) -> str:
    """How little is shown of a text that must be paid for; empty where it is whole."""
    size = worth(text)
    if not text or size >= _LONG_STUB:
        return ""
    shown = f"{len(text)} letters of text"
    if size < _MIN_SOLD:
        return shown
    if size < _STUB and has_pay_box:
        return f"{shown}, a box that asks for money"
    if size < _STUB and _is_cut(text):
        return f"{shown}, its last sentence cut"
    said = str(node.get("wordCount") or "")
    n_words = len(text.split())
    if said.isdecimal() and size == len(text) and int(said[:9]) >= 2 * n_words:
        return f"{n_words} words of {said[:9]}"
    return ""


def _is_cut(text: str) -> bool:
    """True where the text ends within a sentence."""
    last = text.rsplit("\n\n", 1)[-1]
    if CUT.search(last):
        return True
    return worth(last) >= _MIN_SENTENCE and not last.rstrip(_BEHIND).endswith(_ENDS)
