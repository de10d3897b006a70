"""Near-duplicates found, beside other finders, on three generators of labelled rows.

    python bench/dedupe.py [--seed N] [--rows N] [--ledger] [--peers PYTHON] [--write]
    python bench/dedupe.py --repeats

Rows are those of ../shared/corpora/neardup (NEWSLEDGER_SHARED names another place), of
reprints.py and of realtexts.py; ../shared/tools/eval_neardup.py scores. Each finder
runs in a process of its own, by the Python of `--peers` where others are installed
elsewhere: text-dedup asks for an urllib3 that this program cannot live with. `--ledger`
also has the rows go through a whole `newsledger run`. `--write` puts the table into
docs/similar.md.
`--repeats` measures what a document says twice: characters a second, and that time
grows with the text alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", ROOT.parent / "shared"))
DEV = SHARED / "corpora/neardup/dev.jsonl"
SCORER = SHARED / "tools/eval_neardup.py"
TABLE = ROOT / "docs/similar.md"
FINDERS = ("newsledger", "equal when normalised", "datasketch .5", "datasketch .3",
           "rensa", "text-dedup", "semhash")  # fmt: skip
HEADER = (
    "| finder | rows | F1 | precision | recall | F1 without hard negatives "
    "| least found of a kind | strangers in a cluster, most | rows/s | MB |\n"
    "|---|---|---|---|---|---|---|---|---|---|\n"
)
LIMIT_S = 900


def scored(truth: Path, *answer: str) -> dict[str, str]:
    """What the scorer says of an answer, as the cells of a row."""
    command = [sys.executable, str(SCORER), "--truth", str(truth), *answer]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures = re.findall(r"P (\S+)  R (\S+)  F1 (\S+)", said)
    (precision, recall, f1), (_, _, easy) = figures
    kinds = re.findall(r"^  (\S+) +(\d+)/(\d+)$", said, re.MULTILINE)
    share, kind = min((int(n) / int(of), kind) for kind, n, of in kinds)
    return {
        "f1": f1, "precision": precision, "recall": recall, "easy": easy,
        "least": f"{kind} {share:.3f}",
    }  # fmt: skip


def strangers(truth: Path, answer: Path) -> int:
    """The most members of one cluster that belong elsewhere than most of it."""
    lines = truth.read_text("utf-8").splitlines()
    belongs = {str(row["id"]): row["cluster"] for row in map(json.loads, lines)}
    members: dict[str, Counter[int]] = defaultdict(Counter)
    for row_id, label in csv.reader(answer.open(encoding="utf-8")):
        members[label][belongs[row_id]] += 1
    return max(sum(some.values()) - max(some.values()) for some in members.values())


def measured(finder: str, truth: Path, python: str) -> str:
    """A row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, "clusters.csv")
        command = [python, str(ROOT / "bench/finders.py"), finder, str(truth)]
        try:
            done = subprocess.run(
                [*command, str(answer)], capture_output=True, text=True,
                timeout=LIMIT_S, check=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"| {finder} | - | more than {LIMIT_S} s |" + " - |" * 7
        except subprocess.CalledProcessError as error:
            why = error.stderr.strip().splitlines()[-1][:90].replace("|", "/")
            return f"| {finder} | - | not to be had: {why} |" + " - |" * 7
        cost = json.loads(done.stdout.splitlines()[-1])
        cells = scored(truth, "--clusters", str(answer))
        most = strangers(truth, answer)
    speed = f"{cost['n'] / cost['took_s']:,.0f} | {cost['peak_mb']:,.0f}"
    return _row(finder, cost["n"], cells, f"{most} | {speed}")


def through_ledger(truth: Path) -> str:
    """A row of the table for a whole run over the rows as a folder of files."""
    with tempfile.TemporaryDirectory() as name:
        folder, ledger = Path(name, "rows"), Path(name, "ledger")
        folder.mkdir()
        rows = [json.loads(line) for line in truth.read_text("utf-8").splitlines()]
        with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
            for row in rows:
                told = {key: row[key] for key in ("id", "title", "text", "published")}
                file.write(json.dumps(told | {"id": f"row-{row['id']}"}) + "\n")
        command = [sys.executable, "-m", "flows.cli", "run", str(folder)]
        began = time.perf_counter()
        subprocess.run([*command, "--ledger", str(ledger)], capture_output=True)
        took_s = time.perf_counter() - began
        cells = scored(truth, "--ledger", str(ledger / "news.duckdb"))
    speed = f"{len(rows) / took_s:,.0f} | - "
    return _row("newsledger run, all of it", len(rows), cells, f"- | {speed}")


def _row(finder: str, n: int, cells: dict[str, str], rest: str) -> str:
    return f"| {finder} | {n:,} | " + " | ".join([*cells.values(), rest]) + " |"


def repeats() -> None:
    """Prints how fast passages said twice are found, and how time grows."""
    sys.path[0] = str(ROOT)
    from tasks.text.repeats import without_repeats

    rows = map(json.loads, DEV.read_text("utf-8").splitlines())
    texts = [row["text"] for row in rows if row["kind"] == "orig"][:1000]
    page = "\n\n".join(texts)[:2_000_000]
    kinds = {
        "1,000 news texts": texts,
        "one of 200,000": [page[:200_000]],
        "one of 2,000,000": [page],
        "'a' x 200,000": ["a" * 200_000],
        "one sentence x 20,000": ["The same sentence again. " * 20_000],
    }
    for kind, some in kinds.items():
        n_bytes = sum(len(text.encode()) for text in some)
        began = time.process_time()
        for text in some:
            without_repeats(text)
        took_s = time.process_time() - began
        print(f"{kind:24} {took_s:7.3f} s  {n_bytes / took_s / 1e6:6.1f} MB/s")


def truths(folder: Path, seed: int, n: int) -> Iterator[tuple[str, Path]]:
    """The files of labelled rows, by name; the made ones are written to the folder."""
    import realtexts
    import reprints

    yield "dev.jsonl", DEV
    made = {f"seed {seed}": partial(reprints.rows, n=n)}
    if realtexts.are_here():
        made[f"real texts, seed {seed}"] = realtexts.rows
    else:
        print(f"{realtexts.BODIES} is not there: no rows are made of real texts")
    for name, rows in made.items():
        truth = folder / f"{name}.jsonl"
        truth.write_text("\n".join(map(json.dumps, rows(seed))), "utf-8")
        yield name, truth


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=700)
    asked.add_argument("--rows", type=int, default=1_500)
    asked.add_argument("--peers", default=sys.executable)
    asked.add_argument("--finders", nargs="*", default=FINDERS, choices=FINDERS)
    for switch in ("--ledger", "--write", "--repeats"):
        asked.add_argument(switch, action="store_true")
    given = asked.parse_args()
    if given.repeats:
        repeats()
        return
    tables = []
    with tempfile.TemporaryDirectory() as folder:
        for name, truth in truths(Path(folder), given.seed, given.rows):
            lines = [measured(one, truth, given.peers) for one in given.finders]
            if given.ledger:
                lines.insert(1, through_ledger(truth))
            tables.append(f"### {name}\n\n{HEADER}" + "\n".join(lines) + "\n")
            print(tables[-1], flush=True)
    if given.write:
        before = TABLE.read_text("utf-8").partition("### ")[0]
        TABLE.write_text(before + "\n".join(tables), "utf-8")


if __name__ == "__main__":
    main()
