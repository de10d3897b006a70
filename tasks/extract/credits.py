"""Who a page credits: in its data; where that names its site only, to its readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tasks.extract.authors import BY, is_name, read_authors
from tasks.extract.bylines import read_bylines
from tasks.extract.fields import Found
from tasks.extract.head import Head
from tasks.extract.jsonld import names
from tasks.extract.near import Surroundings
from tasks.extract.sitename import SiteNames

_AUTHORS = (
    "author", "article:author", "article:author_name", "parsely-author",
    "sailthru.author", "dc.creator", "dcterms.creator", "byl", "cxenseparse:author",
    "citation_author", "article.author", "og:article:author",
)  # fmt: skip
# `articleAuthor`, `lrt_authors`: what the table above has not.
_LIKE_AUTHOR = re.compile(
    r"author(?!.{0,20}(?:url|id|image|photo|twitter|link|mail|slug|bio|page|type|count))",
    re.IGNORECASE,
)
# What a byline must weigh (bylines.py) where nobody is named, and where the site is:
# of 3 to 8 each, these gave the best F1 on both halves of the hosts (2026-11-25).
_LIKELY, _SURE = 3.0, 8.0


def read_credits(
    page: Head, site: SiteNames, surroundings: Surroundings
) -> Found[tuple[str, ...]] | None:
    """Who the page's data credits; what it shows, where that is only its site."""
    said: list[Found[tuple[str, ...]]] = []
    for one in _credited(page):
        said.append(one)
        if any(_is_person(name, site) for name in one.value):
            persons = tuple(name for name in one.value if not site.has(name))
            return Found(value=persons or one.value, came_from=one.came_from)
    if shown := read_bylines(surroundings, _SURE if said else _LIKELY):
        mark, names = shown
        if not said or any(not site.has(name) for name in names):
            return Found(value=names, came_from=mark)
    return said[0] if said else None


def _is_person(name: str, site: SiteNames) -> bool:
    """Whether a credit is neither the site nor the name of an account."""
    return not site.has(name) and (" " in name or not name[0].islower())


@lru_cache(maxsize=5_000)
def _is_like_author(name: str) -> bool:
    return _LIKE_AUTHOR.search(name) is not None


def _credited(page: Head) -> Iterator[Found[tuple[str, ...]]]:
    for key in ("author", "creator"):
        if said := read_authors(names(page.node.get(key), page.nodes)):
            yield Found(value=said, came_from=f"json-ld:{key}")
    for name in _AUTHORS:
        if said := read_authors(page.metas.get(name, [])):
            yield Found(value=said, came_from=f"meta:{name}")
    for name, contents in page.metas.items():
        if name not in _AUTHORS and _is_like_author(name):
            said = tuple(n for n in read_authors(contents) if is_name(n))
            if said:
                yield Found(value=said, came_from=f"meta:{name}")
    # "Written by", "Verfasst von": WordPress says it in the language of the site.
    label = "".join(page.metas.get("twitter:label1", [])[:1])
    if BY.match(f"{label} "):
        said = read_authors(page.metas.get("twitter:data1", [])[:1])
        if said:
            yield Found(value=said, came_from="meta:twitter:data1")
