"""Datelines: place, day and agency read, the text left as it is, no year invented."""

from __future__ import annotations

import pytest
from payloads import payload

from tasks.extract.article import extract
from tasks.extract.raw.dateline import read_dateline
from warehouse.model.entry import Listed


@pytest.mark.parametrize(
    "text",
    [
        "The company (Reuters) said so.",
        "He told (AP) - and nobody else - that it was so.",
        "LONDON (Ontario) - A bridge is shut.",
        "The minister, who came on May 4 (AP) - said so.",
        "BRUSSELS, Jan 12 (somebody) - The bridge is shut.",
        "BRUSSELS - The bridge is shut.",
        "Apple Inc (AP) - shares rose by 3 percent.",
        "Apple Inc. (AP) - Shares rose by 3 percent.",
        "APPLE INC (Reuters) - Shares rose.",
        "Billie Jean (AFP) - a song of the year",
        "A year ago (dpa reported it) - nobody knew.",
        "新华社的记者说",
        "",
    ],
)
def test_a_sentence_with_brackets_and_dashes_is_no_dateline(text):
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "place", "agencies", "day"),
    [
        ("BRUSSELS, Jan 12 (Reuters) - The", "BRUSSELS", ("Reuters",), (1, 12)),
        ("NEW YORK, May 4 (UPI) -- The", "NEW YORK", ("UPI",), (5, 4)),
        ("PARIS (AFP) — Le", "PARIS", ("AFP",), (None, None)),
        ("PARIS (AFP) — iPhones", "PARIS", ("AFP",), (None, None)),
        ("Berlin (dpa) - Die", "Berlin", ("dpa",), (None, None)),
        (
            "Brüssel/Berlin (dpa/AFP) – Die",
            "Brüssel/Berlin",
            ("dpa", "AFP"),
            (None, None),
        ),
        ("Rio de Janeiro, 12 jan (Lusa) – O", "Rio de Janeiro", ("Lusa",), (1, 12)),
        ("Madrid, 12 ene (EFE).- El", "Madrid", ("EFE",), (1, 12)),
        ("(ANSA) - ROMA, 12 GEN - Il", "ROMA", ("ANSA",), (1, 12)),
        ("(Reuters) - Shares", "", ("Reuters",), (None, None)),
        ("МОСКВА, 12 янв — РИА Новости. Глава", "МОСКВА", ("РИА Новости",), (1, 12)),
        ("МОСКВА, 12 января. /ТАСС/. Глава", "МОСКВА", ("ТАСС",), (1, 12)),
        ("(新华社北京1月12日电)", "北京", ("新华社",), (1, 12)),
        ("新华社北京1月12日电（记者张三）今天", "北京", ("新华社",), (1, 12)),
        ("【ワシントン共同】米国", "ワシントン", ("共同",), (None, None)),
        ("［東京 12日 ロイター］ - 日本", "東京", ("ロイター",), (None, 12)),
        ("(서울=연합뉴스) 홍길동 기자 = 정부", "서울", ("연합뉴스",), (None, None)),
    ],
)
def test_datelines_of_agencies_are_read(text, place, agencies, day):
    read = read_dateline(text)

    assert (read.place, read.agencies, (read.month, read.day)) == (place, agencies, day)


TEXT = "BRUSSELS, Jan 12 (Reuters) - The bridge is shut, the town said on Wednesday."


def test_the_agency_is_the_author_where_nobody_is_credited_and_the_text_stays():
    article = extract(payload(TEXT))

    assert article.text == TEXT
    assert article.authors == ("Reuters",)
    assert dict(article.provenance)["authors"] == "text:dateline"
    assert dict(article.provenance)["dateline"] == "place BRUSSELS"
    assert extract(payload(f"By: Ann Lee\n\n{TEXT}")).authors == ("Ann Lee",)


def test_no_year_is_invented_for_a_day_without_one():
    assert extract(payload(TEXT)).published is None


def test_a_month_of_the_header_gives_the_day_its_year_where_they_agree():
    day = extract(payload(f"date 2022-01 {TEXT}")).published
    other = extract(payload(f"date 2022-02 {TEXT}")).published

    assert (day.at.date().isoformat(), day.precision) == ("2022-01-12", "day")
    assert day.came_from == "text:dateline, year by header:date"
    assert (other.precision, other.came_from) == ("month", "header:date")


def test_a_year_of_the_header_gives_no_day_its_year():
    text = "PARIS, Dec 31 (AFP) - Fireworks are out."

    year = extract(payload(f"Date: 2022\n\n{text}")).published
    both = extract(payload(f"Date: 2021\n\n{text.replace('31', '31, 2021')}")).published
    other = extract(
        payload(f"Date: 2022\n\n{text.replace('31', '31, 2021')}")
    ).published

    assert (year.precision, year.came_from) == ("year", "header:date")
    assert (both.at.date().isoformat(), both.precision) == ("2021-12-31", "day")
    assert other.precision == "year"


def test_a_finer_date_of_the_header_is_believed_before_the_dateline():
    published = extract(payload(f"Date: 2022-01-13 10:11\n\n{TEXT}")).published

    assert published.came_from == "header:date"
    assert published.precision == "minute"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2022/01/a.txt", "2022-01-12"),
        ("wire-202201.txt", "2022-01-12"),
        ("2022-02/a.txt", None),
        ("2022/a.txt", None),
        ("20220112345.txt", None),
    ],
)
def test_a_file_named_by_its_month_gives_the_day_its_year(path, day):
    published = extract(payload(TEXT, url=path)).published

    assert (published.at.date().isoformat() if published else None) == day


def test_what_a_feed_says_of_author_and_date_is_believed_before_the_dateline():
    listed = Listed(authors=("Ann Lee",), published="2022-01-12T10:00:00Z")

    article = extract(payload(TEXT, url="2022/01/a.txt", listed=listed))

    assert article.authors == ("Ann Lee",)
    assert article.published.came_from == "feed:pubDate"


def test_a_record_has_a_dateline_too():
    article = extract(payload('{"text": "PARIS (AFP) — Le pont."}', "application/json"))

    assert article.authors == ("AFP",)
