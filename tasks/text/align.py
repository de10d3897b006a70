"""Two texts laid side by side: what both say, and what each says in its place.

The longest common subsequence of their pieces (rapidfuzz, bit-parallel), then that of
what is left, wherever it stands, for what changed its place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tasks.text.pieces import NUMBER, Pieces
from tasks.text.runs import Run, shared_runs, with_whole_ends
from tasks.text.swapped import SMALL, are_swapped, trimmed

# Of what stands elsewhere, so many in a row at least are taken, and so many in all.
_LEAST_RUN, _LEAST_MOVED = 4, 12
# What moved may differ in so many pieces between two of its runs.
_NEAR = 10
# And in so many letters: what is compared letter by letter takes their product.
_MOST_JOINED = 200
# How often what is left is laid side by side: each finds what the last one crossed.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Pieces [i, j) of the one stand where pieces [k, m) of the other do."""

    i: int
    j: int
    k: int
    m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What is left of a gap wider than a few words: the letters of each, and pieces.

    What the other says elsewhere is not in it.
    """

    letters: tuple[str, str]
    pieces: tuple[Counter[int], Counter[int]]


@dataclass(slots=True, kw_only=True)
class Aligned:
    """Two texts side by side, all counts in letters.

    `shared` is what both say, of it `moved` in another place, and `runs` where in the
    first. `swapped` are a few letters of the first in place of a few of the second;
    `n_extra` counts those that stand in place of nothing, `n_numbers` the
    numbers that both say.
    """

    shared: int = 0
    moved: int = 0
    n_extra: int = 0
    n_numbers: int = 0
    swapped: list[tuple[str, str]] = field(default_factory=list)
    own: list[Own] = field(default_factory=list)
    runs: list[tuple[int, int]] = field(default_factory=list)


def align(a: Pieces, b: Pieces, small: int = SMALL) -> Aligned:
    """What two texts share and do not; so few letters that differ are a word or two.

    Takes the product of their pieces by 64 steps, and as many bits of memory.
    """
    found = Aligned()
    runs = with_whole_ends(shared_runs(a.numbers, b.numbers), a, b)
    for i, _, n in runs:
        found.runs.append((a.starts[i], a.starts[i + n]))
    found.shared = sum(end - start for start, end in found.runs)
    found.n_numbers = sum(
        len(NUMBER.findall(a.letters, start, end)) for start, end in found.runs
    )
    wide = [gap for gap in _gaps(runs, a, b) if not _settled(gap, a, b, small, found)]
    left = _Left(a, b, wide)
    if left.is_both:
        _find_moved(left, found)
    found.own = [_own(gap, left) for gap in wide]
    return found


def _gaps(runs: Iterable[Run], a: Pieces, b: Pieces) -> Iterator[Gap]:
    """What stands between the runs, before and after them."""
    n_a, n_b = len(a.numbers), len(b.numbers)
    i = k = 0
    for p, q, n in [*runs, (n_a, n_b, 0)]:
        if p > i or q > k:
            yield Gap(i, p, k, q)
        i, k = p + n, q + n


def _settled(gap: Gap, a: Pieces, b: Pieces, small: int, found: Aligned) -> bool:
    """Whether a gap is no more than a few letters; then it is in `found`."""
    x = a.letters[a.starts[gap.i] : a.starts[gap.j]]
    y = b.letters[b.starts[gap.k] : b.starts[gap.m]]
    x, y, n_same = trimmed(x, y)
    found.shared += n_same
    if not are_swapped(x, y, n_same, small):
        return False
    if x and y:
        found.swapped.append((x, y))
    else:
        found.n_extra += len(x) + len(y)
    return True


class _Left:
    """The pieces of the wide gaps that nothing was found for yet, in order."""

    def __init__(self, a: Pieces, b: Pieces, gaps: Iterable[Gap]) -> None:
        self.a, self.b = a, b
        self.gaps = list(gaps)
        self.of_a = [n for gap in self.gaps for n in range(gap.i, gap.j)]
        self.of_b = [n for gap in self.gaps for n in range(gap.k, gap.m)]

    @property
    def is_both(self) -> bool:
        """Whether there is enough on both sides to be found on the other."""
        return min(len(self.of_a), len(self.of_b)) >= _LEAST_MOVED

    def is_moved(self, i: int, k: int) -> bool:
        """Whether piece i of the one and k of the other are in two gaps.

        In one, what was passed over as too short beside a gap stands where it stood.
        """
        nth = bisect_right(self.gaps, i, key=lambda gap: gap.i)
        return nth != bisect_right(self.gaps, k, key=lambda gap: gap.k)

    def take(self, of_a: set[int], of_b: set[int]) -> None:
        """Takes out what was found."""
        self.of_a = [n for n in self.of_a if n not in of_a]
        self.of_b = [n for n in self.of_b if n not in of_b]


def _find_moved(left: _Left, found: Aligned) -> None:
    """Finds what stands in one gap of the one and in another of the other."""
    for _ in range(_ROUNDS):
        xs, at_x = _with_breaks(left.of_a, left.a.numbers, -1)
        ys, at_y = _with_breaks(left.of_b, left.b.numbers, -2)
        runs = [run for run in shared_runs(xs, ys) if run[2] >= _LEAST_RUN]
        if sum(n for _, _, n in runs) < _LEAST_MOVED:
            return
        of_a: set[int] = set()
        of_b: set[int] = set()
        before: tuple[int, int] | None = None
        for p, q, n in runs:
            i, k = at_x[p], at_y[q]
            if before is not None:
                _join(before, (i, k), left, found, of_a, of_b)
            of_a.update(range(i, i + n))
            of_b.update(range(k, k + n))
            start, end = left.a.starts[i], left.a.starts[i + n]
            found.runs.append((start, end))
            if left.is_moved(i, k):
                found.moved += end - start
            found.shared += end - start
            before = i + n, k + n
        left.take(of_a, of_b)


def _join(
    before: tuple[int, int],
    after: tuple[int, int],
    left: _Left,
    found: Aligned,
    of_a: set[int],
    of_b: set[int],
) -> None:
    """Counts what stands between two runs that moved together as letters swapped."""
    (i, k), (j, m) = before, after
    if not (0 <= j - i <= _NEAR and 0 <= m - k <= _NEAR):
        return
    x = left.a.letters[left.a.starts[i] : left.a.starts[j]]
    y = left.b.letters[left.b.starts[k] : left.b.starts[m]]
    if max(len(x), len(y)) > _MOST_JOINED:  # a piece may be as long as a text
        return
    if x and y:
        found.swapped.append((x, y))
    of_a.update(range(i, j))
    of_b.update(range(k, m))


def _with_breaks(
    places: Iterable[int], numbers: Sequence[int], step: int
) -> tuple[list[int], list[int]]:
    """The pieces at these places, and the places; at each break what is no piece."""
    said: list[int] = []
    at: list[int] = []
    last = None
    for place in places:
        if last is not None and place != last + 1:
            # odd for the one and even for the other: no two breaks are equal
            said.append(step - 2 * place)
            at.append(-1)
        said.append(numbers[place])
        at.append(place)
        last = place
    return said, at


def _own(gap: Gap, left: _Left) -> Own:
    """What is left of a gap."""
    of_a = left.of_a[bisect_left(left.of_a, gap.i) : bisect_left(left.of_a, gap.j)]
    of_b = left.of_b[bisect_left(left.of_b, gap.k) : bisect_left(left.of_b, gap.m)]
    return Own(
        letters=(_said(left.a, of_a), _said(left.b, of_b)),
        pieces=(
            Counter(left.a.numbers[n] for n in of_a),
            Counter(left.b.numbers[n] for n in of_b),
        ),
    )


def _said(pieces: Pieces, places: Iterable[int]) -> str:
    """The letters of the pieces at these places."""
    letters, starts = pieces.letters, pieces.starts
    return "".join(letters[starts[n] : starts[n + 1]] for n in places)
