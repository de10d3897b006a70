"""An empty database of Prefect's, kept in the user's cache for the next new ledger.

Making one takes some 130 migrations, 10 s of CPU (2026-11-30); copying it takes 10
ms. It is kept for each version of Prefect, and holds no row but those that every new
database has. Whatever is wrong with the cache, the migrations run as without it.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from hashlib import sha256
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
_PROGRAMS = "select name from sqlite_master where type in ('trigger', 'view')"
_UNPROTECTED = "select slug from block_type where not is_protected"
_MIGRATIONS = "database/_migrations/versions/sqlite"
# The block types that Prefect writes beside those it protects: of its collections, as
# this file says; and of its own code (3.9.1). One more, and no database is kept.
_BLOCKS = "collection_blocks_data.json"
_OWN_BLOCKS = frozenset(
    ("custom-webhook", "discord-webhook", "mattermost-webhook", "ms-teams-webhook",
     "opsgenie-webhook", "pager-duty-webhook", "remote-file-system", "sendgrid-email",
     "slack-webhook", "smb", "twilio-sms", "json", "date-time", "string")
)  # fmt: skip
# What the kept files were when they were kept: a digest of each.
_SUMS = "sums"
_NOT_THERE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)
# A copy takes 10 ms; what is so much older was left by a run that was killed.
_LEFT_S = 3600.0


def put_template(home: Path) -> str | None:
    """Puts the kept database into a folder that has none; what hinders it, or None.

    Two at once do no harm: the second finds that there is a database. Where none was
    kept yet there is nothing to say.
    """
    _clear(home)
    if any(home.glob(f"{DATABASE}*")):
        return None  # a log of writes without its database is not ours to pair
    kept = kept_template()
    if not kept.exists():
        return None
    new = home / f"new-{os.getpid()}"
    try:
        new.mkdir()
        for name in (DATABASE, MEMO):
            shutil.copyfile(kept / name, new / name)
        _check_sums(new, (kept / _SUMS).read_text())
        _check(new / DATABASE)
        (new / MEMO).replace(home / MEMO)
        os.link(new / DATABASE, home / DATABASE)  # a rename would replace another's
    except (*_NOT_THERE, sqlite3.Error, ValueError) as error:
        _remove(kept)  # the next new one takes its place
        return f"{kept}: not used: {error}"
    except OSError as error:  # no room here, or no links
        return f"{kept}: not used: {error}"
    finally:
        _remove(new)
    return None


def keep_template(home: Path) -> str | None:
    """Keeps the new database of a server that has just begun; what hinders it, or None.

    The other server may write to it all the while.
    """
    kept = kept_template()
    _clear(kept.parent)
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
        (new / _SUMS).write_text(_sums(new))
        new.rename(kept)
    except (OSError, sqlite3.Error, ValueError) as error:
        return f"{kept}: not kept: {error}"
    finally:
        if new:
            _remove(new)
    return None


def kept_template() -> Path:
    """Where it is kept. Source: XDG Base Directory Specification, 3."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    home = Path(os.environ.get("HOME", "~")).expanduser()
    cache = named if named.is_absolute() else home / ".cache"
    return cache / "newsledger" / f"prefect-{version('prefect')}"


def _sums(folder: Path) -> str:
    """The digests of the two files of a template."""
    digests = (sha256((folder / name).read_bytes()) for name in (DATABASE, MEMO))
    return "\n".join(digest.hexdigest() for digest in digests)


def _check_sums(folder: Path, kept: str) -> None:
    if _sums(folder) != kept:
        raise ValueError("it is not what was kept")


def _clear(folder: Path) -> None:
    """Takes away what killed runs left half copied in a folder."""
    with suppress(OSError):
        for left in folder.glob("new-*"):
            if time.time() - left.lstat().st_mtime > _LEFT_S:
                _remove(left)


def _remove(what: Path) -> None:
    """Takes away a folder, or the file or link that stands in its place."""
    if what.is_dir() and not what.is_symlink():
        shutil.rmtree(what, ignore_errors=True)
        return
    with suppress(OSError):
        what.unlink(missing_ok=True)


def _check(database: Path) -> None:
    """Raises ValueError or sqlite3.Error where the file is not whole, of another
    Prefect, or holds more than a new one does.
    """
    with closing(sqlite3.connect(database)) as db:
        db.execute("pragma journal_mode = delete")
        if db.execute("pragma quick_check").fetchall() != [("ok",)]:
            raise ValueError("the database is damaged")
        if programs := db.execute(_PROGRAMS).fetchall():
            raise ValueError(f"it has triggers or views: {programs}")
        revisions = db.execute("select version_num from alembic_version").fetchall()
        if len(revisions) != 1 or not _is_known(*revisions[0]):
            raise ValueError(f"its schema is {revisions}, which Prefect does not know")
        tables = db.execute("select name from sqlite_master where type = 'table'")
        for (name,) in tables.fetchall():
            rows = db.execute(_A_ROW.format(table=name.replace('"', '""')))
            if name not in WITH_ROWS and rows.fetchone():
                raise ValueError(f"table '{name}' has rows")
        blocks = {slug for (slug,) in db.execute(_UNPROTECTED)}
        if others := blocks and blocks - _prefects_blocks():
            raise ValueError(f"block types are not Prefect's: {sorted(others)}")


def _is_known(revision: object) -> bool:
    """Whether the Prefect that is installed has this migration."""
    if not isinstance(revision, str) or not revision.isalnum():
        return False
    return any((_server() / _MIGRATIONS).glob(f"*_{revision}_*.py"))


def _prefects_blocks() -> frozenset[str]:
    """The slugs of the block types that Prefect's server brings along."""
    said = json.loads((_server() / _BLOCKS).read_text())
    return _OWN_BLOCKS | {
        slug
        for collection in said["collections"].values()
        for slug in collection["block_types"]
    }


def _server() -> Path:
    """The folder of the server of the Prefect that is installed; it is not imported."""
    found = find_spec("prefect")
    if found is None or found.origin is None:
        raise ValueError("there is no Prefect here")
    return Path(found.origin).parent / "server"
