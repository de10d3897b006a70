"""The warehouse's files: schema, locks, raw records, publishing, and their damage."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest
from fastwarc.warc import ArchiveIterator
from plainrun import ask, run_plain

from tasks.text.keys import make_key
from warehouse import landing, sqlfiles
from warehouse.connect import reading, writing
from warehouse.errors import (
    LedgerDamaged,
    LedgerEdited,
    LedgerLocked,
    LedgerMissing,
    LedgerTooNew,
    UsageError,
)
from warehouse.ledger import Ledger, holding
from warehouse.migrate import migrate, migrations
from warehouse.model.batch import Batch
from warehouse.model.entry import Entry, Listed, Payload
from warehouse.model.source import Source
from warehouse.publish import is_behind, publish
from warehouse.query import ask as ask_typed

SOURCE = Source(source_id="s", kind="files", path="/in", fields=(("text", "body"),))
NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the examples, made once; copy it before changing it."""
    ledger = tmp_path_factory.mktemp("made") / "ledger"
    run_plain(ledger, EXAMPLES)
    return ledger


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "ledger"))


def edit(ledger: Path, sql: str) -> None:
    with writing(ledger / "warehouse.duckdb", 0) as con:
        con.execute(sql)


# Schema


def test_migrating_again_changes_nothing(ledger: Path) -> None:
    warehouse = ledger / "warehouse.duckdb"
    before = warehouse.read_bytes()

    migrate(warehouse, 0, NOW)

    assert warehouse.read_bytes() == before


def test_views_are_made_anew_once_though_the_clock_went_back(ledger: Path) -> None:
    kept = "select checksum, made_at from internal.schema_views"
    warehouse = ledger / "warehouse.duckdb"
    with reading(warehouse) as con:
        [(made, made_at)] = con.execute(kept).fetchall()
    edit(ledger, "update internal.schema_views set checksum = 'another text'")
    before = made_at - timedelta(hours=1)

    migrate(warehouse, 0, before)

    with reading(warehouse) as con:
        assert con.execute(kept).fetchall() == [(made, before)]


def test_a_ledger_of_a_newer_program_is_refused_with_both_numbers(
    ledger: Path,
) -> None:
    edit(
        ledger, f"insert into internal.schema_migrations values (99, 'x', 'y', '{NOW}')"
    )

    with pytest.raises(LedgerTooNew) as caught:
        run_plain(ledger, EXAMPLES)
    ours = len(migrations())
    assert str(caught.value) == (
        f"warehouse.duckdb: schema 99 is newer than this program's {ours}; "
        "upgrade the program"
    )


def test_an_edited_migration_is_refused(ledger: Path) -> None:
    edit(ledger, "update internal.schema_migrations set checksum = 'feed' || checksum")

    with pytest.raises(LedgerEdited, match="migration 1 was applied as feed"):
        run_plain(ledger, EXAMPLES)


def test_views_are_made_again_when_their_text_changed(ledger: Path) -> None:
    edit(ledger, "drop view articles; delete from internal.schema_views")

    run_plain(ledger, EXAMPLES)

    assert ask(ledger, "select count(*) from articles") == [(8,)]


def test_every_view_macro_and_column_has_a_comment(made: Path) -> None:
    views = ask(
        made, "select view_name, comment from duckdb_views() where not internal"
    )
    assert {name for name, _ in views} >= {
        "articles", "article_history", "duplicates", "cluster_aliases", "repeats",
        "observations", "fetches", "rejects", "runs", "batches", "sources",
        "daily_counts", "payloads", "findings",
    }  # fmt: skip
    assert all(", one row per " in comment for _, comment in views)
    macros = ask(
        made,
        "select function_name, comment from duckdb_functions() "
        "where function_type = 'table_macro' and not internal",
    )
    assert {name for name, _ in macros} == {
        "articles_as_of", "changes_between", "article_diff", "search",
    }  # fmt: skip
    assert all(", one row per " in comment for _, comment in macros)
    bare = ask(
        made,
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'main' and not internal and comment is null",
    )
    assert bare == []


ARTICLE = (
    "article_id, source_id, identity_key, identity_rule, url, title, text, authors, "
    "section, tags, language, published_at, published_until, published_precision, "
    "published_zone, published_raw, published_from, modified_at, image_url, publisher, "
    "is_free, provenance, first_seen_at, last_seen_at, version_no, n_versions, "
    "cluster_id, n_duplicates, n_words, version_id, fingerprint, payload_digest"
)
VERSION = (
    f"{ARTICLE}, valid_from, valid_to, learnt_at, is_current, is_deleted, changed, "
    "cause, parser, run_id"
)


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ("articles", ARTICLE),
        ("article_history", VERSION),
        ("articles_as_of(now())", VERSION),
        ("changes_between(now(), now())", VERSION),
        (
            "duplicates",
            "article_id, duplicate_of, relation, score, shared_words, shared_passage, "
            "cluster_id, recipe, decided_at",
        ),
        ("cluster_aliases", "alias, cluster_id, merged_at"),
        ("repeats", "article_id, version_id, starts_at, n_chars, kept_at"),
        (
            "rejects",
            "run_id, batch_key, source_id, identity_key, stage, reason, detail, url, "
            "payload_digest, excerpt, rejected_at",
        ),
    ],
)
def test_columns_that_other_peoples_queries_rely_on_are_there_in_order(
    made: Path, asked: str, columns: str
) -> None:
    described = ask(made, f"describe from {asked}")

    assert ", ".join(row[0] for row in described) == columns


def test_tools_see_views_only(made: Path) -> None:
    assert ask(
        made, "select count(*) from duckdb_tables() where schema_name = 'main'"
    ) == [(0,)]


def test_every_view_reads_under_another_name(made: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{made / 'news.duckdb'}' as other (read_only)")
        views = con.execute(
            "select view_name from duckdb_views() "
            "where database_name = 'other' and not internal"
        ).fetchall()
        for (view,) in views:
            con.execute(f"from other.{view}").fetchall()
        con.execute("use other")
        assert con.execute("select count(*) from articles_as_of(now())").fetchone()[0]
        assert con.execute("from changes_between('2020-01-01', now())").fetchall()
        assert con.execute("select title from search('ferry harbour')").fetchall()


def test_no_query_in_a_file_is_left_unused() -> None:
    code = "".join(
        path.read_text("utf-8")
        for folder in ("warehouse", "tasks", "flows")
        for path in (Path(__file__).parent.parent / folder).rglob("*.py")
    )
    unused = [
        f"{name}/{item.name}"
        for name in ("queries", "runs")
        for item in sqlfiles.folder(name)
        if f"{name}/{item.name[:-4]}" not in code and f'"{item.name[:-4]}"' not in code
    ]

    assert unused == []


# Locks


def test_a_ledger_held_by_another_process_is_refused_with_its_pid(
    ledger: Path,
) -> None:
    with (ledger / "run.lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.truncate()
        held.write(f"{os.getppid()}\n")
        held.flush()
        with pytest.raises(LedgerLocked) as caught:
            run_plain(ledger, EXAMPLES)

    assert str(caught.value) == (
        f"run.lock: locked by process {os.getppid()}; end it or raise --wait (now 0 s)"
    )


def test_a_database_held_by_another_process_is_refused_with_its_pid(
    ledger: Path,
) -> None:
    path = ledger / "warehouse.duckdb"
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; con = duckdb.connect(sys.argv[1]); "
            "print('held', flush=True); sys.stdin.read()",
            path,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(LedgerLocked) as caught, writing(path, 0):
            pass
    finally:
        child.communicate(b"")

    assert f"process {child.pid} (" in str(caught.value)


def test_a_reader_of_the_news_is_no_hindrance(ledger: Path) -> None:
    with reading(ledger / "news.duckdb") as con:
        before = con.execute("select max(last_seen_at) from articles").fetchone()
        run_plain(ledger, EXAMPLES)
        assert (
            con.execute("select max(last_seen_at) from articles").fetchone() == before
        )

    assert ask(ledger, "select max(last_seen_at) from articles") > [before]


def test_what_a_dead_run_left_is_cleared_and_the_run_marked(ledger: Path) -> None:
    edit(
        ledger,
        f"insert into internal.runs by name select '{uuid4()}'::uuid as run_id, "
        "now() as started_at, 'x' as command, 1 as pid",
    )
    name = f"010203-{uuid4()}.warc.gz.part"
    left = ledger / "raw" / "2026" / name
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"half")
    (ledger / ".newsledger" / "staging" / "x").mkdir(parents=True)

    run_plain(ledger, EXAMPLES)

    assert not left.exists()
    assert not (ledger / ".newsledger" / "staging" / "x").exists()
    assert ask(ledger, "select status, count(*) from runs group by 1 order by 1") == [
        ("abandoned", 1),
        ("done", 2),
    ]


# Raw


def payload(body: bytes, name: str = "a.txt") -> Payload:
    return Payload(
        entry=Entry(
            source_id="s",
            keys=(make_key("path", name, "s"),),
            path=f"/in/{name}",
            timezone="Europe/Brussels",
            fields=(("text", "body"),),
            listed=Listed(title="Tïtle \U0001f4f0", authors=("A", "B")),
        ),
        digest=hashlib.sha256(body).hexdigest(),
        body=body,
        media_type="text/plain",
        captured_at=NOW,
        charset="koi8-r",
    )


@pytest.fixture
def batch() -> Batch:
    return Batch(
        batch_key=uuid4(), run_id=uuid4(), source_id="s", n_entries=1, learnt_at=NOW
    )


def land(
    raw: Path, batch: Batch, payloads: Iterable[Payload] = ()
) -> tuple[str | None, dict]:
    with landing.landing(raw, batch, NOW, "test") as warc:
        for item in payloads:
            warc.add(item, None)
        warc.finish(batch, [SOURCE])
    return warc.landed_as, warc.stored


def test_payloads_come_back_as_they_were_landed(tmp_path: Path, batch: Batch) -> None:
    bodies = [payload(b"one"), payload(b"\x00\xff" * 9, "b"), payload(b"one", "c")]

    name, stored = land(tmp_path, batch, bodies)

    assert name is not None
    assert name.startswith("2026/03/01/")
    assert list(landing.payloads(tmp_path, name)) == bodies
    assert len(stored) == 2
    assert list(landing.stored_in(tmp_path, name)) == list(stored.values())
    for digest, where in stored.items():
        body = landing.read_body(tmp_path, where.warc_file, where.warc_offset)
        assert hashlib.sha256(body).hexdigest() == digest


def test_a_batch_is_told_by_its_file_alone(tmp_path: Path, batch: Batch) -> None:
    name, _ = land(tmp_path, batch, [payload(b"one")])

    assert landing.landed_files(tmp_path) == [name]
    assert landing.read_batch(tmp_path, name) == (
        replace(batch, warc_file=name),
        (SOURCE,),
    )


def test_bytes_seen_before_are_a_revisit_and_still_come_back(
    tmp_path: Path, batch: Batch
) -> None:
    _, stored = land(tmp_path, batch, [payload(b"one")])
    later = replace(batch, batch_key=uuid4())
    with landing.landing(tmp_path, later, NOW, "test") as warc:
        warc.add(payload(b"one", "again"), stored[payload(b"one").digest])
        warc.finish(later, [SOURCE])

    assert list(landing.payloads(tmp_path, warc.landed_as)) == [
        payload(b"one", "again")
    ]
    assert warc.stored == {}
    with (tmp_path / warc.landed_as).open("rb") as file:
        kinds = [r.headers["WARC-Type"] for r in ArchiveIterator(file)]
    assert kinds == ["warcinfo", "revisit", "metadata", "metadata"]


def test_an_address_cannot_write_a_header_of_its_own(
    tmp_path: Path, batch: Batch
) -> None:
    evil = "https://a.example/\r\nWARC-Type: metadata\r\n\r\n{}"
    entry = replace(payload(b"one").entry, path=None, url=evil)
    landed = replace(payload(b"one"), entry=entry, url=evil, media_type="a\r\nb: c")

    name, _ = land(tmp_path, batch, [landed])

    assert list(landing.payloads(tmp_path, name)) == [landed]
    with (tmp_path / name).open("rb") as file:
        kinds = [r.headers["WARC-Type"] for r in ArchiveIterator(file)]
    assert kinds == ["warcinfo", "resource", "metadata", "metadata"]


def test_a_batch_without_new_bytes_leaves_no_file(tmp_path: Path, batch: Batch) -> None:
    assert land(tmp_path, batch) == (None, {})
    assert list(tmp_path.rglob("*.gz*")) == []


def test_a_batch_that_breaks_leaves_no_file(tmp_path: Path, batch: Batch) -> None:
    def broken() -> Iterator[Payload]:
        yield payload(b"one")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        land(tmp_path, batch, broken())

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_changed_byte_in_raw_is_found(tmp_path: Path, batch: Batch) -> None:
    name, stored = land(tmp_path, batch, [payload(b"word " * 100)])
    [where] = stored.values()
    file = tmp_path / name
    body = bytearray(file.read_bytes())
    body[where.warc_offset + where.warc_length - 12] ^= 0xFF
    file.write_bytes(body)

    with pytest.raises(LedgerDamaged, match="offset"):
        landing.read_body(tmp_path, name, where.warc_offset)


def test_the_raw_of_a_run_is_read_by_any_archive_tool(made: Path) -> None:
    [file] = (made / "raw").rglob("*.warc.gz")
    with file.open("rb") as stream:
        records = [
            (record.headers["WARC-Type"], record.headers.get("WARC-Payload-Digest"))
            for record in ArchiveIterator(stream)
        ]
    digests = {
        f"sha256:{row[0]}" for row in ask(made, "select payload_digest from payloads")
    }

    assert {digest for kind, digest in records if kind == "resource"} == digests


# Publishing and reading


def test_publishing_is_needed_only_where_something_is_new(ledger: Path) -> None:
    assert not is_behind(Ledger(ledger))
    edit(ledger, "insert into internal.findings (kind) values ('x')")
    assert is_behind(Ledger(ledger))

    n_bytes = publish(Ledger(ledger), 0)

    assert not is_behind(Ledger(ledger))
    assert n_bytes == (ledger / "news.duckdb").stat().st_size
    assert list(ledger.glob("*.part")) == []


@pytest.mark.parametrize(
    "sql",
    [
        "create table x (a int)",
        "delete from internal.versions",
        "copy articles to 'stolen.csv'",
        "select * from read_text('/etc/hostname')",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
        "select",
    ],
)
def test_a_typed_query_can_only_read_the_ledger(made: Path, sql: str) -> None:
    with pytest.raises(UsageError, match=r"^sql: "):
        ask_typed(Ledger(made), sql)


def test_a_ledger_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="newsledger run"):
        ask_typed(Ledger(tmp_path), "select 1")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "news.duckdb").write_bytes(b"not a database" * 1000)

    with pytest.raises(LedgerDamaged):
        ask_typed(Ledger(tmp_path), "select 1")


def test_holding_writes_the_pid_of_the_holder(tmp_path: Path) -> None:
    with holding(Ledger(tmp_path), 0):
        assert (tmp_path / "run.lock").read_text() == f"{os.getpid()}\n"


def test_a_disk_that_is_full_is_told_and_the_ledger_keeps_what_it_had(
    ledger: Path, tmp_path: Path
) -> None:
    """A file size limit stands for the full disk, in a process of its own."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(400):
        words = " ".join(
            hashlib.sha256(f"{n} {i}".encode()).hexdigest() for i in range(400)
        )
        (folder / f"{n}.txt").write_text(words)
    before = ask(ledger, "select count(*) from articles")
    limit = (ledger / "warehouse.duckdb").stat().st_size + 200_000
    program = (
        "import resource, signal, sys; from plainrun import run_plain\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "n = int(sys.argv[3]); resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))\n"
        "from warehouse.errors import DiskFull\n"
        "try: run_plain(sys.argv[1], sys.argv[2])\n"
        "except DiskFull as error: print(error)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, ledger, folder, str(limit)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent,
    )

    assert "no space left while" in done.stdout
    assert done.stdout.count("\n") == 1
    assert ask(ledger, "select count(*) from articles") == before
    run_plain(ledger, folder)
    assert ask(ledger, "select count(*) from articles") == [(before[0][0] + 400,)]
