"""Bytes to text in the order of the Encoding Standard, and never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.charset import decode

SENTENCES = {
    "cp1252": "L'été dernier, les élèves étaient fâchés à l'école.",
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ministr.",
    "cp1251": "Министр иностранных дел заявил в среду о новых переговорах.",
    "cp1253": "Ο υπουργός Εξωτερικών δήλωσε την Τετάρτη πως συνεχίζουν.",
    "gb18030": "外交部长星期三在北京表示，双方将继续谈判，直到达成协议。",
    "cp932": "外務大臣は水曜日に東京で記者会見を行い、協議を続けると述べた。",
    "cp949": "외교부 장관은 수요일 서울에서 기자회견을 열고 이렇게 말했다.",
}


@pytest.mark.parametrize(("codec", "sentence"), SENTENCES.items())
def test_undeclared_bytes_that_are_not_utf8_are_detected(codec, sentence):
    decoded = decode((sentence * 3).encode(codec))

    assert decoded.text == sentence * 3
    assert decoded.how == "detected"


def test_a_byte_order_mark_outranks_what_the_server_says():
    decoded = decode("\ufeffdéjà".encode(), "iso-8859-1")

    assert (decoded.text, decoded.charset, decoded.how) == ("déjà", "utf-8", "bom")


def test_the_server_outranks_the_page():
    body = b'<meta charset="koi8-r">' + "Привет".encode("cp1251")

    decoded = decode(body, "windows-1251", html=True)

    assert decoded.text.endswith("Привет")
    assert decoded.how == "http"


def test_a_meta_element_after_1024_bytes_is_asked_where_the_bytes_are_no_utf8():
    late = b" " * 1100 + b'<meta charset="koi8-r">'

    legacy = decode(late + "Привет".encode("koi8-r"), html=True)
    modern = decode(late + "Привет".encode(), html=True)

    assert (legacy.text[-6:], legacy.how) == ("Привет", "meta")
    assert (modern.text[-6:], modern.how) == ("Привет", "utf-8")


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gb2312", "euc-kr"])
def test_a_legacy_label_is_not_believed_of_a_page_that_is_all_utf8(label):
    sentence = "Les élèves fâchés à l'école, déjà: «été» et “hiver”, où ça"

    by_server = decode(sentence.encode(), label)
    by_page = decode(
        f'<meta charset="{label}">{sentence}'.encode(), "klingon", html=True
    )

    assert (by_server.text, by_server.how) == (sentence, "utf-8")
    assert by_server.disproved[0].startswith(f"http: '{label}', but all of its")
    assert by_page.text.endswith(sentence)
    assert by_page.disproved[0].startswith("meta: ")


def test_two_letters_of_utf8_disprove_a_label_whose_encoding_has_them():
    assert decode("déjà".encode(), "iso-8859-1").text == "déjà"


@pytest.mark.parametrize(
    ("text", "label"),
    [("CAFÉ’S MENU", "iso-8859-1"), ("NESTLÉ®", "windows-1252"), ("联通", "gbk")],
)
def test_legacy_letters_that_could_be_utf8_by_chance_stay_as_declared(text, label):
    codec = {"gbk": "gbk"}.get(label, "cp1252")

    decoded = decode(text.encode(codec), label)

    assert (decoded.text, decoded.how, decoded.disproved) == (text, "http", ())


def test_what_the_server_says_wrongly_the_page_may_say_rightly():
    body = b'<meta charset="windows-1251">' + ("Министр заявил. " * 9).encode("cp1251")

    decoded = decode(body, "utf-8", html=True)

    assert (decoded.how, decoded.charset) == ("meta", "cp1251")
    assert decoded.disproved == (
        "http: 'utf-8', but most of what is not ASCII is no UTF-8",
    )


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "gbk"])
def test_zero_bytes_of_utf16_outrank_a_label_of_anything_else(label):
    assert decode("Déjà vu, dit-il".encode("utf-16-le"), label).text == (
        "Déjà vu, dit-il"
    )


def test_utf16_is_not_believed_of_bytes_that_are_all_utf8():
    assert decode("<p>déjà vu".encode(), "utf-16le").text == "<p>déjà vu"


@pytest.mark.parametrize("label", ["hz-gb-2312", "iso-2022-kr", "iso-2022-cn"])
def test_an_encoding_that_no_browser_reads_gives_no_text(label):
    decoded = decode(b"~{VPND~}", label)

    assert (decoded.text, decoded.charset) == ("", "replacement")


def test_a_meta_element_in_a_comment_or_in_plain_text_is_not_believed():
    body = b'<!-- <meta charset="koi8-r"> -->' + "déjà vu".encode()

    assert decode(body, html=True).how == "utf-8"
    assert decode(b'<meta charset="koi8-r">').how == "utf-8"


@pytest.mark.parametrize(
    ("label", "text", "codec"),
    [
        ("iso-8859-1", "“quoted” – €5", "cp1252"),
        ("latin1", "“quoted”", "cp1252"),
        ("us-ascii", "naïve", "cp1252"),
        ("gb2312", "朱镕基", "gb18030"),
        ("gbk", "㐀", "gb18030"),
        ("shift_jis", "①Ⅱ髙", "cp932"),
        ("x-sjis", "～", "cp932"),
        ("ks_c_5601-1987", "똠방각하", "cp949"),
        ("euc-kr", "펲", "cp949"),
        ("big5", "着㗎", "big5hkscs"),
        (' "UTF8" ', "é", "utf-8"),
        ("iso-8859-9", "ışık", "cp1254"),
        ("tis-620", "ภาษาไทย", "cp874"),
    ],
)
def test_a_label_names_the_encoding_that_browsers_use_for_it(label, text, codec):
    assert decode(text.encode(codec), label).text == text


def test_a_page_that_says_utf16_in_ascii_is_utf8():
    assert decode(b'<meta charset="utf-16">d\xc3\xa9j\xc3\xa0', html=True).text[
        -4:
    ] == ("déjà")


def test_an_unknown_label_is_passed_over():
    assert decode("déjà".encode(), "klingon").how == "utf-8"


def test_utf8_is_not_believed_of_bytes_that_are_all_something_else():
    body = ("Министр заявил в среду. " * 10).encode("cp1251")

    assert decode(body, "utf-8").text.startswith("Министр")


def test_one_bad_byte_does_not_turn_a_utf8_page_into_mojibake():
    body = "déjà vu, été, à côté ".encode() + b"\xe9" + " où ça".encode()

    decoded = decode(body, "utf-8")

    assert decoded.text == "déjà vu, été, à côté \ufffd où ça"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_seen_by_its_zero_bytes(codec):
    assert decode("Text of a page".encode(codec)).text == "Text of a page"


@given(st.binary(max_size=300), st.none() | st.text(max_size=20), st.booleans())
def test_any_bytes_under_any_label_become_text(body, label, html):
    decode(body, label, html=html).text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("codec", "language", "sentence"),
    [
        ("cp1250", "cs", "Ministr řekl, že škola bude otevřena příští týden."),
        ("iso8859_2", "pl", "Minister powiedział, że więc śmiało."),
        ("cp1254", "tr", "Bakan, okulun açılacağını söyledi; ışık."),
        ("cp1257", "lt", "Ministrė sakė, kad bus atidaryta kitą savaitę, šiaurėje."),
        ("cp1252", "sv", "Ministern sade att skolan ska öppnas nästa vecka i Malmö."),
    ],
)  # fmt: skip
def test_latin_letters_without_a_label_are_read_as_the_language_was_written(
    codec, language, sentence
):
    page = f'<html lang="{language}-X"><p>{sentence}'

    decoded = decode(page.encode(codec), html=True)

    assert decoded.text == page
    assert decoded.how == "detected"
