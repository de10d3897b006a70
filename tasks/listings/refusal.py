"""The reject of a whole listing: one that cannot be read as what it should be."""

from __future__ import annotations

from tasks.listings.xml import Refused
from warehouse.model import Reject, Source


def refused(source: Source, url: str | None, why: Refused) -> Reject:
    """The reject that says why the listing at `url` is not read."""
    return Reject(
        source_id=source.source_id,
        stage="list",
        reason=why.reason,
        detail=why.detail[:300],
        url=url,
    )
