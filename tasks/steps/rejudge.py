"""Judges stored texts under today's recipe, with no network.

A ledger of an older program has texts that were never laid side by side; one that
learnt a table has all of them to be judged again. Each batch is committed by itself,
so a kill loses one; the clusters are made of all of them at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, takewhile
from uuid import UUID

from tasks.steps.audit import Rejudged
from tasks.steps.compare import comparing, edges_of_unmet
from tasks.steps.judge import tell_bounds
from tasks.steps.learn import common_sentences
from tasks.steps.own import own_of
from tasks.steps.parse import Pool, in_shares
from tasks.steps.run import LOG, Run
from warehouse import rejudge as stored
from warehouse import similar
from warehouse.commonest import Learnt
from warehouse.connect import plain_errors, reading, writing
from warehouse.model.likeness import Own, Recipe
from warehouse.rejudge import Settled

TEXTS_AT_ONCE = 5_000
DOING = "judging stored texts again"

Text = tuple[UUID, str]


def unsettled(run: Run) -> Iterator[int]:
    """As `unjudged`; makes all clusters of what was judged at the end.

    None, and nothing is made, where that was done already.
    """
    if not _is_settled(run):
        yield from unjudged(run)
        settle(run)


def unjudged(run: Run) -> Iterator[int]:
    """A number for each batch of texts that is to be judged, while there is one.

    Each is to be judged before the next is asked for.
    """
    return takewhile(lambda _: _lacks(run), count(1))


def uncounted(run: Run, *, learn: bool) -> Iterator[int]:
    """As `unjudged`, for the rules without a table: by them stories are counted.

    None where nothing is to be learnt.
    """
    return takewhile(lambda _: learn and _lacks(run, Recipe()), count(1))


def rejudge(run: Run, pool: Pool, by: Recipe | None = None) -> None:
    """Judges a batch of the texts that were not judged by the recipe, or today's."""
    path = run.ledger.warehouse
    with writing(path, run.wait_s) as con, plain_errors(path, DOING):
        recipe = by or similar.recipe(con)
        if by is not None:  # so that what it says is dropped, come what may
            stored.unsettle(con)
        texts = stored.missing(con, recipe, TEXTS_AT_ONCE)
        n_bytes = sum(len(text) for _, text in texts)
        shares = in_shares(pool, n_bytes, own_share, texts, recipe)
        judged = [one for share in shares for one in share]
        left = stored.catch_up(con, recipe, judged, comparing(pool), run.clock())
    tell_bounds("the ledger", left)
    LOG.info("%d stored texts judged by %s", len(texts), recipe.name)


def own_share(
    texts: Sequence[Text], recipe: Recipe, share: int, n_shares: int
) -> list[tuple[UUID, str, Own | None]]:
    """What every `n_shares`th of the texts says of its own, from the `share`th on."""
    return [
        (digest, text, own_of(text, recipe)) for digest, text in texts[share::n_shares]
    ]


def settle(run: Run) -> Settled:
    """Makes all clusters of what was judged."""
    path = run.ledger.warehouse
    with writing(path, run.wait_s) as con, plain_errors(path, DOING):
        return stored.settle(con, similar.recipe(con), edges_of_unmet, run.clock())


def start_over(run: Run, *, learn: bool) -> Learnt | None:
    """Has every text judged again, first learning a table of boilerplate if told to.

    Gives what was learnt, None where it was not told to. What the ledger answers stays
    as it is until it is settled.
    """
    found = common_sentences(run) if learn else None
    learnt = None
    path = run.ledger.warehouse
    with writing(path, run.wait_s) as con, plain_errors(path, DOING):
        if found is not None:
            before = similar.recipe(con).learnt
            rows = [(one.digest, one.excerpt, one.n_stories) for one in found]
            after = stored.learn(con, rows, run.command, run.clock()).learnt
            learnt = Learnt(
                new=tuple(one for one in found if one.digest not in before),
                known=tuple(one for one in found if one.digest in before),
                n_forgotten=len(before - after),
            )
        stored.forget(con, similar.recipe(con))
    return learnt


def rejudged(run: Run, learnt: Learnt | None) -> Rejudged:
    """Settles what was started over and judged; gives what it came to."""
    settled = settle(run)
    with reading(run.ledger.warehouse) as con:
        recipe = similar.recipe(con)
    return Rejudged(recipe=recipe.name, settled=settled, learnt=learnt)


def _lacks(run: Run, recipe: Recipe | None = None) -> bool:
    """Whether there are texts of which the recipe, or today's, was not asked yet."""
    with reading(run.ledger.warehouse) as con:
        return bool(stored.missing(con, recipe or similar.recipe(con), 1))


def _is_settled(run: Run) -> bool:
    with reading(run.ledger.warehouse) as con:
        return similar.is_settled(con, similar.recipe(con))
