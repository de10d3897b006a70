"""What is asked of the web, what comes back, and within which limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from warehouse.model.entry import Fetch

ACCEPT_PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
ACCEPT_FEED = (
    "application/rss+xml,application/atom+xml,application/xml;q=0.9,"
    "text/xml;q=0.9,*/*;q=0.1"
)

PRODUCT = "newsledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a client goes: the `[defaults]` of the configuration.

    `deadline_s` is for one fetch, redirects included, waiting for a turn not.
    `max_bytes` counts bytes after decoding, `max_minutes` those that one source may
    take in a run, from its first ask. With a `host_gap_s` of 0 a host
    gets as many requests at once as there are connections.
    """

    contact: str | None = None
    host_gap_s: float = 1.0
    max_connections: int = 16
    deadline_s: float = 30.0
    max_bytes: int = 20_000_000
    listing_max_bytes: int = 50_000_000
    max_minutes: float = 60.0
    allow_private: bool = False

    @property
    def user_agent(self) -> str:
        """`newsledger/1.2 (+mailto:desk@example.org)`, in printable ASCII.

        Source: RFC 9110 10.1.5.
        """
        product = f"{PRODUCT}/{_version()}"
        contact = "".join(c for c in self.contact or "" if " " <= c <= "~" and c != ")")
        return f"{product} (+{contact.strip()})" if contact.strip() else product


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One address to fetch for one source, with what is remembered of it.

    `max_bytes` replaces that of the limits (a listing may be larger). `headers` and
    `login` (user, password) go to the origin of `url` alone; with those and `proxy`
    secrets are still names, `${NAME}`: the client puts them in when it asks. One whose
    first turn comes `until` then or later is not made: its answer is out_of_time.
    """

    source_id: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    max_bytes: int | None = None
    accept: str = ACCEPT_PAGE
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    login: tuple[str, str] | None = field(default=None, repr=False)
    proxy: str | None = field(default=None, repr=False)
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an ask; a failure is one too.

    `fetches` is never empty and ends with the ask's own row; before it stand
    those of robots.txt. `body` is set where the outcome is ok, not_found or
    gone and the body came whole. After not_modified, `etag` and
    `last_modified` are the ones to send next time. `is_permanent` says that it was
    redirected, and that every hop was a 301 or 308; `max_age_s` is for how long it
    calls itself fresh.
    """

    fetches: tuple[Fetch, ...]
    final_url: str
    body: bytes | None = None
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_permanent: bool = False
    max_age_s: int | None = None

    @property
    def fetch(self) -> Fetch:
        """The row of the ask itself."""
        return self.fetches[-1]

    @property
    def outcome(self) -> str:
        """One of tasks/http/outcomes.py."""
        return self.fetch.outcome


def _version() -> str:
    """This program's version; "0" where it runs without being installed."""
    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "0"
