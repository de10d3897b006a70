"""Labelled near-duplicates: stories as papers reprint them, and what looks like it.

Each row has `id, cluster, kind, lang, title, published, text`, the `kind` of an
original `orig`, of what belongs to nothing else `neg_…`: as the scorer reads them.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from datetime import date, timedelta

from invented import Language, Story, languages, number, story
from paperedits import EDITS


def rows(seed: int, n: int) -> list[dict]:
    """So many rows, in no order: originals, their reprints, and hard negatives."""
    chance = random.Random(seed)
    spoken = languages(seed)
    made: list[dict] = []
    cluster = 0
    shapes = [_template(language, chance) for language in spoken for _ in range(2)]
    furniture = [_furniture(language, chance) for language in spoken]
    while len(made) < n:
        cluster += 1
        nth = chance.randrange(len(spoken))
        kind = chance.random()
        if kind < 0.035:
            shape, whose = chance.choice(shapes)
            _add(made, cluster, "neg_template", whose, shape(chance), chance)
        elif kind < 0.05:
            own = [_short(story(spoken[nth], chance), chance)]
            parts = [*furniture[nth], *own] if nth % 2 else [*own, *furniture[nth]]
            _add(made, cluster, "neg_boiler", spoken[nth], parts, chance)
        elif kind < 0.06 and len(made) > 100:
            parts = _roundup(made[-200:], story(spoken[nth], chance))
            _add(made, cluster, "neg_roundup", spoken[nth], parts, chance)
        else:
            cluster = _family(made, cluster, story(spoken[nth], chance), chance)
    chance.shuffle(made)
    for nth, row in enumerate(made):
        row["id"] = nth
    return made[:n]


def _roundup(before: list[dict], about: Story) -> list[str]:
    """The first lines of some of the stories before it, under a lead of its own."""
    own = [row for row in before if row["lang"] == about.language.name]
    briefs = [html.unescape(row["text"])[:300] for row in own[-6:]]
    return [about.paragraph(), about.paragraph(), *briefs]


def _family(made: list[dict], cluster: int, about: Story, chance: random.Random) -> int:
    """An original with its reprints, sometimes a story that follows it up."""
    language = about.language
    original = [about.paragraph() for _ in range(chance.randint(3, 14))]
    _add(made, cluster, "orig", language, original, chance)
    shortest = longest = _length(original)
    for _ in range(chance.choice([0, 0, 0, 0, 1, 1, 1, 2, 3, 5])):
        while True:
            kind, parts = _reprint(original, about, chance)
            length = _length(parts)
            # what is less than half of another is a piece of it, and no copy
            if 0.55 * longest < length < shortest / 0.55:
                break
        shortest, longest = min(shortest, length), max(longest, length)
        _add(made, cluster, kind, language, parts, chance)
    if chance.random() < 0.06 and len(original) > 5:
        cluster += 1
        parts = _followup(original, about, chance)
        _add(made, cluster, "neg_followup", language, parts, chance)
    return cluster


def _reprint(
    original: list[str], about: Story, chance: random.Random
) -> tuple[str, list[str]]:
    """One paper's copy: its kind, and its paragraphs."""
    names = chance.sample(list(EDITS), chance.choice([1, 1, 1, 2, 3]))
    names.sort(key=list(EDITS).index)
    parts = list(original)
    for name in names:
        parts = EDITS[name](parts, about, chance)
    return (names[0] if len(names) == 1 else f"some{len(names)}"), parts


def _followup(original: list[str], about: Story, chance: random.Random) -> list[str]:
    """The next day's story, which quotes a third of the first at most."""
    later = story(about.language, chance)
    later.own[:4] = about.own[:4]
    kept: list[str] = []
    for part in original[1:]:
        if _length([*kept, part]) < 0.33 * _length(original):
            kept.append(part)
    parts = [later.paragraph()]
    while _length(parts) < 1.5 * _length(kept):
        parts.append(later.paragraph())
    return [*parts, *kept]


def _length(parts: list[str]) -> int:
    return sum(len(html.unescape(part)) for part in parts)


def _add(
    made: list[dict],
    cluster: int,
    kind: str,
    language: Language,
    parts: list[str],
    chance: random.Random,
) -> None:
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
    text = "\n\n".join(part for part in parts if part)
    row = {
        "id": 0, "cluster": cluster, "kind": kind, "lang": language.name,
        "title": f"{language.word(chance)} {chance.randrange(10_000)}",
        "published": day.isoformat(), "text": text,
    }  # fmt: skip
    made.append(row)


def _short(own: Story, chance: random.Random) -> str:
    return "".join(own.sentence() for _ in range(chance.randint(3, 5))).strip()


def _furniture(language: Language, chance: random.Random) -> list[str]:
    """What a site puts under, or over, all that it prints: some 300 words."""
    house = story(language, chance)
    return ["".join(house.sentence() for _ in range(4)).strip() for _ in range(5)]


def _template(
    language: Language, chance: random.Random
) -> tuple[Callable[[random.Random], list[str]], Language]:
    """A report that a program writes each day: sentences with slots for the facts."""
    about = story(language, chance)
    n = chance.randint(4, 14)
    forms = []
    for _ in range(n):
        words = about.words(chance.randint(8, 18))
        slots = chance.sample(range(len(words)), chance.randint(1, 3))
        forms.append((words, {at: chance.random() < 0.6 for at in slots}))
    names = [language.word(chance).capitalize() for _ in range(40)]

    def fill(today: random.Random) -> list[str]:
        said = []
        for words, slots in forms:
            filled = [
                word
                if at not in slots
                else number(today)
                if slots[at]
                else today.choice(names)
                for at, word in enumerate(words)
            ]
            said.append(language.space.join(filled) + language.stop)
        return ["".join(said[:3]), "".join(said[3:])]

    return fill, language
