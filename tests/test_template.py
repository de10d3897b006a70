"""The database that new ledgers of Prefect start with, and a cache that is no help."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import ownserver
import pytest

from flows import template
from flows.server import listen, start_server
from flows.template import keep_template, put_template

NEW = """
create table alembic_version (version_num text);
create table block_type (name text, slug text, is_protected bool);
create table flow_run (id text);
create table configuration (key text, value text);
insert into block_type values ('secret', 'secret', 1);
insert into block_type values ('AWS', 'aws-credentials', 0);
"""


@pytest.fixture
def revision() -> str:
    """A migration that the Prefect which is installed has."""
    prefect = find_spec("prefect")
    assert prefect
    assert prefect.origin
    folder = Path(prefect.origin).parent / "server" / template._MIGRATIONS
    newest = max(path.name for path in folder.glob("*.py"))
    return newest.split("_")[4]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: str) -> Path:
    """A ledger's folder with a new database, and a cache with nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "ledger" / "prefect"
    folder.mkdir(parents=True)
    write(folder / "prefect.db", NEW)
    write(folder / "prefect.db", "insert into alembic_version values (?)", revision)
    (folder / "memo_store.toml").write_text("memo")
    return folder


def write(path: Path, sql: str, *values: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        if values:
            db.execute(sql, values)
        else:
            db.executescript(sql)
        db.commit()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "newsledger" / f"prefect-{version('prefect')}"


def other(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    return folder


def torn(database: Path) -> None:
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2])


def flipped(database: Path) -> None:
    whole = bytearray(database.read_bytes())
    whole[4096:8192] = b"\xff" * 4096
    database.write_bytes(bytes(whole))


def foreign(database: Path) -> None:
    database.write_bytes(b"not a database" * 1000)


def of_a_later_prefect(database: Path) -> None:
    write(database, "update alembic_version set version_num = 'fedcba987654'")


def of_no_prefect(database: Path) -> None:
    write(database, "drop table alembic_version")


def used(database: Path) -> None:
    write(database, "insert into flow_run values ('one')")


def secret(database: Path) -> None:
    write(database, "insert into configuration values ('ENCRYPTION_KEY', 'x')")


def own_block(database: Path) -> None:
    write(database, "insert into block_type values ('Mine', 'my-company', 0)")


def with_a_trigger(database: Path) -> None:
    write(
        database,
        "create trigger t after insert on flow_run begin delete from flow_run; end",
    )


def of_no_revision(database: Path) -> None:
    write(database, "update alembic_version set version_num = null")


def of_a_number(database: Path) -> None:
    write(database, "update alembic_version set version_num = x'07'")


def with_another_memo(database: Path) -> None:
    database.with_name("memo_store.toml").write_text("other")


def with_a_folder_for_memo(database: Path) -> None:
    without_memo(database)
    database.with_name("memo_store.toml").mkdir()


def a_file(database: Path) -> None:
    shutil.rmtree(database.parent)
    database.parent.write_text("a file")


def gone(database: Path) -> None:
    database.unlink()


def without_memo(database: Path) -> None:
    database.with_name("memo_store.toml").unlink()


def test_a_new_ledger_starts_with_the_database_of_one_before(
    home: Path, tmp_path: Path
) -> None:
    there = other(tmp_path)

    said = keep_template(home), put_template(there)

    assert said == (None, None)
    assert names(there) == ["memo_store.toml", "prefect.db"]
    with closing(sqlite3.connect(there / "prefect.db")) as db:
        assert db.execute("select slug from block_type").fetchone() == ("secret",)
    assert names(kept(tmp_path).parent) == [
        "memo_store.toml",
        kept(tmp_path).name,
        "prefect.db",
        "sums",
    ]


def test_where_none_was_kept_there_is_nothing_to_put_or_to_say(
    home: Path, tmp_path: Path
) -> None:
    there = other(tmp_path)

    assert put_template(there) is None

    assert names(there) == []


@pytest.mark.parametrize(
    "broken",
    [
        torn,
        flipped,
        foreign,
        of_a_later_prefect,
        of_no_prefect,
        used,
        gone,
        without_memo,
        with_another_memo,
        with_a_folder_for_memo,
        a_file,
    ],
)
def test_what_is_no_template_is_not_used_and_is_kept_anew(
    home: Path, tmp_path: Path, broken: Callable[[Path], None]
) -> None:
    keep_template(home)
    broken(kept(tmp_path) / "prefect.db")
    there = other(tmp_path)

    said = put_template(there)

    assert said is not None
    assert said.startswith(f"{kept(tmp_path)}: not used: ")
    assert names(there) == []
    assert keep_template(home) is None
    assert put_template(there) is None
    assert names(there) == ["memo_store.toml", "prefect.db"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (used, "has rows"),
        (secret, "has rows"),
        (own_block, "my-company"),
        (with_a_trigger, "triggers or views"),
        (of_no_revision, "does not know"),
        (of_a_number, "does not know"),
    ],
)
def test_a_database_that_is_not_as_prefect_makes_it_is_not_kept(
    home: Path, tmp_path: Path, row: Callable[[Path], None], why: str
) -> None:
    row(home / "prefect.db")

    said = keep_template(home)

    assert said is not None
    assert why in said
    assert names(tmp_path / "cache") == ["newsledger"]


def test_what_a_killed_run_left_goes_after_an_hour(home: Path, tmp_path: Path) -> None:
    cache = kept(tmp_path).parent
    for folder in (home, cache):
        for name, age_s in (("new-old", 7200), ("new-now", 0)):
            (folder / name).mkdir(parents=True)
            (folder / name / "prefect.db").write_text("half")
            then = time.time() - age_s
            os.utime(folder / name, (then, then))

    assert (put_template(home), keep_template(home)) == (None, None)

    for folder in (home, cache):
        assert (folder / "new-now").exists()
        assert not (folder / "new-old").exists()


@pytest.mark.parametrize("left", ["prefect.db", "prefect.db-wal", "prefect.db-journal"])
def test_a_folder_with_a_database_or_its_log_is_left_as_it_is(
    home: Path, tmp_path: Path, left: str
) -> None:
    keep_template(home)
    there = other(tmp_path)
    (there / left).write_bytes(b"theirs")

    assert put_template(there) is None

    assert names(there) == [left]
    assert (there / left).read_bytes() == b"theirs"


def test_a_cache_that_cannot_be_written_is_said_and_does_no_harm(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file")

    said = keep_template(home)

    assert said is not None
    assert said.startswith(f"{kept(tmp_path)}: not kept: ")
    assert put_template(other(tmp_path)) is None


def test_a_database_of_another_version_of_prefect_is_not_looked_at(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_template(home)
    monkeypatch.setattr(template, "version", lambda _: "3.0.0")

    assert put_template(other(tmp_path)) is None

    assert names(tmp_path / "other") == []


@pytest.mark.prefect
def test_a_server_that_cannot_begin_with_it_makes_its_own_and_keeps_that_for_the_next(
    home: Path, tmp_path: Path
) -> None:
    assert keep_template(home) is None  # its tables are not Prefect's
    for ledger in ("first", "second"):
        server = start_server(tmp_path / ledger, listen("127.0.0.1", 0))
        server.wait_ready()
        server.stop()

    queries = ("select slug, id from block_type", "select sql from sqlite_master")
    for query in queries:
        first, second = (
            ownserver.rows(tmp_path / ledger, f"{query} order by 1")
            for ledger in ("first", "second")
        )
        assert first == second != []
    logs = [
        (tmp_path / ledger / "prefect" / "server.log").read_text()
        for ledger in ("first", "second")
    ]
    assert "the server cannot begin with it" in logs[0]
    assert not any(word in log for log in logs for word in ("not used", "not kept"))
    assert "cannot begin" not in logs[1]
    assert len(names(kept(tmp_path).parent)) == 4
