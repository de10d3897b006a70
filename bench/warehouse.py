"""The warehouse against a plain insert and dlt: new, the same again, 2 % changed.

    python bench/warehouse.py [--articles N] [--history N] [--repeats N]

It makes N articles of about 3 KB as Arrow, and measures, each in a process of its
own: seconds from the call to a closed, checkpointed file, and the peak of memory
over what was there when the input was ready. Then the same on top of `--history`
articles, a fifth of them with two versions (0 leaves it out). Ours writes all that
a batch writes: versions, looks, keys, heads, payloads, clusters. dlt (scd2 by key,
its own defaults) writes the articles. Exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from math import isnan, nan
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

# `warehouse` is imported where it is used: `python bench/warehouse.py` finds this
# file under that name, its children (`-m bench.warehouse`) the package.
CHUNK = 10_000
HISTORY_BATCH = 100_000
N_WORDS = 400
STEPS = ("new", "same", "changed")
ALL_STEPS = (*STEPS, *(f"{step}, history" for step in STEPS))
# Of how many articles one is changed: in no batch, in one of 50, in all.
CHANGED = {"new": 0, "same": 0, "changed": 50}
DAY = datetime(2026, 11, 1, tzinfo=UTC)
Figures = dict[str, float]
PLAIN = "select * exclude (row_no) from looks"
PLAIN_VALID_TO = """
create table plain as
select
    v.*,
    n.valid_from as valid_to
from news.internal.versions as v
left join news.internal.versions as n
    on v.article_id = n.article_id and n.version_no = v.version_no + 1
"""
BY_DAY = "select date_trunc('day', published_at) as d, count(*) from {} group by d"


def make_looks(first: int, n: int, one_of: int, at: datetime) -> Iterator[pa.Table]:
    """Articles `first` to `first + n` as staged looks seen at `at`, in pieces.

    The words are random, so their compression is that of random words. Where
    `one_of` is not 0, each that it divides has another text than usual.
    """
    from warehouse.staging import LOOKS

    letters = "abcdefghijklmnopqrstuvwxyz"
    chance = random.Random(6)
    words = pa.array(
        "".join(chance.choices(letters, k=chance.randint(2, 11)))
        for _ in range(1 << 14)
    )
    for start in range(first, first + n, CHUNK):
        numbers = range(start, min(start + CHUNK, first + n))
        columns = _contents(start, len(numbers), words, "first")
        if one_of:
            mask = pa.array([number % one_of == 0 for number in numbers])
            other = _contents(start, len(numbers), words, "second")
            columns = {
                name: pc.if_else(mask, other[name], column)
                for name, column in columns.items()
            }
        days = [DAY - timedelta(hours=number % 17_520) for number in numbers]
        columns |= {
            "row_no": [number - first for number in numbers],
            "source_id": ["bench"] * len(numbers),
            "status": ["read"] * len(numbers),
            "captured_at": [at] * len(numbers),
            "url": [_url(number) for number in numbers],
            "parser": ["bench-1"] * len(numbers),
            "n_words": [N_WORDS] * len(numbers),
            "authors": [[f"Author {number % 997}"] for number in numbers],
            "section": [f"section {number % 23}" for number in numbers],
            "tags": [[f"tag {number % 89}", "news"] for number in numbers],
            "language": ["en"] * len(numbers),
            "language_confidence": [0.99] * len(numbers),
            "published_at": days,
            "published_until": [day + timedelta(seconds=1) for day in days],
            "published_precision": ["second"] * len(numbers),
            "published_zone": ["given"] * len(numbers),
            "published_raw": [day.isoformat() for day in days],
            "published_from": ["meta:article:published_time"] * len(numbers),
            "publisher": ["The Bench"] * len(numbers),
            "provenance": ['{"text": "jsonld", "title": "og:title"}'] * len(numbers),
        }
        yield pa.table(
            [_column(columns.get(f.name), f.type, len(numbers)) for f in LOOKS],
            schema=LOOKS,
        )


def _contents(start: int, n: int, words: pa.Array, edition: str) -> dict[str, Any]:
    """What a text brings along: itself, its title, and digests that are its own."""
    chance = random.Random(f"{start}/{edition}")
    picked = pa.Array.from_buffers(
        pa.uint16(),
        n * N_WORDS,
        [None, pa.py_buffer(chance.randbytes(n * N_WORDS * 2))],
    )
    picked = words.take(pc.bit_wise_and(picked, pa.scalar(0x3FFF, pa.uint16())))
    offsets = pa.array(range(0, n * N_WORDS + 1, N_WORDS), pa.int32())
    text = pc.binary_join(pa.ListArray.from_arrays(offsets, picked), " ")
    digests = {
        name: pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(16), n, [None, pa.py_buffer(chance.randbytes(n * 16))]
        )
        for name in ("fingerprint", "text_digest", "repeat_key")
    }
    payloads = chance.randbytes(n * 32)
    return {
        "text": text,
        "title": pc.utf8_slice_codeunits(text, 0, 60),
        "payload_digest": pa.array(
            payloads[at : at + 32].hex() for at in range(0, n * 32, 32)
        ),
        **digests,
    }


def _column(values: Any, kind: pa.DataType, n: int) -> pa.Array:
    if values is None:
        return pa.nulls(n, kind)
    if isinstance(kind, pa.UuidType):
        return pa.ExtensionArray.from_storage(kind, values)
    return values if isinstance(values, pa.Array) else pa.array(values, kind)


def _url(number: int) -> str:
    return f"https://bench.example/news/{number % 365}/article-{number:09}.html"


def staged_tables(looks: pa.Table, step: str) -> dict[str, pa.Table]:
    """The staged tables around the looks: a key each, and what was landed anew."""
    from warehouse.staging import KEYS, PAYLOADS, SCHEMAS

    n = looks.num_rows
    urls = looks["url"].to_pylist()
    keys = [hashlib.md5(url.encode()).digest() for url in urls]
    every = CHANGED.get(step, 1)
    landed = [
        (digest, "text/html", "utf-8", 9_000, f"{step}.warc.gz", at * 3_000, 3_000)
        for at, digest in enumerate(looks["payload_digest"].to_pylist())
        if step == "new" or (every and at % every == 0)
    ]
    columns = zip(*landed, strict=True) if landed else [[]] * len(PAYLOADS)
    return {
        **{name: schema.empty_table() for name, schema in SCHEMAS.items()},
        "staged_looks": looks,
        "staged_keys": pa.table(
            [range(n), [0] * n, ["url"] * n, urls, keys, [False] * n],
            schema=KEYS,
        ),
        "staged_payloads": pa.table(
            [
                pa.array(list(values), field.type)
                for values, field in zip(columns, PAYLOADS, strict=True)
            ],
            schema=PAYLOADS,
        ),
    }


def measured(work: Callable[[], object]) -> Figures:
    """How long `work` takes, and how far memory goes above what was there before."""
    pa.default_memory_pool().release_unused()
    Path("/proc/self/clear_refs").write_text("5")
    before_kb = _status("VmRSS")
    cpu_s, began = _cpu_s(), time.perf_counter()
    work()
    return {
        "took_s": time.perf_counter() - began,
        "cpu_s": _cpu_s() - cpu_s,
        "peak_mb": (_status("VmHWM") - before_kb) / 1024,
    }


def _cpu_s() -> float:
    """Processor seconds so far, of processes that were started and ended too."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())
    if found is None:
        raise AssertionError(f"/proc/self/status has no {name}")
    return int(found[1])


def size_mb(path: Path) -> float:
    """The file's size; it has no write-ahead log left."""
    if path.with_name(path.name + ".wal").exists():
        raise AssertionError(f"{path} is not checkpointed")
    return path.stat().st_size / 1e6


def ours(home: Path, looks: pa.Table, step: str) -> Figures:
    """One batch through decide and load, on one connection."""
    from tasks.text.same_story import is_same_story
    from warehouse.connect import writing
    from warehouse.ledger import Ledger
    from warehouse.load import decide, load
    from warehouse.migrate import migrate
    from warehouse.model.batch import Batch
    from warehouse.staging import Staged

    path = Ledger(home).warehouse
    home.mkdir(parents=True, exist_ok=True)
    now = looks["captured_at"][0].as_py()
    if not path.exists():
        migrate(path, 0, now)
    staged = Staged(staged_tables(looks, step))
    key, run = (UUID(bytes=hashlib.md5(f"{x}{now}".encode()).digest()) for x in "br")
    batch = Batch(
        batch_key=key, run_id=run, source_id="bench", n_entries=looks.num_rows
    )
    outcomes: dict[str, int] = {}

    def work() -> None:
        with writing(path, 0) as con:
            decide(con, staged, batch, is_same_story, lambda _: ())
            outcomes.update(load(con, staged, batch, now).outcomes)

    figures = measured(work)
    n_changed = staged.tables["staged_payloads"].num_rows
    wanted = {
        "new": {"new": looks.num_rows},
        "same": {"unchanged": looks.num_rows},
    }.get(step, {"changed": n_changed, "unchanged": looks.num_rows - n_changed})
    if outcomes != {name: n for name, n in wanted.items() if n}:
        raise AssertionError(f"{step} came to {outcomes}")
    return {**figures, "file_mb": size_mb(path)}


def plain(home: Path, looks: pa.Table, _step: str) -> Figures:
    """The looks into one table, with our storage version, row groups and zstd."""
    import duckdb

    from warehouse.connect import ATTACH, CONFIG, literal

    home.mkdir(parents=True, exist_ok=True)
    path = home / "plain.duckdb"

    def work() -> None:
        con = duckdb.connect(":memory:", config=CONFIG)
        con.execute(ATTACH.format(path=literal(str(path)), name="plain"))
        con.execute("use plain")
        con.register("looks", looks)
        described = con.execute(f"describe {PLAIN}").fetchall()
        columns = [
            f"{name} {kind}"
            + (" using compression zstd" if name in ("title", "text") else "")
            for name, kind, *_ in described
        ]
        con.execute(f"create table articles ({', '.join(columns)})")
        con.execute(f"insert into articles {PLAIN}")
        con.execute("checkpoint")
        con.close()

    return {**measured(work), "file_mb": size_mb(path)}


def dlt(home: Path, looks: pa.Table, step: str) -> Figures:
    """The looks through a dlt pipeline; history goes to its table past it."""
    import duckdb

    home.mkdir(parents=True, exist_ok=True)
    rows = _rows_for_dlt(looks)
    path = home / "dlt.duckdb"
    if step in ("history", "edits") and path.exists():
        with duckdb.connect(str(path)) as con:
            con.register("arriving", rows)
            con.execute(_DLT_CLOSE, [looks["captured_at"][0].as_py()])
            con.execute(_DLT_APPEND, [looks["captured_at"][0].as_py()])
        return {"took_s": 0, "cpu_s": 0, "peak_mb": 0, "file_mb": size_mb(path)}
    pipeline, resource = _dlt_pipeline(home, rows)
    figures = measured(lambda: pipeline.run(resource))
    return {**figures, "file_mb": size_mb(path)}


_DLT_CLOSE = """
update news.articles set _dlt_valid_to = $1
where _dlt_valid_to is null and article_id in (select article_id from arriving)
"""
_DLT_APPEND = """
insert into news.articles by name
select *, $1::timestamptz as _dlt_valid_from from arriving
"""


def _dlt_pipeline(home: Path, rows: pa.Table) -> tuple[Any, Any]:
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
    import dlt

    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(home / "pipelines"),
        destination=dlt.destinations.duckdb(str(home / "dlt.duckdb")),
        dataset_name="news",
    )
    resource = dlt.resource([rows], name="articles")
    resource.apply_hints(
        merge_key="article_id",
        write_disposition={
            "disposition": "merge",
            "strategy": "scd2",
            "row_version_column_name": "row_hash",
        },
    )
    return pipeline, resource


def _rows_for_dlt(looks: pa.Table) -> pa.Table:
    """The looks in types that dlt takes, without what moves in each run."""
    urls = looks["url"].to_pylist()
    ids = [hashlib.md5(url.encode()).hexdigest() for url in urls]
    prints = looks["fingerprint"].to_pylist()
    rows = looks.drop_columns(["row_no", "status", "captured_at"])
    rows = rows.drop_columns([f.name for f in rows.schema if _is_empty(rows, f.name)])
    for at, field in enumerate(rows.schema):
        if isinstance(field.type, pa.UuidType):
            column = pa.chunked_array([c.storage for c in rows[field.name].chunks])
            rows = rows.set_column(at, field.name, column)
        elif pa.types.is_list(field.type):
            column = pc.binary_join(rows[field.name], "; ")
            rows = rows.set_column(at, field.name, column)
    hashes = [f"{key}{value.hex}" for key, value in zip(ids, prints, strict=True)]
    return rows.append_column("article_id", pa.array(ids)).append_column(
        "row_hash", pa.array(hashes)
    )


def _is_empty(rows: pa.Table, name: str) -> bool:
    return rows[name].null_count == rows.num_rows


def history(who: str, home: Path, n: int) -> Figures:
    """`n` articles in batches, and a fifth of them once more with another text."""
    load = {"ours": ours, "dlt": dlt}[who]
    batches = [(first, 0) for first in range(0, n, HISTORY_BATCH)]
    batches += [(first, 1) for first in range(0, n // 5, HISTORY_BATCH)]
    figures: Figures = {}
    for number, (first, one_of) in enumerate(batches):
        size = min(HISTORY_BATCH, (n // 5 if one_of else n) - first)
        at = DAY + timedelta(hours=number)
        # the timed steps have the articles from 0 on
        pieces = make_looks(first + 10_000_000, size, one_of, at)
        looks = pa.concat_tables(pieces)
        kind = ("edits" if one_of else "new") if who == "ours" else "history"
        figures = load(home, looks, kind)
    return figures


def view(home: Path) -> Figures:
    """`articles` by day against a plain table of all versions with a valid_to."""
    import duckdb

    from warehouse.connect import ATTACH, CONFIG, literal, reading
    from warehouse.ledger import Ledger

    path = home / "valid_to.duckdb"
    with reading(Ledger(home).warehouse) as con:
        con.execute(ATTACH.format(path=literal(str(path)), name="plain"))
        con.execute("use plain")
        con.execute(PLAIN_VALID_TO)
        [[n]] = con.execute("select count(*) from plain").fetchall()
    best: dict[str, float] = {}
    found = {}
    with reading(Ledger(home).warehouse) as con:
        other = duckdb.connect(":memory:", config=CONFIG)
        other.execute("set timezone = 'UTC'")
        other.execute(f"attach {literal(str(path))} as plain (read_only)")
        for _ in range(7):
            for name, where, source in (
                ("view_ms", con, "articles"),
                ("plain_ms", other, "plain.plain where valid_to is null"),
            ):
                began = time.perf_counter()
                found[name] = sorted(where.execute(BY_DAY.format(source)).fetchall())
                took_ms = (time.perf_counter() - began) * 1e3
                best[name] = min(took_ms, best.get(name, took_ms))
    if found["view_ms"] != found["plain_ms"]:
        raise AssertionError("the view and the plain table differ")
    path.unlink()
    return {**best, "n_versions": n}


def care(home: Path) -> Figures:
    """Seconds a GB of publish and compact, and what publish costs for nothing new."""
    from warehouse.ledger import Ledger
    from warehouse.publish import is_behind, publish

    ledger = Ledger(home)
    size_gb = ledger.warehouse.stat().st_size / 1e9
    began = time.perf_counter()
    publish(ledger, 0)
    figures = {"publish_s_gb": (time.perf_counter() - began) / size_gb}
    began = time.perf_counter()
    figures["is_behind"] = is_behind(ledger)
    figures["is_behind_ms"] = (time.perf_counter() - began) * 1e3
    if find_spec("warehouse.compact"):
        from warehouse.compact import compact

        began = time.perf_counter()
        compact(ledger, 0)
        figures["compact_s_gb"] = (time.perf_counter() - began) / size_gb
        figures["compacted_mb"] = size_mb(ledger.warehouse)
    return figures


def child(what: str, home: Path, *rest: str) -> Figures:
    """What one process of its own does, by name."""
    if what == "inputs":
        for number, step in enumerate(STEPS):
            at = DAY + timedelta(days=10 + number)
            pieces = list(make_looks(0, int(rest[0]), CHANGED[step], at))
            with (
                pa.OSFile(str(home / f"{step}.arrow"), "wb") as sink,
                pa.ipc.new_file(sink, pieces[0].schema) as writer,
            ):
                for piece in pieces:
                    writer.write_table(piece)
        return {}
    if what == "history":
        return history(rest[0], home, int(rest[1]))
    if what in ("view", "care"):
        return {"view": view, "care": care}[what](home)
    step, source = rest
    with pa.OSFile(source) as file:
        looks = pa.ipc.open_file(file).read_all()
    return {"ours": ours, "plain": plain, "dlt": dlt}[what](home, looks, step)


def run(what: str, home: Path, *rest: str) -> Figures:
    """The figures of `child` in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.warehouse", "--child", what, str(home), *rest],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    return json.loads(done.stdout.splitlines()[-1])


class Runs:
    """All figures by who, what and name; each is asked for by its middle."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str, str], list[float]] = {}

    def add(self, who: str, what: str, figures: Figures) -> None:
        """Keeps the figures, and says them as they come."""
        for name, value in figures.items():
            self.found.setdefault((who, what, name), []).append(value)
        said = ", ".join(f"{name} {value:,.2f}" for name, value in figures.items())
        print(f"{who:5} {what:14} {said}", flush=True)

    def get(self, who: str, what: str, name: str) -> float:
        """The median of what was measured, NaN where nothing was."""
        return statistics.median(self.found.get((who, what, name), [nan]))

    def all_of(self, who: str, name: str) -> list[float]:
        """The values of one name, over everything that `who` did."""
        return [
            value
            for (by, _, of), values in self.found.items()
            if (by, of) == (who, name)
            for value in values
        ]


def steps(runs: Runs, home: Path, inputs: Path, whats: list[str], start: Path) -> None:
    """The three steps of ours and dlt, on copies of what is in `start`."""
    for who in ("ours", "dlt"):
        place = home / who
        if (start / who).exists():
            shutil.copytree(start / who, place)
            os.sync()  # or the first commit waits for the copy to reach the disk
        for step, what in zip(STEPS, whats, strict=True):
            runs.add(who, what, run(who, place, step, str(inputs / f"{step}.arrow")))


@dataclass(frozen=True, slots=True)
class Target:
    """One figure held against its bound: `figure` is ours, or a ratio of the two."""

    name: str
    ours: float
    peer: float
    figure: float
    bound: float
    is_most: bool = False  # at most, else at least

    @property
    def verdict(self) -> str:
        """`met`, `MISSED`, or `not measured`."""
        if isnan(self.figure):
            return "not measured"
        is_met = (
            self.figure <= self.bound if self.is_most else self.figure >= self.bound
        )
        return "met" if is_met else "MISSED"


def targets(runs: Runs) -> list[Target]:
    """What the issue asks for, in its order."""

    def faster(what: str, bound: float) -> Target:
        mine, theirs = (runs.get(who, what, "took_s") for who in ("ours", "dlt"))
        return Target(f"{what}: s, dlt", mine, theirs, theirs / mine, bound)

    def alone(name: str, figure: float, bound: float, peer: float = nan) -> Target:
        return Target(name, figure, peer, figure, bound, is_most=True)

    new, same = (runs.get("ours", step, "took_s") for step in ("new", "same"))
    plain_s = runs.get("plain", "new", "took_s")
    sizes = [
        (runs.get("ours", what, "file_mb"), runs.get("dlt", what, "file_mb"))
        for what in ALL_STEPS
    ]
    mine, theirs = min(sizes, key=lambda pair: pair[1] / pair[0])
    shown, flat = (runs.get("ours", "view", f"{x}_ms") for x in ("view", "plain"))
    peaks = [max(runs.all_of(who, "peak_mb"), default=nan) for who in ("ours", "dlt")]
    care = {
        name: runs.get("ours", "care", name)
        for name in ("publish_s_gb", "is_behind", "compact_s_gb")
    }
    return [
        Target("new: s, plain insert", new, plain_s, new / plain_s, 1.5, is_most=True),
        faster("new", 5),
        faster("same", 30),
        Target("same: s, our first load", same, new, same / new, 0.15, is_most=True),
        faster("changed", 25),
        faster("new, history", 4),
        faster("same, history", 19),
        faster("changed, history", 16),
        Target("file at its worst: MB, dlt", mine, theirs, theirs / mine, 5),
        alone("memory over the input: MB, dlt", peaks[0], 512, peaks[1]),
        Target("by day: ms, plain valid_to", shown, flat, shown / flat, 1.2, True),
        alone("publish: s a GB", care["publish_s_gb"], 6),
        alone("publish: where nothing is new", care["is_behind"], 0),
        alone("compact: s a GB", care["compact_s_gb"], 30),
    ]


def report(runs: Runs) -> int:
    """Prints the tables, all of medians; gives the exit status."""
    heads = "ours s", "(min-max)", "dlt s", "ours cpu", "dlt cpu", "dlt/ours cpu"
    widths = 8, 13, 8, 8, 8, 12
    words = [f"{head:>{wide}}" for head, wide in zip(heads, widths, strict=True)]
    print(f"\n{'':16}", *words, "  processor seconds, which others' load moves less")
    for what in ALL_STEPS:
        spread = runs.found.get(("ours", what, "took_s"))
        if spread is None:
            continue
        took = [runs.get(who, what, "took_s") for who in ("ours", "dlt")]
        cpu = [runs.get(who, what, "cpu_s") for who in ("ours", "dlt")]
        print(
            f"{what:16} {took[0]:8.2f} {f'({min(spread):.2f}-{max(spread):.2f})':>13}"
            f" {took[1]:8.2f} {cpu[0]:8.2f} {cpu[1]:8.2f} {cpu[1] / cpu[0]:12.1f}"
        )
    print(f"\n{'':32} {'ours':>8} {'peer':>8} {'ratio':>8}  target")
    found = targets(runs)
    for one in found:
        ratio = f"{one.figure:8.2f}" if one.figure != one.ours else f"{'':8}"
        peer = f"{'':8}" if isnan(one.peer) else f"{one.peer:8.2f}"
        bound = f"at {'most' if one.is_most else 'least'} {one.bound:g}"
        print(f"{one.name:32} {one.ours:8.2f} {peer} {ratio}  {bound:13} {one.verdict}")
    return int(any(one.verdict == "MISSED" for one in found))


def main() -> int:
    """Prints the tables; gives the exit status."""
    if sys.argv[1:2] == ["--child"]:
        what, home, *rest = sys.argv[2:]
        print(json.dumps(child(what, Path(home), *rest)))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--history", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    runs = Runs()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        run("inputs", home, str(options.articles))
        for turn in range(options.repeats):
            place = home / f"turn{turn}"
            figures = run("plain", place, "new", str(home / "new.arrow"))
            runs.add("plain", "new", figures)
            steps(runs, place, home, list(STEPS), home / "nothing")
            shutil.rmtree(place)
        if options.history:
            before = home / "history"
            for who in ("ours", "dlt"):
                figures = run("history", before / who, who, str(options.history))
                runs.add(who, "history", {"file_mb": figures["file_mb"]})
            runs.add("ours", "view", run("view", before / "ours"))
            whats = [f"{step}, history" for step in STEPS]
            for turn in range(options.repeats):
                place = home / f"late{turn}"
                steps(runs, place, home, whats, before)
                if turn < options.repeats - 1:
                    shutil.rmtree(place)
            runs.add("ours", "care", run("care", place / "ours"))
    return report(runs)


if __name__ == "__main__":
    sys.exit(main())
