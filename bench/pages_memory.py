"""Does memory stay flat over many pages, and what does a page of 50 MB cost?

    python bench/pages_memory.py [--pages 10000]

Reads the pages of the three sets of ../shared round and round (NEWSLEDGER_SHARED
names another place), or pages made here where that is absent, and prints the
resident set after each tenth of them. Then a page of 50 MB in five shapes, each in a
process of its own: CPU seconds and peak.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).parent.parent
sys.path[0] = str(ROOT)  # not this folder: it has a file named warehouse too

from tasks.extract.article import extract
from warehouse.model.article import Article
from warehouse.model.entry import Entry, Key, Payload

SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", ROOT.parent / "shared"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = Key(rule="url", written="https://news.example/s/1", digest=UUID(int=1))
SAID = "The port was opened on Monday, after four years of work and three of talks. "
SHAPES = {
    "paragraphs": lambda: f"<p>{SAID * 4}</p>" * 160_000,
    "one paragraph": lambda: "<p>" + SAID * 650_000,
    "390,000 tags": lambda: f"<div>{SAID}<b>{SAID[:20]}</b></div>" * 97_000
    + "<p>" + SAID * 520_000,
    "a script": lambda: f"<p>{SAID * 4}</p><script>" + "a = 1; " * 7_000_000,
    "an attribute": lambda: "<div class='" + "x " * 25_000_000 + f"'><p>{SAID * 4}</p>",
}  # fmt: skip


def payload(body: bytes) -> Payload:
    """A payload of a page, as the fetch step hands it on."""
    return Payload(
        entry=Entry(source_id="bench", keys=(KEY,), url=KEY.written),
        digest=hashlib.sha256(body).hexdigest(),
        body=body,
        media_type="text/html",
        captured_at=NOW,
        url=KEY.written,
    )


def bodies() -> Iterator[bytes]:
    """The pages at hand, once; read one at a time."""
    files = sorted(SHARED.glob("corpora/extraction/*_dev/pages/*.html.gz"))
    for file in files:
        with gzip.open(file) as packed:
            yield packed.read()
    for n in range(0 if files else 1000):
        head = f"<html><head><title>Story {n}</title></head><body><h1>Story {n}</h1>"
        yield (head + f"<p>{n} {SAID * (n % 40 + 1)}</p>" * (n % 60 + 3)).encode()


def resident_mb() -> float:
    """The resident set of this process, in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def many(n_pages: int) -> None:
    """Reads `n_pages` and prints the resident set along the way."""
    n_articles, started = 0, time.process_time()
    for n, body in enumerate(islice(endless(), n_pages), 1):
        n_articles += isinstance(extract(payload(body)), Article)
        if n % max(n_pages // 10, 1) == 0:
            print(f"{n:6d} pages  {resident_mb():6.0f} MB", flush=True)
    elapsed_s = time.process_time() - started
    print(f"{n_pages / elapsed_s:.0f} pages/s, {n_articles} articles")


def endless() -> Iterator[bytes]:
    """The pages at hand, round and round, never all in memory."""
    for _ in cycle((None,)):
        yield from bodies()


def large(shape: str) -> None:
    """Reads one page of about 50 MB and prints what it cost."""
    one = payload(SHAPES[shape]().encode())
    started = time.process_time()
    read = extract(one)
    elapsed_s = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = f"{len(read.text):,} letters" if isinstance(read, Article) else read.reason
    n_mb = len(one.body) / 1e6
    print(f"{shape:14} {n_mb:3.0f} MB  {elapsed_s:5.1f} s  {peak_mb:5.0f} MB  {said}")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--large", choices=SHAPES, help=argparse.SUPPRESS)
    o = parser.parse_args()
    if o.large:
        large(o.large)
        return
    many(o.pages)
    for shape in SHAPES:
        subprocess.run([sys.executable, __file__, "--large", shape], check=True)


if __name__ == "__main__":
    main()
