"""A day's articles on top of a long history: what it takes to say what they repeat.

    python bench/history.py [--history N] [--new N] [--turns N] [--forms SHARE]

It makes a ledger of N articles of some 300 words each, in five invented languages whose
words are as frequent as Zipf's law says: a seventh are reprints of an earlier one, some
are reports of 200 forms, some stand over a house's lines. They go through the loader in
batches of 5,000, compared like any: rows a second are of one process, texts made and
cut beforehand. Then files of new articles of the same kinds go the whole road of a run
without Prefect, in a process of their own: seconds by step, and its peak of memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np

HERE = Path(__file__).parent
START = datetime(2020, 1, 1, tzinfo=UTC)
BATCH = 5_000
N_WORDS = 300
# How many articles back the stories are that are printed again.
MEMORY = 3_000
LETTERS = (
    "abcdefghijklmnoprstuvwz",
    "абвгдежзиклмнопрстуфхчшыэюя",
    "abdeéèfghiïklmnoprstuvwzß",
    "ابتجحدرزسشصطعفقكلمنهوي",
    "αβγδεζηθικλμνξοπρστυφχψω",
)


class Writer:
    """Makes texts of one language, each from a seed of its own and those before it."""

    def __init__(self, seed: int, forms_share: float) -> None:
        self.chance = np.random.default_rng(seed)
        words = [self._words(letters) for letters in LETTERS]
        self.words = np.array(words, dtype=object)
        ranks = 1 / (np.arange(self.words.shape[1]) + 2.7)
        self.sums = np.cumsum(ranks / ranks.sum())
        self.forms = [self._plain(200) for _ in range(200)]
        self.houses = [self._plain(150) for _ in range(40)]
        self.last: list[list[str]] = []
        self.forms_share = forms_share

    def _words(self, letters: str) -> list[str]:
        picked = self.chance.choice(list(letters), (40_000, 10))
        sizes = self.chance.integers(2, 11, size=len(picked))
        made = {"".join(row[:n]): n for row, n in zip(picked, sizes, strict=True)}
        # short words are the frequent ones
        return sorted(made, key=lambda word: made[word] // 3)[:30_000]

    def _plain(self, n: int) -> list[str]:
        at = np.searchsorted(self.sums, self.chance.random(n))
        return self.words[self.chance.integers(len(LETTERS))][at].tolist()

    def text(self) -> str:
        """The next article's text."""
        kind = self.chance.random()
        if kind < self.forms_share:
            words = self._form()
        elif kind < self.forms_share + 0.02:
            house = self.houses[self.chance.integers(len(self.houses))]
            words = [*self._plain(40), *house]
        elif kind < self.forms_share + 0.16 and self.last:
            words = self._reprint(self.last[self.chance.integers(len(self.last))])
        else:
            words = self._plain(int(N_WORDS * self.chance.uniform(0.4, 1.6)))
            self.last.append(words)
            del self.last[: len(self.last) - MEMORY]
        return " ".join(words)

    def _form(self) -> list[str]:
        words = list(self.forms[self.chance.integers(len(self.forms))])
        for at in self.chance.integers(len(words), size=30):
            words[at] = str(self.chance.integers(1, 9_999))
        return words

    def _reprint(self, words: list[str]) -> list[str]:
        way = self.chance.integers(4)
        if way == 0:
            return list(words)
        if way == 1:
            return words[: int(len(words) * self.chance.uniform(0.6, 0.9))]
        if way == 2:
            return [*self._plain(40), *words]
        other = list(words)
        for at in self.chance.integers(len(other), size=len(other) // 50):
            other[at] = self._plain(1)[0]
        return other


@contextmanager
def timed(took: dict[str, float], name: str) -> Iterator[None]:
    """Adds the seconds that its block took."""
    began = time.perf_counter()
    yield
    took[name] = took.get(name, 0.0) + time.perf_counter() - began


def look(nth: int, text: str):
    """One article read, as the parse step stages it."""
    from tasks.steps.own import own_of
    from tasks.text.fingerprint import fingerprint, repeat_key, text_digest
    from tasks.text.keys import make_key
    from warehouse.model.article import Article, Look
    from warehouse.model.likeness import Recipe

    article = Article(text=text, title=f"Title {nth}")
    return Look(
        source_id="history",
        keys=(make_key("guid", f"h{nth}", "history"),),
        status="read",
        captured_at=START + timedelta(minutes=nth),
        payload_digest=f"{nth:064x}",
        parser="bench",
        article=article,
        fingerprint=fingerprint(article),
        text_digest=text_digest(text),
        repeat_key=repeat_key(text),
        own=own_of(text, Recipe()),
        n_words=text.count(" ") + 1,
    )


def build(home: Path, options: argparse.Namespace) -> dict[str, float]:
    """Makes the history; gives what it took to decide and load it.

    What comes after it lies beside it, a file a turn.
    """
    from tasks.steps.compare import comparing, edges_of_unmet
    from tasks.steps.parse import helpers
    from tasks.text.same_story import is_same_story
    from warehouse import load
    from warehouse.connect import writing
    from warehouse.ledger import Ledger
    from warehouse.migrate import migrate
    from warehouse.model.batch import Batch
    from warehouse.staging import stage

    ledger = Ledger(home / "ledger")
    ledger.root.mkdir(parents=True)
    migrate(ledger.warehouse, 0, START)
    writer = Writer(1, options.forms)
    n = options.history
    took: dict[str, float] = {}
    run_id = uuid4()
    with helpers() as pool:
        for first in range(0, n, BATCH):
            looks = [look(nth, writer.text()) for nth in range(first, first + BATCH)]
            batch = Batch(
                batch_key=uuid4(), run_id=run_id, source_id=None, n_entries=BATCH
            )
            staged = stage(looks=looks)
            with writing(ledger.warehouse, 0) as con:
                with timed(took, "decide"):
                    load.decide(con, staged, batch, is_same_story, comparing(pool))
                with timed(took, "load"):
                    at = START + timedelta(minutes=first + BATCH)
                    load.load(con, staged, batch, edges_of_unmet, at)
            if (first + BATCH) % 50_000 == 0:
                said = {name: round(value, 1) for name, value in took.items()}
                print(first + BATCH, said, flush=True)
    for turn in range(options.turns):
        write_records(home / f"new{turn}.jsonl", writer, options.new)
    took["rows a second"] = n / (took["decide"] + took["load"])
    took["file MB"] = ledger.warehouse.stat().st_size / 1e6
    took["peak MB"] = peak_mb()
    return took


def write_records(path: Path, writer: Writer, n: int) -> None:
    """A file of so many articles."""
    with path.open("w", encoding="utf-8") as file:
        for nth in range(n):
            said = {"id": nth, "title": f"Title {nth}", "text": writer.text()}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")


def peak_mb() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(ledger: Path, records: Path) -> dict[str, float]:
    """The steps of a run over a file of new articles, without Prefect."""
    from plainrun import run_plain

    took: dict[str, float] = {}
    with told_apart(took), timed(took, "all"):
        run_plain(ledger, records)
    took["peak MB"] = peak_mb()
    return took


@contextmanager
def told_apart(took: dict[str, float]) -> Iterator[None]:
    """Has the steps of a run, and the parts of two of them, add up their seconds."""
    import plainrun

    from warehouse import load

    places = [
        *((plainrun, name) for name in ("parse", "judge", "store", "publish")),
        *((load, name) for name in ("decide", "load")),
    ]
    for where, name in places:
        setattr(where, name, _timing(took, name, getattr(where, name)))
    yield


def _timing(took: dict[str, float], name: str, step):
    def call(*given, **named):
        with timed(took, name):
            return step(*given, **named)

    return call


def child(*given: str) -> dict[str, float]:
    """What this file prints last when it is started so, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *given],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *before, last = done.stdout.splitlines()
    print("\n".join(before))
    return json.loads(last)


def main() -> None:
    """Makes the history and measures on top of it, or does one of the two."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--history", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--forms", type=float, default=0.02)
    parser.add_argument("--build", type=Path)
    parser.add_argument("--measure", type=Path, nargs=2)
    options = parser.parse_args()
    sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]
    if options.build:
        print(json.dumps(build(options.build, options)))
    elif options.measure:
        print(json.dumps(measure(*options.measure)))
    else:
        with tempfile.TemporaryDirectory() as home:
            whole(Path(home), options)


def whole(home: Path, options: argparse.Namespace) -> None:
    """Prints what the history took, and each turn of new articles on top of it."""
    shape = [
        word
        for name in ("history", "new", "turns", "forms")
        for word in (f"--{name}", str(getattr(options, name)))
    ]
    tell("history", child("--build", str(home), *shape))
    for turn in range(options.turns):
        took = child("--measure", str(home / "ledger"), str(home / f"new{turn}.jsonl"))
        tell(f"+{options.new:,} at {options.history:,}", took)


def tell(what: str, took: dict[str, float]) -> None:
    """Prints one line."""
    said = ", ".join(f"{name} {value:,.2f}" for name, value in took.items())
    print(f"{what}: {said}", flush=True)


if __name__ == "__main__":
    main()
