"""Who stands with whom: places in clusters, from who is like whom, and no chains.

A member is tied to its cluster's representative, not to some other member of it. The
order in which articles came changes nothing.

The places are what they were if all pairs had been compared, whatever hub some hung
together by that has another place now, or is gone. A pair is left out only where the
two hang together by what is known, so what is alike is within one part of `places`; a
part is taken apart only once all pairs across were asked about; and then a head's pairs
alone count, of which none is in doubt once it is one. But for what is bounded: by
MOST_OF_ONE and MOST_ASKED, and by the looks in vain of candidates.py.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from warehouse.ties import Member, Pair, Ties

LOG = logging.getLogger("newsledger")

# Of a cluster's longest text a representative has so much at least, in tenths.
MOST_OF_LONGEST = 9
# Pairs across the parts of what a cluster leaves that are asked about at once: one that
# ties two parts spares the others of these.
MOST_DOUBTS = 500
# One is asked about no more once it was so often: of a story that goes on for months
# most pairs have nothing to do with each other.
MOST_OF_ONE = 100

# What is asked in all, 10 s; then what was never compared is taken not to be alike. The
# answers are kept, so that each time goes on where the last one ended.
MOST_ASKED, MOST_OF_A_MEMBER = 20_000, 3

# Numbers that are tied, by each of them.
Tied = Mapping[int, Set[int]]
# Gives those of the pairs that are alike.
Ask = Callable[[Set[Pair]], Iterable[Pair]]


class Place(NamedTuple):
    """Where an article stands, by the numbers of Member; `first_seen` by nth_seen."""

    nth_by_date: int
    representative: int
    first_seen: int
    n_members: int


def places(members: Iterable[Member], ties: Ties, ask: Ask) -> Iterator[Place]:
    """The place of each member that stands with another; who stands alone has none.

    Of all that hang together one is the representative: the first by date of those
    that are nearly as long as the longest. With it stand those that are tied to it;
    where another is the first of these, that one is, and so on. The rest hang together,
    or fall apart, without them. Where that hangs on pairs that were never compared,
    `ask` tells which of them are alike: all that is in doubt at once, and then again.
    """
    known = list(members)
    most_asked = max(MOST_ASKED, MOST_OF_A_MEMBER * len(known))
    waiting = list(parts_of(known, ties.alike, ties.bridges))
    while waiting:
        in_doubt: list[list[Member]] = []
        doubts: set[Pair] = set()
        for some in waiting:
            found, unknown = _places_among(some, ties)
            if unknown:
                in_doubt.append(some)
                doubts |= unknown
            else:
                yield from found
        asked = set(sorted(doubts)[:most_asked])
        most_asked -= len(asked)
        if asked:
            ties.add(asked, ask(asked))
        elif doubts:
            LOG.warning(
                "%d pairs of texts that places hang on were not compared yet",
                len(doubts),
            )
            ties = replace(ties, crowded=frozenset())
        waiting = in_doubt


def _places_among(some: list[Member], ties: Ties) -> tuple[list[Place], set[Pair]]:
    """The places of those that hang together, and pairs in doubt.

    What hangs on a pair in doubt is not told yet.
    """
    found: list[Place] = []
    waiting, doubts = _apart(some, ties)
    while waiting:
        some = waiting.pop()
        if len(some) == 1:
            continue
        head, unknown = _head(some, ties)
        if not unknown:
            cluster, rest = _parted(some, head, ties)
            found += _placed(cluster, head)
            parts, unknown = _apart(rest, ties)
            waiting += parts
        doubts |= unknown
    return found, doubts


def _apart(some: list[Member], ties: Ties) -> tuple[list[list[Member]], set[Pair]]:
    """The parts of some that do not hang together, and pairs in doubt across them.

    While there are such pairs the parts are not known: none are given.
    """
    parts = list(parts_of(some, ties.alike))
    doubts = _doubts_between(parts, ties)
    return ([], doubts) if doubts else (parts, doubts)


def _parted(
    some: list[Member], head: Member, ties: Ties
) -> tuple[list[Member], list[Member]]:
    """Those that are tied to the head, and the rest."""
    cluster: list[Member] = []
    rest: list[Member] = []
    for member in some:
        (cluster if ties.holds(member, head) else rest).append(member)
    return cluster, rest


def _doubts_between(parts: list[list[Member]], ties: Ties) -> set[Pair]:
    """Pairs across the parts that may tie them to one another, some at a time."""
    doubts: set[Pair] = set()
    crowds = [[m for m in part if m.own_no in ties.crowded] for part in parts]
    others = list(chain.from_iterable(crowds))
    for crowd in crowds:
        del others[: len(crowd)]
        for member in crowd:
            if len(doubts) >= MOST_DOUBTS:
                return doubts
            n_more = MOST_OF_ONE - len(ties.asked.get(member.own_no or 0, ()))
            if n_more > 0:
                doubts |= set(sorted(ties.doubts(member, others))[:n_more])
    return doubts


def _head(some: list[Member], ties: Ties) -> tuple[Member, set[Pair]]:
    """The representative of its own cluster, of all that hang together.

    The longest of all may not be in it. Where each of a ring of them gives way to the
    next, the first of the ring by date. Beside it are the pairs in doubt that it hangs
    on; while there are some it is not known yet.
    """
    head = _representative(some)
    met: list[Member] = []
    while head not in met:
        met.append(head)
        if doubts := ties.doubts(head, some):
            return head, doubts
        head = _representative([m for m in some if ties.holds(m, head)])
    return min(met[met.index(head) :]), set()


def _representative(some: list[Member]) -> Member:
    most_words = max(member.n_words for member in some)
    long = (m for m in some if m.n_words * 10 >= MOST_OF_LONGEST * most_words)
    return min(long)


def _placed(cluster: list[Member], head: Member) -> Iterator[Place]:
    if len(cluster) == 1:
        return
    first_seen = min(member.nth_seen for member in cluster)
    for member in cluster:
        yield Place(member.nth_by_date, head.nth_by_date, first_seen, len(cluster))


def parts_of(members: list[Member], *tied: Tied) -> Iterator[list[Member]]:
    """The members in groups within which ties lead from each to each."""
    same: dict[int, list[Member]] = defaultdict(list)
    own: dict[int, list[Member]] = defaultdict(list)
    for member in members:
        same[member.same_no].append(member)
        if member.own_no is not None:
            own[member.own_no].append(member)
    met: set[int] = set()
    for member in members:
        ahead = same.pop(member.same_no, [])
        found: list[Member] = []
        while ahead:
            one = ahead.pop()
            found.append(one)
            for number in _led_to(one, own, met, tied):
                for other in own.get(number, ()):
                    ahead.extend(same.pop(other.same_no, ()))
        if found:
            yield found


def _led_to(
    one: Member, own: Container[int], met: set[int], tied: Iterable[Tied]
) -> Iterator[int]:
    """The numbers of `own` to which its own leads, and of what nobody says any more.

    Those are below 0. Each is given once, and is `met` then.
    """
    numbers = [] if one.own_no is None else [one.own_no]
    while numbers:
        number = numbers.pop()
        if number not in met and (number < 0 or number in own):
            met.add(number)
            yield number
            for pairs in tied:
                numbers.extend(pairs.get(number, ()))
