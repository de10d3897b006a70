"""What a ledger must hold, told by the world's script and by what was served.

Nothing of the program is imported: a second reckoning, of the same rules. Each
function gives what is wrong, in words, so that nothing stands for all is well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from world import DAY, START, TROUBLES, Story, World
from worldsite import Served, WorldSite

Ask = Callable[..., list[tuple]]
# What a look may be that nobody was asked for, or of which nothing was to be read.
UNASKED = {"not_modified", "unchanged", "failed"}
TOKEN = re.compile(r"k\d{3}n\d\dv\d+")


@dataclass
class Told:
    """What a story's site said of it on a day, and what of that is a version."""

    looks: dict[int, str] = field(default_factory=dict)
    versions: list[tuple[int, str | None, frozenset[str]]] = field(default_factory=list)
    outcomes: dict[int, str] = field(default_factory=dict)


def day_of(at: datetime) -> int:
    return (at - START) // DAY


def story_path(url: str) -> str:
    """The path of a story, of whatever form of its address."""
    path = urlsplit(url).path.rstrip("/").removesuffix("/amp")
    return path.removeprefix("/go")


def told(site: WorldSite) -> dict[str, Told]:
    """By story, what was served of it, and the history that follows."""
    by_story: dict[str, Told] = defaultdict(Told)
    full = {source.source_id for source in site.world.sources if source.is_full}
    for served in site.served:
        is_page = served.story is not None and served.source_id not in full
        if is_page and served.status != 429:
            look = {200: served.token, 304: "same"}.get(served.status, "failed")
            is_missing = served.status in (404, 410)
            by_story[served.story].looks[served.day] = (
                "missing" if is_missing else look or ""
            )
    for name, looks in _whole(site).items():
        by_story[name].looks.update(looks)
    stories = site.world.stories()
    for name, one in by_story.items():
        _refuse(stories[name], one, site)
        _follow(stories[name], one)
    return by_story


def _whole(site: WorldSite) -> dict[str, dict[int, str]]:
    """What listings told that hold their articles whole."""
    by_id = {source.source_id: source for source in site.world.sources}
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for served in site.served:
        source = by_id.get(served.source_id or "")
        if served.what == "listing" and served.status == 200 and source.is_full:
            if source.trouble.get(served.day, "") in TROUBLES:
                continue
            for story in source.listed(served.day):
                found[story.name][served.day] = story.token(served.day)
    return found


def harried(site: WorldSite) -> set[tuple[str, int]]:
    """The hosts that wanted peace, by day: what is left unasked there has failed."""
    return {(served.host, served.day) for served in site.served if served.status == 429}


def _refuse(story: Story, one: Told, site: WorldSite) -> None:
    """A look that failed where what was not there was to be asked again and was not."""
    missing = [day for day, look in one.looks.items() if look == "missing"]
    shy = {day for host, day in harried(site) if host == story.address}
    for day in missing:
        if day + 1 in shy and day + 1 not in one.looks:
            one.looks[day + 1] = "refused"


def _follow(story: Story, one: Told) -> None:
    """The versions and outcomes of the looks, in their order."""
    text, before, is_gone = None, "", False
    for day, look in sorted(one.looks.items()):
        if look == "missing":
            makes_gone = text is not None and before == "missing" and not is_gone
            one.outcomes[day] = "gone" if is_gone or makes_gone else "failed"
            if makes_gone:
                is_gone = True
                one.versions.append((day, None, frozenset(["deleted"])))
        elif look in ("failed", "refused"):
            one.outcomes[day] = look
        else:
            seen = text if look == "same" else look
            changed = _changed(story, text, seen)
            if is_gone:
                changed |= {"returned"}
            if text is None or changed:
                one.versions.append((day, seen, frozenset(changed)))
            one.outcomes[day] = (
                ("new" if text is None else "changed")
                if text is None or changed
                else ("not_modified" if look == "same" else "unchanged")
            )
            text, is_gone = seen, False
        if text is None:
            one.outcomes[day] = "rejected"
        before = look


def _changed(story: Story, old: str | None, new: str | None) -> set[str]:
    if old is None or old == new:
        return set()
    is_first = old.endswith("v0") or (new or "").endswith("v0")
    return {"text", "title"} if story.is_retitled and is_first else {"text"}


def wrong_histories(site: WorldSite, ask: Ask) -> list[str]:
    """Where the versions in SQL are not those that the world told."""
    stories = {story_path(story.path): story for story in site.world.stories().values()}
    rows = ask(
        "select article_id, version_no, valid_from, url, title, text, is_deleted, "
        "changed, published_at, max(url) over (partition by article_id) from "
        "article_history order by article_id, version_no"
    )
    ids, found, wrong = defaultdict(set), defaultdict(list), []
    for article_id, _, at, _, title, text, is_deleted, changed, published, url in rows:
        story = stories.get(story_path(url))
        if story is None:
            wrong.append(f"no story is at {url}: {title}")
            continue
        ids[story.name].add(article_id)
        token = None if is_deleted else " ".join(TOKEN.findall(text or ""))
        found[story.name].append((day_of(at), token, frozenset(changed)))
        day = day_of(at)
        if not is_deleted and token == story.token(day):
            if title != story.title(day):
                wrong.append(f"{story.name} day {day}: title {title!r}")
            if published != story.published_at:
                wrong.append(f"{story.name} day {day}: published {published}")
    wrong += [f"{name} is {len(many)} articles" for name, many in ids.items()
              if len(many) > 1]  # fmt: skip
    expected = {name: one.versions for name, one in told(site).items() if one.versions}
    for name in sorted(expected.keys() | found.keys()):
        want, got = expected.get(name, []), found.get(name, [])
        if want != got:
            wrong.append(f"{name}: told {_shown(want)}, held {_shown(got)}")
    return wrong


def _shown(versions: list[tuple]) -> str:
    return "; ".join(
        f"day {day} {token} {sorted(changed)}" for day, token, changed in versions
    )


def wrong_looks(site: WorldSite, ask: Ask) -> list[str]:
    """Where an observation is not what was served, or is missing, or too many."""
    paths = {story_path(story.path): story for story in site.world.stories().values()}
    rows = ask(
        "select r.started_at, h.url, o.outcome, count(*) from observations as o "
        "join runs as r using (run_id) join (select article_id, max(url) as url from "
        "article_history group by 1) as h using (article_id) group by all"
    )
    got: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for at, url, outcome, n in rows:
        story = paths.get(story_path(url))
        if story is not None:
            got[story.name, day_of(at)][outcome] += n
    wrong = []
    for name, one in told(site).items():
        for day, want in one.outcomes.items():
            held = got.pop((name, day), Counter())
            may = {"new", "duplicate"} if want == "new" else {want}
            if want == "rejected":
                may = set()
            if want == "refused":
                may = {"failed"} if held else set()
            if held.total() != bool(may) or not set(held) <= may:
                wrong.append(f"{name} day {day}: {want} was served, held {dict(held)}")
    for (name, day), held in got.items():
        if held.total() > 1 or not set(held) <= UNASKED:
            wrong.append(f"{name} day {day}: not served, held {dict(held)}")
    return wrong


def wrong_requests(site: WorldSite, ask: Ask) -> list[str]:
    """Where a request is no row of `fetches`, or a row no request."""
    rows = ask(
        "select r.started_at, f.redirects, f.final_url, f.status, f.outcome, f.reason "
        "from fetches as f join runs as r using (run_id)"
    )
    held: Counter[tuple[int, str]] = Counter()
    for at, redirects, final_url, status, outcome, reason in rows:
        was_asked = status is not None or outcome in ("reset", "timeout", "deadline")
        was_asked &= not (reason or "").startswith(("robots.txt", "not before"))
        was_asked |= outcome == "truncated"
        was_asked &= outcome != "redirect_loop"  # it ends where it was already
        for url in [*redirects, *([final_url] if was_asked else [])]:
            held[day_of(at), _address(url)] += 1
    seen = Counter((s.day, f"{s.host}{s.path}") for s in site.served)
    # a kept connection that is hung up on looks like an old one: asked once more
    again = {(s.day, f"{s.host}{s.path}") for s in site.served if s.status == 0}
    return [
        f"day {key[0]} {key[1]}: {seen[key]} requests, {held[key]} rows"
        for key in sorted(seen.keys() | held.keys())
        if seen[key] != held[key] and not (key in again and 0 < held[key] < seen[key])
    ]


def _address(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname}{parts.path}{query}"


def unheard(site: WorldSite) -> list[Served]:
    """Requests that did not say who asks."""
    return [served for served in site.served if not served.is_by_robot]


def n_shown(world: World, site: WorldSite) -> int:
    """How many articles are to be shown: those that are there, copies as one."""
    stories = world.stories()
    standing = {
        stories[name].wire or name
        for name, one in told(site).items()
        if one.versions and one.versions[-1][1] is not None
    }
    return len(standing)
