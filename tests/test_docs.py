"""The pages in docs/ keep to the program: names are all there, queries all run."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import typer
from plainrun import ask, run_plain, utc_now
from rich.console import Console

from flows.cli import app
from flows.config import Defaults, SourceTable, read_one, read_plan
from flows.prometheus import exposition
from flows.seen import show_seen
from flows.status import status_of
from tasks.http.client import Client
from tasks.http.outcomes import Outcome
from tasks.steps.examine import look_at
from warehouse.ledger import Ledger

ROOT = Path(__file__).parent.parent
TABLES = (ROOT / "docs" / "tables.md").read_text("utf-8")
RUNNING = (ROOT / "docs" / "running.md").read_text("utf-8")
OUTCOMES = (ROOT / "docs" / "outcomes.md").read_text("utf-8")
SOURCES = (ROOT / "docs" / "sources.md").read_text("utf-8")
DUPLICATES = (ROOT / "docs" / "duplicates.md").read_text("utf-8")
RULES = (ROOT / "docs" / "rules.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", TABLES + RULES, re.S)
COMMANDS = typer.main.get_command(app).commands


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


def test_every_configuration_shown_is_read(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    for shown in re.findall(r"```toml\n(.*?)```", SOURCES, re.S):
        file.write_text(shown)

        assert read_plan([], file).sources


def test_every_key_and_kind_is_shown() -> None:
    kinds, keys = re.findall(r"```toml\n(.*?)```", SOURCES, re.S)
    defaults, sources = keys.split("[[source]]", 1)

    for key in Defaults.model_fields:
        assert re.search(rf"^{key}\s*=", defaults, re.M), key
    for key in SourceTable.model_fields:
        assert re.search(rf"^{key}\s*=", sources, re.M), key
    for kind in SourceTable.model_json_schema()["properties"]["kind"]["anyOf"][0][
        "enum"
    ]:
        assert f"| `{kind}` |" in SOURCES, kind
        assert kind == "feed" or f'kind = "{kind}"' in kinds, kind


def test_every_metric_is_named_and_no_other(ledger: Path) -> None:
    text = exposition(status_of(Ledger(ledger), utc_now()))
    made = set(re.findall(r"^# TYPE (\w+)", text, re.M))

    named = set(re.findall(r"`(newsledger_\w+)(?:\{\w+\})?`", RUNNING))

    # the examples are TARGETs, so that nothing is due by itself
    assert named - made == {"newsledger_next_due_timestamp_seconds"}
    assert made <= named


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    command = COMMANDS[name]

    assert command.help
    assert [option.name for option in command.params if not option.help] == []


def test_every_command_of_a_page_is_there_with_its_options() -> None:
    typed = re.findall(
        r"newsledger ([a-z]+)((?: [\w./-]+)*)", RULES + RUNNING + SOURCES + DUPLICATES
    )

    for name, rest in typed:
        if name in COMMANDS:
            known = [said for option in COMMANDS[name].params for said in option.opts]
            assert set(re.findall(r"--[a-z-]+", rest)) <= set(known), (name, rest)
    named = {name for name, _ in typed}
    assert (
        {"check", "dedupe", "duplicates", "init", "reparse", "rebuild", "status"}
        <= named
        <= {*COMMANDS}
    )


def test_a_page_is_read_by_its_rules_as_the_page_on_rules_shows(
    tmp_path: Path,
) -> None:
    [page] = re.findall(r"```html\n(.*?)```", RULES, re.S)
    [rules] = re.findall(r"```toml\n(.*?)```", RULES, re.S)
    general, ruled = re.findall(r"```text\n(.*?)```", RULES, re.S)
    (tmp_path / "tides.html").write_text(page)
    (tmp_path / "sources.toml").write_text(rules)

    for source_id, expected in ((None, general), ("harbour", ruled)):
        plan = read_one(
            str(tmp_path / "tides.html"),
            tmp_path / "sources.toml",
            source_id,
            allow_private=False,
        )
        out = io.StringIO()
        with Client(plan.limits) as client:
            seen = look_at(plan.sources[0], client, utc_now)
        console = Console(file=out, width=1_000, highlight=False)
        show_seen(seen, plan.sources[0], console, is_all=False)
        said = [" ".join(line.split()) for line in out.getvalue().splitlines()]
        for line in expected.splitlines():
            start = " ".join(line.split())
            assert any(one.startswith(start) for one in said), (line, said)


def test_every_outcome_is_explained_in_its_words_and_no_other_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", OUTCOMES.split("# Reasons")[0], re.M)

    assert dict(rows) == {outcome.value: outcome.sentence for outcome in Outcome}
