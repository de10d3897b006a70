"""What it costs to ask a ledger of 1,000 sources what it remembers, and to keep a run.

    python bench/remembered.py [--sources 1000] [--fetches 1000000] [--articles 200000]

Prints each question, its wall time and CPU. The ledger is made up by SQL, a year of
daily looks: what is measured is the asking.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

# bench/warehouse.py would be found before the package of that name
sys.path[0] = str(Path(__file__).parent.parent)

from warehouse import articles, runs, state
from warehouse.connect import Connection, reading, writing
from warehouse.migrate import migrate
from warehouse.model.entry import Fetch
from warehouse.model.source import Source, SourceLook

NOW = datetime(2026, 12, 1, tzinfo=UTC)
MADE = """
insert into internal.sources by name
select
    's' || i as source_id, 'feed' as kind,
    'https://h' || i || '.example/feed' as location, '{}' as settings,
    uuid() as run_id, $now - interval 400 day as recorded_at
from range($sources) as r(i);
insert into internal.source_looks by name
select
    uuid() as run_id, 's' || i as source_id, $now - d * interval 1 day as looked_at,
    case when d % 50 = 0 then 'timeout' when d % 3 = 0 then 'ok'
        else 'not_modified' end as outcome,
    '"' || d || '"' as etag, 5 as n_entries, 'p' as parser,
    'https://h' || i || '.example/feed' as asked, asked as final_url,
    false as is_permanent
from range($sources) as r(i), range(1, 366) as q(d);
insert into internal.fetches by name
select
    uuid() as fetch_id, 's' || (i % $sources) as source_id,
    'https://h' || (i % $sources) || '.example/news/article-' || (i % $articles) as url,
    url as final_url, case when i % 997 = 0 then 429 else 200 end as status,
    case when i % 997 = 0 then 'rate_limited' else 'ok' end as outcome,
    case when i % 997 = 0 then 3600 end as retry_after_s, '"' || i || '"' as etag,
    sha256((i % $articles)::varchar) as payload_digest, 80.0 as elapsed_ms,
    $now - (($fetches - i) * 31536000 // $fetches) * interval 1 second as started_at
from range($fetches) as r(i);
insert into internal.article_heads by name
select
    md5(i::varchar)::uuid as article_id, 's' || (i % $sources) as source_id,
    'guid-' || i as identity_key, 'guid' as identity_rule,
    'https://h' || (i % $sources) || '.example/news/article-' || i as url,
    sha256(i::varchar) as payload_digest, false as is_deleted,
    $now - (i * 31536000 // $articles) * interval 1 second as first_seen_at,
    first_seen_at as last_seen_at, first_seen_at as last_look_at
from range($articles) as r(i);
"""


@contextmanager
def timed(what: str) -> Iterator[Callable[[object], None]]:
    said: list[object] = []
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    yield said.append
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    told = ", ".join(map(str, said))
    print(f"{what:28} {wall_s * 1e3:7.0f} ms  {cpu_s * 1e3:7.0f} ms CPU  {told}")


def make(con: Connection, values: dict[str, object]) -> None:
    for sql in filter(str.strip, MADE.split(";\n")):
        con.execute(sql, {k: v for k, v in values.items() if f"${k}" in sql})


def ask(con: Connection, sources: list[Source]) -> None:
    parsers = {source.source_id: "p" for source in sources}
    with timed("memories") as say:
        say(len(state.memories(con, sources, parsers)))
    with timed("not_before") as say:
        hosts, _ = state.not_before(con, NOW)
        say(f"{len(hosts)} hosts")
    with timed("rechecks") as say:
        due = articles.rechecks(con, sources, NOW, NOW)
        say(f"{len(due)} articles")
    keys = [key.digest for _, _, keys in due for key in keys][:5000]
    with timed("heads, of 5,000 keys") as say:
        say(len(articles.heads(con, keys, parsers)))
    urls = [url for _, url, _ in due][:5000]
    digests = {url: _digest(url) for url in urls}
    with timed("page_validators, of 5,000") as say:
        say(len(articles.page_validators(con, digests)))
    since = NOW - timedelta(days=31)
    with timed("the same, of a month") as say:
        say(len(articles.page_validators(con, digests, since)))
    with timed("robots") as say:
        say(len(state.robots(con, NOW - timedelta(days=1))))
    with timed("view sources") as say:
        say(con.execute("select health, count(*) from sources group by 1").fetchall())


def _digest(url: str) -> str:
    return sha256(url.rpartition("-")[2].encode()).hexdigest()


def keep(con: Connection, sources: list[Source]) -> None:
    run_id = uuid4()
    looks = [
        SourceLook(
            source_id=source.source_id,
            looked_at=NOW,
            outcome="not_modified",
            parser="p",
        )
        for source in sources
    ]
    asked = Fetch(
        source_id="",
        url="",
        final_url="",
        outcome="not_modified",
        started_at=NOW,
        elapsed_ms=50.0,
        status=304,
    )
    fetches = [
        replace(asked, source_id=source.source_id, url=source.location)
        for source in sources
    ]
    with timed(f"record_looks, {len(looks)}"):
        runs.record_looks(con, run_id, looks, fetches)
    with timed(f"record_sources, {len(looks)}"):
        runs.record_sources(con, run_id, sources, NOW)
    with timed("counts"):
        runs.counts(con, run_id)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=1_000)
    parser.add_argument("--fetches", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=200_000)
    given = vars(parser.parse_args())
    sources = [
        Source(source_id=f"s{n}", kind="feed", url=f"https://h{n}.example/feed")
        for n in range(given["sources"])
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        migrate(path, 0, NOW)
        with timed("made"), writing(path, 0) as con:
            make(con, {**given, "now": NOW})
        print(f"{path.stat().st_size / 1e6:.0f} MB, {given}")
        with reading(path) as con:
            ask(con, sources)
        with writing(path, 0) as con:
            keep(con, sources)


if __name__ == "__main__":
    main()
