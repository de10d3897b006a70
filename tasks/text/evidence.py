"""What speaks for two texts being one story, and what against: the rules.

What decides is what the two say, and what each says in place of the other. Texts that
a program writes from one form share most of their words, and no fact; items of one
site share all that it prints around them, and nothing of what they tell. How the
evidence is gathered is left to weigh.py.
"""

from __future__ import annotations

from dataclasses import dataclass

# Two texts that do not share so much of the shorter one are two: a follow-up quotes a
# third of the story before it, sometimes half.
LEAST_SHARED = 0.54
# How much of the words may be others in their place, here and there: of copies so much
# are in 5 of 1,000, of reports of one form mostly more (2026-11-30).
MOST_SCATTERED = 0.075
# Numbers that differ, among 1,000 shared letters: a form's are 7 and more; of a copy
# with its figures brought up to date 5, most of them the same.
NUMBERS_DIFFER = 4.0
# A scan with so many misread words among 1,000 letters has misread numbers too.
MISREAD = 25.0
# Words and numbers that are others, less numbers that are the same, among 1,000 letters
# of a brief: a form's are 8 and more, of copies 1 in 100 has so many (2026-11-30).
FACTS, SHORT = 7.0, 0.4
# In what is longer copies have as many words changed, but shorter ones, or a sentence
# in one place: of forms they are 4 in 100 letters and more, here and there. A copy that
# a desk went over has as many where it was reworked besides, or is a page long.
LEAST_FACTS, LEAST_PLACES, OF_FACTS = 3, 2, 0.04
HARDLY_REWORKED, BRIEF, LONG = 0.05, 0.7, 1.2
# So much of one's own beside what is shared: a short item of a site that prints the
# same around each, or another story that quotes. Where it is a larger share of the text
# fewer letters do: 40 words have 110 in Amharic, 150 in Hebrew, 230 in English.
OWN_LETTERS, OWN_SHARE = 120, 0.09
FEWER_LETTERS, LARGER_SHARE = 90, 0.2
# So much of what is shared may be more, moved or misread beside that: a copy that was
# reworked has more of it, what a site prints hardly any.
MOST_REWORKED = 0.12
# Two leads of one story name the same people and places: of their runs of 6 letters a
# fifth stands elsewhere in the other text, of two stories' .01 to .08 (600 articles in
# English, German and Korean, 2026-11-30; in languages that were made up up to .25).
# With FOREIGN at .08 two of 10,000 pairs of items over one site's lines were joined.
KIN, FOREIGN = 0.22, 0.15
# With so much of their own two texts are two, be one a follow-up of the other.
OWN_IN_ANY_CASE = 0.4


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What speaks for and against, all counts in letters but those of numbers.

    `misread` is what differs in spelling only, `scattered` other words in each other's
    place, but for the longest such passage, `of_facts` with it; `n_facts` counts such
    words, numbers that differ and short passages, less half of what is only spelt
    otherwise, and `n_places` where they stand; `turned` what both say in other order;
    `own` more than a few words of each in place of such of the other, and `more` what
    the longer of two such has beyond the other. `reworked` is what else differs.
    `kin` is the share of `own` that the other text says too, somewhere, in a few
    letters; `weight` how many letters of an alphabet one of theirs counts for.
    """

    shorter: int
    longer: int
    shared: int
    misread: int = 0
    n_misread: int = 0
    scattered: int = 0
    turned: int = 0
    own: int = 0
    more: int = 0
    reworked: int = 0
    n_facts: int = 0
    n_places: int = 0
    of_facts: int = 0
    n_numbers_same: int = 0
    n_numbers_differ: int = 0
    kin: float = 0
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
        return not (self._is_form or self._has_other_facts or self._is_item)

    @property
    def has_much_of_its_own(self) -> bool:
        """Whether each says more of its own than a sentence has."""
        n_letters, shared = self.own * self.weight, self.shared
        if self.own >= LARGER_SHARE * shared:
            return n_letters >= FEWER_LETTERS
        return n_letters >= OWN_LETTERS and self.own >= OWN_SHARE * shared

    @property
    def _is_form(self) -> bool:
        """Whether the two have other words in many places."""
        words = self.shared + self.scattered
        return self.scattered > MOST_SCATTERED * words or self._is_filled_in

    @property
    def _is_filled_in(self) -> bool:
        """Whether few words differ, and as a form that was filled in twice does."""
        thousands = self._thousands
        if thousands > LONG or self.n_misread >= MISREAD * thousands:
            return False
        n_facts = self.n_facts - self.n_numbers_same
        if thousands <= SHORT and n_facts >= max(2, FACTS * thousands):
            return True
        if n_facts < LEAST_FACTS or self.n_places < LEAST_PLACES:
            return False
        if thousands > BRIEF and self.reworked > HARDLY_REWORKED * self.shared:
            return False
        return self.of_facts >= OF_FACTS * self.shared

    @property
    def _thousands(self) -> float:
        """How many thousand letters both say, counted as those of an alphabet."""
        return self.weight * max(self.shared + self.misread, 1) / 1000

    @property
    def _has_other_facts(self) -> bool:
        """Whether the numbers are others, as in two reports of one form."""
        thousands = self._thousands
        n = self.n_numbers_differ
        is_form = n >= 2 and n > 0.8 * self.n_numbers_same
        is_dense = n >= NUMBERS_DIFFER * thousands
        return is_form and is_dense and self.n_misread < MISREAD * thousands

    @property
    def _is_item(self) -> bool:
        """Whether each tells a story of its own beside what both print or quote."""
        if not self.has_much_of_its_own:
            return False
        is_other = self.own >= OWN_IN_ANY_CASE * self.shared
        reworked = self.reworked
        if self.kin >= FOREIGN and not is_other:
            reworked += self.more
        if reworked > MOST_REWORKED * self.shared:
            return False
        return self.kin < KIN or is_other
