"""Other people's feeds and robots.txt, thousands of them: never an exception.

They come with the source distributions of feedparser and Protego, which are no part
of an installation. NEWSLEDGER_CORPORA names a folder where these are unpacked:
`pip download --no-binary :all: --no-deps feedparser protego`, then `tar xzf` each.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tasks.http.robots import read_robots, verdict
from tasks.listings.discovery import robots_sitemaps
from tasks.listings.feed import Feed, read_feed
from tasks.listings.opml import read_opml
from tasks.listings.sitemap import read_sitemap
from tasks.listings.sniff import kind_of
from warehouse.model.entry import Reject
from warehouse.model.source import Source

CORPORA = os.environ.get("NEWSLEDGER_CORPORA", "")
SOURCE = Source(source_id="s", kind="feed", url="https://haven.example/feed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPORA, reason="NEWSLEDGER_CORPORA names no folder"),
]


def found(pattern: str) -> list[Path]:
    files = [path for path in sorted(Path(CORPORA).glob(pattern)) if path.is_file()]
    if not files:
        pytest.skip(f"{CORPORA} holds no {pattern}")
    return files


def ends(body: bytes) -> str:
    """How the reading of a feed ends: entries, nothing, or the reason why not."""
    read = read_feed(
        body, source=SOURCE, url="https://haven.example/feed", content_type=None
    )
    if isinstance(read, Reject):
        return read.reason
    assert isinstance(read, Feed)
    return "entries" if read.entries or read.rejects else "nothing"


@pytest.mark.parametrize("kind", ["wellformed", "illformed", "encoding", "entities"])
def test_feedparser_s_feeds_are_read_or_refused(kind):
    bodies = [
        path.read_bytes() for path in found(f"feedparser-*/tests/{kind}/**/*.xml")
    ]

    counts = Counter(ends(body) for body in bodies)

    assert set(counts) <= {
        "entries", "nothing", "empty", "not_a_feed", "xml_entities", "login_page",
    }  # fmt: skip
    if kind == "wellformed":
        assert counts["entries"] + counts["nothing"] >= 0.95 * len(bodies)


def test_feedparser_s_feeds_are_no_exception_to_other_readers_either():
    for path in found("feedparser-*/tests/**/*.xml"):
        body = path.read_bytes()
        kind_of(body, None)
        read_opml(body)
        read_sitemap(body, source=SOURCE, url=SOURCE.url or "", content_type=None)


def test_protego_s_robots_files_are_rules_and_their_sitemaps_addresses():
    n_sitemaps = 0
    for path in found("protego-*/tests/test_data/**/*"):
        rules = read_robots(200, path.read_bytes(), None)
        refusal = rules.refusal("https://haven.example/news/1")
        assert verdict(refusal) in ("allow", "disallow")
        text = path.read_bytes().decode("utf-8", "replace")
        urls = robots_sitemaps(text, "https://haven.example/robots.txt")
        assert all(url.startswith(("http://", "https://")) for url in urls)
        n_sitemaps += len(urls)

    assert n_sitemaps
