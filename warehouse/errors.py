"""Every error newsledger raises on purpose.

    NewsledgerError            reason, exit_status
    ├── UsageError             2  wrong use: a bad option, a bad configuration
    │   └── ConfigError        2  names the file and the key
    └── LedgerError            3  the ledger cannot be used
        ├── LedgerLocked       3  another process holds it; trying again is safe
        ├── LedgerTooNew       3  made by a newer program
        ├── LedgerTooOld       3  made by an older one; a run brings it up to date
        ├── LedgerEdited       3  a migration it applied is not the one we have
        ├── LedgerMissing      3  nothing is there to read
        ├── LedgerDamaged      3  a file cannot be read
        └── DiskFull           3  what was committed stays; trying again is safe

Messages read `where: what is wrong, with the value; what to do`, on one line.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

# What an operating system says of a disk, or a share of it, that is full.
NO_ROOM = {errno.EFBIG, errno.ENOSPC, errno.EDQUOT}


class NewsledgerError(Exception):
    """The root: `reason` is the slug that rows and reports use."""

    reason = "error"
    exit_status = 3

    def __reduce__(self) -> tuple[Any, ...]:
        """Lets a process that helps hand its error on: by default it is made again
        from its message, which the errors below do not take."""
        return _revived, (type(self), self.args, dict(self.__dict__))


def _revived(
    kind: type[NewsledgerError], args: tuple[object, ...], facts: dict[str, Any]
) -> NewsledgerError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


class UsageError(NewsledgerError):
    """What was asked cannot be done as it was asked; nothing was touched."""

    reason = "usage"
    exit_status = 2


class ConfigError(UsageError):
    """A configuration file that cannot be used; nothing was touched."""

    reason = "config"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where


class LedgerError(NewsledgerError):
    """The ledger cannot be used as it is; it keeps what it had."""

    reason = "ledger"


class LedgerLocked(LedgerError):
    """Another process holds the ledger. Trying again is safe."""

    reason = "locked"

    def __init__(self, path: Path, holder: str, wait_s: float) -> None:
        super().__init__(
            f"{path.name}: locked by {holder}; "
            f"end it or raise --wait (now {wait_s:g} s)"
        )
        self.path, self.holder, self.wait_s = path, holder, wait_s


class LedgerTooNew(LedgerError):
    """The ledger's schema is ahead of this program. Only an upgrade helps."""

    reason = "too_new"

    def __init__(self, path: Path, theirs: int, ours: int) -> None:
        super().__init__(
            f"{path.name}: schema {theirs} is newer than this program's {ours}; "
            "upgrade the program"
        )
        self.path, self.theirs, self.ours = path, theirs, ours


class LedgerTooOld(LedgerError):
    """The ledger's schema is behind this program, for a command that only reads."""

    reason = "too_old"

    def __init__(self, path: Path, theirs: int, ours: int) -> None:
        super().__init__(
            f"{path.name}: schema {theirs} is older than this program's {ours}; "
            "'newsledger run' brings it up to date"
        )
        self.path, self.theirs, self.ours = path, theirs, ours


class LedgerEdited(LedgerError):
    """A migration that the ledger applied differs from the one in the program."""

    reason = "edited_migration"

    def __init__(self, path: Path, version: int, theirs: str, ours: str) -> None:
        super().__init__(
            f"{path.name}: migration {version} was applied as {theirs[:12]}, this "
            f"program has {ours[:12]}; use the program that made the ledger"
        )
        self.path, self.version, self.theirs, self.ours = path, version, theirs, ours


class LedgerMissing(LedgerError):
    """There is no ledger here to read."""

    reason = "missing"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: no ledger here; make one with 'newsledger run'")
        self.path = path


class LedgerDamaged(LedgerError):
    """A file of the ledger cannot be read as what it should be."""

    reason = "damaged"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path.name}: {what}; run 'newsledger verify'")
        self.path, self.what = path, what


class DiskFull(LedgerError):
    """No room to write. What was committed stays; trying again is safe."""

    reason = "disk_full"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: no space left while {what}; free some and run again")
        self.path = path
