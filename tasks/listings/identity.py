"""Which keys an item of a listing has: its own, never those of several.

Pure. What lists addresses (a feed, a sitemap, a section page) makes items; here
each becomes an entry, or a reject that says why not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tasks.listings.content import RECORD
from tasks.text.keys import make_key
from tasks.text.tokens import without_tokens
from tasks.text.urls import UrlUnreadable, canonical, is_front_page
from warehouse.model.entry import Entry, Key, Listed, Reject
from warehouse.model.source import Source

# A last part of a path that names an article: with a number in it, or words.
_NAME = re.compile(r"/[^/]*(?:\d|[^/]-)[^/]*/?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry in the making: its keys may turn out to be others' too.

    `url` is what will be fetched. `problem` is (reason, detail) where the item
    cannot be an entry. `written` is how the listing names it. `body` is its article as
    a record, where the listing holds it whole.
    """

    keys: tuple[Key, ...]
    url: str | None
    problem: tuple[str, str] | None
    listed: Listed
    written: str | None
    body: bytes | None = None


def stable_keys(guid: str | None, link: str | None, source: Source) -> Iterator[Key]:
    """The keys under a guid, then under a canonical `link`, as far as there are any.

    Only the one that `source.identity` names, where the item has it. A front
    page is no article's own address, and no guid either, nor is the source's.
    """
    keys = {}
    if guid is not None and not _is_listing(guid, source):
        keys["id"] = make_key("guid", guid, source.source_id)
    if link is not None and not is_front_page(link):
        keys["url"] = make_key("url", link, source.source_id)
    if source.identity in keys:
        yield keys[source.identity]
        return
    yield from keys.values()


def _is_listing(guid: str, source: Source) -> bool:
    """Whether a guid is the address of the site's front page, or of the source.

    One with a fragment names a part of it, a post perhaps.
    """
    if "#" in guid or source.url is None:
        return False
    try:
        if is_front_page(guid):
            return True
    except UrlUnreadable:
        return False
    own = make_key("guid", source.url, source.source_id)
    return make_key("guid", guid, source.source_id).digest == own.digest


def identify(
    listed: Iterable[Item], source: Source, url: str
) -> tuple[list[Entry], list[Reject]]:
    """The entries and the rejects of a listing at `url`, in its order.

    An item that is listed twice, equal in all or for what it is filed under, is one
    (feeds repeat one in each of its sections). A key that several share is
    taken from all of them; one that is left with none goes by its title and date, and
    is a reject (`no_key`) where these are shared as well. So goes, first of all, one
    whose address carries what seems a token of one request and that has no guid.
    """
    items = list(dict.fromkeys(listed))
    if source.identity == "auto":
        items = _without_tokens(items, source)
    items = _without_shared(_once(items))
    items = [item if item.keys else _by_title(item, source) for item in items]
    items = _without_shared(items)
    entries, rejects = [], []
    for item in items:
        problem = item.problem
        if problem is None and not item.keys:
            problem = ("no_key", "its guid, link and title are not its own alone")
        if problem is None:
            entries.append(_entry(item, source))
        else:
            rejects.append(_reject(item, problem, source, url))
    return entries, rejects


def _once(items: Iterable[Item]) -> list[Item]:
    """The first of the items that are one in keys, title, dates and body."""
    firsts: dict[object, Item] = {}
    for item in items:
        said = (item.listed.title, item.listed.published, item.listed.modified)
        digests = tuple(key.digest for key in item.keys)
        same = (digests, said, item.body, item.problem) if digests else item
        firsts.setdefault(same, item)
    return list(firsts.values())


def _without_tokens(items: list[Item], source: Source) -> list[Item]:
    """The items, under keys that another day's request would give too."""
    plain = [without_tokens(item.url) if item.url else None for item in items]
    n_uses = Counter(plain)
    return [
        item
        if url is None or url == item.url
        else _untokened(item, url if n_uses[url] == 1 else None, source)
        for item, url in zip(items, plain, strict=True)
    ]


def _untokened(item: Item, url: str | None, source: Source) -> Item:
    """An item under its guid, else its title and date.

    `url` is its address without what seems a token; where that is None, as others
    have it too, what seems a token may be the article's name, and its address stays.
    It is a key only of what has no date, for titles come back, and only where it names
    something: tomorrow another article may be at `/article.php`.
    """
    guids = [key for key in item.keys if key.rule == "guid" and not _changes(key)]
    if guids and url is not None:
        return replace(item, keys=tuple(guids))
    if guids or item.problem is not None:
        return item
    is_dated = item.listed.published or item.listed.modified
    titled = _by_title(item, source).keys if item.listed.title else ()
    if url is None or is_front_page(url):
        return replace(item, keys=(*item.keys, *titled)) if is_dated else item
    if not is_dated and _NAME.search(url.partition("?")[0]):
        return replace(item, keys=(make_key("url", url, source.source_id),))
    return replace(item, keys=titled or item.keys)


def _changes(guid: Key) -> bool:
    """Whether a guid is an address with a token."""
    try:
        url = canonical(guid.written)
    except UrlUnreadable:
        return False
    return without_tokens(url) != url


def _without_shared(items: list[Item]) -> list[Item]:
    n_uses = Counter(key.digest for item in items for key in item.keys)
    return [
        item
        if all(n_uses[key.digest] == 1 for key in item.keys)
        else replace(item, keys=tuple(k for k in item.keys if n_uses[k.digest] == 1))
        for item in items
    ]


def _by_title(item: Item, source: Source) -> Item:
    """The item under its title and date, where it has no key of its own."""
    title = item.listed.title
    date = item.listed.published or item.listed.modified
    if title is None or item.problem is not None:
        return item
    key = make_key("title_date", f"{title} {date or ''}".strip(), source.source_id)
    return replace(item, keys=(key,))


def _entry(item: Item, source: Source) -> Entry:
    return Entry(
        source_id=source.source_id,
        keys=item.keys,
        url=item.url,
        body=item.body,
        media_type=RECORD if item.body is not None else None,
        timezone=source.timezone,
        rules=source.rules,
        listed=item.listed,
    )


def _reject(item: Item, problem: tuple[str, str], source: Source, url: str) -> Reject:
    return Reject(
        source_id=source.source_id,
        stage="list",
        reason=problem[0],
        detail=problem[1],
        identity_key=item.written,
        url=item.url or url,
        excerpt=item.listed.title,
    )
