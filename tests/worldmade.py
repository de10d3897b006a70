"""Worlds made by a seed: every kind of source, host and mishap, in every mixture."""

from __future__ import annotations

import random

from world import TROUBLES, Host, Source, Story, World

# kind, shape, links, guids: each way of listing that is seen in the wild.
CAST = [
    ("feed", "rss2", "plain", "plain"),
    ("feed", "rss2", "forms", "none"),
    ("sitemap", "sitemap", "plain", ""),
    ("feed", "atom", "plain", "url"),
    ("page", "page", "plain", ""),
    ("feed", "rss2", "token", "shared"),
    ("sitemap", "index", "plain", ""),
    ("feed", "rss2", "plain", "flip"),
    ("feed", "rss2_full", "plain", "plain"),
    ("section", "section", "plain", ""),
    ("feed", "rss1", "plain", "none"),
    ("feed", "json", "plain", "plain"),
    ("feed", "rss2", "plain", "revision"),
    ("urls", "urls", "plain", ""),
    ("feed", "rss2", "token", "none"),
    ("sitemap", "sitemap_gz", "plain", ""),
    ("feed", "rss2", "go", "plain"),
    ("feed", "atom_full", "plain", "plain"),
    ("sitemap", "news", "plain", ""),
    ("feed", "json_full", "plain", "plain"),
]
OPEN = "User-agent: *\nAllow: /\n"
CLOSED = "User-agent: *\nDisallow: /closed/\n"
OURS = (
    "\ufeffUser-agent: newsledger\nDisallow: /closed/\n\nUser-agent: *\nDisallow: /\n"
)
NEVER = "User-agent: *\nDisallow: /\n"


def make_world(seed: int, n_sources: int, n_days: int) -> World:
    """The world of that seed: the same at each call."""
    chance = random.Random(seed)
    hosts = [_host(nth, n_days) for nth in range(-(-n_sources // 2))]
    sources = []
    for nth in range(n_sources):
        kind, shape, links, guids = CAST[nth % len(CAST)]
        source = Source(
            source_id=f"s{nth:03}",
            kind=kind,
            shape=shape,
            host=hosts[nth // 2],
            links=links,
            guids=guids,
            says=_says(kind, shape, nth // len(CAST)),
            has_lastmod=nth % 3 != 2,
            has_canonical=links != "token" or nth % 2 == 0,
        )
        source.stories = _stories(source, n_days, chance)
        source.trouble = _trouble(nth, source, n_days, chance)
        sources.append(source)
    _share(sources)
    return World(sources=sources, n_days=n_days)


def _host(nth: int, n_days: int) -> Host:
    kinds = [
        {"robots": CLOSED, "closed": "/closed"},
        {"robots": None},
        {"robots": OPEN + "Crawl-delay: 0.05\n", "delay_s": 0.05},
        {"robots": OPEN, "robots_down": (min(3, n_days - 1),)},
        {"robots": OURS, "closed": "/closed"},
        {"robots": OPEN},
        {"robots": OPEN, "limits": {2: 3}},
        {"robots": NEVER},
    ]
    return Host(
        address=f"127.{1 + nth // 200}.0.{1 + nth % 200}",
        validators=("etag", "", "date")[nth % 3],
        latency_s=0.005 * (nth % 4),
        **kinds[nth % len(kinds)],
    )


def _says(kind: str, shape: str, nth: int) -> str:
    is_told = kind == "feed" or shape == "news"
    if shape.endswith("_full"):
        return ("both", "feed")[nth % 2]
    return ("both", "feed", "page")[nth % 3] if is_told else "page"


def _stories(source: Source, n_days: int, chance: random.Random) -> list[Story]:
    if source.kind == "page":
        return [_story(source, 0, 0, n_days, chance)]
    born = [0] * 3 + [chance.randrange(n_days) for _ in range(n_days // 2)]
    stories = [_story(source, nth, at, n_days, chance) for nth, at in enumerate(born)]
    if source.host.closed:
        stories[0].path = source.host.closed + stories[0].path
    return stories


def _story(
    source: Source, nth: int, born: int, n_days: int, chance: random.Random
) -> Story:
    name = f"k{source.source_id[1:]}n{nth:02}"
    story = Story(
        name=name,
        address=source.host.address,
        path=f"/{source.source_id}/2026/03/harbour-plan-{name}",
        born=born,
        listed_until=n_days if chance.random() < 0.6 else born + chance.randint(1, 4),
    )
    if source.kind == "page":
        story.listed_until = n_days
    later = range(born + 1, n_days)
    if later and chance.random() < 0.35:
        story.edits = tuple(sorted(chance.sample(later, min(len(later), 2))))
        story.hushed = story.edits[1:]
        # where a title is the key, another title is another article
        story.is_retitled = source.links != "token" and chance.random() < 0.5
    is_calm = source.is_full or source.host.limits or source.host.robots_down
    if later and not is_calm and chance.random() < 0.2:
        first = chance.choice(later)
        last = n_days if chance.random() < 0.5 else first + chance.randint(1, 3)
        story.gone = tuple(range(first, last))
        story.gone_status = chance.choice([404, 410])
    elif later and not is_calm and chance.random() < 0.1:
        story.sick = (chance.choice(later),)
    return story


def _trouble(
    nth: int, source: Source, n_days: int, chance: random.Random
) -> dict[int, str]:
    """What is wrong when: one that moves, one that ends, and a bad day for others."""
    if source.kind == "page":
        return {}
    if nth % 20 == 7:
        return dict.fromkeys(range(1, n_days), "moved")
    if nth % 20 == 12:
        return dict.fromkeys(range(2, n_days), "gone")
    slugs = [*TROUBLES, "lent", "short"]
    slug = slugs[nth % len(slugs)]
    is_rare = slug in ("silent", "short") and nth > 30
    if is_rare or nth % 5 == 0:
        return {}
    return {chance.randrange(1, n_days): slug}


def _share(sources: list[Source]) -> None:
    """Some list a neighbour's article too; some carry another one's text."""
    plain = [
        source
        for source in sources
        if source.kind != "page" and source.links == "plain" and not source.is_full
    ]
    for nth, (lister, owner) in enumerate(zip(plain[::4], plain[1::4], strict=False)):
        if nth % 2 and lister.kind == "feed":
            lister.stories[-1].wire = owner.stories[-1].name
            lister.stories[-1].edits = owner.stories[-1].edits = ()
        elif owner.says != "feed" and lister.guids != "revision":
            lister.stories.append(owner.stories[1])
