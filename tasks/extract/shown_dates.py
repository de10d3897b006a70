"""The dates that a page shows its readers, the likeliest day of its own first.

A page shows many: of related articles, of comments, of a copyright. What counts is
how near a date stands to the headline, what it is marked as and in what it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from tasks.extract.date_search import HAS_YEAR, find_dates
from tasks.extract.days import Written
from tasks.extract.fields import Found, found, one_line
from tasks.extract.near import SKIPPED, Surroundings, before, nearness, reach
from tasks.extract.tree import start_of

_MAX_SEEN, _MAX_TIMES = 12, 10
# What a date farther away may have more than the best so far, of at most 6.5: with
# 4 to 6.5 the days were the same (2026-11-30).
_MAX_MARKS = 4.5
# Lower is a copyright's year. With 0 here 17 more of 397 pages had no day, 6 of which
# were right (2026-11-25).
_LEAST = -6.0
# Beside the headline is within so many elements on each side; a date there with so
# much to speak for it is the page's own. Where it was believed before the page's data
# (page_dates.py), 10 of 11 were right; 4 of 5 on hosts not looked at (2026-11-30).
_BESIDE, _OWN = 40, 5.0
# What is longer is no place for a date; 120 to 600 found the same days (2026-11-30).
_MAX_RAW, _MAX_LABEL = 200, 40
_PROPERTY = "datePublished"
_DATE_NAME = re.compile(
    r"(?:^|[\s_-])(?:date|datum|data|fecha|time|timestamp|published|publish(?:ed)?-?on"
    r"|posted|posted-?on|pubdate|publication\w*|dateline|byline|meta|info|entry-meta)"
    r"(?:$|[\s_-])|date|(?:published|publication)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publ|post|veröff|erschien|geplaatst|gepubl|objav|zveřej|opubl|dodan|megjel|yayın"
    r"|ngày đăng|发布|發布|公開|입력|등록|нашр|опубл|نشر|פורסם|प्रकाशित|เผยแพร่|diterbit",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"updat|modif|aktualis|mise à jour|bijgewerkt|edited|edit\b|review|güncel|aggiorn"
    r"|actualiz|atualiz|обнов|оновл|수정|更新|päivitet|oppdater|uppdater|opdater|ændret"
    r"|änder|změn|frissít|diperbarui|cập nhật",
    re.IGNORECASE,
)
# A page that was made again, and says so in a sentence behind its newer date.
_FIRST = re.compile(
    r"(?:originally|first|ursprünglich|zuerst|initialement|originalmente|oorspronkelijk)"
    r"\s+(?:published|posted|appeared|erschienen|veröffentlicht|publié|publicado|pubblicato"
    r"|gepubliceerd)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"©|\(c\)|copyright|all rights", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A date with its label, its element's name and how much text is beside it.

    The label is what stands in front of it; `n_beside` counts letters.
    """

    date: Found[str]
    label: str
    name: str
    n_beside: int

    @property
    def is_change(self) -> bool:
        """Whether it is marked as that of a change."""
        return _CHANGED.search(f"{self.label} {self.name}") is not None


def read_shown(page: Surroundings, written: Written) -> list[Found[str]]:
    """The dates of the page's time elements and short texts, the likeliest first.

    What stands with other articles or with comments comes last. `written` is as in
    `read_date`.
    """
    seen = sorted(_scored(page, written, None), key=lambda one: -one[0])
    return [shown.date for score, shown in seen[:_MAX_SEEN] if score > _LEAST]


def read_beside(page: Surroundings, written: Written) -> list[Found[str]]:
    """As `read_shown`, those alone that stand beside the headline as the page's own.

    Without what is marked as the date of a change, or stands in a sentence.
    """
    seen = sorted(_scored(page, written, _BESIDE), key=lambda one: -one[0])
    likely = [one for score, one in seen if score >= _OWN and not one.is_change]
    return [one.date for one in likely if one.n_beside <= _MAX_LABEL]


def _scored(
    page: Surroundings, written: Written, most: int | None
) -> Iterator[tuple[float, _Shown]]:
    """The dates of at most `most` elements of each side, with what speaks for them.

    The rest of a side is left where no date in it can weigh more than one had.
    """
    highest = 0.0
    for elements, half in page.sides():
        last = reach(highest - _MAX_MARKS, half)
        for place, element in enumerate(islice(elements, most)):
            if place > last:
                break
            if element.tag in SKIPPED or not _may_show(element):
                continue
            for shown in _dates(element, written):
                score = nearness(place, half) + _marks(shown)
                score -= 6.0 * page.is_of_another(element)
                yield score, shown
                if score > highest:
                    highest, last = score, reach(score - _MAX_MARKS, half)


def read_times(times: list[etree._Element]) -> list[Found[str]]:
    """The dates of the first time elements, those of a change at the end."""
    dated: list[tuple[bool, Found[str]]] = []
    for time in times[:_MAX_TIMES]:
        marks = f"{time.get('class') or ''} {time.get('itemprop') or ''}"
        if said := found(time.get("datetime") or start_of(time, _MAX_RAW), "time"):
            dated.append((_CHANGED.search(marks) is not None, said))
    return [said for _, said in sorted(dated, key=lambda one: one[0])]


def _may_show(element: etree._Element) -> bool:
    """Whether there may be a date in the element, asked of all of a page."""
    text, tail = element.text, element.tail
    if text and len(text) < _MAX_RAW and HAS_YEAR.search(text):
        return True
    if tail and len(tail) < _MAX_RAW and HAS_YEAR.search(tail):
        return True
    return element.tag in ("time", "abbr") or element.get("itemprop") == _PROPERTY


def _dates(element: etree._Element, written: Written) -> Iterator[_Shown]:
    """The dates of the element's own text and of the text behind it."""
    name = " ".join(filter(None, map(element.get, ("class", "id", "itemprop"))))[:300]
    own = one_line(start_of(element, _MAX_RAW)) if element.tail else ""
    if element.tag == "time":
        text = own or one_line(start_of(element, _MAX_RAW))
        exact = list(find_dates(element.get("datetime") or "", written))
        label = f"{before(element, _MAX_LABEL)} {text}"
        for _, value in exact or find_dates(text, written):
            yield _Shown(Found(value=value, came_from="time"), label, name, 0)
    elif element.tag == "abbr" or element.get("itemprop") == _PROPERTY:
        said = element.get("content") or element.get("title") or ""
        for _, value in find_dates(said, written):
            yield _Shown(Found(value=value, came_from="text"), "published", name, 0)
    if element.tag != "time":
        label = before(element, _MAX_LABEL)
        yield from _in_text(element.text or "", label, name, written)
    # In front of a tail stands its element; of an empty one, such as a line end,
    # what is in front of that.
    label = own if own else before(element, _MAX_LABEL)
    label = label if len(label) <= _MAX_LABEL else ""
    yield from _in_text(element.tail or "", label, name, written)


def _in_text(text: str, label: str, name: str, written: Written) -> Iterator[_Shown]:
    if len(text) < _MAX_RAW and HAS_YEAR.search(text):
        short = one_line(text)
        for at, value in find_dates(short, written):
            own = short[max(0, at - _MAX_LABEL) : at].strip()
            n_beside = len(short) - len(value)
            date = Found(value=value, came_from="text")
            yield _Shown(date, own or label, name, n_beside)


def _marks(shown: _Shown) -> float:
    """What the element's name, its label and the words beside the date say."""
    score = 2.0 if shown.date.came_from == "time" else 0.0
    score += 1.5 if _DATE_NAME.search(shown.name) else 0.0
    # A date within a sentence is what the article tells of.
    score -= min(3.0, shown.n_beside / 10)
    if _RIGHTS.search(shown.label):
        score -= 10
    if _FIRST.search(shown.label):
        return score + 10
    if shown.is_change:
        score -= 3
    elif _PUBLISHED.search(f"{shown.label} {shown.name}"):
        score += 3
    return score
