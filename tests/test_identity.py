"""What is one article and what is not, over many runs: keys that mislead."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sitepages
from newssite import NewsSite
from plainrun import ask, run_plain
from test_web_road import FEED, ITEM, STORY


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("")
        yield site


def feed(site: NewsSite, names: str) -> None:
    items = "".join(
        ITEM.format(guid=name, url=site.url(f"/{name}"), title=name) for name in names
    )
    site.page("/feed", FEED.format(items=items).encode(), media_type="text/xml")


def page(
    site: NewsSite, name: str, canonical: str | None = None, told: str | None = None
) -> None:
    title = f"Story {told or name}"
    text = STORY.format(title=title, first=sitepages.told(title))
    if canonical:
        link = f'<link rel="canonical" href="{site.url(canonical)}"></head>'
        text = text.replace("</head>", link)
    site.page(f"/{name}", text.encode())


def versions(ledger: Path) -> list[tuple]:
    return ask(
        ledger,
        "select identity_key, list(title order by version_no) from article_history "
        "group by 1 order by 1",
    )


def test_a_page_that_all_redirect_to_for_a_day_joins_nothing(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    feed(site, "abc")
    page(site, "consent")
    for day in "abc":
        for name in "abc":
            page(site, name)
        site.redirect(f"/{day}", site.url("/consent"))
        run_plain(ledger, site.url("/feed"), config=config)
    for name in "abc":
        page(site, name)
    run_plain(ledger, site.url("/feed"), config=config)

    shown = ask(ledger, "select identity_key, title from articles order by 1")
    assert shown == [(name, f"Story {name}") for name in "abc"]


def test_a_canonical_that_all_claim_joins_nothing_on_later_days_either(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    for listed in ("ab", "abd", "abde", "abdef"):
        feed(site, listed)
        for name in listed:
            page(site, name, canonical="/news/all")
        run_plain(ledger, site.url("/feed"), config=config)

    assert versions(ledger) == [(name, [f"Story {name}"]) for name in "abdef"]


def test_one_page_listed_by_two_sources_under_its_canonical_is_one_article(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    page(site, "a")
    page(site, "mirror", canonical="/a", told="a")

    run_plain(ledger, site.url("/a"), site.url("/mirror"), config=config)

    assert ask(ledger, "select count(*) from article_history") == [(1,)]


def test_canonicals_in_a_chain_are_one_article_with_its_own_key(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    page(site, "a")
    page(site, "b", canonical="/a")
    page(site, "c", canonical="/b")
    items = "".join(
        f"<item><title>{name}</title><link>{site.url(f'/{name}')}</link></item>"
        for name in "cba"
    )
    site.page("/feed", FEED.format(items=items).encode(), media_type="text/xml")
    for _ in range(2):
        run_plain(ledger, site.url("/feed"), config=config)

    heads = ask(
        ledger,
        "select h.identity_key, count(k.key_digest) from internal.article_heads as h "
        "left join internal.article_keys as k using (article_id) group by all",
    )
    assert all(key is not None and n for key, n in heads)
    assert ask(ledger, "select max(n_versions) from article_history") == [(1,)]


def records(folder: Path, name: str, *rows: dict) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(map(json.dumps, rows)))


def test_records_that_share_an_address_do_not_take_turns(
    tmp_path: Path, ledger: Path
) -> None:
    url = "https://a.example/live"
    records(
        tmp_path / "in",
        "r.jsonl",
        {"url": url, "title": "First", "text": "The first post of the day."},
        {"url": url, "title": "Second", "text": "The second post of the day."},
        {"title": "In short", "text": "One short item.", "published": "2024-01-01"},
        {"title": "In short", "text": "Another short item.", "published": "2024-01-01"},
    )
    for _ in range(3):
        run_plain(ledger, tmp_path / "in")

    assert ask(ledger, "select max(n_versions), count(*) from articles") == [(1, 4)]


def test_of_daily_files_with_the_same_ids_the_newest_has_the_last_word(
    tmp_path: Path, ledger: Path
) -> None:
    config = tmp_path / "sources.toml"
    folder = tmp_path / "in"
    config.write_text(f'[[source]]\nid = "s"\npath = "{folder}"\nidentity = "id"\n')
    for day in (1, 2, 3):
        records(
            folder, f"2024-01-0{day}.jsonl", {"id": "7", "text": f"Text of day {day}."}
        )
        for _ in range(2):
            run_plain(ledger, config=config, force=True)

    assert ask(
        ledger, "select list(text order by version_no) from article_history"
    ) == [(["Text of day 1.", "Text of day 2.", "Text of day 3."],)]
    assert ask(ledger, "select distinct n_in from batches") == [(1,)]


def test_an_entry_that_failed_is_asked_for_again_though_the_feed_did_not_change(
    site: NewsSite, ledger: Path, config: Path
) -> None:
    table = f'[[source]]\nid = "f"\nurl = "{site.url("/feed")}"\nkind = "feed"\n'
    config.write_text(config.read_text() + table)
    item = ITEM.format(guid="a", url=site.url("/a"), title="a")
    site.page(
        "/feed",
        FEED.format(items=item).encode(),
        media_type="text/xml",
        headers=[("ETag", '"1"')],
    )
    site.page("/a", b"busy", status=503)
    run_plain(ledger, config=config, force=True)
    page(site, "a")

    run_plain(ledger, config=config, force=True)

    assert ask(ledger, "select title from articles") == [("Story a",)]


def test_a_changed_configuration_reads_unchanged_bytes_again(
    tmp_path: Path, ledger: Path
) -> None:
    config = tmp_path / "sources.toml"
    table = f'[[source]]\nid = "s"\npath = "{tmp_path / "in"}"\n'
    records(
        tmp_path / "in",
        "r.jsonl",
        {"id": "1", "text": "Old.", "body": "A body of text."},
    )
    config.write_text(table)
    run_plain(ledger, config=config)
    config.write_text(table + 'fields = { text = "body" }\n')

    run_plain(ledger, config=config, force=True)

    assert ask(ledger, "select text, n_versions from articles") == [
        ("A body of text.", 2)
    ]
    assert ask(ledger, "select cause from article_history where version_no = 2") == [
        ("source",)
    ]


def test_a_reject_is_landed_once_and_told_in_each_run(
    tmp_path: Path, ledger: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    for _ in range(3):
        run_plain(ledger, tmp_path / "in")

    assert ask(ledger, "select reason, count(*) from rejects group by 1") == [
        ("empty", 3)
    ]
    assert len(list((ledger / "raw").rglob("*.warc.gz"))) == 1


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, ledger: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("Nobody is to read these words of mine.")
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)

    run_plain(ledger, folder)
    run_plain(ledger, f"{folder}/**/*.txt")

    assert ask(ledger, "select count(*) from article_history") == [(0,)]
    assert ask(ledger, "select distinct reason from rejects") != []


def test_the_owners_files_in_the_ledgers_folder_are_left_alone(tmp_path: Path) -> None:
    mine = [tmp_path / name for name in ("tmp/a", "staging/b", "raw/c.part", "d.part")]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("A port was opened on Monday.")

    run_plain(tmp_path, tmp_path / "in")

    assert all(path.read_text() == "mine" for path in mine)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_record_file_that_cannot_be_read_is_a_reject(
    tmp_path: Path, ledger: Path
) -> None:
    records(tmp_path / "in", "r.jsonl", {"id": "1", "text": "A text."})
    (tmp_path / "in" / "r.jsonl").chmod(0)

    run_plain(ledger, tmp_path / "in")

    assert ask(ledger, "select reason from rejects") == [("unreadable",)]
