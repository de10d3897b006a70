"""Addresses as they are asked for: the query as written, the fragment gone.

What the ledger keeps is the canonical form of tasks/text/urls.py; a server is
asked for what it named.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import ada_url

from tasks.http.outcomes import Outcome, Problem
from tasks.text.urls import MAX_URL_CHARS, redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a request goes.

    `host` is what a gap holds for: the name, with its port where that is not
    the usual one, so that http and https are one. `origin` is what a
    robots.txt holds for. `proxy` is whom it is asked of, if anyone, as the
    source names it: one that fails says nothing of the host.
    """

    url: str
    scheme: str
    host: str
    origin: str
    proxy: str | None = field(default=None, repr=False)

    def by(self, proxy: str | None) -> Address:
        """The same, asked of `proxy`."""
        return self if proxy == self.proxy else replace(self, proxy=proxy)

    @property
    def is_end_to_end(self) -> bool:
        """Whether what answers is the host itself: https goes through a tunnel."""
        return self.proxy is None or self.scheme == "https"


def origin_of(url: str) -> str | None:
    """The origin of an address; None where it is none of the web."""
    address = read_address(url, None)
    return None if isinstance(address, Problem) else address.origin


def same_origin(a: str, b: str) -> bool:
    """Whether two addresses share scheme, host and port (WHATWG URL 4.7)."""
    origin = origin_of(a)
    return origin is not None and origin == origin_of(b)


@lru_cache(maxsize=256)  # an ask's own is read for its request, row and answer
def read_address(written: str, base: str | None) -> Address | Problem:
    """The address that `written` names, from `base` if any; or why it is none.

    The problem never shows a user name or a password.
    Source: WHATWG URL 4.4; RFC 9110 4.2.4 (credentials in an address).
    """
    if len(written) > MAX_URL_CHARS:
        reason = f"the address has {len(written)} characters, {MAX_URL_CHARS} at most"
        return Problem(outcome=Outcome.BAD_URL, reason=reason)
    try:
        parsed = ada_url.URL(written, base) if base else ada_url.URL(written)
    except ValueError:
        reason = f"'{redacted(written)}' is not an address"
        return Problem(outcome=Outcome.BAD_URL, reason=reason)
    # Each part that ada is asked for costs as much as reading the address: what it
    # wrote is cut up here (WHATWG URL 4.5).
    url = parsed.href.partition("#")[0]
    scheme, _, rest = url.partition("://")
    if scheme not in ("http", "https"):
        reason = f"'{redacted(written)}' is neither http nor https"
        return Problem(outcome=Outcome.SCHEME, reason=reason)
    authority = rest.partition("/")[0]
    if "@" in authority:
        reason = f"'{redacted(written)}' came with a user name or a password"
        return Problem(outcome=Outcome.BAD_URL, reason=reason)
    name, colon, port = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        name, port = authority, ""
    name = name.rstrip(".")
    return Address(
        url=url,
        scheme=scheme,
        host=f"{name}:{port}" if port else name,
        origin=f"{scheme}://{authority}",
    )
