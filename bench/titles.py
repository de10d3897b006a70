"""Weighs the signs of a headline: makes tasks/extract/headline_signs.toml.

    python bench/titles.py [--check] [--save]

Reads the pages and titles of the three sets of ../shared (NEWSLEDGER_SHARED names
another place). The model is a conditional logit: of a page's candidates
(tasks/extract/headlines.py) the one with the true title shall weigh most. First it
prints the share of right titles where the pages of a tenth of the hosts are judged
by weights found on the others, ten times over; with `--save` the weights of all
pages are then written. `--check` prints the figures of two halves of the hosts,
each judged by weights found on the other. Needs scipy (the group `bench`).
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).parent.parent
sys.path[0] = str(ROOT)  # not this folder: it has a file named warehouse too

from tasks.extract.head import read_head
from tasks.extract.headlines import read_candidates
from tasks.extract.metadata import site_names
from tasks.extract.titles import Candidate
from tasks.extract.tree import parse

SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", ROOT.parent / "shared"))
SETS = ("fundus_dev", "wcxb_dev", "snippets_dev")
TABLE = ROOT / "tasks" / "extract" / "headline_signs.toml"
N_FOLDS = 10
# Each sign is pulled to 0 by this; 1 to 4 gave the same titles within one page.
PULL = 2.0
# Signs of fewer candidates are a page's own; weights below the least change nothing.
MIN_SEEN, MIN_WEIGHT = 10, 0.05
HEADER = """\
# What each sign of a headline weighs (tasks/extract/headlines.py says what they are).
# Made by bench/titles.py; do not edit. Right titles on hosts that had no part in it:
"""


@dataclass(slots=True)
class Page:
    """A page's candidates, and whether each has the true title."""

    name: str
    host: str
    candidates: list[Candidate]
    is_right: list[bool]


def load(scorer: Any) -> list[Page]:
    """The pages of all sets that have a true title."""
    pages = []
    for name in SETS:
        folder = SHARED / "corpora" / "extraction" / name
        truth = scorer.load_truth(folder / "truth.json")
        for key, html in scorer.load_pages(folder / "pages", truth).items():
            title, url = truth[key].get("title"), truth[key]["url"] or None
            root = parse(html)
            if title and root is not None:
                head = read_head(root, url)
                candidates = read_candidates(head, site_names(head))
                wanted = scorer.norm_title(title)
                right = [scorer.norm_title(c.text) == wanted for c in candidates]
                pages.append(Page(name, host_of(url or key), candidates, right))
    return pages


def host_of(url: str) -> str:
    return re.sub(r"\Awww\d?\.", "", urlsplit(url).hostname or url)


def fold_of(host: str) -> int:
    """The tenth that a site is in; its hosts stay together."""
    site = ".".join(host.split(".")[-2:])
    return hashlib.sha256(site.encode()).digest()[1] % N_FOLDS


def is_look(host: str) -> bool:
    """The half of bench/extraction.py that rules are found on."""
    return hashlib.sha1(host.encode()).digest()[0] % 2 == 0


def fit(pages: list[Page]) -> dict[str, float]:
    """The weights under which the right candidates are likeliest."""
    pages = [page for page in pages if any(page.is_right)]
    seen: dict[str, int] = {}
    for page in pages:
        for candidate in page.candidates:
            for sign in candidate.signs:
                seen[sign] = seen.get(sign, 0) + 1
    signs = sorted(sign for sign, n in seen.items() if n >= MIN_SEEN)
    column = {sign: n for n, sign in enumerate(signs)}
    rows = [candidate for page in pages for candidate in page.candidates]
    table = np.zeros((len(rows), len(signs)))
    for n, candidate in enumerate(rows):
        table[n, [column[sign] for sign in candidate.signs if sign in column]] = 1
    has = csr_matrix(table)  # few signs are a candidate's: ten times as fast
    right = np.array([r for page in pages for r in page.is_right], dtype=float)
    sizes = [len(page.candidates) for page in pages]
    starts = np.cumsum([0, *sizes[:-1]])
    of_page = np.repeat(np.arange(len(pages)), sizes)

    def loss(weights: Any) -> tuple[float, Any]:
        score = has @ weights
        power = np.exp(score - np.maximum.reduceat(score, starts)[of_page])
        every = np.add.reduceat(power, starts)
        good = np.add.reduceat(power * right, starts)
        gap = power * right / good[of_page] - power / every[of_page]
        value = -np.log(good / every).sum() + PULL * (weights @ weights) / 2
        return value, PULL * weights - has.T @ gap

    found = minimize(loss, np.zeros(len(signs)), jac=True, method="L-BFGS-B")
    return dict(zip(signs, found.x.tolist(), strict=True))


def n_right(pages: list[Page], weights: dict[str, float]) -> list[tuple[str, bool]]:
    """(set, whether the title is right) of each page."""
    return [
        (page.name, any(page.candidates) and page.is_right[best(page, weights)])
        for page in pages
    ]


def best(page: Page, weights: dict[str, float]) -> int:
    def weight(n: int) -> float:
        return sum(weights.get(sign, 0.0) for sign in page.candidates[n].signs)

    return max(range(len(page.candidates)), key=weight)


def shares(judged: list[tuple[str, bool]]) -> str:
    """The share of right titles of each set."""
    parts = {name: [right for one, right in judged if one == name] for name in SETS}
    return ", ".join(f"{n} {sum(r) / len(r):.3f}" for n, r in parts.items() if r)


def main() -> None:
    """Prints the figures; writes the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--save", action="store_true")
    o = parser.parse_args()
    sys.path.append(str(SHARED / "tools"))
    pages = load(importlib.import_module("eval_extraction"))
    if o.check:
        for half in (True, False):
            weights = fit([p for p in pages if is_look(p.host) != half])
            judged = n_right([p for p in pages if is_look(p.host) == half], weights)
            print("look " if half else "check", shares(judged))
    judged = []
    for fold in range(N_FOLDS):
        weights = fit([p for p in pages if fold_of(p.host) != fold])
        judged += n_right([p for p in pages if fold_of(p.host) == fold], weights)
    print("folds", shares(judged))
    weights = fit(pages)
    print("itself", shares(n_right(pages, weights)))
    if o.save:
        kept = {s: w for s, w in weights.items() if abs(w) >= MIN_WEIGHT}
        lines = [f'"{s}" = {w:.2f}\n' for s, w in sorted(kept.items())]
        TABLE.write_text(f"{HEADER}# {shares(judged)}.\n{''.join(lines)}", "utf-8")


if __name__ == "__main__":
    main()
