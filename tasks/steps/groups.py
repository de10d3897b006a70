"""Which sources are collected side by side, and which by themselves. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from warehouse.model.source import Source

# What is known of a group's sources is in memory at once. But each group costs the same
# few questions of the ledger: 1,000 sources that did not move took 1.5 s of CPU in one
# group and 2.6 s in five, and none waits for another group (2026-11-30).
MAX_SOURCES = 1_000


def groups(sources: Sequence[Source]) -> tuple[tuple[Source, ...], ...]:
    """The sources in groups, in the order in which each one's first is written.

    What is on disk is read by itself, as reading it takes all there is. The web's are
    side by side, those of one host together as far as a group holds them.
    """
    by_host: dict[str, list[Source]] = {}
    alone = []
    for nth, source in enumerate(sources):
        if source.path is not None:
            alone.append((nth, (source,)))
        else:
            host = urlsplit(source.url or "").netloc.lower()
            by_host.setdefault(host, []).append(source)
    places = {source.source_id: nth for nth, source in enumerate(sources)}
    together = [(places[some[0].source_id], some) for some in _packed(by_host.values())]
    return tuple(group for _, group in sorted([*alone, *together], key=lambda x: x[0]))


def name_of(sources: Sequence[Source]) -> str:
    """What a person calls the group: its source, or how many and the first of them."""
    first = sources[0].source_id
    return first if len(sources) == 1 else f"{first} and {len(sources) - 1} more"


def _packed(hosts: Iterable[list[Source]]) -> Iterator[tuple[Source, ...]]:
    some: list[Source] = []
    for host in hosts:
        if some and len(some) + len(host) > MAX_SOURCES:
            yield tuple(some)
            some = []
        some.extend(host)
        while len(some) > MAX_SOURCES:
            yield tuple(some[:MAX_SOURCES])
            some = some[MAX_SOURCES:]
    if some:
        yield tuple(some)
