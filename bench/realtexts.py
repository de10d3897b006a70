"""Rows of real prose: copies as desks make them, and what only looks like one.

They were written before the rules that are measured on them were looked at. Fields are
those of the other sets: `id, cluster, kind, lang, title, published, text`.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from deskedits import Desk, chosen
from realprose import (
    BODIES,
    FORMS,
    PROSE,
    SCRIPTS,
    TOPICS,
    Story,
    first_words,
    n_words,
    stories,
    written,
)

# Of one in so many stories only paragraphs are lent to others.
_LENDS = 4
_N_STORIES, _N_OF_A_FORM = 270, 6
_LENGTHS = (500, 800, 1_200, 2_000, 3_000, 5_000, 9_000)
_N_COPIES, _N_EDITS = (0, 1, 2, 2, 3, 3), (1, 1, 1, 1, 2, 2, 3, 4)
# What two texts of one opening share of each: a gallery's lead, a live blog's head, the
# box above a series.
_OPENINGS = {"neg_gallery": 0.35, "neg_live": 0.3, "neg_series": 0.2}

Lent = Mapping[str, Sequence[Story]]


def are_here() -> bool:
    """Whether the real stories are where they are looked for."""
    return BODIES.is_dir()


def rows(seed: int) -> list[dict]:
    """Some 1,300 rows, in no order."""
    return _Rows(random.Random(seed)).made()


class _Rows:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.rows: list[dict] = []
        self.n_clusters = 0
        real = stories()
        chance.shuffle(real)
        self.lent: dict[str, list[Story]] = defaultdict(list)
        for story in real[::_LENDS]:
            self.lent[story.lang].append(story)
        rest = [self._shortened(one) for n, one in enumerate(real) if n % _LENDS]
        self.told = rest[:_N_STORIES] + written()
        self.left: dict[str, list[Story]] = defaultdict(list)
        for story in rest[_N_STORIES:]:
            self.left[story.lang].append(story)

    def made(self) -> list[dict]:
        """All kinds of rows."""
        for story in self.told:
            self._add_family(story)
        for name in sorted(FORMS["forms"]):
            self._add_forms(name)
        for _ in range(5):
            self._add_roundup()
        for _ in range(6):
            self._add_items()
            self._add_quotation()
            for kind in _OPENINGS:
                self._add_opening(kind)
        self._add_written_items()
        for name, text in sorted(PROSE["events"].items()):
            self._add("neg_event", Story("en", name, [text]))
        self.chance.shuffle(self.rows)
        for nth, row in enumerate(self.rows):
            row["id"] = nth
        return self.rows

    def _add(self, kind: str, story: Story, cluster: int | None = None) -> int:
        """The cluster of a row that is added to it, or to one of its own."""
        if cluster is None:
            cluster = self.n_clusters
            self.n_clusters += 1
        day = f"2024-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"
        self.rows.append(
            {"cluster": cluster, "kind": kind, "lang": story.lang,
             "title": story.title, "published": day, "text": story.text}
        )  # fmt: skip
        return cluster

    def _shortened(self, story: Story) -> Story:
        """As long as news is: three paragraphs or more, from its top."""
        n_most, kept = self.chance.choice(_LENGTHS), list[str]()
        for one in story.paragraphs:
            kept.append(one)
            if len(kept) >= 3 and sum(map(len, kept)) >= n_most:
                break
        return Story(story.lang, story.title, kept)

    def _drawn(self, n: int) -> list[Story]:
        """So many stories of one language that nothing else is made of."""
        among = sorted(lang for lang, some in self.left.items() if len(some) >= 5)
        some = self.left[self.chance.choice(among)]
        return [some.pop() for _ in range(n)]

    def _lent_to(self, story: Story) -> Sequence[Story]:
        """Stories that its desk takes paragraphs from."""
        if story.lang in SCRIPTS and story.title in TOPICS:
            more = PROSE[story.lang]["extra"][TOPICS.index(story.title)]
            return [Story(story.lang, "", [more])]
        return self.lent.get(story.lang) or self.lent["en"]

    def _add_family(self, story: Story) -> None:
        """A story with its copies, sometimes one that follows it up."""
        cluster = self._add("orig", story)
        house = PROSE.get(story.lang, PROSE["en"])
        desk = Desk(self.chance, story, self._lent_to(story), house)
        for _ in range(self.chance.choice(_N_COPIES)):
            names = chosen(self.chance, self.chance.choice(_N_EDITS))
            kind = names[0] if len(names) == 1 else f"stack{len(names)}"
            copy = Story(story.lang, story.title, [desk.copy(names)])
            self._add(kind, copy, cluster)
        n = n_words(story.text)
        quoted = first_words(story.text, n / 3)
        is_third = n_words(quoted) < 0.42 * n  # else there is hardly a stop in it
        is_long = len(story.text) > 900 and story.lang not in SCRIPTS
        if is_long and is_third and self.chance.random() < 0.18:
            other = self.chance.choice(self._lent_to(story))
            own = first_words("\n\n".join(other.paragraphs[3:]), 2 * n_words(quoted))
            self._add("neg_followup", Story(story.lang, story.title, [own, quoted]))

    def _add_forms(self, name: str) -> None:
        """Reports of one form, no two the same."""
        texts = dict.fromkeys(self._filled_in(name) for _ in range(3 * _N_OF_A_FORM))
        for text in list(texts)[:_N_OF_A_FORM]:
            self._add("neg_template", Story(name[:2], name, [text]))

    def _filled_in(self, name: str) -> str:
        def told(found: re.Match[str]) -> str:
            if found[1] in FORMS["lists"]:
                return str(self.chance.choice(FORMS["lists"][found[1]]))
            least, most = found[1].split("-")
            if "." not in least:
                return str(self.chance.randint(int(least), int(most)))
            n_places = len(least.partition(".")[2])
            return f"{self.chance.uniform(float(least), float(most)):.{n_places}f}"

        return re.sub(r"\{([^}]+)\}", told, FORMS["forms"][name])

    def _add_items(self) -> None:
        """Short items under what a house prints around each, 280 words of it."""
        some = self._drawn(3)
        lender = self.chance.choice(self._lent_to(some[0]))
        house = first_words(lender.text, 280)
        is_above = self.chance.random() < 0.5
        for story in some:
            own = first_words(story.text, 38)
            text = [own, house] if is_above else [house, own]
            self._add("neg_boiler", Story(story.lang, story.title, text))

    def _add_written_items(self) -> None:
        """The same in other scripts, each item of another form."""
        for name in sorted(FORMS["forms"]):
            if name[:2] in SCRIPTS:
                house = [*PROSE[name[:2]]["boiler"], *PROSE[name[:2]]["correct"]]
                text = [self._filled_in(name), *house]
                self._add("neg_boiler", Story(name[:2], name, text))

    def _add_opening(self, kind: str) -> None:
        """Two texts under one opening."""
        some = self._drawn(2)
        lender = self.chance.choice(self._lent_to(some[0]))
        opening = first_words(lender.text, 45)
        n = n_words(opening) * (1 / _OPENINGS[kind] - 1)
        for story in some:
            own = first_words(story.text, n)
            self._add(kind, Story(story.lang, story.title, [opening, own]))

    def _add_quotation(self) -> None:
        """Two stories that quote one paragraph."""
        some = self._drawn(2)
        lender = self.chance.choice(self._lent_to(some[0]))
        quoted = max(lender.paragraphs[:9], key=lambda one: 80 < len(one) < 600)
        for story in some:
            at = self.chance.randint(1, len(story.paragraphs))
            text = [*story.paragraphs[:at], quoted, *story.paragraphs[at:]]
            self._add("neg_quote", Story(story.lang, story.title, text))

    def _add_roundup(self) -> None:
        """Five briefs, and the round-up that holds them."""
        held = []
        for story in self._drawn(5):
            brief = first_words(story.text, self.chance.randint(40, 90))
            self._add("neg_brief", Story(story.lang, story.title, [brief]))
            held.append(f"{story.title}\n{brief}")
        self._add("neg_roundup", Story(story.lang, "News in brief", held))
