"""Bytes to text as browsers decode them, where Python's codecs do otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.decoders import read_as

CODECS = (
    "utf-8", "utf-16-le", "cp1252", "cp1255", "koi8-u", "cp874", "iso8859-8",
    "gb18030", "cp932", "cp949", "big5hkscs", "euc_jp", "iso2022_jp",
)  # fmt: skip


@pytest.mark.parametrize(
    ("codec", "body", "text"),
    [
        # the holes of Windows code pages are controls: Encoding Standard 9
        ("cp1252", b"\x81\x8d\x8f\x90\x9d", "\x81\x8d\x8f\x90\x9d"),
        ("cp1252", b"\x93\x80\x94", "“€”"),
        ("cp874", b"\x81\xa1\xdb", "\x81ก\ufffd"),
        ("cp1253", b"\x88\xe1\xd2", "\x88α\ufffd"),
        ("cp1255", b"\xca", "\u05ba"),
        ("koi8-u", b"\xae\xbe", "ўЎ"),
        ("gb18030", b"\x80 \xa2\xe3 \xa3\xa0", "€ € \u3000"),
        ("gb18030", b"\xa8\xbc\xa6\xd9\xfe\x59", "ḿ︐龴"),
        ("gb18030", b"\x81\x30\x81\x30\xff", "\x80\ufffd"),
        # HKSCS of 2008, ETEN, and what Unicode 1.1 had otherwise
        ("big5hkscs", b"\x87\x7a\x87\x7b\x87\xdf", "㡵𡵓鿋"),
        ("big5hkscs", b"\xfa\x5f\xa3\xe1\xa1\x45", "倩€‧"),
        ("big5hkscs", b"\x88\x62\xa4\xa4", "Ê̄中"),
        ("big5hkscs", b"\x80\xff\xa4\xa4", "\ufffd\ufffd中"),
        ("cp932", b"\x87\x40\xfa\x40\xb1\x80\xa0", "①ⅰｱ\x80\ufffd"),
        ("cp949", b"\x8c\x63\xb0\xa1", "똠가"),
        ("euc_jp", b"\xad\xa1\xf9\xa1\xa1\xc1\x8e\xb1", "①纊～ｱ"),
        ("euc_jp", b"\x8f\xb0\xa1\xff\xa4\xa2", "丂\ufffdあ"),
        ("iso2022_jp", b"\x1b$B$\"-!\x1b(I1\x1b(Bx", "あ①ｱx"),
    ],
)  # fmt: skip
def test_an_encoding_has_the_letters_that_browsers_know(codec, body, text):
    assert read_as(body, codec) == text


@given(st.binary(max_size=200), st.sampled_from(CODECS))
def test_any_bytes_become_text_in_any_encoding(body, codec):
    read_as(body, codec).encode("utf-8", "surrogatepass")


@given(st.text(st.characters(codec="ascii"), max_size=50), st.sampled_from(CODECS))
def test_ascii_stays_ascii(text, codec):
    # ISO 2022-JP switches by its escapes, which ASCII text has none of
    text = text.replace("\x1b", "")

    assert codec == "utf-16-le" or read_as(text.encode(), codec) == text


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs", "euc_jp"])
def test_a_page_of_nothing_but_bad_bytes_is_read_at_once(codec):
    # mending each took 28 s for 20 MB
    text = read_as(b"\xff\x80" * 1_000_000, codec)

    assert len(text) == 2_000_000
