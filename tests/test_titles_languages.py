"""Headlines in thirty languages and more, on pages with an h1 and without one."""

from __future__ import annotations

import pytest

from tasks.extract.head import read_head
from tasks.extract.metadata import read_metadata
from tasks.extract.tree import parse

SITE = "Example Courier"
HEADLINES = {
    "ar": "العبّارة تستأنف رحلاتها بعد عاصفة يوم الاثنين",
    "bg": "Фериботът отново плава след бурята в понеделник",
    "bn": "সোমবারের ঝড়ের পর ফেরি আবার চলছে",
    "cs": "Přívoz po pondělní bouři znovu pluje",
    "da": "Færgen sejler igen efter mandagens storm",
    "de": "Fähre fährt nach dem Sturm vom Montag wieder",
    "el": "Το πλοίο ξεκινά πάλι μετά την καταιγίδα της Δευτέρας",
    "en": "Ferry resumes after the storm of Monday",
    "es": "El transbordador vuelve tras la tormenta del lunes",
    "fa": "کشتی پس از توفان دوشنبه دوباره به راه افتاد",
    "fi": "Lautta kulkee taas maanantain myrskyn jälkeen",
    "fr": "Le bac reprend la mer après la tempête de lundi",
    "he": "המעבורת חוזרת לשוט אחרי הסערה של יום שני",
    "hi": "सोमवार के तूफ़ान के बाद नौका फिर चली",
    "hu": "A hétfői vihar után újra jár a komp",
    "id": "Feri berlayar lagi setelah badai hari Senin",
    "it": "Il traghetto riparte dopo la tempesta di lunedì",
    "ja": "月曜の嵐のあとフェリーの運航が再開",
    "ko": "월요일 폭풍 뒤 여객선 운항 다시 시작",
    "nl": "Veerpont vaart weer na de storm van maandag",
    "no": "Fergen går igjen etter mandagens uvær",
    "pl": "Prom znów pływa po poniedziałkowej burzy",
    "pt": "Balsa volta a navegar depois da tempestade de segunda",
    "ro": "Feribotul circulă din nou după furtuna de luni",
    "ru": "Паром снова ходит после шторма в понедельник",
    "sv": "Färjan går igen efter måndagens storm",
    "th": "เรือข้ามฟากกลับมาวิ่งหลังพายุวันจันทร์",
    "tr": "Pazartesi fırtınasından sonra feribot yeniden yolda",
    "uk": "Пором знову ходить після понеділкової бурі",
    "ur": "پیر کے طوفان کے بعد فیری دوبارہ چل پڑی",
    "vi": "Phà chạy lại sau cơn bão hôm thứ Hai",
    "zh": "周一风暴过后渡轮恢复通航",
}
RTL = ("ar", "fa", "he", "ur")
MENU = "<nav><h2>Harbour</h2><h2>Weather</h2></nav>"
SIDE = '<aside class="widget"><h2>Most read</h2></aside>'

in_each = pytest.mark.parametrize("headline", HEADLINES.values(), ids=HEADLINES)


def title(head, body, url="https://www.example-courier.org/news/20480123"):
    page = f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>"
    found = read_metadata(read_head(parse(page), url)).title
    return found and found.value


def document(text):
    return f"<title>{text}</title><meta property='og:site_name' content='{SITE}'>"


@in_each
def test_a_headline_in_a_div_is_found_without_any_h1(headline):
    div = f'<div class="article-title">{headline}</div>'

    assert title(document(f"{headline} | {SITE}"), MENU + div + SIDE) == headline
    assert title(document(SITE), MENU + div + SIDE) == headline


@in_each
@pytest.mark.parametrize("parter", [" | ", " - ", " – ", " — ", " · ", "｜", " » "])
def test_a_page_of_no_headings_has_the_title_of_its_document(headline, parter):
    assert title(document(f"{headline}{parter}{SITE}"), "") == headline


@in_each
def test_the_h1_goes_before_the_headings_of_other_boxes(headline):
    article = f'<article class="post"><h1 class="entry-title">{headline}</h1></article>'

    assert title(document(f"{headline} | {SITE}"), MENU + article + SIDE) == headline


@pytest.mark.parametrize("language", RTL)
def test_marks_of_direction_are_no_part_of_a_headline(language):
    headline = HEADLINES[language]

    found = title(document(f"\u200f{headline}\u200f | {SITE}"), f"<h1>{headline}</h1>")

    assert found == headline


def test_a_headline_in_boxes_of_any_depth_and_with_names_of_any_length_is_found():
    deep = "<div class='{0}'>" * 300 + "<h1 id='{0}'>Ferry resumes at last</h1>"

    assert title("", deep.format("footer x" * 2_000)) == "Ferry resumes at last"
