"""The sites of a world, served on loopback addresses, with a log that can judge.

Every host is a server of its own on the same port. What was served is kept: the
day, the address, what was sent along, the status, and of a story which edit.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.utils import format_datetime

from newssite import HTML, Conversation, NewsSite, Reply, Script
from world import Host, Source, Story, World, moment, some_words
from worldlistings import half, listing
from worldtroubles import LONG_S, troubled

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{title}</title>{meta}</head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{title}</h1>{text}</article>
<footer>All rights reserved</footer><!-- {noise} --></body></html>"""


@dataclass(frozen=True, kw_only=True)
class Served:
    """One request and what it was answered; `status` is 0 where it was broken off.

    `token` is of the edit that a story's page or a full listing told; a 304 tells
    none. `given` are the validators that came with the answer, `sent` those that
    came with the request.
    """

    day: int
    host: str
    path: str
    at: float
    status: int
    what: str
    source_id: str | None = None
    story: str | None = None
    token: str | None = None
    sent: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    retry_after_s: int | None = None
    is_by_robot: bool = False


class WorldSite:
    """Answers for every host of the world, as its day has it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.port = 0
        self.served: list[Served] = []
        self._hosts = {host.address: host for host in world.hosts}
        self._sources = {
            (source.host.address, source.source_id): source for source in world.sources
        }
        self._stories = {
            (source.host.address, story.path): (source, story)
            for source in reversed(world.sources)
            for story in source.stories
        }
        self._n_asked: Counter[tuple[int, str, str]] = Counter()
        self._noise = itertools.count()

    def answer(self, talk: Conversation) -> Reply | None:
        """What the request is answered, which is also put into the log."""
        name = talk.seen.headers["host"].split(":")[0]
        path, day = talk.seen.path, self.world.day
        self._n_asked[day, name, path] += 1
        route, told = self._route(self._hosts[name], path)
        sent = tuple(
            talk.seen.headers[header]
            for header in ("if-none-match", "if-modified-since")
            if header in talk.seen.headers
        )
        if isinstance(route, Reply):
            route = _conditional(route, sent, self._hosts[name].latency_s)
        said = dict(route.headers) if isinstance(route, Reply) else {}
        status = route.status if isinstance(route, Reply) else 0
        served = Served(
            day=day,
            host=name,
            path=path,
            at=talk.seen.at,
            status=status,
            sent=sent,
            given=_validators(said),
            retry_after_s=int(said["Retry-After"]) if "Retry-After" in said else None,
            is_by_robot="newsledger/" in talk.seen.headers.get("user-agent", ""),
            **told,
        )
        self.served.append(served)
        return route if isinstance(route, Reply) else route(talk)

    def _route(self, host: Host, path: str) -> tuple[Reply | Script, dict]:
        if path == "/robots.txt":
            return self._robots(host), {"what": "robots"}
        plain = path.partition("?")[0]
        first, _, rest = plain[1:].partition("/")
        source = self._sources.get((host.address, first))
        if source is not None and rest in ("listing", "moved"):
            told = {"what": "listing", "source_id": source.source_id}
            return self._listing(source, path, rest), told
        if source is not None and rest.startswith("half-"):
            body = half(source, int(rest[5]), self.world.day, self.port)
            told = {"what": "part", "source_id": source.source_id}
            return _reply(body, "application/xml", ()), told
        if first == "go":
            to = f"{self._origin(host)}/{rest}"
            return _reply(b"", HTML, [("Location", to)], 302), {"what": "hop"}
        found = self._stories.get((host.address, _plain(plain)))
        if found is None:
            return Reply(status=404), {"what": "other"}
        return self._story(host, *found)

    def _robots(self, host: Host) -> Reply:
        if self.world.day in host.robots_down:
            return Reply(status=500)
        if host.robots is None:
            return Reply(status=404)
        return _reply(host.robots.encode(), "text/plain", ())

    def _listing(self, source: Source, path: str, rest: str) -> Reply | Script:
        day, origin = self.world.day, self._origin(source.host)
        trouble = source.trouble.get(day) if rest == "listing" else None
        if trouble is not None:
            n_asked = self._n_asked[day, source.host.address, path]
            broken = troubled(trouble, f"{origin}/{source.source_id}", n_asked)
            if broken is not None:
                return broken
        body, media_type = listing(source, day, self.port)
        since = max(
            (at for at in range(1, day + 1) if _changed(source, at, self.port)),
            default=0,
        )
        return _reply(body, media_type, _headers(source.host, body, since))

    def _story(self, host: Host, source: Source, story: Story) -> tuple[Reply, dict]:
        day = self.world.day
        told = {"what": "page", "story": story.name, "source_id": source.source_id}
        self._n_asked[day, host.address, "pages"] += 1
        if self._n_asked[day, host.address, "pages"] > host.limits.get(day, 10**9):
            wait = [("Retry-After", str(LONG_S))]
            return _reply(b"", HTML, wait, 429), told
        status = story.status(day)
        if status != 200:
            return _reply(b"<p>Nothing.</p>", HTML, (), status), told
        noise = "" if host.validators else next(self._noise)
        body = page(source, story, day, self.port, str(noise)).encode()
        since = max([story.born, *(at for at in story.edits if at <= day)])
        headers = _headers(host, body, since)
        return _reply(body, HTML, headers), {**told, "token": story.token(day)}

    def _origin(self, host: Host) -> str:
        return f"http://{host.address}:{self.port}"


def page(source: Source, story: Story, day: int, port: int, noise: str) -> str:
    """The page of a story as it stands on that day."""
    meta = ""
    if source.has_canonical:
        meta = f'<link rel="canonical" href="{story.url(port)}">'
    if source.says != "feed":
        at = story.published_at.isoformat()
        meta += (
            f'<meta property="article:published_time" content="{at}">'
            f'<meta name="author" content="{story.author}">'
        )
    paragraphs = story.paragraphs(day)
    if source.is_full:  # a page is never its feed's content letter by letter
        paragraphs.append(f"{some_words(story.name + ' more', 12).capitalize()}.")
    return PAGE.format(
        title=story.title(day),
        meta=meta,
        text="\n".join(f"<p>{text}</p>" for text in paragraphs),
        noise=noise,
    )


@contextmanager
def serving(world: World) -> Iterator[WorldSite]:
    """The world's sites, served until the end of the `with`."""
    site = WorldSite(world)
    with ExitStack() as stack:
        for host in world.hosts:
            server = NewsSite(host=host.address, port=site.port)
            stack.enter_context(server)
            server.play("*", site.answer)
            site.port = server.port
        yield site


def _changed(source: Source, day: int, port: int) -> bool:
    return listing(source, day, port) != listing(source, day - 1, port)


def _plain(path: str) -> str:
    return path.rstrip("/").removesuffix("/amp")


def _reply(body: bytes, media_type: str, headers: object, status: int = 200) -> Reply:
    kept = (("Content-Type", media_type), *headers)
    return Reply(status=status, body=body, headers=kept)


def _headers(host: Host, body: bytes, since: int) -> list[tuple[str, str]]:
    if host.validators == "etag":
        return [("ETag", f'W/"{hashlib.sha256(body).hexdigest()[:16]}"')]
    if host.validators == "date":
        return [("Last-Modified", format_datetime(moment(since)))]
    return []


def _validators(said: dict[str, str]) -> tuple[str, ...]:
    return tuple(said[name] for name in ("ETag", "Last-Modified") if name in said)


def _conditional(reply: Reply, sent: tuple[str, ...], latency_s: float) -> Reply:
    """The answer, or a 304 where what was sent is what would be given again."""
    is_same = reply.status == 200 and bool(sent)
    if is_same and set(_validators(dict(reply.headers))) & set(sent):
        return Reply(status=304, headers=reply.headers, wait_s=latency_s)
    return Reply(
        status=reply.status, body=reply.body, headers=reply.headers, wait_s=latency_s
    )
