"""What papers do to the copy they print: each takes paragraphs and gives paragraphs."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable

from invented import Story, number, story

Edit = Callable[[list[str], Story, random.Random], list[str]]


def _update(parts: list[str], about: Story, _chance: random.Random) -> list[str]:
    """A newer version of the wire: two new paragraphs on top."""
    return [about.paragraph(), about.paragraph(), *parts]


def _local_lead(parts: list[str], about: Story, _chance: random.Random) -> list[str]:
    """The first sentence rewritten by the paper."""
    return [about.sentence().strip() + " " + _later(parts[0], about), *parts[1:]]


def _later(text: str, about: Story) -> str:
    stop = about.language.stop
    return text.split(stop, 1)[1] if stop in text else ""


def _adverts(parts: list[str], about: Story, chance: random.Random) -> list[str]:
    """Lines of a shop between the paragraphs."""
    line = about.language.space.join(about.words(12))
    made = []
    for part in parts:
        made += [part, line] if chance.random() < 0.4 else [part]
    return made


def _cut_middle(parts: list[str], _about: Story, chance: random.Random) -> list[str]:
    """A third taken out to fit the page."""
    n = len(parts) // 3
    at = chance.randint(1, max(len(parts) - n - 1, 1))
    return parts[:at] + parts[at + n :]


def _cut_end(parts: list[str], _about: Story, chance: random.Random) -> list[str]:
    """Cut in the middle of a word, as feeds do."""
    text = "\n\n".join(parts)
    return [text[: int(len(text) * chance.uniform(0.6, 0.8))] + "…"]


def _house_style(parts: list[str], about: Story, chance: random.Random) -> list[str]:
    """Some words are always written otherwise in this house."""
    words = dict.fromkeys(w for part in parts for w in part.split())
    style = {w: about.language.word(chance) for w in words if chance.random() < 0.03}
    return [" ".join(style.get(w, w) for w in part.split(" ")) for part in parts]


def _scanned(parts: list[str], about: Story, chance: random.Random) -> list[str]:
    """Read off paper: letters taken for others, spaces lost, words broken."""
    pool = "".join(about.language.syllables)
    rate = chance.uniform(0.005, 0.04)

    def misread(letter: str) -> str:
        if chance.random() > rate:
            return letter
        if letter == " ":
            return ""
        return chance.choice(["", chance.choice(pool), letter + chance.choice(pool)])

    return ["".join(map(misread, part)) for part in parts]


def _wrapped(parts: list[str], _about: Story, _chance: random.Random) -> list[str]:
    """Hard-wrapped, without its paragraphs, in capitals at the start."""
    text = re.sub(r"(.{50,60}) ", r"\1\n", " ".join(parts))
    return [text[:40].upper() + text[40:]]


def _entities(parts: list[str], _about: Story, _chance: random.Random) -> list[str]:
    """Escaped twice by a careless export."""
    return [html.escape(part).replace(" ", "&nbsp; ") for part in parts]


def _reordered(parts: list[str], _about: Story, chance: random.Random) -> list[str]:
    """Two blocks change places."""
    if len(parts) < 3:
        return parts
    at = chance.randint(2, len(parts) - 1)
    return [parts[0], *parts[at:], *parts[1:at]]


def _new_counts(parts: list[str], about: Story, chance: random.Random) -> list[str]:
    """Toll and damage have risen: one number is another everywhere."""
    old, new = chance.choice(about.numbers), number(chance)
    whole = re.compile(rf"(?<![0-9.,]){re.escape(old)}(?![0-9])")
    return [whole.sub(new, part) for part in parts]


def _signed(parts: list[str], about: Story, chance: random.Random) -> list[str]:
    """Place, agency and authors around it."""
    name, place = about.language.word(chance), about.language.word(chance).upper()
    return [f"{place} ({name.upper()}) - {parts[0]}", *parts[1:], f"({name}/{place})"]


def _boxed(parts: list[str], about: Story, chance: random.Random) -> list[str]:
    """A box of another story beside it, and the house's own lines below."""
    other = story(about.language, chance)
    at = chance.randint(1, len(parts))
    return [*parts[:at], other.paragraph(), *parts[at:], other.sentence()]


EDITS: dict[str, Edit] = {
    "local_lead": _local_lead,
    "cut_middle": _cut_middle,
    "cut_end": _cut_end,
    "reordered": _reordered,
    "new_counts": _new_counts,
    "house_style": _house_style,
    "update": _update,
    "adverts": _adverts,
    "boxed": _boxed,
    "signed": _signed,
    "entities": _entities,
    "wrapped": _wrapped,
    "scanned": _scanned,
}
