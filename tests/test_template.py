"""The database that new ledgers of Prefect start with, and a cache that is no help."""

from __future__ import annotations

import sqlite3
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
create table block_type (name text);
create table flow_run (id text);
create table configuration (key text, value text);
insert into block_type values ('secret');
"""


@pytest.fixture
def revision() -> str:
    """A migration that the Prefect which is installed has."""
    prefect = find_spec("prefect")
    assert prefect
    assert prefect.origin
    folder = Path(prefect.origin).parent / template._MIGRATIONS
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
        assert db.execute("select name from block_type").fetchall() == [("secret",)]
    assert names(kept(tmp_path).parent) == [
        "memo_store.toml",
        kept(tmp_path).name,
        "prefect.db",
    ]


def test_where_none_was_kept_there_is_nothing_to_put_or_to_say(
    home: Path, tmp_path: Path
) -> None:
    there = other(tmp_path)

    assert put_template(there) is None

    assert names(there) == []


@pytest.mark.parametrize(
    "broken",
    [torn, flipped, foreign, of_a_later_prefect, of_no_prefect, used, gone],
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


@pytest.mark.parametrize("row", [used, secret])
def test_a_database_that_holds_runs_or_a_key_is_not_kept(
    home: Path, tmp_path: Path, row: Callable[[Path], None]
) -> None:
    row(home / "prefect.db")

    said = keep_template(home)

    assert said is not None
    assert "has rows" in said
    assert names(tmp_path / "cache") == ["newsledger"]


def test_a_database_whose_memo_is_lost_is_whole_without_it(
    home: Path, tmp_path: Path
) -> None:
    keep_template(home)
    without_memo(kept(tmp_path) / "prefect.db")
    there = other(tmp_path)

    assert put_template(there) is not None

    assert names(there) == ["prefect.db"]


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
def test_a_server_keeps_its_new_database_and_the_next_one_begins_with_it(
    tmp_path: Path, cache: Path
) -> None:
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
    assert len(names(cache)) == 4
    log = (tmp_path / "second" / "prefect" / "server.log").read_text()
    assert "not used" not in log
    assert "not kept" not in log
