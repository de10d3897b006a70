"""Learns what a ledger's sources print under every text: by command, never by a run.

A table that grew by itself would make today's answer another than yesterday's.
"""

from __future__ import annotations

from tasks.steps.run import LOG, Run
from tasks.text.boilerplate import sentences_of
from warehouse.commonest import Common, commonest
from warehouse.connect import reading

# Of 21 sentences that so many of 1,500 stories said 20 were furniture of their sites;
# at four a story's own were among them, which three follow-ups quoted (2026-11-30).
LEAST_TEXTS = 5


def common_sentences(run: Run) -> list[Common]:
    """The sentences that many of the ledger's articles say, the commonest first."""
    with reading(run.ledger.warehouse) as con:
        found = commonest(con, telling, LEAST_TEXTS)
    LOG.info("%d sentences are said by %d articles or more", len(found), LEAST_TEXTS)
    return found


def telling(text: str) -> dict[int, str]:
    """The sentences of a text that could be boilerplate, by their digests.

    One with a number in it says something: what a form fills in are numbers.
    """
    return {
        digest: said
        for digest, said in sentences_of(text)
        if not any(letter.isdigit() for letter in said)
    }
