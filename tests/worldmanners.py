"""Whether a run behaved: the server's own log is the judge.

Each function gives what was wrong, in words. Times are of one monotonic clock, and
a request is logged after it was sent, so a gap can only look longer than it was.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from world import TROUBLES, Source, World
from worldjudge import harried
from worldsite import Served, WorldSite
from worldtroubles import LONG_S

RECHECK_DAYS = (1, 3, 7)
N_MOVES = 5
N_GONE = 3


def too_close(site: WorldSite) -> list[str]:
    """Requests to one host before its gap was over."""
    gaps = {
        host.address: max(site.world.gap_s, host.delay_s) for host in site.world.hosts
    }
    return [
        f"day {b.day} {b.host}{b.path}: {b.at - a.at:.4f} s after {a.path}"
        for host, log in _by_host(site).items()
        for a, b in pairwise(log)
        # the robots.txt is what tells of a delay
        if b.at - a.at < (site.world.gap_s if a.what == "robots" else gaps[host])
    ]


def forbidden(site: WorldSite) -> list[str]:
    """Requests that a robots.txt forbade, or that were made without asking for it."""
    wrong = []
    for host in site.world.hosts:
        first_of_day: dict[int, Served] = {}
        for served in _by_host(site).get(host.address, []):
            first_of_day.setdefault(served.day, served)
            is_closed = bool(host.closed) and served.path.startswith(host.closed)
            is_down = served.day in host.robots_down
            if served.what != "robots" and (host.is_shut or is_closed or is_down):
                wrong.append(f"day {served.day} {host.address}{served.path}")
        wrong += [
            f"day {day} {host.address}{served.path}: before robots.txt"
            for day, served in first_of_day.items()
            if served.what != "robots"
        ]
    return wrong


def impatient(site: WorldSite) -> list[str]:
    """Requests before a Retry-After was over: a host's at 429, an address's at 503."""
    wrong = []
    for log in _by_host(site).values():
        for nth, said in enumerate(log):
            if said.retry_after_s is None:
                continue
            for later in log[nth + 1 :]:
                is_meant = said.status == 429 or later.path == said.path
                is_over = later.at - said.at >= said.retry_after_s
                if later.day == said.day and is_meant and not is_over:
                    wrong.append(f"day {later.day} {later.host}{later.path}")
    return wrong


def doubled(site: WorldSite) -> list[str]:
    """Addresses that were asked twice in a run, but for a reason."""
    n_asked: dict[tuple[int, str, str], list[Served]] = defaultdict(list)
    for served in site.served:
        n_asked[served.day, served.host, served.path].append(served)
    return [
        f"day {day} {host}{path}: {[one.status for one in many]}"
        for (day, host, path), many in n_asked.items()
        if len(many) > 1
        and many[0].status != 0
        and not (many[0].retry_after_s or LONG_S) < LONG_S
        and not path.endswith("/moved")
    ]


def careless(site: WorldSite) -> list[str]:
    """Requests without the validators that the last good answer gave.

    Only of sites where nothing failed since: after that a listing has to come whole.
    """
    wrong = []
    troubled = {
        (s.host, s.day) for s in site.served if s.status not in (200, 304, 301, 302)
    }
    listed = Counter(story.name for s in site.world.sources for story in s.stories)
    shared = {name for name, n_sources in listed.items() if n_sources > 1}
    # what a redirect led to is asked by its own address later
    shut = {
        source.source_id
        for source in site.world.sources
        if source.host.closed or source.links == "go" or source.is_full
    }
    last: dict[tuple[str, str | None], Served] = {}
    for served in site.served:
        # what two sources list is asked by what either says of it
        if served.what not in ("listing", "page") or served.story in shared:
            continue
        is_listing = served.what == "listing"
        key = (served.host, served.source_id if is_listing else served.path)
        before = last.get(key)
        if served.status in (200, 304):
            last[key] = served
        if before is None or not before.given or before.day == served.day:
            continue
        days = range(before.day, served.day)
        is_calm = not any((served.host, day) in troubled for day in days)
        may_be_old = not _has_to_come_whole(site.world, served, before.day, shared)
        is_sent = bool(set(served.sent) & set(before.given))
        if is_calm and may_be_old and not is_sent and served.source_id not in shut:
            wrong.append(f"day {served.day} {served.host}{served.path}: {served.sent}")
    return wrong


def _has_to_come_whole(
    world: World, served: Served, day: int, shared: set[str]
) -> bool:
    """Whether what came on that day is of no use for an answer of today.

    A listing that was no good; an index, which says nothing of what its sitemaps
    hold; one with what may have been asked for its neighbour just then, and failed;
    a page of which its listing says other things now.
    """
    source = next(s for s in world.sources if s.source_id == served.source_id)
    if served.what == "listing":
        is_of_use = source.trouble.get(day, "") not in TROUBLES
        is_of_use = is_of_use and source.shape != "index"
        return not is_of_use
    story = world.stories()[served.story or ""]
    return (story.title(day), story.told_at(day)) != (
        story.title(served.day),
        story.told_at(served.day),
    )


def unvisited(site: WorldSite, *, is_rechecked: bool) -> list[str]:
    """Stories that a run had to look at and did not.

    What a listing holds is asked where the listing came; of a sitemap what is new,
    or moved, or tells no time. Every article is asked again some days after it was
    first seen, listed or not, where its source was due and its site fit.
    """
    world, wrong = site.world, []
    visited = {(s.day, s.story) for s in site.served if s.story is not None}
    came = {
        (s.day, s.source_id)
        for s in site.served
        if s.what == "listing" and s.status == 200
    }
    calm = {
        (day, host.address)
        for host in world.hosts
        for day in range(world.n_days)
        if day not in host.robots_down and day not in host.limits
    } - {(s.day, s.host) for s in site.served if s.status in (429, 503, 0)}
    for source in world.sources:
        if source.is_full or source.kind == "page":
            continue
        for day in range(world.n_days):
            is_read = source.trouble.get(day, "") not in TROUBLES
            if (day, source.source_id) in came and is_read:
                due = _due(source, day, visited)
                wrong += [
                    f"day {day} {source.source_id}: {story.name}"
                    for story in due
                    if (day, story.name) not in visited
                    and (day, story.address) in calm
                    and "/closed/" not in story.path
                ]
    return wrong + (_not_rechecked(site, visited, calm) if is_rechecked else [])


def _due(source: Source, day: int, visited: set[tuple]) -> list:
    if source.kind != "sitemap" or not source.has_lastmod:
        return source.listed(day)
    return [
        story
        for story in source.listed(day)
        if story.told_at(day) != story.told_at(day - 1)
        or not any((before, story.name) in visited for before in range(day))
    ]


def _not_rechecked(site: WorldSite, visited: set[tuple], calm: set[tuple]) -> list[str]:
    first: dict[str, int] = {}
    for served in site.served:
        if served.what == "page" and served.status == 200:
            first.setdefault(served.story or "", served.day)
    ended = {
        (source.source_id, day)
        for source in site.world.sources
        for day in range(site.world.n_days)
        if list(source.trouble.values()).count("gone") >= N_GONE
        and sum(source.trouble.get(d) == "gone" for d in range(day)) >= N_GONE
    }
    owners = {
        story.name: source
        for source in reversed(site.world.sources)
        for story in source.stories
    }
    stories = site.world.stories()
    return [
        f"day {day + after} {name}: not looked at again, first seen on day {day}"
        for name, day in first.items()
        for after in RECHECK_DAYS
        if day + after < site.world.n_days
        and not owners[name].is_full
        and (day + after, stories[name].address) in calm
        and (owners[name].source_id, day + after) not in ended
        and not any(at in stories[name].gone for at in range(day + after))
        and (day + after, name) not in visited
    ]


def unmoved(site: WorldSite) -> list[str]:
    """Listings asked at their old address after five moves, or after they ended."""
    wrong = []
    for source in site.world.sources:
        for slug, patience in (("moved", N_MOVES), ("gone", N_GONE)):
            days = [day for day, said in source.trouble.items() if said == slug]
            # a look that was refused on the way does not count
            is_shy = any((source.host.address, day) in harried(site) for day in days)
            if len(days) < patience or is_shy:
                continue
            late = [
                served
                for served in site.served
                if served.source_id == source.source_id
                and served.path.endswith("/listing")
            ][min(days) + patience :]
            wrong += [f"{slug}: day {s.day} {s.host}{s.path}" for s in late]
    return wrong


def _by_host(site: WorldSite) -> dict[str, list[Served]]:
    by_host: dict[str, list[Served]] = defaultdict(list)
    for served in sorted(site.served, key=lambda one: one.at):
        by_host[served.host].append(served)
    return by_host
