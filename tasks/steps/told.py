"""What a person is told after a run: what failed, since when, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tasks.http.outcomes import ADVICE, Outcome
from tasks.text.urls import redacted
from warehouse.model.batch import Finding
from warehouse.notes import Note

# The looks after which a source is asked where it says that it is now.
N_MOVES = 5
# What a note of these kinds tells stands in the line of its source's finding.
_SINCE = ("failing", "gone")
_OUTCOMES = {str(outcome): outcome for outcome in Outcome}
_TO_DO = {
    "asked_to_wait": "nothing to do, it is asked after that",
    "out_of_time": ADVICE[Outcome.OUT_OF_TIME],
    "no_entries": "look whether it is still the address of a listing",
    "only_rejects": "'newsledger check' shows how one of its addresses is read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line: of whom, and what. `is_finding` says that it wants a look."""

    who: str
    what: str
    is_finding: bool


def told(
    findings: Iterable[Finding], notes: Iterable[Note], now: datetime
) -> list[Told]:
    """A line for each finding, then one for each note that is of no finding's source.

    For a person who reads them at `now`.
    """
    left = {(note.kind, note.source_id, note.address): note for note in notes}
    lines = []
    for finding in findings:
        since = None
        for key, note in list(left.items()):
            if note.kind in _SINCE and note.source_id == finding.source_id:
                since = left.pop(key)
        who = finding.source_id or "the ledger"
        lines.append(Told(who=who, what=_found(finding, since, now), is_finding=True))
    for note in left.values():
        who = note.source_id or _shown(note.address)
        lines.append(Told(who=who, what=_noted(note, now), is_finding=False))
    return lines


def _found(finding: Finding, since: Note | None, now: datetime) -> str:
    """`source_failed, dns: no such host; failed 3 looks in a row; …; what to do`."""
    said, to_do = finding.detail, _TO_DO.get(finding.kind)
    slug, _, why = finding.detail.partition(": ")
    outcome = _OUTCOMES.get(slug)
    if finding.kind == "source_failed" and outcome is not None:
        to_do = ADVICE.get(outcome)
        if outcome == Outcome.GONE or not why:
            said = f"{slug}: {outcome.sentence}"
        elif why.startswith("status "):  # says how it was told, and not what
            said = f"{slug}: {outcome.sentence} ({why})"
    dated = [] if since is None else [_dated(since, now)]
    return f"{finding.kind}, {'; '.join([said, *dated, *([to_do] if to_do else [])])}"


def _dated(note: Note, now: datetime) -> str:
    last_good = f"last good {_since(note.since_at, now)}"
    if note.kind == "gone":
        return f"not asked any more, {last_good}"
    return f"failed {note.n} looks in a row, {last_good}"


def _noted(note: Note, now: datetime) -> str:
    """The note as a line, without of whom it is."""
    since = _since(note.since_at, now)
    until = f"{note.until_at:%Y-%m-%d %H:%M} UTC" if note.until_at else "?"
    moves = f"{note.n or 0} looks of {N_MOVES}"
    return {
        "gone": f"gone for good (410): {_dated(note, now)}; {ADVICE[Outcome.GONE]}",
        "failing": _dated(note, now),
        "silent": f"silent: it lists nothing, and last had entries {since}; look "
        "whether it is still the address of a listing",
        "still_gone": f"gone for good: last good {since}; {ADVICE[Outcome.GONE]}",
        "still_failing": f"failed when it was looked at last, last good {since}",
        "still_silent": f"silent when it was looked at last; its last new article came "
        f"{since}",
        "stale": f"stale: its last new article came {since}; look whether its site "
        "publishes elsewhere now",
        "moving": f"says that it moved for good to {_shown(note.address)}: {moves}; "
        "after that it is asked there",
        "moved": f"moved for good, is asked at {_shown(note.address)} now; put that "
        "into the configuration",
        "host_waits": f"asks for fewer requests (429): not before {until}; if it goes "
        "on, raise host_gap_s",
        "address_waits": f"is down for now (503): not before {until}; nothing to do, "
        "it is asked after that",
    }.get(note.kind, note.kind)


def _since(moment: datetime | None, now: datetime) -> str:
    """`on 2026-11-24, 6 days ago`; `never` for no moment."""
    if moment is None:
        return "never"
    n_days = (now.date() - moment.date()).days
    ago = {0: "today", 1: "1 day ago"}.get(n_days, f"{n_days} days ago")
    return f"on {moment:%Y-%m-%d}, {ago}"


def _shown(address: str | None) -> str:
    return redacted(address or "?")
