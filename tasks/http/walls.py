"""What stands in place of what was asked for: a challenge, a login.

Told by evidence that a page with news does not show. What only a reader of the whole
page can tell is left to tasks/extract/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tasks.extract.gates import LOGIN_PLACE
from tasks.http.outcomes import Outcome, Problem

# Headers of those who guard sites, on the page by which they stop a program.
_CHALLENGES = {
    "cf-mitigated": ("challenge",),  # Cloudflare's manual, "detect a challenge page"
    # AWS WAF's manual, "CAPTCHA and Challenge action behavior": with 202 and 405
    "x-amzn-waf-action": ("challenge", "captcha"),
    # with 403 and 429 (vercel-labs/vgpu pull 228; ow2countdown issue 134: on a feed)
    "x-vercel-mitigated": ("challenge", "deny"),
}
_PASSWORD = re.compile(
    rb"<input\b[^>]{0,400}?\btype\s{0,9}=\s{0,9}[\"']?password\b", re.I
)
# Atomic: a start of a thousand comments is read once.
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?><!--.{0,400}?-->)\s*+)*+<(?:!doctype html|html)\b",
    re.I | re.S,
)
# A login page is short, and its form is near the top of it.
_LOOKED_AT_BYTES = 262_144


def challenge(headers: Mapping[str, str]) -> str | None:
    """The header by which an answer says that it is a challenge; None for others."""
    for name, words in _CHALLENGES.items():
        said = headers.get(name, "").strip().lower()
        if said in words:
            return f"{name}: {said}"
    return None


def login_page(body: bytes, asked: str, final: str, *, is_feed: bool) -> Problem | None:
    """Why `body`, which came from `final`, is a login page; None where it is not.

    A page with a field for a password is one where we were sent on to an address of
    logins, and where a feed was asked for: many a page with news has such a field too.
    """
    start = body[:_LOOKED_AT_BYTES]
    # The word first: the pattern takes ten times as long over a page that has none.
    if not _HTML.match(start) or b"password" not in start.lower():
        return None
    if not _PASSWORD.search(start):
        return None
    if asked != final and _is_login(final) and not _is_login(asked):
        reason = "sent on to an address of logins, with a field for a password"
        return Problem(outcome=Outcome.LOGIN_PAGE, reason=reason)
    if is_feed:
        reason = "a page with a field for a password in place of a feed"
        return Problem(outcome=Outcome.LOGIN_PAGE, reason=reason)
    return None


def _is_login(url: str) -> bool:
    place = url.partition("://")[2].partition("?")[0].lower()
    return LOGIN_PLACE.search(place) is not None
