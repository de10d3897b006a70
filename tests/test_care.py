"""Care of a ledger: what `verify` finds, and what publish, backup and compact keep."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from payloads import payload
from plainrun import ask, run_plain

from warehouse import landing, sqlfiles
from warehouse.backup import backup
from warehouse.compact import LEAST_BYTES, SHARE, Room, compact, room
from warehouse.connect import reading, writing
from warehouse.errors import LedgerMissing, UsageError
from warehouse.ledger import Ledger
from warehouse.migrate import migrations
from warehouse.model.batch import Batch, Stored
from warehouse.model.source import Source
from warehouse.publish import publish
from warehouse.rawfiles import records
from warehouse.verify import COPY, Damage, verify

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
NEWSLEDGER = Path(sys.executable).parent / "newsledger"
NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
WORDS = "The bridge over the river was opened on Monday by the mayor. "


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs: articles with versions, repeats, duplicates, rejects, a revisit."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(EXAMPLES, folder / "in")
    edited = folder / "in" / "edited.txt"
    for text in (WORDS, WORDS.replace("Monday", "Friday"), WORDS):
        edited.write_text(f"date 2024-02 {text}")
        run_plain(folder / "ledger", folder / "in")
    return folder / "ledger"


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Ledger:
    return Ledger(Path(shutil.copytree(made, tmp_path / "ledger")))


def edit(ledger: Ledger, *statements: str) -> None:
    with writing(ledger.warehouse, 0) as con:
        for sql in statements:
            con.execute(sql)


def newsledger(*words: object, at: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [NEWSLEDGER, *map(str, words)],
        cwd=at,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.lock"
    }


def raw_files(ledger: Ledger) -> list[Path]:
    return sorted(ledger.raw.rglob("*.warc.gz"))


def flip(path: Path, at: int, bit: int = 0) -> None:
    body = bytearray(path.read_bytes())
    body[at] ^= 1 << bit
    path.write_bytes(body)


# Whole


def test_a_whole_ledger_is_found_whole(made: Path) -> None:
    found = verify(Ledger(made))

    assert (found.damages, found.notes) == ([], [])
    assert found.n_raw_files == 3
    assert found.n_raw_records == sum(
        1 for f in raw_files(Ledger(made)) for _ in records(f)
    )
    assert found.n_invariants == len(sqlfiles.folder("invariants"))
    tables = ask(made, "select schema_name || '.' || table_name from duckdb_tables()")
    counts = [ask(made, f"select count(*) from {name}") for (name,) in tables]
    assert found.n_rows == 2 * sum(count[0][0] for count in counts)


def test_verifying_changes_nothing(ledger: Ledger) -> None:
    before = files(ledger.root)

    verify(ledger)

    assert files(ledger.root) == before


def test_the_command_says_what_was_read_and_exits_0_or_3(ledger: Ledger) -> None:
    whole = newsledger("verify", at=ledger.root.parent)
    assert (whole.returncode, whole.stdout.splitlines()[-1]) == (0, "whole")
    raw_files(ledger)[0].unlink()

    damaged = newsledger("verify", "--json", at=ledger.root.parent)

    assert damaged.returncode == 3
    [damage] = json.loads(damaged.stdout)["damages"]
    assert damage["file"].startswith("raw/20")
    assert "is not there" in damage["what"]


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    for command in ("verify", "publish", "compact"):
        done = newsledger(command, at=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (3, 1)
        assert "no ledger here" in done.stderr
    with pytest.raises(LedgerMissing):
        verify(Ledger(tmp_path))
    with pytest.raises(LedgerMissing):
        publish(Ledger(tmp_path), 0)
    assert list(tmp_path.iterdir()) == []


# Rows

ONE = "where article_id = (select min(article_id) from internal.article_heads)"
BREAKS = {
    "batch_adds_up": "update internal.batches set n_in = n_in + 1",
    "batch_counts_its_rows": "delete from internal.observations where outcome = 'new'",
    "batch_has_run": "delete from internal.runs",
    "batch_once": "insert into internal.batches from internal.batches",
    "batch_of_one_source": "update internal.observations set source_id = 'other'",
    "cluster_counts_its_members": "update internal.article_heads "
    "set n_duplicates = 7 where cluster_id is not null",
    "duplicate_has_decision": "delete from internal.duplicate_decisions",
    "duplicate_of_a_representative": "update internal.article_heads "
    "set duplicate_of = article_id where duplicate_of is not null",
    "duplicate_is_like_its_representative": "update internal.article_heads "
    "set repeat_key = uuid(), own_key = uuid() where duplicate_of is not null",
    "edge_has_texts": "insert into internal.edges (key_a, key_b) "
    "values (uuid(), uuid())",
    "edge_once": "insert into internal.edges (key_a, key_b) "
    "select own_key, own_key from internal.own_texts",
    "head_has_its_key": "update internal.article_keys set is_identity = false",
    "head_is_last_version": f"update internal.article_heads set version_no = 7 {ONE}",
    "head_once": "insert into internal.article_heads from internal.article_heads",
    "head_says_its_own": "update internal.article_heads set own_key = uuid()",
    "key_leads_to_an_article": "update internal.article_keys "
    f"set article_id = uuid() {ONE}",
    "key_leads_to_one_article": "insert into internal.article_keys "
    "from internal.article_keys",
    "look_has_article": f"delete from internal.article_heads {ONE}",
    "look_has_source": "delete from internal.sources",
    "look_once_a_run": "insert into internal.observations from internal.observations",
    "own_text_once": "delete from internal.sketches",
    "payload_once": "insert into internal.payloads from internal.payloads",
    "published_is_a_span": "update internal.versions set published_until = "
    "published_at where published_at is not null",
    "repeat_has_version": "update internal.repeats set version_id = uuid()",
    "row_has_batch": f"update internal.versions set batch_key = uuid() {ONE}",
    "run_once": "insert into internal.run_ends from internal.run_ends",
    "shown_are_not_alike": "update internal.article_heads "
    "set duplicate_of = null where duplicate_of is not null",
    "text_judged_once": "insert into internal.texts from internal.texts",
    "version_follows_in_time": "update internal.versions "
    "set valid_from = valid_from - interval 1 year where version_no = 2",
    "version_has_payload": f"update internal.versions set payload_digest = 'x' {ONE}",
    "version_has_text": f"update internal.versions set text = null {ONE}",
    "version_is_a_change": "update internal.versions set fingerprint = "
    "'00000000-0000-0000-0000-000000000001'",
    "version_learnt_with_a_batch": "update internal.versions "
    "set learnt_at = learnt_at + interval 1 second",
    "version_no_gap_free": "update internal.versions set version_no = 4 "
    "where version_no = 3",
    "version_once": "insert into internal.versions from internal.versions",
    "version_was_observed": "update internal.versions "
    "set valid_from = valid_from + interval 1 second",
}  # fmt: skip


def test_every_rule_has_been_seen_to_fail() -> None:
    names = {item.name.removesuffix(".sql") for item in sqlfiles.folder("invariants")}

    assert names == set(BREAKS)


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_broken_rule_is_told_with_an_offender(ledger: Ledger, name: str) -> None:
    edit(ledger, BREAKS[name])

    found = verify(ledger)

    sql = sqlfiles.statement(f"invariants/{name}")
    sentence = sql.partition("\n")[0].removeprefix("-- ").rstrip(".")
    told = [damage for damage in found.damages if damage.what.startswith(sentence)]
    assert [damage.file for damage in told] == ["warehouse.duckdb"]
    assert " of them, such as " in told[0].what
    assert "newsledger rebuild" in told[0].remedy


def test_an_older_schema_is_said_and_is_no_damage(ledger: Ledger) -> None:
    last = len(migrations())
    edit(ledger, f"delete from internal.schema_migrations where version = {last}")
    publish(ledger, 0)

    found = verify(ledger)

    assert found.damages == []
    assert found.notes == [
        f"warehouse.duckdb: schema {last - 1} is older than this program's {last}, "
        "its rules were not asked; the next run brings it up"
    ]


def test_what_a_dead_run_left_in_the_log_is_read_and_said(ledger: Ledger) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from warehouse.connect import writing\n"
        "with writing(Path(sys.argv[1]), 0) as con:\n"
        "    con.execute('delete from internal.runs'); os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", program, ledger.warehouse], check=False)

    found = verify(ledger)

    assert found.notes[-1].startswith("warehouse.duckdb.wal: ")
    assert [d.what.partition(":")[0] for d in found.damages] == [
        "A batch of a run that never began"
    ]


# The published file


def test_published_rows_that_are_behind_are_no_damage(ledger: Ledger) -> None:
    shutil.copy(ledger.news, ledger.root / "older")
    run_plain(ledger.root, EXAMPLES)
    (ledger.root / "older").replace(ledger.news)

    found = verify(ledger)

    assert found.damages == []
    assert found.notes == [
        "news.duckdb: behind warehouse.duckdb by 1 batches; "
        "'newsledger publish' brings it up"
    ]
    publish(ledger, 0)
    assert verify(ledger).notes == []


def test_published_rows_that_no_warehouse_wrote_are_damage(ledger: Ledger) -> None:
    with writing(ledger.news, 0, "news") as con:
        con.execute("update internal.versions set title = 'forged'")

    [damage] = verify(ledger).damages

    assert damage.file == "news.duckdb"
    assert damage.what == "internal.versions: not the rows of warehouse.duckdb"
    assert "newsledger publish" in damage.remedy


def test_a_warehouse_from_before_the_published_file_is_told(ledger: Ledger) -> None:
    edit(ledger, "delete from internal.batches")

    told = [d.what for d in verify(ledger).damages if d.file == "news.duckdb"]

    assert told == ["has 3 batches that warehouse.duckdb has not"]


def test_a_lost_warehouse_is_told_with_what_brings_it_back(ledger: Ledger) -> None:
    ledger.warehouse.unlink()
    [damage] = verify(ledger).damages
    assert (damage.file, damage.what) == ("warehouse.duckdb", "is not there")
    assert damage.remedy == COPY
    shutil.copy(ledger.news, ledger.warehouse)
    assert verify(ledger).damages == []

    ledger.warehouse.unlink()
    ledger.news.unlink()

    assert [(d.file, d.remedy.split("'")[1]) for d in verify(ledger).damages] == [
        ("news.duckdb", "newsledger publish"),
        ("warehouse.duckdb", "newsledger rebuild"),
    ]


# Raw files


def only(found: list[Damage], path: Path) -> str:
    """What is wrong with the one file that is damaged."""
    [damage] = found
    assert damage.file.endswith(path.name)
    assert "only a backup brings it back" in damage.remedy
    return damage.what


def test_a_lost_raw_file_is_told_with_its_payloads(ledger: Ledger) -> None:
    path = raw_files(ledger)[0]
    path.unlink()

    what = only(verify(ledger).damages[:1], path)

    assert what.startswith("is not there; ")
    assert what.endswith(" payloads of the ledger are not where their rows say")


@pytest.mark.parametrize("nth", [-1, -2, -3])
def test_a_raw_file_cut_between_two_records_is_found(ledger: Ledger, nth: int) -> None:
    path = raw_files(ledger)[2]
    cut_at = list(records(path))[nth].warc_offset
    path.write_bytes(path.read_bytes()[:cut_at])

    assert only(verify(ledger).damages, path).startswith("record at offset ")


def test_a_raw_file_cut_inside_a_record_is_found(ledger: Ledger) -> None:
    path = raw_files(ledger)[0]
    path.write_bytes(path.read_bytes()[:-9])

    assert "the file ends in the middle of it" in only(verify(ledger).damages, path)


def test_a_record_twice_in_a_raw_file_is_found(ledger: Ledger) -> None:
    path = raw_files(ledger)[0]
    body = path.read_bytes()
    second = list(records(path))[1]
    start, end = second.warc_offset, second.warc_offset + second.warc_length
    path.write_bytes(body[:end] + body[start:])

    assert "it comes where an entry should be" in only(verify(ledger).damages, path)


def test_a_row_that_points_beside_its_record_is_found(ledger: Ledger) -> None:
    edit(
        ledger,
        "update internal.payloads set warc_offset = warc_offset + 1 "
        "where payload_digest = (select min(payload_digest) from internal.payloads)",
    )
    publish(ledger, 0)

    [damage] = verify(ledger).damages

    assert damage.what == "1 payloads of the ledger are not where their rows say"


def test_what_is_not_landed_yet_or_not_ours_is_no_damage(ledger: Ledger) -> None:
    half = raw_files(ledger)[0].with_name(f"060000-{uuid4()}.warc.gz.part")
    half.write_bytes(b"half")
    (ledger.raw / "README").write_text("not ours")

    found = verify(ledger)

    assert found.damages == []
    assert found.notes == [
        "raw: 2 files that are not, or not yet, the ledger's, such as "
        f"{half.relative_to(ledger.raw)}"
    ]


def land(raw: Path, *bodies: bytes) -> dict[str, Stored]:
    """Lands the bodies as a batch that is never committed."""
    batch = Batch(
        batch_key=uuid4(),
        run_id=uuid4(),
        source_id="desk",
        n_entries=len(bodies),
        learnt_at=NOW,
    )
    source = Source(source_id="desk", kind="files", path="/in")
    with landing.landing(raw, batch, NOW, "test") as warc:
        for body in bodies:
            warc.add(payload(body), None)
        warc.finish(batch, [source])
    return warc.stored


def test_a_batch_that_was_not_committed_is_said(ledger: Ledger) -> None:
    [stored] = land(ledger.raw, b"one").values()

    found = verify(ledger)

    assert found.damages == []
    assert found.notes == [
        f"raw/{stored.warc_file}: of a batch that was not committed; "
        "the next run takes it up"
    ]


def test_records_are_where_they_were_stored_and_read_in_pieces(tmp_path: Path) -> None:
    """Of one that packs to nothing, one that hardly packs, and an empty one."""
    stored = land(
        tmp_path, b"a" * 30_000_000, random.Random(7).randbytes(3_000_000), b""
    )
    [path] = tmp_path.rglob("*.warc.gz")

    tracemalloc.start()
    found = {
        record.payload_digest: (record.warc_offset, record.warc_length)
        for record in records(path)
        if record.kind == "resource"
    }
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == {
        digest: (one.warc_offset, one.warc_length) for digest, one in stored.items()
    }
    assert peak_bytes < 2_000_000


# One changed byte

ToldOf = Callable[[Path], list[str]]
FLIPPED = ("warehouse.duckdb", "news.duckdb", "raw")


@pytest.fixture(scope="module")
def told_of() -> Iterator[ToldOf]:
    """What a process of its own says of a ledger: see flipped.py."""
    with subprocess.Popen(
        [sys.executable, HERE / "flipped.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin
        assert program.stdout

        def told(ledger: Path) -> list[str]:
            print(ledger, file=program.stdin, flush=True)
            said = program.stdout.readline().split()
            assert said, "the process broke on it"
            return said

        yield told
        program.stdin.close()


def flip_some(
    told_of: ToldOf, made: Path, tmp_path: Path, name: str, seeds: range
) -> list[str]:
    """Flips one bit of the file, a copy and a process each; gives what was found.

    Every second place is near the file's start, where its headers are.
    """
    whole = told_of(made)
    outcomes = []
    for seed in seeds:
        rng = random.Random(seed)
        ledger = Path(shutil.copytree(made, tmp_path / f"{name}{seed}"))
        path = rng.choice(raw_files(Ledger(ledger))) if name == "raw" else ledger / name
        n_bytes = path.stat().st_size
        place = rng.randrange(min(n_bytes, 12_288) if seed % 2 else n_bytes)
        flip(path, place, rng.randrange(8))
        told = told_of(ledger)
        if told != whole:
            assert told == ["damaged", str(path.relative_to(ledger))], (seed, place)
        outcomes.append(told[0])
        shutil.rmtree(ledger)
    return outcomes


@pytest.mark.parametrize("name", FLIPPED)
def test_a_changed_byte_is_found_or_without_effect(
    told_of: ToldOf, made: Path, tmp_path: Path, name: str
) -> None:
    assert "damaged" in flip_some(told_of, made, tmp_path, name, range(3))


@pytest.mark.slow
@pytest.mark.parametrize("name", FLIPPED)
def test_many_changed_bytes_are_found_or_without_effect(
    told_of: ToldOf, made: Path, tmp_path: Path, name: str
) -> None:
    outcomes = flip_some(told_of, made, tmp_path, name, range(100, 160))

    assert outcomes.count("damaged") > 30


# Publishing, a copy elsewhere, a file without holes


def test_publish_is_a_command_that_always_publishes(ledger: Ledger) -> None:
    before = ledger.news.stat().st_ino

    done = newsledger("publish", at=ledger.root.parent)

    assert (done.returncode, done.stdout.startswith("news.duckdb: ")) == (0, True)
    assert ledger.news.stat().st_ino != before
    assert verify(ledger).damages == []


def test_a_backup_is_itself_a_ledger(ledger: Ledger, tmp_path: Path) -> None:
    before = files(ledger.root)

    done = newsledger("backup", "copy", at=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("check it: newsledger verify --ledger copy\n")
    copy = Ledger(tmp_path / "copy")
    assert files(copy.root) == before
    assert verify(copy).damages == []
    report = run_plain(copy.root, EXAMPLES)
    assert report.findings == ()


def test_a_backup_is_refused_where_something_is(ledger: Ledger, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / "mine").write_text("mine")

    for folder in (place, place / "mine", ledger.root / "copy", ledger.root):
        with pytest.raises(UsageError):
            backup(ledger, folder, 0)

    assert files(place) == {"mine": b"mine"}
    assert not (ledger.root / "copy").exists()


def test_a_backup_that_finds_no_room_leaves_nothing(
    ledger: Ledger, tmp_path: Path
) -> None:
    """A file size limit stands for the full disk, in a process of its own."""
    (tmp_path / "empty").mkdir()
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from warehouse.backup import backup; from warehouse.ledger import Ledger\n"
        "from warehouse.errors import DiskFull\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "for name in ('new', 'empty'):\n"
        "    try: backup(Ledger(Path(sys.argv[1])), Path(name), 0)\n"
        "    except DiskFull as error: print(error)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, ledger.root],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.count("no space left while copying to it") == 2
    assert not (tmp_path / "new").exists()
    assert list((tmp_path / "empty").iterdir()) == []
    assert verify(ledger).damages == []


def described(ledger: Ledger) -> list[list[tuple]]:
    """What the warehouse is beside its rows: tables, views, macros and comments.

    Of macros the words alone: DuckDB writes the fields of a `replace` in any order.
    """
    with reading(ledger.warehouse) as con:
        *others, macros = (
            con.execute(sql).fetchall()
            for sql in (
                "select table_name, sql, comment from duckdb_tables() order by all",
                "select view_name, sql, comment from duckdb_views() "
                "where not internal order by all",
                "select table_name, column_name, comment from duckdb_columns() "
                "where not internal order by all",
                "select function_name, comment, macro_definition "
                "from duckdb_functions() where not internal "
                "and function_type = 'table_macro' order by function_name",
            )
        )
    return [
        *others,
        [(*some, sorted(re.findall(r"\w+", text))) for *some, text in macros],
    ]


def test_compact_keeps_all_and_gives_back_what_is_free(ledger: Ledger) -> None:
    edit(
        ledger,
        "create table internal.wide as select md5(i::varchar) as x "
        "from range(300000) as r(i)",
        "checkpoint",
        "drop table internal.wide",
    )
    before, rows = (
        described(ledger),
        ask(ledger.root, "from article_history order by all"),
    )

    done = newsledger("compact", at=ledger.root.parent)

    assert done.returncode == 0, done.stderr
    assert " before, " in done.stdout
    assert described(ledger) == before
    assert ask(ledger.root, "from article_history order by all") == rows
    found = verify(ledger)
    assert (found.damages, found.notes) == ([], [])
    assert not ledger.temporary.exists() or not list(ledger.temporary.glob("compact*"))
    sizes = compact(ledger, 0)
    assert sizes.n_bytes_after <= sizes.n_bytes_before < 8_000_000


def test_compact_orders_versions_as_analysts_filter(ledger: Ledger) -> None:
    """More than one share of rows, in row groups of the size of ours."""
    n_rows = 2 * SHARE + 1_000
    edit(
        ledger,
        "insert into internal.versions by name select uuid() as version_id, "
        "'s' || hash(i) % 7 as source_id, "
        "timestamptz '2020-01-01' + to_hours((hash(i * 3) % 9000)::integer) "
        f"as published_at, 'text ' || i as text from range({n_rows}) as r(i)",
    )

    compact(ledger, 0)

    with reading(ledger.warehouse) as con:
        placed = con.execute(
            "select source_id, published_at, version_id::varchar "
            "from internal.versions order by rowid"
        ).fetchall()
        groups = con.execute(
            'select max(n) from (select max("start" + count) as n '
            "from pragma_storage_info('internal.versions') "
            "where column_name = 'text' and segment_type = 'VARCHAR' "
            "group by row_group_id)"
        ).fetchall()
        packed = con.execute(
            "select distinct compression from pragma_storage_info('internal.versions') "
            "where column_name = 'text' and segment_type = 'VARCHAR'"
        ).fetchall()
    dated = [row for row in placed if row[1] is not None]
    assert len(placed) > n_rows
    assert dated == sorted(dated)
    assert groups == [(SHARE,)]
    assert packed == [("ZSTD",)]


def test_a_run_compacts_by_itself_where_a_third_is_free(
    ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "more.txt").write_text(f"date 2024-03 {WORDS * 2}")
    edit(
        ledger,
        "create table internal.wide as select random() from range(12000000)",
        "checkpoint",
        # what stands behind the holes keeps the file from being cut off there
        "create table internal.last as select random() from range(1000000)",
        "checkpoint",
        "drop table internal.wide",
        "checkpoint",
    )
    before = described(ledger)
    assert room(ledger).is_loose

    with reading(ledger.news) as session:
        versions = session.execute("from article_history order by all").fetchall()
        run_plain(ledger.root, tmp_path / "more.txt")
        seen = session.execute("from article_history order by all").fetchall()

    assert seen == versions
    assert len(ask(ledger.root, "from article_history")) == len(versions) + 1
    assert [r.message for r in caplog.records if "anew" in r.message] != []
    assert not room(ledger).is_loose
    assert ledger.warehouse.stat().st_size < LEAST_BYTES
    assert described(ledger) == before
    assert verify(ledger).damages == []


def test_a_run_leaves_a_small_or_dense_warehouse_as_it_is(
    ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "more.txt").write_text(f"date 2024-03 {WORDS * 2}")

    run_plain(ledger.root, tmp_path / "more.txt")

    assert [r.message for r in caplog.records if "anew" in r.message] == []


@pytest.mark.parametrize(
    ("room", "is_loose"),
    [
        (Room(LEAST_BYTES + 1, LEAST_BYTES // 3 + 1, 9, 0), True),
        (Room(LEAST_BYTES + 1, LEAST_BYTES // 3 - 1, 9, 0), False),
        (Room(LEAST_BYTES + 1, 0, 2, 1), False),
        (Room(LEAST_BYTES + 1, 0, 3, 2), True),
        (Room(LEAST_BYTES, LEAST_BYTES, 0, 9), False),
    ],
)
def test_a_third_of_bytes_or_of_heads_is_the_bound(room: Room, is_loose: bool) -> None:
    assert room.is_loose is is_loose
