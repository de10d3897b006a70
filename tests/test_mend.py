"""A warehouse that no longer opens is made again by the next run, nothing lost."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from plainrun import ask, run_plain

from warehouse.errors import LedgerDamaged
from warehouse.ledger import Ledger

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
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"The text {name} as it was at first.")
    return folder


@pytest.fixture
def ledger(tmp_path: Path, folder: Path) -> Ledger:
    """One of two runs, of which the second was killed before it published."""
    ledger = Ledger(tmp_path / "ledger")
    run_plain(ledger.root, folder)
    published = tmp_path / "news.duckdb"
    shutil.copyfile(ledger.news, published)
    (folder / "b.txt").write_text("The text b as it was edited.")
    run_plain(ledger.root, folder)
    shutil.copyfile(published, ledger.news)
    return ledger


EXPECTED = [
    ("a.txt", 1, "The text a as it was at first."),
    ("b.txt", 1, "The text b as it was at first."),
    ("b.txt", 2, "The text b as it was edited."),
    ("c.txt", 1, "The text c as it was at first."),
]


@pytest.mark.parametrize("is_published", [True, False])
def test_a_torn_warehouse_is_made_again_and_kept(
    ledger: Ledger,
    folder: Path,
    is_published: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tear(ledger.warehouse)
    torn = ledger.warehouse.read_bytes()
    if not is_published:
        ledger.news.unlink()

    with caplog.at_level(logging.WARNING):
        run_plain(ledger.root, folder)

    assert ask(ledger.root, TEXTS) == EXPECTED
    [aside] = ledger.root.glob("warehouse.duckdb.damaged-*")
    assert aside.read_bytes() == torn
    assert [r.getMessage() for r in caplog.records if "made again" in r.getMessage()]


def test_a_torn_warehouse_whose_copy_is_torn_too_is_left_as_it_is(
    ledger: Ledger, folder: Path
) -> None:
    tear(ledger.warehouse)
    tear(ledger.news)
    torn = ledger.warehouse.read_bytes()

    with pytest.raises(LedgerDamaged, match=r"news\.duckdb"):
        run_plain(ledger.root, folder)

    assert ledger.warehouse.read_bytes() == torn


def test_what_is_no_damage_to_bytes_is_not_mended(ledger: Ledger, folder: Path) -> None:
    held = ledger.warehouse.with_name("held")
    ledger.warehouse.rename(held)
    ledger.warehouse.mkdir()

    with pytest.raises(LedgerDamaged):
        run_plain(ledger.root, folder)

    assert ledger.warehouse.is_dir()
    assert not list(ledger.root.glob("*.damaged-*"))
