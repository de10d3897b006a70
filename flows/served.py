"""Where a ledger is served: the record that a long-lived server leaves.

`prefect/server.json` says where it answers, the lock `prefect/server.lock`, held
by the server itself, that it lives.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.server import answers, prefect_home
from warehouse.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server of a ledger: the address of its API, and its process."""

    url: str
    pid: int


def claim(ledger: Path) -> int:
    """The descriptor of the lock that says: a server of this ledger lives.

    The caller hands it to `start_server` and closes its own copy, so the lock
    ends with the server, however that ends. What a dead one left is taken away.

    Raises UsageError where a server lives.
    """
    home = prefect_home(ledger)
    fd = os.open(home / "server.lock", os.O_RDWR | os.O_CREAT, 0o644)
    # `find_served` of another process may hold it for a moment.
    if not _lock_within(fd, 1.0, fcntl.LOCK_EX):
        os.close(fd)
        found = _read(ledger)
        where = f" at {found.url} by process {found.pid}" if found else ""
        raise UsageError(f"{ledger}: served already{where}; end that one first")
    forget(ledger)
    return fd


def record(ledger: Path, served: Served) -> None:
    """Writes where the server of this ledger answers, for `find_served`."""
    path = prefect_home(ledger) / "server.json"
    new = path.with_suffix(".new")
    new.write_text(json.dumps(asdict(served)) + "\n", encoding="utf-8")
    new.replace(path)


def forget(ledger: Path) -> None:
    """Takes the record away."""
    (ledger / "prefect" / "server.json").unlink(missing_ok=True)


def find_served(ledger: Path) -> Served | None:
    """The server of this ledger that is up and answers, or None.

    A record alone proves nothing: its process may be dead and its port another's.
    """
    if not is_locked(ledger / "prefect" / "server.lock"):
        return None
    found = _read(ledger)
    return found if found and answers(found.url) else None


def is_locked(path: Path) -> bool:
    """Whether some process holds a flock on this file; a missing one is free."""
    try:
        with path.open("rb") as file:
            return not _lock_within(file.fileno(), 0.0, fcntl.LOCK_SH)
    except OSError:
        return False


def _read(ledger: Path) -> Served | None:
    # A record that another program wrote or cut short is as good as none.
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = (ledger / "prefect" / "server.json").read_text(encoding="utf-8")
        said = json.loads(text)
        return Served(url=str(said["url"]), pid=int(said["pid"]))
    return None


def _lock_within(fd: int, wait_s: float, kind: int) -> bool:
    until = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        else:
            return True
