"""CPU of a whole run a page, beside trafilatura reading the same pages.

    python bench/whole_run.py [--limit N]

The pages of the three sets of ../shared (NEWSLEDGER_SHARED names another place) are
written to a folder as files. Ours is the command `newsledger run` on it, start of the
process and Prefect's server, duplicates, storing and publishing included; the other is
a process that reads the files and calls `trafilatura.extract` on each. Both by the
processor seconds of all their processes. Two runs of one page come first, each on a
new ledger: the first one makes Prefect's database, which is kept for all later ones,
the second is what a run costs without pages. Needs the group `bench`.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", ROOT.parent / "shared"))
SETS = ("fundus_dev", "wcxb_dev", "snippets_dev")
TARGET = 2.0
PEER = """
import sys
from pathlib import Path
import trafilatura
for path in Path(sys.argv[1]).iterdir():
    trafilatura.extract(path.read_bytes())
"""


def write_pages(folder: Path, limit: int | None) -> int:
    """Writes the pages of the sets as files, `limit` of each; gives how many."""
    n_pages = 0
    for name in SETS:
        pages = SHARED / "corpora" / "extraction" / name / "pages"
        for path in sorted(pages.glob("*.html.gz"))[:limit]:
            page = folder / f"{name}-{n_pages:05}.html"
            page.write_bytes(gzip.decompress(path.read_bytes()))
            n_pages += 1
    return n_pages


def cpu_s(*command: str, allowed: tuple[int, ...] = (0,)) -> float:
    """Processor seconds of a command and of all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if ended.returncode not in allowed:
        raise AssertionError(f"{command[0]} ended with {ended.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours_s(target: str, ledger: str) -> float:
    """Processor seconds of `newsledger run` on a new ledger."""
    run = (sys.executable, "-c", "from flows.cli import main; main()", "run")
    # 1: done, with findings; some of the pages are no articles
    return cpu_s(*run, target, "--ledger", ledger, allowed=(0, 1))


def main() -> int:
    """Prints milliseconds a page of both, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int)
    limit = parser.parse_args().limit
    if not SHARED.is_dir():
        print(f"skipped: {SHARED} is not there")
        return 0
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CACHE_HOME"] = home
        folder = Path(home) / "pages"
        folder.mkdir()
        n_pages = write_pages(folder, limit)
        one = str(next(folder.iterdir()))
        first, fixed = (ours_s(one, f"{home}/{name}") for name in ("first", "second"))
        ours = ours_s(str(folder), f"{home}/ledger")
        with duckdb.connect(f"{home}/ledger/news.duckdb", read_only=True) as con:
            [n_in] = con.execute("select sum(n_in) from batches").fetchone() or [0]
        if n_in != n_pages:
            raise AssertionError(f"{n_in} of {n_pages} pages were read")
        peer = cpu_s(sys.executable, "-c", PEER, str(folder))
    print(f"one page {first:.1f} s CPU the first time, {fixed:.1f} s after that")
    more = 1000 * (ours - fixed) / (n_pages - 1)
    print(f"{n_pages} pages, each more than the first {more:.1f} ms CPU")
    for name, cpu in (("newsledger run", ours), ("trafilatura.extract", peer)):
        print(f"{name:20} {cpu:7.1f} s CPU {1000 * cpu / n_pages:7.1f} ms a page")
    met = "met" if peer / ours >= TARGET else "MISSED"
    print(f"trafilatura / ours {peer / ours:.2f}, target at least {TARGET}: {met}")
    return 0 if peer / ours >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
