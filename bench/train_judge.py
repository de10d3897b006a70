"""Learns which blocks of a page are its article: makes tasks/extract/judge.json.

    python bench/train_judge.py [--folds 10] [--save]

Reads the pages and texts of the three sets of ../shared (NEWSLEDGER_SHARED names
another place). A block is of the article where most of its 4-word shingles stand in
the page's true text; its weight is its share of that text. With `--folds` it prints
the figures of pages judged by forests that were learnt on other sites; with `--save`
those of all pages are written. Needs lightgbm (the group `bench`).
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np

ROOT = Path(__file__).parent.parent
sys.path[0] = str(ROOT)  # not this folder: it has a file named warehouse too

from tasks.extract.blocks import Block
from tasks.extract.body import blocks_of, choose, ruled, text_of
from tasks.extract.dropped import Dropped
from tasks.extract.features import NAMES, Row, rows_of
from tasks.extract.head import read_head
from tasks.extract.judge import CLEAR, N_ASKED, SECOND_NAMES, SURE, second_rows
from tasks.extract.layout import Layout
from tasks.extract.metadata import read_metadata
from tasks.extract.page import is_news
from tasks.extract.tree import PageTooLarge, parse

SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", ROOT.parent / "shared"))
SETS = ("fundus_dev", "wcxb_dev", "snippets_dev")
TABLE = ROOT / "tasks" / "extract" / "judge.json"
# How much a page of each set weighs: few are news, and snippets say little.
PAGE_WEIGHT = {"fundus_dev": 2.0, "wcxb_dev": 1.0, "snippets_dev": 1.5}
FIRST = {
    "num_leaves": 20, "min_data_in_leaf": 60, "lambda_l2": 10.0,
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1,
    "max_bin": 63, "objective": "binary", "verbose": -1, "num_threads": 1, "seed": 7,
}  # fmt: skip
SECOND = FIRST | {"num_leaves": 10, "min_data_in_leaf": 100}
# The first trees learn faster: most blocks are clear after them.
FIRST_RATES = [0.25] * N_ASKED + [0.06] * 110
SECOND_RATES = [0.1] * 45
NOTHING = Dropped(keeps=False)


@dataclass(slots=True)
class Page:
    """A page's blocks and rows, and what is true of each."""

    name: str
    key: str
    host: str
    title: str | None
    blocks: list[Block]
    layout: Layout
    rows: list[Row]
    table: Any
    label: Any
    weight: Any
    second: Any = None


def load(scorer: Any, limit: int | None) -> tuple[list[Page], dict[str, Any]]:
    """The pages of all sets, and the truth of each set."""
    pages, truths = [], {}
    for name in SETS:
        folder = SHARED / "corpora" / "extraction" / name
        truth = scorer.load_truth(folder / "truth.json")
        docs = scorer.load_pages(folder / "pages", truth, limit)
        truths[name] = {key: truth[key] for key in docs}
        for key, html in docs.items():
            if page := read(scorer, name, key, html, truth[key]):
                pages.append(page)
    return pages, truths


def read(scorer: Any, name: str, key: str, html: str, true: Any) -> Page | None:
    url = true.get("url") or None
    try:
        root = parse(html)
    except PageTooLarge:
        return None
    if root is None:
        return None
    head = read_head(root, url)
    fields = read_metadata(head)
    title = fields.title.value if fields.title else None
    blocks, layout = blocks_of(root, NOTHING)
    if not blocks:
        return None
    rows = rows_of(blocks, layout, title, is_news=is_news(head.node))
    if "body" in true:
        label, weight = label_by_body(scorer, blocks, true["body"])
    else:
        label, weight = label_by_snippets(scorer, blocks, true)
    weight *= PAGE_WEIGHT[name]
    host = host_of(url or key)
    table = table_of(rows, len(NAMES))
    return Page(name, key, host, title, blocks, layout, rows, table, label, weight)


def label_by_body(scorer: Any, blocks: list[Block], body: str) -> tuple[Any, Any]:
    """Whether each block stands in `body`, and its share of it."""
    tokens = scorer.tokens(body, True)
    wanted = set(scorer.shingles(tokens))
    line = f" {' '.join(tokens)} "
    label, weight = np.zeros(len(blocks)), np.zeros(len(blocks))
    for n, block in enumerate(blocks):
        said = scorer.tokens(block.text, True)
        if len(said) < 4:
            share = float(f" {' '.join(said)} " in line)
        else:
            shingles = scorer.shingles(said)
            share = sum(s in wanted for s in shingles) / len(shingles)
        label[n] = share > 0.5
        part = min(1.0, (len(said) + 1) / (len(tokens) + 30))
        weight[n] = 20 * part * max(0.2, abs(2 * share - 1)) + 0.05
    return label, weight


def label_by_snippets(scorer: Any, blocks: list[Block], true: Any) -> tuple[Any, Any]:
    """Whether each block has a snippet that must be, or must not; most have none."""
    label, weight = np.zeros(len(blocks)), np.zeros(len(blocks))
    for wanted, snippets in ((0, true["without"]), (1, true["with"])):
        for snippet in map(scorer.squeeze, snippets):
            having = [n for n, b in enumerate(blocks) if snippet and snippet in b.text]
            for n in having:
                label[n], weight[n] = wanted, 2.0 / len(having)
    return label, weight


def host_of(url: str) -> str:
    return re.sub(r"\Awww\d?\.", "", urlsplit(url).hostname or url)


def fold_of(host: str, n_folds: int) -> int:
    """The fold that a site is in; its hosts stay together."""
    site = ".".join(host.split(".")[-2:])
    return hashlib.sha256(site.encode()).digest()[1] % n_folds


def is_look(host: str) -> bool:
    """The half of bench/extraction.py that rules are found on."""
    return hashlib.sha1(host.encode()).digest()[0] % 2 == 0


def learn(tables: list[Any], pages: list[Page], settings: Any, rates: Any) -> Any:
    """A forest with a tree for each of `rates`."""
    label = np.concatenate([page.label for page in pages])
    weight = np.concatenate([page.weight for page in pages])
    table = np.concatenate(tables)
    used = (weight > 0) & ~np.isnan(table[:, 0])
    data = lightgbm.Dataset(table[used], label[used], weight=weight[used])
    rate = lightgbm.reset_parameter(learning_rate=rates)
    return lightgbm.train(settings, data, len(rates), callbacks=[rate])


def learn_first(pages: list[Page]) -> Any:
    return learn([p.table for p in pages], pages, FIRST, FIRST_RATES)


def learn_second(pages: list[Page]) -> Any:
    return learn([p.second for p in pages], pages, SECOND, SECOND_RATES)


def table_of(rows: list[Row], width: int) -> Any:
    """The rows as an array; an empty one is not a number."""
    empty = [float("nan")] * width
    return np.array([row or empty for row in rows], dtype=np.float32)


def ask(forest: Any, table: Any, n_trees: int | None = None) -> Any:
    """What a forest says of each row; -CLEAR of an empty one."""
    said = forest.predict(table, raw_score=True, num_iteration=n_trees)
    return np.where(np.isnan(table[:, 0]), -CLEAR, said)


def say(page: Page, forest: Any) -> None:
    """Fills the rows of the second forest from what the first says, as judge.py."""
    said = ask(forest, page.table, N_ASKED)
    for n_trees in range(2 * N_ASKED, len(FIRST_RATES) + 1, N_ASKED):
        is_sure = np.abs(said) >= SURE
        if is_sure.all():
            break
        said = np.where(is_sure, said, ask(forest, page.table, n_trees))
    said = said.clip(-CLEAR, CLEAR).tolist()
    rows = second_rows(page.blocks, page.rows, page.layout, said)
    page.second = table_of(rows, len(SECOND_NAMES))


def judge_folds(pages: list[Page], n_folds: int) -> dict[tuple[str, str], str]:
    """The text of each page, by forests that did not see its site."""
    folds = [
        [p for p in pages if fold_of(p.host, n_folds) == n] for n in range(n_folds)
    ]
    for number, fold in enumerate(folds):
        forest = learn_first([p for p in pages if fold_of(p.host, n_folds) != number])
        for page in fold:
            say(page, forest)
    texts = {}
    for n, fold in enumerate(folds):
        forest = learn_second([p for m, f in enumerate(folds) if m != n for p in f])
        for page in fold:
            weights = ruled(page.blocks, ask(forest, page.second).tolist(), page.layout)
            chosen = choose(page.blocks, weights, page.title, NOTHING)
            texts[page.name, page.key] = text_of(chosen)
    return texts


def show(scorer: Any, texts: dict[tuple[str, str], str], truths: Any) -> None:
    for half in ("all", "look", "check"):
        for name, truth in truths.items():
            part = {
                key: true for key, true in truth.items()
                if half == "all"
                or is_look(host_of(true.get("url") or key)) == (half == "look")
            }  # fmt: skip
            body = {key: texts.get((name, key), "") for key in part}
            score = scorer.score_body(part, body, n_boot=2)
            for kind in ("shingle", "snippets"):
                if (s := score.get(kind)) and (kind == "snippets" or "sd" in s):
                    print(
                        f"{half:6}{name:13}{kind:9}{s['n']:4} F1 {s['F1']:.4f}"
                        f" P {s['P']:.4f} R {s['R']:.4f}"
                        f" page {s.get('page_f1', 0):.4f} fail {s.get('fail', 0):.3f}",
                        flush=True,
                    )


def tree_of(node: Any) -> Any:
    """A tree as judge.json has it: a weight, or [column, threshold, below, above]."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 3)
    return [
        node["split_feature"], float(f"{node['threshold']:.5g}"),
        tree_of(node["left_child"]), tree_of(node["right_child"]),
    ]  # fmt: skip


def save(pages: list[Page]) -> None:
    """Learns of all pages and writes both forests."""
    first, second = learn_first(pages), learn_second(pages)
    table = {
        "names": list(NAMES),
        "second_names": list(SECOND_NAMES),
        "first": [
            tree_of(t["tree_structure"]) for t in first.dump_model()["tree_info"]
        ],
        "second": [
            tree_of(t["tree_structure"]) for t in second.dump_model()["tree_info"]
        ],
    }
    TABLE.write_text(json.dumps(table, separators=(",", ":")) + "\n", "utf-8")
    print(TABLE.stat().st_size, "bytes")


def main() -> None:
    """Prints the figures; writes the forests where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--save", action="store_true")
    o = parser.parse_args()
    sys.path.append(str(SHARED / "tools"))
    scorer = importlib.import_module("eval_extraction")
    pages, truths = load(scorer, o.limit)
    print(len(pages), "pages", sum(len(p.blocks) for p in pages), "blocks", flush=True)
    texts = judge_folds(pages, o.folds)
    show(scorer, texts, truths)
    if o.save:
        save(pages)


if __name__ == "__main__":
    main()
