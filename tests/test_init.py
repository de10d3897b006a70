"""`newsledger init`: a site's feeds and sitemaps, found, looked at and written down."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from newssite import NewsSite, Reply
from typer.testing import CliRunner

from flows.cli import app
from flows.config import read_plan
from flows.start import find
from flows.written import Found, written
from tasks.http.client import Client, Limits
from tasks.steps.discover import Place

FEED = """<rss version="2.0"><channel><title>{title}</title><link>/</link>{items}
</channel></rss>"""
ITEM = "<item><title>{n}</title><guid>{n}</guid><link>/news/{n}</link></item>"
RSS = "application/rss+xml"
XML = "application/xml"
TODAY = date(2026, 11, 30)
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


def feed(title: str, *numbers: int) -> bytes:
    items = "".join(ITEM.format(n=n) for n in numbers)
    return FEED.format(title=title, items=items).encode()


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        yield site


def looked(site: NewsSite, *targets: str, at: Path) -> list[Found]:
    limits = Limits(allow_private=True, host_gap_s=0)
    with Client(limits) as client:
        return [find(target, at, client) for target in targets or (site.url(),)]


def sources(found: list[Found], at: Path) -> dict[str, tuple[str, str]]:
    """What a run would read of the written file: id to kind and location."""
    file = at / "sources.toml"
    file.write_text(written(found, TODAY, allow_private=True))
    plan = read_plan([], file)
    assert plan.limits.allow_private
    return {one.source_id: (one.kind, one.location) for one in plan.sources}


def test_a_site_has_its_feeds_and_sitemaps_found_and_each_asked_once(
    site: NewsSite, tmp_path: Path
) -> None:
    links = "".join(
        f'<link rel="alternate" type="{RSS}" href="{path}">'
        for path in ("/all.xml", "/sport/feed", "/dead.xml", "/same.xml", "/all.xml")
    )
    site.page("/", f"<html><head>{links}</head><body>News".encode())
    site.page("/all.xml", feed("All", 1, 2), media_type=RSS)
    site.page("/same.xml", feed("All again", 1, 2), media_type=RSS)
    site.page("/sport/feed", feed("Sport", 3), media_type=RSS)
    site.page("/robots.txt", f"Sitemap: {site.url('/map.xml')}".encode())
    child = f"<sitemap><loc>{site.url('/map-1.xml')}</loc></sitemap>"
    site.page("/map.xml", INDEX.format(child).encode(), media_type=XML)

    found = looked(site, at=tmp_path)
    text = written(found, TODAY, allow_private=True)

    assert sources(found, tmp_path) == {
        "127.0.0.1-all": ("feed", site.url("/all.xml")),
        "127.0.0.1-sport": ("feed", site.url("/sport/feed")),
    }
    assert f"# left out: {site.url('/dead.xml')}: not_found" in text
    assert f"same.xml: lists the same as {site.url('/all.xml')}" in text
    assert '# id = "127.0.0.1-map-sitemap"' in text  # all that was ever published
    asked = [seen.path for seen in site.log if seen.path != "/robots.txt"]
    assert len(asked) == len(set(asked))
    assert "/feed" not in asked  # feeds are named: none is guessed


def test_a_site_that_names_nothing_is_tried_at_the_usual_places(
    site: NewsSite, tmp_path: Path
) -> None:
    site.page("/", b"<html><body>News")
    site.page("/rss.xml", feed("All", 1), media_type=RSS)
    url = f"<url><loc>{site.url('/news/2')}</loc></url>"
    site.page("/sitemap.xml", SITEMAP.format(url).encode(), media_type=XML)

    assert sources(looked(site, at=tmp_path), tmp_path) == {
        "127.0.0.1": ("feed", site.url("/rss.xml")),
        "127.0.0.1-sitemap": ("sitemap", site.url("/sitemap.xml")),
    }


NEWS = (
    "<n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
    "<n:title>A story</n:title></n:news>"
)


@pytest.mark.parametrize(
    ("numbers", "more", "why"),
    [
        ((1, 2), "", "nothing but what a feed lists"),
        ((1, 2, 3), "", "what a feed lists, and 1 other address"),
        ((1, 2), NEWS, "nothing but what a feed lists"),
        ((1, 2, 3), NEWS, None),
        ((3, 4), "", None),
    ],
    ids=["the same", "more", "the same news", "more news", "other pages"],
)
def test_a_sitemap_that_lists_what_a_feed_does_is_a_comment_that_says_so(
    site: NewsSite, tmp_path: Path, numbers: tuple[int, ...], more: str, why: str | None
) -> None:
    site.page("/", b"<html><body>News")
    site.page("/rss.xml", feed("All", 1, 2), media_type=RSS)
    told = "".join(
        f"<url><loc>{site.url(f'/news/{n}')}</loc>{more}</url>" for n in numbers
    )
    site.page("/sitemap.xml", SITEMAP.format(told).encode(), media_type=XML)

    found = looked(site, at=tmp_path)
    text = written(found, TODAY, allow_private=True)

    kinds = [kind for kind, _ in sources(found, tmp_path).values()]
    assert kinds == (["feed"] if why else ["feed", "sitemap"])
    assert ('# kind = "sitemap"' in text) == (why is not None)
    assert not why or f"# it lists {why}; to read it too, take the # away:" in text
    assert ("1 of them in no feed" in text) == (3 in numbers and 4 not in numbers)


def test_a_site_without_any_is_a_section_and_a_dead_one_is_told(
    site: NewsSite, tmp_path: Path
) -> None:
    site.page("/", b"<html><body><a href=/news/1>A story</a>")
    site.play("/gone", Reply(status=410))

    found = looked(site, site.url(), site.url("/gone"), at=tmp_path)

    assert sources(found, tmp_path) == {"127.0.0.1-front": ("section", site.url())}
    [dead] = found[1].places
    assert dead.problem.startswith("gone")


def test_a_feed_that_moved_for_good_is_written_where_it_is_now(
    site: NewsSite, tmp_path: Path
) -> None:
    moved = Reply(status=301, headers=(("Location", "/new"),))
    site.play("/old", moved)
    site.page("/new", feed("All", 1), media_type=RSS)

    [found] = looked(site, site.url("/old"), at=tmp_path)

    [place] = found.places
    assert (place.url, place.kind, place.problem) == (site.url("/new"), "feed", None)


def test_an_opml_file_gives_its_feeds_under_their_names(
    site: NewsSite, tmp_path: Path
) -> None:
    site.page("/a", feed("A", 1), media_type=RSS)
    site.page("/b", feed("B", 2), media_type=RSS)
    outlines = "".join(
        f'<outline text="{text}" type="rss" xmlUrl="{url}"/>'
        for text, url in (
            ("De Standaard", site.url("/a")),
            ("Новости", site.url("/b")),
            ("Dead", site.url("/dead")),
            ("Nowhere", "javascript:alert(1)"),
        )
    )
    opml = tmp_path / "reader.opml"
    body = f"<outline text='News'>{outlines}</outline>"
    opml.write_text(f"<opml version='2.0'><body>{body}</body></opml>")

    found = looked(site, str(opml), at=tmp_path)
    text = written(found, TODAY, allow_private=True)

    assert list(sources(found, tmp_path)) == ["de-standaard", "новости"]
    assert f"# left out: {site.url('/dead')}: not_found" in text
    assert "# left out: Nowhere" in text


def test_files_and_folders_are_written_as_a_person_wrote_them(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with Client(Limits()) as client:
        found = [
            find(str(tmp_path / "raw" / "**" / "*.txt"), tmp_path, client),
            find(str(tmp_path / "raw"), tmp_path, client),
        ]

    assert sources(found, tmp_path) == {
        "raw": ("files", f"{tmp_path}/raw/**/*.txt"),
        "raw-2": ("files", f"{tmp_path}/raw"),
    }


@pytest.mark.parametrize(
    "hostile",
    [
        'x"\n[[source]]\nid = "evil"\npath = "/etc',
        "x\x1b[31m\x9b2J\u202e\x7f\x00",
        "\\U0010ffff\\",
        "\ud800 half",
        "'''\"\"\"",
        "\u2028[[source]]\r[[source]]",
    ],
)
def test_hostile_titles_and_addresses_stay_strings_and_comments(
    hostile: str, tmp_path: Path
) -> None:
    place = Place(url=f"https://a.example/{hostile}", kind="feed", title=hostile)
    dead = Place(url=f"https://b.example/{hostile}", problem=hostile)
    opml = Found(
        target=hostile, places=(place, dead), left_out=(hostile,), is_opml=True
    )
    files = Found(target=hostile, path=hostile)

    text = written([opml, files], TODAY, allow_private=False)

    tables = tomllib.loads(text)
    assert len(tables["source"]) == 2
    assert tables["source"][1]["path"] == hostile.encode("utf-8", "replace").decode()
    assert all(line.isprintable() for line in text.split("\n"))


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("# mine")
    out = str(tmp_path / "sources.toml")

    done = CliRunner().invoke(app, ["init", "https://a.example", "--out", out])

    assert str(done.exception) == f"{out}: is there already; --out NAME writes another"
    assert (tmp_path / "sources.toml").read_text() == "# mine"


def test_without_a_target_a_commented_example_is_written(tmp_path: Path) -> None:
    out = tmp_path / "sources.toml"

    done = CliRunner().invoke(app, ["init", "--out", str(out)])

    assert done.exit_code == 0
    assert read_plan([], out).sources == ()
    lines = [line.removeprefix("# ") for line in out.read_text().splitlines()]
    start = lines.index("[[source]]")
    out.write_text("\n".join(lines[start:]))
    kinds = [source.kind for source in read_plan([], out).sources]
    assert kinds == ["auto", "section", "files"]


def test_a_site_where_nothing_reads_leaves_no_file(
    site: NewsSite, tmp_path: Path
) -> None:
    out = tmp_path / "sources.toml"

    done = CliRunner().invoke(app, ["init", site.url(), "--out", str(out)])

    assert done.exit_code == 1
    assert "private_address" in done.output
    assert not out.exists()


def test_what_is_neither_there_nor_an_address_is_wrong_use(tmp_path: Path) -> None:
    for target in ("no-such-file", "ftp://a.example/x", "https://me:pw@a.example/"):
        done = CliRunner().invoke(
            app, ["init", target, "--out", str(tmp_path / "sources.toml")]
        )
        assert str(done.exception).startswith("TARGET: ")
        assert "pw" not in str(done.exception)
