"""The command line as its user meets it: what it prints, and its exit status."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from plainrun import ask, run_plain

from warehouse.connect import writing

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
NEWSLEDGER = Path(sys.executable).parent / "newsledger"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the examples, made once; copy it before changing it."""
    ledger = tmp_path_factory.mktemp("made") / "ledger"
    run_plain(ledger, EXAMPLES)
    return ledger


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "ledger"))


def newsledger(*words: object, at: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [NEWSLEDGER, *map(str, words)],
        cwd=at,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def refused(done: subprocess.CompletedProcess) -> tuple[int, str]:
    """The status and the one line that a refusal prints."""
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.returncode, done.stderr.rstrip("\n")


def files(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.name != "run.lock"
    }


def test_wrong_use_is_one_line_and_touches_nothing(tmp_path: Path) -> None:
    assert refused(newsledger("run", at=tmp_path)) == (
        2,
        "newsledger: nothing to do: no TARGET, and no sources.toml here; "
        "'newsledger init https://…' writes one",
    )
    assert refused(newsledger("run", "ftp://a.example/x", at=tmp_path))[0] == 2
    (tmp_path / "sources.toml").write_text('[[source]]\nid = "bbc"\nevry = 1')
    assert refused(newsledger("run", at=tmp_path)) == (
        2,
        "newsledger: sources.toml: source 'bbc' has unknown key 'evry'; "
        "did you mean 'every'?",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["sources.toml"]


def test_a_locked_ledger_is_one_line_with_the_pid(ledger: Path) -> None:
    before = files(ledger)
    with (ledger / "run.lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.truncate()
        held.write(f"{os.getpid()}\n")
        held.flush()
        done = newsledger("run", EXAMPLES, "--wait", 0, at=ledger.parent)

    assert refused(done) == (
        3,
        f"newsledger: run.lock: locked by process {os.getpid()}; "
        "end it or raise --wait (now 0 s)",
    )
    assert files(ledger) == before


def test_a_ledger_of_a_newer_program_is_one_line(ledger: Path) -> None:
    with writing(ledger / "warehouse.duckdb", 0) as con:
        con.execute(
            "insert into internal.schema_migrations values (99, 'x', 'y', now())"
        )
    before = files(ledger)

    status, line = refused(newsledger("run", EXAMPLES, at=ledger.parent))

    assert status == 3
    assert "schema 99 is newer than this program's" in line
    assert files(ledger) == before


def test_a_damaged_warehouse_is_made_again_and_said(ledger: Path) -> None:
    (ledger / "warehouse.duckdb").write_bytes(b"no database" * 1_000)

    done = newsledger("run", EXAMPLES, at=ledger.parent)

    assert "warehouse.duckdb: damaged, made again from news.duckdb" in done.stderr
    assert "examples" in done.stdout


def test_a_ledger_damaged_beyond_mending_is_one_line(ledger: Path) -> None:
    for name in ("warehouse.duckdb", "news.duckdb"):
        (ledger / name).write_bytes(b"no database" * 1_000)

    status, line = refused(newsledger("run", EXAMPLES, at=ledger.parent))

    assert status == 3
    assert line.startswith("newsledger: warehouse.duckdb: ")
    assert line.endswith("news.duckdb is damaged too; run 'newsledger verify'")


def test_a_ledger_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    status, line = refused(newsledger("sql", "select 1", at=tmp_path))

    assert status == 3
    assert line.endswith("no ledger here; make one with 'newsledger run'")


def test_a_query_answers_in_each_format(made: Path) -> None:
    query = (
        "select language, tags, left(title, 9) as t from articles "
        "where language in ('fr', 'nl') order by 1"
    )

    def said(form: str) -> str:
        return newsledger(
            "sql", query, "--format", form, "--ledger", made, at=made.parent
        ).stdout

    assert json.loads(said("json")) == [
        {"language": "fr", "tags": ["commerce", "villages"], "t": "La derniè"},
        {"language": "nl", "tags": [], "t": None},
    ]
    assert said("csv") == (
        'language,tags,t\nfr,"[""commerce"", ""villages""]",La derniè\nnl,[],\n'
    )
    assert said("markdown").splitlines()[2] == "| fr | commerce, villages | La derniè |"
    assert said("table").split()[:3] == ["language", "tags", "t"]


def test_a_wrong_query_is_wrong_use(made: Path) -> None:
    done = newsledger("sql", "select x from articles", "--ledger", made, at=made.parent)

    status, line = refused(done)
    assert status == 2
    assert "x" in line


def test_terminal_codes_in_a_title_never_reach_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    record = {
        "id": 1,
        "title": "Red \x1b[31m and \x9b2J gone",
        "text": "A text of news.",
    }
    (folder / "r.jsonl").write_text(json.dumps(record))
    run_plain(tmp_path / "ledger", folder)

    for words in (("search", "news"), ("sql", "select chr(27) || title from articles")):
        said = newsledger(*words, at=tmp_path).stdout
        assert "Red" in said
        assert said.replace("\n", "").isprintable()


def test_an_article_is_found_by_id_prefix_key_and_address(made: Path) -> None:
    [(article, url)] = ask(
        made, "select article_id, url from articles where language = 'de'"
    )

    for name in (article, str(article)[:9], url):
        done = newsledger("history", name, "--ledger", made, "--json", at=made.parent)
        assert json.loads(done.stdout)[0]["article_id"] == str(article)
    [(start,)] = ask(
        made,
        "select any_value(left(article_id::varchar, 1)) from article_history "
        "group by left(article_id::varchar, 1) having count(*) > 1 limit 1",
    )
    for name, said in ((start, "fits several articles"), ("", "no article is named")):
        done = newsledger("history", name, "--ledger", made, at=made.parent)
        status, line = refused(done)
        assert (status, said in line) == (2, True)
    status, line = refused(
        newsledger("history", "zz", "--ledger", made, at=made.parent)
    )
    assert (status, line.startswith("newsledger: no article 'zz'")) == (2, True)


@pytest.mark.prefect
def test_a_run_reports_and_says_how_it_went(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        "date 2024-02 A bridge was opened on Monday."
    )

    done = newsledger("run", "in", "missing", at=tmp_path)

    assert done.returncode == 1
    assert "source_failed, not_found" in done.stdout
    assert "Traceback" not in done.stderr
    assert ask(tmp_path / "ledger", "select count(*) from articles") == [(1,)]
    again = newsledger("run", "in", "--json", at=tmp_path)
    assert again.returncode == 0
    assert json.loads(again.stdout)["counts"][0]["n_unchanged"] == 1


@pytest.mark.prefect
def test_a_strict_run_with_findings_says_the_same_and_is_red_in_prefect(
    tmp_path: Path,
) -> None:
    done = newsledger("run", "missing", "--strict", "--json", at=tmp_path)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    [finding] = json.loads(done.stdout)["findings"]
    assert finding["kind"] == "source_failed"
    database = sqlite3.connect(tmp_path / "ledger" / "prefect" / "prefect.db")
    [(state,)] = database.execute("select state_type from flow_run").fetchall()
    assert state == "FAILED"
    assert ask(tmp_path / "ledger", "select status from runs") == [("findings",)]


@pytest.mark.prefect
def test_a_reparse_reports_and_a_second_one_finds_nothing_to_do(
    tmp_path: Path,
) -> None:
    paragraphs = [
        "The bridge over the canal was opened again on Monday, after two years of "
        "work that cost the town a third more than its council had voted for.",
        "The mayor, who cut the ribbon in the rain, said that the next one will be "
        "closed from May on, and that cyclists can use the ferry at the mill then.",
    ]
    page = "<article><p>{}</p><p class=second>{}</p></article>".format(*paragraphs)
    (tmp_path / "a.html").write_text(page)
    config = tmp_path / "sources.toml"
    config.write_text('[[source]]\nid = "desk"\npath = "a.html"\n')
    status, line = refused(newsledger("reparse", at=tmp_path))
    assert (status, "no ledger here" in line) == (3, True)
    run_plain(tmp_path / "ledger", config=config)
    config.write_text(config.read_text() + '[source.rules]\ndrop = ".second"\n')
    status, line = refused(newsledger("reparse", "dask", at=tmp_path))
    assert (status, line.startswith("newsledger: no source 'dask'")) == (2, True)

    first = newsledger("reparse", "desk", "--json", at=tmp_path)
    second = newsledger("reparse", at=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    [counts] = json.loads(first.stdout)["counts"]
    assert (counts["source_id"], counts["n_changed"]) == ("desk", 1)
    assert second.stdout.startswith("today's parser has read all of it")
    told = "select cause, text from article_history order by version_no"
    assert ask(tmp_path / "ledger", told) == [
        ("source", "\n\n".join(paragraphs)),
        ("parser", paragraphs[0]),
    ]
    commands = "select command, status from runs where command like 'reparse%'"
    assert ask(tmp_path / "ledger", f"{commands} order by started_at") == [
        ("reparse desk", "done"),
        ("reparse", "done"),
    ]


@pytest.mark.slow
@pytest.mark.prefect
def test_a_full_disk_is_one_line_and_the_ledger_keeps_what_it_had(
    tmp_path: Path,
) -> None:
    """On a file system of 40 MB, where one can be made."""
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "none", small], check=False
    )
    if mounted.returncode:
        pytest.skip("a file system cannot be mounted here")
    try:
        newsledger("run", EXAMPLES, "--ledger", small / "ledger", at=tmp_path)
        before = ask(small / "ledger", "select count(*) from articles")
        full = tmp_path / "in"
        full.mkdir()
        for n in range(3_000):
            (full / f"{n}.txt").write_bytes(os.urandom(6_000).hex().encode())

        done = newsledger("run", full, "--ledger", small / "ledger", at=tmp_path)

        assert done.returncode == 3
        assert "no space left while" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
        assert ask(small / "ledger", "select count(*) from articles") == before
    finally:
        subprocess.run(["umount", small], check=True)
