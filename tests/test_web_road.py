"""The road from the web: feeds and pages of a loopback site, to SQL."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from newssite import NewsSite
from plainrun import ask, run_plain
from sitepages import DATE, FEED, STORY, told
from sitepages import ITEM as DATED

from tasks.steps.audit import Report

ITEM = DATED.replace("{date}", DATE)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("User-agent: *\nAllow: /\n")
        yield site


def story(site: NewsSite, path: str, title: str, first: str = "") -> None:
    said = f"{first} {told(title)}"
    site.page(path, STORY.format(title=title, first=said).encode())


def feed(site: NewsSite, *items: tuple[str, str, str]) -> None:
    """A feed of (guid, path, title)."""
    written = "".join(
        ITEM.format(guid=guid, url=site.url(path), title=title)
        for guid, path, title in items
    )
    site.page("/feed", FEED.format(items=written).encode(), media_type="text/xml")


def outcomes(report: Report) -> list[tuple[str, str]]:
    return [(row.kind, row.outcome) for row in report.counts]


def test_a_feed_brings_its_entries_as_pages(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    feed(site, ("g1", "/a", "Harbour plan"), ("g2", "/b", "New bridge"))
    story(site, "/a", "Harbour plan", "A plan is there.")
    story(site, "/b", "New bridge", "A bridge is there.")

    report = run_plain(ledger, site.url("/feed"), config=config)

    assert outcomes(report) == [("feed", "ok")]
    rows = ask(
        ledger,
        "select identity_rule, identity_key, title, published_precision, "
        "published_from, url from articles order by identity_key",
    )
    assert [row[:3] for row in rows] == [
        ("guid", "g1", "Harbour plan"),
        ("guid", "g2", "New bridge"),
    ]
    assert rows[0][4:] == ("feed:pubDate", site.url("/a"))
    assert ask(
        ledger,
        "select outcome, count(*) from fetches where robots = 'allow' group by 1",
    ) == [("ok", 3)]


def test_an_edit_at_the_site_is_a_version_and_the_rest_is_left_alone(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    feed(site, ("g1", "/a", "Harbour plan"), ("g2", "/b", "New bridge"))
    story(site, "/a", "Harbour plan", "A plan is there.")
    story(site, "/b", "New bridge", "A bridge is there.")
    run_plain(ledger, site.url("/feed"), config=config)
    story(site, "/a", "Harbour plan dropped", "No plan is there.")

    run_plain(ledger, site.url("/feed"), config=config)

    assert ask(
        ledger,
        "select identity_key, changed from article_history where version_no = 2",
    ) == [("g1", ["title", "text"])]
    assert ask(
        ledger, "select outcome, count(*) from observations group by 1 order by 1"
    ) == [("changed", 1), ("new", 2), ("unchanged", 1)]
    # bytes that were seen before leave no raw behind
    assert ask(ledger, "select count(*) from payloads") == [(3,)]
    assert len(list((ledger / "raw").rglob("*.warc.gz"))) == 2


def test_a_page_is_one_article_and_fetched_once(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    story(site, "/a", "Harbour plan", "A plan is there.")

    report = run_plain(ledger, site.url("/a"), config=config)

    assert outcomes(report) == [("page", "ok")]
    assert ask(ledger, "select title, identity_rule from articles") == [
        ("Harbour plan", "url")
    ]
    assert site.paths().count("/a") == 1


def test_one_address_in_two_sources_is_one_article(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    feed(site, ("g1", "/a?utm_source=rss", "Harbour plan"))
    site.page("/a?utm_source=rss", STORY.format(title="T", first="x").encode())
    story(site, "/a", "T", "x")

    run_plain(ledger, site.url("/feed"), site.url("/a"), config=config)

    assert ask(ledger, "select count(*) from article_history") == [(1,)]
    # entries of one run that lead to one article are one look
    assert ask(ledger, "select count(*) from observations") == [(1,)]
    assert ask(ledger, "select sum(n_in) from batches") == [(1,)]


def test_the_same_guid_in_two_sources_is_two_articles(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    for name in ("one", "two"):
        item = ITEM.format(guid="7", url=site.url(f"/{name}"), title=name)
        body = FEED.format(items=item).encode()
        site.page(f"/{name}.xml", body, media_type="text/xml")
        story(site, f"/{name}", name.title(), f"Story {name}.")

    run_plain(ledger, site.url("/one.xml"), site.url("/two.xml"), config=config)

    assert ask(ledger, "select count(*) from articles") == [(2,)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{not xml", "not_a_feed"),
        (b"", "empty"),
        (
            b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            b"<rss><channel><title>&a;</title></channel></rss>",
            "xml_entities",
        ),
    ],
)
def test_what_is_no_feed_is_a_failed_source_and_the_others_go_on(
    site: NewsSite, ledger: Path, config: Path, body: bytes, reason: str
) -> None:
    story(site, "/a", "Harbour plan", "A plan is there.")
    site.page("/bad", body, media_type="text/xml")
    tables = "".join(
        f'[[source]]\nid = "{name}"\nurl = "{site.url(path)}"\nkind = "{kind}"\n'
        for name, path, kind in (("bad", "/bad", "feed"), ("good", "/a", "page"))
    )
    config.write_text(config.read_text() + tables)

    report = run_plain(ledger, config=config)

    assert [(f.source_id, f.kind) for f in report.findings] == [
        ("bad", "source_failed")
    ]
    assert ask(ledger, "select source_id, stage, reason from rejects") == [
        ("bad", "list", reason)
    ]
    assert ask(ledger, "select count(*) from articles") == [(1,)]
    assert ask(ledger, "select health from sources order by source_id") == [
        ("failing",),
        ("fresh",),
    ]


def test_a_refused_connection_is_a_fetch_row_and_a_reject(
    ledger: Path, config: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    report = run_plain(ledger, f"http://127.0.0.1:{port}/feed", config=config)

    assert [finding.kind for finding in report.findings] == ["source_failed"]
    assert ask(ledger, "select reason from rejects") == [("refused",)]
    assert ask(ledger, "select distinct outcome from fetches") == [("refused",)]


def test_a_private_address_is_refused_unless_allowed(
    site: NewsSite, ledger: Path
) -> None:
    run_plain(ledger, site.url("/feed"))

    assert ask(ledger, "select reason from rejects") == [("private_address",)]
    assert site.paths() == []


def test_an_entry_that_fails_is_a_reject_and_a_known_one_an_observation(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    feed(site, ("g1", "/a", "Harbour plan"), ("g2", "/gone", "New bridge"))
    story(site, "/a", "Harbour plan", "A plan is there.")
    site.page("/gone", b"not here", status=404)
    report = run_plain(ledger, site.url("/feed"), config=config)
    assert report.findings == ()
    assert ask(ledger, "select stage, reason, identity_key from rejects") == [
        ("fetch", "not_found", "g2")
    ]
    site.page("/a", b"broken", status=500)

    run_plain(ledger, site.url("/feed"), config=config)

    assert ask(
        ledger,
        "select outcome, reason from observations order by captured_at desc limit 1",
    ) == [("failed", "server_error")]
    assert ask(ledger, "select title from articles") == [("Harbour plan",)]


def test_a_feed_that_did_not_change_is_not_read_again(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    config.write_text(
        config.read_text()
        + f'[[source]]\nid = "f"\nurl = "{site.url("/feed")}"\nkind = "feed"\n'
    )
    feed(site, ("g1", "/a", "Harbour plan"))
    item = ITEM.format(guid="g1", url=site.url("/a"), title="Harbour plan")
    site.page(
        "/feed",
        FEED.format(items=item).encode(),
        media_type="text/xml",
        headers=[("ETag", 'W/"odd, but echoed"')],
    )
    story(site, "/a", "Harbour plan", "A plan is there.")
    run_plain(ledger, config=config)
    site.page("/feed", b"", status=304)

    report = run_plain(ledger, config=config, force=True)

    assert outcomes(report) == [("feed", "not_modified")]
    assert report.findings == ()
    assert [
        seen.headers.get("if-none-match") for seen in site.log if seen.path == "/feed"
    ] == [None, 'W/"odd, but echoed"']


def test_a_canonical_address_that_all_pages_claim_names_none_of_them(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    feed(site, ("g1", "/a", "Harbour plan"), ("g2", "/b", "New bridge"))
    for path, title in (("/a", "Harbour plan"), ("/b", "New bridge")):
        page = STORY.format(title=title, first=told(title))
        link = f'<link rel="canonical" href="{site.url("/news/all")}"></head>'
        site.page(path, page.replace("</head>", link).encode())

    run_plain(ledger, site.url("/feed"), config=config)

    assert ask(ledger, "select title from articles order by 1") == [
        ("Harbour plan",),
        ("New bridge",),
    ]
