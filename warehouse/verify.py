"""Tells whether a ledger is whole: every block, every raw record, every rule.

Reads all and changes nothing. A file that is behind another is said; one that is not
as it was written is damage, told with what brings it back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warehouse import sqlfiles
from warehouse.connect import Connection
from warehouse.errors import LedgerDamaged, LedgerMissing
from warehouse.ledger import RAW_NAME, Ledger
from warehouse.migrate import check, migrations
from warehouse.rawfiles import Record, damaged_record, records
from warehouse.rawrows import RecordTable
from warehouse.sums import Sum, reading_all, table_names, table_sum
from warehouse.undo import undo_path

LOG = logging.getLogger("newsledger")
PUBLISH = "'newsledger publish' makes it again from warehouse.duckdb"
REBUILD = "'newsledger rebuild' makes it again from raw/"
COPY = "move it away: the next run makes it again from news.duckdb and raw/"
UNDO = "a run was killed within a checkpoint: the next one undoes it, nothing is lost"
NOTHING = "only a backup brings it back; the rows that were made of it stay"
# What a run writes beside its batches too, which may be newer than what is published.
BESIDE = {
    f"internal.{name}"
    for name in (
        "runs", "run_ends", "sources", "source_looks", "findings", "robots",
        "fetches", "schema_views",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A file that is not as it was written, and what brings it back."""

    file: str
    what: str
    remedy: str


@dataclass(slots=True, kw_only=True)
class Verified:
    """What was read and what came of it; the ledger is whole without damages."""

    damages: list[Damage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    n_tables: int = 0
    n_rows: int = 0
    n_raw_files: int = 0
    n_raw_records: int = 0
    n_bytes: int = 0
    n_invariants: int = 0

    def damage(self, file: str, what: str, remedy: str) -> None:
        """Writes one down."""
        self.damages.append(Damage(file=file, what=what, remedy=remedy))


def verify(ledger: Ledger) -> Verified:
    """Reads the whole ledger; call it with the lock.

    Raises LedgerMissing, LedgerTooNew, LedgerEdited, LedgerLocked.
    """
    if not any(p.exists() for p in (ledger.warehouse, ledger.news, ledger.raw)):
        raise LedgerMissing(ledger.root)
    found = Verified()
    theirs = _read_tables(ledger.news, found, PUBLISH)
    restored = COPY if theirs else REBUILD
    if undo_path(ledger.warehouse).exists():
        restored = UNDO
    ours = _read_tables(ledger.warehouse, found, restored)
    if ours is None:
        found.notes.append("warehouse.duckdb: nothing could be held against its rows")
        for _ in _read_raw(ledger, found):
            pass
        return found
    if theirs is not None:
        _compare(ours, theirs, found)
    _look_at_log(ledger, found)
    try:
        with reading_all(ledger.warehouse, "warehouse") as con:
            _hold_against_rows(con, ledger, found)
    except LedgerDamaged as error:
        found.damage(ledger.warehouse.name, error.what, restored)
    return found


def _read_tables(path: Path, found: Verified, remedy: str) -> dict[str, Sum] | None:
    """The sum of each table of a file; None where it cannot be read whole."""
    if not path.exists():
        found.damage(path.name, "is not there", remedy)
        return None
    n_bytes = path.stat().st_size
    LOG.info("%s: reading %.1f MB", path.name, n_bytes / 1e6)
    sums = {}
    at = "its list of tables"
    try:
        with reading_all(path, "verified") as con:
            for name in table_names(con):
                at = name
                sums[name] = table_sum(con, name)
    except LedgerDamaged as error:
        found.damage(path.name, f"{at} cannot be read: {error.what}", remedy)
        return None
    found.n_tables += len(sums)
    found.n_rows += sum(table.n_rows for table in sums.values())
    found.n_bytes += n_bytes
    return sums


def _compare(ours: dict[str, Sum], theirs: dict[str, Sum], found: Verified) -> None:
    """Says how far the published file is: the same, behind, or not a copy of ours."""
    nothing = Sum(0, 0)
    batches = [side.get("internal.batches", nothing) for side in (ours, theirs)]
    n_behind = batches[0].n_rows - batches[1].n_rows
    other = [
        name
        for name in sorted({*ours, *theirs} - BESIDE)
        if ours.get(name, nothing) != theirs.get(name, nothing)
    ]
    if n_behind < 0:
        what = f"has {-n_behind} batches that warehouse.duckdb has not"
        found.damage("news.duckdb", what, PUBLISH)
    elif batches[0] == batches[1] and other and ours.keys() == theirs.keys():
        what = f"{', '.join(other)}: not the rows of warehouse.duckdb"
        found.damage("news.duckdb", what, PUBLISH)
    elif ours != theirs:
        found.notes.append(
            f"news.duckdb: behind warehouse.duckdb by {n_behind} batches; "
            "'newsledger publish' brings it up"
        )


def _look_at_log(ledger: Ledger, found: Verified) -> None:
    """Says that there is a write-ahead log: what breaks off in it was not committed.

    DuckDB cannot tell a last commit that is damaged from one that was cut off
    (3 of 40 flipped bits); its batch is taken up again from raw.
    """
    log = ledger.log
    if log.exists():
        found.notes.append(
            f"{log.name}: {log.stat().st_size:,} bytes that a run which died left; "
            "the next one takes them up"
        )


def _hold_against_rows(con: Connection, ledger: Ledger, found: Verified) -> None:
    """Asks every rule of the rows, and holds the raw files against them."""
    lacking = check(con, ledger.warehouse)
    if lacking:
        found.notes.append(
            f"warehouse.duckdb: schema {lacking[0].version - 1} is older than this "
            f"program's {len(migrations())}, its rules were not asked; the next run "
            "brings it up"
        )
        for _ in _read_raw(ledger, found):
            pass
        return
    _ask_invariants(con, found)
    table = RecordTable(con)
    for warc_file, some in _read_raw(ledger, found):
        table.add(warc_file, some)
    for name in table.orphans():
        found.notes.append(
            f"raw/{name}: of a batch that was not committed; the next run takes it up"
        )
    _ask_raw(table, ledger, found)


def _ask_invariants(con: Connection, found: Verified) -> None:
    LOG.info("warehouse.duckdb: asking its rules")
    for item in sqlfiles.folder("invariants"):
        sql = item.read_text("utf-8")
        offenders = con.sql(sql)
        [(n,)] = offenders.aggregate("count(*)").fetchall()
        found.n_invariants += 1
        for row in offenders.limit(1).fetchall():
            values = zip(offenders.columns, row, strict=True)
            one = ", ".join(f"{name} {value}" for name, value in values)
            what = sql.partition("\n")[0].removeprefix("-- ").rstrip(".")
            said = f"{what}: {n} of them, such as {one}"
            found.damage("warehouse.duckdb", said, REBUILD)


def _ask_raw(table: RecordTable, ledger: Ledger, found: Verified) -> None:
    """Says where rows and raw files do not agree, but of what is told already."""
    told = {damage.file for damage in found.damages}
    for what, warc_file, n in table.disagreements():
        file = f"raw/{warc_file}"
        if any(f"{one}/".startswith(f"{file}/") for one in told):
            continue
        told.add(file)
        if not (ledger.raw / warc_file).exists():
            said = f"is not there; {n} {what}"
        else:
            said = f"{n} {what}"
        found.damage(file, said, NOTHING)


def _read_raw(ledger: Ledger, found: Verified) -> Iterator[tuple[str, list[Record]]]:
    """The records of each raw file, by its name; what is damaged is written down."""
    others = []
    for path in sorted(path for path in ledger.raw.rglob("*") if path.is_file()):
        name = path.relative_to(ledger.raw).as_posix()
        if not RAW_NAME.fullmatch(path.name):
            others.append(name)
            continue
        if found.n_raw_files % 100 == 0:
            LOG.info("raw: %d files read", found.n_raw_files)
        some: list[Record] = []
        try:
            for record in records(path):
                some.append(record)
                found.n_raw_records += 1
        except LedgerDamaged as error:
            found.damage(f"raw/{name}", error.what, NOTHING)
            some.append(damaged_record(path))
        found.n_raw_files += 1
        found.n_bytes += path.stat().st_size
        yield name, some
    if others:
        said = f"raw: {len(others)} files that are not, or not yet, the ledger's"
        found.notes.append(f"{said}, such as {others[0]}")
