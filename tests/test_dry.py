"""`run --dry-run`: what would be read is said, and nothing is touched."""

from __future__ import annotations

import json
import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from newssite import NewsSite
from plainrun import run_plain
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.config import read_plan
from flows.dry import dry_run
from warehouse.connect import writing
from warehouse.ledger import Ledger

FEED = """<rss version="2.0"><channel>
<item><link>/a</link><title>Harbour {esc} opens</title></item>
<item><link>/b</link><title>B</title><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate>
</item></channel></rss>"""


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        body = FEED.format(esc="\x9b2J").encode()
        site.page("/feed", body, media_type="application/rss+xml")
        site.page("/a", b"<article><p>" + b"The harbour opened again. " * 20)
        site.page("/b", b"<article><p>" + b"The mayor spoke for long. " * 20)
        yield site


def dry(site: NewsSite, at: Path, *words: str) -> Result:
    (at / "text.txt").write_text("A text of the news that stands here.")
    config = at / "sources.toml"
    config.write_text(
        "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
        f'[[source]]\nid = "feed"\nurl = "{site.url("/feed")}"\n'
        '[[source]]\nid = "files"\npath = "*.txt"\n'
    )
    ledger = ("--config", str(config), "--ledger", str(at / "ledger"))
    return CliRunner().invoke(app, ["run", "--dry-run", *ledger, *words])


def test_it_lists_what_would_be_fetched_and_read_and_fetches_none_of_it(
    site: NewsSite, tmp_path: Path
) -> None:
    done = dry(site, tmp_path)

    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "2 to fetch, 1 to read; nothing was written"
    assert done.stdout.replace("\n", "").isprintable()
    assert site.url("/a") in done.stdout
    assert {seen.path for seen in site.log} == {"/robots.txt", "/feed"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "sources.toml",
        "text.txt",
    ]


def test_a_script_reads_it_as_rows(site: NewsSite, tmp_path: Path) -> None:
    rows = json.loads(dry(site, tmp_path, "--json").stdout)

    assert [(row["source_id"], row["action"]) for row in rows].count(
        ("feed", "fetch")
    ) == 2
    [b] = [row for row in rows if row["title"] == "B"]
    assert b["entry"] == site.url("/b")
    assert b["published"] == "Mon, 23 Nov 2026 08:00:00 GMT"


def test_a_source_that_fails_is_said_and_is_a_finding(
    site: NewsSite, tmp_path: Path
) -> None:
    site.page("/feed", b"<html>maintenance", media_type="text/html")
    (tmp_path / "empty").mkdir()

    done = dry(site, tmp_path, "--json", "--only", "feed")

    rows = json.loads(done.stdout)
    assert {row["action"] for row in rows} <= {"fetch", "leave_out"}


def test_only_what_is_due_is_listed_and_the_ledger_stays_as_it_is(
    site: NewsSite, tmp_path: Path
) -> None:
    dry(site, tmp_path)  # writes the configuration
    run_plain(tmp_path / "ledger", config=tmp_path / "sources.toml")
    before = {
        path: path.stat().st_mtime_ns
        for path in (tmp_path / "ledger").rglob("*")
        if path.is_file()
    }
    site.log.clear()

    nothing = dry(site, tmp_path)
    forced = dry(site, tmp_path, "--force")
    of_a_span = dry(site, tmp_path, "--since", "2026-11-01")

    assert nothing.stdout.endswith("nothing to do; nothing was written\n")
    assert "to fetch" in forced.stdout
    assert "to fetch" in of_a_span.stdout  # who names a span wants it now
    assert before == {
        path: path.stat().st_mtime_ns
        for path in (tmp_path / "ledger").rglob("*")
        if path.is_file()
    }


def test_a_ledger_of_an_older_program_is_one_line(
    site: NewsSite, tmp_path: Path
) -> None:
    dry(site, tmp_path)
    run_plain(tmp_path / "ledger", config=tmp_path / "sources.toml", only=["files"])
    with writing(tmp_path / "ledger" / "warehouse.duckdb", 0) as con:
        con.execute("delete from internal.schema_migrations where version > 3")

    done = dry(site, tmp_path)

    assert "'newsledger run' brings it up to date" in str(done.exception)
    shutil.rmtree(tmp_path / "ledger")


def test_a_secret_that_is_missing_ends_it_before_anything_is_asked(
    site: NewsSite, tmp_path: Path
) -> None:
    dry(site, tmp_path)
    site.log.clear()
    config = tmp_path / "other.toml"
    config.write_text(
        f'[[source]]\nid = "paid"\nurl = "{site.url("/feed")}"\n'
        'login = { user = "desk", password = "${NO_SUCH_PASSWORD}" }\n'
    )
    words = ("--config", str(config), "--ledger", str(tmp_path / "ledger"))
    for command in (["run", "--dry-run", *words], ["run", *words]):
        done = CliRunner().invoke(app, command)

        assert "'NO_SUCH_PASSWORD' is not in the environment" in str(done.exception)
    assert site.log == []
    assert not (tmp_path / "ledger").exists()


def test_who_asked_to_be_left_alone_is_and_a_robots_txt_of_today_is_not_read_again(
    site: NewsSite, tmp_path: Path
) -> None:
    site.page("/feed", status=429, headers=[("Retry-After", "3600")])
    dry(site, tmp_path)
    run_plain(tmp_path / "ledger", config=tmp_path / "sources.toml", only=["feed"])
    site.log.clear()

    done = dry(site, tmp_path, "--json", "--only", "feed")

    [left_out] = json.loads(done.stdout)
    assert left_out["action"] == "leave_out"
    assert left_out["title"].startswith("rate_limited: not before 20")
    assert site.log == []


def test_entries_with_bodies_are_let_go_one_by_one(tmp_path: Path) -> None:
    n, n_chars = 400, 50_000
    with (tmp_path / "all.jsonl").open("w") as file:
        for nth in range(n):
            json.dump({"id": str(nth), "text": f"{nth} ".ljust(n_chars, "x")}, file)
            file.write("\n")
    plan = read_plan([str(tmp_path / "all.jsonl")], None)

    tracemalloc.start()
    found = dry_run(Ledger(tmp_path / "ledger"), plan, force=False)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.n_to == {"read": n}
    assert len(found.answer.rows) == n
    assert peak_bytes < n * n_chars / 4
