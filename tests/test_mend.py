"""A warehouse that no longer opens is made again by the next run, nothing lost."""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest
from plainrun import ask, run_plain, ticking

from flows.config import read_plan
from tasks.http.client import Client
from tasks.steps.collect import collect
from tasks.steps.run import Run, open_run
from warehouse.connect import reading
from warehouse.errors import LedgerDamaged, LedgerError
from warehouse.ledger import Ledger
from warehouse.mend import is_torn
from warehouse.verify import verify

# The first block of a DuckDB file: three headers of 4,096 bytes stand before it.
FIRST_BLOCK = 12_288
TEXTS = "select identity_key, version_no, text from article_history order by all"


def tear(path: Path) -> None:
    """What a kill in the midst of a write leaves: a part of a block is another's."""
    with path.open("r+b") as file:
        file.seek(FIRST_BLOCK + 1000)
        file.write(b"\xa5" * 5000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "in")


def written(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"The text {name} as it was at first.")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with a folder and its ledger, of two runs, of which the second was killed
    before it published; and a copy of it.
    """
    home = tmp_path_factory.mktemp("made") / "home"
    folder, ledger = written(home / "in"), Ledger(home / "ledger")
    run_plain(ledger.root, folder)
    published = home.with_name("news.duckdb")
    shutil.copyfile(ledger.news, published)
    (folder / "b.txt").write_text("The text b as it was edited.")
    run_plain(ledger.root, folder)
    shutil.copyfile(published, ledger.news)
    kept = home.with_name("kept")
    shutil.copytree(home, kept)
    return home, kept


@pytest.fixture
def home(made: tuple[Path, Path]) -> Path:
    """The home as it was made, where it was made: a source goes by its path."""
    home, kept = made
    shutil.rmtree(home)
    shutil.copytree(kept, home)
    return home


EXPECTED = [
    ("a.txt", 1, "The text a as it was at first."),
    ("b.txt", 1, "The text b as it was at first."),
    ("b.txt", 2, "The text b as it was edited."),
    ("c.txt", 1, "The text c as it was at first."),
]


@pytest.mark.parametrize("is_published", [True, False])
def test_a_torn_warehouse_is_made_again_and_kept(
    home: Path,
    is_published: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder, ledger = home / "in", Ledger(home / "ledger")
    tear(ledger.warehouse)
    torn = ledger.warehouse.read_bytes()
    if not is_published:
        ledger.news.unlink()

    with caplog.at_level(logging.WARNING):
        run_plain(ledger.root, folder)

    assert ask(ledger.root, TEXTS) == EXPECTED
    assert verify(ledger).damages == []
    [aside] = ledger.root.glob("warehouse.duckdb.damaged-*")
    assert aside.read_bytes() == torn
    assert [r.getMessage() for r in caplog.records if "made again" in r.getMessage()]


def tear_heads(path: Path) -> None:
    """Damages what is read in the midst of a run, and not when the file is opened."""
    with reading(path) as con:
        [(size, block_id)] = con.execute(
            "select (select block_size from pragma_database_size() "
            "where database_name = current_database()), max(block_id) "
            "from pragma_storage_info('internal.article_heads')"
        ).fetchall()
    with path.open("r+b") as file:
        file.seek(FIRST_BLOCK + block_id * size + 500)
        file.write(b"\xa5" * 5000)


def test_damage_met_during_a_run_is_mended_for_the_next_and_on_record(
    home: Path,
) -> None:
    folder, ledger = home / "in", Ledger(home / "ledger")
    tear_heads(ledger.warehouse)
    published = ask(ledger.root, TEXTS)
    (folder / "d.txt").write_text("The text d came later.")

    with pytest.raises(LedgerDamaged, match=r"warehouse\.duckdb") as met:
        run_plain(ledger.root, folder)
    assert "made again from news.duckdb" in met.value.__notes__[0]
    assert ask(ledger.root, TEXTS) == published
    assert ask(
        ledger.root,
        "select r.status, f.kind from runs as r join findings as f using (run_id)",
    ) == [("failed", "mended")]
    run_plain(ledger.root, folder)

    later = [("d.txt", 1, "The text d came later.")]
    assert ask(ledger.root, TEXTS) == EXPECTED + later
    assert verify(ledger).damages == []


def test_what_another_file_breaks_does_not_replace_the_warehouse(
    home: Path,
) -> None:
    ledger = Ledger(home / "ledger")
    run = Run(run_id=uuid4(), ledger=ledger, wait_s=0)

    with pytest.raises(LedgerDamaged), open_run(run), reading(ledger.warehouse):
        raise duckdb.IOException("Could not read enough bytes: not a checksum")

    assert not list(ledger.root.glob("*.damaged-*"))
    ended = ask(ledger.root, "select status from runs order by started_at")
    assert ended == [("done",), ("done",), ("failed",)]


def test_a_warehouse_that_is_gone_is_made_again_and_not_begun_anew(
    home: Path,
) -> None:
    folder, ledger = home / "in", Ledger(home / "ledger")
    ledger.warehouse.unlink()
    log = ledger.warehouse.with_name("warehouse.duckdb.wal")
    log.write_bytes(b"of the file that is gone")

    report = run_plain(ledger.root, folder)

    assert ask(ledger.root, TEXTS) == EXPECTED
    assert verify(ledger).damages == []
    assert report.status == "findings"
    [finding] = report.findings
    assert (finding.kind, finding.source_id) == ("mended", None)
    assert ask(ledger.root, "select kind, detail from findings where kind = 'mended'")
    [aside] = ledger.root.glob("warehouse.duckdb.damaged-*.wal")
    assert aside.read_bytes() == b"of the file that is gone"


@pytest.mark.parametrize("n_bytes", [0, 100, FIRST_BLOCK, 300_000])
def test_a_warehouse_that_was_cut_short_is_made_again(home: Path, n_bytes: int) -> None:
    folder, ledger = home / "in", Ledger(home / "ledger")
    os.truncate(ledger.warehouse, n_bytes)

    run_plain(ledger.root, folder)

    assert ask(ledger.root, TEXTS) == EXPECTED
    assert verify(ledger).damages == []


def test_a_torn_warehouse_whose_copy_is_torn_too_is_left_as_it_is(
    home: Path,
) -> None:
    folder, ledger = home / "in", Ledger(home / "ledger")
    tear(ledger.warehouse)
    tear(ledger.news)
    torn = ledger.warehouse.read_bytes()

    with pytest.raises(LedgerDamaged, match=r"news\.duckdb"):
        run_plain(ledger.root, folder)

    assert ledger.warehouse.read_bytes() == torn


def test_what_is_no_damage_to_bytes_is_not_mended(home: Path) -> None:
    folder, ledger = home / "in", Ledger(home / "ledger")
    held = ledger.warehouse.with_name("held")
    ledger.warehouse.rename(held)
    ledger.warehouse.mkdir()

    with pytest.raises(LedgerDamaged):
        run_plain(ledger.root, folder)

    assert ledger.warehouse.is_dir()
    assert not list(ledger.root.glob("*.damaged-*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_file_that_may_not_be_opened_is_not_held_for_damaged(
    tmp_path: Path, folder: Path
) -> None:
    ledger = Ledger(tmp_path / "corrupt checksum" / "ledger")
    run_plain(ledger.root, folder)
    ledger.warehouse.chmod(0o444)

    with pytest.raises(LedgerError, match="warehouse"):
        run_plain(ledger.root, folder)

    assert list(ledger.root.glob("*.damaged-*")) == []


def test_a_path_is_no_evidence_of_damage(tmp_path: Path) -> None:
    path = tmp_path / "corrupt" / "warehouse.duckdb"

    locked = LedgerDamaged(path, f'IO Error: Cannot open file "{path}": not permitted')
    torn = LedgerDamaged(path, f'IO Error: Corrupt database file "{path}"')

    assert (is_torn(locked), is_torn(torn)) == (False, True)


def test_what_a_failed_run_landed_is_learnt_when_it_is_taken_up(
    tmp_path: Path, folder: Path
) -> None:
    ledger = Ledger(tmp_path / "ledger")
    day = datetime(2026, 3, 1, 6, tzinfo=UTC)
    run_plain(ledger.root, folder, clock=ticking(day))
    (folder / "b.txt").write_text("The text b as it was edited.")
    run = Run(run_id=uuid4(), ledger=ledger, clock=ticking(day + timedelta(days=1)))
    [source] = read_plan([str(folder)], None).sources
    with suppress(ZeroDivisionError), open_run(run), Client(run.limits) as client:
        next(collect(run, [source], client))
        raise ZeroDivisionError
    asked = day + timedelta(days=1, hours=6)
    changes = "from changes_between($1, $2) select identity_key, text"
    known = "from articles_as_of($1) select identity_key, text order by 1"
    before = ask(ledger.root, known, asked)

    run_plain(ledger.root, folder, clock=ticking(day + timedelta(days=2)))

    assert ask(ledger.root, known, asked) == before
    assert ask(ledger.root, changes, asked, asked + timedelta(days=1)) == [
        ("b.txt", "The text b as it was edited.")
    ]
