"""How a source is reached: its headers, login and proxy, checked to hold no secret."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flows.secrets import check_names, has_name
from warehouse.reached import is_named, literal_in

# RFC 9110 5.1; and what a value may hold besides names, 5.5.
HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
VALUE = re.compile(r"[\x20-\x7e]+")
# The client writes these itself, from what the ledger remembers and allows.
OURS = frozenset(
    [
        "host", "content-length", "transfer-encoding", "connection", "te", "trailer",
        "upgrade", "expect", "accept-encoding", "range", "if-match", "if-none-match",
        "if-modified-since", "if-unmodified-since", "if-range", "user-agent",
    ]
)  # fmt: skip
SECRET_HEADER = re.compile(
    r"auth|cookie|token|secret|key|pass|credential|session|sign",
    re.I,
)
SECRET_VALUE = re.compile(r"(bearer|basic|digest|token|apikey|negotiate)\s+\S", re.I)
INSTEAD = (
    'write "${NAME}" for one of the environment, "${prefect:a-name}" for a Secret block'
)
PROXY = re.compile(r"(https?)://(?:([^/?#]*)@)?([^@/?#]+)/?", re.I)


def check_headers(headers: dict[str, str]) -> dict[str, str]:
    """The headers, where they can be sent and no secret stands in the file.

    Raises ValueError.
    """
    seen = set()
    for name, value in headers.items():
        if not HEADER.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header")
        if name.lower() in OURS or name.lower().startswith("proxy-"):
            raise ValueError(f"'{name}' is set by the program{_hint(name)}")
        if name.lower() in seen:
            raise ValueError(f"'{name}' is there twice")
        seen.add(name.lower())
        check_names(value)
        if not VALUE.fullmatch(value) or value != value.strip():
            raise ValueError(f"'{name}' is not one line of ASCII text")
        is_secret = SECRET_HEADER.search(name) or SECRET_VALUE.match(literal_in(value))
        if is_secret and not is_named(value):
            raise ValueError(f"'{name}' has its secret in the file; {INSTEAD}")
    return headers


def check_password(password: str) -> str:
    """The password as names of secrets. Raises ValueError where it is the secret."""
    check_names(password)
    if not password or literal_in(password):
        raise ValueError(f"the secret itself is in the file; {INSTEAD}")
    return password


def check_proxy(proxy: str) -> str:
    """The proxy's address, whose login, if any, is names. Raises ValueError.

    Its user too: with many a proxy it is the key.
    """
    check_names(proxy)
    shown = literal_in(proxy)
    found = PROXY.fullmatch(shown)
    try:
        is_address = bool(found and urlsplit(f"http://{found[3]}").hostname)
        if is_address and found:
            urlsplit(f"http://{found[3]}").port  # noqa: B018  raises where it is none
    except ValueError:
        is_address = False
    if not found or not is_address or has_name(proxy.rpartition("@")[2]):
        raise ValueError(
            "it is no address of a proxy; write one such as "
            "'http://proxy.example:3128' or 'http://${USER}:${NAME}@proxy.example:3128'"
        )
    user, _, password = (found[2] or "").partition(":")
    if user or password:
        what = "password" if password else "user"
        raise ValueError(f"its {what} is in the file; {INSTEAD}")
    if "@" in proxy and not user and ":" not in (found[2] or ""):
        raise ValueError("a user and a password are two: 'http://${USER}:${NAME}@…'")
    return proxy


def _hint(name: str) -> str:
    return "; say who asks with 'contact'" if name.lower() == "user-agent" else ""
