"""The rows can be made again from the raw files, and nothing landed is lost."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newssite import NewsSite
from plainrun import ask, run_plain, ticking

from tasks.steps.rebuild import rebuild
from tasks.steps.run import utc_now
from warehouse.connect import writing
from warehouse.ledger import Ledger

EXAMPLES = Path(__file__).parent.parent / "examples"
# What raw alone must give again. A clock that saw an unchanged look is not in it.
KEPT = {
    "versions": (
        "select article_id, version_no, version_id, valid_from, valid_to, learnt_at, "
        "text, title, authors, published_at, published_from, changed, cause, "
        "is_deleted, url, payload_digest, run_id, cluster_id, n_duplicates, "
        "identity_key, identity_rule, source_id, first_seen_at from article_history"
    ),
    "shown": "select article_id, n_duplicates, version_id from articles",
    "duplicates": (
        "select article_id, duplicate_of, relation, score, shared_words, "
        "shared_passage, cluster_id from duplicates"
    ),
    "repeats": "select * from repeats",
    "payloads": "select * from payloads",
    "sources": "select source_id, kind, location from sources",
}


def kept(ledger: Path) -> dict[str, list[tuple]]:
    return {name: ask(ledger, f"{sql} order by all") for name, sql in KEPT.items()}


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Path:
    """A copy of the ledger that was made."""
    return shutil.copytree(made, tmp_path / "ledger")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with edits, a copy, a return to an old text, a removal and a return."""
    tmp_path = tmp_path_factory.mktemp("made")
    folder = tmp_path / "in"
    shutil.copytree(EXAMPLES, folder)
    ledger = tmp_path / "ledger"
    file = folder / "texts" / "harbour-en.txt"
    first = file.read_text()
    with NewsSite() as site:
        site.robots("")
        config = tmp_path / "sources.toml"
        config.write_text(
            "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
            f'[[source]]\nid = "page"\nurl = "{site.url("/a")}"\nkind = "page"\n'
            f'[[source]]\nid = "files"\npath = "{folder}"\n'
        )
        page = b"<html><body><article><h1>Bridge</h1><p>" + b"A new bridge. " * 20
        for day in range(6):
            file.write_text(first.replace("Friday", "Sunday") if day == 1 else first)
            site.page("/a", page, status=404 if day in (2, 3) else 200)
            start = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day)
            run_plain(ledger, config=config, force=True, clock=ticking(start))
    return ledger


def test_raw_alone_gives_the_same_articles_versions_and_clocks(ledger: Path) -> None:
    before = kept(ledger)
    assert [
        row[0]
        for row in ask(
            ledger,
            "select changed from article_history where url like '%/a' "
            "order by version_no",
        )
    ] == [[], ["deleted"], ["returned"]]
    for name in ("warehouse.duckdb", "news.duckdb"):
        (ledger / name).unlink()

    made = rebuild(Ledger(ledger), 0, utc_now)

    assert made.damaged == ()
    for name, rows in kept(ledger).items():
        assert rows == before[name], name
    assert ask(ledger, "select distinct status from runs") == [("rebuilt",)]


def test_as_of_answers_the_same_after_a_rebuild(ledger: Path) -> None:
    sql = "select article_id, text, version_no from articles_as_of($1) order by all"
    moments = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in range(1, 8)]
    before = [ask(ledger, sql, moment) for moment in moments]

    rebuild(Ledger(ledger), 0, utc_now)

    assert [ask(ledger, sql, moment) for moment in moments] == before


def test_a_damaged_raw_file_is_named_and_the_others_are_read(ledger: Path) -> None:
    files = sorted((ledger / "raw").rglob("*.warc.gz"))
    files[0].write_bytes(files[0].read_bytes()[:-400])

    made = rebuild(Ledger(ledger), 0, utc_now)

    assert len(made.damaged) == 1
    assert files[0].name in made.damaged[0]
    assert made.n_batches == len(files) - 1


def test_what_was_landed_and_never_committed_is_taken_up(tmp_path: Path) -> None:
    undisturbed, ledger = tmp_path / "undisturbed", tmp_path / "ledger"
    run_plain(undisturbed, EXAMPLES)
    run_plain(ledger, EXAMPLES)
    with writing(ledger / "warehouse.duckdb", 0) as con:
        for (table,) in con.execute(
            "select table_name from duckdb_tables() "
            "where schema_name = 'internal' and table_name not like 'schema%' "
            "and table_name not in ('runs', 'sources')"
        ).fetchall():
            con.execute(f"delete from internal.{table}")

    run_plain(ledger, EXAMPLES)

    texts = (
        "select identity_key, text, n_duplicates, n_versions from articles order by 1"
    )
    assert ask(ledger, texts) == ask(undisturbed, texts)
    assert ask(ledger, "select count(*) from payloads") == ask(
        undisturbed, "select count(*) from payloads"
    )
    assert ask(
        ledger, "select outcome, count(*) from observations group by 1 order by 1"
    ) == [
        ("duplicate", 3),
        ("new", 8),
        ("unchanged", 11),
    ]
