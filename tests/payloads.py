"""Payloads as the fetch step hands them on, for the tests of the parse step."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from warehouse.model.entry import Entry, Key, Listed, Payload

CORPORA = Path(__file__).parent / "corpora"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def payload(body, media_type="text/plain", *, url=None, charset=None, **entry):
    """A payload of `body` (str is UTF-8) captured at `NOW`."""
    raw = body.encode() if isinstance(body, str) else body
    written = url or "folder/a.txt"
    return Payload(
        entry=Entry(
            source_id="desk",
            keys=(Key(rule="path", written=written, digest=UUID(int=1)),),
            url=url,
            listed=entry.pop("listed", Listed()),
            **entry,
        ),
        digest=hashlib.sha256(raw).hexdigest(),
        body=raw,
        media_type=media_type,
        captured_at=NOW,
        charset=charset,
        url=url,
    )


def page(name, **more):
    """The payload of a page in corpora/pages."""
    return payload((CORPORA / "pages" / name).read_bytes(), "text/html", **more)
