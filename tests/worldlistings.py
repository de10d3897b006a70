"""How a source of the world writes down what it lists on a day: bytes, pure."""

from __future__ import annotations

import gzip
import json
import random
from datetime import datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from world import Source, Story

XML = "application/xml"
MEDIA_TYPES = {"json": "application/feed+json", "section": "text/html; charset=utf-8"}
SITEMAP_NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NS = "http://www.google.com/schemas/sitemap-news/0.9"


def listing(source: Source, day: int, port: int) -> tuple[bytes, str]:
    """The body of the listing, and its media type."""
    stories = source.listed(day)
    write = WRITERS[source.shape.removesuffix("_full").removesuffix("_gz")]
    body = write(source, stories, day, port).encode()
    if source.shape.endswith("_gz"):
        return gzip.compress(body, mtime=0), "application/gzip"
    if source.shape == "urls":
        return body, "text/plain; charset=utf-8"
    return body, MEDIA_TYPES.get(source.shape, XML)


def link(source: Source, story: Story, day: int, port: int) -> str:
    """The address under which it lists a story on that day."""
    plain = story.url(port)
    if source.links == "forms":
        forms = ("", "?utm_source=rss&utm_medium=feed", "/amp", "/")
        return plain + forms[day % len(forms)]
    if source.links == "token":
        chance = random.Random(f"{story.name} {day}")
        return f"{plain}?sid={chance.randbytes(8).hex()}"
    if source.links == "go":
        return plain.replace(story.path, f"/go{story.path}")
    return plain


def guid(source: Source, story: Story, day: int, port: int) -> str | None:
    """What it calls a story on that day."""
    address = story.url(port)
    return {
        "plain": f"tag:{story.name}",
        "url": address,
        "flip": address.replace("http:", "https:") if day % 2 else address,
        "revision": f"{address}#{story.n_edits(day)}",
        "shared": "tag:all-of-them",
        "none": None,
    }[source.guids]


def whole(story: Story, day: int) -> str:
    return "".join(f"<p>{text}</p>" for text in story.paragraphs(day))


def _rss2(source: Source, stories: list[Story], day: int, port: int) -> str:
    items = "".join(_rss_item(source, story, day, port) for story in stories)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{source.source_id}</title><link>{source.url(port)}</link>"
        f"<description>News</description>{items}</channel></rss>"
    )


def _rss_item(source: Source, story: Story, day: int, port: int) -> str:
    name = guid(source, story, day, port)
    parts = [f"<title>{escape(story.title(day))}</title>"]
    parts += [f"<link>{escape(link(source, story, day, port))}</link>"]
    if name is not None:
        is_link = "true" if source.guids == "url" else "false"
        parts += [f'<guid isPermaLink="{is_link}">{escape(name)}</guid>']
    if source.says != "page":
        parts += [f"<pubDate>{format_datetime(story.published_at)}</pubDate>"]
        parts += [f"<dc:creator>{story.author}</dc:creator>"]
    if source.is_full:
        parts += [f"<content:encoded>{escape(whole(story, day))}</content:encoded>"]
    return f"<item>{''.join(parts)}</item>"


def _rss1(source: Source, stories: list[Story], day: int, port: int) -> str:
    items = "".join(
        f'<item rdf:about="{escape(link(source, story, day, port))}">'
        f"<title>{escape(story.title(day))}</title>"
        f"<link>{escape(link(source, story, day, port))}</link>"
        f"<dc:date>{story.published_at.isoformat()}</dc:date></item>"
        for story in stories
    )
    return (
        '<?xml version="1.0"?><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{source.url(port)}"><title>{source.source_id}</title>'
        f"<link>{source.url(port)}</link></channel>{items}</rdf:RDF>"
    )


def _atom(source: Source, stories: list[Story], day: int, port: int) -> str:
    entries = "".join(_atom_entry(source, story, day, port) for story in stories)
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{source.source_id}</title><id>urn:{source.source_id}</id>"
        f"{entries}</feed>"
    )


def _atom_entry(source: Source, story: Story, day: int, port: int) -> str:
    content = ""
    if source.is_full:
        content = f'<content type="html">{escape(whole(story, day))}</content>'
    name = escape(guid(source, story, day, port) or "")
    return (
        f"<entry><title>{escape(story.title(day))}</title><id>{name}</id>"
        f'<link href="{escape(link(source, story, day, port))}"/>'
        f"<published>{story.published_at.isoformat()}</published>"
        f"<updated>{story.told_at(day).isoformat()}</updated>"
        f"<author><name>{story.author}</name></author>{content}</entry>"
    )


def _json(source: Source, stories: list[Story], day: int, port: int) -> str:
    items = []
    for story in stories:
        item = {
            "id": guid(source, story, day, port),
            "url": link(source, story, day, port),
            "title": story.title(day),
            "date_published": story.published_at.isoformat(),
            "authors": [{"name": story.author}],
            "summary": "In short.",
        }
        if source.is_full:
            item["content_html"] = whole(story, day)
        items.append(item)
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": source.source_id,
            "items": items,
        }
    )


def _sitemap(source: Source, stories: list[Story], day: int, port: int) -> str:
    urls = "".join(
        f"<url><loc>{escape(link(source, story, day, port))}</loc>"
        f"{_lastmod(source, story.told_at(day))}</url>"
        for story in stories
    )
    return f'<?xml version="1.0"?><urlset xmlns="{SITEMAP_NS}">{urls}</urlset>'


def _news(source: Source, stories: list[Story], day: int, port: int) -> str:
    urls = "".join(
        f"<url><loc>{escape(link(source, story, day, port))}</loc>"
        f"{_lastmod(source, story.told_at(day))}<news:news><news:publication>"
        f"<news:name>{source.source_id}</news:name>"
        "<news:language>en</news:language></news:publication>"
        f"<news:publication_date>{story.published_at.isoformat()}"
        "</news:publication_date>"
        f"<news:title>{escape(story.title(day))}</news:title></news:news></url>"
        for story in stories
    )
    return (
        f'<?xml version="1.0"?><urlset xmlns="{SITEMAP_NS}" '
        f'xmlns:news="{NEWS_NS}">{urls}</urlset>'
    )


def _index(source: Source, stories: list[Story], day: int, port: int) -> str:
    """An index of itself too, and of two halves, the second packed."""
    del stories, day
    paths = ["listing", "half-0.xml", "half-1.xml.gz"]
    maps = "".join(
        f"<sitemap><loc>{source.url(port)}{source.source_id}/{path}</loc></sitemap>"
        for path in paths
    )
    return (
        f'<?xml version="1.0"?><sitemapindex xmlns="{SITEMAP_NS}">{maps}</sitemapindex>'
    )


def half(source: Source, nth: int, day: int, port: int) -> bytes:
    """One of the two sitemaps of an index."""
    body = _sitemap(source, source.listed(day)[nth::2], day, port).encode()
    return gzip.compress(body, mtime=0) if nth else body


def _lastmod(source: Source, at: datetime) -> str:
    return f"<lastmod>{at.isoformat()}</lastmod>" if source.has_lastmod else ""


def _urls(source: Source, stories: list[Story], day: int, port: int) -> str:
    lines = [link(source, story, day, port) for story in stories]
    return "\r\n".join(["# what we hold", *lines, ""])


def _section(source: Source, stories: list[Story], day: int, port: int) -> str:
    menu = "".join(
        f'<li><a href="/{source.source_id}/{quote(name)}">{name}</a></li>'
        for name in ("sport", "culture", "contact", "login")
    )
    blocks = "".join(
        f'<article><h2><a href="{escape(link(source, story, day, port))}">'
        f"{escape(story.title(day))}</a></h2>"
        f"<time>{story.published_at.date()}</time>"
        f"<p>{story.paragraphs(day)[1][:90]}…</p></article>"
        for story in stories
    )
    return (
        f"<!doctype html><html><head><title>{source.source_id}</title></head><body>"
        f'<nav><ul>{menu}</ul></nav><main>{blocks}</main><footer><a href="/imprint">'
        "Imprint</a></footer></body></html>"
    )


WRITERS = {
    "rss2": _rss2,
    "rss1": _rss1,
    "atom": _atom,
    "json": _json,
    "sitemap": _sitemap,
    "news": _news,
    "index": _index,
    "urls": _urls,
    "section": _section,
}
