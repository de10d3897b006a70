"""Marks of printed pages taken out of a raw text: numbers, running heads, turns.

Each needs a proof: a form that nothing else has ("Page 3 of 7"), or repetition at
the edges of pages, or at the distance of pages where no form feed parts them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from statistics import median

from tasks.extract.raw.lines import SEAM, Line, is_of_figures, is_set_in_columns

# (reason, text) of what was taken out.
Taken = list[tuple[str, str]]

_MAX_MARK = 120
_MAX_EDGE = 3
# Lines from one page's mark to the next, and how much that may differ. Sections are
# numbered too, and headed alike, but not as evenly as pages are cut.
_LEAST_DISTANCE, _UNEVEN = 20, 0.15
_LEAST_REPEATED = 4
_NEAR = 2
# The share of the pages that have a running head: left and right pages differ.
_LEAST_SHARE = 0.25
# "Page" in the languages it was seen in, as a page number has it.
_PAGE = (
    "(?:page|pagina|página|pág|pag|seite|sida|side|sivu|strona|strana|str|stranica"
    "|oldal|sayfa|halaman|trang|страница|стр|сторінка|стор|σελίδα|σελ|صفحة|صفحه|עמוד|หน้า"
    r"|p|s)\.?"
)
_OF = r"(?:of|von|van|sur|de|di|av|af|z|из|із|od|/|dari|trên)"
_WHOLE = re.compile(
    rf"\W{{0,3}}(?:{_PAGE}\s*)?(\d{{1,4}})\s*{_OF}\s*(\d{{1,4}})\W{{0,3}}"
    r"|[-–—(\[\s]{0,3}第?\s*(\d{1,4})\s*[页頁ページ]+\W{0,3}(?:共\s*\d+\s*[页頁])?\W{0,3}",
    re.IGNORECASE,
)
_SAYS_PAGE = re.compile(rf"\W{{0,3}}{_PAGE}\s*\w?\d|.{{0,6}}[页頁]|\W*\d+ページ", re.I)
_NUMBER = re.compile(
    rf"(?:{_PAGE}\s*)?[-–—\[(\s|]{{0,3}}(\d{{1,4}})[-–—\])\s|]{{0,3}}", re.IGNORECASE
)
# Where a story turns to another page, as newspapers of these languages write it.
_TURN = re.compile(
    r"\W{0,3}(?:(?:story\s+)?continue[sd]\s+(?:on|from|to)\s+(?:the\s+)?(?:next\s+|previous\s+)?page"
    r"|(?:please\s+)?(?:see|turn\s+to)\s+(?:[\w ]{0,30},\s*)?page|from\s+page"
    r"|fortsetzung\s+(?:auf|von)\s+s(?:eite|\.)|suite\s+(?:de\s+la\s+|en\s+)?page"
    r"|(?:lees\s+(?:verder|ook)|vervolg|lees\s+meer)\s+(?:op|van)\s+(?:pagina|p\.|blz\.?)"
    r"|(?:contin[uú]a|sigue|pasa|viene)\s+(?:en|a|de)\s+(?:la\s+)?(?:p[aá]gina|p[aá]g\.)"
    r"|(?:continua|segue)\s+(?:na|a|alla|da)\s+p(?:[aá]gina|[aá]g\.)"
    r"|(?:fortsätter|forts\.?|fortsetter|fortsættes)\s+(?:på\s+)?s(?:id(?:an?|e)|\.)"
    r"|(?:ciąg\s+dalszy|dokończenie)\s+na\s+str(?:onie|\.)|(?:продолжение|окончание)\s+на\s+стр"
    r"|(?:[下上][转轉接]第?))\s*[\w.-]{0,8}?\s*\d{0,3}\s*[版页頁]?\W{0,3}",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\W{0,2}[-–—(]\s*(?:more|mehr|à suivre|sigue)\s*[-–—)]\W{0,2}", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")


def without_page_marks(pages: list[list[Line]]) -> tuple[list[Line], Taken]:
    """The lines of all pages without the marks of pages, and what was taken out.

    `pages` are what form feeds part. The first line of the text is no running
    head: it may be the headline.
    """
    marks = [_marks(page) for page in pages]
    if len(pages) > 1:
        _mark_edges(pages, marks)
    elif len(pages[0]) >= _LEAST_DISTANCE * (_LEAST_REPEATED - 1):
        _mark_distant(pages[0], marks[0])
    kept: list[Line] = []
    taken: Taken = []
    for page, reasons in zip(pages, marks, strict=True):
        at_seam = bool(kept)
        for n, line in enumerate(page):
            if reason := reasons.get(n):
                taken.append((reason, line.text))
                at_seam = bool(kept)
                continue
            kept.append(line._replace(gap=SEAM) if at_seam else line)
            at_seam = False
    return kept, taken


def _marks(page: list[Line]) -> dict[int, str]:
    """The lines that are marks by their form alone: their place and the reason."""
    marks = {}
    for n, (text, _, _) in enumerate(page):
        if len(text) > 60:
            continue
        if _WHOLE.fullmatch(text) and _SAYS_PAGE.match(text):
            marks[n] = "page_number"
        elif _TURN.fullmatch(text) or _MORE.fullmatch(text):
            marks[n] = "continued"
    return marks


def _mark_edges(pages: list[list[Line]], marks: list[dict[int, str]]) -> None:
    """Marks what the edges of pages repeat, and the numbers that count them."""
    for edge in (range(_MAX_EDGE), range(-1, -_MAX_EDGE - 1, -1)):
        texts = [
            [(n % len(page), page[n].text) for n in edge if -len(page) <= n < len(page)]
            for page in pages
        ]
        seen: dict[str, int] = defaultdict(int)
        for edges in texts:
            for key in {_key(text) for _, text in edges}:
                seen[key] += 1
        least = max(2, _LEAST_SHARE * len(pages))
        for number, edges in enumerate(texts):
            for n, text in edges:
                if n in marks[number] or (n == number == 0 and edge.step > 0):
                    continue
                if _counts(text, texts, number):
                    marks[number][n] = "page_number"
                elif seen[_key(text)] >= least and _may_run(text):
                    marks[number][n] = (
                        "running_head" if edge.step > 0 else "running_foot"
                    )
                else:
                    break  # what stands farther in is no edge


def _counts(text: str, pages: list[list[tuple[int, str]]], at: int) -> bool:
    """Whether a bare number is one more or less than that of a page beside it."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return False
    number = int(match[1])
    for side, step in ((at - 1, -1), (at + 1, 1)):
        if 0 <= side < len(pages):
            others = (_NUMBER.fullmatch(other) for _, other in pages[side])
            if any(other and int(other[1]) == number + step for other in others):
                return True
    return False


def _mark_distant(page: list[Line], marks: dict[int, str]) -> None:
    """Marks what counts the pages of a text without form feeds, and heads beside it."""
    places: list[int] = []
    at = 0
    for line in page:
        at += max(line.gap, 0) + 1
        places.append(at)
    alike: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(page):
        if len(line.text) <= _MAX_MARK and _stands_alone(page, n):
            alike[_key(line.text)].append(n)
    for same in alike.values():
        if _is_paged([places[n] for n in same]) and _is_counted(page, same):
            is_bare = _NUMBER.fullmatch(page[same[0]].text)
            reason = "page_number" if is_bare else "running_head"
            marks.update(dict.fromkeys(same, reason))
    numbered = [n for n, reason in marks.items() if reason != "continued"]
    beside = {at for n in numbered for at in range(n - _NEAR, n + _NEAR + 1)}
    for same in alike.values():
        if len(same) > 1 and beside.issuperset(same) and _may_run(page[same[0]].text):
            marks.update({n: marks.get(n, "running_head") for n in same if n})


def _is_counted(page: list[Line], same: list[int]) -> bool:
    """Whether one number in these lines, which are alike, counts them up."""
    numbers = [[int(n) for n in _DIGITS.findall(page[at].text)[:4]] for at in same]
    return any(
        all(b == a + 1 for a, b in pairwise(column))
        for column in zip(*numbers, strict=True)
    )


def _is_paged(places: list[int]) -> bool:
    """Whether things at these lines are as far from each other as pages are."""
    if len(places) < _LEAST_REPEATED:
        return False
    steps = [b - a for a, b in pairwise(places)]
    usual = median(steps)
    return usual >= _LEAST_DISTANCE and all(
        abs(step - usual) <= _UNEVEN * usual for step in steps
    )


def _stands_alone(page: list[Line], n: int) -> bool:
    after = page[n + 1].gap if n + 1 < len(page) else 1
    return page[n].gap > 0 or after > 0 or n == 0


def _may_run(text: str) -> bool:
    """Whether `text`, repeated, is a head: it has letters, and is no row of a table."""
    return (
        len(text) <= _MAX_MARK
        and any(map(str.isalpha, text))
        and not is_set_in_columns(text)
        and not is_of_figures(text)
    )


def _key(text: str) -> str:
    """`text` with each number one sign, so that heads with page numbers are alike."""
    return _DIGITS.sub("#", text).casefold()
