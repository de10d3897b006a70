"""Stored bytes read again: another reading is a version of its own, the same is none.

A site's rules are what changes the reading here; to the ledger they are a parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from newssite import NewsSite
from plainrun import ask, reparse_plain, run_plain, ticking
from seenlooks import Seen, fresh, learnt_at, put

from flows.config import read_again
from tasks.steps.parse import helpers
from tasks.steps.rebuild import rebuild
from tasks.steps.reread import reread
from tasks.steps.run import Run, open_run, utc_now
from warehouse.errors import UsageError
from warehouse.ledger import Ledger
from warehouse.verify import verify

LEAD = (
    "The bridge over the canal was opened again on Monday, after two years of work "
    "that cost the town a third more than its council had voted for in the spring of "
    "the year before, when the old deck was found to be cracked."
)
SECOND = (
    "The mayor, who cut the ribbon in the rain, said that the next one will be closed "
    "from May on, and that cyclists can then use the ferry at the mill for nothing "
    "until the last of the piles has been driven."
)
PAGE = (
    "<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1>"
    f"<p>{LEAD}</p><p class='second'>{SECOND}</p></article></body></html>"
)
WHOLE, BARE = f"{LEAD}\n\n{SECOND}", LEAD
HISTORY = (
    "select identity_key, version_no, text, cause, changed, valid_from, learnt_at, "
    "version_id, parser from article_history order by identity_key, version_no"
)
START = datetime(2026, 3, 1, tzinfo=UTC)


class Desk:
    """A folder of pages, its configuration and its ledger, day after day."""

    def __init__(self, home: Path) -> None:
        self.home, self.ledger, self.day = home, home / "ledger", 0
        (home / "in").mkdir()
        self.where = 'path = "in"'
        self.write("a.html")
        self.rule("")

    def write(self, name: str, page: str = PAGE) -> None:
        (self.home / "in" / name).write_text(page)

    def rule(self, rules: str) -> None:
        table = f"[source.rules]\n{rules}\n" if rules else ""
        self.config.write_text(
            "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
            f'[[source]]\nid = "desk"\n{self.where}\n{table}'
        )

    def from_site(self, url: str) -> None:
        self.where = f'kind = "page"\nurl = "{url}"'
        self.rule("")

    def listed_by(self, site: NewsSite, **rules: str) -> None:
        """Each source of these lists the site's `/a`, with its rules if it has any."""
        item = f"<item><title>Bridge</title><link>{site.url('/a')}</link></item>"
        feed = f'<rss version="2.0"><channel><title>x</title>{item}</channel></rss>'
        config = "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
        for name, said in rules.items():
            kind = "application/rss+xml"
            site.page(f"/{name}.xml", feed.encode(), media_type=kind)
            config += f'[[source]]\nid = "{name}"\nkind = "feed"\n'
            config += f'url = "{site.url(f"/{name}.xml")}"\n'
            config += f"[source.rules]\n{said}\n" if said else ""
        self.config.write_text(config)

    @property
    def config(self) -> Path:
        return self.home / "sources.toml"

    def clock(self) -> Iterator:
        self.day += 1
        return ticking(START + timedelta(days=self.day))

    def run(self, *only: str) -> None:
        run_plain(
            self.ledger,
            config=self.config,
            only=only,
            force=True,
            clock=self.clock(),
        )

    def reparse(self, *sources: str, **how: object):
        return reparse_plain(
            self.ledger, *sources, config=self.config, clock=self.clock(), **how
        )

    def story(self) -> list[tuple]:
        return ask(
            self.ledger,
            "select text, cause, changed from article_history "
            "order by identity_key, version_no",
        )

    def rows(self) -> list[tuple]:
        """How many rows there are of all that a second time might add."""
        return [
            ask(self.ledger, f"select count(*) from {name}")
            for name in ("article_history", "observations", "rejects", "batches")
        ]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_edited_rule_makes_a_version_that_the_parser_caused(desk: Desk) -> None:
    desk.run()
    desk.run()
    desk.rule('drop = ".second"')
    report = desk.reparse()

    assert desk.story() == [
        (WHOLE, "source", []),
        (BARE, "parser", ["text"]),
    ]
    assert [(row.source_id, row.n_changed) for row in report.counts] == [("desk", 1)]
    [first, second] = ask(desk.ledger, HISTORY)
    last_look = START + timedelta(days=2)
    assert second[5].date() == last_look.date()  # when these bytes were met last
    assert second[6] > first[6]
    assert ask(desk.ledger, "select command, status from runs order by started_at")[
        -1
    ] == ("reparse", "done")
    assert verify(Ledger(desk.ledger)).damages == []


def test_a_second_time_adds_nothing(desk: Desk) -> None:
    desk.write("b.html", PAGE.replace("canal", "river").replace("class='second'", ""))
    desk.run()
    desk.rule('drop = ".second"')
    first = desk.reparse()
    before = desk.rows()

    second = desk.reparse()

    assert [(row.n_in, row.n_changed, row.n_unchanged) for row in first.counts] == [
        (2, 1, 1)
    ]
    assert second.counts == ()
    assert desk.rows() == before


def test_what_was_met_before_is_met_again_as_the_rule_reads_it(desk: Desk) -> None:
    desk.run()
    desk.rule('drop = ".second"')
    desk.reparse()
    before = ask(desk.ledger, "select count(*) from article_history")

    desk.run()

    assert ask(desk.ledger, "select count(*) from article_history") == before
    looks = "select outcome from observations order by captured_at desc limit 1"
    assert ask(desk.ledger, looks) == [("unchanged",)]


@pytest.mark.parametrize("is_missed", [False, True], ids=["plain", "missed since"])
def test_to_and_fro_at_one_moment_is_three_versions(
    desk: Desk, is_missed: bool
) -> None:
    """Also where the article was missed since: then each reading is a late look."""
    with NewsSite() as site:
        site.page("/a", PAGE.encode())
        desk.from_site(site.url("/a"))
        desk.run()
        if is_missed:
            site.page("/a", b"gone", status=404)
            desk.run()
    for rules in ('drop = ".second"', "", 'drop = ".second"'):
        desk.rule(rules)
        desk.reparse()

    assert [text for text, _, _ in desk.story()] == [WHOLE, BARE, WHOLE, BARE]
    history = ask(desk.ledger, HISTORY)
    assert len({row[7] for row in history}) == 4
    for nth, row in enumerate(history):
        known = ask(
            desk.ledger,
            "select text, version_id, cause, changed from articles_as_of($1)",
            row[6],
        )
        assert known == [(row[2], row[7], row[3], row[4])]
        changes = ask(
            desk.ledger,
            "select version_no from changes_between($1, $2)",
            row[6] - timedelta(seconds=1),
            row[6],
        )
        assert changes == [(nth + 1,)]
    assert verify(Ledger(desk.ledger)).damages == []


def test_an_article_with_a_failed_look_since_is_read_again_where_it_belongs(
    desk: Desk,
) -> None:
    """Its last look is later than its bytes: what they say goes before it."""
    with NewsSite() as site:
        site.page("/a", PAGE.encode())
        desk.from_site(site.url("/a"))
        desk.run()
        site.page("/a", b"gone", status=404)
        desk.run()
        desk.rule('drop = ".second"')
        desk.run()
    desk.reparse()
    before = desk.rows()

    assert [(text, cause) for text, cause, _ in desk.story()] == [
        (WHOLE, "source"),
        (BARE, "parser"),
        (None, "source"),
    ]
    desk.reparse()
    assert desk.rows() == before
    assert verify(Ledger(desk.ledger)).damages == []


def test_what_was_left_out_and_reads_now_becomes_an_article(desk: Desk) -> None:
    desk.rule('drop = "article"')
    desk.run()
    assert ask(desk.ledger, "select reason from rejects") == [("no_text",)]

    desk.rule("")
    desk.reparse()
    before = desk.rows()
    desk.reparse()

    assert desk.story() == [(WHOLE, "source", [])]
    assert desk.rows() == before


def test_what_reads_no_more_is_a_reject_and_keeps_its_text(desk: Desk) -> None:
    desk.run()
    desk.rule('drop = "article"')
    report = desk.reparse()
    before = desk.rows()
    second = desk.reparse()

    assert desk.story() == [(WHOLE, "source", [])]
    rejects = "select stage, reason, identity_key from rejects"
    assert ask(desk.ledger, rejects) == [("parse", "no_text", "a.html")]
    assert [(f.kind, f.source_id) for f in report.findings] == [
        ("not_read_any_more", "desk")
    ]
    assert (second.findings, desk.rows()) == ((), before)


def test_raw_alone_gives_the_same_versions_after_it(desk: Desk) -> None:
    desk.run()
    for rules in ('drop = ".second"', "", 'body = "article > p:first-of-type"'):
        desk.rule(rules)
        desk.reparse()
    before = ask(desk.ledger, HISTORY)
    assert len(before) == 4

    rebuild(Ledger(desk.ledger), 0, utc_now)

    assert ask(desk.ledger, HISTORY) == before


def test_one_that_was_killed_is_taken_up_by_the_next_run(desk: Desk) -> None:
    desk.write("b.html", PAGE.replace("canal", "river"))
    desk.run()
    desk.rule('drop = ".second"')
    again, _ = read_again([], desk.config, None, is_all=False)
    run = Run(run_id=uuid4(), ledger=Ledger(desk.ledger), wait_s=0, clock=desk.clock())
    with open_run(run), helpers() as pool:
        next(reread(run, again, "articles", pool))  # landed, and not committed

    assert len(desk.story()) == 2
    desk.reparse()
    before = desk.rows()

    assert [text for text, _, _ in desk.story()] == [
        WHOLE,
        BARE,
        WHOLE.replace("canal", "river"),
        BARE.replace("canal", "river"),
    ]
    desk.reparse()
    assert desk.rows() == before
    assert verify(Ledger(desk.ledger)).damages == []


def test_sources_and_days_say_how_far_it_goes(desk: Desk) -> None:
    desk.run()
    desk.rule('drop = ".second"')

    assert desk.reparse(since="2026-03-05").counts == ()
    with pytest.raises(UsageError, match="no source 'dask' in this ledger"):
        desk.reparse("dask")
    with pytest.raises(UsageError, match="--since: 'May' is no day"):
        desk.reparse(since="May")
    assert [row.n_changed for row in desk.reparse("desk").counts] == [1]
    assert [row.n_unchanged for row in desk.reparse(is_all=True).counts] == [1]


def test_a_damaged_raw_file_is_told_and_the_others_are_read_again(desk: Desk) -> None:
    desk.run()
    desk.write("b.html", PAGE.replace("canal", "river"))
    desk.run()
    first, _ = sorted((desk.ledger / "raw").rglob("*.warc.gz"))
    first.write_bytes(first.read_bytes()[:300])
    desk.rule('drop = ".second"')

    report = desk.reparse()

    assert [finding.kind for finding in report.findings] == ["raw_damaged"]
    assert first.name in report.findings[0].detail
    assert [text for text, cause, _ in desk.story() if cause == "parser"] == [
        BARE.replace("canal", "river")
    ]


DROP, NONE = 'drop = ".second"', ""


def test_an_article_that_two_sources_list_is_read_by_the_first_ones_rules(
    desk: Desk,
) -> None:
    with NewsSite() as site:
        site.page("/a", PAGE.encode())
        desk.listed_by(site, one=DROP, two=NONE)
        for only in ((), ("two",), ("one",)):
            desk.run(*only)
            desk.reparse(*only)

        assert desk.story() == [(BARE, "source", [])]
        assert desk.reparse().counts == ()
    assert verify(Ledger(desk.ledger)).damages == []


def test_an_edited_rule_of_the_first_is_one_version_whoever_looks_first(
    desk: Desk,
) -> None:
    with NewsSite() as site:
        site.page("/a", PAGE.encode())
        desk.listed_by(site, one=NONE, two=NONE)
        desk.run("one")
        desk.listed_by(site, two=NONE, one=DROP)
        for _ in range(2):
            desk.run()
            desk.reparse()
        desk.listed_by(site, two='drop = "p"', one=DROP)
        desk.run()
        desk.reparse("two")
        desk.reparse("one")

    assert desk.story() == [(WHOLE, "source", []), (BARE, "parser", ["text"])]


def test_a_change_at_the_site_is_one_version_whoever_looks_first(desk: Desk) -> None:
    with NewsSite() as site:
        site.page("/a", PAGE.encode())
        desk.listed_by(site, one=DROP, two=NONE)
        desk.run("one")
        site.page("/a", PAGE.replace("canal", "river").encode())
        for only in ("two", "one", "two"):
            desk.run(only)
            desk.reparse()
        before = ask(desk.ledger, HISTORY)
        desk.listed_by(site, one=NONE, two=NONE)
        report = desk.reparse("one")

    river = BARE.replace("canal", "river")
    assert [row[2] for row in before] == [BARE, river]
    assert [(row.n_in, row.n_changed) for row in report.counts] == [(1, 1)]
    assert desk.story()[-1] == (WHOLE.replace("canal", "river"), "parser", ["text"])
    after = ask(desk.ledger, HISTORY)
    rebuild(Ledger(desk.ledger), 0, utc_now)
    assert ask(desk.ledger, HISTORY) == after


def test_a_source_by_another_name_takes_over_what_the_old_one_read(desk: Desk) -> None:
    with NewsSite() as site:
        site.page("/a", PAGE.encode())
        desk.listed_by(site, one=NONE)
        desk.run()
        desk.listed_by(site, uno=DROP, two=NONE)
        for only in ((), ("two",)):
            desk.run(*only)
            desk.reparse(*only)

    assert desk.story() == [(WHOLE, "source", []), (BARE, "parser", ["text"])]


def test_versions_of_schema_2_keep_their_ids_in_what_was_known(tmp_path: Path) -> None:
    """Its ids of what the parser caused did not hold when that was learnt."""
    old_id = "md5(concat_ws('/', article_id, fingerprint, epoch_us(valid_from)))::uuid"
    known = "select version_id from articles_as_of($1)"
    current = "select version_id, cause from article_history where is_current"
    with fresh(tmp_path / "warehouse.duckdb") as con:
        put(con, [Seen(5, "A text", of="bytes")], 1)
        put(con, [Seen(3, "Z text")], 2)  # late: what was known is told again
        put(con, [Seen(6, "B text", of="bytes", parser="p2")], 3)
        con.execute(f"update internal.versions set version_id = {old_id}")
        con.execute(
            "update internal.article_heads set version_id = ("
            "select version_id from internal.versions order by version_no desc limit 1)"
        )
        [(old, cause)] = con.execute(current).fetchall()
        assert cause == "parser"
        assert con.execute(known, [learnt_at(3)]).fetchall() == [(old,)]

        put(con, [Seen(7, "A text", of="bytes", parser="p3")], 4)
        [(new, _)] = con.execute(current).fetchall()
        assert con.execute(known, [learnt_at(3)]).fetchall() == [(old,)]
        assert con.execute(known, [learnt_at(4)]).fetchall() == [(new,)]
