"""A ledger that an earlier schema made: migrated, it says all that it said."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from plainrun import ask, run_plain, utc_now

from tasks.steps.rebuild import rebuild
from warehouse.connect import reading
from warehouse.ledger import Ledger
from warehouse.migrate import migrations
from warehouse.verify import verify

KEPT = Path(__file__).parent / "corpora" / "ledgers"
# What a reader could ask of schema 1, in full; of later columns it knew nothing.
ASKED = {
    "article_history": "select * from article_history order by article_id, version_no",
    "observations": "select run_id, article_id, outcome, captured_at, fingerprint "
    "from observations order by all",
    "rejects": "select run_id, stage, reason, detail, identity_key, payload_digest "
    "from rejects order by all",
    # which are decided again by today's recipe
    "duplicates": "select * exclude (recipe, decided_at) from duplicates order by all",
    "repeats": "select * from repeats order by all",
    "runs": "select run_id, started_at, ended_at, status from runs order by all",
}


def answers(path: Path) -> dict[str, list[dict]]:
    found = {}
    with reading(path) as con:
        for name, sql in ASKED.items():
            asked = con.execute(sql)
            columns = [column[0] for column in asked.description or ()]
            found[name] = [
                dict(zip(columns, row, strict=True)) for row in asked.fetchall()
            ]
    return found


def unpacked(name: str, folder: Path) -> Path:
    with tarfile.open(KEPT / f"{name}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return unpacked("schema1", tmp_path)


@pytest.mark.parametrize("schema", ["schema1", "schema3"])
def test_every_row_of_an_older_schema_is_there_after_its_migration(
    schema: str, tmp_path: Path
) -> None:
    home = unpacked(schema, tmp_path)
    ledger = Ledger(home / "ledger")
    before = answers(ledger.news)

    run_plain(ledger.root, home / "elsewhere.txt")

    after = answers(ledger.news)
    for name, rows in before.items():
        assert len(rows) > 0, name
        common = set(rows[0]) & set(after[name][0])
        then = [{key: row[key] for key in common} for row in rows]
        now = [{key: row[key] for key in common} for row in after[name]]
        assert [row for row in then if row not in now] == [], name
        if name in ("article_history", "duplicates", "repeats"):
            assert len(now) == len(then), name
    applied = "select max(version) from internal.schema_migrations"
    assert ask(ledger.root, applied) == [(len(migrations()),)]
    assert verify(ledger).damages == []


def test_a_run_goes_on_where_the_older_program_stopped(home: Path) -> None:
    ledger = Ledger(home / "ledger")
    [(source_id,)] = ask(ledger.root, "select source_id from sources")
    config = home / "sources.toml"
    config.write_text(f'[[source]]\nid = "{source_id}"\npath = "in"\n')
    edited = home / "in" / "markt.txt"
    edited.write_text(edited.read_text().replace("acht Uhr", "neun Uhr"))

    run_plain(ledger.root, config=config, force=True)

    rows = ask(
        ledger.root,
        "select identity_key, version_no, changed from article_history "
        "where version_no > 1 order by all",
    )
    assert rows == [("brug.txt", 2, ["text"]), ("markt.txt", 2, ["text"])]
    assert verify(ledger).damages == []


def test_raw_files_without_an_end_are_told_and_the_old_warehouse_is_kept(
    home: Path,
) -> None:
    """Schema 1 wrote no record that closes a raw file: they cannot be told whole."""
    ledger = Ledger(home / "ledger")
    before = ledger.warehouse.read_bytes()

    made = rebuild(ledger, 0, utc_now)

    assert len(made.damaged) == 2
    [kept] = ledger.root.glob("warehouse.duckdb.old-*")
    assert kept.read_bytes() == before


def test_looks_of_before_are_of_the_source_of_their_batch(tmp_path: Path) -> None:
    """Before schema 4 a batch was of one source, and its looks did not say of which."""
    ledger = Ledger(unpacked("schema3", tmp_path) / "ledger")
    run_plain(ledger.root, tmp_path / "elsewhere.txt")

    asked = (
        "select source_id, outcome, count(*) from observations "
        "group by all order by all"
    )
    assert ask(ledger.root, asked) == [
        ("one", "changed", 1),
        ("one", "new", 5),
        ("one", "unchanged", 4),
        ("two", "duplicate", 1),
        ("two", "new", 1),
        ("two", "unchanged", 2),
    ]


def test_raw_files_of_one_source_a_batch_are_read_as_before(tmp_path: Path) -> None:
    ledger = Ledger(unpacked("schema3", tmp_path) / "ledger")
    history = (
        "select version_id, source_id, text, valid_from, learnt_at, run_id, cluster_id "
        "from article_history order by all"
    )
    before = ask(ledger.root, history)

    made = rebuild(ledger, 0, utc_now)

    assert made.damaged == ()
    assert ask(ledger.root, history) == before
    assert verify(ledger).damages == []
