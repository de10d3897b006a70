"""What a field of one line may not hold: characters that turn, hide or part letters.

A title or a name is shown in terminals, tables and pages beside other text: none may
turn what stands around it, or differ from another by what nobody sees. What a
language is written with stays: joiners, marks of direction, parts of an emoji.
"""

from __future__ import annotations

import re

# Arabic, Syriac, N'Ko, Rohingya, Adlam and their like, and those of India (Chakma is
# one), of Tibet, Burma, Ethiopia, Khmer and Mongolia: Unicode 23.2, letters that a
# (non-)joiner shapes.
_SHAPED = re.compile(
    "[\u0600-\u061b\u061d-\u109f\u1780-\u180a\u1820-\u18af\u1a20-\u1aaf\ua840-\uaaff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00010d00-\U00010d3f\U00011000-\U000114df"
    "\U0001e900-\U0001e95f]"
)
# Unicode 13.5: what parts the last vowel of a Mongolian word from the letter before it,
# which may have a form of its own.
_MONGOLIAN, _VOWEL_PARTER = re.compile("[\u180b-\u180d\u180f\u1820-\u18af]"), "\u180e"
# Set without spaces; one that nobody sees may stand between two words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010d00-\U00010d3f"
    "\U0001e900-\U0001e95f]"
)
# UTS 51 1.4: what a joiner ties is a picture, of any skin, or shown as one.
_PICTURE = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]")
_SHOWN = "\ufe0f\u20e3"
# UTS 51, annex C: flags of England, Scotland and Wales. In front of anything else
# these spell a text that nobody sees.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{1,8}\U000e007f")
# UAX 9 2: those that a language to the right is set with; and forms of a letter.
_MARKS = frozenset("\u061c\u200e\u200f")
_FORM = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Embeddings, overrides and isolates of UAX 9 2, and what shows as nothing, or as a
# blank that is called a letter; no language of today is written with these.
_NEVER = re.compile(
    "[\xad\u034f\u115f\u1160\u180e\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# All that may have to go; most lines have none of them.
_SUSPECT = re.compile(
    "|".join((_NEVER.pattern, _FORM.pattern, "[\u061c\u200b-\u200f]"))
)
_AT_END = " \u061c\u200b\u200c\u200e\u200f"


def without_unseen(line: str) -> str:
    """`line`, squeezed, without what turns or hides letters; twice is once.

    A joiner stays behind a letter that it shapes and between two pictures, a mark of
    direction within a line that has letters of such a script, a form behind what it
    is of, a space that nobody sees between two words of a script without spaces.
    """
    if line.isascii() or not _SUSPECT.search(line):
        return line
    has_marks = bool(_RIGHT_TO_LEFT.search(line))
    of_flags = {n for flag in _FLAG.finditer(line) for n in range(*flag.span())}
    kept, last = [], " "
    for n, letter in enumerate(line):
        if n not in of_flags and _SUSPECT.match(letter):
            stays = letter in _MARKS and has_marks and last not in _MARKS
            if not (stays or _belongs(letter, last, line[n + 1 : n + 2])):
                continue
        elif letter == last == " ":
            continue
        kept.append(letter)
        last = letter
    return "".join(kept).lstrip(" \u061c\u200e\u200f").rstrip(_AT_END)


def _belongs(letter: str, last: str, following: str) -> bool:
    """True where what shows as nothing is a part of what it stands behind."""
    if letter == "\u200b":
        return bool(_UNSPACED.match(last) and _UNSPACED.match(following))
    if letter == _VOWEL_PARTER:
        return bool(_MONGOLIAN.match(last) and _MONGOLIAN.match(following))
    if letter == "\u200c":
        return bool(_SHAPED.match(last))
    if letter == "\u200d":
        is_picture = last in _SHOWN or _PICTURE.match(last)
        is_tie = is_picture and _PICTURE.match(following)
        return bool(is_tie or _SHAPED.match(last))
    is_bare = last in _MARKS or last == " " or last in "\u200c\u200d"
    return not is_bare and bool(_FORM.match(letter)) and not _FORM.match(last)
