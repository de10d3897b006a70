"""The views answer alike, whatever time zone the reader's session is in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from plainrun import run_plain

from warehouse.connect import reading, writing
from warehouse.ledger import Ledger

RECORD = '{{"id": "{0}", "title": "{0}", "text": "{1}", "published": "{2}"}}\n'
TEXT = "The council met to discuss the {0}, and will meet about it again soon."
PUBLISHED = ("2024-05-01", "2022-01", "2024-05-01T23:30:00Z")
# In UTC on two days, in New York on three.
SEEN = [
    datetime(2026, 3, 2, 1, tzinfo=UTC),
    datetime(2026, 3, 2, 23, tzinfo=UTC),
    datetime(2026, 3, 31, 1, tzinfo=UTC),
]
VIEWS = "select view_name from duckdb_views() where not internal order by view_name"


@pytest.fixture
def filled(tmp_path: Path) -> Ledger:
    """A source that brought something on two days 29 days apart, and 50 days not."""
    records = tmp_path / "in" / "a.jsonl"
    records.parent.mkdir()
    lines = [
        RECORD.format(nth, TEXT.format(f"plan {nth}"), published)
        for nth, published in enumerate(PUBLISHED)
    ]
    records.write_text("".join(lines), "utf-8")
    ledger = Ledger(tmp_path / "ledger")
    run_plain(ledger.root, records.parent)
    with writing(ledger.warehouse, 0) as con:
        for nth, seen in enumerate(SEEN):
            con.execute(
                "update internal.article_heads set first_seen_at = $1 "
                "where identity_key = $2",
                [seen, str(nth)],
            )
        looked = datetime(2026, 5, 20, tzinfo=UTC)
        con.execute("update internal.source_looks set looked_at = $1", [looked])
    return ledger


def test_every_view_says_the_same_in_every_time_zone(filled: Ledger) -> None:
    told = []
    with reading(filled.warehouse) as con:
        views = [name for (name,) in con.execute(VIEWS).fetchall()]
        for zone in ("UTC", "America/New_York", "Pacific/Auckland"):
            con.execute(f"set timezone = '{zone}'")
            told.append(
                {name: con.execute(f"from {name}").fetchall() for name in views}
            )
        health = con.execute("select health from sources").fetchall()

    assert {"articles", "daily_counts", "sources"} <= set(views)
    for name in views:
        for other in told[1:]:
            assert sorted(map(repr_utc, other[name])) == sorted(
                map(repr_utc, told[0][name])
            )
    assert health == [("fresh",)]


def repr_utc(row: tuple) -> str:
    """A row as text, its moments in UTC."""
    return repr(
        [
            value.astimezone(UTC) if isinstance(value, datetime) else value
            for value in row
        ]
    )
