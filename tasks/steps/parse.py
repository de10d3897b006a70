"""Reads the payloads of a landed batch: bytes in, looks or rejects out.

Reading is what costs: a large batch is shared among processes. No text passes
between them; each reads its share of the raw file and stages what it says.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TypeVar

from tasks.extract.article import extract, parser_of
from tasks.steps.looks import broken, listed_digest, missing
from tasks.steps.own import own_of
from tasks.steps.run import Run
from tasks.text.fingerprint import count_words, fingerprint, repeat_key, text_digest
from tasks.text.keys import make_key
from tasks.text.normalize import normalized
from tasks.text.repeats import without_repeats
from warehouse import landing, similar, staging
from warehouse.connect import reading
from warehouse.model.article import Article, Look
from warehouse.model.batch import Batch
from warehouse.model.entry import Entry, Key, Payload, Reject
from warehouse.model.likeness import Recipe

# A process takes half a second to start; one reads some 2,000 texts or 100 pages
# in that time.
MIN_SHARED_BYTES = 2_000_000
# Of a page's objects few are in cycles, and looking for them took 12 % of the time to
# read it; Python looks as soon as 700 are new (2026-11-30).
COLLECT_AFTER = 10_000

Pool = Callable[[], ProcessPoolExecutor]
T = TypeVar("T")


@contextmanager
def helpers() -> Iterator[Pool]:
    """Processes to read large batches with, one a core less this one.

    They start when they are first asked for, and end with the `with` or with
    this process, in whatever way it ends. Started afresh, not forked: DuckDB and
    Prefect have threads.
    """
    with ExitStack() as stack:
        stack.enter_context(_seldom_collecting())

        @cache
        def pool() -> ProcessPoolExecutor:
            return stack.enter_context(
                ProcessPoolExecutor(
                    max_workers=max((os.cpu_count() or 1) - 1, 1),
                    mp_context=get_context("spawn"),
                    initializer=_begin_helper,
                )
            )

        yield pool


def parse(run: Run, batch: Batch, pool: Pool) -> Batch:
    """Stages what each payload of the batch says; gives the batch back.

    The raw file alone is read, as when rows are made again from raw; the warehouse
    tells under which recipe its texts are compared.
    """
    if batch.warc_file is None:
        return batch
    folder = run.staging(batch)
    raw = run.ledger.raw
    n_bytes = (raw / batch.warc_file).stat().st_size
    with reading(run.ledger.warehouse) as con:
        recipe = similar.recipe(con)
    in_shares(pool, n_bytes, parse_share, (raw, batch.warc_file, folder), recipe)
    return batch


def in_shares(
    pool: Pool, n_bytes: int, read_share: Callable[..., T], *given: object
) -> list[T]:
    """What `read_share` gives for each share of a batch, this process's the first.

    It is called with `given`, which share, and how many there are: one where the
    batch is small, else one a core, the others in processes of the pool.
    """
    n_shares = (os.cpu_count() or 1) if n_bytes >= MIN_SHARED_BYTES else 1
    others = [
        pool().submit(read_share, *given, share, n_shares)
        for share in range(1, n_shares)
    ]
    own = read_share(*given, 0, n_shares)
    return [own, *(other.result() for other in others)]


def parse_share(
    places: tuple[Path, str, Path], recipe: Recipe, share: int, n_shares: int
) -> None:
    """Reads every `n_shares`th payload of a raw file, from the `share`th on.

    `places` are the raw files' folder, the file's name, and the batch's folder.
    """
    raw, warc_file, folder = places
    looks: list[Look] = []
    rejects: list[Reject] = []
    for payload in landing.payloads(raw, warc_file, share, n_shares):
        read = read_payload(payload, recipe)
        if isinstance(read, Reject):
            rejects.append(read)
        else:
            looks.append(read)
    staged = staging.stage(looks=looks, rejects=rejects)
    staging.write(folder, f"parsed-{share:03}", staged)


def read_payload(payload: Payload, recipe: Recipe) -> Look | Reject:
    """What the payload says, repeats inside removed; or why it says nothing.

    Its text is told by its own letters under the recipe.

    A payload that the parser breaks on is a reject, with the bug for its
    evidence: it must not cost the batch its other rows.
    """
    if payload.outcome != "ok":
        return missing(payload)
    parser = parser_of(payload.entry.rules)
    try:
        read = extract(payload)
        if isinstance(read, Reject):
            return replace(read, parser=parser)
        return _look(payload, read, parser, recipe)
    except Exception as error:  # noqa: BLE001  a reject row says it
        return broken(payload, error)


def _look(payload: Payload, article: Article, parser: str, recipe: Recipe) -> Look:
    text, repeats = without_repeats(article.text)
    if text != article.text:
        article = replace(article, text=text)
    said = normalized(text)
    return Look(
        source_id=payload.entry.source_id,
        keys=payload.entry.keys,
        status="read",
        captured_at=payload.captured_at,
        claim=_claim(payload.entry, article),
        url=article.canonical_url or payload.url or payload.entry.url,
        payload_digest=payload.digest,
        listed_digest=listed_digest(payload.entry),
        parser=parser,
        article=article,
        repeats=repeats,
        fingerprint=fingerprint(article),
        text_digest=text_digest(text),
        repeat_key=repeat_key(text, said),
        own=own_of(text, recipe, said),
        n_words=count_words(text),
    )


def _claim(entry: Entry, article: Article) -> Key | None:
    """The key of the canonical address of a page that came from the web.

    None where it is one of the entry's own.
    """
    if not article.canonical_url or entry.url is None or entry.body is not None:
        return None
    if entry.path is not None:
        return None
    key = make_key("url", article.canonical_url, entry.source_id)
    return None if key.digest in {own.digest for own in entry.keys} else key


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Within it Python looks for garbage no more often than that; after it, as before.

    A caller that has it look less often, or never, is left alone.
    """
    before = gc.get_threshold()
    if 0 < before[0] < COLLECT_AFTER:
        gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _begin_helper() -> None:
    """Has this process read as the first one does, and end with it.

    It is ours alone: what is loaded by now is never looked through again.
    """
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
    _end_with_parent()


def _end_with_parent() -> None:
    """Has this process end when the one that started it does.

    A pool's process waits on a pipe whose other end it holds too, so it would
    wait for ever.
    """
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
