"""Parts of an address that change at each request: sessions, signatures, no-cache.

Pure. Whether one does is only told by its name and its look, so tasks/listings/
identity.py believes it where an address tells its article without it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote

# Parameters that servers add to what they hand out, whatever their value.
_SESSIONS = frozenset(
    [
        "phpsessid", "jsessionid", "aspsessionid", "sessionid", "session_id", "session",
        "sid", "zenid", "osclid", "cfid", "cftoken",  # sessions without cookies
        "nocache", "no_cache", "cachebuster", "cachebust", "cb", "rnd", "rand",
        "random", "nonce", "_",  # jQuery, against caches
    ]
)  # fmt: skip
_NUMBERED = frozenset(["sid", "session", "key"])
# Those that may be an article's name too: only with a value that is none.
_MAYBE = frozenset(
    ["token", "auth", "sig", "signature", "hash", "key", "ts", "timestamp", "time", "t"]
)
_MIN_RANDOM, _MIN_TOKEN = 16, 6
_TOKEN = re.compile(r"[A-Za-z0-9_~.+/=-]+")
_UNIX_TIME = re.compile(r"1\d{9}(?:\d{3})?")
_PATH_SESSION = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?#;]*", re.IGNORECASE)


def without_tokens(url: str) -> str:
    """`url`, a canonical one, without what seems to change at each request."""
    address, mark, query = url.partition("?")
    address = _PATH_SESSION.sub("", address)
    pairs = [pair for pair in query.split("&") if not _is_token(pair)]
    return address + mark + "&".join(pairs) if any(pairs) else address


def _is_token(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name, value = unquote(name).lower(), unquote(value)
    if name in _SESSIONS:
        # `article.php?sid=101` is the article's number in older systems
        return not (name in _NUMBERED and value.isdigit() and len(value) < _MIN_TOKEN)
    if name in _MAYBE and (_UNIX_TIME.fullmatch(value) or len(value) >= _MIN_TOKEN):
        return _looks_random(value, _MIN_TOKEN)
    return _looks_random(value, _MIN_RANDOM)


def _looks_random(value: str, least: int) -> bool:
    """Whether a value reads as letters and digits in no order: no word, no number.

    Words parted by hyphens are a title; digits alone are an article's number, unless
    they are the seconds since 1970.
    """
    if _UNIX_TIME.fullmatch(value) and least < _MIN_RANDOM:
        return True
    if len(value) < least or not _TOKEN.fullmatch(value):
        return False
    n_digits = sum(map(str.isdigit, value))
    n_changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(value))
    return 0 < n_digits < len(value) and n_changes * 5 >= len(value)
