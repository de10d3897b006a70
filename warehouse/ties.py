"""Who is like whom, by number, as far as anybody looked: what clusters are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

Pair = tuple[int, int]
Pairs = dict[int, set[int]]


class Member(NamedTuple):
    """An article, by its place in two orders: by date, and by when it was seen first.

    Those with one `same_no` say the same, those with one `own_no` the same of their
    own; None is no such number.
    """

    nth_by_date: int
    nth_seen: int
    same_no: int
    own_no: int | None
    n_words: int


def _pairs() -> Pairs:
    return defaultdict(set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Pairs of `own_no`, by each of the two.

    Two of `crowded` that are not `alike` may never have been compared, unless the pair
    is among the `asked`; all others were. They were not where they hung together
    already: by `bridges`, perhaps, which lead over what nobody says any more, by
    numbers below 0.
    """

    alike: Pairs = field(default_factory=_pairs)
    asked: Pairs = field(default_factory=_pairs)
    bridges: Pairs = field(default_factory=_pairs)
    crowded: frozenset[int] = frozenset()

    def holds(self, a: Member, b: Member) -> bool:
        """Whether the two say the same, or what is alike; each is tied to itself."""
        if a.same_no == b.same_no:
            return True
        if a.own_no is None or b.own_no is None:
            return False
        return a.own_no == b.own_no or b.own_no in self.alike.get(a.own_no, ())

    def doubts(self, a: Member, others: Iterable[Member]) -> set[Pair]:
        """The pairs of it and others that were never compared."""
        if a.own_no not in self.crowded:
            return set()
        known = self.alike.get(a.own_no, set()) | self.asked.get(a.own_no, set())
        return {
            (min(a.own_no, other.own_no), max(a.own_no, other.own_no))
            for other in others
            if other.own_no in self.crowded
            and other.own_no != a.own_no
            and other.own_no not in known
        }

    def add(self, asked: Iterable[Pair], alike: Iterable[Pair]) -> None:
        """Takes in which of the pairs that were asked about are alike."""
        put_both(self.asked, asked)
        put_both(self.alike, alike)


def put_both(pairs: Pairs, more: Iterable[Pair]) -> None:
    """Puts each of them in, by either of the two."""
    for a, b in more:
        pairs[a].add(b)
        pairs[b].add(a)
