"""What the parser gets right of the sets of pages: no figure falls unseen.

The pages belong to their publishers and are not part of the project: where they are
not beside it, the test is skipped and says so.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench" / "extraction.py"
# Less is noise of the pages' order, more is a page that is read worse.
MAX_FALL = 0.005


def load_bench():
    """bench/extraction.py as a module."""
    spec = importlib.util.spec_from_file_location("bench_extraction", BENCH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    before = sys.path[0]
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    sys.path[0] = before  # which the script sets for itself
    return module


@pytest.mark.slow
def test_no_figure_of_the_parser_falls_by_more_than_half_a_hundredth():
    bench = load_bench()
    if not (bench.SHARED / "corpora" / "extraction").is_dir():
        pytest.skip(f"{bench.SHARED / 'corpora' / 'extraction'} is not there")
    kept = json.loads(bench.KEPT.read_text("utf-8"))
    scorer = bench.load_scorer()

    fallen = []
    for pages in bench.load_sets(scorer):
        answers = {
            key: bench.ours(html, pages.truth[key].get("url") or "")
            for key, html in pages.docs.items()
        }
        was = kept[pages.name]["all"]
        fallen += [
            f"{pages.name}: {figure} was {was[figure]}, is {value:.4f}"
            for figure, value in bench.figures_of(scorer, pages.truth, answers).items()
            if value < was[figure] - MAX_FALL
        ]

    assert not fallen
