"""A batch of several sources: each row says whose it is, raw tells all of it again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from plainrun import ask, reparse_plain, run_plain, ticking, utc_now
from seenlooks import START, Seen, digest, fresh
from sitepages import told

from tasks.steps.compare import edges_of_unmet
from tasks.steps.rebuild import rebuild
from tasks.text.keys import make_key
from tasks.text.same_story import is_same_story
from warehouse import load as loader
from warehouse import runs
from warehouse.connect import Connection
from warehouse.landing import landing, read_batch
from warehouse.ledger import Ledger
from warehouse.model.article import Look
from warehouse.model.batch import Batch
from warehouse.model.entry import Entry, Key, Payload, Reject
from warehouse.model.source import Source
from warehouse.staging import stage
from warehouse.verify import verify

DAY = timedelta(days=1)
ONE, TWO, THREE = (
    Source(source_id=name, kind="feed", url=f"https://{name}.example/feed")
    for name in ("one", "two", "three")
)
PAGE = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>{told}</p>
<p>The {title} was opened again on Monday, after two years of work that cost the town a
third more than its council had voted for in the spring of the year before.</p>
<p class="ad">The mayor, who cut the ribbon in the rain, said that the next one will be
closed from May on, and that cyclists can then use the ferry for nothing.</p>
</article></body></html>"""


# Looks


def key(name: str) -> Key:
    return Key(rule="guid", written=name, digest=digest(name))


def look(source_id: str, *names: str, text: str | None = None, day: int = 0) -> Look:
    seen = Seen(day, text or names[0], article=names[0]).look()
    return replace(seen, source_id=source_id, keys=tuple(map(key, names)))


def put(
    con: Connection,
    *looks: Look,
    rejects: Sequence[Reject] = (),
    run: UUID | None = None,
) -> UUID:
    """Loads one batch, of several sources as far as it says."""
    batch = Batch(
        batch_key=uuid4(),
        run_id=run or uuid4(),
        source_id=None,
        n_entries=len(looks) + len(rejects),
    )
    staged = stage(looks=looks, rejects=rejects)
    loader.decide(con, staged, batch, is_same_story, lambda _: ())
    loader.load(con, staged, batch, edges_of_unmet, START + DAY)
    return batch.run_id


def keys_of(con: Connection) -> set[tuple]:
    asked = con.execute("select written, article_id from internal.article_keys")
    return set(asked.fetchall())


def test_an_article_that_two_sources_list_in_one_batch_is_one(tmp_path: Path) -> None:
    """Its address, a key that both bring, identifies it all the same."""
    with fresh(tmp_path / "w.duckdb") as con:
        put(con, look("one", "g1", "url"), look("two", "g2", "url"))

        assert keys_of(con) == {(name, digest("g1")) for name in ("g1", "g2", "url")}
        assert con.execute("from internal.shared_keys").fetchall() == []


def test_a_key_that_two_entries_of_one_source_claim_identifies_none(
    tmp_path: Path,
) -> None:
    with fresh(tmp_path / "w.duckdb") as con:
        put(
            con,
            look("one", "g1", "front"),
            look("two", "g3"),
            look("one", "g2", "front"),
        )

        assert keys_of(con) == {(name, digest(name)) for name in ("g1", "g2", "g3")}


def test_an_entry_that_stands_in_a_listing_twice_claims_its_keys_once(
    tmp_path: Path,
) -> None:
    with fresh(tmp_path / "w.duckdb") as con:
        put(con, look("one", "g1", "url"), look("one", "g1", "url"))

        assert keys_of(con) == {("g1", digest("g1")), ("url", digest("g1"))}


def test_a_key_that_strays_is_found_by_the_source_that_listed_the_article(
    tmp_path: Path,
) -> None:
    """In an earlier batch of the run, too, and only where it is the same source's."""
    for other, expected in (("one", {"g1", "g2"}), ("two", {"g1"})):
        with fresh(tmp_path / "w.duckdb") as con:
            run = put(con, look("one", "g1", "url"), look("three", "g9"))
            put(con, look(other, "g2", "url", text="b"), look("three", "g8"), run=run)

            named = con.execute("select identity_key from articles").fetchall()
            assert {name for (name,) in named} == {"g8", "g9", *expected}


def test_counts_are_by_source_and_add_up(tmp_path: Path) -> None:
    with fresh(tmp_path / "w.duckdb") as con:
        left_out = [
            Reject(source_id="two", stage="parse", reason="no_text", detail="", url=url)
            for url in ("a", "b")
        ]
        failed = replace(Seen(0, None, "g9").look(), source_id="three")
        run = put(con, look("one", "g1"), look("two", "g2"), failed, rejects=left_out)

        found = {
            row.source_id: (row.n_in, row.n_new, row.n_rejects)
            for row in runs.counts(con, run)
        }
        assert found == {"one": (1, 1, 0), "two": (3, 1, 2), "three": (1, 0, 1)}
        batches = "select source_id, n_in, n_observations, n_rejects from batches"
        assert con.execute(batches).fetchall() == [(None, 5, 2, 3)]
        looks = "select source_id, outcome from observations order by source_id"
        assert con.execute(looks).fetchall() == [("one", "new"), ("two", "new")]


def test_asked_for_goes_before_not_asked_and_read_before_not_modified(
    tmp_path: Path,
) -> None:
    """In one batch, and where the other look was in a batch of the run before it."""
    read = look("two", "g1", text="b", day=1)
    same = replace(read, status="not_modified", article=None, source_id="one")
    unasked = replace(same, reason="not_asked")
    missing = replace(Seen(1, None, "g1").look(), source_id="three")
    outcomes = {
        (unasked, read): "changed",
        (same, read): "changed",
        (unasked, missing): "failed",
        (same, missing): "not_modified",
        (unasked, same): "not_modified",
    }
    for looks, expected in outcomes.items():
        for is_apart in (False, True):
            with fresh(tmp_path / "w.duckdb") as con:
                put(con, look("one", "g1"))
                if is_apart:
                    run = put(con, looks[0])
                    put(con, looks[1], run=run)
                else:
                    run = put(con, *looks)

                asked = "select outcome, source_id from observations where run_id = $1"
                [(outcome, source_id)] = con.execute(asked, [run]).fetchall()
                assert outcome == expected
                winner = looks[0] if expected == "not_modified" else looks[1]
                if unasked in looks:
                    winner = looks[1]
                assert source_id == winner.source_id
                n_in = "select sum(n_in), sum(n_observations) from batches"
                assert con.execute(f"{n_in} where run_id = $1", [run]).fetchall() == [
                    (1, 1)
                ]


def test_not_modified_of_what_nobody_knows_is_left_out(tmp_path: Path) -> None:
    with fresh(tmp_path / "w.duckdb") as con:
        put(con, replace(look("one", "g1"), status="not_modified", article=None))

        asked = "select stage, reason, identity_key from rejects"
        assert con.execute(asked).fetchall() == [("fetch", "not_modified", "g1")]


def test_late_input_passes_over_what_was_not_modified(tmp_path: Path) -> None:
    """A look that read nothing says nothing of the text, and keeps what it is."""
    with fresh(tmp_path / "w.duckdb") as con:
        put(con, look("one", "g1", text="b", day=5))
        same = replace(
            look("one", "g1", text="b", day=7), status="not_modified", article=None
        )
        put(con, same)
        put(con, replace(same, reason="not_asked", captured_at=START + 8 * DAY))

        put(con, look("one", "g1", text="a", day=2))

        asked = "select outcome from observations order by captured_at"
        assert [row[0] for row in con.execute(asked).fetchall()] == [
            "new",
            "changed",
            "not_modified",
            "not_modified",
        ]
        [times] = con.execute(
            "select first_seen_at, last_seen_at, last_look_at "
            "from internal.article_heads"
        ).fetchall()
        assert times == (START + 2 * DAY, START + 7 * DAY, START + 7 * DAY)


# Raw


def payload(source: Source, name: str, at: datetime) -> Payload:
    body = PAGE.format(title=name, told=told(name)).encode()
    url = f"{source.url}/{name}"
    return Payload(
        entry=Entry(
            source_id=source.source_id,
            keys=(make_key("url", url, source.source_id),),
            url=url,
            rules=source.rules,
        ),
        digest=hashlib.sha256(body).hexdigest(),
        body=body,
        media_type="text/html",
        captured_at=at,
        url=url,
    )


def land(ledger: Ledger, day: int, *payloads: Payload) -> Batch:
    """Lands a batch of both sources, as a run does that dies before it commits."""
    at = START + day * DAY
    batch = Batch(
        batch_key=uuid4(),
        run_id=uuid4(),
        source_id=None,
        n_entries=len(payloads),
        learnt_at=at,
    )
    with landing(ledger.raw, batch, at, "test") as warc:
        for one in payloads:
            warc.add(one, None)
        warc.finish(batch, [ONE, TWO, THREE])
    return replace(batch, warc_file=warc.landed_as)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger with a batch of two sources, taken up from what a dead run landed."""
    ledger = Ledger(tmp_path / "ledger")
    land(
        ledger,
        0,
        payload(ONE, "bridge", START),
        payload(TWO, "mill", START),
        payload(TWO, "bridge", START),
    )
    config(tmp_path)
    run_plain(ledger.root, tmp_path / "none", clock=ticking(START + DAY))
    return ledger


def config(home: Path, rules: str = "") -> Path:
    path = home / "sources.toml"
    table = f"[source.rules]\n{rules}\n" if rules else ""
    path.write_text(
        "".join(
            f'[[source]]\nid = "{source.source_id}"\nkind = "feed"\n'
            f'url = "{source.url}"\n{table}'
            for source in (ONE, TWO)
        )
    )
    return path


def test_the_record_that_closes_a_file_names_the_sources_it_holds(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path)
    batch = land(ledger, 0, payload(TWO, "mill", START), payload(ONE, "b", START))
    assert batch.warc_file is not None
    assert read_batch(ledger.raw, batch.warc_file) == (batch, (ONE, TWO))

    single = land(ledger, 1, payload(TWO, "mill", START))

    assert single.warc_file is not None
    told, sources = read_batch(ledger.raw, single.warc_file)
    assert (told.source_id, sources) == ("two", (TWO,))


def test_what_was_left_of_several_sources_is_taken_up_for_each(ledger: Ledger) -> None:
    asked = "select source_id, outcome from observations order by all"
    assert ask(ledger.root, asked) == [
        ("one", "new"),
        ("two", "duplicate"),
        ("two", "new"),
    ]
    known = ask(ledger.root, "select source_id from sources order by source_id")
    assert {("one",), ("two",)} <= set(known)
    assert verify(ledger).damages == []


def test_a_batch_of_several_sources_is_the_same_after_a_rebuild(ledger: Ledger) -> None:
    history = (
        "select article_id, source_id, version_id, text, valid_from, run_id, "
        "cluster_id, n_duplicates, identity_key from article_history order by all"
    )
    before = ask(ledger.root, history)
    looks = ask(ledger.root, "select source_id, article_id from observations")

    rebuild(ledger, 0, utc_now)

    assert ask(ledger.root, history) == before
    again = ask(ledger.root, "select source_id, article_id from observations")
    assert sorted(again) == sorted(looks)
    assert verify(ledger).damages == []


def test_sources_are_read_again_together_each_by_its_own_rules(ledger: Ledger) -> None:
    rules = config(ledger.root.parent, 'drop = ".ad"')

    report = reparse_plain(ledger.root, config=rules, clock=ticking(START + 2 * DAY))

    found = {row.source_id: (row.n_in, row.n_changed) for row in report.counts}
    assert found == {"one": (1, 1), "two": (2, 2)}
    batches = "select source_id, n_in from batches order by committed_at"
    assert ask(ledger.root, batches)[-1] == (None, 3)
    changed = (
        "select article_id, version_no, text, cause from article_history order by all"
    )
    before = ask(ledger.root, changed)
    rebuild(ledger, 0, utc_now)
    assert ask(ledger.root, changed) == before
    assert {row[3] for row in before if row[1] == 2} == {"parser"}


def test_one_source_alone_is_read_again_out_of_a_batch_of_several(
    ledger: Ledger,
) -> None:
    rules = config(ledger.root.parent, 'drop = ".ad"')

    reparse_plain(ledger.root, "two", config=rules, clock=ticking(START + 2 * DAY))

    asked = "select source_id from article_history where version_no = 2"
    assert ask(ledger.root, asked) == [("two",), ("two",)]
