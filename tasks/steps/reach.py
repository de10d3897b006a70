"""How a source's site is reached: its headers and login go there, nowhere else."""

from __future__ import annotations

from dataclasses import replace

from tasks.http.address import same_origin
from tasks.http.ask import Ask
from warehouse.model import Source


def reached(source: Source, ask: Ask) -> Ask:
    """The ask with what the source is reached with, as names of secrets.

    The proxy is for all that it lists; headers and login are for its own site.
    """
    if not (source.proxy or source.headers or source.login):
        return ask
    ask = replace(ask, proxy=source.proxy)
    if source.url is None or not same_origin(source.url, ask.url):
        return ask
    return replace(ask, headers=source.headers, login=source.login)
