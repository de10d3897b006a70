"""A folder of text files, read for the first time and once more unchanged.

    python bench/folder.py [--files N] [--large N] [--repeats N]

It makes N files of 3 KB, and measures `newsledger run`'s flow and dlt (filesystem
source, scd2, DuckDB) on them in turn, each in a process of its own: files a second
from the call to its return, without the start of the process, and the process's
peak memory. dlt neither parses nor keeps the raw bytes. Then newsledger alone on
`--large` files, to see that memory does not grow. Exit status 1 where a target is
missed.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

OURS = """
import json, resource, sys, time
from pathlib import Path
from flows.api import prefect_api
folder, ledger = sys.argv[1:]
with prefect_api(Path(ledger)) as api:
    from flows.ingest import ingest
    with api.flow_runs():
        began = time.perf_counter()
        report = ingest(targets=[folder], ledger=ledger)
        took_s = time.perf_counter() - began
[counts] = report.counts
print(json.dumps({
    "took_s": took_s,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "n": counts.n_new + counts.n_duplicates + counts.n_unchanged,
}))
"""
DLT = """
import json, os, resource, sys, time
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
import dlt
from dlt.sources.filesystem import filesystem
folder, home = sys.argv[1:]

@dlt.transformer
def texts(files):
    for file in files:
        with file.open() as opened:
            yield {"path": file["file_url"], "text": opened.read().decode()}

pipeline = dlt.pipeline(
    "folder",
    pipelines_dir=home + "/pipelines",
    destination=dlt.destinations.duckdb(home + "/dlt.duckdb"),
    dataset_name="news",
)
began = time.perf_counter()
rows = filesystem(bucket_url="file://" + folder, file_glob="**/*.txt") | texts
rows.apply_hints(
    table_name="articles",
    write_disposition={"disposition": "merge", "strategy": "scd2"},
)
pipeline.run(rows)
took_s = time.perf_counter() - began
with pipeline.sql_client() as client:
    [[n]] = client.execute_sql(
        "select count(*) from articles where _dlt_valid_to is null"
    )
print(json.dumps({
    "took_s": took_s,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "n": n,
}))
"""


def make_files(folder: Path, n_files: int) -> None:
    """Writes `n_files` texts of about 3 KB, a thousand a folder, always the same."""
    chance = random.Random(5)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [
        "".join(chance.choices(letters, k=chance.randint(2, 11))) for _ in range(20_000)
    ]
    for number in range(n_files):
        paragraphs = [
            " ".join(
                " ".join(chance.choices(words, k=16)).capitalize() + "."
                for _ in range(4)
            )
            for _ in range(6)
        ]
        path = folder / f"{number // 1000:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        header = f"date 2022-{number % 12 + 1:02} "
        path.write_text(header + "\n\n".join(paragraphs))


def measure(program: str, folder: Path, home: Path) -> dict[str, float]:
    """One run in a process of its own: took_s, peak_mb and how many rows it has."""
    home.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), str(home)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Prints the table; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    rates: dict[str, list[float]] = {}
    peaks: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        make_files(home / "files", options.files)
        for turn in range(options.repeats):
            for who, program in (("newsledger", OURS), ("dlt", DLT)):
                for when in ("first", "unchanged"):
                    got = measure(program, home / "files", home / f"{who}{turn}")
                    if got["n"] != options.files:
                        raise AssertionError(f"{who} has {got['n']} rows")
                    key = f"{who}, {when}"
                    rates.setdefault(key, []).append(options.files / got["took_s"])
                    peaks.setdefault(key, []).append(got["peak_mb"])
        make_files(home / "large", options.large)
        for when in ("first", "unchanged"):
            got = measure(OURS, home / "large", home / "large-ledger")
            key = f"newsledger, {when}, {options.large:,} files"
            rates[key] = [options.large / got["took_s"]]
            peaks[key] = [got["peak_mb"]]
    return report(rates, peaks)


def report(rates: dict[str, list[float]], peaks: dict[str, list[float]]) -> int:
    """Prints what was measured and which targets it meets."""
    print(f"{'':36} {'files/s':>9} {'(min-max)':>15} {'peak MB':>8}")
    for key, values in rates.items():
        spread = f"({min(values):,.0f}-{max(values):,.0f})"
        middle = statistics.median(values)
        print(f"{key:36} {middle:9,.0f} {spread:>15} {max(peaks[key]):8,.0f}")
    rate = {key: statistics.median(values) for key, values in rates.items()}
    peak = {key: max(values) for key, values in peaks.items()}
    [large] = [key for key in rates if "first, " in key]
    targets = {
        "first, over dlt's (at least 1)": (
            rate["newsledger, first"] / rate["dlt, first"],
            1.0,
        ),
        "unchanged, over dlt's (at least 3)": (
            rate["newsledger, unchanged"] / rate["dlt, unchanged"],
            3.0,
        ),
        # the large run's peak may differ by what one batch differs
        "memory, small over large (at least .85)": (
            peak["newsledger, first"] / peak[large],
            0.85,
        ),
    }
    for name, (figure, least) in targets.items():
        print(f"{name}: {figure:.2f} {'met' if figure >= least else 'MISSED'}")
    return int(any(figure < least for figure, least in targets.values()))


if __name__ == "__main__":
    sys.exit(main())
