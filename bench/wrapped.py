"""Paragraphs of wrapped texts restored: F1 over texts wrapped in many ways.

    python bench/wrapped.py [--texts N] [--show STYLE]

Takes the texts of the news and article sets of ../shared (NEWSLEDGER_SHARED names
another place), wraps each as typewriters, mailers, scanners and converters do, with
a chance that is always the same, and counts which paragraphs come back letter by
letter. Prints a line a style for each half of the hosts: F1 where every line stays
a paragraph of its own, and ours.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path[0] = str(ROOT)  # not this folder: it has a file named warehouse too

from tasks.extract.dropped import Dropped
from tasks.extract.raw.lines import n_columns
from tasks.extract.raw.rawtext import read_text

SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", ROOT.parent / "shared"))
SETS = ("fundus_dev", "wcxb_dev")
WIDTHS = (55, 65, 72, 76, 80, 100)
_UNIT = re.compile(
    r"[\u2e80-\u9fff\uff00-\uffef][，。、！？；：」』）]*|\S+?(?=[\u2e80-\u9fff])|\S+"
)

Wrapped = list[list[str]]


def wrap(text: str, width: int, chance: random.Random, *, ragged: int = 0) -> list[str]:
    """The lines of a paragraph, filled greedily; `ragged` is how uneven they are."""
    lines, line, room = [], "", width
    for match in _UNIT.finditer(text):
        spaced = " " if line and text[match.start() - 1].isspace() else ""
        if line and n_columns(line) + len(spaced) + n_columns(match[0]) > room:
            lines.append(line)
            line, spaced = "", ""
            room = width - chance.randint(0, ragged)
        line += spaced + match[0]
    return [*lines, line]


def hyphened(text: str, width: int) -> list[str]:
    """As `wrap`, words broken behind a vowel where 3 letters are before and behind."""
    lines, line = [], ""
    for word in text.split():
        room = width - len(line) - bool(line)
        if len(word) <= room:
            line += " " * bool(line) + word
            continue
        cuts = [
            at
            for at in range(3, min(len(word) - 2, room - 1))
            if word.isalpha() and word[at - 1] in "aeiouäöüéèà" and word.islower()
        ]
        if cuts:
            lines.append(line + " " * bool(line) + word[: cuts[-1]] + "-")
            line = word[cuts[-1] :]
        else:
            lines += [line] if line else []
            line = word
    return [*lines, line]


def _of_page(lines: list[str], head: str, per_page: int = 45) -> str:
    pages = [lines[at : at + per_page] for at in range(0, len(lines), per_page)]
    return "\f".join(
        "\n".join([*([head, ""] if number > 1 else []), *page, "", f"- {number} -"])
        for number, page in enumerate(pages, 1)
    )


def styles() -> dict[str, Callable[[list[str], int, random.Random], str]]:
    """What each way of wrapping makes of paragraphs, a width and chance."""

    def block(paragraphs: list[str], width: int, chance: random.Random) -> Wrapped:
        return [wrap(paragraph, width, chance) for paragraph in paragraphs]

    def blank(parts: Wrapped) -> str:
        return "\n\n".join("\n".join(part) for part in parts)

    def set_in(parts: Wrapped, by: str) -> str:
        return "\n".join(by + "\n".join(part) for part in parts)

    def spread(parts: Wrapped) -> str:
        return "\n\n\n".join("\n\n".join(part) for part in parts)

    return {
        "a line each": lambda p, *_: "\n".join(p),
        "a line each, blank between": lambda p, *_: "\n\n".join(p),
        "wrapped, blank between": lambda p, w, c: blank(block(p, w, c)),
        "wrapped, set in": lambda p, w, c: set_in(block(p, w - 3, c), "   "),
        "wrapped, all set in": lambda p, w, c: re.sub(
            "(?m)^(?=.)", "        ", blank(block(p, w, c))
        ),
        "wrapped, packed": lambda p, w, c: set_in(block(p, w, c), ""),
        "wrapped, double spaced": lambda p, w, c: spread(block(p, w, c)),
        "uneven, blank between": lambda p, w, c: blank(
            [wrap(one, w, c, ragged=9) for one in p]
        ),
        "hyphens, blank between": lambda p, w, _: blank(
            [hyphened(one, w) for one in p]
        ),
        "pages with head and number": lambda p, w, c: _of_page(
            blank(block(p, w, c)).split("\n"), "THE EXAMPLE DAILY"
        ),
    }


def read_texts(most: int) -> list[tuple[str, list[str]]]:
    """(host, paragraphs) of each text of two paragraphs or more."""
    texts = []
    for name in SETS:
        truth = SHARED / "corpora" / "extraction" / name / "truth.json"
        for page in json.loads(truth.read_text("utf-8")).values():
            parts = [" ".join(part.split()) for part in page["body"].split("\n")]
            parts = [part for part in parts if part]
            if len(parts) > 1:
                texts.append((urlsplit(page["url"]).netloc, parts))
    random.Random(3).shuffle(texts)
    return texts[:most]


def f1(expected: list[str], got: list[str]) -> float:
    """The share of paragraphs that are there, letter by letter, in both lists."""
    same = (Counter(expected) & Counter(got)).total()
    return 2 * same / (len(expected) + len(got))


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--show", help="print the worst texts of a style, first half")
    options = parser.parse_args()
    texts = read_texts(options.texts)
    print(f"{len(texts)} texts{'':24} {'first half of hosts':>20} {'second':>14}")
    means: list[list[float]] = [[], [], [], []]
    for style, make in styles().items():
        if options.show not in (None, style):
            continue
        chance = random.Random(7)
        figures: list[list[float]] = [[], [], [], []]
        worst = []
        for host, paragraphs in texts:
            half = hashlib.sha1(host.encode()).digest()[0] % 2
            raw = make(paragraphs, chance.choice(WIDTHS), chance)
            got = read_text(raw, Dropped(keeps=False))[0].split("\n\n")
            plain = [" ".join(one.split()) for one in re.split("[\n\f]", raw)]
            figures[2 * half].append(f1(paragraphs, [one for one in plain if one]))
            figures[2 * half + 1].append(f1(paragraphs, got))
            if half == 0:
                worst.append((figures[1][-1], raw, paragraphs, got))
        row = [sum(one) / max(len(one), 1) for one in figures]
        for mean, value in zip(means, row, strict=True):
            mean.append(value)
        print(f"{style:36} {row[0]:9.3f} {row[1]:9.3f} {row[2]:9.3f} {row[3]:9.3f}")
        if options.show:
            show(worst)
    row = [sum(mean) / len(mean) for mean in means]
    print(f"{'mean':36} {row[0]:9.3f} {row[1]:9.3f} {row[2]:9.3f} {row[3]:9.3f}")
    return 0


def show(worst: list[tuple[float, str, list[str], list[str]]]) -> None:
    """Prints what differs in the texts that came back worst."""
    for figure, raw, paragraphs, got in sorted(worst, key=lambda one: one[0])[:12]:
        print(f"--- {figure:.3f}\n{raw[:600]}")
        for one in paragraphs:
            if one not in got:
                print(f"  - {one[:300]!r}")
                break
        for one in got:
            if one not in paragraphs:
                print(f"  + {one[:300]!r}")
                break


if __name__ == "__main__":
    sys.exit(main())
