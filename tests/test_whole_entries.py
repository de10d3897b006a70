"""Which entries hold their article, told by the feed's own evidence: shapes as seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import pytest
from newssite import NewsSite
from plainrun import ask, run_plain
from sitepages import add_source

from tasks.listings.feed import Feed, read_feed
from warehouse.model.source import Source

HOME = "https://haven.example"
SOURCE = Source(source_id="s", kind="feed", url=f"{HOME}/feed")
# Stories of some 200 to 500 words, no two of one length.
N_SENTENCES = (17, 23, 19, 41, 29, 31)


def sentences(nth: int, n: int) -> list[str]:
    return [
        f"On day {day} of story {nth} the council met about pier {day * nth + 7} again."
        for day in range(n)
    ]


def story(nth: int) -> str:
    return " ".join(sentences(nth, N_SENTENCES[nth]))


def words(text: str, n: int) -> str:
    return " ".join(text.split()[:n])


def letters(text: str, n: int) -> str:
    """As programs cut: at the last space within `n` letters."""
    return text if len(text) <= n else text[:n].rpartition(" ")[0]


def link(nth: int) -> str:
    return f"{HOME}/news/{nth}"


def rss(content: Callable[[int], str], summary: Callable[[int], str]) -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><link>{link(n)}</link>"
        f"<content:encoded><![CDATA[{content(n)}]]></content:encoded>"
        f"<description>{escape(summary(n))}</description></item>"
        for n in range(len(N_SENTENCES))
    )
    space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<rss version='2.0' {space}><channel>{items}</channel></rss>".encode()


def atom(kind: str, content: Callable[[int], str]) -> bytes:
    entries = "".join(
        f"<entry><id>{n}</id><title>Story {n}</title><link href='{link(n)}'/>"
        f"<content type='{kind}'>{escape(content(n))}</content></entry>"
        for n in range(len(N_SENTENCES))
    )
    space = "xmlns='http://www.w3.org/2005/Atom'"
    return f"<feed {space}>{entries}</feed>".encode()


def footer(nth: int) -> str:
    return (
        f'<p>The post <a href="{link(nth)}">Story {nth}</a> appeared first on '
        f'<a href="{HOME}">De Haven</a>.</p>'
    )


def excerpt(nth: int) -> str:
    return f"<p>{words(story(nth), 55)} […]</p>{footer(nth)}"


def paragraphs(nth: int) -> str:
    return "".join(f"<p>{one}</p>" for one in sentences(nth, N_SENTENCES[nth]))


def n_held(body: bytes) -> int:
    found = read_feed(body, source=SOURCE, url=f"{HOME}/feed", content_type=None)
    assert isinstance(found, Feed), found
    assert len(found.entries) == len(N_SENTENCES)
    return sum(entry.body is not None for entry in found.entries)


@pytest.mark.parametrize(
    "body",
    [
        rss(lambda n: paragraphs(n) + footer(n), excerpt),
        rss(paragraphs, paragraphs),
        atom("text", story),
        atom("html", lambda n: f"<div>{paragraphs(n)}</div><div class='sep'></div>"),
    ],
    ids=["WordPress", "the same twice", "Atom text", "Blogger"],
)
def test_an_entry_that_holds_its_article_whole_needs_no_page(body: bytes) -> None:
    assert n_held(body) == len(N_SENTENCES)


@pytest.mark.parametrize(
    "body",
    [
        rss(excerpt, excerpt),
        rss(lambda n: f"<p>{words(story(n), 180)} […]</p>{footer(n)}", excerpt),
        rss(lambda n: words(story(n), 180), excerpt),
        atom("text", lambda n: letters(story(n), 900)),
        rss(
            lambda n: (
                f'<p>{words(story(n), 190 + n)}</p><p><a href="{link(n)}">Read '
                "more</a></p><img src='https://count.example/x.gif'>"
            ),
            excerpt,
        ),
    ],
    ids=["55 words", "above a footer", "180 words", "900 letters", "Substack"],
)
def test_an_entry_that_was_cut_has_its_page_asked(body: bytes) -> None:
    assert n_held(body) == 0


def test_of_entries_cut_to_a_size_the_shorter_ones_are_whole() -> None:
    assert n_held(atom("text", lambda n: letters(story(n), 1_500))) == 3


def test_bulletins_of_one_size_that_end_in_a_full_stop_are_whole() -> None:
    assert n_held(rss(lambda n: " ".join(sentences(n, 15)), excerpt)) == 6


def test_one_that_has_no_page_keeps_what_it_holds() -> None:
    body = rss(lambda n: words(story(n), 180), excerpt)
    bare = body.replace(link(0).encode(), b"").replace(b"<title>Story 0", b"<title>A")

    assert n_held(bare) == 1


# Day by day


LONG, SHORT = (23, 41, 29, 37), (13, 14, 15, 16)
PAGE = (
    "<html><head><title>Story {n}</title></head>"
    "<body><article><h1>Story {n}</h1>{text}</article></body></html>"
)


class Paper:
    """A feed of stories cut after 250 words, each of which has its page."""

    def __init__(self, site: NewsSite, ledger: Path, config: Path) -> None:
        self.site, self.ledger, self.config = site, ledger, config
        self.now = datetime(2026, 3, 1, 6, tzinfo=UTC)
        self.stories = [
            sentences(n + 1, long) for n, long in enumerate([*LONG, *SHORT])
        ]
        site.robots("")
        add_source(config, "s", site.url("/feed"), "feed")

    def day(self, listed: Sequence[int]) -> None:
        """A day on which the feed lists these stories."""
        items = ""
        for n in listed:
            text = "".join(f"<p>{one}</p>" for one in self.stories[n])
            self.site.page(f"/{n}", PAGE.format(n=n, text=text).encode())
            held = words(" ".join(self.stories[n]), 250)
            items += (
                f"<item><title>Story {n}</title><link>{self.site.url(f'/{n}')}</link>"
                f"<content:encoded>{held}</content:encoded></item>"
            )
        space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        body = f"<rss version='2.0' {space}><channel>{items}</channel></rss>"
        self.site.page("/feed", body.encode(), media_type="text/xml")
        self.now += timedelta(days=1)
        run_plain(self.ledger, config=self.config, clock=lambda: self.now)

    def versions(self) -> list[tuple[object, ...]]:
        """Each version's story and its number of sentences."""
        asked = (
            "select right(title, 1)::integer, len(string_split(text, ' again.')) - 1 "
            "from article_history order by 1, version_no"
        )
        return ask(self.ledger, asked)


def test_an_article_that_was_read_from_its_page_stays_so_whatever_stands_beside_it(
    ledger: Path, config: Path
) -> None:
    few, more = [0, 1, 2, 4, 5, 6], [0, 1, 2, 4, 5, 6, 7]
    with NewsSite() as site:
        paper = Paper(site, ledger, config)

        for listed in (few, more, few, more):
            paper.day(listed)
        seen = paper.versions()
        paper.stories[1].append("The mayor met again.")
        paper.stories[4].append("The mayor met again.")
        paper.day(more)

    assert seen == [(n, len(paper.stories[n]) - (n in (1, 4))) for n in more]
    assert set(paper.versions()) - set(seen) == {(1, 42), (4, 14)}


def test_one_that_is_found_to_be_cut_is_read_from_its_page_once_and_for_all(
    ledger: Path, config: Path
) -> None:
    with NewsSite() as site:
        paper = Paper(site, ledger, config)

        for listed in ([0, 4, 5], [0, 1, 2, 4, 5], [0, 4, 5], [0, 1, 2, 4, 5]):
            paper.day(listed)

    long = [n for story, n in paper.versions() if story == 0]
    assert (len(long), long[-1]) == (2, LONG[0])
    assert [row for row in paper.versions() if row[0]] == [
        (n, len(paper.stories[n])) for n in (1, 2, 4, 5)
    ]
