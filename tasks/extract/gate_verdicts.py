"""Whether a page is what stands in front of an article: a check, an error, a wall, a
login, an app that has not started.

Each question gives what was seen, empty where it does not hold.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

from tasks.extract.gates import CONSENT_PLACE, ERROR_ROOT, LOGIN_PLACE
from tasks.extract.page_signs import is_headline
from tasks.extract.seen_page import BRIEF, MAX_GATE, MUCH, SeenPage
from tasks.extract.status_titles import is_error, is_lost, tells_of_loss
from tasks.extract.worth import worth

# What an app says before it starts is shorter.
_MAX_SHELL = 120
# Without a site around it: what asks for a script says no more, a wall asks to choose.
_MAX_ASKING, _MIN_CHOICES = 300, 2
# The same in most languages, which have no word of their own for it.
_SCRIPT = re.compile(
    r"java\s?script|جافا\s?سكريبت|자바\s?스크립트|джаваскрипт",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    r"cooki|\bkakor|eväste|küpsis|informationskapsl|\bsüti|çerez|slapuk|sīkdat"
    r"|kolačić|piškotk|vafrakök|куки|ملفات تعريف الارتباط|עוגיות|クッキー|쿠키|คุกกี้",
    re.IGNORECASE,
)

_SENTENCE_END = re.compile(r"[.!?]\s+|[。！？\n]\s*")


def challenge(page: SeenPage) -> str:
    """How the page asks whether its reader is a person."""
    signs = page.signs
    if page.size() < BRIEF and not signs.teasers and not page.is_brief():
        said = f"{len(page.text)} letters of text"
        if signs.challenger:
            return f"a script of {signs.challenger}, {said}"
        asks = signs.captcha or ("challenge" in signs.gates and "a box named so")
        if asks and signs.is_bare and not signs.n_passwords:
            return f"{asks}, {said}, no site around it"
    return page.gate("challenge")


def said_error(page: SeenPage) -> str:
    """What the page says to crawlers or names itself, themes' wrong marks aside."""
    signs = page.signs
    if signs.status >= 400:
        return f"meta:prerender-status-code says {signs.status}"
    if ERROR_ROOT.search(signs.root_names):
        return f"the page's root is named {signs.root_names.strip()[:80]!r}"
    return ""


def error(page: SeenPage) -> str:
    """How the page is an error that came with another status."""
    signs = page.signs
    if page.size() < BRIEF:
        is_brief = page.is_brief()
        for title in (signs.title, *signs.h1s):
            is_told = is_error(title, page.site, signs.url)
            if not is_told and not is_brief:
                is_told = tells_of_loss(title, page.site, signs.url) or (
                    signs.is_bare and is_lost(title)
                )
            if is_told:
                return f"title {title[:80]!r}, {len(page.text)} letters of text"
    return page.gate("error_page")


def consent(page: SeenPage) -> str:
    """How the page asks for consent."""
    signs = page.signs
    place = urlsplit(signs.url)
    where = f"{place.hostname or ''}{place.path}"
    if CONSENT_PLACE.search(where.lower()) and page.size() < MAX_GATE:
        is_host = CONSENT_PLACE.search((place.hostname or "").lower())
        if is_host or _leads_back(place) or not page.has_text():
            return f"at {where[:80]}"
    if (
        signs.is_bare
        and signs.n_buttons >= _MIN_CHOICES
        and page.size() < MAX_GATE
        and not (page.is_brief() and is_headline(page.title))
        and _share_on_cookies(page.text) >= MUCH
    ):
        return f"{signs.n_buttons} buttons under a text on cookies, no site around it"
    return page.gate("consent_wall")


def _share_on_cookies(text: str) -> float:
    """The share of a text's letters in sentences that name cookies."""
    sentences = list(filter(None, _SENTENCE_END.split(text)))
    n_all = sum(map(worth, sentences))
    n_said = sum(worth(one) for one in sentences if _COOKIE.search(one))
    return n_said / n_all if n_all else 0.0


def _leads_back(place: SplitResult) -> bool:
    """True where an address says where to go on from there, as gates' do."""
    said = (value for _, value in parse_qsl(place.query))
    return any(value.startswith(("/", "http://", "https://")) for value in said)


def login(page: SeenPage) -> str:
    """How the page asks for a password."""
    signs = page.signs
    if page.size() >= BRIEF:
        return ""
    said = f"{signs.n_passwords} fields for a password, {len(page.text)} letters"
    path = urlsplit(signs.url).path.lower()
    is_place, has_text = LOGIN_PLACE.search(path) is not None, page.has_text()
    is_form = LOGIN_PLACE.search(signs.form_places.lower()) is not None
    may_ask = is_form and not signs.teasers and not page.is_brief()
    if may_ask and (is_place or signs.is_bare or (signs.n_passwords and not has_text)):
        return f"{said}, a form to {signs.form_places.strip()[:60]!r}"
    if not signs.n_passwords:
        return ""
    if not has_text and (is_place or page.size() < _MAX_SHELL):
        return said
    return page.gate("login_page")


def shell(page: SeenPage) -> str:
    """How the page is that of an app which has not started."""
    signs = page.signs
    if not signs.n_scripts:
        return ""
    scripts = f"{signs.n_scripts} scripts"
    if page.size() < _MAX_SHELL:
        if signs.app_root is not None and signs.app_letters < _MAX_SHELL:
            return f"{signs.app_letters} letters in {signs.app_root!r}, {scripts}"
        if signs.is_bare and signs.n_letters < _MAX_SHELL and not signs.h1s:
            return f"{signs.n_letters} letters on the page, {scripts}"
    is_asking = page.size() < _MAX_ASKING and not page.is_brief()
    if signs.is_bare and is_asking and _SCRIPT.search(page.text):
        return f"JavaScript in {len(page.text)} letters, {scripts}, no site around it"
    return ""
