"""Raw texts that were made to break or to cheat the reader: none does, no word goes."""

from __future__ import annotations

import base64
import json
import quopri

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from payloads import payload

from tasks.extract.article import examine, extract
from tasks.extract.raw.rawtext import read_paragraphs
from warehouse.model.article import Article
from warehouse.model.entry import Reject

FERRY = "The ferry between the islands runs again, the harbour master said."


def read(text):
    """The article, and what was taken out: (reason, text)."""
    seen = examine(payload(text))
    return seen.read, [(drop.reason, drop.text) for drop in seen.dropped]


@pytest.mark.parametrize(
    "value",
    [
        "!!bool maybe",
        "!!int ''",
        "!!float ''",
        "!!timestamp ''",
        "!!timestamp '2020-99-99'",
        "!!binary 'x'",
        "!!set {a: b}",
        "!!omap [a: b]",
        "!!merge x",
        "! x",
        "!!int 0x" + "f" * 6_000,
        '"\\UFFFFFFFF"',
        '"\\U00110000"',
    ],
)
def test_a_value_of_yaml_that_is_a_trap_leaves_the_front_matter_in_the_text(value):
    article, _ = read(f"---\ntitle: {value}\n---\n{FERRY}")

    assert article.title is None
    assert article.text.startswith("---\n\ntitle: ")


@pytest.mark.parametrize("value", ["{}", "[{}]", "{{a = {}}}", "[[{}]]"])
def test_a_number_that_cannot_be_written_leaves_the_front_matter_in_the_text(value):
    number = "0x" + "f" * 6_000
    article, _ = read(f"+++\ntitle = {value.format(number)}\n+++\n{FERRY}")

    assert article.title is None
    assert article.text.startswith("+++\n\ntitle = ")


@pytest.mark.parametrize(
    ("matter", "told"),
    [
        ("---\ntitle: A\ntitle: B\n---\n", ["title: B"]),
        (
            "---\n# of the desk\ntitle: A # for now\n---\n",
            ["# of the desk", "# for now"],
        ),
        (
            '+++\n# of the desk\ntitle = "A" # for now\n+++\n',
            ["# of the desk", "# for now"],
        ),
    ],
)
def test_keys_written_twice_and_comments_of_front_matter_are_told(matter, told):
    article, dropped = read(matter + FERRY)

    assert (article.title, article.text) == ("A", FERRY)
    assert dropped == [("header_line", one) for one in told]


@pytest.mark.parametrize(
    "matter",
    [
        '---\n# a\ntitle: "A"\ntitle: "B"\n---\n',
        "---\ntitle: A\nauthor: {name: Ann Lee, name: Bo Lim}\n---\n",
        '{"title": "A", "title": "B"}\n\n',
        ';;;\n{"title": "A", "author": {"name": "Ann", "name": "Bo"}}\n;;;\n',
    ],
)
def test_front_matter_with_keys_written_twice_that_cannot_be_told_is_text(matter):
    article, _ = read(matter + FERRY)

    assert article.title is None
    assert all(word in article.text for word in matter.split())


YAML = st.lists(
    st.sampled_from(
        ["title", "date", ": ", ":", "- ", "!!", "!", "int", "bool", "&a", "*a", "<<",
         "'", '"', "\\U", "\\x", "FFFFFFFF", "{", "}", "[", "]", ",", "|", ">",
         "%YAML ", "\n", "\n  ", "#", "?", "~", "0x", "9" * 5_000, "é", "\ud800",
         "\x00", "\t"]
    ),
    max_size=30,
).map("".join)  # fmt: skip
TOML = st.lists(
    st.sampled_from(
        ["title", "a", " = ", ".", '"', "'", '"""', "[", "]", "[[", "{", "}", ",", "\n",
         "#", "0x", "f" * 5_000, "9" * 400, "e", "2020-01-01", "T", "inf", "\\u", "\\U",
         "FFFFFFFF", "true"]
    ),
    max_size=30,
).map("".join)  # fmt: skip
LINES = st.lists(
    st.sampled_from(
        ["Title: ", "Date: ", "2022", "LENGTH: 3 words", "BODY", "CITY: ", "HD  ",
         "LP  ", "AN  ", "Full text: ", "ProQuest document ID: 1", "Message-ID: <a@b>",
         "Subject: ", "Content-Transfer-Encoding: base64",
         "Content-Transfer-Encoding: quoted-printable",
         "Content-Type: text/plain; charset=", "punycode", "idna", "multipart/mixed",
         "=?punycode?q?a?=", "=?utf-8?b?", "?=", "# ", "===", "By Ann Lee", "Photo: ",
         "Copyright 2020", "Share", "PARIS, ", "Dec 31 ", "(AFP) - ", "The",
         "co\u00ad", "co¬", "\u00ad", "\f", "\n", "\n\n", "\r", "\t", "\x00", "\ud800",
         "\u2028", "ﷺ"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def told(text, media_type):
    body = text.encode("utf-8", "surrogatepass")
    assert isinstance(extract(payload(body, media_type)), (Article, Reject))


@settings(deadline=None)
@given(YAML, st.sampled_from(["title: a\n", ""]))
def test_no_yaml_is_an_exception(matter, begin):
    told(f"---\n{begin}{matter}\n---\n{FERRY}", "text/markdown")


@settings(deadline=None)
@given(TOML)
def test_no_toml_is_an_exception(matter):
    told(f"+++\ntitle = {matter}\n+++\n{FERRY}", "text/markdown")


@settings(deadline=None)
@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["title", "date", "tags", "a"]), inner,
    max_size=4),
))  # fmt: skip
def test_no_json_is_an_exception(loaded):
    told(f'{{"title": {json.dumps(loaded)}}}\n\n{FERRY}', "text/plain")


@example("\fHD  a")
@example("A ProQuest document ID: 1")
@settings(deadline=None)
@given(st.text(st.characters(), max_size=300) | LINES)
def test_no_raw_text_is_an_exception(text):
    told(text, "text/plain")
    told(text, "text/markdown")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "It ended in a hyphen\u00ad\n\nThe next.",
            "It ended in a hyphen\n\nThe next.",
        ),
        ("a co\u00ad\noperation", "a cooperation"),
        ("a co\u00ad\r\noperation\u00ad", "a cooperation"),
        ("a co \u00ad\noperation", "a co\n\noperation"),
        ("\u00ad\nA word", "A word"),
    ],
)
def test_a_soft_hyphen_is_never_to_be_seen(text, said):
    assert read_paragraphs(text) == said
    assert extract(payload(text)).text == said


def test_a_soft_hyphen_is_not_to_be_seen_in_a_header_or_a_very_long_text():
    article = extract(payload(f"Title: A co\u00ad\nDate: 2022-01-05\n\n{FERRY}"))
    long = "ab co\u00ad\n" * 500_002

    assert article.title == "A co"
    assert set(read_paragraphs(long)) == set("ab co\n")


LEXIS = (
    "The Times\n\nJanuary 5, 2010\n\nOld ships\n\nBYLINE: Ann Lee\n\n"
    "LENGTH: 300 words\n\n"
)
TAIL = (
    "LOAD-DATE: January 6, 2010\n\nSUBJECT: SHIPS (90%); HARBOURS (80%);\nSAILORS (70%)"
    "\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: Photo of a ship. It is old.\n\n"
    "Copyright 2010 The Times Company\nAll Rights Reserved\n"
)


@pytest.mark.parametrize("tail", ["", TAIL])
def test_a_line_of_the_text_that_looks_like_a_key_ends_no_export_of_lexis(tail):
    body = f"{FERRY}\n\nCITY: a place of people\n\nThey stayed the whole winter long."

    article = extract(payload(f"{LEXIS}{body}\n\n{tail}"))

    assert article.text == body
    assert article.title == "Old ships"


def test_paragraphs_that_look_like_a_key_stay_in_the_text_of_an_export_of_proquest():
    body = (
        f"{FERRY}\n\nLocation: nobody knows, the mayor said, where they went.\n\n"
        "Subject: ships\n\nThe ships are gone.\n\nPeople: they come and go."
    )

    article = extract(
        payload(
            f"Title: Old ships\n\nAuthor: Lee, Ann\n\nFull text: {body}\n\n"
            "Subject: Ships; Harbours\n\nLocation: Example--EX\n\nPeople: Lee, Ann\n\n"
            "Copyright: Copyright Example Times Company Jan 5, 2010. All rights "
            "reserved.\n\nProQuest document ID: 123\n\nDatabase: Example\n\n"
            "____________________\nContact ProQuest\n"
        )
    )

    assert article.text == body
    assert article.tags == ("Ships", "Harbours") or article.tags == ("Ships; Harbours",)


MAIL = (
    "From: Ann Lee <a@example.org>\nSubject: Old ships\nMIME-Version: 1.0\n"
    "Content-Type: {}\nContent-Transfer-Encoding: {}\n\n{}"
)


@pytest.mark.parametrize(
    ("kind", "charset"),
    [
        ("text/plain; charset=utf-8", "utf-8"),
        ("text/plain; charset=iso-8859-1", "cp1252"),
        ("text/plain", "utf-8"),
    ],
)
def test_a_mail_in_base64_is_read(kind, charset):
    body = f"{FERRY} Même à midi, et « déjà » à six heures."
    encoded = base64.encodebytes(body.encode(charset)).decode()

    article = extract(payload(MAIL.format(kind, "base64", encoded)))

    assert article.title == "Old ships"
    assert article.text == body


@pytest.mark.parametrize(
    ("kind", "encoding", "body"),
    [
        ("text/plain", "base64", "VGhlIGZlcnJ5!!!\n\nis no base64 at all"),
        ("image/png", "base64", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"),
        ("text/plain; charset=utf-7", "x-uuencode", "begin 644 a\n#86)C\n`\nend 644"),
        ("multipart/mixed; boundary=b", "7bit", "--b\n\nThe ferry.\n--b--"),
    ],
)
def test_a_mail_that_is_not_read_stays_whole(kind, encoding, body):
    text = MAIL.format(kind, encoding, body)

    article, dropped = read(text)

    assert article.title is None
    assert article.text.split() == text.split()
    assert dropped == []


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [("base64", base64.encodebytes), ("quoted-printable", quopri.encodestring)],
)
def test_what_cannot_be_seen_is_gone_from_the_text_of_a_mail_too(encoding, encode):
    body = encode("The co\u00ad\r\noperation\x00\r\n\r\nIt ends\u00ad.\x07".encode())

    article = extract(payload(MAIL.format("text/plain", encoding, body.decode())))

    assert article.text == "The cooperation\n\nIt ends."


@pytest.mark.parametrize("charset", ["punycode", "idna", "utf-7", "no-such"])
def test_a_charset_that_no_browser_knows_is_passed_over(charset):
    text = MAIL.format(
        f"text/plain; charset={charset}", "quoted-printable", "caf=C3=A9"
    )
    subject = f"=?{charset}?q?caf=C3=A9?= au lait"

    article = extract(payload(text.replace("Old ships", subject)))

    assert (article.title, article.text) == ("café au lait", "café")
