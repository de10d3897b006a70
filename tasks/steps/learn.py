"""Learns what a ledger's sources print under every text: by command, never by a run.

A table that grew by itself would make today's answer another than yesterday's. It is
told from the stored texts alone: the stories are those of this program's rules without
a table, so that what was learnt before changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from tasks.steps.run import LOG, Run
from tasks.text.boilerplate import sentences_of
from tasks.text.urls import UrlUnreadable, site_of
from warehouse.commonest import Boilerplate, Common, commonest
from warehouse.connect import reading
from warehouse.model.likeness import Recipe

# Of 21 sentences that so many of 1,500 stories said 20 were boilerplate; at four a
# story's own were among them, which three follow-ups quoted (2026-11-30, counted
# wherever they stood, whoever printed them).
LEAST_AT_ENDS = 5
# A quote stands within the stories that follow one up; what this many say has become
# a phrase of the house. No more than a guess: no set of labelled news tells it.
LEAST_ANYWHERE = 25


def common_sentences(run: Run) -> list[Common]:
    """The sentences that are some site's boilerplate, the commonest first.

    All texts were judged by the rules without a table before.
    """
    rules = Boilerplate(
        sentences=sentences_of,
        at_ends=at_ends,
        is_form=is_form,
        site=site,
        least_at_ends=LEAST_AT_ENDS,
        least_anywhere=LEAST_ANYWHERE,
    )
    with reading(run.ledger.warehouse) as con:
        found = commonest(con, Recipe(), rules)
    LOG.info("%d sentences are boilerplate of the sites that print them", len(found))
    return found


def at_ends(said: Sequence[int], common: Set[int]) -> set[int]:
    """Which of a text's sentences stand over or under what it alone says.

    They are digests, in their order; `common` are those that many stories of its site
    say. From either end of the text on none but such stand before them.
    """
    found: set[int] = set()
    for way in (said, reversed(said)):
        for digest in way:
            if digest not in common:
                break
            found.add(digest)
    return found


def is_form(sentence: str) -> bool:
    """Whether a sentence says something though many say it: one that holds a number.

    What a form fills in are numbers.
    """
    return any(letter.isdigit() for letter in sentence)


def site(url: str | None, publisher: str | None, source_id: str) -> str:
    """Who prints it: the host of its address, else its publisher, else its source."""
    try:
        return site_of(url) if url else publisher or source_id
    except UrlUnreadable:
        return publisher or source_id
