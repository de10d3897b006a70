"""Turns a run with findings red in Prefect, where the user asks for it."""

from __future__ import annotations

from tasks.steps.audit import Report

N_NAMED = 5


class RunHasFindings(Exception):
    """A strict run did all that it had to do, and has findings: `report` holds them.

    No error of the program's: what the run committed is published.
    """

    def __init__(self, report: Report) -> None:
        some = [
            f"{finding.source_id or 'the ledger'}: {finding.kind}"
            for finding in report.findings[:N_NAMED]
        ]
        n_more = len(report.findings) - len(some)
        more = f" and {n_more} more" if n_more else ""
        many = "finding" if len(report.findings) == 1 else "findings"
        super().__init__(f"{len(report.findings)} {many}: {', '.join(some)}{more}")
        self.report = report


def ended(report: Report, *, strict: bool) -> Report:
    """The report. Raises RunHasFindings where it has some and the run is strict."""
    if strict and report.findings:
        raise RunHasFindings(report)
    return report
