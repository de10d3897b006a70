"""Ends a run: what it came to, and what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tasks.http.outcomes import Outcome
from tasks.steps.listing import WAITING
from tasks.steps.run import Run
from tasks.steps.told import Told, told
from warehouse import runs
from warehouse.commonest import Learnt
from warehouse.connect import plain_errors, writing
from warehouse.model.batch import Finding
from warehouse.notes import Note, notes
from warehouse.rejudge import Settled
from warehouse.runs import RunCounts
from warehouse.stories import Story, stories

SUCCESS = ("ok", "not_modified")
# What a run says of a source that it did not look at: its stored bytes were read again.
REREAD = "reread"
# How many of a story's sources are named, and how much of its title.
N_NAMED, N_LETTERS = 4, 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """What it came to that all texts were judged again, and what was learnt before.

    `learnt` is None where nothing was to be learnt.
    """

    recipe: str
    settled: Settled
    learnt: Learnt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run came to, source by source. `status` is `done` or `findings`.

    `rejects` holds (stage, reason, how many), most first. `notes` are what there is to
    tell beside the findings, `stories` what it found told more than once.
    """

    run_id: UUID
    status: str
    counts: tuple[RunCounts, ...]
    rejects: tuple[tuple[str, str, int], ...]
    findings: tuple[Finding, ...]
    ended_at: datetime
    notes: tuple[Note, ...] = ()
    stories: tuple[Story, ...] = ()
    rejudged: Rejudged | None = None

    def told(self) -> list[Told]:
        """Its findings and notes as lines for a person."""
        return told(self.findings, self.notes, self.ended_at)


def audit(run: Run, rejudged: Rejudged | None = None) -> Report:
    """Writes the run's findings and its end; gives the report.

    `rejudged` is what came of judging all texts again, where the run did that.
    """
    path = run.ledger.warehouse
    with writing(path, run.wait_s) as con, plain_errors(path, "ending the run"):
        counts = runs.counts(con, run.run_id)
        rejects = runs.rejects(con, run.run_id)
        now = run.clock()
        runs.record_findings(con, run.run_id, findings_of(counts), now)
        findings = runs.findings(con, run.run_id)
        status = "findings" if findings else "done"
        runs.end(con, run.run_id, status, None, now)
        noted = notes(con, run.run_id)
        told_again = stories(con, run.run_id)
    return Report(
        run_id=run.run_id,
        status=status,
        counts=tuple(counts),
        rejects=tuple(rejects),
        findings=tuple(findings),
        ended_at=now,
        notes=noted,
        stories=told_again,
        rejudged=rejudged,
    )


def findings_of(counts: list[RunCounts]) -> list[Finding]:
    """What is wrong with a run, from its counts: at most one finding a source.

    A reject among articles is none; a source that gave nothing but rejects is.
    """
    findings = []
    for source in counts:
        if source.outcome == REREAD:  # that it is left out again is no news
            continue
        n_seen = source.n_in - source.n_rejects - source.n_failed
        if source.reason == WAITING:
            kind, detail = WAITING, source.detail or ""
        elif source.outcome == Outcome.OUT_OF_TIME:
            kind, detail = source.outcome, source.detail or ""
        elif source.outcome not in SUCCESS:
            kind, detail = "source_failed", f"{source.outcome}: {source.detail or ''}"
        elif source.n_in and not n_seen:
            kind, detail = "only_rejects", f"{source.n_in} came in, none was read"
        elif not source.n_entries and not source.n_in and source.outcome == "ok":
            kind, detail = "no_entries", "it lists nothing"
        else:
            continue
        findings.append(
            Finding(
                source_id=source.source_id,
                kind=kind,
                detail=detail.rstrip(": "),
                figure=n_seen,
            )
        )
    return findings


def as_markdown(report: Report) -> str:
    """The report as a Markdown table of sources and counts, what to know below."""
    lines = [
        "| source | kind | look | in | new | changed | unchanged | duplicates "
        "| failed | rejects | repeats removed |",
        "|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in report.counts:
        cells = (
            row.source_id, row.kind, row.outcome, row.n_in, row.n_new, row.n_changed,
            row.n_unchanged, row.n_duplicates, row.n_failed, row.n_rejects,
            row.n_repeats,
        )  # fmt: skip
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    for heading, is_finding in (("Look at", True), ("Note", False)):
        some = [line for line in report.told() if line.is_finding == is_finding]
        lines += ["", f"{heading}:", ""] if some else []
        lines += [f"- **{_cell(line.who)}**: {_cell(line.what)}" for line in some]
    lines += ["", "Told more than once:", ""] if report.stories else []
    lines += [f"- {_cell(retold(story))}" for story in report.stories]
    return "\n".join(lines)


def retold(story: Story) -> str:
    """`3 articles of krant, vrt say the same: …`, with the id to ask for."""
    names = story.source_ids
    some = ", ".join(names[:N_NAMED]) + (" …" if len(names) > N_NAMED else "")
    title = " ".join(story.title.split())
    said = title if len(title) <= N_LETTERS else f"{title[:N_LETTERS].rstrip()}…"
    n, start = story.n_members, str(story.article_id)[:8]
    return f"{n:,} articles of {some} repeat {start}: {said}"


def _cell(value: object) -> str:
    """A value that cannot break out of its cell, nor be read as markup."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    for character in "\\|*_`[]<>":
        text = text.replace(character, "\\" + character)
    return text
