"""Hostile feeds, payloads and values: a row says it, and no terminal obeys it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newssite import NewsSite
from payloads import payload
from plainrun import ask, run_plain
from rich.console import Console

from flows.progress import shown
from flows.report import report_json, show_answer, show_report
from tasks.steps.arrivals import Arrival
from tasks.steps.collect import Filling, land
from tasks.steps.judge import judge
from tasks.steps.known import Lookup
from tasks.steps.parse import helpers, parse, read_payload
from tasks.steps.run import Run, open_run
from tasks.steps.store import store
from tasks.text.keys import make_key
from warehouse import staging
from warehouse.ledger import Ledger
from warehouse.model.batch import Loaded
from warehouse.model.entry import Fetch, Listed, Payload, Reject
from warehouse.model.likeness import Recipe
from warehouse.model.source import Source
from warehouse.publish import publish
from warehouse.query import ask as ask_ledger

GOOD = "A port was opened on Monday. It took four years to build it.\n"
STORY = "<html><body><article><h1>{0}</h1><p>{0} is told here at length.</p></article>"


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.robots("")
        yield site


# What stands in an item beside its link, and how its title is stored; the first
# three made feedparser give up the whole feed.
ITEMS = {
    "half": ("<title>a &#xD800; b &#55296;</title>", "a \ufffd b \ufffd"),
    "beyond": ("<title>a &#x110000; b</title>", "a \ufffd b"),
    "huge": (f"<title>a &#{'9' * 5_000}; b</title>", "a \ufffd b"),
    "nul": ("<title>a &#0; b</title>", "a b"),
    "codes": ("<title>\x1b[31mred &#27;[0m</title>", "[31mred [0m"),
    "long": (f"<title>{'t' * 1_000_000}</title>", "t" * 500),
    "dated": ("<title>T</title><pubDate>Mon, 99 Foo 0000 +9999</pubDate>", "T"),
    "sql": ("<title>'; drop table internal.versions; --</title>", None),
    "tags": (
        "<title>T2</title>"
        + "".join(f"<category>c{n}</category>" for n in range(30_000)),
        "T2",
    ),
    "authors": (
        "<title>T3</title>"
        + "".join(f"<author>Ann Lee{n}</author>" for n in range(2_000)),
        "T3",
    ),
}
LEFT_OUT = (
    "<item><title>A</title><link>http://user:secret@e.org/</link></item>",
    "<item><title>B</title><link>javascript:alert(1)</link></item>",
    f"<item><title>C</title><link>https://e.org/{'a' * 1_000_000}</link></item>",
    "<item/>",
)


def test_a_feed_of_hostile_items_brings_each_and_says_what_it_leaves_out(
    site: NewsSite, ledger: Path, tmp_path: Path
) -> None:
    items = "".join(
        f"<item>{item}<link>{site.url(f'/{name}')}</link></item>"
        for name, (item, _) in ITEMS.items()
    )
    feed = f"<rss version='2.0'><channel><title>S</title>{items}{''.join(LEFT_OUT)}"
    site.page("/feed", f"{feed}</channel></rss>".encode(), media_type="text/xml")
    for name in ITEMS:
        # no title of its own: the feed's is taken
        page = f"<html><body><p>The story of {name}, told here at length.</p>"
        site.page(f"/{name}", page.encode())
    config = tmp_path / "sources.toml"
    config.write_text("[defaults]\nallow_private = true\nhost_gap_s = 0\n")

    run_plain(ledger, site.url("/feed"), config=config)

    titles = dict(ask(ledger, "select parse_path(url)[-1], title from article_history"))
    assert titles == {
        name: title or "'; drop table internal.versions; --"
        for name, (_, title) in ITEMS.items()
    }
    assert ask(
        ledger,
        "select len(tags), tags[-1] from article_history where url like '%/tags'",
    ) == [(30_000, "c29999")]
    assert ask(ledger, "select reason, detail from rejects order by all") == [
        ("no_link", "the entry has no link to fetch"),
        ("no_link", "the link is no web address: http://e.org/"),
        ("no_link", f"the link is no web address: https://e.org/{'a' * 285}…"),
        ("no_link", "the link is no web address: javascript:alert(1)"),
    ]
    assert ask(ledger, "select n_in, n_observations, n_rejects from batches") == [
        (len(ITEMS) + len(LEFT_OUT), len(ITEMS), len(LEFT_OUT))
    ]


def test_a_feed_with_a_tag_of_countless_attributes_is_refused_at_once(
    site: NewsSite, ledger: Path, tmp_path: Path
) -> None:
    attributes = " ".join(f'a{n}="x"' for n in range(30_000))
    feed = f"<rss><channel><item><enclosure {attributes}/></item></channel></rss>"
    site.page("/feed", feed.encode(), media_type="text/xml")
    config = tmp_path / "sources.toml"
    config.write_text(
        "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
        f"[[source]]\nid = 'a'\nkind = 'feed'\nurl = '{site.url('/feed')}'\n"
    )

    run_plain(ledger, config=config)

    assert ask(ledger, "select stage, reason, detail from rejects") == [
        ("list", "not_a_feed", "a tag of 30000 attributes")
    ]


def load_payloads(ledger: Path, *payloads: Payload, filling: Filling) -> Loaded:
    """Takes payloads down the road from landing on, as one batch, and publishes."""
    run = Run(run_id=uuid4(), ledger=Ledger(ledger), wait_s=0)
    source = Source(source_id="desk", kind="feed", url="https://e.org/feed")
    with open_run(run), helpers() as pool:
        arrived = [[Arrival(item) for item in payloads]]
        lookup = Lookup(run)
        batch = land(run, [source], filling, iter(arrived), lookup)
        lookup.close()
        assert batch is not None
        loaded = store(run, judge(run, parse(run, batch, pool), pool))
    publish(run.ledger, 0)
    return loaded


def entered(
    body: str | bytes, key: str, media_type: str = "text/plain", **more
) -> Payload:
    """A payload of `body` under the key, as it comes from the web."""
    made = payload(body, media_type, url="https://e.org/a", **more)
    keys = (make_key("guid", key, "desk"),)
    return replace(made, entry=replace(made.entry, keys=keys))


def test_payloads_that_no_listing_would_make_cost_the_batch_nothing(
    ledger: Path,
) -> None:
    listed = Listed(
        title="a \ud800 b\0",
        published="9999-12-31T23:59:59-14:00",
        authors=("\udfff", "Ann \ud800 Lee"),
        tags=("\ud800",),
        language="\ud800",
    )
    odd = [
        entered(GOOD, "good"),
        entered(b"", "empty"),
        entered("The listing of this one is broken.", "listed", listed=listed),
        entered("The zone of this one is made up.", "zone", timezone="Mars/Phobos"),
        entered("The zone of this one is worse.", "worse", timezone="../../etc\0"),
        entered("The charset of this is odd.", "charset", charset="\ud800;\r\nX: y"),
        entered("{" * 100_000, "deep", "application/json"),
        entered("<p>" * 500_000, "tags", "text/html"),
        entered("Of no kind that is read.", "kind", "x/\r\ny: z\ud800"),
        entered("A key with half a letter.", "half \ud800"),
        replace(
            entered("An address of half a letter.", "url"), url="https://e.org/\ud800"
        ),
    ]
    fetch = Fetch(
        source_id="desk", url="https://e.org/\ud800", final_url="\0", outcome="ok",
        started_at=datetime(2026, 1, 1, tzinfo=UTC), elapsed_ms=float("inf"),
        reason="\udfff", redirects=("\ud800", "b"), etag='"\x1b[31m"',
    )  # fmt: skip
    reject = Reject(
        source_id="desk", stage="list", reason="no_link", detail="half \ud800",
        excerpt="\x1b[31m",
    )  # fmt: skip

    filling = Filling(name="", fetches=[fetch], rejects=[reject], n_entries=1)
    loaded = load_payloads(ledger, *odd, filling=filling)

    assert (loaded.n_in, loaded.n_observations, loaded.n_rejects) == (12, 7, 5)
    assert ask(ledger, "select reason, identity_key from rejects order by all") == [
        ("bad_json", "deep"),
        ("empty", "empty"),
        ("media_type", "kind"),
        ("no_link", None),
        ("too_many_tags", "tags"),
    ]
    assert ask(ledger, "select detail from rejects where reason = 'no_link'") == [
        ("half \\ud800",)
    ]
    assert ask(
        ledger,
        "select title, authors, tags, language, published_at from article_history "
        "where identity_key = 'listed'",
    ) == [("a b", ["Ann Lee"], [], "en", None)]
    assert ask(ledger, "select url, redirects from fetches") == [
        ("https://e.org/\\ud800", ["\\ud800", "b"])
    ]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from(
        ["\ud800", "\0", "\x1b[31m", "2024-02-30", "L1", "1", "http://["]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "@id", "\ud800", ""]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
FIELDS = (
    "id", "url", "title", "text", "html", "published", "modified", "authors",
    "language", "section", "tags",
)  # fmt: skip
RECORD = st.dictionaries(st.sampled_from(FIELDS), JSON, min_size=1)


@settings(max_examples=200, deadline=None)
@given(RECORD)
def test_whatever_stands_in_the_fields_of_a_record_it_can_be_staged(
    record: dict,
) -> None:
    read = read_payload(
        entered(json.dumps(record), "key", "application/json"), Recipe()
    )

    if isinstance(read, Reject):
        assert read.reason in ("no_text", "not_html")
        staging.stage(rejects=[read])
    else:
        staging.stage(looks=[read])


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(RECORD, min_size=20, max_size=60))
def test_whatever_stands_in_the_fields_of_records_each_is_a_look_or_a_reject(
    records: list[dict],
) -> None:
    lines = [json.dumps(record) for record in records]
    with TemporaryDirectory() as place:
        folder, ledger = Path(place, "in"), Path(place, "ledger")
        folder.mkdir()
        (folder / "good.txt").write_text(GOOD)
        (folder / "r.jsonl").write_text("\n".join(lines))

        run_plain(ledger, folder)

        found = ask(
            ledger,
            "select sum(n_in), sum(n_observations) + sum(n_rejects), "
            "(select count(*) from observations) + (select count(*) from rejects), "
            "(select count(*) from article_history where identity_key = 'good.txt'), "
            "(select count(*) from rejects where reason = 'parser_error') from batches",
        )
    n = len(records) + 1
    assert found == [(n, n, n, 1, 0)]


CODES = "\x1b[31m \x9b2J \x07 \x7f \u202e"


@pytest.fixture
def coded(ledger: Path, tmp_path: Path) -> tuple[Path, io.StringIO]:
    """A ledger of names, titles and rejects with terminal codes, and a terminal."""
    folder = tmp_path / "in"
    folder.mkdir()
    record = {
        "id": CODES,
        "title": f"T {CODES}",
        "section": CODES,
        "text": GOOD + CODES,
    }
    (folder / f"r{CODES}.jsonl").write_text(json.dumps(record) + f"\n{{{CODES}")
    (folder / f"{CODES}.exe").write_text("x")
    run_plain(ledger, folder)
    return ledger, io.StringIO()


def obeyed(said: str) -> list[str]:
    """What of `said` a terminal would obey, or nobody would see."""
    return [c for c in said if not c.isprintable() and c != "\n"]


@pytest.mark.parametrize("form", ["table", "json", "markdown", "csv"])
@pytest.mark.parametrize("view", ["rejects", "article_history"])
def test_an_answer_holds_nothing_that_a_terminal_would_obey(
    coded: tuple[Path, io.StringIO], form: str, view: str
) -> None:
    ledger, terminal = coded
    answer = ask_ledger(Ledger(ledger), f'select *, 1 as "{CODES}" from {view}')

    console = Console(
        file=terminal, force_terminal=True, width=10_000, color_system=None
    )
    show_answer(answer, form, console)

    said = terminal.getvalue()
    assert "in-" in said
    assert obeyed(said.replace("\x1b[1m", "").replace("\x1b[0m", "")) == []


def test_a_report_and_its_json_hold_nothing_that_a_terminal_would_obey(
    ledger: Path, tmp_path: Path
) -> None:
    terminal = io.StringIO()
    console = Console(file=terminal, force_terminal=True, width=200, color_system=None)

    with shown(Console(file=terminal, width=200)):
        report = run_plain(ledger, tmp_path / f"missing {CODES.replace('[', '')}")
        logging.getLogger("newsledger").warning("%s", CODES)
    show_report(report, console)
    said = report_json(report)

    assert "missing" in terminal.getvalue()
    assert obeyed(terminal.getvalue()) == []
    assert obeyed(said) == []
    assert json.loads(said)["findings"][0]["kind"] == "source_failed"


def test_json_for_scripts_loses_nothing_to_the_escapes(
    coded: tuple[Path, io.StringIO],
) -> None:
    ledger, terminal = coded
    query = "select title, section, 'ü 港' as plain from article_history"

    show_answer(ask_ledger(Ledger(ledger), query), "json", Console(file=terminal))

    [row] = json.loads(terminal.getvalue())
    assert "ü 港" in terminal.getvalue()
    assert [tuple(row.values())] == ask(ledger, query)
