"""The one closed list of what can come of a fetch, with a sentence each.

Rows, reports and other steps use these slugs; nothing else names an outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a fetch, or the reading of what it brought, ended."""

    sentence: str

    def __new__(cls, slug: str, sentence: str) -> Outcome:
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.sentence = sentence
        return member

    OK = "ok", "the server gave what was asked, whole"
    NOT_MODIFIED = (
        "not_modified",
        "the server says that nothing changed since last time",
    )

    BAD_URL = (
        "bad_url",
        "the address cannot be read, or carries a user name or password",
    )
    SCHEME = "scheme", "the address is neither http nor https"
    DOWNGRADE = "downgrade", "an https address redirects to http"
    ACCESS = "access", "the source's headers, login or proxy cannot be used"
    PRIVATE_ADDRESS = (
        "private_address",
        "the host is on this machine or a private network, which is not allowed",
    )
    DNS = "dns", "the host's name leads to no address"
    REFUSED = "refused", "nothing answers at the host's address"
    RESET = "reset", "the server hung up before it answered"
    TLS = "tls", "no secure connection: the certificate or the handshake failed"
    TIMEOUT = "timeout", "the server fell silent"
    DEADLINE = "deadline", "the fetch as a whole took too long"
    TOO_LARGE = "too_large", "there are more bytes than are allowed"
    TRUNCATED = "truncated", "the body ended before its end"
    PROTOCOL = "protocol", "what the server sent is not valid HTTP"

    ROBOTS_DISALLOW = "robots_disallow", "robots.txt forbids this address"
    ROBOTS_UNREACHABLE = (
        "robots_unreachable",
        "robots.txt could not be read, which forbids everything (RFC 9309 2.3.1.4)",
    )
    REDIRECT_LOOP = "redirect_loop", "redirects go in circles, or on for too long"
    BLOCKED = "blocked", "the server refuses us: a login, a payment or a challenge"
    NOT_FOUND = "not_found", "there is nothing at this address now"
    GONE = "gone", "what was at this address is gone for good"
    RATE_LIMITED = "rate_limited", "the server asks for fewer requests"
    CLIENT_ERROR = "client_error", "the server holds our request for wrong"
    SERVER_ERROR = "server_error", "the server failed"

    OUT_OF_TIME = (
        "out_of_time",
        "its source's time in a run was over before it was asked; no request has it",
    )

    MEDIA_TYPE = "media_type", "the answer is not of a kind that can hold news text"
    EMPTY = "empty", "the answer holds nothing"
    NOT_A_FEED = "not_a_feed", "the answer is not a feed"
    XML_ENTITIES = "xml_entities", "the XML declares entities that expand or fetch"
    LOGIN_PAGE = "login_page", "a login page stands in place of what was asked"


_LATER = "the next run asks again; if it goes on, look whether its address still holds"
_CONTACT = "give a 'contact' in [defaults], and ask the site to let newsledger in"
_ELSEWHERE = "look where it is now, and edit its address, or take the source out"
_FIND = "'newsledger init' with the site's address finds its feeds and sitemaps"

# What a person can do where a source ends so; nothing where only its bytes tell it.
ADVICE = {
    Outcome.BAD_URL: "edit its address",
    Outcome.SCHEME: "edit its address",
    Outcome.DOWNGRADE: "ask its site to stay with https",
    Outcome.ACCESS: "look at its headers, login and proxy in the configuration",
    Outcome.PRIVATE_ADDRESS: "if that host is meant, set 'allow_private = true'",
    Outcome.DNS: _LATER,
    Outcome.REFUSED: _LATER,
    Outcome.RESET: _LATER,
    Outcome.TLS: _LATER,
    Outcome.TIMEOUT: _LATER,
    Outcome.DEADLINE: "the next run asks again; if it goes on, raise 'deadline_s'",
    Outcome.TOO_LARGE: "if it is to be so long, raise 'max_bytes'",
    Outcome.TRUNCATED: _LATER,
    Outcome.PROTOCOL: _LATER,
    Outcome.ROBOTS_DISALLOW: f"take the source out, or {_CONTACT}",
    Outcome.ROBOTS_UNREACHABLE: "the next run reads it again; nothing is asked before",
    Outcome.REDIRECT_LOOP: _ELSEWHERE,
    Outcome.BLOCKED: f"{_CONTACT}, or give the source a login",
    Outcome.NOT_FOUND: _ELSEWHERE,
    Outcome.GONE: _ELSEWHERE,
    Outcome.RATE_LIMITED: "nothing to do; if it goes on, raise 'host_gap_s' or 'every'",
    Outcome.CLIENT_ERROR: _ELSEWHERE,
    Outcome.SERVER_ERROR: _LATER,
    Outcome.MEDIA_TYPE: _FIND,
    Outcome.NOT_A_FEED: _FIND,
    Outcome.LOGIN_PAGE: "give the source a login",
    Outcome.OUT_OF_TIME: "the next run asks for it first; if it goes on, raise "
    "'max_minutes'",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong: the outcome, and the evidence on one line."""

    outcome: Outcome
    reason: str


BLOCKING = frozenset([401, 402, 403, 451])


def outcome_of(status: int, is_conditional: bool) -> Outcome:
    """What a status without a redirect means.

    `is_conditional`: validators were sent, so 304 is an answer. Partial
    answers (206, 226) were not asked for and count as truncated.
    Source: RFC 9110 15, RFC 6585 4, RFC 7725 3.
    """
    if status == 304 and is_conditional:
        return Outcome.NOT_MODIFIED
    if status in (206, 226):
        return Outcome.TRUNCATED
    if 200 <= status < 300:
        return Outcome.OK
    if status in BLOCKING:
        return Outcome.BLOCKED
    named = {
        404: Outcome.NOT_FOUND,
        406: Outcome.MEDIA_TYPE,
        407: Outcome.ACCESS,  # only a proxy says so
        410: Outcome.GONE,
        429: Outcome.RATE_LIMITED,
    }
    if status in named:
        return named[status]
    if 400 <= status < 500:
        return Outcome.CLIENT_ERROR
    return Outcome.SERVER_ERROR if 500 <= status < 600 else Outcome.PROTOCOL
