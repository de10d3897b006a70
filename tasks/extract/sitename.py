"""What the site is called, and titles without its name.

A page tells its site's name in a few fields and in its address; what a title has
at its ends that is one of these is no part of the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from tasks.extract.titles import bare

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
# What parts a title from the site's name. A bare hyphen needs spaces around it, but
# in scripts that have none; `ㅣ` is a Korean letter that is set as a bar.
_PARTER = re.compile(
    r"\s+[-–—|·•»«:/~]+\s+|\s*[|»｜ㅣ┃]\s*"
    rf"|(?<=[{_CJK}?!？！」』”\"])[-_–]+(?=[{_CJK}])"
)
# Each parter has one of these: most titles need not be asked for more.
_MAY_PART = re.compile("[-–—|·•»«:/~｜ㅣ┃_]")
_MAX_PARTS = 8
# `BBC News Online` names the BBC; `BBC: five to go as strike ends` is a headline.
_MAX_LONGER = 12
_PUBLIC = frozenset(("com", "co", "org", "net", "gov", "gob", "ac", "edu", "or", "go"))


def host_name(url: str | None) -> str:
    """The label of the host that names the site: `example` of news.example.co.uk."""
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""
    labels = [label for label in host.split(".")[:-1] if label not in _PUBLIC]
    return labels[-1] if labels else ""


class SiteNames:
    """The names of a site, in the forms in which they are compared."""

    def __init__(self, names: Iterable[str], url: str | None) -> None:
        spoken = [bare(name) for name in names if name]
        self._names = {name.replace(" ", "") for name in spoken if name}
        if host := bare(host_name(url)).replace(" ", ""):
            self._names.add(host)
        # `| WFA` behind a title of World Future Awards.
        words = [name.split() for name in spoken]
        self._initials = {"".join(w[0] for w in one) for one in words if len(one) > 2}

    def has(self, part: str) -> bool:
        """True where `part` is one of the names, or begins or is begun by one."""
        return self.has_bare(bare(part))

    def has_bare(self, part: str) -> bool:
        """As `has`, for a part that is bare already."""
        text = part.replace(" ", "")
        return text in self._initials or any(_same(text, name) for name in self._names)

    def without(self, title: str) -> str:
        """`title` without the parts at its end, or its start, that name the site."""
        for _ in range(_MAX_PARTS):
            parts = _parters(title)
            if not parts:
                return title
            last, first = parts[-1], parts[0]
            if self.has(title[last.end() :]) and bare(title[: last.start()]):
                title = title[: last.start()].strip()
            elif self.has(title[: first.start()]) and bare(title[first.end() :]):
                return title[first.end() :].strip()
            else:
                return title
        return title


def cuts(title: str) -> list[tuple[str, str]]:
    """`title` in two at each place where a site's name or a kicker may be parted."""
    return [
        (title[: parter.start()].strip(), title[parter.end() :].strip())
        for parter in _parters(title)
    ]


def _parters(title: str) -> list[re.Match[str]]:
    if not _MAY_PART.search(title):
        return []
    return list(_PARTER.finditer(title))[-_MAX_PARTS:]


def _same(part: str, name: str) -> bool:
    """True where one is the other, or begins it: `bbcnews` and `bbc`."""
    least = min(len(part), len(name))
    # Two letters are a name in scripts that write a word with one or two.
    needed = 2 if least and ord(part[0]) > 0x3000 else 3
    if least < needed or len(part) > len(name) + _MAX_LONGER:
        return part == name != ""
    return part.startswith(name) or name.startswith(part)
