"""Finders of near-duplicates, ours and others': a file of rows to a file of clusters.

    python bench/finders.py METHOD ROWS.jsonl CLUSTERS.csv

Each runs in a process of its own, with 2 processes where it knows how, and prints what
it took: `{"took_s": …, "peak_mb": …, "n": …}`. Reading the rows is not counted. The
others are used as their manuals do: words in threes, 128 hashes, threshold .5, and a
cluster is all that hangs together.
"""

from __future__ import annotations

import csv
import itertools
import json
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[0] = str(ROOT)  # not this folder: it has a file named warehouse too

THRESHOLD, N_HASHES, N_PROCESSES = 0.5, 128, 2
Rows = list[dict]
Labels = list[int]


def joined(n: int, ties: Iterable[tuple[int, int]]) -> Labels:
    """A label for each of n rows: one for all that hang together."""
    parents = list(range(n))

    def top(nth: int) -> int:
        while parents[nth] != nth:
            parents[nth] = nth = parents[parents[nth]]
        return nth

    for one, other in ties:
        one, other = sorted((top(one), top(other)))
        parents[other] = one
    return [top(nth) for nth in range(n)]


def threes(text: str) -> list[str]:
    """The words of a text, three at a time."""
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[at : at + 3]) for at in range(max(len(words) - 2, 1))]


def ours(rows: Rows) -> Labels:
    """By the pure functions that a run uses, without a ledger."""
    from tasks.text.pieces import sketch

    with ProcessPoolExecutor(N_PROCESSES) as pool:
        said = list(pool.map(_said, (row["text"] for row in rows), chunksize=100))
        pairs = _candidates([sketch(own) for own, _ in said])
        texts = [(said[one][0], said[other][0]) for one, other in pairs]
        is_tied = pool.map(_joins, texts, chunksize=200)
        ties = [pair for pair, tied in zip(pairs, is_tied, strict=True) if tied]
    return _placed(rows, said, ties)


def _said(text: str) -> tuple[str, int]:
    """The own letters of a text, and how many words it has."""
    from tasks.text.boilerplate import own_letters
    from tasks.text.fingerprint import count_words
    from tasks.text.repeats import without_repeats

    kept, _ = without_repeats(text)
    return own_letters(kept), count_words(kept)


def _candidates(sketches: list[list[int]]) -> list[tuple[int, int]]:
    """Pairs that share enough of their sketches to be asked about."""
    places: dict[int, list[int]] = defaultdict(list)
    for nth, grams in enumerate(sketches):
        for gram in grams:
            places[gram].append(nth)
    shared: Counter[tuple[int, int]] = Counter()
    for some in places.values():
        shared.update(itertools.combinations(some, 2))

    def is_asked(one: int, other: int, n: int) -> bool:
        least = min(len(sketches[one]), len(sketches[other]))
        return least <= 12 or (n >= 2 and n >= 0.12 * least)

    return [pair for pair, n in shared.items() if is_asked(*pair, n)]


def _joins(texts: tuple[str, str]) -> bool:
    from tasks.text.similar import likeness

    found = likeness(*texts)
    return found is not None and found.joins


def _placed(
    rows: Rows, said: list[tuple[str, int]], ties: list[tuple[int, int]]
) -> Labels:
    """The clusters as the warehouse makes them."""
    from warehouse.clusters import places
    from warehouse.ties import Member, Ties

    order = sorted(range(len(rows)), key=lambda nth: (rows[nth]["published"], nth))
    numbers = {letters: nth for nth, (letters, _) in enumerate(said)}
    own = [numbers[letters] for letters, _ in said]
    members = [
        Member(by_date, nth, own[nth], own[nth], said[nth][1])
        for by_date, nth in enumerate(order)
    ]
    labels = list(range(len(rows)))
    tied = Ties()
    tied.add((), {(own[one], own[other]) for one, other in ties})
    for place in places(members, tied, lambda _: ()):
        labels[order[place.nth_by_date]] = order[place.representative]
    return labels


def exact(rows: Rows) -> Labels:
    """What is equal when normalised."""
    from tasks.text.fingerprint import repeat_key

    first: dict[object, int] = {}
    keys = [repeat_key(row["text"]) for row in rows]
    return [first.setdefault(key, nth) for nth, key in enumerate(keys)]


def datasketch(rows: Rows, threshold: float = THRESHOLD) -> Labels:
    """MinHash LSH."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=N_HASHES)
    ties = []
    for nth, row in enumerate(rows):
        signature = MinHash(num_perm=N_HASHES)
        signature.update_batch([three.encode() for three in threes(row["text"])])
        ties += [(nth, other) for other in index.query(signature)]
        index.insert(nth, signature)
    return joined(len(rows), ties)


def rensa(rows: Rows) -> Labels:
    """R-MinHash in Rust."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=N_HASHES, num_bands=32)
    signatures, ties = [], []
    for nth, row in enumerate(rows):
        signature = RMinHash(num_perm=N_HASHES, seed=42)
        signature.update(threes(row["text"]))
        for other in index.query(signature):
            if signature.jaccard(signatures[other]) >= THRESHOLD:
                ties.append((nth, other))
        index.insert(nth, signature)
        signatures.append(signature)
    return joined(len(rows), ties)


def text_dedup(rows: Rows) -> Labels:
    """Its command for MinHash, with the clusters that --debug leaves."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "rows.jsonl"), Path(folder, "made")
        texts = (json.dumps({"text": row["text"]}) for row in rows)
        source.write_text("\n".join(texts), "utf-8")
        command = f"""{sys.executable} -m text_dedup.minhash --path json --split train
            --cache_dir {folder} --column text --batch_size 10000 --debug --ngram 3
            --num_proc {N_PROCESSES} --threshold {THRESHOLD} --num_perm {N_HASHES}
            --min_length 1"""
        files = ["--data_files", str(source), "--output", str(made)]
        subprocess.run([*command.split(), *files], check=True, capture_output=True)
        kept = pickle.loads((made / "uf.pkl").read_bytes())
    parents = kept if isinstance(kept, dict) else kept.parent
    return joined(len(rows), parents.items())


def semhash(rows: Rows) -> Labels:
    """Meanings: the model that it fetches, compared by their angle."""
    from semhash import SemHash

    records = [{"id": nth, "text": row["text"]} for nth, row in enumerate(rows)]
    found = SemHash.from_records(records, columns=["text"]).self_deduplicate(0.9)
    ties = [
        (one.record["id"], other["id"])
        for one in found.filtered
        for other, _ in one.duplicates
    ]
    return joined(len(rows), ties)


METHODS: dict[str, Callable[[Rows], Labels]] = {
    "newsledger": ours,
    "equal when normalised": exact,
    "datasketch .5": datasketch,
    "datasketch .3": partial(datasketch, threshold=0.3),
    "rensa": rensa,
    "text-dedup": text_dedup,
    "semhash": semhash,
}


def main() -> None:
    method, source, target = sys.argv[1:]
    rows = [json.loads(line) for line in Path(source).read_text("utf-8").splitlines()]
    began = time.perf_counter()
    labels = METHODS[method](rows)
    took_s = time.perf_counter() - began
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        ids = (row["id"] for row in rows)
        csv.writer(file).writerows(zip(ids, labels, strict=True))
    peak_kb = sum(
        resource.getrusage(whose).ru_maxrss
        for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"took_s": took_s, "peak_mb": peak_kb / 1024, "n": len(rows)}))


if __name__ == "__main__":
    main()
