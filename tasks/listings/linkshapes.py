"""What an address tells of where it leads, by its shape. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from tasks.text.urls import parts

_DAY = r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:0?[1-9]|[12]\d|3[01]))"
_MONTH = r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])"
# `/2026/4-autumn` is the fourth number of a magazine.
_DATE = re.compile(rf"{_DAY}(?:[/_-]|$)|{_MONTH}(?:/|$)")
# All that was published on a day, or in a month.
_ARCHIVE = re.compile(rf"(?:{_DAY}|{_MONTH})/?\Z")
_ID = re.compile(r"\d{5,}")
_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|m4a|ogg|zip|docx?|xlsx?|xml|rss|json|ics|"
    r"css|js)$",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\.(?:s?html?|php|aspx?|jsp|story|article)$", re.IGNORECASE)
# What is below a folder of such a name is a list, a person, or a thing to do; in the
# languages that each was seen in.
_NAMES = """
tag tags etiqueta etiquetas schlagwort schlagworte mot-cle trefwoord tema temas thema
themen theme themes topic topics dossier dossiers author authors auteur auteurs autor
autoren autores autori writer writers contributor contributors columnist columnists
people person kolumnist yazar yazarlar skribent skribenter fotograf fotografer profile
profil user users member account konto compte cuenta category categories categorie
categoria rubrique rubriek rubrik kategorie staff team login signin sign-in signup
register registrieren inscription anmelden connexion inloggen aanmelden logout wp-login
wp-admin search suche zoeken recherche buscar busca cerca subscribe subscription abo
abonnement abonnements abonneren suscripcion newsletter newsletters nieuwsbrief
nieuwsbrieven boletines page pagina seite share print feed rss contact kontakt contacto
about impressum privacy datenschutz terms cookies legal help faq sitemap jobs advertise
advertising adverteren cart shop event events agenda calendar kalender veranstaltungen
evenemang issue issues video videos clip clips gallery galleries galerie galeria
"""
_NEVER = frozenset(_NAMES.split())
_NEVER_ASKED = frozenset(("page", "paged", "pagina", "share", "replytocom", "s", "q"))
_MAX_SEGMENTS = 12


@lru_cache(maxsize=4_096)
def weight_of_address(url: str) -> int:
    """How much a canonical address says for an article; below zero, against one."""
    _, path, query = parts(url)
    segments = _segments(path)
    if not segments:
        return 0
    last = _PAGE.sub("", segments[-1])
    if _ARCHIVE.search(path):
        return -3
    weight = 3 * (_DATE.search(path) is not None)
    n_words = len([word for word in re.split(r"[-_+. ]", last) if len(word) > 1])
    if n_words >= 4 or _is_long_word(last):
        weight += 3
    elif n_words >= 3:
        weight += 1
    if _ID.search(last) or _ID.search(query) or re.search(r"\bid=\d+", query):
        weight += 2
    if _PAGE.search(segments[-1]):
        weight += 1
    if weight == 0 and not any(c.isdigit() for c in last + query):
        weight -= 2
    return min(weight, 5)


@lru_cache(maxsize=4_096)
def is_elsewhere(url: str) -> bool:
    """Whether the address is of a file, or of a page that only leads on or asks."""
    _, path, query = parts(url)
    segments = _segments(path)
    if segments and _ASSET.search(segments[-1]):
        return True
    # Farther up it may be a section: `/topics/flood/2026/how-the-river-rose`.
    if not _NEVER.isdisjoint(_PAGE.sub("", part).lower() for part in segments[-2:]):
        return True
    names = {pair.partition("=")[0].lower() for pair in query.split("&")}
    return not _NEVER_ASKED.isdisjoint(names)


@lru_cache(maxsize=4_096)
def shape_of(url: str) -> str:
    """What addresses of one kind have in common: their folders, numbers as `0`.

    Of the last segment only its form counts: words, number, ending.
    """
    host, path, query = parts(url)
    segments = _segments(path)
    folders = [re.sub(r"\d+", "0", segment) for segment in segments[:-1]]
    last = segments[-1] if segments else ""
    ending = _PAGE.search(last)
    form = "words" if len(re.split(r"[-_+ ]", last)) >= 3 else "word"
    number = "0" if _ID.search(last) else ""
    names = sorted(pair.partition("=")[0] for pair in query.split("&"))
    tail = f"{form}{number}{ending[0] if ending else ''}?{'&'.join(names)}"
    return "/".join([host, *folders, tail])


def _segments(path: str) -> list[str]:
    return [unquote(part) for part in path.split("/") if part][:_MAX_SEGMENTS]


def _is_long_word(last: str) -> bool:
    """Whether it is a headline in a script that parts no words, or not by hyphens."""
    return len(last) >= 12 and not last.isascii()
