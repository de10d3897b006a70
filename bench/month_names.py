"""Writes tasks/extract/months.toml: the months' names in the languages of the CLDR.

    python bench/month_names.py > tasks/extract/months.toml

Needs babel (the group `bench`), which carries the Unicode CLDR (Unicode License).
"""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context

from babel import Locale

LANGUAGES = (
    "af am ar ar_LB ar_MA as az be bg bn br bs ca cs cy da de el en es et eu fa fi fil"
    " fo fr fy ga gd gl gu ha he hi hr hu hy id is it jv ka kk km kn ku ky lb lo lt lv"
    " mk ml mn mr ms mt my nb ne nl nn or pa pl ps pt ro ru si sk sl so sq sr sr_Latn"
    " sv sw ta te tg th tk tr uk ur uz vi yo zu"
)


def names_of(language: str) -> list[str]:
    """Twelve texts, the forms of one month in each, parted by spaces."""
    months = Locale.parse(language).months
    forms: list[list[str]] = [[] for _ in range(12)]
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in months[context][width].items():
                word = name.strip(" .\u200e\u200f").casefold()
                is_word = re.fullmatch(r"[^\W\d_][^\s\d,]*", word)
                if is_word and word not in forms[number - 1]:
                    forms[number - 1].append(word)
    return [" ".join(words) for words in forms]


def main() -> None:
    print("# The months' names, January first, a month's forms parted by spaces.")
    print(
        f"# Made by bench/month_names.py from babel {version('babel')}, which holds the"
    )
    print("# Unicode CLDR (Unicode License v3); do not edit.")
    # A process for each: babel 2.18 lets the names of one language (az) into others.
    with ProcessPoolExecutor(2, get_context("spawn"), max_tasks_per_child=1) as pool:
        found = pool.map(names_of, LANGUAGES.split())
    for language, names in zip(LANGUAGES.split(), found, strict=True):
        if any(names):
            quoted = ", ".join(f'"{name}"' for name in names)
            print(f"{language} = [{quoted}]")


if __name__ == "__main__":
    main()
