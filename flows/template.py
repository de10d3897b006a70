"""An empty database of Prefect's, kept in the user's cache for the next new ledger.

Making one takes some 130 migrations, 10 s of CPU (2026-11-30); copying it takes 10
ms. It is kept for each version of Prefect, and holds no row but those that every new
database has. Whatever is wrong with the cache, the migrations run as without it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

DATABASE = "prefect.db"
# Which block types the database has: without it they are all compared again.
MEMO = "memo_store.toml"
# What a server writes before it answers. A row anywhere else is of somebody's runs,
# or a key: such a database is no template.
WITH_ROWS = {
    "alembic_version",
    "block_schema",
    "block_schema_reference",
    "block_type",
}
_A_ROW = 'select 1 from "{table}" limit 1'
_MIGRATIONS = "server/database/_migrations/versions/sqlite"


def put_template(home: Path) -> str | None:
    """Puts the kept database into a folder that has none; what hinders it, or None.

    Two at once do no harm: the second finds that there is a database. Where none was
    kept yet there is nothing to say.
    """
    if any(home.glob(f"{DATABASE}*")):
        return None  # a log of writes without its database is not ours to pair
    kept = _kept()
    copy = home / f"new-{os.getpid()}.db"
    try:
        if not kept.is_dir():
            return None
        shutil.copyfile(kept / DATABASE, copy)
        _check(copy)
        os.link(copy, home / DATABASE)  # a rename would replace another's
        shutil.copyfile(kept / MEMO, home / MEMO)
    except (FileNotFoundError, sqlite3.Error, ValueError) as error:
        shutil.rmtree(kept, ignore_errors=True)  # the next new one takes its place
        return f"{kept}: not used: {error}"
    except OSError as error:  # no room here, or no links
        return f"{kept}: not used: {error}"
    finally:
        with suppress(OSError):
            copy.unlink(missing_ok=True)
    return None


def keep_template(home: Path) -> str | None:
    """Keeps the new database of a server that has just begun; what hinders it, or None.

    The other server may write to it all the while.
    """
    kept = _kept()
    if kept.exists():
        return None
    new = None
    try:
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = Path(mkdtemp(prefix="new-", dir=kept.parent))
        with closing(sqlite3.connect(home / DATABASE)) as db:
            db.execute("vacuum into ?", (str(new / DATABASE),))
        _check(new / DATABASE)
        shutil.copyfile(home / MEMO, new / MEMO)
        new.rename(kept)
    except (OSError, sqlite3.Error, ValueError) as error:
        return f"{kept}: not kept: {error}"
    finally:
        if new:
            shutil.rmtree(new, ignore_errors=True)
    return None


def _kept() -> Path:
    """Where it is kept. Source: XDG Base Directory Specification, 3."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    home = Path(os.environ.get("HOME", "~")).expanduser()
    cache = named if named.is_absolute() else home / ".cache"
    return cache / "newsledger" / f"prefect-{version('prefect')}"


def _check(database: Path) -> None:
    """Raises ValueError or sqlite3.Error where the file is not whole, of another
    Prefect, or holds more than a new one does.
    """
    with closing(sqlite3.connect(database)) as db:
        db.execute("pragma journal_mode = delete")
        if db.execute("pragma quick_check").fetchall() != [("ok",)]:
            raise ValueError("the database is damaged")
        revisions = db.execute("select version_num from alembic_version").fetchall()
        if len(revisions) != 1 or not _is_known(*revisions[0]):
            raise ValueError(f"its schema is {revisions}, which Prefect does not know")
        tables = db.execute("select name from sqlite_master where type = 'table'")
        for (name,) in tables.fetchall():
            rows = db.execute(_A_ROW.format(table=name.replace('"', '""')))
            if name not in WITH_ROWS and rows.fetchone():
                raise ValueError(f"table '{name}' has rows")


def _is_known(revision: str) -> bool:
    """Whether the Prefect that is installed has this migration; it is not imported."""
    found = find_spec("prefect")
    if found is None or found.origin is None or not revision.isalnum():
        return False
    folder = Path(found.origin).parent / _MIGRATIONS
    return any(folder.glob(f"*_{revision}_*.py"))
