"""Edits of letters: what a house's style, a scanner or a content system does to them.

Each takes paragraphs and gives others.
"""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections.abc import Callable
from functools import partial

from realprose import Paragraphs, is_unparted

# What a scan reads for a letter, and for one that is not Latin.
_READ_AS = {
    "m": "rn", "l": "1", "e": "c", "o": "0", "i": "l", "n": "ri", "h": "b", "u": "ii",
    "s": "5", "d": "cl",
}  # fmt: skip
_BLOT = ("口", "日", "", "·")
# How one house writes, and another.
_HOUSE = """\
colour|color;favour|favor;labour|labor;centre|center;per cent|percent;organiz|organis
realiz|realis;recogniz|recognis; percent| %;%| percent;U.S.|US;Mr. |;Mrs. |;Dr. |Dr\x20
 ten | 10 ; two | 2 ; three | 3 ;million|mn;don't|do not;isn't|is not;it's|it is;ß|ss
 Uhr| h;Prozent|%;z.B.|zum Beispiel;also|too;said|says;sagte|sagt;However,|But
about|around;Millionen|Mio.;Monday|Mon;September|Sept.;October|Oct.;towards|toward"""
_STYLES = [pair.split("|") for pair in _HOUSE.replace("\n", ";").split(";")]
_CURLY = str.maketrans("\"'-", "”’–")
_PLAIN = str.maketrans("“”„«»’‘–—、。", '"""""\'\'--，．')
_AMOUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d)?)"
    r"(?= (?:million|billion|miles|km|percent|per cent|Millionen|Euro))"
)

Edit = Callable[[Paragraphs, random.Random], Paragraphs]


def _house_style(some: Paragraphs, _chance: random.Random) -> Paragraphs:
    text = "\0".join(some)
    for theirs, ours in _STYLES:
        text = text.replace(theirs, ours)
    return text.split("\0")


def _units(some: Paragraphs, _chance: random.Random) -> Paragraphs:
    def told(found: re.Match[str]) -> str:
        return f"{found[0]} ({float(found[1].replace(',', '.')) * 1.08:.1f} in euros)"

    return [_AMOUNT.sub(told, one) for one in some]


def _capitals(some: Paragraphs, _chance: random.Random) -> Paragraphs:
    return [some[0].upper(), *some[1:]]


def _quotes(some: Paragraphs, _chance: random.Random) -> Paragraphs:
    is_curly = any(sign in "".join(some) for sign in "“”„’–«")
    return [one.translate(_PLAIN if is_curly else _CURLY) for one in some]


def _entities(some: Paragraphs, chance: random.Random) -> Paragraphs:
    def escaped(letter: str) -> str:
        is_told = ord(letter) > 127 and chance.random() < 0.8
        return f"&#{ord(letter)};" if is_told else letter

    return ["".join(map(escaped, html.escape(one))) for one in some]


def _scanned(some: Paragraphs, chance: random.Random, rate: float) -> Paragraphs:
    def read(letter: str) -> str:
        if not letter.isalpha() or chance.random() >= rate:
            return letter
        if is_unparted(letter):
            return chance.choice(_BLOT)
        return _READ_AS.get(letter) or chance.choice(("", letter * 2, ".", letter))

    return ["".join(map(read, one)) for one in some]


def _doubled(some: Paragraphs, _chance: random.Random) -> Paragraphs:
    return [*some, " ".join(some[1:] or some)]


def _flat(some: Paragraphs, _chance: random.Random) -> Paragraphs:
    return [" ".join(some)]


def _nospace(some: Paragraphs, chance: random.Random) -> Paragraphs:
    def kept(_: re.Match[str]) -> str:
        return " " * (chance.random() > 0.06)

    return [re.sub(" ", kept, one) for one in some]


def _hyphens(some: Paragraphs, chance: random.Random) -> Paragraphs:
    def broken(word: str) -> str:
        if len(word) < 8 or not word.isalpha() or chance.random() > 0.25:
            return word
        return f"{word[: len(word) // 2]}-\n{word[len(word) // 2 :]}"

    return [" ".join(map(broken, one.split(" "))) for one in some]


def _wrapped(some: Paragraphs, _chance: random.Random) -> Paragraphs:
    return ["\n".join(re.findall("(?s).{1,60}", one)) for one in some]


def _decomposed(some: Paragraphs, _chance: random.Random) -> Paragraphs:
    return [unicodedata.normalize("NFD", one) for one in some]


# A house's before a machine's, which come last: they spoil what others look for.
LETTERED: dict[str, Edit] = {
    "house_style": _house_style, "units": _units, "capitals": _capitals,
    "quotes": _quotes, "doubled": _doubled, "flat": _flat, "nospace": _nospace,
    "hyphens": _hyphens, "wrapped": _wrapped, "decomposed": _decomposed,
    "entities": _entities, "ocr1": partial(_scanned, rate=0.01),
    "ocr3": partial(_scanned, rate=0.03), "ocr6": partial(_scanned, rate=0.06),
}  # fmt: skip
