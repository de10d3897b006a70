"""Edits as desks make them: what is moved, cut or added, said anew, put around it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence

from lettered import LETTERED
from realprose import Paragraphs, Story, is_unparted, joined, sentences

_NAME = re.compile(r"(?<=[a-zäö,] )[A-ZÄÖÜ][a-zäöü]{4,}")
CUTS = {"cut75": 0.75, "cut65": 0.65, "cut55": 0.55}
EDITS = (
    "moved", "dropped", "added", "shuffled", *CUTS, "topless", "lead", "newtop",
    "teaser", "figures", "renamed", "copyedit", "credit", "boiler", "boiler_amid",
    "correction", "readmore", "captions", "headline", *LETTERED,
)  # fmt: skip


def chosen(chance: random.Random, n: int) -> list[str]:
    """So many edits in the order they happen in, one cut and one scan at most."""
    while True:
        names = sorted(chance.sample(EDITS, n), key=EDITS.index)
        n_cuts = sum(name in (*CUTS, "topless") for name in names)
        if n_cuts <= 1 and sum(name.startswith("ocr") for name in names) <= 1:
            return names


class Desk:
    """A desk that has one story of another paper before it, and others to lend from."""

    def __init__(
        self,
        chance: random.Random,
        story: Story,
        lent: Sequence[Story],
        house: Mapping[str, list[str]],
    ) -> None:
        self.chance, self.story, self.lent, self.house = chance, story, lent, house

    def copy(self, names: Iterable[str]) -> str:
        """The story after these edits."""
        some = list(self.story.paragraphs)
        for name in names:
            if name in LETTERED:
                some = LETTERED[name](some, self.chance)
            elif name in CUTS:
                some = _cut(some, CUTS[name])
            else:
                some = getattr(self, name)(some)
        return "\n\n".join(some)

    def _borrowed(self) -> str:
        """A paragraph of some other story."""
        some = self.chance.choice(self.lent).paragraphs
        return self.chance.choice([one for one in some if 60 < len(one) < 600] or some)

    def _among(self, some: Paragraphs, more: str) -> Paragraphs:
        at = self.chance.randint(1, len(some))
        return [*some[:at], more, *some[at:]]

    def moved(self, some: Paragraphs) -> Paragraphs:
        """A paragraph from below stands further up."""
        nth = self.chance.randrange(1, len(some)) if len(some) > 1 else 0
        rest = some[:nth] + some[nth + 1 :]
        at = self.chance.randrange(len(rest)) if rest else 0
        return [*rest[:at], some[nth], *rest[at:]]

    def dropped(self, some: Paragraphs) -> Paragraphs:
        """Without one paragraph, a long story without two."""
        for _ in range(1 + (len(some) > 7)):
            if len(some) > 3:
                at = self.chance.randrange(len(some))
                some = some[:at] + some[at + 1 :]
        return some

    def added(self, some: Paragraphs) -> Paragraphs:
        """A paragraph more."""
        return self._among(some, self._borrowed())

    def shuffled(self, some: Paragraphs) -> Paragraphs:
        """All in another order, but for the first."""
        return [some[0], *self.chance.sample(some[1:], len(some) - 1)]

    def topless(self, some: Paragraphs) -> Paragraphs:
        """The lower two thirds."""
        n, at = sum(map(len, some)), 0
        while len(some) - at > 2 and sum(map(len, some[at + 1 :])) > n * 0.6:
            at += 1
        return some[at:]

    def lead(self, some: Paragraphs) -> Paragraphs:
        """By another writer: names, numbers and long words stay, turned round."""
        first, *rest = some
        words = first.split(" ")
        if is_unparted(first):
            words = re.split("(?<=[，、。, ])", first)
        else:
            other = iter(self._borrowed().split(" ") * len(words))
            words = [one if _is_of_fact(one) else next(other) for one in words]
        half = len(words) // 2
        return [joined(words[half:] + words[:half], first), *rest]

    def newtop(self, some: Paragraphs) -> Paragraphs:
        """An update: two paragraphs above the story."""
        return [*dict.fromkeys((self._borrowed(), self._borrowed())), *some]

    def teaser(self, some: Paragraphs) -> Paragraphs:
        """A teaser and the title before the story."""
        return [sentences(some[0])[0], self.story.title, *some]

    def figures(self, some: Paragraphs) -> Paragraphs:
        """Three numbers, or all that there are, brought up to date."""
        text = "\0".join(some)
        found = [number.span() for number in re.finditer(r"\d+", text)]
        for start, end in sorted(self.chance.sample(found, min(3, len(found))))[::-1]:
            more = int(text[start:end]) + self.chance.randint(1, 9)
            text = f"{text[:start]}{more}{text[end:]}"
        return text.split("\0")

    def renamed(self, some: Paragraphs) -> Paragraphs:
        """One name spelt otherwise throughout: Brown, Browne."""
        text = "\0".join(some)
        if names := _NAME.findall(text):
            name = self.chance.choice(names)
            text = re.sub(rf"\b{name}\b", f"{name}e", text)
        return text.split("\0")

    def copyedit(self, some: Paragraphs) -> Paragraphs:
        """In one sentence of four a word or two left out or turned round."""
        return [joined(map(self._shortened, sentences(one)), one) for one in some]

    def _shortened(self, sentence: str) -> str:
        words = sentence.split(" ")
        if len(words) > 6 and self.chance.random() < 0.3:
            at = self.chance.randrange(1, len(words) - 3)
            turned = [words[at + 1], words[at]]
            words[at : at + 2] = self.chance.choice(([], [words[at]], turned))
        return " ".join(words)

    def credit(self, some: Paragraphs) -> Paragraphs:
        """A byline, a dateline and an agency's initials."""
        byline = self.house["byline"][0]
        dateline = self.chance.choice(self.house.get("dateline", [f"{byline} "]))
        return [byline, dateline + some[0], *some[1:], "(npa/rk)"]

    def boiler(self, some: Paragraphs) -> Paragraphs:
        """What the house prints around its stories, above or beneath."""
        notes = self.house["boiler"]
        before = self.chance.randint(0, len(notes))
        return [*notes[:before], *some, *notes[before:]]

    def boiler_amid(self, some: Paragraphs) -> Paragraphs:
        """The same, in the middle."""
        half, notes = len(some) // 2, self.house["boiler"]
        return [*some[:half], notes[0], *some[half:], notes[1]]

    def correction(self, some: Paragraphs) -> Paragraphs:
        """A note that says what was wrong."""
        note = self.house["correct"][0]
        return self.chance.choice(([*some, note], [note, *some]))

    def readmore(self, some: Paragraphs) -> Paragraphs:
        """Links between the paragraphs."""
        found: Paragraphs = []
        for nth, one in enumerate(some):
            other = self.chance.choice(self.lent).title or "news of the region"
            found += [one, f"Read also: {other}"] if nth % 2 else [one]
        return found

    def captions(self, some: Paragraphs) -> Paragraphs:
        """Two pictures' captions."""
        for _ in range(2):
            words = " ".join(self._borrowed().split(" ")[:14])[:90]
            some = self._among(some, f"{words}. Photo: Archive/NPA")
        return some

    def headline(self, some: Paragraphs) -> Paragraphs:
        """Nothing but the title, which does not count."""
        return some


def _is_of_fact(word: str) -> bool:
    return len(word) > 7 or word[:1].isupper() or word[:1].isdigit()


def _cut(some: Paragraphs, share: float) -> Paragraphs:
    """So much of it, from the top."""
    left = share * sum(map(len, some))
    kept = []
    for one in some:
        said = []
        for sentence in sentences(one):
            if left > 0:
                said.append(sentence)
                left -= len(sentence)
        if said:
            kept.append(joined(said, one))
    return kept
