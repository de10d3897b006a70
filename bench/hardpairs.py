"""Pairs of texts that are hard to tell, of kinds that the files of rows lack.

    python bench/hardpairs.py [--seed 300] [--n 20]

Each kind is made in eighteen invented languages and judged by the pure functions alone:
prints of how many pairs it is said what they are. Kinds that begin with "two" are
pairs of two stories, the others of one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from pathlib import Path

from invented import Language, Story, languages, more_languages, number, story
from paperedits import EDITS

ROOT = Path(__file__).parent.parent
Pair = tuple[str, str]


class Desk:
    """What is written in one language: stories, and what a site prints around them."""

    def __init__(self, language: Language, chance: random.Random) -> None:
        self.language, self.chance = language, chance

    def story(self) -> Story:
        """A story about something else."""
        return story(self.language, self.chance)

    def said(self, about: Story, n_words: int) -> str:
        """So many words about it at least, in sentences."""
        text, n_said = "", 0
        while n_said < n_words:
            sentence = about.sentence()
            spaced = len(sentence.split())
            n_said += spaced if self.language.space else len(sentence) // 2
            text += sentence
        return text.strip()

    def words(self, text: str) -> list[str]:
        """The words of a text, or twos of letters."""
        if self.language.space:
            return text.split()
        return [text[at : at + 2] for at in range(0, len(text), 2)]

    def joined(self, words: list[str]) -> str:
        """The words as a text."""
        return self.language.space.join(words)


def _page(desk: Desk, house: list[str], item: str, at: int) -> str:
    parts = desk.joined(house[:at]), desk.joined(house[at:])
    return "\n\n".join([parts[0], item, parts[1]])


def _items(desk: Desk, n_words: int, n_titles: int) -> Pair:
    """Items of 40 to 70 words where a site prints 150 to 350, not quite the same."""
    chance = desk.chance
    house = desk.words(desk.said(desk.story(), chance.randint(150, 350)))
    at = chance.choice([0, len(house) // 2, len(house)])
    words = chance.sample(range(len(house)), n_words)
    titles = sorted(chance.sample(range(len(house)), n_titles), reverse=True)
    pages = []
    for _ in range(2):
        about, own = desk.story(), list(house)
        for nth in words:
            own[nth] = about.language.word(chance)
        for nth in titles:
            own[nth] += desk.language.space + desk.joined(desk.story().words(6))
        item = desk.said(about, chance.randint(40, 70))
        pages.append(_page(desk, own, item, at))
    return pages[0], pages[1]


def two_items(desk: Desk) -> Pair:
    """Under one house text to the letter."""
    return _items(desk, 0, 0)


def two_items_with_bylines(desk: Desk) -> Pair:
    """Eight words of the house text are each item's."""
    return _items(desk, 8, 0)


def two_items_with_titles(desk: Desk) -> Pair:
    """Three titles in the house text say what else there is to read."""
    return _items(desk, 3, 3)


def two_forms_in_words(desk: Desk) -> Pair:
    """Reports of one form that hold no number: each fifth word is the day's."""
    chance = desk.chance
    form = desk.words(desk.said(desk.story(), chance.randint(50, 150)))
    form = [word for word in form if not any(map(str.isdigit, word))]
    one, other = (
        [
            desk.language.word(chance) if nth % 5 == 1 else w
            for nth, w in enumerate(form)
        ]
        for _ in range(2)
    )
    return desk.joined(one), desk.joined(other)


def two_market_days(desk: Desk) -> Pair:
    """The same sentences on two days, with other numbers, some of the names too."""
    chance = desk.chance
    form = desk.words(desk.said(desk.story(), chance.randint(60, 150)))
    space = desk.language.space or " "

    def day() -> str:
        said = [f"{number(chance)}{space}{w}" if n % 7 == 3 else w
                for n, w in enumerate(form)]  # fmt: skip
        return desk.joined(said)

    return day(), day()


def two_follow_up(desk: Desk) -> Pair:
    """The next day's story, which quotes a third of the first."""
    about = desk.story()
    first = [desk.said(about, 40) for _ in range(9)]
    later = desk.story()
    later.own[:4] = about.own[:4]
    return "\n\n".join(first), "\n\n".join([desk.said(later, 150), *first[2:5]])


def two_galleries(desk: Desk) -> Pair:
    """Two pages of a gallery: one lead of 30 words, a caption of 50 to each."""
    about = desk.story()
    lead = desk.said(about, 30)
    one, other = (f"{lead}\n\n{desk.said(desk.story(), 50)}" for _ in range(2))
    return one, other


def _edited(desk: Desk, names: list[str]) -> Pair:
    about = desk.story()
    parts = [about.paragraph() for _ in range(desk.chance.randint(5, 12))]
    edited = parts
    for name in sorted(names, key=list(EDITS).index):
        edited = EDITS[name](edited, about, desk.chance)
    return "\n\n".join(parts), "\n\n".join(edited)


def reprint(desk: Desk) -> Pair:
    """Another byline, another lead."""
    return _edited(desk, ["local_lead", "signed"])


def brought_up_to_date(desk: Desk) -> Pair:
    """A number is another, and there is more on top."""
    return _edited(desk, ["new_counts", "update"])


def stacked(desk: Desk) -> Pair:
    """Four edits, one after another."""
    return _edited(desk, desk.chance.sample(list(EDITS), 4))


def scanned_twice(desk: Desk) -> Pair:
    """Read off paper by two machines."""
    about = desk.story()
    parts = [about.paragraph() for _ in range(desk.chance.randint(5, 12))]
    one, other = (EDITS["scanned"](parts, about, desk.chance) for _ in range(2))
    return "\n\n".join(one), "\n\n".join(other)


KINDS: list[Callable[[Desk], Pair]] = [
    two_items, two_items_with_bylines, two_items_with_titles, two_forms_in_words,
    two_market_days, two_follow_up, two_galleries, reprint, brought_up_to_date, stacked,
    scanned_twice,
]  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=300)
    asked.add_argument("--n", type=int, default=20, help="pairs of a kind and language")
    given = asked.parse_args()
    sys.path[0] = str(ROOT)  # not this folder: it has a file named warehouse too
    from tasks.text.boilerplate import own_letters
    from tasks.text.similar import likeness

    chance = random.Random(given.seed)
    spoken = [*languages(given.seed), *more_languages(given.seed)]
    for kind in KINDS:
        n_right = n = 0
        for language in spoken:
            desk = Desk(language, chance)
            for _ in range(given.n):
                one, other = map(own_letters, kind(desk))
                found = likeness(one, other)
                is_one = found is not None and found.joins
                n_right += is_one is not kind.__name__.startswith("two")
                n += 1
        print(f"{kind.__name__.replace('_', ' '):26} {n_right:5} of {n}")


if __name__ == "__main__":
    main()
