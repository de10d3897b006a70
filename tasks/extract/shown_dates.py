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

from tasks.extract.date_search import HAS_YEAR, MAX_TEXT, find_dates
from tasks.extract.days import Written
from tasks.extract.fields import Found, found, one_line
from tasks.extract.near import SKIPPED, Surroundings, before
from tasks.extract.tree import start_of

_MAX_SEEN, _MAX_TIMES = 12, 10
# What a time element of a telling name and label has more than any other text.
_MAX_MARKS = 6.5
# Lower is a copyright's year. With 0 here 17 more of 397 pages had no day, 6 of which
# were right (2026-11-25).
_LEAST = -6.0
_MAX_RAW, _MAX_LABEL = 2 * MAX_TEXT, 40
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
_RIGHTS = re.compile(r"©|\(c\)|copyright|all rights", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shown:
    value: str
    came_from: str
    label: str
    n_beside: int


def read_shown(page: Surroundings, written: Written) -> list[Found[str]]:
    """The dates of the page's time elements and short texts, the likeliest first.

    What stands with other articles or with comments comes last. `written` is as in
    `read_date`.
    """
    seen: list[tuple[float, Found[str]]] = []
    highest = 0.0
    for side in page.sides():
        for element, nearness in side:
            if nearness + _MAX_MARKS < highest:
                break
            if not _may_show(element) or element.tag in SKIPPED:
                continue
            for shown in _dates(element, written):
                score = nearness + _marks(element, shown)
                score -= 6.0 * page.is_of_another(element)
                highest = max(highest, score)
                date = Found(value=shown.value, came_from=shown.came_from)
                seen.append((score, date))
    seen.sort(key=lambda one: -one[0])
    return [date for score, date in seen[:_MAX_SEEN] if score > _LEAST]


def read_times(root: etree._Element) -> list[Found[str]]:
    """The dates of the first time elements, those of a change at the end."""
    dated: list[tuple[bool, Found[str]]] = []
    for time in islice(root.iter("time"), _MAX_TIMES):
        marks = f"{time.get('class') or ''} {time.get('itemprop') or ''}"
        if said := found(time.get("datetime") or start_of(time, _MAX_RAW), "time"):
            dated.append((_CHANGED.search(marks) is not None, said))
    return [said for _, said in sorted(dated, key=lambda one: one[0])]


def _may_show(element: etree._Element) -> bool:
    """Whether there may be a date in the element, asked of all of a page."""
    text, tail, tag = element.text, element.tail, element.tag
    if text and len(text) < _MAX_RAW and HAS_YEAR.search(text):
        return True
    if tail and len(tail) < _MAX_RAW and HAS_YEAR.search(tail):
        return True
    return tag == "time" or tag == "abbr" or element.get("itemprop") is not None


def _dates(element: etree._Element, written: Written) -> Iterator[_Shown]:
    """The dates of the element's own text and of the text behind it."""
    if element.tag == "time":
        text = one_line(start_of(element, _MAX_RAW))
        exact = list(find_dates(element.get("datetime") or "", written))
        for _, value in exact or find_dates(text, written):
            yield _Shown(value, "time", f"{before(element, _MAX_LABEL)} {text}", 0)
    elif element.tag == "abbr" or element.get("itemprop") == "datePublished":
        said = element.get("content") or element.get("title") or ""
        for _, value in find_dates(said, written):
            yield _Shown(value, "text", "published", 0)
    if element.tag != "time":
        yield from _in_text(element.text or "", before(element, _MAX_LABEL), written)
    said = one_line(start_of(element, _MAX_RAW)) if element.tail else ""
    label = said if len(said) <= _MAX_LABEL else ""
    yield from _in_text(element.tail or "", label, written)


def _in_text(text: str, label: str, written: Written) -> Iterator[_Shown]:
    if len(text) < _MAX_RAW and HAS_YEAR.search(text):
        short = one_line(text)
        for at, value in find_dates(short, written):
            own = short[max(0, at - _MAX_LABEL) : at].strip()
            yield _Shown(value, "text", own or label, len(short) - len(value))


def _marks(element: etree._Element, shown: _Shown) -> float:
    """What the element's name, its label and the words beside the date say."""
    own = " ".join(
        filter(None, (element.get("class"), element.get("id"), element.get("itemprop")))
    )[:300]
    score = 2.0 if shown.came_from == "time" else 0.0
    score += 1.5 if _DATE_NAME.search(own) else 0.0
    # A date within a sentence is what the article tells of.
    score -= min(3.0, shown.n_beside / 10)
    told = f"{shown.label} {own}"
    if _RIGHTS.search(shown.label):
        score -= 10
    if _CHANGED.search(told):
        score -= 3
    elif _PUBLISHED.search(told):
        score += 3
    return score
