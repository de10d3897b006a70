"""Dates that a page holds and shows nobody: in its scripts' data, in attributes.

They are asked for where neither its fields nor its text nor its address give a day.
Nobody sees them, so nobody mends them: only what calls itself a date of publication
counts, and only where all that do name one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from lxml import etree

from tasks.extract.dates import day_of, instant_of, is_filled
from tasks.extract.days import Written
from tasks.extract.fields import Found, found
from tasks.extract.head import Head
from tasks.extract.near import Surroundings

_MAX_SCRIPT, _MAX_VALUES, _MAX_DATE, _MAX_MARKED = 2_000_000, 10_000, 40, 200
# `publishedAt`, `firstPublishDate`, `webPublicationDate`, `public_dt`; not what a
# publisher's number or a public key is called, not `last_published_at`. `deployDt` is
# the same in a Korean system; a deployDate is of a program.
_QUOTE = r"(?:\\*[\"']|&quot;)"
_KEY = re.compile(
    r"(?<![\w-])("
    r"(?:(?:article|content|date|first|original|page|post|web)_?)?"
    r"publi(?:sh(?:ed)?|cation|c)_?(?:at|on|dt|date(?:_?time)?|time(?:stamp)?)"
    rf"|date_?published|pub_?date|deploy_?dt){_QUOTE}?\s{{0,9}}$",
    re.IGNORECASE,
)
_MAX_KEY, _MAX_KEYS = 60, 50
_DAY = r"(?:19|20)\d\d([-./])\d\d\2\d\d"
_CLOCK = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?"
# A value in a script's state, quoted once or twice: `\"publishedAt\":\"2022-03-04T...`.
# Or it is counted since 1970, in seconds or thousandths, from 2001 to 2033. It is
# looked for before its name: numbers are rarer than letters.
_VALUE = re.compile(
    rf"[:=]\s{{0,9}}(?:{_QUOTE}({_DAY}{_CLOCK})"
    rf"|{_QUOTE}?(1\d{{9}}(?:\d{{3}})?)(?!\d))"
)
# What a date stands in is told by the names in front of the brackets around it.
_BRACKET = re.compile(r"[\[\]{}]")
_NAME = re.compile(r"([\w-]{1,60})(?:\\*[\"']|&quot;)?\s{0,9}([:=])\s{0,9}$")
_MAX_ABOVE, _MAX_LEVELS = 20_000, 50
# An article is an item of a list, or the one part of an item. Far outside, a framework
# has lists of all that it asked for: `"queries":[{"state":{"data":...`.
_MAX_ITEM = 3
# Of what the parts of a page are called, those that are not its article.
_OTHERS = re.compile(
    r"comment|repl(?:y|ies)|relat|recommend|suggest|teaser|popular|recent|trend|latest"
    r"|similar|archive|more|most|prev|next_?(?:article|story|post|item)|sidebar|widget"
    r"|ticker|carousel|playlist|video|image|podcast|event|issue|edition",
    re.IGNORECASE,
)
_OFFSET = r"(?:\.\d{1,9})?[+-](?!00:?00)\d\d:?\d\d"
# Elements with `data-published-at`; hAtom's `<abbr class="published" title=...>`; and
# what holds JSON that waits for its script. One look for all of them: it takes 2 ms.
# What only says date or time is as often the end of an offer or the last change.
_MARKED = etree.XPath(
    "//*[@*[starts-with(., '{') or starts-with(name(), 'data-')"
    " and contains(name(), 'publi')]"
    " or @title and contains(concat(' ', @class, ' '), ' published ')]"
)
_MARK = re.compile(r"title|data-(?:[a-z]+-)?(?:date-?publ|publi(?!c-?key|sher)).*")
_CHANGE = re.compile(r"un-?publ|re-?publ|last|updat|modif|edit|end|expir|start|event")


def read_hidden(
    page: Head, surroundings: Surroundings, written: Written
) -> Iterator[Found[str]]:
    """The dates of publication in the page's scripts, or else in attributes.

    What stands with other articles and what no system filled is left out, and there
    is none where the others differ in their days.
    """
    scripts = (script.text or "" for script in page.of_tag["script"])
    in_scripts = chain.from_iterable(_in_data(text, "script") for text in scripts)
    for some in (in_scripts, _attributes(page, surroundings)):
        dates = [one for one in some if is_filled(one.value, one.came_from, written)]
        if len({day_of(one.value, written) for one in dates}) == 1:
            yield from dates
        if dates:
            return


def read_local(page: Head, at: datetime) -> Iterator[Found[str]]:
    """The moment `at` by another clock than UTC's, where the page's scripts hold it."""
    shape = re.compile(rf"\d{{4}}-\d\d-\d\d[T ]\d\d{at::%M:%S}{_OFFSET}")
    for script in page.of_tag["script"]:
        for match in islice(shape.finditer(script.text or ""), _MAX_MARKED):
            if instant_of(match[0]) == at:
                yield Found(value=match[0], came_from="script")
                return


def _in_data(text: str, where: str) -> Iterator[Found[str]]:
    """The dates that a script's data call those of the page's publication."""
    n_keys = 0
    for value in islice(_VALUE.finditer(text, 0, _MAX_SCRIPT), _MAX_VALUES):
        start = value.start()
        key = _KEY.search(text, max(0, start - _MAX_KEY), start)
        if key is None:
            continue
        said = found(value[1] or value[3], f"{where}:{key[1]}")
        if said and not _is_of_another(text, start):
            yield said
        n_keys += 1
        if n_keys >= _MAX_KEYS:
            return


def _is_of_another(text: str, at: int) -> bool:
    """Whether a place of a script's data is in a list's item, or in another's part."""
    for n, bracket in enumerate(islice(_around(text, at), _MAX_LEVELS)):
        start = bracket.start()
        name = _NAME.search(text, max(0, start - 2 * _MAX_KEY), start)
        if name is None:
            continue
        is_list = bracket[0] == "[" and name[2] == ":" and name[1] != "graph"
        if (is_list and n < _MAX_ITEM) or _OTHERS.search(name[1]):
            return True
    return False


def _around(text: str, at: int) -> Iterator[re.Match[str]]:
    """The brackets that are open at a place of a script's data, the inmost first."""
    n_closed = 0
    for bracket in reversed([*_BRACKET.finditer(text, max(0, at - _MAX_ABOVE), at)]):
        if bracket[0] in "]}":
            n_closed += 1
        elif n_closed:
            n_closed -= 1
        else:
            yield bracket


def _attributes(page: Head, surroundings: Surroundings) -> Iterator[Found[str]]:
    """The dates of publication in attributes of what stands with no other article."""
    said = _MARKED(page.root)
    for element in said[:_MAX_MARKED] if isinstance(said, list) else []:
        if not isinstance(element, etree._Element):
            continue
        if surroundings.is_of_another(element):
            continue
        for name, value in element.items():
            yield from _in_attribute(element, str(name), str(value))


def _in_attribute(
    element: etree._Element, name: str, value: str
) -> Iterator[Found[str]]:
    """The dates of publication that one attribute of an element holds."""
    if value.startswith("{"):
        yield from _in_data(value, "attribute")
    elif len(value) <= _MAX_DATE and _MARK.fullmatch(name):
        names = f"{name} {element.get('class') or ''}"
        if not _CHANGE.search(names) and (said := found(value, f"attribute:{name}")):
            yield said
