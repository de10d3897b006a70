"""Where news comes from, and what is remembered of asking there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["auto", "files", "feed", "page", "sitemap", "section", "urls"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a site's pages are read where the general way fails: CSS selectors.

    All that the `body` ones find is the article, all that the `drop` ones find is
    none of it; of `title` and `date` the first that finds something holds.
    """

    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()


NO_RULES = Rules()


# News is edited in its first days most; a month on, what was taken down is.
RECHECK_DAYS = (1, 3, 7, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where news comes from: one `[[source]]` of the configuration, or a TARGET.

    Exactly one of `url` and `path` is set. `path` is absolute, and may hold
    wildcards. `kind` is `auto` where the answer is to tell. `fields` renames
    the fields of many-record files: pairs of (our name, their name). `full_text`
    tells whether a feed's entries are whole articles, None that they tell it. An
    article is looked at again `recheck_days` after it was first seen. `headers`,
    `login` (user, password) and `proxy` hold the names of secrets, never secrets:
    `${NAME}` of the environment, `${prefect:NAME}` of a Secret block.
    """

    source_id: str
    kind: Kind
    url: str | None = None
    path: str | None = None
    timezone: str = "UTC"
    every: str = "1d"
    identity: Literal["auto", "id", "url"] = "auto"
    fields: tuple[tuple[str, str], ...] = ()
    rules: Rules = NO_RULES
    max_bytes: int = 20_000_000
    always_due: bool = False
    full_text: bool | None = None
    recheck_days: tuple[int, ...] = RECHECK_DAYS
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    login: tuple[str, str] | None = field(default=None, repr=False)
    proxy: str | None = field(default=None, repr=False)

    @property
    def location(self) -> str:
        """The address or the path, whichever the source has."""
        return self.url or self.path or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLook:
    """One look at a source in a run: did its listing come, and with how much.

    `parser` is the one that its entries were read with: another reads them again,
    and has no use for a listing's "not modified". `asked` is the address that was
    asked, `final_url` where it led; `is_permanent` says that every hop between them
    was a 301 or 308. Before `due_at` the source asks not to be looked at again.
    """

    source_id: str
    looked_at: datetime
    outcome: str
    reason: str | None = None
    detail: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    n_entries: int = 0
    parser: str | None = None
    asked: str | None = None
    final_url: str | None = None
    is_permanent: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """A robots.txt as it was read: the answer, a 2xx with its text or a 4xx."""

    origin: str
    fetched_at: datetime
    status: int
    body: str | None = None
