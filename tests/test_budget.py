"""A source has its time in a run; what is left is for the next, and no failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newssite import Conversation, NewsSite, Reply, Script
from plainrun import ask, run_plain
from sitepages import STORY, add_source, conditional, sitemap, sitemap_index, told

from tasks.http.client import Ask, Client, Limits
from tasks.steps.audit import Report

DAY = datetime(2026, 3, 1, 6, tzinfo=UTC)
EIGHT = [f"/{n}" for n in range(8)]


class Hours:
    """A clock that stands still but for what is served: each story takes its time."""

    def __init__(self) -> None:
        self.now = DAY

    def __call__(self) -> datetime:
        return self.now

    def slow(self, path: str, body: bytes, media_type: str) -> Script:
        reply = conditional(body, f'"{path}"', media_type)

        def script(talk: Conversation) -> Reply | None:
            self.now += timedelta(minutes=25)
            return reply(talk)

        return script


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
def site(clock: Hours) -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("User-agent: *\nAllow: /\n")
        for path in EIGHT:
            body = STORY.format(title=f"Story {path}", first=told(path)).encode()
            site.play(path, clock.slow(path, body, "text/html"))
        yield site


@pytest.fixture
def on(ledger: Path, config: Path, clock: Hours) -> Callable[[int], Report]:
    """A run on a day; one request at a time, as the host is to be spared."""
    config.write_text(config.read_text().replace("host_gap_s = 0", "host_gap_s = 0.01"))

    def run(day: int) -> Report:
        clock.now = DAY + timedelta(days=day)
        return run_plain(ledger, config=config, clock=clock)

    return run


def asked(site: NewsSite, since: int = 0) -> list[str]:
    return [path for path in site.paths()[since:] if path != "/robots.txt"]


def test_what_a_source_has_no_time_for_is_left_and_the_next_run_begins_with_it(
    site: NewsSite, ledger: Path, config: Path, on: Callable[[int], Report]
) -> None:
    body = "\n".join(site.url(path) for path in EIGHT).encode()
    site.play("/list", conditional(body, '"L"', "text/plain"))
    add_source(config, "s", site.url("/list"), "urls", recheck="false")

    report = on(0)

    # the third began before the hour was over; five wait, most of them for the host
    assert asked(site) == ["/list", "/0", "/1", "/2"]
    [row] = report.counts
    assert row.outcome == "ok"
    assert row.detail == (
        "5 entries are left for the next run: its time in this one is over"
    )
    assert report.findings == ()
    assert ask(ledger, "select count(*) from rejects") == [(0,)]
    assert ask(ledger, "select count(*) from fetches where outcome != 'ok'") == [(0,)]
    for day, next_ones in ((1, ["/3", "/4", "/5"]), (2, ["/6", "/7", "/0"])):
        before = len(site.log)
        on(day)
        assert asked(site, before) == ["/list", *next_ones]
        [listing] = [seen for seen in site.log[before:] if seen.path == "/list"]
        assert "if-none-match" not in listing.headers
    assert ask(ledger, "select count(*) from articles") == [(8,)]
    # all are known: who was looked at longest ago goes first
    before = len(site.log)
    on(3)
    assert asked(site, before) == ["/list", "/1", "/2", "/3"]


def test_a_page_that_there_was_no_time_for_is_not_told_as_looked_at(
    site: NewsSite, ledger: Path, config: Path, on: Callable[[int], Report]
) -> None:
    for n in range(4):
        add_source(config, f"p{n}", site.url(f"/{n}"), "page")

    report = on(0)

    assert asked(site) == ["/0", "/1", "/2"]
    name = "p3"
    row = report.counts[3]
    assert (row.outcome, row.reason) == ("out_of_time", "out_of_time")
    assert row.detail == "it was not asked: its time in this run was over"
    assert [(one.source_id, one.kind) for one in report.findings] == [
        (name, "out_of_time")
    ]
    assert "raise 'max_minutes'" in report.told()[0].what
    assert ask(
        ledger, "select source_id, health from sources where last_success_at is null"
    ) == [(name, "failing")]
    assert sorted(row.outcome for row in report.counts) == ["ok"] * 3 + ["out_of_time"]


@pytest.mark.parametrize("kind", ["page", "urls"])
def test_sources_that_share_a_slow_host_all_have_their_turn(
    site: NewsSite, ledger: Path, config: Path, on: Callable[[int], Report], kind: str
) -> None:
    for n, path in enumerate(EIGHT):
        listed = f"/list{n}" if kind == "urls" else path
        if kind == "urls":
            site.page(listed, site.url(path).encode(), media_type="text/plain")
        add_source(config, f"p{n}", site.url(listed), kind, recheck="false")

    days = []
    for day in range(4):
        before = len(site.log)
        on(day)
        days.append([path for path in asked(site, before) if path in EIGHT])

    # the rest has waited since the first day, and after them comes who was before them
    assert days == [["/0", "/1", "/2"], ["/3", "/4", "/5"], ["/6", "/7", "/0"], [
        "/1", "/2", "/3",
    ]]  # fmt: skip


def test_of_a_sitemap_the_newest_go_first(
    site: NewsSite, ledger: Path, config: Path, on: Callable[[int], Report]
) -> None:
    dated = [(path, f"2026-02-{n + 1:02}") for n, path in enumerate(EIGHT[:4])]
    sitemap(site, "/new.xml", *dated)
    sitemap(site, "/old.xml", *((path, "2025-02-01") for path in EIGHT[4:]))
    sitemap_index(
        site, "/map.xml", ("/old.xml", "2025-02-01"), ("/new.xml", "2026-02-04")
    )
    add_source(config, "s", site.url("/map.xml"), "sitemap", recheck="false")

    on(0)
    before = len(site.log)
    on(1)

    first, second = asked(site)[:before], asked(site, before)
    assert [path for path in first if path in EIGHT] == ["/3", "/2", "/1"]
    assert [path for path in second if path in EIGHT] == ["/0", "/4", "/5"]


def test_sitemaps_that_an_index_names_are_left_too(
    site: NewsSite, config: Path, clock: Hours, on: Callable[[int], Report]
) -> None:
    names = [f"/map{n}.xml" for n in range(5)]
    for name, path in zip(names, EIGHT, strict=False):
        sitemap(site, name, (path, None))
        made = site.routes["", name][0]
        assert isinstance(made, Reply)
        site.play(name, clock.slow(name, made.body, "application/xml"))
    sitemap_index(site, "/index.xml", *((name, None) for name in names))
    add_source(config, "s", site.url("/index.xml"), "sitemap", recheck="false")

    report = on(0)

    # what is new in one goes before the next
    assert asked(site) == ["/index.xml", "/map0.xml", "/0", "/map1.xml"]
    assert report.counts[0].detail == (
        "1 entries and 3 sitemaps are left for the next run: "
        "its time in this one is over"
    )


def test_the_sitemaps_of_an_index_that_tells_no_dates_all_have_their_turn(
    site: NewsSite,
    ledger: Path,
    config: Path,
    clock: Hours,
    on: Callable[[int], Report],
) -> None:
    names = [f"/map{n}.xml" for n in range(5)]
    for name, path in zip(names, EIGHT, strict=False):
        sitemap(site, name, (path, "2026-02-01"))
        made = site.routes["", name][0]
        assert isinstance(made, Reply)
        site.play(name, clock.slow(name, made.body, "application/xml"))
        site.page(path, STORY.format(title=f"Story {path}", first=told(path)).encode())
    sitemap_index(site, "/index.xml", *((name, None) for name in names))
    add_source(config, "s", site.url("/index.xml"), "sitemap", recheck="false")

    on(0)
    first = asked(site)
    on(1)

    assert first == ["/index.xml", "/map0.xml", "/0", "/map1.xml", "/1", "/map2.xml"]
    assert asked(site)[len(first) : len(first) + 3] == ["/index.xml", *names[3:4], "/3"]
    on(2)
    assert ask(ledger, "select count(*) from articles") == [(5,)]


def test_what_is_looked_at_again_has_time_though_there_is_too_much_that_is_new(
    site: NewsSite, ledger: Path, config: Path, on: Callable[[int], Report]
) -> None:
    body = "\n".join(site.url(path) for path in EIGHT).encode()
    site.page("/list", body, media_type="text/plain")
    add_source(config, "s", site.url("/list"), "urls")
    on(0)
    before = len(site.log)

    on(1)

    [listed, *some] = asked(site, before)
    assert (listed, some[:3]) == ("/list", ["/3", "/4", "/5"])
    assert sorted(some[3:]) == ["/0", "/1", "/2"]


def test_a_long_run_shows_its_rows_while_it_goes_on(
    site: NewsSite,
    ledger: Path,
    config: Path,
    tmp_path: Path,
    on: Callable[[int], Report],
) -> None:
    seen: list[tuple] = []

    def look(talk: Conversation) -> Reply:
        seen.extend(ask(ledger, "select title from articles"))
        return Reply(body=b"<p>Last.")

    site.play("/last", look)
    for path in ("/0", "/last"):
        file = tmp_path / f"{path[1:]}.txt"
        file.write_text(site.url(path))
        table = f'[[source]]\nid = "{path[1:]}"\nkind = "urls"\npath = "{file}"\n'
        config.write_text(config.read_text() + table)

    on(0)

    assert seen == [("Story /0",)]


def test_an_ask_that_waits_for_its_host_until_its_end_is_not_made(
    site: NewsSite, clock: Hours
) -> None:
    limits = Limits(allow_private=True, host_gap_s=0.01)
    ends_at = DAY + timedelta(minutes=25)
    asks = [Ask(source_id="s", url=site.url(path), until=ends_at) for path in EIGHT]

    with Client(limits, clock=clock) as web:
        told = {ask.url: answer for ask, answer in web.get_all(asks)}

    assert len(asked(site)) == 1
    outcomes = sorted(answer.outcome for answer in told.values())
    assert outcomes == ["ok", *["out_of_time"] * 7]
