"""What a page is read as, for a person at a terminal or for a script.

All of it comes from outside: none of its control characters reaches the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.report import json_text, safe
from tasks.extract.dropped import Drop
from tasks.steps.examine import SaidTwice, Seen
from tasks.text.fingerprint import count_words
from tasks.text.urls import redacted
from warehouse.model.article import Article, Dated
from warehouse.model.entry import Failed, Payload, Reject
from warehouse.model.source import Source

FIELDS = (
    "title", "published", "modified", "authors", "section", "tags", "language",
    "canonical_url", "image_url", "publisher", "is_free", "charset",
)  # fmt: skip
# How much is shown of each, in pieces and in characters.
N_PARAGRAPHS, N_EXCERPTS = 3, 3
HEAD, EXCERPT = 240, 76
HINT = """\
to have it read otherwise, say in sources.toml with CSS selectors what is the article
and what is not, and check it again with --source {source_id}:
    [source.rules]
    body = "…"   # all that is found is the article
    drop = "…"   # all that is found is not
docs/rules.md shows it for a whole page"""


def show_seen(seen: Seen, source: Source, console: Console, *, is_all: bool) -> None:
    """Prints each field with its origin, the text's head, and what was taken out.

    With `is_all` everything that was taken out, whole; else the start of some.
    """
    _show_where(seen, source, console)
    if seen.examined is None:
        return
    read = seen.examined.read
    if isinstance(read, Reject):
        _say(console, f"left out: {read.reason}: {read.detail}", "bold red")
    else:
        console.print(_fields(read))
        _show_text(read, console)
    _show_dropped(seen.examined.dropped, console, is_all=is_all)
    for one in seen.repeats:
        _show_said_twice(one, console, is_all=is_all)
    if isinstance(seen.what, Payload) and "html" in seen.what.media_type:
        named = "ID" if source.always_due else source.source_id
        _say(console, HINT.format(source_id=named), "dim")


def seen_json(seen: Seen) -> str:
    """The same for a script: article or reject, what was taken out, the requests."""
    read = seen.examined.read if seen.examined else seen.what
    payload = seen.what if isinstance(seen.what, Payload) else None
    said: dict[str, Any] = {
        "url": payload.url if payload else None,
        "media_type": payload.media_type if payload else None,
        "n_bytes": len(payload.body) if payload else None,
        "outcome": seen.what.outcome if not isinstance(seen.what, Reject) else None,
        "article": asdict(read) if isinstance(read, Article) else None,
        "reject": asdict(read) if isinstance(read, Reject) else None,
        "dropped": [asdict(drop) for drop in seen.examined.dropped]
        if seen.examined
        else [],
        "repeats": [asdict(one) for one in seen.repeats],
        "fetches": [asdict(fetch) for fetch in seen.fetches],
    }
    return json_text(said)


def _show_where(seen: Seen, source: Source, console: Console) -> None:
    """The first line: what was looked at, and what came."""
    what = seen.what
    where = redacted(source.location)
    if isinstance(what, Reject):
        _say(console, f"{where}: {what.reason}: {what.detail}", "bold red")
    elif isinstance(what, Failed):
        _say(console, f"{where}: {what.outcome}: {what.detail}", "bold red")
    elif what.outcome != "ok":
        _say(console, f"{where}: {what.outcome}, at {what.url}", "bold red")
    else:
        came = what.entry.path or what.url or where
        size = f"{what.media_type}, {len(what.body):,} bytes"
        _say(console, f"{redacted(came)}: {size}", "bold")


def _fields(article: Article) -> Table:
    """Each field that says something, its value and where it came from; then notes."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold cyan", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(style="green", overflow="fold")
    origins = dict(article.provenance)
    for name in FIELDS:
        value = _value(article, name)
        if value:
            row = (name, value, origins.get(name, ""))
            table.add_row(*(Text(safe(cell)) for cell in row))
    for name, note in article.provenance:
        if name not in (*FIELDS, "text"):
            table.add_row(Text(safe(name)), "", Text(safe(note), style="yellow"))
    return table


def _value(article: Article, name: str) -> str:
    if name == "published":
        return _dated(article.published) if article.published else ""
    if name == "modified":
        at = article.modified_at
        return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""
    value = getattr(article, name)
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _dated(dated: Dated) -> str:
    zone = f", zone {dated.zone}" if dated.zone else ""
    return f"{dated.at:%Y-%m-%d %H:%M:%S} to the {dated.precision}{zone}"


def _show_text(article: Article, console: Console) -> None:
    paragraphs = article.text.split("\n\n")
    said = (
        f"text, from {dict(article.provenance).get('text', '?')}: "
        f"words {count_words(article.text):,}, characters {len(article.text):,}, "
        f"paragraphs {len(paragraphs):,}"
    )
    _say(console, said, "bold")
    for paragraph in paragraphs[:N_PARAGRAPHS]:
        _say(console, f"  {_start(paragraph, HEAD)}")
    if len(paragraphs) > N_PARAGRAPHS:
        _say(console, f"  … and {len(paragraphs) - N_PARAGRAPHS:,} more", "dim")


def _show_dropped(drops: tuple[Drop, ...], console: Console, *, is_all: bool) -> None:
    """What was taken out, by reason, the reasons in the order of their size."""
    for reason, of_it in _by_reason(drops):
        n_chars = sum(len(drop.text) for drop in of_it)
        said = f"taken out, {reason}: {len(of_it):,}, characters {n_chars:,}"
        _say(console, said, "bold yellow")
        shown = of_it if is_all else of_it[:N_EXCERPTS]
        for drop in shown:
            detail = f"{drop.detail}: " if drop.detail else ""
            _say(console, f"  {detail}{_cut(drop.text, is_all=is_all)}", "yellow")
        if len(of_it) > len(shown):
            _say(console, f"  … and {len(of_it) - len(shown):,} more; --all", "dim")


def _show_said_twice(one: SaidTwice, console: Console, *, is_all: bool) -> None:
    """The passage that is taken out, and the one that says it and stays."""
    for what, passage, at in (
        ("said twice, taken out", one.passage, one.starts_at),
        ("  it stays", one.kept, one.kept_at),
    ):
        said = f"{what} at character {at:,}: {_cut(passage, is_all=is_all)}"
        _say(console, said, "magenta")


def _by_reason(drops: tuple[Drop, ...]) -> Iterator[tuple[str, list[Drop]]]:
    ordered = sorted(drops, key=lambda drop: drop.reason)
    groups = [
        (reason, list(some)) for reason, some in groupby(ordered, lambda d: d.reason)
    ]
    yield from sorted(groups, key=lambda group: -sum(len(d.text) for d in group[1]))


def _cut(text: str, *, is_all: bool) -> str:
    return text if is_all else _start(text, EXCERPT)


def _start(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def _say(console: Console, text: str, style: str = "") -> None:
    """Prints lines of ours with text from outside in them."""
    lines = "\n".join(safe(line) for line in text.split("\n"))
    console.print(Text(lines, style=style), soft_wrap=True)
