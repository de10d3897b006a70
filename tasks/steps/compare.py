"""Lays texts side by side, pair by pair: those that are alike become edges.

Pure, but for the processes that share the work where there is much of it.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, chain
from uuid import UUID

from tasks.steps.parse import Pool
from tasks.text.excerpt import passage_in
from tasks.text.pieces import sketch
from tasks.text.similar import likeness
from warehouse.candidates import LEAST_SHARE, N_OF_SHORT
from warehouse.model.likeness import Compare, Edge, Questions

# A process takes half a second to start, and lays 2,000 pairs of ordinary texts side by
# side in that time.
MIN_SHARED_LETTERS = 16_000_000

Pair = tuple[UUID, UUID]


def comparing(pool: Pool) -> Compare:
    """What compares two texts, and many of them in processes of the pool."""
    return partial(_compare, pool)


def _compare(pool: Pool, asked: Questions) -> list[Edge]:
    """The edges among the pairs; this process takes the first share of them."""
    # the pairs of a key stand together, so that few texts go to several processes
    pairs = sorted(asked.pairs)
    n_letters = [len(asked.letters[a]) + len(asked.letters[b]) for a, b in pairs]
    n_so_far = list(accumulate(n_letters, initial=0))
    is_much = n_so_far[-1] >= MIN_SHARED_LETTERS
    n_shares = (os.cpu_count() or 1) if is_much else 1
    ends = [
        bisect_left(n_so_far, n_so_far[-1] * n / n_shares) for n in range(n_shares + 1)
    ]
    shares = [_part(asked, pairs[ends[n] : ends[n + 1]]) for n in range(n_shares)]
    others = [pool().submit(edges_among, share) for share in shares[1:]]
    own = edges_among(shares[0])
    return [*own, *chain.from_iterable(other.result() for other in others)]


def _part(asked: Questions, pairs: Sequence[Pair]) -> Questions:
    """Some of the pairs, with what they stand for and no more."""
    keys = set(chain.from_iterable(pairs))
    return Questions(
        pairs=pairs,
        letters=_of(keys, asked.letters),
        texts=_of(keys, asked.texts),
    )


def _of(keys: set[UUID], said: Mapping[UUID, str]) -> dict[UUID, str]:
    return {key: said[key] for key in keys if key in said}


def edges_of_unmet(asked: Questions) -> list[Edge]:
    """The edges among pairs of which nobody has seen yet whether they share enough."""
    hashes = {key: frozenset(sketch(said)) for key, said in asked.letters.items()}
    pairs = [(a, b) for a, b in asked.pairs if _is_candidate(hashes[a], hashes[b])]
    return edges_among(replace(asked, pairs=pairs))


def _is_candidate(some: frozenset[int], others: frozenset[int]) -> bool:
    """As `sql/near/4_pairs.sql` tells it."""
    n_shared, n_least = len(some & others), min(len(some), len(others))
    if n_least <= N_OF_SHORT:
        return n_shared > 0
    return n_shared >= 2 and n_shared >= LEAST_SHARE * n_least


def edges_among(asked: Questions) -> list[Edge]:
    """The edges among the pairs that are asked for."""
    return list(_edges(asked))


def _edges(asked: Questions) -> Iterator[Edge]:
    for pair in asked.pairs:
        key_a, key_b = sorted(pair)
        a, b = asked.letters[key_a], asked.letters[key_b]
        alike = likeness(a, b)
        if alike is None:
            continue
        shorter = key_a if (len(a), a) <= (len(b), b) else key_b
        yield Edge(
            key_a=key_a,
            key_b=key_b,
            relation=alike.relation,
            joins=alike.joins,
            shorter="a" if shorter == key_a else "b",
            score=alike.score,
            share_a=alike.shared / len(a),
            share_b=alike.shared / len(b),
            passage=_passage(asked, (shorter, key_a, key_b), alike.passage),
        )


def _passage(asked: Questions, keys: Sequence[UUID], letters: str) -> str:
    """The passage as the first of these texts has it; its letters where none does."""
    for key in keys:
        if key in asked.texts and (said := passage_in(asked.texts[key], letters)):
            return said
    return letters
