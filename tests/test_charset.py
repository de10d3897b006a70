"""Bytes to text in the order of the Encoding Standard, and never an exception."""

from __future__ import annotations

import subprocess
import sys

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


# A sentence or two in each of what is told apart by language, as short as news has.
UNDECLARED = (
    ("cp1252", "Le maire a déjà visité la crèche à Nîmes."),
    ("cp1252", "Voilà où il était."),
    ("cp1252", "El niño vivía en España."),
    ("cp1252", "Não há informações."),
    ("cp1252", "Die Brücke über die Straße ist schön."),
    ("cp1252", "Det är på ön."),
    ("cp1252", "Han så på øen, og de røde æbler lå på jorden."),
    ("cp1252", "Þetta er íslenskur texti með þorn og eð."),
    ("cp1252", "Perché la città è più bella?"),
    ("cp1252", "Eskola berriak ireki dituzte Iruñean."),
    ("cp1252", "De coördinatie was één probleem."),
    ("cp1252", "The café in Zürich was “full”."),
    ("cp1252", "naïve"),
    ("cp1250", "Minister powiedział, że szkoła będzie otwarta."),
    ("iso8859_2", "Minister powiedział, że więc śmiało otworzą szkołę."),
    ("cp1250", "Ministr řekl, že škola bude otevřena příští týden."),
    ("cp1250", "Minister povedal, že škola bude otvorená budúci týždeň."),
    ("cp1250", "Minister je povedal, da bo šola odprta prihodnji teden, čeprav."),
    ("cp1250", "A miniszter azt mondta, hogy az iskola jövő héten nyílik meg."),
    ("cp1250", "Ministrul a spus că şcoala va fi deschisă săptămâna viitoare."),
    ("cp1250", "Ministar je rekao da će škola biti otvorena, što je važno."),
    ("cp1254", "Bakan, okulun gelecek hafta açılacağını söyledi."),
    ("cp1257", "Ministrė sakė, kad mokykla bus atidaryta kitą savaitę, šiaurėje."),
    ("cp1257", "Ministrs teica, ka skola tiks atvērta nākamnedēļ, un bērni."),
    ("cp1257", "Minister ütles, et kool avatakse, kui garaaž õues valmis saab."),
    ("cp1251", "Министр иностранных дел заявил о новых переговорах."),
    ("koi8_r", "Министр иностранных дел заявил о новых переговорах."),
    ("cp1251", "Міністр закордонних справ заявив про нові переговори."),
    ("cp1251", "Министърът на външните работи заяви, че преговорите продължават."),
    ("cp1253", "Ο υπουργός Εξωτερικών δήλωσε την Τετάρτη πως συνεχίζουν."),
    ("cp1255", "שר החוץ אמר ביום רביעי כי השיחות יימשכו."),
    ("cp1256", "قال وزير الخارجية يوم الأربعاء إن المحادثات ستستمر."),
    ("cp874", "รัฐมนตรีต่างประเทศกล่าวเมื่อวันพุธว่าการเจรจาจะดำเนินต่อไป"),
    ("gb18030", "外交部长星期三在北京表示，双方将继续谈判。"),
    ("big5hkscs", "外交部長星期三在台北表示，雙方將繼續談判，直到達成協議。"),
    ("cp932", "外務大臣は水曜日に東京で記者会見を行い、協議を続けると述べた。"),
    ("euc_jp", "外務大臣は水曜日に東京で記者会見を行い、協議を続けると述べた。"),
    ("cp949", "외교부 장관은 수요일 서울에서 기자회견을 열고 이렇게 말했다."),
)


@pytest.mark.parametrize(("codec", "sentence"), UNDECLARED)
def test_a_sentence_without_a_label_is_read_as_its_language_was_written(
    codec, sentence
):
    assert decode(sentence.encode(codec)).text == sentence


def test_a_longer_text_without_a_label_is_not_taken_for_a_rarer_alphabet():
    """350 letters of French were read as Baltic, with "ą" for "à"."""
    text = "Le maire a déjà visité la crèche à Nîmes, où les élèves étaient. " * 6

    plain, page = decode(text.encode("cp1252")), f"<html><p>{text}</html>"

    assert (plain.text, plain.charset) == (text, "cp1252")
    assert decode(page.encode("cp1252"), html=True).text == page


# Reads bytes without a label in a process that is killed after so much CPU.
IN_TIME = """
import resource, sys
from tasks.extract.charset import decode
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
decode(sys.stdin.buffer.read(), html=True)
"""


@pytest.mark.parametrize(
    "body",
    [b"\xe9 " + b"a" * 99_000, b"\xe9 " + b"'" * 99_000, b"<html " * 16_000 + b"\xe9"],
    ids=["letters", "quotes", "tags"],
)
def test_no_run_of_letters_or_tags_takes_for_ever_to_detect(body):
    ran = subprocess.run([sys.executable, "-c", IN_TIME], input=body, check=False)

    assert ran.returncode == 0


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
