"""Two sources reach one address with other access: its text is the reader's, always."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newssite import Conversation, NewsSite, Reply
from plainrun import ask, run_plain
from sitepages import STORY, add_source, feed_of

from tasks.steps.audit import Report

DAY = datetime(2026, 3, 1, 6, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("User-agent: *\nAllow: /\n")
        site.play("/a", at_the_door("Harbour plan"))
        yield site


@pytest.fixture
def on(ledger: Path, config: Path) -> Callable[..., Report]:
    def run(day: int, **more: object) -> Report:
        now = DAY + timedelta(days=day)
        return run_plain(ledger, config=config, clock=lambda: now, **more)

    return run


def at_the_door(title: str) -> Callable[[Conversation], Reply]:
    """A page that tells members, who say so in a header, more than it tells others."""

    def script(talk: Conversation) -> Reply:
        who = "member" if talk.seen.headers.get("accept-language") == "nl" else "guest"
        body = STORY.format(title=title, first=f"It is told to a {who}.").encode()
        headers = (("Content-Type", "text/html"), ("ETag", f'"{title} {who}"'))
        if talk.seen.headers.get("if-none-match") == f'"{title} {who}"':
            return Reply(status=304, headers=headers)
        return Reply(body=body, headers=headers)

    return script


def list_it(site: NewsSite, config: Path, *names: str, **keys: str) -> None:
    for name in names:
        listed = feed_of([(f"of {name}", site.url("/a"), "Harbour plan")])
        site.page(f"/{name}.xml", listed, media_type="text/xml")
        access = {"headers": '{ Accept-Language = "nl" }'} if name == "member" else {}
        url = site.url(f"/{name}.xml")
        add_source(config, name, url, "feed", recheck="false", **access, **keys)


@pytest.mark.parametrize("names", [("member", "guest"), ("guest", "member")])
def test_a_text_stays_that_of_its_first_reader_though_both_look_every_day(
    site: NewsSite,
    ledger: Path,
    config: Path,
    on: Callable[..., Report],
    names: tuple[str, ...],
) -> None:
    list_it(site, config, *names)

    for day in range(4):
        on(day)

    # who came first is its reader
    [(reader, text)] = ask(ledger, "select source_id, text from article_history")
    assert text.startswith(f"It is told to a {reader}. The council")
    assert site.paths().count("/a") == 4
    assert ask(ledger, "select outcome, count(*) from observations group by all") == [
        ("new", 1),
        ("not_modified", 3),
    ]
    # and what is new to the reader is a version
    site.play("/a", at_the_door("Harbour plan dropped"))
    on(4)
    assert ask(ledger, "select count(*) from article_history") == [(2,)]


def test_where_the_reader_lists_it_no_more_it_is_asked_with_the_readers_access(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    list_it(site, config, "member", "guest")
    on(0, only=["member"])
    site.page("/member.xml", feed_of([]), media_type="text/xml")
    before = len(site.log)

    on(1)

    [page] = [seen for seen in site.log[before:] if seen.path == "/a"]
    assert page.headers["accept-language"] == "nl"
    assert ask(ledger, "select count(*) from article_history") == [(1,)]


def test_a_run_without_the_reader_leaves_its_article_to_the_readers_own_look(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    list_it(site, config, "member", "guest")
    on(0, only=["member"])

    report = on(1, only=["guest"])

    assert site.paths().count("/a") == 1
    assert [(row.source_id, row.outcome) for row in report.counts] == [("guest", "ok")]
    assert ask(ledger, "select outcome, reason from observations") == [
        ("new", None),
        ("not_modified", "not_asked"),
    ]
    on(2)
    assert site.paths().count("/a") == 2


def test_a_target_that_a_source_reads_with_its_access_is_left_to_that_source(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    list_it(site, config, "member")
    on(0)
    now = DAY + timedelta(hours=2)

    report = run_plain(ledger, site.url("/a"), config=config, clock=lambda: now)

    [row] = report.counts
    assert (row.outcome, row.n_unchanged) == ("ok", 1)
    assert row.detail == (
        "'member' reads it, with other access: left as it is until that looks again"
    )
    assert ask(ledger, "select outcome, reason from observations") == [
        ("new", None),
        ("not_modified", "not_asked"),
    ]
    on(1)
    assert ask(ledger, "select count(*) from article_history") == [(1,)]


def test_a_target_that_a_source_reads_without_any_access_is_read(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    list_it(site, config, "guest")
    on(0)
    site.play("/a", at_the_door("Harbour plan dropped"))

    run_plain(ledger, site.url("/a"), config=config, clock=lambda: DAY + timedelta(1))

    assert ask(ledger, "select title from article_history order by version_no") == [
        ("Harbour plan",),
        ("Harbour plan dropped",),
    ]


def test_what_one_access_does_not_open_the_other_is_tried_for(
    site: NewsSite, ledger: Path, config: Path, on: Callable[..., Report]
) -> None:
    open_door = at_the_door("Harbour plan")

    def closed(talk: Conversation) -> Reply:
        is_member = talk.seen.headers.get("accept-language") == "nl"
        return open_door(talk) if is_member else Reply(status=403)

    site.play("/a", closed)
    list_it(site, config, "guest", "member")

    on(0)
    n_asked = site.paths().count("/a")
    on(1)
    on(2)

    assert ask(ledger, "select source_id, n_versions from articles") == [("member", 1)]
    # the member reads it from then on, whoever lists it
    assert site.paths().count("/a") == n_asked + 2
