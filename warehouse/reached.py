"""What is kept of how a source is reached: names of secrets, and harmless words.

Whether any other text is a secret nobody can tell, so nothing is kept of it but that
there is some: a digest of a short one would tell it to who tries them all.
"""

from __future__ import annotations

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
# Stands for a text that is not kept; no header can hold it (RFC 9110 5.5).
HIDDEN = "…"
# A site, and its page without "@": before one a password may stand, with a "/" in it.
_PLACE = re.compile(
    r"(https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)(?:[/?#][^@\s]*)?", re.I
)


def literal_in(text: str) -> str:
    """What stands in the text itself, the names of secrets taken out."""
    return NAME.sub("", text)


def kept_headers(
    headers: tuple[tuple[str, str], ...],
) -> tuple[tuple[str, str], ...]:
    """The headers as they are kept; those that were kept so already stay."""
    return tuple((name, _kept_header(name.lower(), value)) for name, value in headers)


def kept_login(login: tuple[str, str] | None) -> tuple[str, str] | None:
    """The login as it is kept."""
    return None if login is None else (_kept(login[0]), _kept(login[1]))


def _kept_header(name: str, value: str) -> str:
    if name in HARMLESS:
        return value
    place = _PLACE.fullmatch(value) if name == "referer" else None
    return place[1] if place else _kept(value)


def _kept(value: str) -> str:
    """The names of secrets in the text, behind HIDDEN where there is more than they."""
    hidden = [HIDDEN] if literal_in(value).strip() else []
    return " ".join([*hidden, *NAME.findall(value)])
