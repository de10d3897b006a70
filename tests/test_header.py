"""Headers of raw texts: what is one is read, what is prose stays in the text."""

from __future__ import annotations

import pytest
from payloads import payload

from tasks.extract.dropped import Dropped
from tasks.extract.raw.rawtext import read_raw


def read(text):
    return read_raw(text, payload(b""), Dropped(keeps=False))


def dropped(text):
    told = Dropped(keeps=True)
    read_raw(text, payload(b""), told)
    return [(drop.reason, drop.text) for drop in told.drops]


@pytest.mark.parametrize(
    "text",
    [
        "Note: the minister said on Monday that the bridge would stay shut.",
        "Source: it was the sea, she said. It always is.",
        "By: walking along the river for an hour you reach the old mill",
        "From: the first day on nobody believed that the bridge would hold",
        "Section: nobody knows what the new one will bring. It is early.",
        "Warning: stop\n\nDate: 2022-01-05",
        "Von: Anfang an war klar, dass die Brücke nicht halten würde",
        "警告：停下。\n\n日期：没有人知道。",
        "Time: a history.",
        "Q: Where were you?\nA: At home.",
        "- Title: an item of a list",
        "# 1 in the world\nshe is now.",
        "# 1 in the world\nBy noon she is.",
    ],
)
def test_prose_that_looks_like_a_header_line_stays_in_the_text(text):
    fields, body = read(f"{text}\n\nThe bridge is shut.")

    assert body.startswith(text.split("\n", maxsplit=1)[0])
    assert fields.title is fields.authors is fields.publisher is fields.section is None


def test_a_note_within_a_header_is_not_swallowed_with_it():
    fields, body = read(
        "Title: Bridge shut\nDate: 2022-01-05\nNote: the minister will speak at noon."
        "\n\nX."
    )

    assert fields.title.value == "Bridge shut"
    assert body == "Note: the minister will speak at noon.\n\nX."


@pytest.mark.parametrize(
    "text",
    [
        "Titel: T\nDatum: 2022-01-05\nAutor: Ann Lee\nQuelle: Q",
        "Titre : T\nDate de publication : 2022-01-05\nAuteur : Ann Lee\nSource : Q",
        "Título: T\nFecha: 2022-01-05\nAutor: Ann Lee\nFuente: Q",
        "Titolo: T\nData: 2022-01-05\nAutore: Ann Lee\nFonte: Q",
        "Kop: T\nDatum: 2022-01-05\nDoor: Ann Lee\nBron: Q",
        "Rubrik: T\nPublicerad: 2022-01-05\nFörfattare: Ann Lee\nKälla: Q",
        "Overskrift: T\nDato: 2022-01-05\nForfatter: Ann Lee\nKilde: Q",
        "Otsikko: T\nJulkaistu: 2022-01-05\nToimittaja: Ann Lee\nLähde: Q",
        "Tytuł: T\nData publikacji: 2022-01-05\nAutor: Ann Lee\nŹródło: Q",
        "Titulek: T\nDatum: 2022-01-05\nAutor: Ann Lee\nZdroj: Q",
        "Cím: T\nMegjelent: 2022-01-05\nSzerző: Ann Lee\nForrás: Q",
        "Заголовок: T\nДата: 2022-01-05\nАвтор: Ann Lee\nИсточник: Q",
        "Τίτλος: T\nΗμερομηνία: 2022-01-05\nΣυντάκτης: Ann Lee\nΠηγή: Q",
        "Başlık: T\nTarih: 2022-01-05\nYazar: Ann Lee\nKaynak: Q",
        "Judul: T\nTanggal: 2022-01-05\nPenulis: Ann Lee\nSumber: Q",
        "Tiêu đề: T\nNgày: 2022-01-05\nTác giả: Ann Lee\nNguồn: Q",
        "العنوان: T\nالتاريخ: 2022-01-05\nالكاتب: Ann Lee\nالمصدر: Q",
        "כותרת: T\nתאריך: 2022-01-05\nמאת: Ann Lee\nמקור: Q",
        "शीर्षक: T\nदिनांक: 2022-01-05\nलेखक: Ann Lee\nस्रोत: Q",
        "标题：T\n发布时间：2022-01-05\n作者：Ann Lee\n来源：Q",
        "タイトル：T\n公開日：2022-01-05\n著者：Ann Lee\n出典：Q",
        "제목: T\n날짜: 2022-01-05\n기자: Ann Lee\n출처: Q",
        "**Title:** T\n**Date:** 2022-01-05\n**Author:** Ann Lee\n**Source:** Q",
    ],
)
def test_header_lines_are_read_in_many_languages(text):
    fields, body = read(f"{text}\n\nThe bridge is shut.")

    assert body == "The bridge is shut."
    assert fields.title.value == "T"
    assert fields.published[0].value == "2022-01-05"
    assert fields.authors.value == ("Ann Lee",)
    assert fields.publisher.value == "Q"


def test_header_lines_that_fill_no_field_are_told_and_counted():
    text = (
        "Title: T\nwp_id: 812\nDate: 2022-01-05\nWords: 512\n---\nThe bridge is shut."
    )

    fields, body = read(text)

    assert body == "The bridge is shut."
    assert dropped(text) == [
        ("header_line", "wp_id: 812"),
        ("header_line", "words: 512"),
    ]
    assert fields.refused == (("dropped", "header_line 2"),)


@pytest.mark.parametrize(
    "text",
    [
        "# Bridge shut\n\nBy Ann Lee\nJanuary 5, 2022\n\nThe bridge is shut.",
        "# Bridge shut\nBy Ann Lee\nJanuary 5, 2022\n\nThe bridge is shut.",
        "# Bridge shut\nJanuary 5, 2022\nBy Ann Lee\nThe bridge is shut.",
        "# Bridge shut\nAuthor: Ann Lee\nDate: 2022-01-05\n\nThe bridge is shut.",
        "Bridge shut\n===========\n\n*By Ann Lee*\n\nPublished 5 January 2022\n\n"
        "The bridge is shut.",
        "# Bridge shut #\n\nAuthor: Ann Lee\nDate: January 5, 2022\n\n"
        "The bridge is shut.",
    ],
)
def test_a_markdown_heading_is_the_title_and_what_stands_below_it_is_read(text):
    fields, body = read(text)

    assert body == "The bridge is shut."
    assert fields.title.value == "Bridge shut"
    assert fields.authors.value == ("Ann Lee",)
    assert len(fields.published) == 1


def test_a_line_below_a_title_that_is_a_sentence_is_the_text():
    _, body = read("# Bridge shut\n\nBy noon Ann Lee was gone.\n\n2022\n\nIt is late.")

    assert body == "By noon Ann Lee was gone.\n\n2022\n\nIt is late."


@pytest.mark.parametrize(
    "matter",
    [
        '+++\ntitle = "Bridge: shut"\ndate = 2022-01-05\ntags = ["river"]\n+++\n',
        '{"title": "Bridge: shut", "date": "2022-01-05", "tags": ["river"]}\n\n',
        ';;;\n{"title": "Bridge: shut", "date": "2022-01-05", "tags": "river"}\n;;;\n',
        "---\ntitle: Bridge: shut\ndate: 2022-01-05\ntags: river\n---\n",
    ],
)
def test_front_matter_is_read_as_toml_json_and_yaml_that_is_none(matter):
    fields, body = read(f"{matter}The bridge is shut.")

    assert body == "The bridge is shut."
    assert fields.title.value == "Bridge: shut"
    assert fields.published[0].value == "2022-01-05"
    assert fields.tags.value == ("river",)


def test_a_value_of_the_wrong_type_is_said_and_the_rest_is_read():
    fields, body = read(
        "---\ntitle: {en: Bridge}\ndate: [2022-01]\nauthor: {name: Ann Lee}\n"
        "layout: post\n---\nThe bridge is shut."
    )

    assert body == "The bridge is shut."
    assert fields.title is None
    assert fields.published[0].value == "2022-01"
    assert fields.authors.value == ("Ann Lee",)
    assert dict(fields.refused) == {
        "title_refused": "header:title: nothing to read in a value of type dict",
        "dropped": "header_line 2",
    }


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "T"}',
        '{"title": ' + "[" * 10_000 + "\n\nx",
        "+++\ntitle = [[[\n+++\nx",
        "+++\n" + "a." * 20_000 + "b = 1\n+++\nx",
    ],
)
def test_front_matter_that_is_broken_or_all_there_is_stays_in_the_text(text):
    fields, body = read(text)

    assert fields.title is None
    assert body.startswith(text[:8].split("\n")[0])


def test_the_head_of_a_mail_is_read_unfolded_and_its_flowed_text_joined():
    fields, body = read(
        "From: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <jm@example.org>\n"
        "To: desk@example.org\nSubject: Bridge shut after\n  the storm\n"
        "Date: Wed, 5 Jan 2022 10:11:12 +0100\n"
        "Message-ID: <1@example.org>\n"
        "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
        "The bridge is shut, \nthe town said.\nIt will open.\n-- \nJ.\n"
    )

    assert fields.title.value == "Bridge shut after the storm"
    assert fields.authors.value == ("Jörg Müller",)
    assert fields.published[0].value == "Wed, 5 Jan 2022 10:11:12 +0100"
    assert body.startswith("The bridge is shut, the town said.\n\nIt will open.")


LEXIS = """
                               1 of 500 DOCUMENTS

                              The Example Times

                     January 5, 2010 Tuesday
                          Late Edition - Final

Bridge Shut After the Storm

BYLINE: By ANN LEE

SECTION: Section A; Column 0; Foreign Desk; Pg. 1

LENGTH: 512 words

DATELINE: BRUSSELS

BODY:
The bridge is shut, the town said.

Section: a word of the text.

LOAD-DATE: January 6, 2010

LANGUAGE: ENGLISH

                   Copyright 2010 The Example Times Company
                             All Rights Reserved
"""
NEXIS = """Bridge Shut After the Storm
The Example Times
January 5, 2010 Tuesday
Copyright 2010 The Example Times Company All Rights Reserved
Section: Foreign Desk; Pg. 1
Length: 512 words
Byline: By ANN LEE
Body

The bridge is shut, the town said.

Section: a word of the text.

Classification
Language: ENGLISH
Publication-Type: Newspaper
Load-Date: January 6, 2010
End of Document
"""
FACTIVA = """HD
Bridge Shut After the Storm
BY
By Ann Lee
WC
512 words
PD
5 January 2010
SN
The Example Times
LA
English
CY
(c) 2010 Example
LP
The bridge is shut, the town said.

TD
Section: a word of the text.

AN
Document EXT0000020100105e61c0012x
"""
PROQUEST = """____________
Document 1 of 1

Title: Bridge Shut After the Storm

Author: Lee, Ann

Publication title: The Example Times

Publication date: Jan 5, 2010

Full text: The bridge is shut, the town said.

Section: a word of the text.
"""


@pytest.mark.parametrize("text", [LEXIS, NEXIS, FACTIVA])
def test_exports_of_news_databases_are_read_and_what_is_not_kept_is_told(text):
    fields, body = read(text)

    assert body == "The bridge is shut, the town said.\n\nSection: a word of the text."
    assert fields.title.value == "Bridge Shut After the Storm"
    assert [name.casefold() for name in fields.authors.value] == ["ann lee"]
    assert fields.publisher.value == "The Example Times"
    assert "5" in fields.published[0].value
    assert fields.language.value.casefold() == "english"
    assert ("dropped", "header_line") in [
        (key, said.rsplit(" ", 1)[0]) for key, said in fields.refused
    ]


def test_an_export_of_proquest_ends_where_its_fields_begin_again():
    tail = "\nProQuest document ID: 1234\n\nDatabase: Example\n"

    fields, body = read(PROQUEST.replace("Section: a word", "Words: a word") + tail)

    assert body == "The bridge is shut, the town said.\n\nWords: a word of the text."
    assert fields.title.value == "Bridge Shut After the Storm"
    assert fields.published[0].value == "Jan 5, 2010"


def test_a_file_of_several_exported_articles_loses_none():
    _, body = read(LEXIS + LEXIS.replace("The bridge is shut", "The ferry runs"))

    assert "The bridge is shut, the town said." in body
    assert "The ferry runs, the town said." in body
