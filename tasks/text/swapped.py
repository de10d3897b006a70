"""What stands in one text in place of what another says there: words, or more.

A few letters are a word or two. So are more of them where what both say between is as
if a scan had misread it, or as if a form was filled in twice.
"""

from __future__ import annotations

from rapidfuzz.distance import Indel, Postfix, Prefix

from tasks.text.pieces import codes_of, grams_of

# A difference of so many letters at most is a word or two.
SMALL = 40
# Of more letters, up to so many, such a share is the same in a bad scan: of two
# passages of one language .5 to .6 are.
LONGEST_SCANNED, SCANNED = 1_000, 0.75
# In a form filled in twice, what is a word or two each time stands between words that
# are the same: a third and more of passages up to so many times as long. Of 37 pairs of
# unrelated passages one in a hundred letters so, .15 at most (2026-11-30).
LONGEST_FORM, SAME_IN_FORM = 6, 0.35
# Letters in a row that are not the same by chance; of Chinese a word is.
LEAST_SAID, LEAST_SAID_DENSE = 4, 2


def are_swapped(x: str, y: str, n_same: int, small: int = SMALL) -> bool:
    """Whether two passages in each other's place differ in a word or two, or some such.

    `x`, `y` and `n_same` are what `trimmed` gives; `small` is fewer letters where one
    says as much as three of others.
    """
    is_small = max(len(x), len(y)) <= small
    return is_small or _is_misread(x, y) or _is_filled_in(x, y, n_same, small)


def trimmed(x: str, y: str) -> tuple[str, str, int]:
    """Both without what they begin and end with, and how many letters that is."""
    if not (x and y):
        return x, y, 0
    head = int(Prefix.similarity(x, y))
    x, y = x[head:], y[head:]
    tail = int(Postfix.similarity(x, y))
    return x[: len(x) - tail], y[: len(y) - tail], head + tail


def _is_misread(x: str, y: str) -> bool:
    """Whether more than a few letters are those of the other, badly scanned."""
    if not (x and y) or max(len(x), len(y)) > LONGEST_SCANNED:
        return False
    return Indel.normalized_similarity(x, y, score_cutoff=SCANNED) >= SCANNED


def _is_filled_in(x: str, y: str, n_same: int, small: int) -> bool:
    """Whether no more than a few letters in a row differ, and much is the same."""
    shorter, longer = sorted((len(x), len(y)))
    if longer > LONGEST_FORM * small or shorter * 2 < longer:
        return False
    least = LEAST_SAID if small == SMALL else LEAST_SAID_DENSE
    grams = [grams_of(codes_of(letters), least).tolist() for letters in (x, y)]
    matched = Indel.opcodes(*grams).as_matching_blocks()
    runs = [(run.a, run.b, run.size + least - 1) for run in matched if run.size]
    n_said = i = k = 0
    for p, q, n in [*runs, (len(x), len(y), 0)]:
        if max(p - i, q - k) > small:
            return False
        n_said += n
        i, k = p + n, q + n
    return n_said + n_same >= SAME_IN_FORM * (shorter + n_same)
