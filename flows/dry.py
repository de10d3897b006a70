"""A dry run: what a run would ask for, said and not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.asking import asking, check_today, looking
from flows.config import Plan
from tasks.steps.dry import dry
from tasks.steps.due import due_sources
from tasks.text.urls import redacted
from warehouse.ledger import Ledger
from warehouse.model.entry import Entry, Reject
from warehouse.query import Answer

COLUMNS = ("source_id", "action", "entry", "published", "modified", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run would do: a row for each thing, as it is printed, in their order.

    `n_to` counts them by their action. `has_failed` says that some source gave
    nothing but what is left out.
    """

    answer: Answer
    n_to: Mapping[str, int]
    has_failed: bool


def dry_run(ledger: Ledger, plan: Plan, *, force: bool) -> Found:
    """What a run would read, or leave out of a listing; nothing is written.

    The ledger may be missing: then all is due, and nothing known. Raises
    LedgerTooOld, LedgerTooNew, LedgerLocked, ConfigError.
    """
    check_today(ledger)
    run = looking(plan, ledger)
    sources = due_sources(run, plan.sources, force=force)
    with asking(run, plan.sources) as client:
        return _told(dry(run, sources, client))


def summary(found: Found) -> str:
    """How much there would be to fetch, to read and to leave out."""
    said = [
        f"{found.n_to[action]:,} to {action.replace('_', ' ')}"
        for action in ("fetch", "read", "leave_out")
        if action in found.n_to
    ]
    return f"{', '.join(said) or 'nothing to do'}; nothing was written"


def _told(items: Iterable[Entry | Reject]) -> Found:
    """What is printed of each; the entries, with the bodies in them, are let go."""
    rows = []
    n_to: Counter[str] = Counter()
    good: set[str] = set()
    bad: set[str] = set()
    for item in items:
        rows.append(_row(item))
        n_to[action_of(item)] += 1
        (bad if isinstance(item, Reject) else good).add(item.source_id)
    return Found(answer=Answer(COLUMNS, rows), n_to=n_to, has_failed=bool(bad - good))


def action_of(item: Entry | Reject) -> str:
    """What a run would do: `fetch` from the web, `read` what is here, `leave_out`."""
    if isinstance(item, Reject):
        return "leave_out"
    return "fetch" if item.body is None and item.path is None else "read"


def _row(item: Entry | Reject) -> tuple[str | None, ...]:
    if isinstance(item, Reject):
        where = item.url or item.identity_key
        why = f"{item.reason}: {item.detail}"
        return (item.source_id, "leave_out", _shown(where), None, None, why)
    where = item.url or item.keys[0].written
    listed = item.listed
    return (
        item.source_id, action_of(item), _shown(where), listed.published,
        listed.modified, listed.title,
    )  # fmt: skip


def _shown(where: str | None) -> str | None:
    return None if where is None else redacted(where)
