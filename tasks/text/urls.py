"""URLs by the WHATWG standard, and the one form of each that the ledger keeps.

Pure text: nothing is fetched. Which URLs are one key is tasks/text/keys.py.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

import ada_url

from tasks.text.shared_hosts import is_shared

# RFC 9110 4.1 asks for 8,000 octets; what is longer is data, not an address.
MAX_URL_CHARS = 8_192

# Parameters that say how a reader came, never what is read. The name decides,
# as it is written.
TRACKING = frozenset(
    [
        "fbclid",  # added by Facebook to every outgoing link
        "fb_action_ids",  # Facebook's share dialogs, with the next three
        "fb_action_types",
        "fb_ref",
        "fb_source",
        "gclid",  # Google Ads, with the next five
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "gad_source",
        "gad_campaignid",
        "_ga",  # Google Analytics, between domains
        "_gl",
        "srsltid",  # Google Merchant, in search results
        "msclkid",  # Microsoft Advertising
        "yclid",  # Yandex Direct
        "ysclid",  # Yandex search
        "_openstat",  # Russian portals
        "twclid",  # X
        "ttclid",  # TikTok
        "li_fat_id",  # LinkedIn
        "igshid",  # Instagram
        "igsh",
        "mc_cid",  # Mailchimp newsletters
        "mc_eid",
        "mkt_tok",  # Marketo newsletters
        "_hsenc",  # HubSpot newsletters
        "_hsmi",
        "vero_id",  # Vero newsletters
        "oly_enc_id",  # Omeda newsletters
        "oly_anon_id",
        "dicbo",  # Outbrain
        "xtor",  # AT Internet: Le Monde, RTBF, Ouest-France
        "xtref",
        "ocid",  # MSN, BBC
        "ns_campaign",  # comScore: BBC, with the next five
        "ns_source",
        "ns_mchannel",
        "ns_linkname",
        "ns_fee",
        "ns_ichannel",
        "CMP",  # The Guardian
        "cmpid",  # CNN, Bloomberg
        "smid",  # The New York Times, with the next two
        "smtyp",
        "emc",
        "ito",  # Daily Mail
        "ftag",  # CBS
        "taid",  # Reuters
        "mbid",  # Conde Nast
        "s_cid",  # Adobe Analytics
        "ncid",  # Yahoo, AOL, TechCrunch
        "soc_src",  # Yahoo's share links, with the next two
        "soc_trk",
        "tsrc",
        "icid",  # links within a site: Le Figaro, The Telegraph
        "intcid",  # Conde Nast
        "traffic_source",  # Al Jazeera's feed
        "feedType",  # Reuters' feeds, with the next
        "feedName",
        "ftcamp",  # Financial Times
        "epik",  # Pinterest
        "rdt_cid",  # Reddit
        "ScCid",  # Snapchat
        "irclickid",  # Impact
        "_branch_match_id",  # Branch, with the next
        "_branch_referrer",
        "spm",  # Alibaba, and Chinese portals after it
        "guccounter",  # Yahoo, after its consent page
        "guce_referrer",
        "guce_referrer_sig",
        "wt_mc",  # Webtrekk: Der Spiegel
        "wt_zmc",  # Webtrekk: Die Zeit
        "__twitter_impression",  # X, on AMP pages
    ]
)
TRACKING_PREFIXES = (
    "utm_",  # Google Analytics: everywhere; UTM_ in newsletters
    "at_",  # Piano, once AT Internet: BBC, France Televisions
    "mtm_",  # Matomo
    "pk_",  # Matomo, as it was called Piwik
    "hsa_",  # HubSpot's ads
)

# Such a parameter can name an article too; with such a value it tells where it was
# found: `?ref=rss`, `?partner=rssnyt`, `?from=feed`.
_FOUND_BY = re.compile(
    r"(?:ref|referrer|source|src|from|via|partner|rss)=(?:rss\w{0,6}|feed|atom|twitter|"
    r"facebook|newsletter|home(?:page)?|social)",
    re.IGNORECASE,
)

# Hosts that show the same site in another dress.
_DRESS = re.compile(r"\A(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_FRONT_PAGE = re.compile(
    r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{3,5})?/?)?",
    re.IGNORECASE,
)
# C0 and C1 controls, and the invisible characters that turn or break a line.
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff]"
)
_SCHEME = re.compile(r"\s*(?:(?:https?|ftp|wss?):|[a-z][\w+.-]*:(?=//))?[/\\]*", re.I)
_PLAIN_AUTHORITY = re.compile(r"(?:\[[^\]]*\]|[^:@]*)(?::\d*)?")
_AUTHORITY_END = re.compile(r"[/\\?#]")


class UrlUnreadable(ValueError):
    """A URL that the ledger cannot use; trying again gives the same.

    `url` is as it was given and may hold a password, so the message shows it
    through `redacted`.
    """

    reason = "bad_url"

    def __init__(self, url: str, what: str) -> None:
        super().__init__(f"url '{redacted(url)}': {what}")
        self.url = url


@lru_cache(maxsize=1_024)
def canonical(url: str, base: str | None = None) -> str:
    """The one form of `url` that is kept and fetched.

    Resolved against `base`; the fragment and tracking parameters are gone, the
    other parameters are sorted by name (those of one name keep their order)
    and stay as they are written. Canonical twice is canonical once. The last ones
    are kept: each address of a listing is asked for three times.

    Raises UrlUnreadable: not a URL, not http or https, longer than
    MAX_URL_CHARS, or with a user name or password in it.
    Source: WHATWG URL 4.4.
    """
    parsed = _parsed(url, base)
    parsed.hash = ""
    parsed.search = _kept_query(parsed.search)
    return str(parsed.href)


def same_site(a: str, b: str) -> bool:
    """Whether two absolute URLs are on one site, as far as their hosts tell.

    Hosts count without `www.`, `m.`, `mobile.` and `amp.`; one that lies below
    the other is its site (`sport.example.org`, `example.org`), two side by
    side are not, nor is a blog its host's (`ann.wordpress.com`). Scheme and port
    do not count. An unreadable URL is on none.
    """
    try:
        host_a, host_b = site_of(a), site_of(b)
    except UrlUnreadable:
        return False
    if host_a == host_b:
        return True
    longer, shorter = sorted((host_a, host_b), key=len, reverse=True)
    return not is_shared(shorter) and longer.endswith("." + shorter)


def is_front_page(url: str) -> bool:
    """Whether `url` is a site's front page, or that of one of its languages.

    A parameter that is not tracking makes it another page: `/?p=123` is how
    WordPress names an article.

    Raises UrlUnreadable.
    """
    _, path, query = parts(canonical(url))
    return not query and _FRONT_PAGE.fullmatch(path) is not None


def parts(url: str) -> tuple[str, str, str]:
    """Host with port, path, and query without its mark, of a canonical URL.

    Its form is known, so that no parser is needed: of 50,000 addresses one took 2 s.
    """
    authority, slash, rest = url.partition("://")[2].partition("/")
    path, _, query = rest.partition("?")
    return authority, slash + path, query


def redacted(url: str) -> str:
    """`url` for a message: on one line, without its user name and password.

    Works on what is no URL too. Controls and invisible characters are removed,
    what is long is cut.
    """
    shown = without_login(_CONTROLS.sub("", url[:MAX_URL_CHARS]))
    return shown if len(shown) <= 300 else shown[:299] + "…"


def without_login(url: str) -> str:
    """`url` without its user name and password, else as it is written."""
    found = _SCHEME.match(url)
    start = found.end() if found else 0
    ends = _AUTHORITY_END.search(url, start)
    end = ends.start() if ends else len(url)
    at = url.rfind("@", start, end)
    if at < 0 and not _PLAIN_AUTHORITY.fullmatch(url, start, end):
        # A password with a slash in it: no port is written so.
        at = url.rfind("@", start)
    if at >= 0:
        return url[:start] + url[at + 1 :]
    return url


def _parsed(url: str, base: str | None) -> ada_url.URL:
    """`url` as the standard reads it, refused where the ledger cannot use it."""
    if len(url) > MAX_URL_CHARS:
        raise UrlUnreadable(url, f"has {len(url)} characters, {MAX_URL_CHARS} at most")
    try:
        parsed = ada_url.URL(url, base) if base is not None else ada_url.URL(url)
    except ValueError as error:  # UnicodeEncodeError, for half a surrogate, is one
        raise UrlUnreadable(url, "not a URL") from error
    if parsed.protocol not in ("http:", "https:"):
        raise UrlUnreadable(url, "not http or https")
    if parsed.username or parsed.password:
        raise UrlUnreadable(url, "has a user name or password in it; leave them out")
    return parsed


def _kept_query(search: str) -> str:
    """The query without tracking parameters, sorted by name; "" or "?…"."""
    pairs = [pair for pair in search[1:].split("&") if pair and not _tracks(pair)]
    if not pairs:
        return ""
    return "?" + "&".join(sorted(pairs, key=lambda pair: pair.partition("=")[0]))


def _tracks(pair: str) -> bool:
    """Whether one `name=value` says only how the reader came."""
    # `&amp;utm_source`: feeds that escape twice.
    name = unquote(pair.partition("=")[0]).removeprefix("amp;")
    if _FOUND_BY.fullmatch(pair):
        return True
    return name in TRACKING or name.lower().startswith(TRACKING_PREFIXES)


def site_of(url: str) -> str:
    """The host of `url` without the labels that only change its dress.

    Raises UrlUnreadable.
    """
    return _DRESS.sub("", _parsed(url, None).hostname.rstrip("."))
