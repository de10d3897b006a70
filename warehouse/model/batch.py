"""What is landed and committed together, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from warehouse.model.source import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where a payload's bytes are: a record of a WARC file of the ledger.

    `warc_file` is relative to the raw folder; offset and length are in bytes
    of the compressed file.
    """

    payload_digest: str
    media_type: str
    charset: str | None
    n_bytes: int
    warc_file: str
    warc_offset: int
    warc_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some entries that are committed together, of one source or of several.

    `source_id` is None where they are of several; each look and reject has its own.
    `batch_key` is a hash of the run and the batch's place in it, so that doing
    a batch again is seen. `n_entries` counts what came in. `warc_file` is None
    where nothing new was landed. `learnt_at` is the moment that its versions are
    learnt: when its landing closed, so that raw alone tells it again; None while
    it fills.
    """

    batch_key: UUID
    run_id: UUID
    source_id: str | None
    n_entries: int
    warc_file: str | None = None
    learnt_at: datetime | None = None

    @property
    def name(self) -> str:
        """What a person calls it: its source, where it is of one."""
        return self.source_id or "several sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a committed batch came to: looks by outcome, rejects, versions."""

    n_in: int
    n_observations: int
    n_rejects: int
    n_versions: int
    outcomes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What is to be read again: of which sources (all for none), met since when.

    `rules` holds the rules of the configured sources; those of others stay as they
    were when their bytes were landed. With `is_all` today's readings are done again
    too.
    """

    sources: tuple[str, ...] = ()
    since: datetime | None = None
    is_all: bool = False
    rules: tuple[tuple[str, Rules], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a person should look at. `kind` is a slug."""

    kind: str
    detail: str
    source_id: str | None = None
    figure: float | None = None
    usual_figure: float | None = None
