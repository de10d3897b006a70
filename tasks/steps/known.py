"""What the ledger knows, asked over one connection for as long as nobody writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from tasks.extract.article import parser_of
from tasks.steps.listing import entry_of
from tasks.steps.run import LOG, Run
from tasks.steps.select import Known, digests_of
from warehouse import articles, state
from warehouse.connect import Connection, plain_errors, reading
from warehouse.errors import LedgerDamaged
from warehouse.model.batch import Stored
from warehouse.model.entry import Entry
from warehouse.model.source import Source
from warehouse.places import entry_at
from warehouse.state import Memory

NEVER = datetime.max.replace(tzinfo=UTC)
# The media type of what a listing held whole.
LISTED_WHOLE = "application/json"


class Lookup:
    """The ledger as it was when it was asked first since `close`.

    A writer cannot open it before `close`. Of a ledger that is not there yet nothing
    is known.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._path = run.ledger.warehouse
        self._rules = dict(run.rules)
        self._open = ExitStack()
        self._con: Connection | None = None
        self._read_since: datetime | None = None
        self._missed: frozenset[UUID] = frozenset()

    def close(self) -> None:
        """Lets go of the ledger."""
        self._con = None
        self._open.close()

    @contextmanager
    def asked(self) -> Iterator[Connection]:
        """The connection. Raises as `reading` does."""
        if self._con is None:
            self._con = self._open.enter_context(reading(self._path))
        with plain_errors(self._path, "reading it"):
            yield self._con

    def memories(self, sources: Sequence[Source]) -> dict[str, Memory]:
        """What each source remembers, by its id."""
        if not self._path.exists():
            return {source.source_id: Memory() for source in sources}
        parsers = {source.source_id: parser_of(source.rules) for source in sources}
        with self.asked() as con:
            return state.memories(con, sources, parsers)

    def known(self, entries: Sequence[Entry]) -> Known:
        """What is known of the entries, whichever sources list them."""
        now = self._run.clock()
        if not entries or not self._path.exists():
            return Known(
                heads={}, pages={}, rules=self._rules, read_since=NEVER, at=now
            )
        keys = {key.digest for entry in entries for key in entry.keys}
        with self.asked() as con:
            since = self._since(con)
            heads = articles.heads(con, keys, self._rules)
            digests = digests_of(entries, heads)
            pages = articles.page_validators(con, digests) if digests else {}
            has_bodies = any(entry.body is not None for entry in entries)
            bodies = {head.payload_digest for head in heads.values() if has_bodies}
            held = articles.stored(con, filter(None, bodies)) if bodies else {}
        return Known(
            heads=heads,
            pages=pages,
            rules=self._rules,
            read_since=since,
            at=now,
            missed=self._missed,
            fetched=frozenset(
                digest
                for digest, where in held.items()
                if where.media_type != LISTED_WHOLE
            ),
        )

    def asked_at(self, urls: Sequence[str]) -> dict[str, datetime]:
        """When each of the addresses was asked for last, those that ever were."""
        if not urls or not self._path.exists():
            return {}
        with self.asked() as con:
            return state.asked_at(con, urls)

    def rechecks(self, sources: Sequence[Source]) -> list[Entry]:
        """The articles of these sources that are due to be looked at, listed or not.

        Each with what its listing said of it when its bytes were landed, and whether
        those were all of it. Not what this run looked at already.
        """
        sources = [source for source in sources if source.recheck_days]
        if not sources or not self._path.exists():
            return []
        with self.asked() as con:
            since = self._since(con)
            rows = articles.rechecks(con, sources, self._run.clock(), since)
            if not rows:
                return []
            digests = {key.digest for _, _, keys in rows for key in keys}
            heads = articles.heads(con, digests, self._rules)
            bodies = {head.payload_digest for head in heads.values()}
            held = articles.stored(con, filter(None, bodies))
        by_id = {source.source_id: source for source in sources}
        found = []
        for source_id, url, keys in rows:
            head = heads.get(keys[0].digest)
            if head is None:
                continue
            where = held.get(head.payload_digest or "")
            entry = entry_of(by_id[source_id], url, keys)
            found.append(self._as_listed(entry, where) if where else entry)
        return found

    def _since(self, con: Connection) -> datetime:
        """When this run began, or the dead ones that it goes on with.

        What those found missing is known from then on.
        """
        if self._read_since is None:
            run_id = self._run.run_id
            since = state.resumed_since(con, run_id)
            self._read_since = since or NEVER
            self._missed = articles.missed(con, run_id, self._read_since)
        return self._read_since

    def _as_listed(self, entry: Entry, where: Stored) -> Entry:
        """The entry with what was said of it when the bytes there were landed.

        And under the address that they came from: the one that the page calls its own
        need not answer. Bytes that another article brought first say nothing of it.
        """
        is_whole = where.media_type == LISTED_WHOLE
        try:
            raw = self._run.ledger.raw
            landed = entry_at(raw, where.warc_file, where.warc_offset).entry
        except LedgerDamaged as error:
            LOG.warning("%s", error)
            return replace(entry, is_whole=is_whole)
        ours = {key.digest for key in entry.keys}
        is_same = any(key.digest in ours for key in landed.keys)
        if not is_same:
            return replace(entry, fields=landed.fields, is_whole=is_whole)
        return replace(
            entry,
            url=landed.url or entry.url,
            listed=landed.listed,
            fields=landed.fields,
            is_whole=is_whole,
        )
