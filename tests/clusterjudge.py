"""What a ledger must say of duplicates, told from its live texts and nothing else.

Every pair of texts is looked at, and clusters are made as the rule says them; no
order, batch, or earlier answer is known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from uuid import UUID

from plainrun import ask
from repeating import Said

from tasks.text.boilerplate import own_letters
from tasks.text.fingerprint import own_key, repeat_key, text_digest
from tasks.text.pieces import sketch
from tasks.text.similar import RECIPE, Likeness, likeness

_LIVE = """
select identity_key, text, n_words, published_at, fingerprint, article_id
from article_history
where is_current and not is_deleted
order by identity_key
"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A live article as the ledger has it."""

    key: str
    text: str
    n_words: int
    place: tuple
    repeat: UUID
    own: UUID | None
    letters: str
    sketch: frozenset[int]


@dataclass(kw_only=True)
class Ties:
    """Which articles agree, by their keys; and which own letters are alike, how."""

    told: dict[str, Told]
    alike: dict[frozenset[UUID], Likeness] = field(default_factory=dict)
    of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def expected(ledger: Path, learnt: Set[int] = frozenset()) -> Said:
    """What `said` must give; `learnt` is the table of boilerplate."""
    ties = _ties(told_by(ledger, learnt))
    clusters, rows, first_of = [], [], {}
    for cluster in _clusters(ties, set(ties.told)):
        clusters.append(tuple(sorted(cluster)))
        first_of.update(dict.fromkeys(cluster, cluster[0]))
        rows += [_row(ties, member, cluster[0]) for member in cluster[1:]]
    pieces: dict[tuple[str, str], list[tuple]] = defaultdict(list)
    for shorter, longer, score in _contained(ties):
        shown = first_of[shorter], first_of[longer]
        ids = [str(ties.told[key].place[-1]) for key in (shorter, longer)]
        is_other = shorter != shown[0], longer != shown[1]
        pieces[shown].append((*is_other, -score, *ids, shorter, longer))
    for shown, found in pieces.items():
        if shown[0] != shown[1]:
            _, _, score, _, _, shorter, longer = min(found)
            rows.append((shorter, longer, "contains", -score))
    return Said(tuple(sorted(clusters)), tuple(sorted(rows, key=str)))


def told_by(ledger: Path, learnt: Set[int] = frozenset()) -> dict[str, Told]:
    """The live articles by their keys."""
    found = {}
    for key, text, n_words, published, fingerprint, article_id in ask(ledger, _LIVE):
        letters = own_letters(text, learnt)
        undated = published is None
        found[key] = Told(
            key=key,
            text=text,
            n_words=n_words,
            place=(undated, str(published or ""), str(fingerprint), key, article_id),
            repeat=repeat_key(text),
            own=own_key(letters, RECIPE),
            letters=letters,
            sketch=frozenset(sketch(letters)),
        )
    return found


def _ties(told: dict[str, Told]) -> Ties:
    ties = Ties(told=told)
    for x, y in combinations(told.values(), 2):
        if x.repeat == y.repeat or (x.own is not None and x.own == y.own):
            _tie(ties, x, y)
        elif x.own is not None and y.own is not None and _is_candidate(x, y):
            pair = frozenset((x.own, y.own))
            if pair not in ties.alike:
                found = likeness(x.letters, y.letters)
                if found is None:
                    continue
                ties.alike[pair] = found
            if ties.alike[pair].joins:
                _tie(ties, x, y)
    return ties


def _is_candidate(x: Told, y: Told) -> bool:
    n = len(x.sketch & y.sketch)
    least = min(len(x.sketch), len(y.sketch))
    return n >= 1 if least <= 12 else n >= 2 and n >= 0.12 * least


def _tie(ties: Ties, x: Told, y: Told) -> None:
    ties.of[x.key].add(y.key)
    ties.of[y.key].add(x.key)


def _clusters(ties: Ties, left: set[str]) -> Iterator[list[str]]:
    """Each cluster among those left, its representative first."""
    while left:
        part = _component(ties, min(left), left)
        left -= part
        first = _first(ties, part)
        met = []
        while first not in met:  # the longest of all may not be like it
            met.append(first)
            first = _first(ties, {first, *(ties.of[first] & part)})
        ring = met[met.index(first) :]
        first = min(ring, key=lambda key: ties.told[key].place)
        cluster = [first, *sorted(ties.of[first] & part)]
        yield cluster
        yield from _clusters(ties, part - set(cluster))


def _first(ties: Ties, part: Set[str]) -> str:
    """By the rule of the representative."""
    longest = max(ties.told[key].n_words for key in part)
    full = [key for key in part if ties.told[key].n_words * 10 >= 9 * longest]
    return min(full, key=lambda key: ties.told[key].place)


def _component(ties: Ties, start: str, among: set[str]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = (ties.of[waiting.pop()] & among) - found
        found |= new
        waiting += new
    return found


def _row(ties: Ties, member: str, first: str) -> tuple:
    x, y = ties.told[member], ties.told[first]
    if x.repeat == y.repeat:
        is_same = text_digest(x.text) == text_digest(y.text)
        return member, first, "same_text" if is_same else "same_normalized", 1.0
    if x.own == y.own:
        return member, first, "near", 1.0
    assert x.own is not None
    assert y.own is not None
    found = ties.alike[frozenset((x.own, y.own))]
    return member, first, found.relation, found.score


def _contained(ties: Ties) -> Iterator[tuple[str, str, float]]:
    """Which contains which and is no reprint of it; each pair of clusters tells one."""
    for x, y in combinations(ties.told.values(), 2):
        found = ties.alike.get(frozenset((x.own, y.own)))  # type: ignore[arg-type]
        if found is None or found.joins or found.relation != "contains":
            continue
        shorter, longer = sorted((x, y), key=lambda one: len(one.letters))
        yield shorter.key, longer.key, found.score
