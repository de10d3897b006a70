"""Verifies a ledger in a process of its own, and says what it holds.

Prints `damaged` and the file's name, or `whole` and a digest of everything that the
ledger says: run as `python flipped.py LEDGER`.
"""

from __future__ import annotations

import hashlib
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


if __name__ == "__main__":
    at = Ledger(Path(sys.argv[1]))
    found = verify(at)
    if found.damages:
        print("damaged", *sorted({damage.file for damage in found.damages}))
    else:
        print("whole", content(at))
