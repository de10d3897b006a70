"""What a source shows at its own door: headers, a login; and the way there, a proxy.

Secrets are put in here, at the last moment, and stand in no repr. What can go wrong
with them is told without them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

import ada_url

from tasks.http.address import Address, origin_of
from tasks.http.ask import Ask
from tasks.http.outcomes import Outcome, Problem

# RFC 9110 5.1, 5.5: what http.client sends as it is.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*)")
# A user and a password may be names of secrets: `${NAME}`, `${prefect:NAME}`.
_PROXY = re.compile(
    r"(https?)://(?:((?:\$\{[^}]*\}|[^:@/])*)(?::([^@/]*))?@)?([^@/]+)/?", re.I
)

# The text of a header, of half a login, of half a proxy's login: with what its
# names stand for. Raises LookupError for a name that stands for nothing.
Secrets = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How one ask is made; `proxy` is its address, with the login in it."""

    origin: str | None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    proxy: str | None = field(default=None, repr=False)

    def headers_for(self, address: Address) -> dict[str, str]:
        """The headers for `address`: none at another origin than the ask's own."""
        return dict(self.headers) if address.origin == self.origin else {}

    def elsewhere(self) -> Access:
        """The same way, with nothing to show: for a robots.txt."""
        return Access(origin=None, proxy=self.proxy)


def read_access(ask: Ask, secrets: Secrets) -> Access | Problem:
    """How `ask` is made, its secrets put in; or why it cannot be.

    Source: RFC 7617 2 for the login, in UTF-8.
    """
    if not ask.headers and ask.login is None and ask.proxy is None:
        return NOTHING
    try:
        headers = [(name, secrets(value).strip()) for name, value in ask.headers]
        if ask.login is not None:
            user, password = map(secrets, ask.login)
            if ":" in user:
                return _unusable("the name of the login has a colon in it")
            headers.append(("Authorization", _basic(user, password)))
        proxy = _read_proxy(ask.proxy, secrets) if ask.proxy is not None else None
    except LookupError:
        return _unusable("a secret that is named for the source is not there")
    for name, value in headers:
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            return _unusable(f"the header '{name[:80]}' cannot be sent as it is")
    if isinstance(proxy, Problem):
        return proxy
    return Access(origin=origin_of(ask.url), headers=tuple(headers), proxy=proxy)


def _basic(user: str, password: str) -> str:
    pair = f"{user}:{password}".encode("utf-8", errors="replace")
    return f"Basic {base64.b64encode(pair).decode('ascii')}"


def _read_proxy(written: str, secrets: Secrets) -> str | Problem:
    """The proxy's address, its user and password percent-encoded.

    They are parted before the secrets are put in: a password may hold an `@`.
    """
    found = _PROXY.fullmatch(written)
    if found is None:
        return _unusable("the proxy has no address such as 'http://host:port'")
    scheme, user, password, host = found.groups()
    login = ":".join(
        quote(secrets(unquote(half)), safe="")
        for half in (user, password)
        if half is not None
    )
    try:
        url = ada_url.URL(f"{scheme}://{host}/")
    except ValueError:
        return _unusable("the proxy has no address such as 'http://host:port'")
    shown = f"{login}@" if login else ""
    return f"{url.protocol}//{shown}{url.host}"


def _unusable(reason: str) -> Problem:
    return Problem(outcome=Outcome.ACCESS, reason=reason)


NOTHING = Access(origin=None)
