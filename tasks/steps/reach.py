"""How a site is reached: a source's headers and login go to its own, nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tasks.http.address import same_origin
from tasks.http.ask import Ask
from warehouse.model.source import Source


def way_of(
    source: Source, reader: str | None, ways: Mapping[str, Source | None]
) -> Source | None:
    """As which source what `source` lists is asked: as the reader of its article is.

    With another's access it may be another text. `ways` are those of the run. None
    where it has not got the reader's: then the article waits for the reader's own look.
    """
    if reader is None or reader == source.source_id:
        return source
    if reader in ways:
        return ways[reader]
    return replace(source, headers=(), login=None, proxy=None)


def reached(source: Source, ask: Ask) -> Ask:
    """The ask with what the source is reached with, as names of secrets.

    The proxy is for all that it lists; headers and login are for its own site.
    """
    if not (source.proxy or source.headers or source.login):
        return ask
    ask = replace(ask, proxy=source.proxy)
    if source.url is None or not same_origin(source.url, ask.url):
        return ask
    return replace(ask, headers=source.headers, login=source.login)


def is_same_way(source: Source, other: Source | None, url: str) -> bool:
    """Whether the other source would ask for the address as `source` does."""
    ask = Ask(source_id=source.source_id, url=url)
    return other is not None and reached(source, ask) == reached(other, ask)
