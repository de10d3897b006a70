"""Pages, feeds and sitemaps of a loopback site, and a configuration to read them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

from newssite import Conversation, Host, Reply, Script

STORY = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{title}</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1>
<p>{first} The council met on Monday evening to discuss the plan for the harbour.</p>
<p>Work is to begin in the spring, and will take two years according to the mayor.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title>
{items}</channel></rss>"""
ITEM = (
    "<item><title>{title}</title><link>{url}</link><guid>{guid}</guid>"
    "<pubDate>{date}</pubDate></item>"
)
DATE = "Mon, 04 Mar 2024 10:00:00 +0100"


def story(site: Host, path: str, title: str, first: str = "", **more: object) -> None:
    """A page whose server knows its state: asked with its ETag it answers 304."""
    body = STORY.format(title=title, first=first or told(title)).encode()
    site.play(path, conditional(body, f'"{hash(body)}"'))


def told(title: str) -> str:
    """What this story says and no other: two of one form would be one told twice."""
    words = random.Random(title)
    said = (
        f"{words.choice('bdfgklmnprst')}{words.randbytes(3).hex()}" for _ in "." * 50
    )
    return f"{title}, it is told. It was {' '.join(said)}."


def conditional(body: bytes, etag: str, media_type: str = "text/html") -> Script:
    headers = (("Content-Type", media_type), ("ETag", etag))

    def script(talk: Conversation) -> Reply:
        if talk.seen.headers.get("if-none-match") == etag:
            return Reply(status=304, headers=headers)
        return Reply(body=body, headers=headers)

    return script


def feed_of(items: Iterable[tuple[str, str, str]], date: str = DATE) -> bytes:
    """A feed of (guid, address, title)."""
    written = "".join(
        ITEM.format(guid=guid, url=url, title=title, date=date)
        for guid, url, title in items
    )
    return FEED.format(items=written).encode()


def feed(site: Host, *items: tuple[str, str, str], path: str = "/feed") -> None:
    """A feed of (guid, path, title) of the site's own; it has an ETag."""
    body = feed_of((guid, site.url(to), title) for guid, to, title in items)
    site.play(path, conditional(body, f'"{hash(body)}"', "text/xml"))


def sitemap(site: Host, path: str, *items: tuple[str, str | None]) -> None:
    """A sitemap of (path, lastmod)."""
    _sitemap(site, path, "urlset", "url", items)


def sitemap_index(site: Host, path: str, *items: tuple[str, str | None]) -> None:
    """An index of (path, lastmod)."""
    _sitemap(site, path, "sitemapindex", "sitemap", items)


def _sitemap(
    site: Host, path: str, root: str, tag: str, items: Iterable[tuple[str, str | None]]
) -> None:
    said = "".join(
        f"<{tag}><loc>{site.url(to)}</loc>"
        + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")
        + f"</{tag}>"
        for to, lastmod in items
    )
    body = (
        f'<?xml version="1.0"?><{root} xmlns='
        f'"http://www.sitemaps.org/schemas/sitemap/0.9">{said}</{root}>'
    )
    site.page(path, body.encode(), media_type="application/xml")


def add_source(config: Path, name: str, url: str, kind: str, **keys: str) -> None:
    """A source more in the configuration; `keys` are written as they are."""
    lines = [f'id = "{name}"', f'url = "{url}"', f'kind = "{kind}"']
    lines += [f"{key} = {value}" for key, value in keys.items()]
    config.write_text(config.read_text() + "[[source]]\n" + "\n".join(lines) + "\n")
