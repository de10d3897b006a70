"""The pages in docs/ keep to the program: names are all there, queries all run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from plainrun import ask, run_plain

from flows.config import Defaults, SourceTable, read_plan
from tasks.http.outcomes import Outcome

ROOT = Path(__file__).parent.parent
TABLES = (ROOT / "docs" / "tables.md").read_text("utf-8")
RUNNING = (ROOT / "docs" / "running.md").read_text("utf-8")
OUTCOMES = (ROOT / "docs" / "outcomes.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", TABLES, re.S)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger = tmp_path_factory.mktemp("docs") / "ledger"
    run_plain(ledger, ROOT / "examples")
    return ledger


def test_every_view_and_macro_is_named(ledger: Path) -> None:
    names = ask(
        ledger,
        "select view_name from duckdb_views() where not internal union "
        "select function_name from duckdb_functions() "
        "where function_type = 'table_macro' and not internal",
    )

    assert [name for (name,) in names if f"`{name}" not in TABLES] == []


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_a_question_to_copy_runs(ledger: Path, query: str) -> None:
    ask(ledger, query)


def test_the_configuration_shown_is_read_and_complete(tmp_path: Path) -> None:
    [shown] = re.findall(r"```toml\n(.*?)```", RUNNING, re.S)
    file = tmp_path / "sources.toml"
    file.write_text(shown)

    plan = read_plan([], file)

    assert [source.source_id for source in plan.sources] == ["vrt", "archive"]
    for key in Defaults.model_fields:
        assert re.search(rf"^{key}\s*=", shown, re.M), key
    unshown = {"timezone", "every", "max_bytes", "full_text"}  # of a source alone
    for key in set(SourceTable.model_fields) - unshown:
        assert re.search(rf"^{key}\s*=", shown, re.M), key


def test_every_outcome_is_explained_in_its_words() -> None:
    for outcome in Outcome:
        assert f"| `{outcome.value}` | {outcome.sentence} |" in OUTCOMES
