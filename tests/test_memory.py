"""What the ledger remembers of sources, hosts and pages, and what follows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import duckdb
import pytest
from seenlooks import Seen, digest, fresh, put_looks

from warehouse import articles, runs, state
from warehouse.model.article import Look
from warehouse.model.entry import Fetch
from warehouse.model.source import RobotsFile, Source, SourceLook
from warehouse.state import Memory

START = datetime(2026, 1, 1, tzinfo=UTC)
OLD = "https://old.example/feed"
NEW = "https://new.example/feed"
FEED = Source(source_id="s", kind="feed", url=OLD)
DAY = timedelta(days=1)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with fresh(tmp_path / "warehouse.duckdb") as con:
        yield con


class Days:
    """A source that is looked at once a day, as it is configured then."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con, self.day = con, 0
        self.source = FEED

    def look(self, outcome: str = "ok", n: int = 1, **said: object) -> None:
        for _ in range(n):
            run_id, at = uuid4(), START + self.day * DAY
            look = SourceLook(
                source_id="s",
                looked_at=at,
                outcome=outcome,
                parser="p1",
                asked=self.source.url,
                final_url=self.source.url,
                n_entries=3,
            )
            runs.begin(self.con, run_id, "", "", at)
            runs.record_looks(self.con, run_id, [replace(look, **said)])
            later = at + timedelta(seconds=1)
            runs.record_sources(self.con, run_id, [self.source], later)
            self.day += 1

    def moves(self, n: int = 1, to: str = NEW, **said: object) -> None:
        said = {"final_url": to, "is_permanent": True, **said}
        self.look(n=n, **said)

    @property
    def memory(self) -> Memory:
        return state.memories(self.con, [self.source], {"s": "p1"})["s"]

    @property
    def shown(self) -> dict[str, object]:
        """The source's row in the view."""
        asked = self.con.execute("from sources where source_id = 's'")
        names = [column[0] for column in asked.description or ()]
        [row] = asked.fetchall()
        return dict(zip(names, row, strict=True))


@pytest.fixture
def days(con: duckdb.DuckDBPyConnection) -> Days:
    return Days(con)


# Sources


def test_a_source_that_was_never_looked_at_remembers_nothing(days: Days) -> None:
    assert days.memory == Memory()


def test_validators_are_those_of_the_newest_listing(days: Days) -> None:
    days.look(etag='"1"', last_modified="then")
    days.look(etag='W/"2"')
    days.look("not_modified")
    days.look("timeout")

    assert days.memory.etag == 'W/"2"'
    assert days.memory.last_modified is None
    assert days.memory.last_success_at == START + 2 * DAY


def test_a_listing_without_validators_leaves_none(days: Days) -> None:
    days.look(etag='"1"')
    days.look()

    assert days.memory.etag is None


def test_validators_that_came_with_a_304_are_the_ones_to_send(days: Days) -> None:
    days.look(etag='"1"')
    days.look("not_modified", etag='"2"')

    assert days.memory.etag == '"2"'


def test_what_another_parser_read_is_listed_whole_again(days: Days) -> None:
    days.look(etag='"1"', parser="p0")

    assert days.memory.etag is None


def test_of_an_address_that_was_edited_nothing_is_known(days: Days) -> None:
    days.look(etag='"1"')
    days.look("gone", n=3)
    days.source = replace(FEED, url="https://other.example/")

    assert days.memory == Memory()


def test_an_address_that_was_edited_and_back_begins_anew(days: Days) -> None:
    days.look("gone", n=3)
    days.source = replace(FEED, url="https://other.example/")
    days.look()
    days.source = FEED
    days.look("gone")

    assert days.memory.n_gone == 1
    assert days.shown["health"] == "failing"


def test_gone_is_counted_in_a_row_from_the_last_look(days: Days) -> None:
    days.look("gone", n=2)
    days.look("not_found")
    days.look("gone", n=2)
    assert (days.memory.n_gone, days.shown["health"]) == (2, "failing")

    days.look("gone")

    assert (days.memory.n_gone, days.shown["health"]) == (3, "gone")


def test_a_feed_that_ended_is_asked_again_as_another_kind(days: Days) -> None:
    days.look("gone", n=3)
    days.source = replace(FEED, kind="page")

    assert days.memory.n_gone == 0


def test_an_end_where_a_feed_had_moved_to_is_none_where_it_was(days: Days) -> None:
    days.moves(5)
    days.look("gone", n=3, asked=NEW, final_url=NEW)

    # the old address is tried, every other time
    assert (days.memory.n_gone, days.memory.moved_to) == (0, None)
    days.look("gone", asked=OLD)
    assert (days.memory.n_gone, days.memory.moved_to) == (0, NEW)


def test_hints_span_as_long_again_where_nothing_moved(days: Days) -> None:
    days.look(due_at=START + timedelta(hours=6))
    days.look("not_modified")

    again = START + DAY + timedelta(hours=6)
    assert days.memory.due_at == days.shown["due_at"] == again


def test_a_listing_without_hints_leaves_none(days: Days) -> None:
    days.look(due_at=START + timedelta(hours=6))
    days.look()

    assert days.memory.due_at is None


def test_a_look_about_some_time_alone_moves_nothing_that_is_remembered(
    days: Days,
) -> None:
    days.moves(4, etag='"1"', due_at=START + 9 * DAY)
    before = days.memory
    names = ("due_at", "last_success_at", "moved_to", "n_entries", "health")
    shown = [days.shown[name] for name in names]

    days.moves(reason="span", n_entries=0, due_at=START + 10 * DAY)

    assert days.memory == before
    assert [days.shown[name] for name in names] == shown
    assert days.shown["last_look_at"] == START + 4 * DAY


# Moves


def test_five_good_looks_that_led_elsewhere_for_good_move_a_source(days: Days) -> None:
    days.moves(4)
    days.look("timeout", final_url=None)
    assert days.memory.moved_to is None

    days.moves(etag='"1"')

    assert days.memory.moved_to == days.shown["moved_to"] == NEW
    assert days.memory.etag == '"1"'


@pytest.mark.parametrize(
    "last",
    [
        {"is_permanent": False},
        {"final_url": "https://third.example/"},
        {"final_url": OLD, "is_permanent": False},
        {"final_url": None},
        {"outcome": "not_a_feed"},
    ],
)
def test_one_look_that_led_elsewhere_moves_nothing(
    days: Days, last: dict[str, object]
) -> None:
    days.moves(4)
    days.moves(**last)

    assert days.memory.moved_to is None


def test_a_source_that_is_asked_where_it_moved_stays_there(days: Days) -> None:
    days.moves(5)
    days.look(n=9, asked=NEW, final_url=NEW)

    assert days.memory.moved_to == days.shown["moved_to"] == NEW


def test_a_source_that_moves_on_is_asked_at_its_old_address_again(days: Days) -> None:
    days.moves(5)
    days.look(asked=NEW, final_url="https://third.example/", is_permanent=True)

    assert days.memory.moved_to is None


def test_where_the_new_address_fails_the_old_one_is_tried_every_other_time(
    days: Days,
) -> None:
    days.moves(5)
    asked = []
    for _ in range(6):
        days.look("refused", asked=NEW, final_url=None)
        asked.append(days.memory.moved_to)

    assert asked == [NEW, NEW, None, NEW, None, NEW]


def test_an_address_edited_after_a_move_is_asked(days: Days) -> None:
    days.moves(5)
    days.look(n=5, asked=NEW, final_url=NEW)
    days.source = replace(FEED, url="https://third.example/")
    assert days.memory.moved_to is None

    days.look()

    assert days.memory.moved_to is None
    assert days.shown["moved_to"] is None


# Health


def test_a_listing_that_is_empty_and_then_not_modified_stays_silent(days: Days) -> None:
    days.look()
    days.look(n_entries=0)
    days.look("not_modified", n_entries=0)

    assert (days.shown["health"], days.shown["n_entries"]) == ("silent", 0)


def test_a_listing_that_was_not_modified_holds_what_it_held(days: Days) -> None:
    days.look()
    days.look("not_modified", n_entries=0)

    assert (days.shown["health"], days.shown["n_entries"]) == ("fresh", 3)


def test_a_source_of_which_only_some_time_was_looked_at_is_not_told_well(
    days: Days,
) -> None:
    days.look(reason="span")
    assert (days.shown["health"], days.shown["last_success_at"]) == (None, None)

    days.look("timeout", reason="timeout")
    assert days.shown["health"] == "failing"

    days.look()
    days.look(reason="span")
    assert days.shown["health"] == "fresh"


# Hosts and addresses that asked to be left alone


def fetch(**said: object) -> Fetch:
    plain = Fetch(
        source_id="s",
        url="http://a.example/old",
        final_url="https://a.example:8443/page?x=1",
        outcome="rate_limited",
        started_at=START,
        elapsed_ms=500.0,
        status=429,
        retry_after_s=3600,
    )
    return replace(plain, **said)


def left_alone(
    con: duckdb.DuckDBPyConnection, *fetches: Fetch, now: datetime = START
) -> tuple[dict[str, datetime], dict[str, datetime]]:
    runs.record_looks(con, uuid4(), [], fetches)
    return state.not_before(con, now)


def test_a_429_closes_its_host(con: duckdb.DuckDBPyConnection) -> None:
    until = START + timedelta(seconds=3600.5)

    assert left_alone(con, fetch()) == ({"a.example:8443": until}, {})
    assert state.not_before(con, until) == ({}, {})


def test_a_503_closes_its_address_as_asked_and_where_it_led(
    con: duckdb.DuckDBPyConnection,
) -> None:
    until = START + timedelta(seconds=3600.5)

    hosts, urls = left_alone(con, fetch(status=503, outcome="server_error"))

    assert hosts == {}
    assert urls == {
        "http://a.example/old": until,
        "https://a.example:8443/page?x=1": until,
    }


def test_what_asks_for_more_than_a_day_gets_a_day(
    con: duckdb.DuckDBPyConnection,
) -> None:
    hosts, _ = left_alone(con, fetch(retry_after_s=31_536_000))

    assert hosts == {"a.example:8443": START + DAY + timedelta(seconds=0.5)}


def test_the_longest_wait_counts_and_no_request_prolongs_none(
    con: duckdb.DuckDBPyConnection,
) -> None:
    later = START + timedelta(minutes=1)
    hosts, urls = left_alone(
        con,
        fetch(),
        fetch(started_at=later, retry_after_s=5),
        fetch(started_at=later, status=None, retry_after_s=None),
        fetch(started_at=later, status=429, retry_after_s=None),
        fetch(started_at=later, status=404),
        fetch(started_at=later, final_url="urn:x"),
    )

    assert hosts == {"a.example:8443": START + timedelta(seconds=3600.5)}
    assert urls == {}


# Pages


def test_validators_of_a_page_are_those_of_the_bytes_that_are_known(
    con: duckdb.DuckDBPyConnection,
) -> None:
    page = fetch(outcome="ok", status=200, retry_after_s=None, url="http://a/")
    runs.record_looks(
        con,
        uuid4(),
        [],
        [
            replace(page, etag='"1"', payload_digest="one"),
            replace(page, etag='"2"', payload_digest="two", started_at=START + DAY),
            replace(page, etag='"3"', payload_digest="one", started_at=START + 2 * DAY),
            replace(page, url="http://b/", payload_digest="one"),
            replace(page, url="http://c/", last_modified="then", payload_digest="one"),
        ],
    )

    known = {f"http://{name}/": "one" for name in "abcd"}
    assert articles.page_validators(con, known) == {
        "http://a/": ('"3"', None),
        "http://c/": (None, "then"),
    }
    assert articles.page_validators(con, {"http://a/": "two"}) == {
        "http://a/": ('"2"', None)
    }
    # where the page only has to be there, those of whatever it brought last
    assert articles.page_validators(con, {"http://a/": None}) == {
        "http://a/": ('"3"', None)
    }
    assert articles.page_validators(con, {}) == {}


# Looking again


def due_on(
    con: duckdb.DuckDBPyConnection,
    day: float,
    source: Source = FEED,
    since: float | None = None,
) -> list[str]:
    """The keys of what is due in a run that begins on that day, or `since` another."""
    begins_at = START + (day if since is None else since) * DAY
    found = articles.rechecks(con, [source], START + day * DAY, begins_at)
    return [keys[0].written for _, _, keys in found]


def seen(day: int, text: str | None = "text", **said: object) -> Look:
    look = Seen(day, text).look()
    return replace(look, url="http://a.example/a", **said)


def not_asked(day: int) -> Look:
    head = seen(0)
    return Look(
        source_id="s",
        keys=head.keys,
        status="not_modified",
        reason="not_asked",
        captured_at=START + day * DAY,
        payload_digest=head.payload_digest,
        parser=head.parser,
    )


def test_an_article_is_looked_at_again_days_after_it_was_first_seen(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put_looks(con, [seen(0)], 0, 0)
    assert [due_on(con, day) for day in (0.5, 1, 2)] == [[], ["a"], ["a"]]

    put_looks(con, [seen(2)], 1, 1)
    assert [due_on(con, day) for day in (2, 3, 6)] == [[], ["a"], ["a"]]

    [(source_id, url, (key,))] = articles.rechecks(con, [FEED], *[START + 3 * DAY] * 2)
    assert (source_id, url) == ("s", "http://a.example/a")
    assert (key.rule, key.written, key.digest) == ("guid", "a", digest("a"))


def test_a_look_that_nobody_asked_for_is_none(con: duckdb.DuckDBPyConnection) -> None:
    put_looks(con, [seen(0)], 0, 0)
    put_looks(con, [not_asked(2)], 1, 1)

    assert due_on(con, 2) == ["a"]
    [(outcome, last_seen_at)] = con.execute(
        "select o.outcome, h.last_seen_at from observations as o, articles as h "
        "order by o.captured_at desc limit 1"
    ).fetchall()
    assert (outcome, last_seen_at) == ("not_modified", START)


def test_what_was_missed_for_as_long_again_is_let_go(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put_looks(con, [seen(0)], 0, 0)

    assert [due_on(con, day) for day in (60, 61, 400)] == [["a"], [], []]


def test_a_look_that_failed_uses_no_recheck_up_and_one_that_fails_for_ever_is_let_go(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put_looks(con, [seen(0)], 0, 0)
    put_looks(con, [seen(7)], 1, 1)
    for day, reason in ((30, "rate_limited"), (31, "timeout"), (59, "server_error")):
        put_looks(con, [seen(day, None, status="failed", reason=reason)], day, day)
        assert due_on(con, day + 1) == ["a"]

    assert due_on(con, 61) == []


def test_a_page_that_was_not_there_and_then_could_not_be_asked_is_asked_once_more(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put_looks(con, [seen(0)], 0, 0)
    put_looks(con, [seen(100, None)], 1, 1)
    put_looks(con, [seen(101, None, status="failed", reason="timeout")], 2, 2)
    assert due_on(con, 102) == ["a"]
    # not for ever
    assert due_on(con, 132) == []

    put_looks(con, [seen(102)], 3, 3)

    assert due_on(con, 103) == []


@pytest.mark.parametrize("reason", ["not_found", "timeout"])
def test_what_this_run_looked_at_is_for_the_next_one_to_ask_again(
    con: duckdb.DuckDBPyConnection, reason: str
) -> None:
    put_looks(con, [seen(0)], 0, 0)
    status = "missing" if reason == "not_found" else "failed"
    put_looks(con, [seen(30, None, status=status, reason=reason)], 30, 1)

    assert due_on(con, 30.1, since=30) == []
    assert due_on(con, 31) == ["a"]


def test_a_page_that_was_not_there_is_looked_at_again_until_it_is_gone(
    con: duckdb.DuckDBPyConnection,
) -> None:
    put_looks(con, [seen(0)], 0, 0)
    put_looks(con, [seen(30, None)], 1, 1)
    put_looks(con, [not_asked(31)], 2, 2)
    assert due_on(con, 32) == ["a"]

    put_looks(con, [seen(32, None)], 3, 3)

    assert due_on(con, 33) == []
    history = "select changed from article_history order by version_no"
    assert con.execute(history).fetchall() == [([],), (["deleted"],)]


@pytest.mark.parametrize(
    "source",
    [
        replace(FEED, recheck_days=()),
        replace(FEED, source_id="other"),
        Source(source_id="s", kind="files", path="/in"),
    ],
)
def test_sources_that_do_not_ask_for_it_are_not_looked_at_again(
    con: duckdb.DuckDBPyConnection, source: Source
) -> None:
    put_looks(con, [seen(0)], 0, 0)

    assert due_on(con, 1, source) == []


# Runs


def run(con: duckdb.DuckDBPyConnection, hour: float, status: str | None) -> UUID:
    run_id, at = uuid4(), START + timedelta(hours=hour)
    runs.begin(con, run_id, "", "", at)
    if status:
        runs.end(con, run_id, status, None, at + timedelta(minutes=1))
    return run_id


@pytest.mark.parametrize(
    ("before", "since"),
    [
        ([], 20),
        ([(19, "done")], 20),
        ([(19, "failed")], 19),
        ([(17, "findings"), (18, None), (19, "failed")], 18),
        ([(18, "failed"), (19, "done")], 20),
        ([(1, None), (12, None)], 12),
    ],
)
def test_the_work_of_a_run_began_with_those_that_died_before_it(
    con: duckdb.DuckDBPyConnection, before: list, since: float
) -> None:
    for hour, status in before:
        run(con, hour, status)
    this = run(con, 20, None)

    assert state.resumed_since(con, this) == START + timedelta(hours=since)


def test_a_thousand_looks_are_kept_once_each(con: duckdb.DuckDBPyConnection) -> None:
    run_id = uuid4()
    looks = [
        SourceLook(source_id=f"s{n}", looked_at=START, outcome="not_modified")
        for n in range(1000)
    ]
    fetches = [fetch(source_id=look.source_id) for look in looks]
    sources = [replace(FEED, source_id=look.source_id) for look in looks]
    twice = [fetch(), fetch()]  # two attempts of one moment are two

    for _ in range(2):
        runs.record_looks(con, run_id, looks, [*fetches, *twice])
        runs.record_sources(con, run_id, sources, START)

    counts = [
        con.execute(f"select count(*) from internal.{table}").fetchall()
        for table in ("source_looks", "fetches", "sources")
    ]
    assert counts == [[(1000,)], [(1002,)], [(1000,)]]


def test_half_a_surrogate_in_a_look_costs_none_of_them(
    con: duckdb.DuckDBPyConnection,
) -> None:
    look = SourceLook(
        source_id="s", looked_at=START, outcome="protocol", detail="\udc80"
    )
    runs.record_looks(con, uuid4(), [look], [fetch(reason="\ud800")])

    assert con.execute("select detail from internal.source_looks").fetchall() == [
        ("\\udc80",)
    ]


def test_a_robots_file_takes_the_place_of_the_one_before(
    con: duckdb.DuckDBPyConnection,
) -> None:
    first = RobotsFile(
        origin="https://a.example", fetched_at=START, status=200, body="x\0\ny"
    )
    other = replace(first, origin="https://b.example")
    runs.keep_robots(con, [first, other])
    assert state.robots(con, START)["https://a.example"] == first

    later = replace(first, fetched_at=START + DAY, status=404, body=None)
    runs.keep_robots(con, [later])

    assert state.robots(con, START + DAY) == {"https://a.example": later}
    assert set(state.robots(con, START)) == {"https://a.example", "https://b.example"}
