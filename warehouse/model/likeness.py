"""What is known of a text to tell whether others repeat it, and what came of asking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

# The rules by which this program holds texts to repeat one another.
BASE = "near-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The rules that decide, by name, and the sentences that are learnt to be nobody's.

    `learnt` holds digests of those, as `tasks/text/boilerplate.py` makes them.
    """

    name: str = BASE
    learnt: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a text says of its own: a digest of its letters, a sample, and all of them.

    `sketch` holds signed 32-bit hashes in order, without repeats; `letters` is what
    `warehouse/letters.py` packs.
    """

    key: UUID
    sketch: tuple[int, ...]
    letters: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two texts that are alike, by the keys of what they say of their own.

    `key_a` is the lesser. `joins` is false where one is but a piece of the other;
    `shorter` tells which that is. `share_a` and `share_b` tell how much of the letters
    of each both say, from 0 to 1; `passage` shows some to a person.
    """

    key_a: UUID
    key_b: UUID
    relation: Literal["near", "contains"]
    joins: bool
    shorter: Literal["a", "b"]
    score: float
    share_a: float
    share_b: float
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Pairs of keys that are to be compared, with what they stand for.

    `letters` holds the letters of both of each pair, `texts` the whole text of those
    that are new, one of each pair at least.
    """

    pairs: Sequence[tuple[UUID, UUID]]
    letters: Mapping[UUID, str]
    texts: Mapping[UUID, str]


# Gives the edges of those that are alike.
Compare = Callable[[Questions], Iterable[Edge]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What was not compared, as there was too much of it."""

    n_hashes: int = 0
    n_pairs: int = 0
