"""How the views are read: what DuckDB holds in memory for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from plainrun import run_plain

from warehouse.connect import reading, writing
from warehouse.ledger import Ledger

EXAMPLES = Path(__file__).parent.parent / "examples"
MANY_VERSIONS = """
insert into internal.versions by name
select
    md5(i::varchar)::uuid as version_id,
    md5(i::varchar)::uuid as article_id,
    1 as version_no,
    i::varchar as title,
    i::varchar as text
from range(50000) as r(i)
"""
MANY_HEADS = """
insert into internal.article_heads by name
select
    version_id,
    article_id,
    version_no,
    title as identity_key,
    title as url,
    false as is_deleted
from internal.versions
where article_id not in (select article_id from internal.article_heads)
"""
FROM_HEADS = "url, tags, identity_key, identity_rule, source_id, payload_digest"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger of many articles, none of them a duplicate or gone."""
    ledger = Ledger(tmp_path_factory.mktemp("many") / "ledger")
    run_plain(ledger.root, EXAMPLES)
    with writing(ledger.warehouse, 0) as con:
        con.execute("delete from internal.article_heads")
        con.execute("delete from internal.versions")
        con.execute(MANY_VERSIONS)
        con.execute(MANY_HEADS)
    return ledger


def gathered(plan: Any) -> list[str]:
    """What is read into the hash tables of the joins, as it stands in the plan."""
    if isinstance(plan, list):
        return [one for item in plan for one in gathered(item)]
    below = plan["children"]
    sides = [json.dumps(below[1])] if "JOIN" in plan["name"].upper() else []
    return sides + gathered(below)


@pytest.mark.parametrize(
    "columns", ["*", "text", "url, text", f"{FROM_HEADS}, text", f"{FROM_HEADS}, title"]
)
def test_articles_are_read_without_gathering_their_texts(
    ledger: Ledger, columns: str
) -> None:
    with reading(ledger.warehouse) as con:
        query = f"explain (format json) select {columns} from articles limit 10"
        [[_, plan]] = con.execute(query).fetchall()

    found = gathered(json.loads(plan))

    assert len(found) == 1
    assert "article_heads" in found[0]
    assert "internal.versions" not in found[0]
