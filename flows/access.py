"""How a source is reached: its headers, login and proxy, checked to hold no secret."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flows.secrets import check_names, has_name
from warehouse.reached import NAME, literal_in

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
# The words of a header's name: X-Api-Key, x_api_key, XApiKey.
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Those that name a secret, whole: "key" and "apikey", not "monkey" or "keywords".
SECRET_WORD = re.compile(
    r"(?:x|access|api|app|auth|client|csrf|id|pass|private|refresh|session|user|xsrf)*"
    r"(?:auth|cookie|credential|key|pass|passphrase|passwd|password|secret|session|sign"
    r"|signature|token)s?(?:id)?"
    r"|authenticat(?:e|ion|or)|authori[sz]ation|bearer|jwt",
    re.I,
)
SECRET_VALUE = re.compile(r"(bearer|basic|digest|token|apikey|negotiate)\s+\S", re.I)
INSTEAD = (
    'write "${NAME}" for one of the environment, "${prefect:a-name}" for a Secret block'
)
# An address with a login in it (RFC 3986 3.2.1).
LOGIN_IN = re.compile(r"[a-z][a-z0-9+.-]*://([^/?#]*)@", re.I)
# What may stand beside the names of secrets, each of which is a NUL here.
NAMES = r"(?:\0(?:[-._:]?\0)*|\"\0(?:[-._:]?\0)*\")"
SCHEME = (
    r"(?:apikey|api-key|basic|bearer|digest|dpop|jwt|key|negotiate|oauth|token)\x20+"
)
# `Bearer §`, `v1:§`, `Token token="§", user="me"` (RFC 9110 11.4).
CREDENTIALS = re.compile(
    rf"(?:{SCHEME})?(?:v\d{{1,2}}[:.])?{NAMES}"
    rf"|(?:{SCHEME})?token={NAMES}(?:,\x20*user=(?:{NAMES}|\"?[\w.@-]{{1,60}}\"?))?",
    re.I | re.A,
)
# `session=§` (RFC 6265 4.2.1), and what a page knows of anybody who looks at it.
CRUMB = re.compile(rf"[\w.-]{{1,60}}={NAMES}", re.A)
HARMLESS_CRUMB = re.compile(
    r"(?:cookie[_-]?)?(?:consent|country|currency|lang|language|locale|region|theme)"
    r"=[\w.-]{0,12}",
    re.I | re.A,
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
        login = LOGIN_IN.match(value)
        if login and literal_in(login[1]).strip(":"):
            raise ValueError(f"'{name}' is an address with a login in it; {INSTEAD}")
        if _is_secret(name, value) and not _is_named(name, value):
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


def _is_secret(name: str, value: str) -> bool:
    """Whether a header is to hold a secret, by its name or its value's first word."""
    is_named_so = any(map(SECRET_WORD.fullmatch, WORD.findall(name)))
    return is_named_so or bool(SECRET_VALUE.match(literal_in(value)))


def _is_named(name: str, value: str) -> bool:
    """Whether a header's value is names of secrets, with no more than form beside."""
    marked = NAME.sub("\0", value)
    if name.lower() != "cookie":
        return bool(CREDENTIALS.fullmatch(marked))
    crumbs = [crumb.strip() for crumb in marked.removesuffix(";").split(";")]
    others = [crumb for crumb in crumbs if not CRUMB.fullmatch(crumb)]
    has_name = len(others) < len(crumbs)
    is_form = has_name and all(map(HARMLESS_CRUMB.fullmatch, others))
    return is_form or bool(re.fullmatch(NAMES, marked))


def _hint(name: str) -> str:
    return "; say who asks with 'contact'" if name.lower() == "user-agent" else ""
