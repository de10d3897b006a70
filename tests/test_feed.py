"""Feeds as they are in the wild: every item an entry or a reject, never a raise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.listings.feed import Feed, read_feed
from warehouse.model.entry import Reject
from warehouse.model.source import Source

CORPUS = Path(__file__).parent / "corpora" / "feeds"
SOURCE = Source(source_id="s", kind="feed", url="https://haven.example/feed")


def read(
    body: bytes, *, content_type: str | None = None, source: Source = SOURCE
) -> Feed | Reject:
    return read_feed(
        body, source=source, url="https://haven.example/feed", content_type=content_type
    )


def feed(body: bytes, **given: object) -> Feed:
    found = read(body, **given)  # type: ignore[arg-type]
    assert isinstance(found, Feed), found
    return found


def rss(*items: str, head: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel>{inside}</channel></rss>'.encode()


def written(found: Feed) -> list[list[tuple[str, str]]]:
    return [[(key.rule, key.written) for key in entry.keys] for entry in found.entries]


def test_an_rss_feed_gives_what_it_says():
    found = feed((CORPUS / "rss20.xml").read_bytes())

    assert (found.title, found.language) == ("De Haven & Co", "nl-BE")
    assert (
        found.hints.ttl,
        found.hints.update_period,
        found.hints.update_frequency,
    ) == (
        "60",
        "hourly",
        "2",
    )
    ship, minister, bare = found.entries
    assert ship.url == "https://haven.example/nieuws/schip?id=7"
    assert written(found)[0] == [("guid", "haven-1007"), ("url", ship.url)]
    assert ship.listed.title == "Schip loopt vast in haven & blijft liggen"
    assert ship.listed.published == "Mon, 23 Nov 2026 18:05:00 +0100"
    assert ship.listed.authors == ("An Peeters", "Redactie")
    assert ship.listed.tags == ("Binnenland", "Haven")
    assert ship.listed.language == "nl-BE"
    assert minister.url == "https://haven.example/nieuws/minister"
    assert minister.listed.title == "1 < 2, zegt minister"
    assert (minister.listed.published, minister.listed.authors) == (
        "gisteren",
        ("De Desk",),
    )
    assert bare.url == "https://haven.example/nieuws/enkel-guid"
    assert bare.listed.title is None


def test_an_item_without_a_link_is_a_reject_that_says_so():
    found = feed((CORPUS / "rss20.xml").read_bytes())

    without, wrong = found.rejects
    assert (without.stage, without.reason) == ("list", "no_link")
    assert (without.identity_key, without.excerpt) == ("haven-1009", "Zonder link")
    assert (wrong.reason, wrong.excerpt) == ("no_link", "Verkeerde link")
    assert "javascript" in wrong.detail


def test_an_atom_feed_gives_what_it_says():
    found = feed((CORPUS / "atom10.xml").read_bytes())

    one, two = found.entries
    assert (found.title, one.listed.language) == ("Le Journal — Une", "fr")
    assert one.url == "https://journal.example/article/1"
    assert one.listed.title == "Le signe < reste"
    assert one.listed.published == "2026-11-23T10:00:00+01:00"
    assert one.listed.modified == "2026-11-24T05:00:00Z"
    assert (one.listed.authors, one.listed.tags) == (("Zoé Durand",), ("Monde",))
    assert (two.listed.title, two.listed.language) == ("A bold title", "en")
    assert (two.listed.published, two.listed.modified) == (None, "2026-11-24T05:00:00Z")


def test_the_one_date_of_an_rdf_feed_is_when_it_was_published():
    found = feed((CORPUS / "rss10.rdf").read_bytes())

    (entry,) = found.entries
    assert entry.url == "https://shinbun.example/a/1"
    assert entry.listed.title == "台風が近づく"
    assert (entry.listed.published, entry.listed.modified) == (
        "2026-11-24T09:00:00+09:00",
        None,
    )
    assert (entry.listed.authors, entry.listed.tags) == (("社会部",), ("天気",))
    assert entry.listed.language == "ja"


def test_the_plain_doctype_of_rss_091_is_read_and_its_letters_too():
    found = feed((CORPUS / "rss091.xml").read_bytes())

    assert found.entries[0].listed.title == "Café closed"


ENTITIES = [
    '<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>',
    '<!DOCTYPE r [<!ENTITY a SYSTEM "http://x/">]>',
    '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://x/"> %a;]>',
    '<!DOCTYPE r [<!ENTITY a "]>"><!ENTITY b "&a;&a;">]>',
    '<!DOCTYPE r [<!-- <a --><!ENTITY a "' + "x" * 100 + '">]>',
    "<!DOCTYPE r [<?p ]> ?><!ENTITY a '<b>'>]>",
    '<!-- c --><?p?><!doctype r [<!entity a "&#38;b;">]>',
    '<!DOCTYPE r [<!ENTITY a "b"',
    '<!DOCTYPE r "[',
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("doctype", ENTITIES)
def test_entities_that_expand_or_fetch_are_refused(doctype, encoding):
    text = rss("<link>http://x/1</link>", head=doctype).decode()

    found = read(text.encode(encoding))

    assert isinstance(found, Reject)
    assert (found.stage, found.reason) == ("list", "xml_entities")


@pytest.mark.parametrize("name", ["bomb.xml", "external.xml"])
def test_the_usual_attacks_are_refused(name):
    found = read((CORPUS / name).read_bytes())

    assert isinstance(found, Reject)
    assert found.reason == "xml_entities"


@pytest.mark.parametrize("label", ["utf-7", "cp037", "ebcdic-us"])
def test_an_encoding_that_hides_markup_is_not_followed(label):
    head = f'<?xml version="1.0" encoding="{label}"?><!--+ADwAIQ-DOCTYPE x+AD4--->'

    found = feed(rss("<link>http://x/1</link>", head=head))

    assert found.entries[0].url == "http://x/1"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\0\xef\xbb\xbf", "empty"),
        (b"<!doctype html><html><body><p>News</p></body></html>", "not_a_feed"),
        (b"<!doctype html><p>see <rss version='2.0'>", "not_a_feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "not_a_feed"),
        (b"/etc/passwd", "not_a_feed"),
        (b"http://127.0.0.1:1/", "not_a_feed"),
        (b"\x1f\x8b\x08\0\0\0", "truncated"),
        (b"<urlset><url/></urlset>", "not_a_feed"),
        (b"<?xml", "not_a_feed"),
        (b"<!--" * 50_000, "not_a_feed"),
        (b"<" * 100_000, "not_a_feed"),
    ],
)
def test_what_is_no_feed_is_one_reject(body, reason):
    found = read(body)

    assert isinstance(found, Reject)
    assert found.reason == reason
    assert found.detail


def test_a_login_page_is_told_from_other_html():
    found = read((CORPUS / "login.html").read_bytes())

    assert isinstance(found, Reject)
    assert found.reason == "login_page"


def test_a_feed_without_items_is_a_feed():
    assert feed(rss()).entries == ()


def test_what_php_printed_before_the_feed_is_no_matter():
    warning = "<br />\n<b>Warning</b>: Undefined index in <b>feed.php</b> on line 3\n"
    head = warning + '<?xml version="1.0"?>'

    assert len(feed(rss("<link>http://x/1</link>", head=head)).entries) == 1


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1"),
        ("utf-8", None, None),
        ("utf-16", None, None),
        ("utf-16-le", None, None),
        ("cp1252", "iso-8859-1", None),
        ("cp1252", None, "application/rss+xml; charset=ISO-8859-1"),
        ("cp1252", None, None),
    ],
)
def test_encodings_are_read_whoever_names_them(encoding, declared, content_type):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = f"{head}<rss><channel><item><title>Café “dé”</title><link>http://x/1</link></item></channel></rss>"

    found = feed(text.encode(encoding), content_type=content_type)

    assert found.entries[0].listed.title == "Café “dé”"


def test_one_broken_character_leaves_the_others():
    body = rss("<title>Één café, twee cafés</title><link>http://x/1</link>")

    found = feed(body.replace(b"twee", b"\xff"))

    assert found.entries[0].listed.title == "Één café, \ufffd cafés"


def test_a_guid_that_all_items_share_names_none_of_them():
    found = feed(
        rss(
            "<guid>x</guid><link>http://x/1</link>",
            "<guid>x</guid><link>http://x/2</link>",
            "<guid>y</guid><link>http://x/2</link>",
        )
    )

    assert written(found) == [
        [("url", "http://x/1")],
        # Its guid and its link are others' too, and it has no title.
        [("guid", "y")],
    ]
    assert [reject.reason for reject in found.rejects] == ["no_key"]


def test_items_without_a_key_of_their_own_go_by_title_and_date():
    same = "<link>https://haven.example/</link><guid>1</guid>"
    found = feed(
        rss(
            f"<title>Weer</title><pubDate>maandag</pubDate>{same}",
            f"<title>Weer</title><pubDate>dinsdag</pubDate>{same}",
        )
    )

    assert written(found) == [
        [("title_date", "Weer maandag")],
        [("title_date", "Weer dinsdag")],
    ]


def test_an_item_that_is_listed_twice_is_one_entry():
    item = "<guid>x</guid><link>http://x/1</link><title>A</title>"

    assert written(feed(rss(item, item))) == [[("guid", "x"), ("url", "http://x/1")]]


def test_variants_of_one_key_are_shared_too():
    found = feed(
        rss(
            "<guid>https://x/1#0</guid><link>http://x/a?utm_source=rss</link>",
            "<guid>http://x/1#3</guid><link>https://x/a/</link><title>B</title>",
        )
    )

    assert written(found) == [[("title_date", "B")]]
    assert [reject.reason for reject in found.rejects] == ["no_key"]


def test_the_link_of_feedburner_is_the_article():
    found = feed(
        b'<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        b"<channel><item><link>http://feedproxy.example/~r/1</link>"
        b"<feedburner:origLink>http://x/1</feedburner:origLink></item></channel></rss>"
    )

    assert found.entries[0].url == "http://x/1"


@pytest.mark.parametrize(
    ("identity", "rules"),
    [("auto", ["guid", "url"]), ("url", ["url"]), ("id", ["guid"])],
)
def test_a_source_may_say_what_its_key_is(identity, rules):
    source = Source(source_id="s", kind="feed", url="x", identity=identity)

    found = feed(rss("<guid>g</guid><link>http://x/1</link>"), source=source)

    assert [key.rule for key in found.entries[0].keys] == rules


def test_a_broken_feed_gives_what_can_be_read():
    whole = rss(*(f"<guid>{n}</guid><link>http://x/{n}</link>" for n in range(50)))

    found = feed(whole.replace(b"</channel></rss>", b"<item><title>A & B <oops"))

    assert len(found.entries) == 50


def test_wrong_types_and_control_characters_are_no_matter():
    found = feed(
        rss(
            "<title><title>x</title></title><link/><guid><b/></guid>",
            "<title>a\x00\x0bb</title><link>http://x/1</link><pubDate><x/></pubDate>",
            "<link>http://[</link><author/><category/>",
        )
    )

    assert [entry.listed.title for entry in found.entries] == ["ab"]
    assert {reject.reason for reject in found.rejects} == {"no_link"}


def test_a_password_in_a_link_is_not_shown():
    found = feed(rss("<guid>1</guid><link>http://me:hunter2@x/1</link>"))

    assert found.rejects[0].reason == "no_link"
    assert "hunter2" not in repr(found)


@pytest.mark.slow
def test_a_hundred_thousand_entries_are_read():
    items = (f"<guid>g{n}</guid><link>http://x/{n}</link>" for n in range(100_000))

    assert len(feed(rss(*items)).entries) == 100_000


PIECES = [
    *[
        "<item>",
        "</item>",
        "<link>",
        "</link>",
        "<title>",
        "<![CDATA[",
        "]]>",
        "<guid>",
    ],
    *["&nbsp;", "&#0;", "<!--", "<!DOCTYPE", "<a:b='", "<?x", "<entry>", "</rss>"],
    *["http://[::1", "<pubDate>99999-99-99", "<content type='xhtml'>"],
]
NOISE = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(max_size=10)), max_size=25
).map("".join)


@given(NOISE)
@settings(max_examples=300, deadline=None)
def test_no_feed_breaks_the_reader(noise):
    body = f'<rss version="2.0"><channel><item>{noise}'.encode("utf-8", "replace")

    read(body)
    read(body.replace(b"rss", b"feed").replace(b"item", b"entry"))


@given(st.binary(max_size=300), st.sampled_from([b"", b"<rss>", b"\xff\xfe", b"<\0"]))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_the_reader(body, start):
    read(start + body, content_type="text/xml; charset=nonsense")
