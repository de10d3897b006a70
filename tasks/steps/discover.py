"""Where the news of an address is listed: feeds and sitemaps, each looked at once.

For a person who begins: no ledger is touched. What does not read is told, not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from tasks.http.ask import Answer, Ask
from tasks.http.client import Client
from tasks.http.outcomes import Outcome
from tasks.listings import discovery
from tasks.listings.addresses import read_urls
from tasks.listings.feed import Feed, read_feed
from tasks.listings.sitemap import Sitemap, read_sitemap
from tasks.listings.sniff import kind_of
from tasks.steps.run import LOG
from warehouse.model.entry import Reject
from warehouse.model.source import Kind, Source

WHO = "init"  # the source of requests and rejects that belong to none yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address that was looked at for what it lists.

    `problem` says why it is not to be read, None where it is. Of an index of
    sitemaps `n_children` are counted, `n_entries` of all else. `is_news` is a sitemap
    that says when its articles were published: it holds the last days only.
    """

    url: str
    kind: Kind = "auto"
    title: str | None = None
    n_entries: int = 0
    n_children: int = 0
    is_news: bool = False
    problem: str | None = None
    listed: frozenset[str] = frozenset()


def discover(url: str, client: Client) -> tuple[Place, ...]:
    """The places where the news of `url` is listed, the best one first.

    A feed, sitemap or list of addresses is its own place; a page is asked for its
    links, its site for robots.txt, then the usual places are tried. Where nothing
    reads, the page itself is one, as a section; where it cannot be had, its problem.
    """
    answer = client.get(_ask(url, client))
    if answer.outcome != Outcome.OK or answer.body is None:
        return (Place(url=url, problem=_problem(answer)),)
    place = _read(Place(url=_now_at(url, answer)), answer)
    if place.kind != "page":
        return (place,)
    named = discovery.read_discovery(answer.body, answer.final_url, answer.charset)
    robots = client.get(_ask(urljoin(answer.final_url, "/robots.txt"), client))
    told = discovery.robots_sitemaps(
        (robots.body or b"").decode("utf-8", "replace"), answer.final_url
    )
    usual = discovery.usual_places(answer.final_url)
    maps = dict.fromkeys([*(one.url for one in named.sitemaps), *told])
    found = (
        *_looked_at(named.feeds, usual.feeds, client),
        *_looked_at([discovery.Place(url=one) for one in maps], usual.sitemaps, client),
    )
    if not any(one.problem is None for one in found):
        section = replace(place, kind="section", problem=None)
        return (section, *found)
    return found


def look_at_all(places: Sequence[Place], client: Client) -> tuple[Place, ...]:
    """The places with what came of looking at each once, in their order.

    One that lists the same as one before it has that for its problem.
    """
    by_url = {place.url: place for place in places}
    came = {}
    for ask, answer in client.get_all([_ask(url, client) for url in by_url]):
        place = replace(by_url[ask.url], url=_now_at(ask.url, answer))
        came[ask.url] = _read(place, answer)
    return tuple(_without_repeats(came[url] for url in by_url))


def _looked_at(
    named: Sequence[discovery.Place], usual: Sequence[discovery.Place], client: Client
) -> tuple[Place, ...]:
    """The named places; where none reads, also the first usual one that does."""
    found = look_at_all([Place(url=one.url, title=one.title) for one in named], client)
    if any(place.problem is None for place in found):
        return found
    seen = {place.url for place in found}
    for one in usual:
        if one.url not in seen:
            [place] = look_at_all([Place(url=one.url)], client)
            if place.problem is None:
                return (*found, place)
    return found


def _without_repeats(places: Iterable[Place]) -> Iterator[Place]:
    first: dict[frozenset[str], str] = {}
    for place in places:
        twin = first.get(place.listed) if place.listed else None
        if place.problem is None and place.listed:
            first.setdefault(place.listed, place.url)
        if place.problem is None and twin is not None:
            yield replace(place, problem=f"lists the same as {twin}")
        else:
            yield place


def _read(place: Place, answer: Answer) -> Place:
    """The place with what its answer lists, or why it lists nothing."""
    LOG.info("%s: %s", place.url, answer.outcome)
    if answer.outcome != Outcome.OK or answer.body is None:
        return replace(place, problem=_problem(answer))
    kind = kind_of(answer.body, answer.media_type)
    place = replace(place, kind=kind)
    if kind == "page":
        return replace(place, problem="it is a page, neither a feed nor a sitemap")
    listing = _listing(kind, place.url, answer.body, answer.media_type)
    if isinstance(listing, Reject):
        return replace(place, problem=f"{listing.reason}: {listing.detail}")
    n_children = len(listing.children) if isinstance(listing, Sitemap) else 0
    if not listing.entries and not n_children:
        return replace(place, problem="it lists nothing")
    title = listing.title if isinstance(listing, Feed) else None
    return replace(
        place,
        title=title or place.title,
        n_entries=len(listing.entries),
        n_children=n_children,
        is_news=kind == "sitemap" and any(one.listed.title for one in listing.entries),
        listed=frozenset(one.url or one.keys[0].written for one in listing.entries),
    )


def _listing(
    kind: Kind, url: str, body: bytes, media_type: str | None
) -> Feed | Sitemap | Reject:
    source = Source(source_id=WHO, kind=kind, url=url)
    if kind == "feed":
        return read_feed(body, source=source, url=url, content_type=media_type)
    if kind == "sitemap":
        return read_sitemap(body, source=source, url=url, content_type=media_type)
    urls = read_urls(body, source=source, url=url)
    if isinstance(urls, Reject):
        return urls
    return Sitemap(entries=urls.entries, rejects=urls.rejects)


def _ask(url: str, client: Client) -> Ask:
    limit = client.limits.listing_max_bytes
    return Ask(source_id=WHO, url=url, max_bytes=limit, accept="*/*")


def _now_at(url: str, answer: Answer) -> str:
    """The address to write down: where it moved to for good, else as it was asked."""
    return answer.final_url if answer.is_permanent else url


def _problem(answer: Answer) -> str:
    reason = answer.fetch.reason
    return f"{answer.outcome}: {reason}" if reason else str(answer.outcome)
