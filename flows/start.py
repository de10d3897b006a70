"""The command for a person who begins: it finds feeds and writes a configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from flows.options import AllowPrivate
from flows.report import safe
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from flows.written import Found
    from tasks.http.client import Client

# `example.org`, as people say it: a host, and maybe a path.
BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:/.*)?")


def add_to(app: typer.Typer) -> None:
    """Registers the command."""
    app.command()(init)


def init(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            help="Sites, feeds, files, or an OPML file of another reader's.",
            metavar="TARGET",
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option(help="The file to write; it must not be there yet.")
    ] = Path("sources.toml"),
    allow_private: AllowPrivate = False,
) -> None:
    """Finds the feeds and sitemaps of sites, and writes a sources.toml of them."""
    from flows.progress import shown
    from flows.written import written
    from tasks.http.client import Client, Limits
    from tasks.steps.run import utc_now

    if out.exists() or out.is_symlink():
        raise UsageError(f"{out}: is there already; --out NAME writes another")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out}: there is no such folder")
    asked = [_asked(target) for target in targets or []]
    limits = Limits(allow_private=allow_private)
    with shown(Console(stderr=True, highlight=False)), Client(limits) as client:
        found = [find(target, out.absolute().parent, client) for target in asked]
    n_good = _say_left_out(found)
    if asked and not n_good:
        typer.echo("nothing to read was found; no file was written")
        raise typer.Exit(1)
    text = written(found, utc_now().date(), allow_private=allow_private)
    _write(out, text)
    many = "1 source" if n_good == 1 else f"{n_good} sources"
    typer.echo(f"{safe(str(out))}: {many}; look at it, then: newsledger run")
    raise typer.Exit(0 if all(map(_is_good, found)) else 1)


def find(target: str, folder: Path, client: Client) -> Found:
    """What to write of a TARGET, an address or a path, into a file in `folder`."""
    from flows.sources import SCHEME
    from flows.written import Found
    from tasks.steps.discover import discover

    if SCHEME.match(target):
        return Found(target=target, places=discover(target, client))
    opml = _subscriptions(target, client)
    if opml is not None:
        return opml
    path = os.path.relpath(target, folder)
    if Path(path).parts[:1] == (os.pardir,):
        path = os.path.abspath(target)  # noqa: PTH100  lexical
    return Found(target=target, path=path)


def _subscriptions(target: str, client: Client) -> Found | None:
    """The feeds that an OPML file names, each looked at; None where it is no OPML."""
    from flows.written import Found
    from tasks.listings.opml import Opml, read_opml
    from tasks.steps.discover import Place, look_at_all

    path = Path(target)
    if path.suffix.lower() not in (".opml", ".xml") or not path.is_file():
        return None
    try:
        read = read_opml(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if not isinstance(read, Opml):
        return None
    named = [Place(url=one.url, title=one.title) for one in read.outlines]
    places = look_at_all(named, client)
    return Found(
        target=target,
        places=tuple(
            replace(place, title=known.title or place.title)
            for known, place in zip(named, places, strict=True)
        ),
        left_out=read.left_out,
        is_opml=True,
    )


def _asked(target: str) -> str:
    """The TARGET as an address or a path that is there. Raises UsageError."""
    from flows.sources import SCHEME, address_of

    is_there = os.path.lexists(target) or re.search(r"[*?\[]", target)
    if not SCHEME.match(target) and not is_there:
        if not BARE.fullmatch(target):
            raise UsageError(f"TARGET: nothing is at {target!r}")
        target = f"https://{target}"
    return address_of(target, "TARGET") if SCHEME.match(target) else target


def _is_good(found: Found) -> bool:
    return bool(found.path) or any(place.problem is None for place in found.places)


def _say_left_out(found: Sequence[Found]) -> int:
    """Says what does not read; gives the number of sources that do."""
    from flows.written import why_not_active

    n_good = 0
    for one in found:
        n_good += one.path is not None
        for place in one.places:
            if place.problem is not None:
                typer.echo(safe(f"left out: {place.url}: {place.problem}"))
            elif why := why_not_active(place, one.places):
                typer.echo(safe(f"as a comment: {place.url}: {why}"))
            else:
                n_good += 1
        for line in one.left_out:
            typer.echo(safe(f"left out: {line}"))
    return n_good


def _write(out: Path, text: str) -> None:
    """Writes a file that was not there. Raises UsageError where it cannot."""
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error
