"""A checkpoint that is cut off anywhere is undone, and nothing is lost by it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from duckdb import CatalogException

from warehouse.connect import reading, writing
from warehouse.errors import LedgerDamaged, LedgerLocked
from warehouse.ledger import log_path
from warehouse.migrate import migrate
from warehouse.undo import N_HEADER_BYTES, checkpoint, put_back, undo_path

BLOCK = 262_144
PAGE = 4_096
N_ROWS = "select count(*) from internal.run_ends"
# Enough of them that one commit moves every metadata block.
ADD_ROWS = (
    "insert into internal.run_ends "
    "select gen_random_uuid(), now(), md5(range::varchar), null from range(500)"
)


@dataclass(frozen=True)
class Halves:
    """The bytes of a file before and after a checkpoint, and its log and what was kept.

    `blocks` are the offsets of those that it wrote over.
    """

    before: bytes
    after: bytes
    log: bytes
    kept: bytes
    blocks: list[int]

    def cut_off(self, nth: int, n_pages: int) -> bytes:
        """The file when the write of its `nth` block stopped after so many pages."""
        file = bytearray(self.before)
        for offset in self.blocks[:nth]:
            file[offset : offset + BLOCK] = self.after[offset : offset + BLOCK]
        end = self.blocks[nth] + n_pages * PAGE
        file[self.blocks[nth] : end] = self.after[self.blocks[nth] : end]
        return bytes(file)

    def lay(self, path: Path, file: bytes, *, kept: bytes | None) -> None:
        """Puts the files where a killed process would have left them."""
        path.write_bytes(file)
        log_path(path).write_bytes(self.log)
        if kept is not None:
            undo_path(path).write_bytes(kept)


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> Halves:
    """A ledger's file around a checkpoint of 500 rows."""
    path = tmp_path_factory.mktemp("halves") / "warehouse.duckdb"
    migrate(path, 0, datetime.now(UTC))
    with writing(path, 0) as con:
        con.execute(ADD_ROWS)
    with writing(path, 0) as con:
        con.execute(ADD_ROWS)
        before, logged = path.read_bytes(), log_path(path).read_bytes()
        checkpoint(con, path)
        kept = undo_path(path).read_bytes()
    after = path.read_bytes()
    blocks = [
        offset
        for offset in range(N_HEADER_BYTES, len(before), BLOCK)
        if before[offset : offset + BLOCK] != after[offset : offset + BLOCK]
    ]
    return Halves(before, after, logged, kept, blocks)


def moments(halves: Halves) -> Iterator[tuple[int, int]]:
    for nth in range(len(halves.blocks)):
        for n_pages in (1, 2, 31, 63, 64):
            yield nth, n_pages


def test_a_checkpoint_writes_over_blocks_that_are_in_use(halves: Halves) -> None:
    """What all of this is for; where it fails one day, undo.py can go."""
    assert halves.blocks
    assert halves.before[:N_HEADER_BYTES] != halves.after[:N_HEADER_BYTES]


def test_without_what_was_kept_a_torn_block_is_damage(
    halves: Halves, tmp_path: Path
) -> None:
    path = tmp_path / "warehouse.duckdb"
    halves.lay(path, halves.cut_off(0, 1), kept=None)

    with pytest.raises(LedgerDamaged, match="checksum"), writing(path, 0):
        pass


def test_a_checkpoint_cut_off_anywhere_is_undone(
    halves: Halves, tmp_path: Path
) -> None:
    for nth, n_pages in moments(halves):
        path = tmp_path / f"{nth}-{n_pages}" / "warehouse.duckdb"
        path.parent.mkdir()
        halves.lay(path, halves.cut_off(nth, n_pages), kept=halves.kept)

        with writing(path, 0) as con:
            n_rows = con.execute(N_ROWS).fetchall()

        assert n_rows == [(1000,)], (nth, n_pages)
        assert not undo_path(path).exists()
        assert rows_of(path) == [(1000,)]


def test_a_checkpoint_that_ended_is_not_undone(halves: Halves, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    halves.lay(path, halves.after, kept=halves.kept)
    log_path(path).unlink()

    assert put_back(path) == []

    assert path.read_bytes() == halves.after
    assert not undo_path(path).exists()


@pytest.mark.parametrize("n_bytes", [0, 10, 12_304, 20_000, -1])
def test_what_was_not_kept_whole_is_not_put_back(
    halves: Halves, tmp_path: Path, n_bytes: int
) -> None:
    path = tmp_path / "warehouse.duckdb"
    halves.lay(path, halves.cut_off(0, 64), kept=halves.kept[:n_bytes])

    assert put_back(path) == []

    assert path.read_bytes() == halves.cut_off(0, 64)


def test_what_was_kept_and_then_changed_is_not_put_back(
    halves: Halves, tmp_path: Path
) -> None:
    path = tmp_path / "warehouse.duckdb"
    kept = bytearray(halves.kept)
    kept[N_HEADER_BYTES + 5_000] ^= 1
    halves.lay(path, halves.cut_off(0, 64), kept=bytes(kept))

    assert put_back(path) == []

    assert path.read_bytes() == halves.cut_off(0, 64)


def test_a_file_that_another_process_has_is_left_alone(
    halves: Halves, tmp_path: Path
) -> None:
    path = tmp_path / "warehouse.duckdb"
    halves.lay(path, halves.cut_off(0, 64), kept=halves.kept)
    program = (
        "import sys; from pathlib import Path; import duckdb\n"
        "con = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(BlockingIOError):
            put_back(path)
        with pytest.raises(LedgerLocked), writing(path, 0):
            pass
        assert undo_path(path).exists()
        assert path.read_bytes() == halves.cut_off(0, 64)
        holder.kill()


def test_a_session_checkpoints_once_at_its_end_however_much_it_wrote(
    halves: Halves, tmp_path: Path
) -> None:
    """A second one would be written over what the first had made, with nothing kept."""
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(halves.before)
    much = ADD_ROWS.replace("md5(", "repeat('x', 60000) || md5(")

    with writing(path, 0) as con:
        for _ in range(2):
            con.execute(much)
        assert log_path(path).stat().st_size > 50_000_000
        assert path.read_bytes() == halves.before
        assert not undo_path(path).exists()

    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == [path.name]


def test_a_session_that_wrote_nothing_touches_no_file(
    halves: Halves, tmp_path: Path
) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(halves.before)
    was = path.stat()

    with writing(path, 0) as con:
        con.execute(N_ROWS)

    assert path.stat().st_mtime_ns == was.st_mtime_ns
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == [path.name]


def test_what_was_committed_before_an_error_is_taken_up_by_the_next_session(
    halves: Halves, tmp_path: Path
) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(halves.before)
    [before] = rows_of(path)

    with pytest.raises(CatalogException), writing(path, 0) as con:
        con.execute(f"{ADD_ROWS}; from a_table_that_is_not_there")
    assert log_path(path).exists()
    with writing(path, 0):
        pass

    assert not log_path(path).exists()
    assert rows_of(path) == [(before[0] + 500,)]


def rows_of(path: Path) -> list[tuple]:
    with reading(path) as con:
        return con.execute(N_ROWS).fetchall()
