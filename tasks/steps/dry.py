"""What a run would ask for or read: sources are listed, nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from tasks.http.client import Client
from tasks.steps.gather import Gathering
from tasks.steps.groups import groups
from tasks.steps.known import Lookup
from tasks.steps.run import Run
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source


def dry(
    run: Run, sources: Sequence[Source], client: Client
) -> Iterator[Entry | Reject]:
    """What the sources list that would be brought in, and what would be left out of it.

    Nothing is written, and no ledger has to be there.
    """
    for group in groups(sources):
        lookup = Lookup(run)
        gathering = Gathering(run, group, client, lookup, is_dry=True)
        try:
            for arrival in chain.from_iterable(gathering.rounds()):
                if isinstance(arrival.what, Reject):
                    yield arrival.what
                yield from gathering.take_wanted()
            yield from gathering.take_wanted()
        finally:
            lookup.close()
