"""The rejects of a whole listing: one that cannot be read, or is not all there."""

from __future__ import annotations

from collections.abc import Iterable

from tasks.listings.xml import Refused
from warehouse.model.entry import Reject
from warehouse.model.source import Source


def refused(source: Source, url: str | None, why: Refused) -> Reject:
    """The reject that says why the listing at `url` is not read."""
    return _of_listing(source, url, why.reason, why.detail)


def lacking(
    source: Source, url: str | None, problems: Iterable[tuple[str, str]]
) -> list[Reject]:
    """A reject for each (reason, detail) of what the listing at `url` lacks."""
    return [_of_listing(source, url, *problem) for problem in problems]


def _of_listing(source: Source, url: str | None, reason: str, detail: str) -> Reject:
    return Reject(
        source_id=source.source_id,
        stage="list",
        reason=reason,
        detail=detail[:300],
        url=url,
    )
