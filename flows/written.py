"""A `sources.toml` for a person who begins: what was found, and how to go on. Pure.

All that comes from outside is a quoted string or the end of a comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import category, normalize
from urllib.parse import urlsplit

from flows.report import safe
from tasks.steps.discover import Place

# An archive that is larger is not what somebody means who wants today's news.
MAX_ENTRIES = 1_000
MAX_COMMENT = 100
MAX_ID = 60
# What an address says when it says that it is a feed.
NO_NAME = re.compile(
    r"\b(?:feeds?|rss2?|atom|xml|rdf|json|index|sitemaps?|php|html?|gz|txt|default)\b",
    re.I,
)
HOST = re.compile(r"^(?:www\d?|m|rss|feeds?|news-?feeds?)\.")

HEAD = """\
# What newsledger reads; written by 'newsledger init' on {today}.
# A line that starts with # is not in force. docs/sources.md explains every key.
#   newsledger run --dry-run    shows what would be read
#   newsledger run              reads it

[defaults]
# contact = "mailto:you@example.org"  # sites like to know who asks
timezone = "UTC"                      # for times that carry none
every = "1d"                          # how often to look; or "6h", "30m"
# recheck = [1, 3, 7, 30]             # an article is looked at again after so many days
"""
PRIVATE = "allow_private = true                  # sources on this machine or network\n"
EXAMPLES = """
# [[source]]
# id = "example"
# url = "https://example.org/feed.xml"   # a feed, sitemap or page: the answer tells

# [[source]]
# id = "example-front"
# url = "https://example.org/"
# kind = "section"                       # a page whose links to articles are followed

# [[source]]
# id = "archive"
# path = "raw/**/*.txt"                  # files, from this file's folder
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What there is to write of one TARGET: a path to read, or places on the web.

    `left_out` are the lines of it that no source came of.
    """

    target: str
    path: str | None = None
    places: tuple[Place, ...] = ()
    left_out: tuple[str, ...] = ()
    is_opml: bool = False


def written(found: Iterable[Found], today: date, *, allow_private: bool) -> str:
    """The text of the configuration; examples where nothing was found."""
    parts = [HEAD.format(today=today) + (PRIVATE if allow_private else "")]
    taken: set[str] = set()
    for one in found:
        parts.append(
            f"\n# {'of' if one.is_opml else 'found at'} {_comment(one.target)}\n"
        )
        parts += _of_target(one, taken)
    return "".join(parts) if len(parts) > 1 else parts[0] + EXAMPLES


def why_not_active(place: Place, places: Sequence[Place]) -> str:
    """Why a place that reads is no source at once; "" where it is one.

    A sitemap of all that a site ever published is none, beside something smaller, nor
    one that lists what a feed does: an article counts under the source that has it
    first, and the feed would show none. A news sitemap with more than the feeds is one.
    """
    others = [one for one in places if one.problem is None and not _is_archive(one)]
    if _is_archive(place):
        return "all that the site ever listed" if others else ""
    n_more = _n_more(place, places)
    if n_more is None or (place.is_news and n_more):
        return ""
    if n_more == 0:
        return "nothing but what a feed lists"
    others_too = _counted(n_more, "other address", "other addresses")
    return f"what a feed lists, and {others_too}"


def _n_more(place: Place, places: Iterable[Place]) -> int | None:
    """How many addresses of a sitemap no feed lists; None where it shares none."""
    feeds = (one for one in places if one.problem is None and one.kind == "feed")
    told = frozenset[str]().union(*(feed.listed for feed in feeds))
    if place.kind != "sitemap" or not place.listed & told:
        return None
    return len(place.listed - told)


def _is_archive(place: Place) -> bool:
    is_large = place.n_children > 0 or place.n_entries > MAX_ENTRIES
    return place.kind == "sitemap" and is_large and not place.is_news


def _of_target(found: Found, taken: set[str]) -> Iterator[str]:
    if found.path is not None:
        name = _id(re.split(r"[*?\[]", found.path)[0].rstrip("/").rpartition("/")[2])
        yield _source(_unique(name or "files", taken), "path", found.path, None, "")
    for place in found.places:
        if place.problem is not None:
            line = f"{place.url}: {place.problem}"
            yield f"\n# left out: {_comment(line, 2 * MAX_COMMENT)}\n"
            continue
        name = _unique(_name(place, found), taken)
        n_more = _n_more(place, found.places)
        text = _source(name, "url", place.url, place.kind, _told(place, n_more))
        why = why_not_active(place, found.places)
        yield _commented(name, text, place, why) if why else text
    for line in found.left_out:
        yield f"\n# left out: {_comment(line, 2 * MAX_COMMENT)}\n"


def _source(name: str, key: str, where: str, kind: str | None, told: str) -> str:
    lines = ["[[source]]", f"id = {_string(name)}", f"{key} = {_string(where)}"]
    if kind is not None:
        lines.append(f'kind = "{kind}"{f"  # {_comment(told)}" if told else ""}')
    return "\n" + "\n".join(lines) + "\n"


def _commented(name: str, text: str, place: Place, why: str) -> str:
    """The source as a comment: what it is, and how to read it all the same."""
    if _is_archive(place):
        how = [f"{why}; to fill back, take the # away and type"]
        how.append(f"newsledger run --only {name} --since DAY")
    else:
        how = [f"it lists {why}; to read it too, take the # away:"]
        how.append("an article of both counts under the one that has it first")
    lines = [*how, *text.strip().splitlines()]
    return "\n" + "".join(f"# {line}\n" for line in lines)


def _told(place: Place, n_more: int | None) -> str:
    """What the place holds, for a comment; `n_more` of it no feed lists."""
    if place.kind == "section":
        return "no feed or sitemap was found: its links are followed"
    if place.n_children:
        many = _counted(place.n_children, "sitemap", "sitemaps")
    else:
        many = _counted(place.n_entries, "entry", "entries")
    if n_more:
        many = f"{many}, {n_more:,} of them in no feed"
    return f"{many}, “{place.title}”" if place.title else many


def _counted(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _name(place: Place, found: Found) -> str:
    """An id that a person recognises: of the title, or of the host and the path."""
    if found.is_opml and place.title and _id(place.title):
        return _id(place.title)
    parts = urlsplit(place.url)
    host = HOST.sub("", urlsplit(found.target).hostname or parts.hostname or "")
    if found.is_opml or not host:
        host = HOST.sub("", parts.hostname or "")
    below = _id(NO_NAME.sub(" ", parts.path.replace("_", "-")))
    ending = {"sitemap": "sitemap", "section": "front", "urls": "list"}.get(place.kind)
    return "-".join(part for part in (_id(host), below, ending) if part)


def _id(text: str) -> str:
    # letters, marks and digits: what else Python calls \w the file is refused for
    plain = "".join(
        c if c in "_." or category(c)[0] in "LM" or category(c) == "Nd" else " "
        for c in normalize("NFKC", text)
    )
    slug = re.sub(r"[^\w.]+", "-", plain.lower())
    return re.sub(r"-?\.-|-{2,}", "-", slug)[:MAX_ID].strip("-._")


def _unique(name: str, taken: set[str]) -> str:
    name = name or "source"
    nth, made = 2, name
    while made in taken:
        made, nth = f"{name}-{nth}", nth + 1
    taken.add(made)
    return made


def _string(text: str) -> str:
    """The text as a basic string of TOML (1.0, "String"): controls are escaped."""
    said = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in said)


def _comment(text: str, most: int = MAX_COMMENT) -> str:
    """The text on one line, its end cut off where it is long."""
    said = safe(" ".join(text.encode("utf-8", "replace").decode().split()))
    return said if len(said) <= most else f"{said[: most - 1]}…"
