"""Dates that a page holds and shows nobody: in its scripts' data, in attributes.

They are asked for where neither its fields nor its text nor its address give a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from lxml import etree

from tasks.extract.dates import day_of, instant_of
from tasks.extract.days import Written
from tasks.extract.fields import Found, found
from tasks.extract.head import Head
from tasks.extract.near import Surroundings

_MAX_SCRIPT, _MAX_VALUES, _MAX_DATE, _MAX_MARKED = 2_000_000, 10_000, 40, 200
# `publishedAt`, `firstPublishDate`, `webPublicationDate`, `datePosted`; and of systems
# that register or deploy what they publish: `regDt`, `deployDt`.
_QUOTE = r"(?:\\*[\"']|&quot;)"
_KEY = re.compile(
    r"(?<![a-z])("
    r"(?:(?:article|content|date|first|original|page|post|web)_?)?publi(?:sh|c)[a-z]{0,5}"
    r"(?:_?(?:at|date|dt|on|time))?"
    r"|date_?posted|posted_?(?:at|date|on)"
    rf"|(?:deploy|reg|regist)_?(?:date|dt)){_QUOTE}?\s{{0,9}}$",
    re.IGNORECASE,
)
_MAX_KEY = 60
_DAY = r"(?:19|20)\d\d([-./])\d\d\2\d\d"
_CLOCK = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?"
# A value in a script's state, quoted once or twice: `\"publishedAt\":\"2022-03-04T...`.
# Or it is counted since 1970, in seconds or thousandths, from 2001 to 2033. It is
# looked for before its name: numbers are rarer than letters.
_VALUE = re.compile(
    rf"[:=]\s{{0,9}}(?:{_QUOTE}({_DAY}{_CLOCK})"
    rf"|{_QUOTE}?(1\d{{9}}(?:\d{{3}})?)(?!\d))"
)
_OFFSET = r"(?:\.\d{1,9})?[+-](?!00:?00)\d\d:?\d\d"
# Elements with `data-date`, `data-timestamp` or `data-published-at`; hAtom's `<abbr
# class="published" title="2022-03-04">`; and what holds JSON that waits for its script.
# One look for all of them: it takes 2 ms.
_MARKED = etree.XPath(
    "//*[@*[starts-with(., '{') or starts-with(name(), 'data-') and (contains(name(),"
    " 'date') or contains(name(), 'time') or contains(name(), 'publish'))]"
    " or @title and (contains(@class, 'publish') or contains(@class, 'date')"
    " or contains(@class, 'time'))]"
)
_MARK = re.compile(r"data-.*(?:date|time|publish).*|title")


def read_hidden(
    page: Head, surroundings: Surroundings, written: Written
) -> Iterator[Found[str]]:
    """The first date of publication in the page's scripts, or else in attributes.

    Of dates in attributes nobody says of what they are: those that stand with other
    articles are left out, and there is none where the others differ in their days.
    """
    scripts = (script.text or "" for script in page.of_tag["script"])
    if said := _first_in(scripts, "script"):
        yield said
        return
    marked = _marked(page)
    held = (value for _, _, value in marked if value.startswith("{"))
    if said := _first_in(held, "attribute"):
        yield said
        return
    own = list(_attributes(marked, surroundings))
    if len({day_of(one.value, written) for one in own} - {None}) == 1:
        yield from own


def read_local(page: Head, at: datetime) -> Iterator[Found[str]]:
    """The moment `at` by another clock than UTC's, where the page's scripts hold it."""
    shape = re.compile(rf"\d{{4}}-\d\d-\d\d[T ]\d\d{at::%M:%S}{_OFFSET}")
    for script in page.of_tag["script"]:
        for match in islice(shape.finditer(script.text or ""), _MAX_MARKED):
            if instant_of(match[0]) == at:
                yield Found(value=match[0], came_from="script")
                return


def _first_in(data: Iterable[str], where: str) -> Found[str] | None:
    """The first date that scripts' `data` call one of publication."""
    values = ((text, value) for text in data for value in _values(text))
    for text, value in islice(values, _MAX_VALUES):
        start = value.start()
        if key := _KEY.search(text, max(0, start - _MAX_KEY), start):
            return found(value[1] or value[3], f"{where}:{key[1]}")
    return None


def _values(text: str) -> Iterator[re.Match[str]]:
    return _VALUE.finditer(text, 0, _MAX_SCRIPT)


def _marked(page: Head) -> list[tuple[etree._Element, str, str]]:
    """The attributes of the page's first marked elements, each with its element."""
    said = _MARKED(page.root)
    some = said[:_MAX_MARKED] if isinstance(said, list) else []
    return [
        (one, str(name), str(value))
        for one in some
        if isinstance(one, etree._Element)
        for name, value in one.items()
    ]


def _attributes(
    marked: list[tuple[etree._Element, str, str]], surroundings: Surroundings
) -> Iterator[Found[str]]:
    """The dates in attributes of what stands with no other article."""
    for element, name, value in marked:
        if len(value) > _MAX_DATE or not _MARK.fullmatch(name):
            continue
        said = found(value, f"attribute:{name}")
        if said and not surroundings.is_of_another(element):
            yield said
