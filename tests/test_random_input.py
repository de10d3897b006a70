"""Random pages, texts and feeds: none breaks a reader, all can be staged."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import payload
from plainrun import ask, run_plain

from tasks.listings.feed import Feed, read_feed
from tasks.steps.parse import read_payload
from warehouse import staging
from warehouse.model.entry import Payload, Reject
from warehouse.model.likeness import Recipe
from warehouse.model.source import Source

N_EXAMPLES = int(os.environ.get("NEWSLEDGER_EXAMPLES", "100"))
GOOD = "A port was opened on Monday. It took four years to build it.\n"
DESK = Source(source_id="desk", kind="feed", url="https://e.org/feed")

WORDS = st.sampled_from([
    "A port was opened on Monday.", "2024-05-01", "2024-02-30T25:61+99:99", "0000",
    "31/12/9999 24:00", "By Ann Lee", "https://e.org/a", "http://u:p@e.org/b",
    "https://e.org:99999/a", "http://[::1", "//e.org/%zz", "javascript:x", "data:,x",
    "#", "?", "\0", "\x1b[31m",
    "\u202e", "\ufeff", "&#xD800;", "&#0;", "&nope;", "<", "]]>", "-->", "<![CDATA[",
    "%", "%zz", "&", "\u00b2", "\u0660", "\u212a", "1e400", "NaN", "-1", "9" * 40,
])  # fmt: skip
SAID = WORDS | st.text(max_size=40) | st.lists(WORDS, max_size=4).map(" ".join)
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | SAID
    | st.text(st.characters(exclude_categories=()), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([
                "@id", "@type", "@graph", "@list", "@value", "name", "url", "author",
                "publisher", "headline", "datePublished", "dateModified", "image",
                "mainEntityOfPage", "isAccessibleForFree", "inLanguage", "keywords",
                "articleBody", "articleSection", "itemListElement", "position",
            ]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)  # fmt: skip
LINKED = st.fixed_dictionaries(
    {"@type": st.sampled_from(["NewsArticle", ["Article"], "WebPage"]) | ANY_JSON},
    optional=dict.fromkeys(
        ["@id", "headline", "author", "publisher", "datePublished", "image",
         "mainEntityOfPage", "inLanguage", "keywords", "articleBody"],
        ANY_JSON,
    ),
)  # fmt: skip
METAS = st.sampled_from([
    "og:title", "og:url", "og:image", "og:locale", "og:site_name", "author", "keywords",
    "article:author", "article:published_time", "article:modified_time", "article:tag",
    "article:section", "article:content_tier", "date", "description", "language",
    "dc.date", "twitter:title", "parsely-tags", "citation_author",
])  # fmt: skip
TAGS = st.sampled_from([
    "p", "div", "article", "h1", "h2", "time", "a", "span", "table", "td", "li", "ul",
    "figure", "blockquote", "svg", "template", "noscript", "textarea", "select", "br",
    "title", "body", "html", "head", "frameset", "plaintext", "x:y", "em", "address",
])  # fmt: skip
ATTRIBUTES = st.sampled_from([
    "class", "itemprop", "datetime", "href", "rel", "lang", "id", "style", "role",
])  # fmt: skip


@st.composite
def piece(draw: st.DrawFn) -> str:
    """Something of a page: a meta, a script, a link, or a tag, perhaps left open."""
    kind = draw(st.sampled_from(["meta", "ld", "link", "tag", "tag", "tag", "said"]))
    said = draw(SAID)
    if kind == "meta":
        return f'<meta property="{draw(METAS)}" content="{escape(said)}">'
    if kind == "ld":
        script = json.dumps(draw(LINKED))
        return f'<script type="application/ld+json">{script}</script>'
    if kind == "link":
        rel = draw(st.sampled_from(["canonical", "amphtml", "alternate", "icon"]))
        return f'<link rel="{rel}" href="{escape(said)}">'
    if kind == "tag":
        tag, attribute = draw(TAGS), draw(ATTRIBUTES)
        shut = f"</{draw(st.just(tag) | TAGS)}>" if draw(st.booleans()) else ""
        return f'<{tag} {attribute}="{escape(draw(SAID))}">{said}{shut}'
    return said


PAGES = st.lists(piece(), max_size=25).map("".join)
HEADED = st.lists(
    st.tuples(
        st.sampled_from(["title", "date", "author", "url", "tags", "x", "", "-"]),
        st.sampled_from([": ", ":", " ", ":\n  - ", ": !!python/object:x ", ": &a *a"]),
        SAID,
    ).map("".join),
    max_size=8,
).flatmap(
    lambda lines: st.sampled_from(["---\n{}\n---\n{}", "{}\n\n{}", "+++\n{}\n{}"]).map(
        lambda form: form.format("\n".join(lines), GOOD)
    )
)  # fmt: skip
ELEMENTS = st.sampled_from([
    "title", "link", "guid", "pubDate", "author", "category", "description", "dc:date",
    "dc:creator", "content:encoded", "media:content", "enclosure", "source", "id",
    "updated", "published", "summary", "atom:link", "itunes:author", "georss:point",
    "item", "entry", "channel", "image", "language", "textinput", "cloud", "xml:base",
])  # fmt: skip


@st.composite
def element(draw: st.DrawFn) -> str:
    """An element of an item, of whatever is written in it."""
    name, said = draw(ELEMENTS), draw(SAID)
    said = said if draw(st.booleans()) else escape(said)
    attribute = draw(st.sampled_from(["", " href='{}'", " url='{}'", " rel='{}'",
                                      " isPermaLink='{}'", " type='{}'"]))  # fmt: skip
    written = escape(draw(SAID), {"'": "&apos;"})
    return f"<{name}{attribute.format(written)}>{said}</{name}>"


ITEMS = st.lists(st.lists(element(), max_size=8).map("".join), max_size=6)
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:georss="http://www.georss.org/georss"'
)
FORMS = (
    "<rss version='2.0' {}><channel><title>S</title>{}</channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom' {}>{}</feed>",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' {}>{}</rdf:RDF>",
)


def can_be_staged(read: Payload) -> None:
    """What the payload says goes into columns, or the reason why it says nothing."""
    said = read_payload(read, Recipe())
    if isinstance(said, Reject):
        assert said.reason != "parser_error", said.detail
        staging.stage(rejects=[said])
    else:
        staging.stage(looks=[said])


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(PAGES, st.none() | SAID, st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_page_is_read_or_left_out_with_a_reason(
    page: str, charset: str | None, codec: str
) -> None:
    body = page.encode(codec, "replace")

    can_be_staged(
        payload(body, "text/html", url="https://www.e.org/a", charset=charset)
    )


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(HEADED, st.sampled_from(["text/plain", "text/markdown"]))
def test_any_text_under_any_header_is_read(text: str, media_type: str) -> None:
    can_be_staged(payload(text.encode("utf-8", "replace"), media_type))


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["text/html", "text/plain", "", "x/y"]))
def test_any_bytes_are_read_or_left_out_with_a_reason(
    body: bytes, media_type: str
) -> None:
    can_be_staged(payload(body, media_type))


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(ITEMS, st.sampled_from(["item", "entry"]), st.sampled_from(FORMS), SAID)
def test_any_feed_lists_what_can_be_staged_or_is_refused(
    items: list[str], name: str, form: str, content_type: str
) -> None:
    listed = "".join(f"<{name}>{item}</{name}>" for item in items)
    body = form.format(SPACES, listed).encode("utf-8", "replace")

    feed = read_feed(body, source=DESK, url=DESK.url or "", content_type=content_type)

    if isinstance(feed, Feed):
        staging.stage(rejects=list(feed.rejects))
        for entry in feed.entries:
            told = payload(GOOD, url=entry.url, listed=entry.listed)
            can_be_staged(told)
    else:
        staging.stage(rejects=[feed])


def _written(folder: Path, name: str, bodies: list[bytes], suffix: str) -> int:
    for nth, body in enumerate(bodies):
        (folder / f"{name}{nth}{suffix}").write_bytes(body)
    return len(bodies)


def _some(of: st.SearchStrategy[str]) -> st.SearchStrategy[list[bytes]]:
    encode: Callable[[str], bytes] = lambda said: said.encode("utf-8", "replace")  # noqa: E731
    return st.lists(of.map(encode) | st.binary(max_size=60), min_size=1, max_size=8)


@settings(max_examples=max(N_EXAMPLES // 25, 2), deadline=None)
@given(
    _some(PAGES),
    _some(HEADED),
    _some(ANY_JSON.map(json.dumps)),
    st.binary(max_size=60),
)
def test_any_files_in_one_folder_leave_the_good_ones_their_rows(
    pages: list[bytes], texts: list[bytes], records: list[bytes], table: bytes
) -> None:
    with TemporaryDirectory() as place:
        folder, ledger = Path(place, "in"), Path(place, "ledger")
        folder.mkdir()
        good = {"id": "good", "title": "A good one", "text": "It stands in its row."}
        lines = [*records, json.dumps(good).encode()]
        (folder / "good.txt").write_text(GOOD)
        (folder / "r.jsonl").write_bytes(b"\n".join(lines))
        (folder / "table.csv").write_bytes(b"id,title,text\n" + table)
        (folder / "table.parquet").write_bytes(b"PAR1" + table)
        n = 3 + _written(folder, "page", pages, ".html")
        n += _written(folder, "text", texts, ".txt")
        n_lines = sum(1 for line in b"\n".join(lines).split(b"\n") if line.strip())

        run_plain(ledger, folder)

        assert ask(
            ledger,
            "select sum(n_in), sum(n_observations) + sum(n_rejects), "
            "(select count(*) from observations) + (select count(*) from rejects), "
            "(select count(*) from rejects where reason = 'parser_error') from batches",
        ) == [(n + n_lines, n + n_lines, n + n_lines, 0)]
        assert ask(
            ledger,
            "select identity_key from article_history where text in ($1, $2) "
            "and regexp_matches(identity_key, 'good') order by 1",
            GOOD.strip(),
            good["text"],
        ) == [("good.txt",), ("r.jsonl#good",)]
