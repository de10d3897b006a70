"""Stories in invented languages of several scripts, for benchmarks of duplicates.

Words are made of syllables, sentences of words by Zipf's law and of what the story is
about: nothing of it was written by anybody, and no other generator is made that way.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field

# What words are made of, parted by spaces: letters that follow one another in each.
_SYLLABLES = {
    "latin": """ba be bi bo bu ka ke ki ko ku da de di do du la le li lo lu ma me mi mo
        mu na ne ni no ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo za ze ya
        an en in on un ar er ir or el al ol is as os et at ist und ung eit ion ent""",
    "nordic": "ø å ä ö skj hv ør ånd ært ba de ko le me ni ra sa ti vi en er et ung",
    "cyrillic": """ба бе ви во га го да де жи за ка ко ла ли ло ма ми мо на не ни но ра
        ре ри ро са се си ста сть та те ти то ту ча ши ый ая ое ет ют ов ев ск""",
    "greek": """α β γα δε ει ου ος ης ικ κα λο με να ξε πα πο ρα ρι σε στ τα τη φο χρ
        ψη ων ως""",
    "arabic": """ال با تا جا حا دا را سا شا صا طا عا فا قا كا لا ما نا ها وا يا ين ون
        ات ية مر سل كت""",
    "hebrew": "בא גי דו הו וי זר חל טי יו כל לא מה נו סי עד פר צו קי רו שי תו",
    "hindi": """का की के में से को ने पर यह वह था थी हैं रा जा ना मा दे ला सर कार गा
        वि प्र""",
}
_LATIN, _NORDIC, _CYRILLIC, _GREEK, _ARABIC, _HEBREW, _HINDI = (
    syllables.split() for syllables in _SYLLABLES.values()
)
_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 1800)]
_KANA = [chr(code) for code in range(0x3042, 0x3094)] + _HAN[:500]
_HANGUL = [chr(0xAC00 + 28 * nth) for nth in range(390)]
_THAI = [chr(code) for code in range(0x0E01, 0x0E2F)]


# Word frequencies fall with the rank, as Zipf and Mandelbrot found.
_ZIPF = list(itertools.accumulate(1 / (rank + 3) for rank in range(150)))


@dataclass(frozen=True)
class Language:
    """How a language is written: its syllables, and what stands between words."""

    name: str
    syllables: list[str]
    longest: int
    space: str = " "
    stop: str = ". "
    is_compound: bool = False
    common: list[str] = field(default_factory=list)
    rare: list[str] = field(default_factory=list)

    def word(self, chance: random.Random) -> str:
        """A word that may be new."""
        n = chance.randint(1, self.longest) + self.is_compound * chance.randint(0, 3)
        return "".join(chance.choice(self.syllables) for _ in range(n))


def languages(seed: int) -> list[Language]:
    """The languages of that seed, each with its vocabulary."""
    chance = random.Random(seed)
    made = [
        Language("aa", _LATIN, 3),
        Language("ab", _LATIN, 4),
        Language("de", _NORDIC, 3, is_compound=True),
        Language("ru", _CYRILLIC, 4),
        Language("el", _GREEK, 4),
        Language("ar", _ARABIC, 3),
        Language("he", _HEBREW, 3),
        Language("hi", _HINDI, 3, stop="। "),
        Language("zh", _HAN, 2, space="", stop="。"),
        Language("ja", _KANA, 3, space="", stop="。"),
        Language("ko", _HANGUL, 3),
        Language("th", _THAI, 5, space="", stop=" "),
    ]
    return _with_words(made, chance)


def more_languages(seed: int) -> list[Language]:
    """As many in other scripts, for what is measured apart."""
    made = [
        Language("ka", _letters(0x10D0, 33), 6),
        Language("hy", _letters(0x0561, 38), 6, stop="։ "),
        Language("bn", _letters(0x0995, 20), 4, stop="। "),
        Language("ta", _letters(0x0B95, 1) + _letters(0x0BAE, 12), 5),
        Language("am", _letters(0x1200, 300), 3, stop="። "),
        Language("my", _letters(0x1000, 33), 5, space="", stop="။ "),
    ]
    return _with_words(made, random.Random(seed))


def _letters(first: int, n: int) -> list[str]:
    some = (chr(code) for code in range(first, first + n))
    return [letter for letter in some if letter.isalpha()]


def _with_words(made: list[Language], chance: random.Random) -> list[Language]:
    for language in made:
        language.common.extend(language.word(chance) for _ in range(150))
        language.rare.extend(language.word(chance) for _ in range(5_000))
    return made


@dataclass
class Story:
    """What one story is about: its names, its numbers, its own words."""

    language: Language
    chance: random.Random
    own: list[str]
    numbers: list[str]

    def words(self, n: int) -> list[str]:
        """So many words of it."""
        chance, language = self.chance, self.language
        said = []
        for _ in range(n):
            kind = chance.random()
            if kind < 0.45:
                said += chance.choices(language.common, cum_weights=_ZIPF)
            elif kind < 0.62:
                said.append(chance.choice(self.own))
            elif kind < 0.66:
                said.append(chance.choice(self.numbers))
            else:
                said.append(chance.choice(language.rare))
        return said

    def sentence(self) -> str:
        """One sentence with its stop."""
        words = self.words(
            self.chance.randint(6, 24) * (1 if self.language.space else 2)
        )
        text = self.language.space.join(words)
        return text[:1].upper() + text[1:] + self.language.stop

    def paragraph(self) -> str:
        """Some sentences."""
        n = self.chance.randint(1, 5)
        return "".join(self.sentence() for _ in range(n)).strip()


def story(language: Language, chance: random.Random) -> Story:
    """A story with names and numbers of its own."""
    own = [language.word(chance).capitalize() for _ in range(chance.randint(6, 18))]
    numbers = [number(chance) for _ in range(chance.randint(4, 10))]
    return Story(language, chance, own, numbers)


def number(chance: random.Random) -> str:
    """A number as news has them: years, counts, shares, money."""
    forms = [
        str(chance.randint(2, 99)),
        str(chance.randint(1990, 2030)),
        f"{chance.randint(1, 999)},{chance.randint(100, 999)}",
        f"{chance.randint(0, 99)}.{chance.randint(0, 9)}",
    ]
    return chance.choice(forms)
