"""The script of a world of news sites: what each of them holds on each day.

Pure: a day is a number, nothing is served and nothing is asked here. What a ledger
must hold at the end follows from this and from what was served (worldjudge.py).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

# Each run is a little later in its day than the one before, as schedules are.
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = timedelta(hours=24, minutes=5)
N_PARAGRAPHS = 4

SYLLABLES = [
    a + b for a, b in zip("bcdfghjklmnprstvwxyz", "aoueiaou" * 3, strict=False)
]
VOCABULARY = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in ("n", "r", "")]


def moment(day: int) -> datetime:
    """When the run of that day starts."""
    return START + DAY * day


@dataclass(kw_only=True)
class Story:
    """One article: where it is, from when to when it is listed, what befalls it.

    `name` is in its title, and with the number of the edit in its text. `hushed`
    are the edits that no lastmod tells of. `wire` is the story whose text it carries.
    """

    name: str
    address: str
    path: str
    born: int
    listed_until: int
    edits: tuple[int, ...] = ()
    hushed: tuple[int, ...] = ()
    is_retitled: bool = False
    gone: tuple[int, ...] = ()
    gone_status: int = 404
    sick: tuple[int, ...] = ()
    wire: str | None = None

    def url(self, port: int) -> str:
        return f"http://{self.address}:{port}{self.path}"

    def is_listed(self, day: int) -> bool:
        return self.born <= day <= self.listed_until

    def n_edits(self, day: int) -> int:
        return sum(edited <= day for edited in self.edits)

    def told_at(self, day: int) -> datetime:
        """What its lastmod says: when it was born, or edited and told of it."""
        told = [at for at in self.edits if at <= day and at not in self.hushed]
        return moment(max([self.born, *told])) - timedelta(hours=2)

    @property
    def published_at(self) -> datetime:
        return moment(self.born) - timedelta(hours=3)

    def status(self, day: int) -> int:
        if day in self.sick:
            return 500
        return self.gone_status if day in self.gone else 200

    def token(self, day: int) -> str:
        """What its text says of itself, so that a row tells what it was made from."""
        return f"{self.wire or self.name}v{self.n_edits(day)}"

    def title(self, day: int) -> str:
        words = some_words(self.wire or self.name, 6)
        told = "Corrected: " if self.is_retitled and self.n_edits(day) else ""
        return f"{told}{words.capitalize()} {self.wire or self.name}"

    def paragraphs(self, day: int) -> list[str]:
        """Its text, some 260 words; an edit puts another sentence at its start."""
        name = self.wire or self.name
        rest = [
            ". ".join(some_words(f"{name} {nth} {line}", 13).capitalize()
                      for line in range(5)) + "."
            for nth in range(N_PARAGRAPHS)
        ]  # fmt: skip
        said = some_words(f"{name} edit {self.n_edits(day)}", 9)
        return [f"{said.capitalize()} {self.token(day)}. {rest[0]}", *rest[1:]]

    @property
    def author(self) -> str:
        first, last = some_words(f"{self.name} author", 2).split()
        return f"{first.capitalize()} {last.capitalize()}"


@cache
def some_words(seed: str, n_words: int) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(VOCABULARY) for _ in range(n_words))


@dataclass(kw_only=True)
class Host:
    """One site: what its robots.txt says, when it cannot say it, how it validates.

    `validators` is `etag`, `date` or empty, for listings and pages alike. On the days
    of `limits` it takes so many pages, and then asks for two hours of peace (429).
    """

    address: str
    robots: str | None = ""
    robots_down: tuple[int, ...] = ()
    closed: str | None = None
    validators: str = ""
    latency_s: float = 0.0
    delay_s: float = 0.0
    limits: dict[int, int] = field(default_factory=dict)

    @property
    def is_shut(self) -> bool:
        """Whether its robots.txt forbids everything to everybody."""
        return self.robots == "User-agent: *\nDisallow: /\n"


@dataclass(kw_only=True)
class Source:
    """One source: how it lists its stories, and what is wrong with it on some days.

    `shape` is how the listing is written (worldlistings.py). `links` is how an
    address changes from day to day: `plain, forms, token, go`; `guids` likewise:
    `plain, url, flip, revision, none, shared`. `says` is where a date and an author
    stand: `page`, `feed` or `both`. `trouble` is by day, of TROUBLES or DETOURS.
    """

    source_id: str
    kind: str
    shape: str
    host: Host
    stories: list[Story] = field(default_factory=list)
    links: str = "plain"
    guids: str = "plain"
    says: str = "both"
    has_lastmod: bool = True
    has_canonical: bool = True
    trouble: dict[int, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path of the listing; of a page, of its one story."""
        if self.kind == "page":
            return self.stories[0].path
        return f"/{self.source_id}/listing"

    @property
    def is_full(self) -> bool:
        """Whether its listing holds the articles whole."""
        return self.shape.endswith("_full")

    def url(self, port: int) -> str:
        """The front page of its site."""
        return f"http://{self.host.address}:{port}/"

    def listed(self, day: int) -> list[Story]:
        return [story for story in self.stories if story.is_listed(day)]


# What can be wrong with a listing, and the outcome that must be on record.
TROUBLES = {
    "error": {"server_error"},
    "silent": {"timeout", "deadline"},
    "hangup": {"reset"},
    "cut": {"truncated"},
    "empty": {"empty"},
    "html": {"not_a_feed", "not_a_sitemap", "media_type"},
    "lost": {"not_found"},
    "gone": {"gone"},
    "limited": {"rate_limited"},
    "busy": {"server_error"},
    "loop": {"redirect_loop"},
}
# Those that are no trouble in the end: the listing comes, by another way.
DETOURS = ("moved", "lent", "short")


@dataclass(kw_only=True)
class World:
    """All sites and sources, and what day it is there."""

    sources: list[Source]
    n_days: int
    gap_s: float = 0.01
    deadline_s: float = 1.0
    day: int = 0

    @property
    def hosts(self) -> list[Host]:
        return list({s.host.address: s.host for s in self.sources}.values())

    def stories(self) -> dict[str, Story]:
        return {story.name: story for s in self.sources for story in s.stories}

    def config(self, port: int) -> str:
        """The configuration that a run over all of it has."""
        tables = [
            "[defaults]\nallow_private = true\n"
            f"host_gap_s = {self.gap_s}\ndeadline_s = {self.deadline_s}\n"
        ]
        tables += [
            f'[[source]]\nid = "{source.source_id}"\nkind = "{source.kind}"\n'
            f'url = "http://{source.host.address}:{port}{source.path}"\n'
            for source in self.sources
        ]
        return "\n".join(tables)
