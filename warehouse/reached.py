"""What is kept of how a source is reached: names of secrets, and harmless words.

Whether any other text is a secret nobody can tell, so a digest of it is kept, which
says that it changed. It is cut short: many a text has it, and none is told by it.
"""

from __future__ import annotations

import hashlib
import re

# The name of a secret: of the environment, or of a Secret block of Prefect's.
NAME = re.compile(r"\$\{(?:[A-Za-z_][A-Za-z0-9_]*|prefect:[a-z0-9][a-z0-9-]*)\}")
# Headers that say what is wanted, never who wants it.
HARMLESS = frozenset(
    [
        "accept", "accept-charset", "accept-language", "cache-control", "dnt",
        "pragma", "sec-gpc", "upgrade-insecure-requests", "user-agent",
    ]
)  # fmt: skip
_PLACE = re.compile(r"https?://[^/?#@\s]+(?:/[^?#@\s]*)?", re.I)
# What a secret may stand beside: `Bearer §`, `Token token="§"`, `§:§` (RFC 9110 11.4).
_CREDENTIALS = re.compile(
    r"(?:[A-Za-z][A-Za-z-]{0,20} +)?(?:[A-Za-z_]{1,20}=)?\"?\0(?:[:.]\0)*\"?"
)
# `session=§; user=§` (RFC 6265 4.2.1).
_CRUMBS = re.compile(r"[\w.-]{1,60}=\0(?:; *[\w.-]{1,60}=\0)*")
_DIGEST = re.compile(r"sha256:[0-9a-f]{8}")


def literal_in(text: str) -> str:
    """What stands in the text itself, the names of secrets taken out."""
    return NAME.sub("", text)


def is_named(value: str) -> bool:
    """Whether a header's value is names of secrets, with no more than form beside."""
    marked = NAME.sub("\0", value)
    return bool(_CREDENTIALS.fullmatch(marked) or _CRUMBS.fullmatch(marked))


def kept_headers(
    headers: tuple[tuple[str, str], ...],
) -> tuple[tuple[str, str], ...]:
    """The headers as they are kept; those that were kept so already stay."""
    return tuple((name, _kept_header(name.lower(), value)) for name, value in headers)


def kept_login(login: tuple[str, str] | None) -> tuple[str, str] | None:
    """The login as it is kept."""
    return None if login is None else (_kept(login[0]), _kept(login[1]))


def _kept_header(name: str, value: str) -> str:
    if name in HARMLESS or is_named(value):
        return value
    place = _PLACE.match(value) if name == "referer" else None
    return place[0] if place else _kept(value)


def _kept(value: str) -> str:
    if not literal_in(value) or _DIGEST.fullmatch(value):
        return value
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    return f"sha256:{digest[:8]}"
