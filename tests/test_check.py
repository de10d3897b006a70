"""`newsledger check`: what a page is read as and what is taken out, for a person."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from newssite import NewsSite
from plainrun import run_plain
from rich.console import Console
from typer.testing import CliRunner

from flows.cli import app
from flows.config import read_one
from flows.seen import seen_json, show_seen
from tasks.http.client import Client
from tasks.steps.examine import Seen, look_at
from warehouse.errors import ConfigError, UsageError
from warehouse.model.source import Source

NEWSLEDGER = Path(sys.executable).parent / "newsledger"
ROOT = Path(__file__).parent.parent
PARAGRAPH = "The tide tables for the harbour were printed wrongly again this spring."
PAGE = (
    "<html lang=en><head><title>Tides \x1b[31mred\x9b2J</title></head><body><article>"
    f"<h1>Tides \x1b[31mred\x9b2J</h1><p>{PARAGRAPH}</p>"
    "<p class='plug'>Buy the \x1b]0;owned\x07 [bold]almanac[/bold] in our shop now.</p>"
    "</article></body></html>"
)
RULES = '[[source]]\nid = "sea"\npath = "in"\n[source.rules]\ndrop = ".plug"\n'


def now() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


def seen(target: object, **how: object) -> tuple[Seen, Source]:
    plan = read_one(
        str(target), how.get("config"), how.get("source"), allow_private=True
    )
    [source] = plan.sources
    with Client(plan.limits) as client:
        return look_at(source, client, now), source


def shown(target: object, *, is_all: bool = False, **how: object) -> str:
    out = io.StringIO()
    console = Console(file=out, width=200, highlight=False)
    show_seen(*seen(target, **how), console, is_all=is_all)
    return out.getvalue()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "tides.html"
    file.write_text(PAGE)
    return file


def test_each_field_is_shown_with_where_it_came_from(page: Path) -> None:
    said = shown(page)

    assert "text/html, " in said.splitlines()[0]
    [title] = [line for line in said.splitlines() if line.startswith("title")]
    assert title.split()[1] == "Tides"
    assert title.split()[-1] == "h1"
    assert re.search(r"^text, from page: words \d+, characters \d+, ", said, re.M)
    assert PARAGRAPH in said
    assert "[source.rules]" in said


def test_nothing_that_a_terminal_would_obey_is_shown(page: Path) -> None:
    out = io.StringIO()
    console = Console(file=out, width=200, force_terminal=True, no_color=True)
    looked, source = seen(page)
    show_seen(looked, source, console, is_all=True)
    said = out.getvalue()

    for code in ("\x1b[31m", "\x9b", "\x1b]", "\x07"):
        assert code not in said
    assert "[bold]almanac[/bold]" in said  # words of the page, not of ours
    assert "\x9b" not in seen_json(looked)
    assert "\x1b" not in seen_json(looked)


def test_a_rule_of_a_source_is_tried_and_what_it_drops_is_told(
    page: Path, tmp_path: Path
) -> None:
    config = tmp_path / "sources.toml"
    config.write_text(RULES)

    said = shown(page, config=config, source="sea")
    whole = shown(page, config=config, source="sea", is_all=True)

    assert "text, from page: words 12, characters 71, paragraphs 1\n" in said
    assert "taken out, rule_drop: 1, characters " in said
    assert "  .plug: Buy the" in whole
    assert "in our shop now." in whole
    with pytest.raises(UsageError, match="no source 'see'; did you mean 'sea'"):
        seen(page, config=config, source="see")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            'body = "div["',
            "source 'sea': rules key 'body': 'div[' is no CSS selector: ",
        ),
        ('drop = [".a", "p::before"]', "source 'sea': rules key 'drop': 'p::before' "),
        ('titel = "h1"', "source 'sea': rules has unknown key 'titel'; did you mean"),
        ("date = 1", "source 'sea': rules key 'date': "),
        ('title = ""', "source 'sea': rules key 'title': '' is no CSS selector: "),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_its_place(
    page: Path, tmp_path: Path, rule: str, said: str
) -> None:
    config = tmp_path / "sources.toml"
    config.write_text(RULES.replace('drop = ".plug"', rule))

    with pytest.raises(ConfigError) as caught:
        seen(page, config=config, source="sea")

    assert str(caught.value).startswith(f"sources.toml: {said}")
    assert "\n" not in str(caught.value)


def test_a_passage_said_twice_is_shown_and_counted_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    body = "\n\n".join(f"{PARAGRAPH} That was number {n} of many." for n in range(4))
    file.write_text(f"{body}\n\n{body}\n")

    said = shown(file)

    assert ": The tide tables" in said.partition("said twice, taken out")[2]
    assert ", paragraphs 4\n" in said


def test_what_is_no_article_is_shown_with_its_reason(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    (tmp_path / "none").mkdir()

    assert "left out: empty: 0 bytes" in shown(empty)
    assert "not_found" in shown(tmp_path / "nowhere.txt")
    with pytest.raises(UsageError, match="there is nothing in it to read"):
        seen(tmp_path / "none")


def test_a_page_of_the_web_is_fetched_politely_and_nothing_is_kept(
    tmp_path: Path,
) -> None:
    feed = b"""<rss version="2.0"><channel><item><guid>1</guid><title>Tides</title>
        <link>%s</link></item></channel></rss>"""
    with NewsSite() as site:
        site.robots("User-agent: *\nDisallow: /closed")
        site.page("/a", PAGE.encode())
        site.page("/feed", feed % site.url("/a").encode(), media_type="text/xml")

        def check(*words: str) -> subprocess.CompletedProcess:
            return subprocess.run(
                [NEWSLEDGER, "check", *words, "--allow-private"],
                cwd=tmp_path,
                env=os.environ,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )

        read = check(site.url("/a"), "--json")
        missing, closed = check(site.url("/no")), check(site.url("/closed"))
        in_feed = check(site.url("/feed"))

    said = json.loads(read.stdout)
    assert read.returncode == 0
    assert said["article"]["text"].startswith(PARAGRAPH)
    assert [fetch["outcome"] for fetch in said["fetches"]] == ["ok", "ok"]
    assert (missing.returncode, "not_found" in missing.stdout) == (1, True)
    assert (closed.returncode, "robots_disallow" in closed.stdout) == (1, True)
    assert (in_feed.returncode, PARAGRAPH in in_feed.stdout) == (0, True)
    assert "\x1b" not in read.stdout + in_feed.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_asked_to_be_left_alone_is_not_asked_to_show_a_page(
    tmp_path: Path,
) -> None:
    ledger = tmp_path / "ledger"
    with NewsSite() as site:
        site.page("/a", PAGE.encode())
        site.page("/feed", status=429, headers=[("Retry-After", "3600")])
        config = tmp_path / "sources.toml"
        config.write_text(
            f"[defaults]\nallow_private = true\nhost_gap_s = 0\n"
            f'[[source]]\nid = "sea"\nkind = "feed"\nurl = "{site.url("/feed")}"\n'
        )
        run_plain(ledger, config=config)
        site.log.clear()
        before = {path: path.read_bytes() for path in files_in(ledger)}

        words = ("--ledger", str(ledger), "--config", str(config))
        done = CliRunner().invoke(app, ["check", site.url("/a"), *words])

        assert (done.exit_code, site.log) == (1, [])
    assert "rate_limited" in done.stdout
    assert "not before 20" in done.stdout
    assert before == {path: path.read_bytes() for path in files_in(ledger)}


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
