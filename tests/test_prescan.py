"""Which encoding a page names in its first bytes, by the standard's scan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.charset import decode
from tasks.extract.prescan import labels

# The kinds of the html5lib suite's encoding cases, each written anew: what stands
# in the page, and the codec that a browser reads it by; None is "it names none".
CASES = {
    "nothing": (b"<!doctype html><p>x", None),
    "the plain form": (b'<meta charset="koi8-r">', "koi8-r"),
    "single quotes": (b"<meta charset='koi8-r'>", "koi8-r"),
    "no quotes": (b"<meta charset=koi8-r>", "koi8-r"),
    "no quotes and a slash": (b"<meta charset=koi8-r />", "koi8-r"),
    "a slash that is of the label": (b"<meta charset=koi8-r/>", None),
    "capitals": (b"<META CHARSET=KOI8-R>", "koi8-r"),
    "a line end for a space": (b"<meta\ncharset\n=\n'\nkoi8-r\n'>", "koi8-r"),
    "a form feed for a space": (b"<meta\x0ccharset=koi8-r>", "koi8-r"),
    "a slash for a space": (b"<meta/charset=koi8-r>", "koi8-r"),
    "another word that begins so": (b"<metacharset=koi8-r>", None),
    "another element": (b'<link charset="koi8-r">', None),
    "an end tag": (b'</meta charset="koi8-r">', None),
    "an unknown label": (b'<meta charset="klingon">', None),
    "the second label after an unknown": (
        b'<meta charset="klingon"><meta charset="koi8-r">', "koi8-r",
    ),
    "the first of two": (b'<meta charset="koi8-r"><meta charset="big5">', "koi8-r"),
    "one attribute twice": (b'<meta charset="koi8-r" charset="big5">', "koi8-r"),
    "latin 1 is windows-1252": (b'<meta charset="iso-8859-1">', "cp1252"),
    "latin 5 is windows-1254": (b'<meta charset="ISO-8859-9">', "cp1254"),
    "euc_jp with a low line is no label": (b'<meta charset="euc_jp">', None),
    "utf-16 in ASCII": (b'<meta charset="utf-16">', "utf-8"),
    "utf-16le in ASCII": (b'<meta charset="UTF-16LE">', "utf-8"),
    "utf-16be in ASCII": (b'<meta charset="UTF-16BE">', "utf-8"),
    "x-user-defined": (b'<meta charset="x-user-defined">', "cp1252"),
    "a pragma": (
        b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
        "koi8-r",
    ),
    "a pragma after its content": (
        b'<meta content="text/html; charset=koi8-r" http-equiv="content-type">',
        "koi8-r",
    ),
    "a content without pragma": (b'<meta content="text/html; charset=koi8-r">', None),
    "a content beside a name": (
        b'<meta name="content-type" content="text/html; charset=koi8-r">', None,
    ),
    "another pragma": (
        b'<meta http-equiv="Content-Style-Type" content="x; charset=koi8-r">', None,
    ),
    "a pragma with a space behind": (
        b'<meta http-equiv="Content-Type " content="x; charset=koi8-r">', None,
    ),
    "spaces around the sign in a content": (
        b'<meta http-equiv=content-type content=" x ; charset = koi8-r ">', "koi8-r",
    ),
    "quotes in a content": (
        b"<meta http-equiv=content-type content=\"x; charset='koi8-r'\">", "koi8-r",
    ),
    "a quote in a content that does not end": (
        b"<meta http-equiv=content-type content=\"x; charset='koi8-r\">", None,
    ),
    "more behind the label in a content": (
        b'<meta http-equiv=content-type content="charset=koi8-r; a=b">', "koi8-r",
    ),
    "the word twice in a content": (
        b'<meta http-equiv=content-type content="charset charset=koi8-r">', "koi8-r",
    ),
    "a content without quotes, a charset behind it": (
        b"<meta http-equiv=content-type content=text/html; charset=koi8-r>", "koi8-r",
    ),
    "a charset beside another content": (
        b'<meta http-equiv=content-type content="charset=big5" charset=koi8-r>',
        "koi8-r",
    ),
    "a quote that does not end": (b'<meta charset="koi8-r><p>x', None),
    "a quote at the end of a word": (b'<meta charset=koi8-r"><p>"', None),
    "a quote for an attribute": (b'<meta " charset=koi8-r>', "koi8-r"),
    "a quote at the end of a name": (b'<meta test" charset=koi8-r>', "koi8-r"),
    "a quote that swallows the label": (b'<meta test=" charset=koi8-r><p>"</p>', None),
    "a quote in quotes of the other kind": (
        b"<meta test='\"' charset=koi8-r>", "koi8-r",
    ),
    "an empty value": (b'<meta test="" charset=koi8-r>', "koi8-r"),
    "a quote within a word": (b'<meta test=x" charset=koi8-r>', "koi8-r"),
    "a tag within a tag": (b"<meta <meta charset='koi8-r'>", "koi8-r"),
    "a tag that a quote of another holds": (
        b'<p title="x>"><meta charset=koi8-r>', "koi8-r",
    ),
    "a tag in a quote that does not end": (b'<p title="x><meta charset=koi8-r>', None),
    "a tag in a whole quote": (b'<p title="<meta charset=koi8-r>">', None),
    "a comment": (b'<!-- <meta charset="koi8-r"> -->', None),
    "behind a comment": (b'<!-- a > b --><meta charset="koi8-r">', "koi8-r"),
    "a comment of two hyphens": (b'<!--><meta charset="koi8-r">-->', "koi8-r"),
    "a comment that does not end": (b'<!-- <meta charset="koi8-r">', None),
    "a declaration": (b'<!doctype html [ ]><meta charset="koi8-r">', "koi8-r"),
    "an instruction": (b'<?php x ?><meta charset="koi8-r">', "koi8-r"),
    "an empty end tag": (b'</ ><meta charset="koi8-r">', "koi8-r"),
    "a script, which the scan does not know": (
        b'<script>"<meta charset=koi8-r>"</script>', "koi8-r",
    ),
    "letters beyond ASCII in front": (
        b"<html \xc3\xb1 a=\xc3\xb1><meta charset=utf-8>", "utf-8",
    ),
    "the XML declaration": (b'<?xml version="1.0" encoding="koi8-r"?><p>', "koi8-r"),
    "a meta element beside an XML declaration": (
        b'<?xml encoding="big5"?><meta charset="koi8-r">', "koi8-r",
    ),
    "cut in the name": (b"<met", None),
    "cut behind the name": (b"<meta", None),
    "cut in spaces": (b"<meta" + b" " * 400, None),
    "cut behind the sign": (b"<meta charset=", None),
    "cut in a quote": (b'<meta charset="koi8-r', None),
    "cut behind the label": (b"<meta charset=koi8-r", None),
    "cut in a content": (b'<meta http-equiv=content-type content="x; charset=ko', None),
    "only a bracket": (b"<", None),
    "only an exclamation": (b"<!", None),
    "1,000 bytes of comment in front": (
        b"<!--" + b"x" * 980 + b'--><meta charset="koi8-r">', "koi8-r",
    ),
    "1,024 bytes of comment in front": (
        b"<!--" + b"x" * 1017 + b'--><meta charset="koi8-r">', None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "codec"), CASES.values(), ids=CASES)
def test_a_page_names_its_encoding_as_browsers_read_it(body, codec):
    decoded = decode(body, html=True)

    if codec is None:
        assert (decoded.how, decoded.charset) == ("utf-8", "utf-8")
    else:
        assert (decoded.how, decoded.charset) == ("meta", codec)


@given(st.lists(st.sampled_from(
    [b"<meta ", b"charset=", b"content=", b"http-equiv=content-type ", b'"', b"'",
     b"<!--", b"-->", b">", b"koi8-r", b"/", b"=", b" ", b"<?xml", b"\xff"]
)))  # fmt: skip
def test_any_pieces_of_tags_are_scanned_to_their_end(pieces):
    assert all(isinstance(label, str) for label in labels(b"".join(pieces)))


@pytest.mark.parametrize("piece", [b"<a ", b"<meta charset=", b"a='", b'<!--"', b"<"])
def test_a_scan_of_100_000_bytes_is_not_slow(piece):
    # a quadratic scan of these took minutes
    list(labels(piece * (100_000 // len(piece))))
