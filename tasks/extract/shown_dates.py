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

from tasks.extract.date_places import MAX_LABEL, MAX_RAW, Shown, may_show, read_dates
from tasks.extract.days import Written
from tasks.extract.fields import Found, found
from tasks.extract.near import SKIPPED, Surroundings, nearness, reach
from tasks.extract.tree import start_of

_MAX_SEEN, _MAX_TIMES = 12, 10
# What a date farther away may have more than the best so far, of at most 6.5: with
# 4 to 6.5 the days were the same (2026-11-30).
_MAX_MARKS = 4.5
# Lower is a copyright's year. With 0 here 17 more of 397 pages had no day, 6 of which
# were right (2026-11-25).
_LEAST = -6.0
# What stands with other articles weighs so much less. Of pages whose data and address
# give no date, 1 was dated rightly and 3 wrongly by what that left with less than this,
# and 2 that have no date were given one; with -2, 2 rightly, 4 and 8 (2026-11-30).
_OF_ANOTHER, _LEAST_OTHER = 6.0, -4.0
# To look at a text with a year costs 100 microseconds, and no page needs so many.
_MAX_ASKED = 2_000
# Beside the headline is within so many elements on each side; a date there with so
# much to speak for it is the page's own. Where it was believed before the page's data
# (page_dates.py), 10 of 11 were right; 4 of 5 on hosts not looked at (2026-11-30).
_BESIDE, _OWN = 40, 5.0
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
class _Weighed:
    """A date with what speaks for it, and whether it stands with other articles."""

    score: float
    shown: Shown
    is_of_another: bool

    @property
    def is_likely(self) -> bool:
        """Whether a page with no other date is believed to be of this."""
        if not self.is_of_another:
            return self.score > _LEAST
        # The dates of other articles are time elements too.
        return self.score - _marked_up(self.shown) > _LEAST_OTHER


def read_shown(
    page: Surroundings, written: Written
) -> tuple[list[Found[str]], list[Found[str]]]:
    """The dates of the page's time elements and short texts, the likeliest first.

    And those that are only believed where something else bears them out. What
    stands with other articles or with comments comes last, and what stands beside
    the title of another article is left out; right behind the headline, where that
    may be a series or a desk, it comes last too. `written` is as in `read_date`.
    """
    seen = _sorted(page, written, None)
    likely = [one.shown.date for one in seen if one.is_likely]
    doubtful = [one.shown.date for one in seen if not one.is_likely]
    return likely[:_MAX_SEEN], doubtful[:_MAX_SEEN]


def read_beside(page: Surroundings, written: Written) -> list[Found[str]]:
    """As `read_shown`, those alone that stand beside the headline as the page's own.

    Without what is marked as the date of a change, or stands in a sentence.
    """
    seen = _sorted(page, written, _BESIDE)
    likely = [one.shown for one in seen if one.score >= _OWN]
    own = [one for one in likely if not _is_change(one) and one.n_beside <= MAX_LABEL]
    return [one.date for one in own]


def _sorted(page: Surroundings, written: Written, most: int | None) -> list[_Weighed]:
    return sorted(_weighed(page, written, most), key=lambda one: -one.score)


def _weighed(
    page: Surroundings, written: Written, most: int | None
) -> Iterator[_Weighed]:
    """The dates of at most `most` elements of each side, with what speaks for them.

    The rest of a side is left where no date in it can weigh more than one had.
    """
    highest, n_asked = 0.0, 0
    for elements, half in page.sides():
        last = reach(highest - _MAX_MARKS, half)
        for place, element in enumerate(islice(elements, most)):
            if place > last or n_asked >= _MAX_ASKED:
                break
            if element.tag in SKIPPED or not may_show(element):
                continue
            n_asked += 1
            for one in _weigh(page, element, nearness(place, half), written):
                yield one
                if one.score > highest:
                    highest = one.score
                    last = reach(highest - _MAX_MARKS, half)


def _weigh(
    page: Surroundings, element: etree._Element, near: float, written: Written
) -> Iterator[_Weighed]:
    """The dates of one element that is so `near` the headline."""
    dates = list(read_dates(element, written))
    if not dates:
        return
    is_in_card = page.is_in_card(element)
    if is_in_card and not page.is_in_head(element):
        return
    is_of_another = page.is_of_another(element)
    for shown in dates:
        score = near + _marks(shown) - _OF_ANOTHER * (is_of_another or is_in_card)
        yield _Weighed(score, shown, is_of_another)


def read_times(times: list[etree._Element]) -> list[Found[str]]:
    """The dates of the first time elements, those of a change at the end."""
    dated: list[tuple[bool, Found[str]]] = []
    for time in times[:_MAX_TIMES]:
        marks = f"{time.get('class') or ''} {time.get('itemprop') or ''}"
        if said := found(time.get("datetime") or start_of(time, MAX_RAW), "time"):
            dated.append((_CHANGED.search(marks) is not None, said))
    return [said for _, said in sorted(dated, key=lambda one: one[0])]


def _is_change(shown: Shown) -> bool:
    """Whether it is marked as the date of a change."""
    return _CHANGED.search(f"{shown.label} {shown.name}") is not None


def _marked_up(shown: Shown) -> float:
    """What it says to be a time element."""
    return 2.0 if shown.date.came_from == "time" else 0.0


def _marks(shown: Shown) -> float:
    """What the element's name, its label and the words beside the date say."""
    score = _marked_up(shown)
    score += 1.5 if _DATE_NAME.search(shown.name) else 0.0
    # A date within a sentence is what the article tells of.
    score -= min(3.0, shown.n_beside / 10)
    if _RIGHTS.search(shown.label):
        score -= 10
    if _FIRST.search(shown.label):
        return score + 10
    if _is_change(shown):
        score -= 3
    elif _PUBLISHED.search(f"{shown.label} {shown.name} {shown.behind}"):
        score += 3
    return score
