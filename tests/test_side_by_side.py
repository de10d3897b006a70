"""Sources of the web are collected side by side: none waits, nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from misbehaving import silent
from newssite import NewsSite, Reply
from plainrun import ask, run_plain, ticking
from sitepages import STORY, add_source, feed, feed_of, sitemap, story, told

from flows.config import read_plan
from tasks.steps import arrivals, collect
from tasks.steps.judge import judge
from tasks.steps.parse import helpers, parse
from tasks.steps.run import Run, open_run
from tasks.steps.store import store
from tasks.steps.web import web
from warehouse.ledger import Ledger

DAY = datetime(2026, 3, 1, 6, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite(host="0.0.0.0") as site:
        site.robots("User-agent: *\nAllow: /\n")
        yield site


def test_one_source_that_hangs_holds_up_none_of_twenty_others(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    config.write_text(config.read_text() + "deadline_s = 3\nhost_gap_s = 0.01\n")
    config.write_text(config.read_text().replace("host_gap_s = 0\n", ""))
    site.play("/hangs", silent())
    add_source(config, "hangs", site.at("127.0.9.9").url("/hangs"), "feed")
    for n in range(20):
        host = site.at(f"127.0.1.{n + 1}")
        feed(host, ("g", "/a", f"Story {n}"))
        story(host, "/a", f"Story {n}")
        add_source(config, f"s{n:02}", host.url("/feed"), "feed")

    report = run_plain(ledger, config=config)

    asked_at = next(seen.at for seen in site.log if seen.path == "/hangs")
    stories = [seen for seen in site.log if seen.path == "/a"]
    assert len(stories) == 20
    assert all(seen.at < asked_at + 3 for seen in stories)
    assert [(f.source_id, f.kind) for f in report.findings] == [
        ("hangs", "source_failed")
    ]
    assert ask(ledger, "select count(distinct source_id) from articles") == [(20,)]


def test_a_run_that_dies_after_a_batch_asks_nothing_again_that_had_landed(
    site: NewsSite, ledger: Path, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "MAX_AT_ONCE", 5)
    monkeypatch.setattr(collect, "MAX_LANDED", 5)
    paths = [f"/{n}" for n in range(20)]
    feed(site, *((path, path, f"Story {path}") for path in paths))
    for path in paths:
        story(site, path, f"Story {path}")
    add_source(config, "s", site.url("/feed"), "feed")

    die(ledger, config, after=2, is_committed=True)
    die(ledger, config, after=1, is_committed=False)
    run_plain(ledger, config=config)

    asked = [path for path in site.paths() if path in paths]
    assert len(asked) < 20 + 16  # what was under way when it died, twice
    landed = ask(ledger, "select count(*) from article_history")
    assert landed == [(20,)]
    known = ask(ledger, "select count(*) from observations where outcome = 'new'")
    assert known == [(20,)]
    # the listing came whole: all that it holds has an outcome in the last run
    last = "select run_id from runs order by started_at desc limit 1"
    assert ask(ledger, f"select count(*) from observations where run_id = ({last})")[
        0
    ] >= (15,)


def test_what_a_killed_run_and_the_one_that_resumes_it_miss_was_missed_once(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    story(site, "/a", "Harbour plan")
    listed = feed_of([("g", site.url("/a"), "Harbour plan")])
    site.page("/feed", listed, media_type="text/xml")
    add_source(config, "s", site.url("/feed"), "feed")
    run_plain(ledger, config=config)
    site.page("/a", b"none", status=404)

    die(ledger, config, after=1, is_committed=True)
    run_plain(ledger, config=config, force=True)

    looks = "select outcome, reason from observations order by captured_at"
    seen = [("new", None), ("failed", "not_found"), ("not_modified", "not_asked")]
    assert ask(ledger, looks) == seen
    run_plain(ledger, config=config, force=True)
    assert ask(ledger, looks) == [*seen, ("gone", "not_found")]
    assert site.paths().count("/a") == 3


def die(ledger: Path, config: Path, *, after: int, is_committed: bool) -> None:
    """A run that ends on an error when so many batches were landed."""
    plan = read_plan([], config)
    run = Run(
        run_id=uuid4(), ledger=Ledger(ledger), limits=plan.limits, rules=plan.rules
    )
    with (
        suppress(ZeroDivisionError),
        open_run(run),
        web(run) as client,
        helpers() as pool,
    ):
        for nth, batch in enumerate(collect.collect(run, plan.sources, client), 1):
            if nth == after and not is_committed:
                raise ZeroDivisionError
            store(run, judge(run, parse(run, batch, pool), pool))
            if nth == after:
                raise ZeroDivisionError


def test_an_entry_that_two_sources_list_is_asked_once_and_known_to_both(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    story(site, "/a", "Harbour plan")
    for name in ("one", "two"):
        listed = feed_of([(f"guid of {name}", site.url("/a"), "Harbour plan")])
        site.page(f"/{name}.xml", listed, media_type="text/xml")
        add_source(config, name, site.url(f"/{name}.xml"), "feed")

    run_plain(ledger, config=config, clock=ticking(DAY))

    assert site.paths().count("/a") == 1
    assert ask(ledger, "select count(*) from article_history") == [(1,)]
    assert ask(ledger, "select outcome from observations") == [("new",)]
    run_plain(ledger, config=config, clock=ticking(DAY + timedelta(days=1)))
    assert ask(ledger, "select count(*) from articles") == [(1,)]
    assert site.paths().count("/a") == 2


def test_of_a_feed_and_a_sitemap_of_one_article_the_one_that_tells_the_date_is_kept(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    page = "<h1>Harbour plan</h1>" + "<p>The harbour is to have a new quay.</p>" * 9
    site.page("/a", page.encode())
    sitemap(site, "/sitemap.xml", ("/a", "2026-02-03"))
    feed(site, ("g", "/a", "Harbour plan"))
    add_source(config, "map", site.url("/sitemap.xml"), "sitemap")
    add_source(config, "news", site.url("/feed"), "feed")

    run_plain(ledger, config=config, clock=ticking(DAY))

    [(url, published_from)] = ask(ledger, "select url, published_from from articles")
    assert (url, published_from) == (site.url("/a"), "feed:pubDate")
    assert site.paths().count("/a") == 1


def test_an_entry_whose_address_was_answered_before_is_not_asked_anew(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    story(site, "/a", "Harbour plan")
    site.page("/bad", b"no", status=500)
    feed(site, ("1", "/a", "Harbour plan"), ("2", "/bad", "B"), path="/one.xml")
    add_source(config, "one", site.url("/one.xml"), "feed")
    host = site.at("127.0.0.2")
    listed = [(f"of two {n}", site.url(to), "T") for n, to in enumerate(("/a", "/bad"))]
    # its listing comes when the pages were answered
    host.play(
        "/two.xml",
        Reply(
            body=feed_of(listed), headers=(("Content-Type", "text/xml"),), wait_s=1.0
        ),
    )
    add_source(config, "two", host.url("/two.xml"), "feed")

    run_plain(ledger, config=config)

    assert (site.paths().count("/a"), site.paths().count("/bad")) == (1, 1)
    assert ask(ledger, "select source_id, reason from rejects order by source_id") == [
        ("one", "server_error"),
        ("two", "server_error"),
    ]
    assert ask(ledger, "select count(*) from article_history") == [(1,)]


def test_what_failed_for_another_entry_of_this_run_is_not_asked_as_a_recheck(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    story(site, "/a", "Harbour plan")
    two = [("1", site.url("/a"), "One"), ("2", site.url("/a"), "Two")]
    site.page("/feed", feed_of(two), media_type="text/xml")
    add_source(config, "s", site.url("/feed"), "feed")
    run_plain(ledger, config=config, clock=ticking(DAY))
    assert ask(ledger, "select count(*) from article_history") == [(2,)]
    site.page("/a", b"no", status=500)
    # one is asked with validators, the other without, as its listing says other things
    two[1] = ("2", site.url("/a"), "Twice")
    site.page("/feed", feed_of(two), media_type="text/xml")

    run_plain(ledger, config=config, clock=ticking(DAY + timedelta(days=1.1)))

    assert site.paths().count("/a") == 2
    last = "where outcome = 'failed' group by all"
    assert ask(ledger, f"select reason, count(*) from observations {last}") == [
        ("server_error", 2)
    ]


def sent_for(site: NewsSite, path: str) -> list[bool]:
    """Of each request for it, whether it came with an ETag."""
    return ["if-none-match" in seen.headers for seen in site.log if seen.path == path]


@pytest.mark.parametrize(("status", "is_sent"), [(200, True), (500, False)])
def test_a_late_entry_costs_its_listing_its_tag_only_where_it_failed(
    site: NewsSite, ledger: Path, config: Path, status: int, *, is_sent: bool
) -> None:
    # one request at a time: what the first source lists is asked first
    config.write_text(config.read_text().replace("host_gap_s = 0", "host_gap_s = 0.01"))
    story(site, "/a", "Harbour plan")
    for name in ("one", "two"):
        feed(site, ("g", "/a", "Harbour plan"), path=f"/{name}.xml")
        url = site.url(f"/{name}.xml")
        add_source(config, name, url, "feed", recheck="false")
    run_plain(ledger, config=config, clock=ticking(DAY))
    # its first reader says another title, and asks for it without the page's tag
    feed(site, ("g", "/a", "New harbour plan"), path="/one.xml")
    story(site, "/b", "New bridge")
    listed = ("g", "/a", "Harbour plan"), ("h", "/b", "New bridge")
    feed(site, *listed, path="/two.xml")
    if status != 200:
        site.page("/a", b"no", status=status)
    run_plain(ledger, config=config, clock=ticking(DAY + timedelta(days=1)))
    assert site.paths().count("/a") == 2

    run_plain(ledger, config=config, clock=ticking(DAY + timedelta(days=2)))

    assert sent_for(site, "/two.xml") == [False, True, is_sent]


@pytest.mark.parametrize(
    ("status", "outcome"), [(200, "ok"), (404, "not_found"), (500, "server_error")]
)
def test_a_page_that_was_asked_for_another_source_is_told_as_it_was_answered(
    site: NewsSite, ledger: Path, config: Path, status: int, outcome: str
) -> None:
    site.page("/a", STORY.format(title="Plan", first="It is.").encode(), status=status)
    add_source(config, "one", site.url("/a"), "page")
    # asked otherwise, so never together with the first
    add_source(config, "two", site.url("/a"), "page", max_bytes="1_000_000")

    report = run_plain(ledger, config=config, clock=ticking(DAY))

    assert site.paths().count("/a") == 1
    assert [(row.source_id, row.outcome) for row in report.counts] == [
        ("one", outcome),
        ("two", outcome),
    ]


def test_an_address_that_two_sources_list_from_is_asked_once(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    feed(site, ("g", "/a", "Harbour plan"))
    story(site, "/a", "Harbour plan")
    for name in ("one", "two"):
        add_source(config, name, site.url("/feed"), "feed")

    report = run_plain(ledger, config=config)

    assert site.paths().count("/feed") == 1
    assert [row.outcome for row in report.counts] == ["ok", "ok"]
    assert report.findings == ()


def test_pages_that_robots_forbids_on_another_host_are_rejects_and_not_asked(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    config.write_text(config.read_text() + "recheck = false\n")
    other = site.at("127.0.0.3")
    feed(site, ("1", "/a", "Harbour plan"), ("2", "/b", "New bridge"))
    story(site, "/a", "Harbour plan")
    story(site, "/b", "New bridge")
    add_source(config, "s", site.url("/feed"), "feed")
    run_plain(ledger, config=config, clock=ticking(DAY))
    other.robots("User-agent: *\nDisallow: /\n")
    moved = [
        ("1", other.url("/a"), "Harbour plan"),
        ("3", other.url("/c"), "Another"),
    ]
    site.page("/feed", feed_of(moved), media_type="text/xml")

    report = run_plain(ledger, config=config, clock=ticking(DAY + timedelta(days=1)))

    assert [seen.path for seen in other.seen()] == ["/robots.txt"]
    assert ask(
        ledger,
        "select outcome, reason from observations order by captured_at desc limit 1",
    ) == [("failed", "robots_disallow")]
    assert ask(ledger, "select reason, identity_key from rejects") == [
        ("robots_disallow", "3")
    ]
    assert [finding.kind for finding in report.findings] == ["only_rejects"]
    assert ask(ledger, "select count(*) from articles") == [(2,)]


def test_a_host_that_asks_for_an_hour_is_left_alone_for_an_hour(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    paths = [f"/{n}" for n in range(8)]
    site.play("*", *[_page(n) for n in range(5)], _wait(3600))
    feed(site, *((path, path, f"Story {path}") for path in paths))
    config.write_text(config.read_text().replace("host_gap_s = 0", "host_gap_s = 0.01"))
    add_source(config, "s", site.url("/feed"), "feed")
    run_plain(ledger, config=config, clock=lambda: DAY)

    asked = [path for path in site.paths() if path in paths]
    assert len(asked) == 6
    assert ask(ledger, "select count(*) from articles") == [(5,)]
    assert ask(ledger, "select stage, reason, count(*) from rejects group by all") == [
        ("fetch", "rate_limited", 3)
    ]
    before = len(site.log)
    soon = DAY + timedelta(minutes=59)

    report = run_plain(ledger, config=config, force=True, clock=lambda: soon)

    assert len(site.log) == before
    assert [(f.source_id, f.kind) for f in report.findings] == [("s", "asked_to_wait")]
    late = DAY + timedelta(minutes=61)
    for path in paths:
        story(site, path, f"Story {path}")
    run_plain(ledger, config=config, force=True, clock=lambda: late)
    assert ask(ledger, "select count(*) from articles") == [(8,)]


def _page(n: int) -> Reply:
    body = f"<title>S {n}</title><article><h1>Story {n}</h1><p>{told(f'Story {n}')}"
    body += " It is told at length, with all that belongs to it.</article>"
    return Reply(body=body.encode(), headers=(("Content-Type", "text/html"),))


def _wait(seconds: int) -> Reply:
    return Reply(status=429, headers=(("Retry-After", str(seconds)),))


def test_a_thousand_entries_of_a_slow_host_leave_room_for_the_others(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    config.write_text(config.read_text().replace("host_gap_s = 0", "host_gap_s = 0.01"))
    slow, quick = site.at("127.0.0.4"), site.at("127.0.0.5")
    slow.page("*", b"none", status=404)
    slow.robots("")
    sitemap(slow, "/map.xml", *((f"/{n}", None) for n in range(300)))
    feed(quick, ("g", "/a", "Harbour plan"))
    story(quick, "/a", "Harbour plan")
    add_source(config, "slow", slow.url("/map.xml"), "sitemap")
    add_source(config, "quick", quick.url("/feed"), "feed")

    run_plain(ledger, config=config)

    hosts = [seen.host for seen in site.log]
    last = max(n for n, host in enumerate(hosts) if host == "127.0.0.5")
    assert last < len(hosts) / 2
