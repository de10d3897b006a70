"""Articles among links to stories of their own site: written for these tests.

`ALSO` is name: (address, page). No page marks itself as an article.
"""

from __future__ import annotations

from pagelists import HEAD, WEBSITE, page, sentences, stories

_NAME = "Bridge to close"
_LONG_NAME = "The bridge over the river is to close for a whole year"
_LEAD = f"<p>{sentences(1)}</p>"
_PROSE = "<p>{text}</p><p>{more}</p>" * 2
_BOXES = stories(f"<div><a href='{{at}}'>Also: {{head}}</a></div>{_PROSE}", 4, 3)
_LINES = stories("<p><a href='{at}'>Also: {head}</a></p><p>{text}</p>", 7, 3)
_HEADED = stories(f"<h3><a href='{{at}}'>Also: {{head}}</a></h3>{_PROSE}", 4, 3)
_ITEMS = stories(f"{HEAD}<p>{{text}}</p><p>{{more}}</p>", 6, 2)


def _story(body: str, name: str = _NAME, head: str = "") -> str:
    return page(f"<main><h1>{name}</h1>{body}</main>", name, head)


ALSO = {
    "four boxes, at a short slug": ("/bridge-to-close", _story(_LEAD + _BOXES)),
    "four boxes, at a number of WordPress": ("/?p=4711", _story(_LEAD + _BOXES)),
    "four boxes, at a number of four digits": (
        "/article.php?id=4711", _story(_LEAD + _BOXES, head=WEBSITE),
    ),
    "four boxes, under a Chinese title": (
        "/n/a1b2c3", _story(_LEAD + _BOXES, "大橋將封閉一年"),
    ),
    "four boxes, at a Chinese address": (
        "/%E5%A4%A7%E6%A9%8B%E5%B0%87%E5%B0%81%E9%96%89", _story(_BOXES),
    ),
    "four boxes on a page that calls itself a website": (
        "/n/bridge.html", _story(_LEAD + _BOXES, _LONG_NAME, WEBSITE),
    ),
    "seven lines and no lead": ("/bridge", _story(_LINES)),
    "seven lines on a page that calls itself a website": (
        "/bridge", _story(_LINES, _LONG_NAME, WEBSITE),
    ),
    "seven lines on a page named blog": (
        "/bridge",
        _story(_LINES, _LONG_NAME).replace("<body>", "<body class='blog single-post'>"),
    ),
    "four headings and no lead": ("/bridge", _story(_HEADED)),
    "the items of a briefing": ("/briefing/monday", _story(_LEAD + _ITEMS, "Morning")),
    "the items of a list about people": (
        "/people/best-dressed-gala/",
        _story(_LEAD + _ITEMS, "The six best dressed people of the gala"),
    ),
}  # fmt: skip
