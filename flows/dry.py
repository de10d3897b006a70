"""A dry run: what a run would ask for, said and not done."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from flows.asking import asking
from flows.config import Plan
from tasks.steps.dry import dry
from tasks.steps.due import due_sources
from tasks.steps.run import Run
from tasks.text.urls import redacted
from warehouse.connect import reading
from warehouse.errors import LedgerTooOld
from warehouse.ledger import Ledger
from warehouse.migrate import check, migrations
from warehouse.model import Entry, Reject
from warehouse.query import Answer

COLUMNS = ("source_id", "action", "entry", "published", "modified", "title")


def dry_run(ledger: Ledger, plan: Plan, *, force: bool) -> list[Entry | Reject]:
    """What a run would read, or leave out of a listing; nothing is written.

    The ledger may be missing: then all is due, and nothing known. Raises
    LedgerTooOld, LedgerTooNew, LedgerLocked, ConfigError.
    """
    run = Run(
        run_id=uuid4(),
        ledger=ledger,
        limits=plan.limits,
        rules=plan.rules,
        since=plan.since,
        until=plan.until,
    )
    sources = plan.sources
    if ledger.warehouse.exists():
        _check_today(ledger)
        sources = due_sources(run, sources, force=force)
    with asking(plan, ledger.root) as client:
        return list(dry(run, sources, client))


def as_answer(found: Iterable[Entry | Reject]) -> Answer:
    """What was found as a table, a row each, in the order in which it came."""
    return Answer(COLUMNS, [_row(item) for item in found])


def summary(found: Iterable[Entry | Reject]) -> str:
    """How much there would be to fetch, to read and to leave out."""
    actions = [action_of(item) for item in found]
    said = [
        f"{actions.count(action):,} to {action.replace('_', ' ')}"
        for action in ("fetch", "read", "leave_out")
        if action in actions
    ]
    return f"{', '.join(said) or 'nothing to do'}; nothing was written"


def has_failed(found: Iterable[Entry | Reject]) -> bool:
    """Whether some source gave nothing but what is left out."""
    good: set[str] = set()
    bad: set[str] = set()
    for item in found:
        (bad if isinstance(item, Reject) else good).add(item.source_id)
    return bool(bad - good)


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


def _check_today(ledger: Ledger) -> None:
    """Returns where the warehouse has the schema that our questions are put to."""
    ours = len(migrations())
    with reading(ledger.warehouse) as con:
        lacking = check(con, ledger.warehouse)
    if lacking:
        raise LedgerTooOld(ledger.warehouse, lacking[0].version - 1, ours)
