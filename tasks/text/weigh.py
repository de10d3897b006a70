"""The evidence in two texts that were laid side by side, from letters to counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from rapidfuzz.distance import Indel

from tasks.text.align import Aligned, Own
from tasks.text.evidence import OWN_LETTERS, Evidence
from tasks.text.pieces import NUMBER, codes_of, grams_of

# Letters of a few that differ in fewer places are misread, or spelt otherwise.
ALIKE = 0.6
# So few letters that are others are misread; of Chinese one, two are a word.
FEW, FEW_DENSE = 2, 1
# Of letters that differ so many in a row are no chance.
LEAST_EQUAL = 3
# A misread word counts as one however few of its letters are.
LEAST_MISREAD = 10
# From so many letters on it is a sentence that differs, and no words.
SENTENCE = 80
# Words of one's own that the other says too, in another order: a lead that was turned.
SAME_WORDS = 0.5
# Letters of a run by which two texts are kin; in a text so long one more is asked for,
# and in one longer still another: there more is the same by chance.
KIN_RUN, LONG = 6, (3_500, 12_000)
KIN_RUN_DENSE, LONG_DENSE = 2, (400, 3_000)


def weigh(found: Aligned, x: str, y: str, weight: int = 1) -> Evidence:
    """The evidence in two texts; `weight` as in Evidence."""
    n_x, n_y = len(x), len(y)
    evidence = Evidence(
        shorter=max(min(n_x, n_y), 1),
        longer=max(n_x, n_y, 1),
        shared=found.shared,
        reworked=found.n_extra + 2 * found.moved,
        weight=weight,
    )
    _weigh_numbers(found, evidence)
    words = _weigh_swapped(found.swapped, evidence)
    evidence.shared = min(evidence.shared, n_x, n_y)
    own = [one for one in found.own if _is_own(one, evidence)]
    passages = [few for one in own if (few := _shorter(one)) * weight < SENTENCE]
    n_passages = sum(4 * few * weight >= SENTENCE for few in passages)
    evidence.n_facts += n_passages
    evidence.n_places += n_passages
    words += passages
    evidence.of_facts = sum(words)
    evidence.scattered = sum(words) - max(words, default=0)
    if evidence.has_much_of_its_own:
        evidence.kin = _kin(own, (x, y), weight)
    return evidence


def _weigh_numbers(found: Aligned, evidence: Evidence) -> None:
    """Counts numbers; one that is another everywhere counts once."""
    differ = set()
    n_same = found.n_numbers
    for x, y in found.swapped:
        in_x, in_y = NUMBER.findall(x), NUMBER.findall(y)
        if in_x == in_y:
            n_same += len(in_x)
            continue
        of_x, of_y = Counter(in_x), Counter(in_y)
        only_x, only_y = of_x - of_y, of_y - of_x
        if only_x and only_y:  # else a letter was read as a digit, or a word for one
            differ.add((tuple(only_x.elements()), tuple(only_y.elements())))
        n_same += (of_x & of_y).total()
    evidence.n_numbers_same = n_same
    evidence.n_numbers_differ = len(differ)


def _weigh_swapped(swapped: Iterable[tuple[str, str]], evidence: Evidence) -> list[int]:
    """Weighs letters in place of others; of each other word how many it has.

    A word that is another everywhere is told once: a house writes it so.
    """
    few = FEW if evidence.weight == 1 else FEW_DENSE
    words: dict[tuple[str, str], int] = {}
    numbers: set[tuple[str, str]] = set()
    n_spelt = 0
    for x, y in swapped:
        n_before = len(words) + len(numbers)
        evidence.shared += len(x)
        for one, other in _differences(x, y):
            shorter, longer = sorted((len(one), len(other)))
            evidence.shared -= len(one)
            if longer > few and Indel.normalized_similarity(one, other) < ALIKE:
                words[one, other] = shorter
                continue
            if one and other and (evidence.weight > 1 or (one + other).isdigit()):
                numbers.add((one, other))
            else:
                n_spelt += 1
            evidence.misread += longer
            evidence.reworked += max(2 * longer, LEAST_MISREAD)
            evidence.n_misread += _has_numbers_of(one, other)
        evidence.n_places += len(words) + len(numbers) > n_before
    evidence.n_facts = len(words) + len(numbers) - n_spelt // 2
    return list(words.values())


def _has_numbers_of(x: str, y: str) -> bool:
    return sorted(NUMBER.findall(x)) == sorted(NUMBER.findall(y))


def _differences(x: str, y: str) -> Iterator[tuple[str, str]]:
    """Where the two differ, but for single letters that are the same by chance."""
    i = k = 0
    for a, b, n in Indel.opcodes(x, y).as_matching_blocks():
        is_end = a == len(x) and b == len(y)
        if n < LEAST_EQUAL and not is_end and a + n < len(x) and b + n < len(y):
            continue
        if a > i or b > k:
            yield x[i:a], y[k:b]
        i, k = a + n, b + n


def _is_own(own: Own, evidence: Evidence) -> bool:
    """Weighs what is more than a few letters: whether each says its own there."""
    shorter, longer = sorted(map(len, own.letters))
    of_a, of_b = own.pieces
    n_both = (of_a & of_b).total()
    if n_both and n_both >= SAME_WORDS * min(of_a.total(), of_b.total()):
        evidence.turned += shorter
        evidence.reworked += shorter + longer
        return False
    evidence.own += shorter
    more = longer - shorter
    if more > shorter:
        # beside a few words it is an addition, beside a passage another one
        if shorter * evidence.weight < OWN_LETTERS:
            evidence.reworked += more
        else:
            evidence.more += more
    return shorter > 0


def _shorter(own: Own) -> int:
    return min(map(len, own.letters))


def _kin(own: Sequence[Own], texts: tuple[str, str], weight: int) -> float:
    """What share of both texts' own passages the other text says, wherever."""
    run, long = (KIN_RUN, LONG) if weight == 1 else (KIN_RUN_DENSE, LONG_DENSE)
    n_letters = run + sum(max(map(len, texts)) > least for least in long)
    n_said = n_all = 0
    for side, other in enumerate(reversed(texts)):
        there = np.sort(grams_of(codes_of(other), n_letters))
        for one in own:
            grams = grams_of(codes_of(one.letters[side]), n_letters)
            n_all += len(grams)
            grams = grams[grams <= there[-1]]
            n_said += int((there[np.searchsorted(there, grams)] == grams).sum())
    return n_said / max(n_all, 1)
