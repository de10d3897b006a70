"""What speaks for two texts being one story, and what against: the rules.

What decides is what the two say, and what each says in place of the other. Texts that
a program writes from one form share most of their words, and no fact.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from tasks.text.align import Aligned, Own
from tasks.text.pieces import NUMBER

# Two texts that do not share so much of the shorter one are two: a follow-up quotes a
# third of the story before it, sometimes half.
LEAST_SHARED = 0.54
# Letters of a few that differ in fewer places are misread, or spelt otherwise.
ALIKE = 0.6
# How much of the words that stand in each other's place may be other words.
MOST_SWAPPED = 0.11
# Numbers that differ, among 1,000 shared letters: a form's are 7 and more; of a copy
# with its figures brought up to date 5, most of them the same.
NUMBERS_DIFFER = 4.0
# A scan with so many misread words among 1,000 letters has misread numbers too.
MISREAD = 25.0
# So much of one's own beside what is shared to the letter: a short item of a site that
# prints the same around each.
OWN_LETTERS, OWN_SHARE = 120, 0.07
# Beside that, so much may differ.
MOST_REST = 0.03
# Words of one's own that the other says too, in another order: a lead that was turned.
SAME_WORDS = 0.5


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What speaks for and against, all counts in letters but those of numbers.

    `misread` is what differs in spelling only, `swapped` other words in each other's
    place, `turned` what both say in other order, `own` more than a few words of each in
    place of such of the other, `rest` all else that differs.
    `weight` is how many letters of an alphabet one of theirs counts for.
    """

    shorter: int
    longer: int
    shared: int
    misread: int = 0
    n_misread: int = 0
    swapped: int = 0
    turned: int = 0
    own: int = 0
    rest: int = 0
    n_numbers_same: int = 0
    n_numbers_differ: int = 0
    weight: int = 1

    @property
    def said(self) -> float:
        """What share of the shorter the longer says, misread or turned round too."""
        return min(self._said / self.shorter, 1.0)

    @property
    def of_longer(self) -> float:
        """The same, as a share of the longer."""
        return min(self._said / self.longer, 1.0)

    @property
    def _said(self) -> float:
        return self.shared + 0.8 * self.misread + 0.6 * self.turned

    @property
    def is_one_story(self) -> bool:
        """Whether the two tell one story, or one holds the other."""
        if self.said < LEAST_SHARED or self.shared < 0.45 * self.shorter:
            return False
        if self.swapped > MOST_SWAPPED * (self.shared + self.swapped):
            return False
        return not (self._has_other_facts or self._is_item_of_a_site)

    @property
    def _has_other_facts(self) -> bool:
        """Whether the numbers are others, as in two reports of one form."""
        thousands = self.weight * max(self.shared + self.misread, 1) / 1000
        n = self.n_numbers_differ
        is_form = n >= 2 and n > 0.8 * self.n_numbers_same
        is_dense = n >= NUMBERS_DIFFER * thousands
        return is_form and is_dense and self.n_misread < MISREAD * thousands

    @property
    def _is_item_of_a_site(self) -> bool:
        """Whether each says something of its own beside what is alike to the letter."""
        own = self.own
        is_long = own * self.weight >= OWN_LETTERS and own >= OWN_SHARE * self.shared
        return is_long and self.rest <= MOST_REST * self.shared


def weigh(found: Aligned, n_x: int, n_y: int) -> Evidence:
    """The evidence in two texts side by side, of so many letters each."""
    evidence = Evidence(
        shorter=max(min(n_x, n_y), 1),
        longer=max(n_x, n_y, 1),
        shared=min(found.shared, n_x, n_y),
        rest=found.n_extra + 2 * found.moved,
    )
    _weigh_numbers(found, evidence)
    for x, y in found.swapped:
        _weigh_swapped(x, y, evidence)
    for own in found.own:
        _weigh_own(own, evidence)
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
        if of_x != of_y:
            only_x, only_y = of_x - of_y, of_y - of_x
            differ.add((tuple(only_x.elements()), tuple(only_y.elements())))
        n_same += (of_x & of_y).total()
    evidence.n_numbers_same = n_same
    evidence.n_numbers_differ = len(differ)


def _weigh_swapped(x: str, y: str, evidence: Evidence) -> None:
    """A few letters in place of others: misread, or other words."""
    shorter, longer = sorted((len(x), len(y)))
    evidence.rest += 2 * longer
    if longer <= 2 or Indel.normalized_similarity(x, y) >= ALIKE:
        evidence.misread += longer
        has_other_numbers = sorted(NUMBER.findall(x)) != sorted(NUMBER.findall(y))
        evidence.n_misread += not has_other_numbers
    else:
        evidence.swapped += shorter


def _weigh_own(own: Own, evidence: Evidence) -> None:
    """More than a few letters: what each says of its own there, or in other order."""
    shorter = min(own.n_letters)
    of_a, of_b = own.pieces
    n_both = (of_a & of_b).total()
    if n_both and n_both >= SAME_WORDS * min(of_a.total(), of_b.total()):
        evidence.turned += shorter
        evidence.rest += sum(own.n_letters)
    else:
        evidence.own += shorter
        more = max(own.n_letters) - shorter
        # a passage more is no other one
        if (own.place == "middle" and more > shorter) or not shorter:
            evidence.rest += more
