"""A look at one page for a person: what breaks the parser is told as a run tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tasks.http.ask import Limits
from tasks.http.client import Client
from tasks.steps.examine import look_at
from warehouse.model.entry import Reject
from warehouse.model.source import Rules, Source


def test_a_page_that_the_parser_breaks_on_is_a_reject_as_in_a_run(
    tmp_path: Path,
) -> None:
    page = tmp_path / "a.html"
    page.write_text("<article><h1>Bridge</h1><p>It was opened on Monday.</p></article>")
    rules = Rules(drop=("p[",))  # what the configuration would have refused
    source = Source(source_id="a", kind="files", path=str(page), rules=rules)

    with Client(Limits()) as client:
        seen = look_at(source, client, lambda: datetime(2026, 3, 1, tzinfo=UTC))

    assert seen.examined is not None
    read = seen.examined.read
    assert isinstance(read, Reject)
    assert (read.stage, read.reason) == ("parse", "parser_error")
    assert "p[" in (read.detail or "")
    assert not seen.is_article
