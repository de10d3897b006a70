"""Verifies ledgers, each in a process of its own, and says what they hold.

Run as `python flipped.py`. For each path on a line of its input it prints a line:
`damaged` and the file's name, or `whole` and a digest of everything that the ledger
says. The processes are forked from this one, which opens no database: starting each
afresh was most of what it took.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from warehouse.landing import landed_files, payloads
from warehouse.ledger import Ledger
from warehouse.sums import reading_all, table_names
from warehouse.verify import verify


def content(ledger: Ledger) -> str:
    """A digest of every row and every payload, read as the program reads them."""
    seen = hashlib.sha256()
    for path in (ledger.news, ledger.warehouse):
        with reading_all(path, "flipped") as con:
            for name in sorted(table_names(con)):
                rows = con.table(name).fetchall()
                seen.update(repr(sorted(map(repr, rows))).encode())
            for row in con.execute(
                "select view_name, sql, comment from duckdb_views() "
                "where not internal order by 1"
            ).fetchall():
                seen.update(repr(row).encode())
    for warc_file in landed_files(ledger.raw):
        for payload in payloads(ledger.raw, warc_file):
            seen.update(repr(payload).encode())
    return seen.hexdigest()


def tell(ledger: Ledger) -> None:
    """Prints what is found in the ledger."""
    found = verify(ledger)
    if found.damages:
        names = sorted({damage.file for damage in found.damages})
        print("damaged", *names, flush=True)
    else:
        print("whole", content(ledger), flush=True)


if __name__ == "__main__":
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            tell(Ledger(Path(line.rstrip("\n"))))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if status:
            sys.exit(f"{line}: the process ended with {status}")
