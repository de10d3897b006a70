"""Dates as they are written, kept as exact as they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.dates import DateUnreadable, read_date

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def read(raw, timezone="Europe/Brussels", now=NOW, written=(None, None)):
    return read_date(
        raw, now=now, timezone=timezone, came_from="header:date", written=written
    )


def test_a_month_stays_a_month():
    dated = read("2022-01")

    assert dated.precision == "month"
    assert dated.at == datetime(2022, 1, 1, tzinfo=UTC)
    assert dated.until == datetime(2022, 2, 1, tzinfo=UTC)
    assert (dated.raw, dated.came_from, dated.zone) == ("2022-01", "header:date", None)


@pytest.mark.parametrize(
    "raw",
    ["Sat, 02 Mar 2024 10:00:00 +0100", "mar. 5 mars 2024", "lun, 4 mar 2024"],
)
def test_a_weekday_in_front_that_is_a_month_somewhere_is_a_weekday(raw):
    dated = read(raw)

    assert (dated.at.year, dated.at.month) == (2024, 3)


@pytest.mark.parametrize(
    ("raw", "until"),
    [
        ("2022", datetime(2023, 1, 1, tzinfo=UTC)),
        ("2022-12", datetime(2023, 1, 1, tzinfo=UTC)),
        ("2024-02", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-02-29T23:59Z", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2023-12-31T23:59:59Z", datetime(2024, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_ends_where_its_precision_says(raw, until):
    assert read(raw).until == until


@pytest.mark.parametrize(
    "raw",
    [
        "2022-01-05", "2022/1/5", "2022.01.05", "20220105", "5 januari 2022",
        "5 janv. 2022", "5 janvier 2022", "Mittwoch, 5. Januar 2022",
        "5 de enero de 2022",
        "5 gennaio 2022", "5 stycznia 2022", "5. ledna 2022", "5 января 2022 г.",
        "5 січня 2022", "5 Ιανουαρίου 2022", "5 tammikuuta 2022", "2022. január 5.",
        "Jan. 5, 2022", "January 5th, 2022", "5-Jan-2022", "2022年1月5日",
        "2022년 1월 5일",
        "05.01.2022", "5 Ocak 2022", "5 ianuarie 2022",
    ],
)  # fmt: skip
def test_a_day_is_read_in_many_languages(raw):
    dated = read(raw)

    assert dated.at == datetime(2022, 1, 5, tzinfo=UTC)
    assert (dated.precision, dated.zone) == ("day", None)


@pytest.mark.parametrize(
    ("raw", "zone", "precision"),
    [
        ("2022-01-05T10:11:12Z", "given", "second"),
        ("2022-01-05T11:11:12.345+01:00", "given", "second"),
        ("2022-01-05T11:11:12+0100", "given", "second"),
        ("2022-01-05 11:11:12", "assumed", "second"),
        ("Wed, 05 Jan 2022 10:11:12 GMT", "given", "second"),
        ("Wed, 05 Jan 2022 05:11:12 EST", "given", "second"),
        ("Wed Jan 05 2022 11:11:12 GMT+0100 (CET)", "given", "second"),
        ("Wed Jan  5 11:11:12 2022", "assumed", "second"),
        ("1641377472", "given", "second"),
        ("1641377472000", "given", "second"),
    ],
)
def test_a_time_says_whether_its_zone_was_given(raw, zone, precision):
    dated = read(raw)

    assert dated.at == datetime(2022, 1, 5, 10, 11, 12, tzinfo=UTC)
    assert (dated.zone, dated.precision) == (zone, precision)


@pytest.mark.parametrize(
    "raw",
    ["5 juli 2022 om 14:05", "5 juillet 2022 à 14h05", "05.07.2022 - 14:05 Uhr",
     "July 5, 2022 at 2:05 PM", "14:05, 5 July 2022", "5.7.2022 klo 14.05"],
)  # fmt: skip
def test_a_time_without_zone_is_taken_in_the_timezone_of_the_source(raw):
    dated = read(raw)

    assert dated.at == datetime(2022, 7, 5, 12, 5, tzinfo=UTC)
    assert (dated.zone, dated.precision) == ("assumed", "minute")


@pytest.mark.parametrize(
    "raw",
    [
        "", "   ", "yesterday", "03/04/2022", "2022-13", "2022-00", "2022-02-30",
        "31 april 2022", "5 listopada 2022", "14:05", "0001-01-01", "1399", "99999",
        "1970-01-01T00:00:00Z", "1970-01-01", "0", "2022-01-05T10:11:12+25:00",
        "2024-06-03", "2030", "9999-12-31T23:59:59-10:00",
        "5 May 2022 is when it began",
        "x" * 100_000, "1" * 5_000,
    ],
)  # fmt: skip
def test_what_is_no_date_or_cannot_be_one_is_refused_with_its_words(raw):
    with pytest.raises(DateUnreadable) as caught:
        read(raw)

    assert caught.value.raw == raw
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        "15 Januarie 2022", "15 يناير 2022", "١٥ يناير ٢٠٢٢", "15 yanvar 2022",
        "15 студзеня 2022 г.", "15 януари 2022 г.", "১৫ জানুয়ারী, ২০২২",
        "15 de gener del 2022", "15. ledna 2022", "15 Ionawr 2022", "15. januar 2022",
        "15 Ιανουαρίου 2022", "15. jaanuar 2022", "2022(e)ko urt. 15(a)",
        "15 ژانویهٔ 2022", "15 Enero 2022", "15 Eanáir 2022", "15 de xaneiro de 2022",
        "15 જાન્યુઆરી, 2022", "15 בינואר 2022", "15 जनवरी 2022", "15. siječnja 2022.",
        "2022. január 15., szombat", "15 հունվարի, 2022 թ.", "15 Jan 2022",
        "15. janúar 2022", "2022年1月15日土曜日", "15 იანვარი, 2022", "15 មករា 2022",
        "ಜನವರಿ 15, 2022", "2022년 1월 15일 토요일", "15 ມັງກອນ 2022",
        "2022 m. sausio 15 d.", "2022. gada 15. janvāris", "15 јануари 2022 г.",
        "15 ജനുവരി 2022", "15 जानेवारी, 2022", "15 Januari 2022", "2022 ဇန်နဝါရီ 15",
        "15 ta’ Jannar 2022", "15 stycznia 2022", "15 ianuarie 2022",
        "15 января 2022", "15. januára 2022", "15. јануар 2022.",
        "15 januari 2022", "15 ஜனவரி, 2022", "15 జనవరి, 2022",
        "15 มกราคม 2565", "15 Ocak 2022 Cumartesi", "15 січня 2022 р.",
        "15 جنوری، 2022",
        "15-yanvar, 2022", "Thứ Bảy, 15 tháng 1, 2022", "sábado, 15 de janeiro de 2022",
        "terça-feira, 15 de janeiro de 2022", "15.01.22", "15. 1. 2022", "2022. 1. 15.",
    ],
)  # fmt: skip
def test_a_day_is_read_in_sixty_languages(raw):
    assert read(raw).at == datetime(2022, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        (("nl", None), 4), (("en-GB", None), 4), (("en-US", None), 3),
        (("en", True), 4), (("en", False), 3), ((None, True), 4), (("pt-BR", None), 4),
    ],
)  # fmt: skip
def test_the_language_or_the_page_says_which_number_is_the_day(written, month):
    dated = read("03/04/2022", written=written)

    assert dated.at == datetime(2022, month, 7 - month, tzinfo=UTC)


def test_of_two_days_that_may_be_meant_the_one_to_come_is_not():
    assert read("12/03/2024").at == datetime(2024, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(("language", "month"), [("hr", 10), ("pl", 11), ("pl-PL", 11)])
def test_a_month_of_two_meanings_is_read_where_the_language_is_known(language, month):
    dated = read("5 listopada 2022", written=(language, None))

    assert dated.at == datetime(2022, month, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw", ["2022.07.05 오후 2:05", "2022年7月5日 下午2:05", "2022年07月05日14时05分",
            "5 Ιουλίου 2022, 2:05 μ.μ."],
)  # fmt: skip
def test_the_half_of_a_day_is_read_in_other_scripts(raw):
    assert read(raw).at == datetime(2022, 7, 5, 12, 5, tzinfo=UTC)


def test_a_day_and_a_month_that_cannot_be_swapped_are_read_either_way():
    assert read("13/04/2022").at == read("04/13/2022").at
    assert read("05/05/2022").at == datetime(2022, 5, 5, tzinfo=UTC)


def test_the_year_the_clock_began_is_a_year_like_others():
    assert read("1970").precision == "year"
    assert read("1970-01-01T00:00:01Z").precision == "second"


@pytest.mark.parametrize(
    "raw",
    [
        "1970-01-01T00:00:00", "1970-01-01T01:00:00+01:00", "1969-12-31T19:00:00-05:00",
        "1969-12-31", "Thu, 01 Jan 1970 01:00:00 +0100", "1970-01-01 05:30",
        "December 31, 1969", "0000000000",
    ],
)  # fmt: skip
def test_a_clock_that_was_not_set_is_no_date_in_whatever_timezone_it_is_told(raw):
    for timezone in ("Europe/Brussels", "UTC", "America/New_York", "Asia/Kolkata"):
        with pytest.raises(DateUnreadable, match="unset clock"):
            read(raw, timezone=timezone)


def test_news_of_the_days_around_the_epoch_keeps_its_dates():
    assert read("1970-01-02").at == datetime(1970, 1, 2, tzinfo=UTC)
    assert read("1969-12-30").at == datetime(1969, 12, 30, tzinfo=UTC)
    assert read("1970-01-01T14:07:00Z").precision == "second"
    assert (read("1970-01").precision, read("1969").precision) == ("month", "year")


@pytest.mark.parametrize("raw", ["1899-12-30", "1900-01-01T00:00:00Z", "1601-01-01"])
def test_where_a_date_field_begins_is_a_day_to_a_person_and_not_to_a_system(raw):
    assert read(raw).at.date().isoformat() == raw[:10]
    for field in ("json-ld:datePublished", "meta:date", "feed:pubDate", "time"):
        with pytest.raises(DateUnreadable):
            read_date(raw, now=NOW, timezone="UTC", came_from=field)


def test_a_day_ahead_is_allowed_and_not_more():
    assert read("2024-06-02T11:00Z")
    with pytest.raises(DateUnreadable):
        read("2024-06-02T13:00Z")


def test_an_unknown_timezone_is_taken_as_utc():
    dated = read("2022-01-05 10:00", timezone="Mars/Olympus")

    assert dated.at == datetime(2022, 1, 5, 10, tzinfo=UTC)


@given(st.text(max_size=60) | st.text(alphabet="0123456789-/.:TZ+ ", max_size=30))
def test_any_text_is_a_date_or_is_refused(raw):
    try:
        dated = read(raw)
    except DateUnreadable:
        return
    assert dated.at < dated.until
    assert dated.at.tzinfo is UTC


@given(st.integers(31_536_000, 1_714_000_000))
def test_a_moment_that_is_written_out_is_read_back(seconds):
    moment = datetime.fromtimestamp(seconds, UTC)

    assert read(moment.isoformat()).at == moment
