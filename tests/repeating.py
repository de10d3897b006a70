"""Some hundred texts that repeat one another in every way, and what a ledger says.

Made by a seed: stories of words in five scripts, their reprints, chains of texts of
which the ends do not agree, forms, roundups, items over one house's lines, and texts
of a word or two.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from plainrun import ask, run_plain, ticking

from tasks.steps import arrivals, collect
from warehouse import sqlfiles
from warehouse.connect import reading
from warehouse.ledger import Ledger

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)

# What letters words are made of, how many words are known, what stands between them.
_SCRIPTS = (
    ("abcdefghiklmnoprstuvz", 7, " "),
    ("абвгдежиклмнопрстуя", 7, " "),
    ("ابتحدرسعفقكلمنهوي", 5, " "),
    ("".join(map(chr, range(0x4E00, 0x4E00 + 900))), 2, ""),
    ("कखगचजतदनपबमयरलवसह", 5, " "),
)
_PARTITION = """
select list(identity_key order by identity_key)
from article_history
where is_current and not is_deleted
group by coalesce(cluster_id, article_id)
"""
_ROWS = """
select r.identity_key, k.identity_key, d.relation, d.score, d.shared_words
from duplicates as d
inner join article_history as r on d.article_id = r.article_id and r.is_current
inner join article_history as k on d.duplicate_of = k.article_id and k.is_current
"""


@dataclass(frozen=True)
class Said:
    """A ledger's answer: which keys stand together, and which repeats which, how.

    `rows` are (key, key of what it repeats, relation, score); `n_shared` tells how many
    words they share, row by row. The passage that shows it to a person is cut from
    whichever text was at hand, and is no part of the answer.
    """

    clusters: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[object, ...], ...]
    n_shared: tuple[object, ...] = ()


def said(ledger: Path) -> Said:
    """What the ledger says of duplicates, by keys alone, in one order."""
    clusters = sorted(tuple(keys) for (keys,) in ask(ledger, _PARTITION))
    rows = sorted(ask(ledger, _ROWS), key=str)
    return Said(
        tuple(clusters),
        tuple(row[:4] for row in rows),
        tuple(row[4] for row in rows),
    )


def write(path: Path, rows: Iterable[dict]) -> Path:
    """A file of records."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def written(home: Path, rows: Iterable[dict]) -> Path:
    """A configuration whose one source is a file of these records."""
    write(home / "all.jsonl", rows)
    config = home / "sources.toml"
    config.write_text('[[source]]\nid = "wire"\npath = "all.jsonl"\nidentity = "id"\n')
    return config


class Paper:
    """Who writes in one script: words, sentences and paragraphs of its own."""

    def __init__(self, chance: random.Random, letters: str, n: int, space: str) -> None:
        self.chance, self.space = chance, space
        self.words = [
            "".join(chance.choices(letters, k=chance.randint(2, n) if n > 2 else 2))
            for _ in range(1_500)
        ]

    def sentence(self) -> str:
        """Some words and their stop."""
        chance = self.chance
        n = chance.randint(9, 16)
        # a third of what is said is said with the same fifty words
        said = [
            chance.choice(self.words[:50] if chance.random() < 0.33 else self.words)
            for _ in range(n)
        ]
        return self.space.join(said) + ". "

    def paragraph(self) -> str:
        """Two or three sentences."""
        n = self.chance.randint(2, 3)
        return "".join(self.sentence() for _ in range(n)).strip()

    def story(self, n: int = 10) -> list[str]:
        """So many paragraphs."""
        return [self.paragraph() for _ in range(n)]

    def misread(self, text: str) -> str:
        """The text with some letters taken for others."""
        other = self.words[0][0]
        return "".join(other if self.chance.random() < 0.015 else c for c in text)

    def form(self) -> list[tuple[str, str]]:
        """What a program prints each day: words with a gap after each."""
        return [(self.sentence()[:-2], self.chance.choice("nw")) for _ in range(9)]

    def filled(self, form: Sequence[tuple[str, str]]) -> str:
        """One day of it."""
        chance = self.chance
        return " ".join(
            f"{words} {chance.randint(10, 9_999)} {chance.randint(10, 99)}"
            if slot == "n"
            else f"{words} {chance.choice(self.words)} {chance.randint(1, 999)}"
            for words, slot in form
        )


def papers(seed: int) -> list[Paper]:
    """One for each script."""
    chance = random.Random(seed)
    return [Paper(chance, *script) for script in _SCRIPTS]


def rows(seed: int) -> list[dict]:
    """Some 300 records, `id`, `title`, `text`, `published`; some have no date.

    An id begins with what the text is: story, chain, roundup, form, item, or word.
    """
    made: list[tuple[str, str]] = []
    for paper in papers(seed):
        of_it = [("story", text) for _ in range(14) for text in reprinted(paper)]
        of_it += [("chain", text) for _ in range(2) for text in chain(paper)]
        of_it += roundup(paper, [text for _, text in of_it])
        form = paper.form()
        of_it += [("form", paper.filled(form)) for _ in range(5)]
        house = "\n\n".join(paper.story(8))
        # some 50 words of one's own; a rewritten lead has half of that
        items = [f"{paper.paragraph()} {paper.paragraph()}" for _ in range(4)]
        of_it += [("item", f"{item}\n\n{house}") for item in items]
        made += of_it
    words = ["Read more", "Read more", "read  more", "12.", "12.", "…", "好的", "好的"]
    made += [("word", word) for word in words]
    chance = random.Random(seed)
    return [record(nth, text, chance, kind) for nth, (kind, text) in enumerate(made)]


def record(nth: int, text: str, chance: random.Random, kind: str = "text") -> dict:
    """One record; a third are of one day, a tenth of none."""
    day = date(2026, 1, 1) + timedelta(days=max(chance.randrange(-10, 20), 0))
    made = {"id": f"{kind}{nth:04}", "title": f"Title {nth}", "text": text}
    return made if chance.random() < 0.1 else {**made, "published": day.isoformat()}


def reprinted(paper: Paper) -> list[str]:
    """A story and what other papers make of it."""
    chance = paper.chance
    story = paper.story(chance.randint(5, 10))
    plain = "\n\n".join(story)
    ways = [
        plain,
        plain.upper().replace("\n\n", " "),
        "\n\n".join([paper.sentence().strip(), *story]),
        "\n\n".join([*paper.story(2), *story]),
        "\n\n".join(story[: -len(story) // 3]),
        "\n\n".join([*story[:2], paper.paragraph(), *story[2:]]),
        paper.misread(plain),
    ]
    return [plain, *chance.sample(ways, chance.choice([0, 1, 2, 3, 4]))]


def chain(paper: Paper) -> list[str]:
    """Texts of which each agrees with the next, and the ends do not agree."""
    told = paper.story(20)
    return ["\n\n".join(told[at : at + 10]) for at in (0, 3, 6, 9)]


def roundup(paper: Paper, of: Sequence[str]) -> list[tuple[str, str]]:
    """The day in brief: first paragraphs of other texts, and one that stands alone."""
    firsts = [text.partition("\n\n")[0] for text in of if "\n\n" in text]
    briefs = paper.chance.sample(firsts, 6)
    parts = [paper.paragraph(), *briefs, paper.paragraph()]
    return [("roundup", "\n\n".join(parts)), ("brief", max(briefs, key=len))]


def in_batches_of(patch: pytest.MonkeyPatch, n: int) -> None:
    """Has runs take so many records at once."""
    patch.setattr(arrivals, "MAX_AT_ONCE", n)
    patch.setattr(collect, "MAX_LANDED", n)


def told(home: Path, *lots: Sequence[dict], first: datetime | None = None) -> Path:
    """A ledger that was told each lot of records in a run of its own, a day apart."""
    home.mkdir(exist_ok=True)
    ledger = home / "ledger"
    start = first or START
    for nth, lot in enumerate(lots):
        clock = ticking(start + nth * DAY, timedelta(milliseconds=1))
        run_plain(ledger, config=written(home, lot), force=True, clock=clock)
    return ledger


def check_rules(ledger: Path) -> None:
    """No invariant is broken."""
    with reading(Ledger(ledger).warehouse) as con:
        for item in sqlfiles.folder("invariants"):
            assert con.execute(item.read_text("utf-8")).fetchall() == [], item.name


def ids(ledger: Path) -> list[tuple]:
    """Each live article's key and the id of its cluster."""
    return ask(
        ledger,
        "select identity_key, coalesce(cluster_id, article_id) "
        "from article_history where is_current and not is_deleted",
    )
