"""Who stands with whom: places in clusters, from who is like whom, and no chains.

A member is tied to its cluster's representative, not to some other member of it. The
order in which articles came changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Of a cluster's longest text a representative has so much at least, in tenths.
MOST_OF_LONGEST = 9


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


class Place(NamedTuple):
    """Where an article stands, by the numbers of Member; `first_seen` by nth_seen."""

    nth_by_date: int
    representative: int
    first_seen: int
    n_members: int


def places(
    members: Iterable[Member], ties: Iterable[tuple[int, int]]
) -> Iterator[Place]:
    """The place of each member that stands with another; who stands alone has none.

    `ties` are pairs of `own_no` that are alike. Of all that hang together one is the
    representative: the first by date of those that are nearly as long as the longest.
    With it stand those that are tied to it; where another is the first of these, that
    one is, and so on. The rest hang together, or fall apart, without them.
    """
    tied: dict[int, set[int]] = defaultdict(set)
    for a, b in ties:
        tied[a].add(b)
        tied[b].add(a)
    waiting = list(_hanging_together(list(members), tied))
    while waiting:
        some = waiting.pop()
        if len(some) == 1:
            continue
        head = _head(some, tied)
        cluster = [member for member in some if _is_tied(member, head, tied)]
        yield from _placed(cluster, head)
        if len(cluster) < len(some):
            rest = [member for member in some if not _is_tied(member, head, tied)]
            waiting.extend(_hanging_together(rest, tied))


def _head(some: list[Member], tied: dict[int, set[int]]) -> Member:
    """The representative of its own cluster, of all that hang together.

    The longest of all may not be in it. Where each of a ring of them gives way to the
    next, the first of the ring by date.
    """
    head = _representative(some)
    met: list[Member] = []
    while head not in met:
        met.append(head)
        head = _representative([m for m in some if _is_tied(m, head, tied)])
    return min(met[met.index(head) :])


def _representative(some: list[Member]) -> Member:
    most_words = max(member.n_words for member in some)
    long = (m for m in some if m.n_words * 10 >= MOST_OF_LONGEST * most_words)
    return min(long)


def _is_tied(member: Member, head: Member, tied: dict[int, set[int]]) -> bool:
    """Whether the two say the same, or what is alike; each is tied to itself."""
    if member.same_no == head.same_no:
        return True
    if member.own_no is None or head.own_no is None:
        return False
    return member.own_no == head.own_no or member.own_no in tied.get(head.own_no, ())


def _placed(cluster: list[Member], head: Member) -> Iterator[Place]:
    if len(cluster) == 1:
        return
    first_seen = min(member.nth_seen for member in cluster)
    for member in cluster:
        yield Place(member.nth_by_date, head.nth_by_date, first_seen, len(cluster))


def _hanging_together(
    members: list[Member], tied: dict[int, set[int]]
) -> Iterator[list[Member]]:
    """The members in groups within which ties lead from each to each."""
    same: dict[int, list[Member]] = defaultdict(list)
    own: dict[int, list[Member]] = defaultdict(list)
    for member in members:
        same[member.same_no].append(member)
        if member.own_no is not None:
            own[member.own_no].append(member)
    met: set[int] = set()
    for member in members:
        if member.same_no not in same:
            continue
        found: list[Member] = []
        ahead = same.pop(member.same_no)
        while ahead:
            one = ahead.pop()
            found.append(one)
            if one.own_no is None or one.own_no in met:
                continue
            met.add(one.own_no)
            for number in (one.own_no, *tied.get(one.own_no, ())):
                for other in own.pop(number, ()):
                    ahead.extend(same.pop(other.same_no, ()))
        yield found
