"""Which of the dates on a page is the day it appeared."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.date_search import day_first, find_dates
from tasks.extract.dates import day_of
from tasks.extract.head import read_head
from tasks.extract.metadata import read_metadata
from tasks.extract.tree import parse

URL = "https://www.example-courier.org/news/ferry"
HEADLINE = "<h1>Ferry resumes after the storm</h1>"


def published(body="", head="", url=URL):
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return [
        (d.value, d.came_from) for d in read_metadata(read_head(root, url)).published
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("By Ann Lee | March 4, 2022 • 5 min read", ["March 4, 2022"]),
        ("Von Bo Lim | 29.04.2020, 12:01 Uhr", ["29.04.2020, 12:01 Uhr"]),
        ("Published On May 10, 2022 01:52 PM", ["May 10, 2022 01:52 PM"]),
        ("am 25.01.2022", ["25.01.2022"]),
        ("January 11th 2023", ["January 11th 2023"]),
        ("입력 2026.01.29 18:40 | 수정 2026.01.30", ["2026.01.29 18:40", "2026.01.30"]),
        ("2024年05月01日10:20来源：新华社", ["2024年05月01日10:20"]),
        ("Rated 9.7/10 in 2024", []),
        ("© 2024 Example", []),
        ("5 min read", []),
    ],
)
def test_a_date_is_found_within_a_short_text(text, dates):
    assert [date for _, date in find_dates(text)] == dates


@given(st.text(max_size=400))
def test_what_is_found_in_a_text_stands_in_it(text):
    for at, day in find_dates(text):
        assert text[at : at + len(day)] == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13/04/2022 and 03/04/2022", True),
        ("04/13/2022 and 03/04/2022", False),
        ("03/04/2022", None),
        ("13/04/2022 and 04/13/2022", None),
        ("", None),
    ],
)
def test_one_date_of_a_page_shows_how_the_others_are_meant(text, expected):
    assert day_first(text) is expected


def test_the_date_near_the_headline_is_the_page_s():
    found = published(
        "<nav>1 January 2020</nav>" + HEADLINE + "<div>4 March 2022</div>"
        "<p>The ferry was built on 5 May 1999 by a yard that is gone.</p>"
        "<div class='related'><time datetime='2022-03-09'>9 March</time></div>"
        "<footer>© 2 February 2024</footer>"
    )

    assert found[0] == ("4 March 2022", "text")


def test_a_date_of_a_change_comes_behind_one_of_publication():
    found = published(
        HEADLINE + "<p><span>Updated:</span> <b>9 March 2022</b></p>"
        "<p><span>Published:</span> <b>4 March 2022</b></p>"
    )

    assert [date for date, _ in found] == ["4 March 2022", "9 March 2022"]


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("/2022/03/04/ferry", "2022-03-04"), ("/2022/3/4/ferry", "2022-03-04"),
        ("/blog/2022-03-04-ferry", "2022-03-04"), ("/a/20220304/ferry", "2022-03-04"),
        ("/04-03-2022-ferry", "2022-03-04"), ("/2022/03/ferry", "2022-03"),
        ("/story/201234-ferry", None), ("/ferry", None),
    ],
)  # fmt: skip
def test_an_address_gives_a_day_or_else_a_month(path, date):
    found = published(url=f"https://example.org{path}")

    assert found == ([(date, "url")] if date else [])


def test_a_shown_date_that_the_address_bears_out_goes_first():
    found = published(
        HEADLINE + "<div>9 March 2022</div><div>4 March 2022 10:30</div>",
        url="https://example.org/2022/03/04/ferry",
    )

    assert found[:2] == [("4 March 2022 10:30", "text"), ("2022-03-04", "url")]


def test_a_meta_with_a_name_like_a_date_of_publication_is_read():
    found = published(head='<meta name="w-published-date" content="2022-03-04">')

    assert found[0] == ("2022-03-04", "meta:w-published-date")


def test_the_whole_of_a_live_blog_is_dated_and_not_its_updates():
    update = (
        '{"@type": "BlogPosting", "headline": "An update", "datePublished":'
        ' "2022-03-09T10:00:00Z", "articleBody": "Much longer than the whole."}'
    )
    found = published(
        head='<script type="application/ld+json">{"@type": "LiveBlogPosting",'
        ' "headline": "Ferry live", "datePublished": "2022-03-04T08:00:00Z",'
        f' "liveBlogUpdate": [{update}]}}</script>'
    )

    assert found[0] == ("2022-03-04T08:00:00Z", "json-ld:datePublished")


# The fourth of March 2022 as sites show it.
SHOWN = {
    "af": "Gepubliseer op 4 Maart 2022 om 10:30",
    "ar": "نُشر في ٤ مارس ٢٠٢٢، 10:30",
    "az": "4 mart 2022, 10:30",
    "bg": "Публикувано на 4 март 2022 г., 10:30",
    "bn": "প্রকাশিত: ৪ মার্চ ২০২২, ১০:৩০",
    "ca": "Publicat el 4 de març de 2022 a les 10:30",
    "cs": "Publikováno 4. března 2022 10:30",
    "cy": "Cyhoeddwyd 4 Mawrth 2022",
    "da": "Offentliggjort 4. marts 2022 kl. 10.30",
    "de": "Veröffentlicht am 4. März 2022, 10:30 Uhr",
    "el": "Δημοσίευση: 4 Μαρτίου 2022, 10:30",
    "en": "By Ann Lee | Mar. 4, 2022 10:30 a.m. ET",
    "es": "Publicado el viernes 4 de marzo de 2022 a las 10:30",
    "et": "Avaldatud 4. märts 2022, 10:30",
    "eu": "2022ko martxoaren 4a",
    "fa": "منتشر شده: ۴ مارس ۲۰۲۲",
    "fi": "Julkaistu 4. maaliskuuta 2022 klo 10.30",
    "fr": "Publié le vendredi 4 mars 2022 à 10h30",
    "he": "פורסם ב-4 במרץ 2022, 10:30",
    "hi": "प्रकाशित: ४ मार्च २०२२, 10:30",
    "hr": "Objavljeno 4. ožujka 2022. u 10:30",
    "hu": "2022. március 4. péntek 10:30",
    "id": "Jumat, 4 Maret 2022 10:30 WIB",
    "is": "4. mars 2022 kl. 10:30",
    "it": "Pubblicato il 4 marzo 2022 alle 10:30",
    "ja": "公開日：2022年3月4日(金) 10時30分",
    "ka": "4 მარტი, 2022",
    "kk": "2022 жылғы 4 наурыз",
    "ko": "입력 2022.03.04. 오전 10:30",
    "lt": "2022 m. kovo 4 d. 10:30",
    "lv": "2022. gada 4. martā, 10:30",
    "nb": "Publisert 4. mars 2022 kl. 10:30",
    "nl": "Gepubliceerd op vrijdag 4 maart 2022 om 10:30",
    "pl": "Opublikowano: 4 marca 2022, 10:30",
    "pt": "04/03/2022 10h30",
    "ro": "Publicat: 4 martie 2022, ora 10:30",
    "ru": "Опубликовано 4 марта 2022 г. в 10:30",
    "sk": "Zverejnené 4. marca 2022 o 10:30",
    "sl": "4. marec 2022 ob 10.30",
    "sr": "4. март 2022. 10:30",
    "sv": "Publicerad 4 mars 2022 kl 10.30",
    "sw": "4 Machi 2022",
    "th": "เผยแพร่ 4 มีนาคม 2565 10:30 น.",
    "tr": "Yayınlanma: 4 Mart 2022 Cuma 10:30",
    "uk": "Опубліковано: 4 березня 2022 року, 10:30",
    "ur": "4 مارچ 2022",
    "uz": "4-mart 2022, 10:30",
    "vi": "Thứ Sáu, ngày 4 tháng 3 năm 2022 10:30",
    "zh": "2022年3月4日 10:30 来源：新华社",
}


@pytest.mark.parametrize(("language", "text"), SHOWN.items())
def test_a_day_that_is_shown_beside_other_words_is_read_in_many_languages(
    language, text
):
    root = parse(f"<html lang='{language}'><body>{HEADLINE}<p>{text}</p><p>Ferry.</p>")
    fields = read_metadata(read_head(root, None))

    assert fields.published[0].came_from == "text"
    assert day_of(fields.published[0].value, fields.written) == date(2022, 3, 4)


DATED = '<meta name="date" content="2022-03-09T10:00:00Z">'
STAMPED = '<meta property="article:published_time" content="2022-03-09T10:00:00Z">'


def test_of_a_field_that_only_says_date_the_day_beside_the_headline_is_believed_first():
    found = published(HEADLINE + "<p>Created: 4 March 2022</p>", head=DATED)

    assert found[:2] == [
        ("4 March 2022", "text"),
        ("2022-03-09T10:00:00Z", "meta:date"),
    ]


@pytest.mark.parametrize(
    ("beside", "is_believed"),
    [
        ('<time datetime="2022-03-04">4 March</time>', True),
        ("<p>4 March 2022</p>", True),
        ("<p>Updated: 4 March 2022</p>", False),
        ("<p>12 March 2022</p>", False),  # a change, most often
        ("<p>10 March 2022</p>", False),  # the same, in the timezone of readers
        ("<p>It has been a month since 4 March 2022 and nothing sails.</p>", False),
        ("<aside class='related'><p>4 March 2022</p></aside>", False),
        ("<p>Then.</p>" * 60 + "<p>4 March 2022</p>", False),
    ],
)
def test_a_day_shown_to_be_earlier_than_its_data_goes_first_where_it_is_the_page_s(
    beside, is_believed
):
    found = published(HEADLINE + beside, head=STAMPED)

    assert (found[0][0] != "2022-03-09T10:00:00Z") is is_believed


def test_a_newsroom_s_own_data_goes_before_what_is_shown():
    found = published(
        HEADLINE + "<p>4 March 2022</p>",
        head='<script type="application/ld+json">{"@type": "NewsArticle",'
        ' "headline": "x", "datePublished": "2022-03-09"}</script>',
    )

    assert found[0] == ("2022-03-09", "json-ld:datePublished")


def test_the_data_s_day_with_its_month_swapped_is_no_other_day():
    found = published(
        HEADLINE + "<p>03/09/2022</p>",
        head='<meta name="language" content="en-US">'
        '<meta property="article:published_time" content="2022-09-03">',
    )

    assert found[0] == ("2022-09-03", "meta:article:published_time")


def test_a_page_made_again_is_dated_as_it_says_it_first_appeared():
    found = published(
        HEADLINE + "<p>30 September 2022</p><p>This article was originally"
        " published on 4 March 2022 but has been brought up to date since.</p>"
    )

    assert found[0] == ("4 March 2022", "text")


def test_a_label_is_seen_over_a_line_end():
    found = published(
        HEADLINE + "<p>Changed<br>9 March 2022</p>"
        "<div><b>Published:</b><br class='x'>4 March 2022</div>"
    )

    assert found[0] == ("4 March 2022", "text")


def test_the_country_of_another_field_tells_how_days_are_written():
    head = '<meta property="og:locale" content="{}">'
    american, british = (
        read_metadata(
            read_head(
                parse(
                    f"<html lang='en'>{head.format(locale)}{HEADLINE}<p>03/04/2022</p>"
                ),
                None,
            )
        )
        for locale in ("en_US", "en_GB")
    )

    assert day_of(american.published[0].value, american.written) == date(2022, 3, 4)
    assert day_of(british.published[0].value, british.written) == date(2022, 4, 3)


@pytest.mark.parametrize(
    "state",
    [
        '{"publishedAt":"2022-03-04T10:00:00Z"}',
        '"{\\"datePublished\\":\\"2022-03-04T10:00:00Z\\"}"',
        "{published_at: '2022-03-04T10:00:00Z'}",
    ],
)
def test_where_nothing_else_is_dated_a_script_s_own_field_is(state):
    script = f"<script>window.page = {state}</script>"

    nothing_else = published(HEADLINE + script)
    shown = published(HEADLINE + script + "<p>9 March 2022</p>")

    assert [date for date, _ in nothing_else] == ["2022-03-04T10:00:00Z"]
    assert nothing_else[0][1].startswith("script:")
    assert [date for date, _ in shown] == ["9 March 2022"]


def test_a_month_in_the_address_stays_a_month_and_gives_way_to_a_day():
    url = "https://example.org/2022/03/ferry"

    assert published(HEADLINE, url=url) == [("2022-03", "url")]
    assert published(HEADLINE + "<p>4 March 2022</p>", url=url) == [
        ("4 March 2022", "text"), ("2022-03", "url"),
    ]  # fmt: skip
