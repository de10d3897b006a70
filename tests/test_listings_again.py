"""What a source lists day by day: asked again only as far as it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newssite import NewsSite
from plainrun import ask, run_plain
from sitepages import (
    STORY,
    add_source,
    feed,
    feed_of,
    sitemap,
    sitemap_index,
    story,
)

from tasks.steps.audit import Report

DAY = datetime(2026, 3, 1, 6, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("User-agent: *\nAllow: /\n")
        yield site


@pytest.fixture
def on(ledger: Path, config: Path) -> Callable[..., Report]:
    """A run on a day: the clock stands still meanwhile."""

    def run(day: int, **more: object) -> Report:
        now = DAY + timedelta(days=day)
        return run_plain(ledger, config=config, clock=lambda: now, **more)

    return run


def asked(site: NewsSite, since: int = 0) -> list[str]:
    return sorted(path for path in site.paths()[since:] if path != "/robots.txt")


def outcomes(ledger: Path) -> list[tuple]:
    return ask(
        ledger,
        "select outcome, reason, count(*) from observations where run_id = ("
        "select run_id from runs order by started_at desc limit 1) group by all "
        "order by all",
    )


def test_a_page_that_did_not_change_is_asked_with_its_tag_and_not_brought_again(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    listed = feed_of([("g", site.url("/a"), "Harbour plan")])
    site.page("/feed", listed, media_type="text/xml")
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    on(1)

    assert outcomes(ledger) == [("not_modified", None, 1)]
    assert ask(
        ledger, "select count(*) from fetches where outcome = 'not_modified'"
    ) == [(1,)]
    # and once more, as the tag stays known
    on(2)
    assert outcomes(ledger) == [("not_modified", None, 1)]
    assert ask(ledger, "select last_seen_at from articles") == [
        (DAY + timedelta(days=2),)
    ]
    # the listing has another title: the page is read again, whatever its tag says
    site.page(
        "/feed",
        feed_of([("g", site.url("/a"), "Another")]),
        media_type="text/xml",
    )
    on(3)
    assert outcomes(ledger) == [("unchanged", None, 1)]


def test_a_sitemap_asks_for_what_is_new_or_moved_and_looks_at_the_rest(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    for n in range(4):
        story(site, f"/{n}", f"Story {n}")
    dated = [("/0", "2026-02-01"), ("/1", "2026-02-02"), ("/2", None)]
    sitemap(site, "/map.xml", *dated)
    add_source(config, "s", site.url("/map.xml"), "sitemap", recheck="false")
    on(0)
    before = len(site.log)
    story(site, "/1", "Story 1", "It was edited.")
    dated[1] = ("/1", "2026-03-01T20:00:00Z")
    sitemap(site, "/map.xml", *dated, ("/3", "2026-03-01"))

    on(1)

    assert asked(site, before) == ["/1", "/2", "/3", "/map.xml"]
    assert outcomes(ledger) == [
        ("changed", None, 1),
        ("new", None, 1),
        ("not_modified", "not_asked", 1),
        ("not_modified", None, 1),
    ]


def test_a_lastmod_that_moves_for_nothing_is_asked_once_and_then_believed(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    sitemap(site, "/map.xml", ("/a", "2026-02-01"))
    add_source(config, "s", site.url("/map.xml"), "sitemap", recheck="false")
    on(0)
    sitemap(site, "/map.xml", ("/a", "2026-02-28"))
    on(1)
    assert outcomes(ledger) == [("not_modified", None, 1)]

    on(2)

    assert outcomes(ledger) == [("not_modified", "not_asked", 1)]


def test_a_second_edit_on_the_day_that_a_lastmod_names_is_seen(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    sitemap(site, "/map.xml", ("/a", "2026-03-01"))
    add_source(config, "s", site.url("/map.xml"), "sitemap", recheck="false")
    on(0)
    story(site, "/a", "Harbour plan", "It was edited in the afternoon.")

    on(1)

    assert outcomes(ledger) == [("changed", None, 1)]
    on(2)
    assert outcomes(ledger) == [("not_modified", "not_asked", 1)]


def test_a_host_that_asks_to_wait_uses_no_recheck_up(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    feed(site, ("g", "/a", "Harbour plan"))
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    feed(site)
    site.page("/a", b"", status=429, headers=[("Retry-After", "36000")])
    on(1)
    assert outcomes(ledger) == [("failed", "rate_limited", 1)]
    story(site, "/a", "Harbour plan dropped", "There is none.")

    on(2)

    assert outcomes(ledger) == [("changed", None, 1)]


def test_an_index_is_gone_through_and_one_that_holds_itself_ends(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    for n in range(3):
        story(site, f"/{n}", f"Story {n}")
        sitemap(site, f"/map{n}.xml", (f"/{n}", "2026-02-01"))
    sitemap_index(
        site,
        "/index.xml",
        ("/index.xml", None),
        ("/map0.xml", "2026-02-01"),
        ("/deeper.xml", None),
        ("/gone.xml", None),
    )
    sitemap_index(site, "/deeper.xml", ("/map1.xml", None), ("/index.xml", None))
    add_source(config, "s", site.url("/index.xml"), "sitemap")

    report = on(0)

    paths = site.paths()
    assert all(paths.count(path) == 1 for path in paths)
    assert "/map2.xml" not in paths
    assert ask(ledger, "select count(*) from articles") == [(2,)]
    assert ask(ledger, "select stage, reason from rejects") == [("list", "not_found")]
    assert [row.outcome for row in report.counts] == ["ok"]
    assert report.findings == ()


def test_an_article_is_looked_at_again_after_days_though_its_listing_did_not_move(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    feed(site, ("g", "/a", "Harbour plan"))
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    story(site, "/a", "Harbour plan dropped", "There is none.")

    on(1)

    feed_looks = ask(
        ledger,
        "select outcome from fetches where url like '%/feed' order by started_at",
    )
    assert feed_looks == [("ok",), ("not_modified",)]
    assert outcomes(ledger) == [("changed", None, 1)]
    # the page has no date: what the feed said of it holds on
    assert ask(ledger, "select changed from article_history where version_no = 2") == [
        (["title", "text"],)
    ]
    on(2)
    assert outcomes(ledger) == []
    on(3)
    assert outcomes(ledger) == [("not_modified", None, 1)]


def test_what_was_taken_down_and_is_listed_nowhere_is_found_gone(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    story(site, "/b", "New bridge")
    feed(site, ("g", "/a", "Harbour plan"))
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    feed(site, ("h", "/b", "New bridge"))
    site.page("/a", b"none", status=404)
    on(1)
    on(2)

    assert ask(ledger, "select identity_key from articles") == [("h",)]
    assert ask(ledger, "select changed from article_history where is_deleted") == [
        (["deleted"],)
    ]


def test_a_feed_that_is_gone_three_times_is_not_asked_any_more(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    feed(site, ("g", "/a", "Harbour plan"))
    add_source(config, "s", site.url("/feed"), "feed", recheck="false")
    on(0)
    site.page("/feed", b"", status=410)
    for day in (1, 2, 3):
        on(day)
    before = len(site.log)

    report = on(4)

    assert len(site.log) == before
    assert [(f.kind, f.detail[:9]) for f in report.findings] == [
        ("source_failed", "gone: gon")
    ]
    assert ask(ledger, "select health from sources") == [("gone",)]
    # until its address is edited
    feed(site, ("g", "/a", "Harbour plan"), path="/new.xml")
    config.write_text(config.read_text().replace("/feed", "/new.xml"))
    assert on(5).findings == ()


def test_a_feed_that_moved_for_good_five_times_is_asked_at_its_new_address(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    feed(site, ("g", "/a", "Harbour plan"), path="/new.xml")
    site.redirect("/feed", site.url("/new.xml"), status=301)
    add_source(config, "s", site.url("/feed"), "feed")
    for day in range(5):
        on(day)
    assert site.paths().count("/feed") == 5

    for day in (5, 6):
        on(day)

    assert site.paths().count("/feed") == 5
    assert site.paths().count("/new.xml") == 7
    assert ask(ledger, "select source_id, identity_key from articles") == [("s", "g")]


def test_a_run_about_a_span_leaves_the_rest_alone_and_the_next_one_has_it(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    for n in range(3):
        story(site, f"/{n}", f"Story {n}")
    sitemap(site, "/new.xml", ("/0", "2026-02-01"), ("/1", "2026-02-10"), ("/2", None))
    sitemap_index(
        site, "/map.xml", ("/new.xml", "2026-02-10"), ("/old.xml", "2025-12-31")
    )
    add_source(config, "s", site.url("/map.xml"), "sitemap")

    report = on(0, since="2026-02-05", until="2026-02-28")

    assert asked(site) == ["/1", "/2", "/map.xml", "/new.xml"]
    assert "1 entries" in (report.counts[0].detail or "")
    sitemap(site, "/old.xml")
    on(1)
    assert ask(ledger, "select count(*) from articles") == [(3,)]


def test_a_run_about_a_span_is_not_the_days_look(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    feed(site, ("g", "/a", "Harbour plan"))
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    due = ask(ledger, "select last_success_at, due_at from sources")

    on(1, since="2024-03-01", force=True)

    assert ask(ledger, "select last_success_at, due_at from sources") == due
    assert ask(ledger, "select last_look_at from sources") == [
        (DAY + timedelta(days=1),)
    ]
    [row] = on(1.01).counts
    assert row.outcome == "not_modified"  # and by the tag of the last whole listing
    assert on(1.02).counts == ()


def whole_feed(site: NewsSite) -> tuple[bytes, str]:
    """A feed that holds its one article whole, and the text of it."""
    text = " ".join(f"The council met for the {n}th time this year." for n in range(40))
    listed = feed_of([("g", site.url("/a"), "Harbour plan")]).replace(
        b"<rss ", b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    )
    whole = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
    return listed.replace(b"</item>", whole.encode()), text


def test_a_feed_that_holds_its_articles_is_read_without_its_pages(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    listed, text = whole_feed(site)
    site.page("/feed", listed, media_type="text/xml")
    add_source(config, "s", site.url("/feed"), "feed", recheck="false")

    on(0)
    on(1)

    assert "/a" not in site.paths()
    assert ask(ledger, "select title, url, text = $1 from articles", text) == [
        ("Harbour plan", site.url("/a"), True)
    ]
    assert outcomes(ledger) == [("unchanged", None, 1)]


def test_the_page_of_what_came_whole_is_asked_only_whether_it_is_still_there(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    listed, text = whole_feed(site)
    site.page("/feed", listed, media_type="text/xml")
    story(site, "/a", "Harbour plan")
    add_source(config, "s", site.url("/feed"), "feed")
    on(0)
    site.page("/feed", feed_of([]), media_type="text/xml")

    on(1)
    assert outcomes(ledger) == [("not_modified", "still_there", 1)]
    story(site, "/a", "Harbour plan", "In other words.")
    on(3)
    on(7)
    assert outcomes(ledger) == [("not_modified", "still_there", 1)]
    assert ask(ledger, "select text = $1, n_versions from articles", text) == [
        (True, 1)
    ]
    tags = [seen.headers.get("if-none-match") for seen in site.log if seen.path == "/a"]
    assert (len(set(tags)), tags[0]) == (3, None)
    last = "select outcome from fetches where url like '%/a' order by started_at desc"
    assert ask(ledger, f"{last} limit 1") == [("not_modified",)]

    site.page("/a", b"none", status=410)
    on(30)
    assert outcomes(ledger) == [("failed", "gone", 1)]
    on(31)
    assert outcomes(ledger) == [("gone", "gone", 1)]
    assert ask(ledger, "select count(*) from articles") == [(0,)]
    on(32)
    assert outcomes(ledger) == []


def test_a_feed_is_due_when_it_says_so_and_force_asks_it_all_the_same(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    body = feed_of([("g", site.url("/a"), "Harbour plan")])
    lazy = body.replace(b"<title>Site", b"<ttl>600</ttl><title>Site")
    site.page("/feed", lazy, media_type="text/xml")
    add_source(config, "s", site.url("/feed"), "feed", every='"1h"')
    on(0)

    for day, n_asked in ((0.2, 1), (0.3, 1), (0.4, 2)):
        on(day)
        assert site.paths().count("/feed") == n_asked
    on(0.45, force=True)
    assert site.paths().count("/feed") == 3


def test_a_source_that_is_one_page_is_asked_with_its_tag(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    story(site, "/a", "Harbour plan")
    add_source(config, "s", site.url("/a"), "page")
    on(0)
    report = on(1)

    assert outcomes(ledger) == [("not_modified", None, 1)]
    assert [(row.kind, row.outcome) for row in report.counts] == [
        ("page", "not_modified")
    ]
    assert report.findings == ()
    site.page("/a", STORY.format(title="New", first="b").encode())
    on(2)
    assert outcomes(ledger) == [("changed", None, 1)]
