"""Titles of errors, a status of HTTP or its phrase, on pages that came with another."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# RFC 9110 15.5 and 15.6, as titles begin with it. "404 Media" is a newspaper, "Indy
# 500: the winners" an article, "500 – so many jobs go" one too.
_STATUS = re.compile(
    r"\A\W*((?:(?:https?|status|code|error|erreur|fehler|fout|errore|erro|ошибка)\W+)*)"
    r"(?:40[0-9]|410|429|451|50[0-4])(?!\w)",
    re.IGNORECASE,
)
# The phrases of RFC 9110 and what stands for them; alone, as "500 jobs gone" is none.
_ALONE = re.compile(
    r"(?:http )?errors?(?: page)?|erreur|fehler|fout|errore|erro|ошибка|oops|oups"
    r"|ups|hoppla|sorry|désolé|lo sentimos|tyvärr|not found"
    r"|forbidden|access denied|unauthori[sz]ed|payment required|gone|bad request"
    r"|bad gateway|method not allowed|too many requests|(?:internal )?server error"
    r"|(?:service )?(?:temporarily )?unavailable|gateway time-?out|introuvable"
    r"|nicht gefunden|niet gevonden|no encontrad[ao]|não encontrad[ao]|non trovat[ao]",
    re.IGNORECASE,
)
# That a page is not found, in the words of sites of many languages: both are asked.
_PAGE = re.compile(
    r"\b(?:articles?|artikel|artículo|articolo|artigo|content|inhalt|contenido|contenu"
    r"|page|file|url|document|seite|página|pagina|side|sidan?|siden|sivua?|stron[aąęy]"
    r"|stránk[ay]|oldal|sayfa|halaman|trang|pàgina|stranica|stran|puslapis|lapa|lehte?)\b"
    r"|страниц|сторінк|σελίδα|صفح[ةه]|דף|页|頁|ペー?ジ|페이지|पृष्ठ|पेज|หน้า",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:not (?:be )?found|(?:can.?t|cannot) be found|does(?: not|n.t) exist"
    r"|(?:is(?: not|n.t)|no longer) available|no longer exists|introuvable|trouvée?"
    r"|n.existe (?:pas|plus)|indisponible|existiert (?:leider )?nicht"
    r"|nicht (?:mehr )?(?:gefunden|vorhanden|verfügbar)|non disponibile|sa nenašl[ao]"
    r"|no (?:está )?disponible|não disponível|niet (?:gevonden|bestaat)"
    r"|(?:no|não) (?:encontrad[ao]|existe)|non (?:trovat[ao]|esiste)"
    r"|ikke (?:fun[dn]et|funnet)|hittade?s inte|inte hittas|finn(?:s inte|es ikke)"
    r"|ei löy\w+|nie (?:znalezion\w+|istnieje)|nenalezen\w*|nenájden\w*|nem található"
    r"|nu (?:a fost găsită|există)|nije pronađen\w*|no s'ha trobat|nerastas|nav atrasta"
    r"|ei leitud|bulunamadı|tidak ditemukan|không tìm thấy)\b"
    r"|не (?:найден|знайден|существ|е намерен)|није пронађен|δεν (?:βρέθηκε|υπάρχει)"
    r"|غير موجود|(?:یافت|پیدا) نشد|לא נמצא|找不到|未找到|不存在|見つかりません"
    r"|찾을 수 없|नहीं मिल|ไม่พบ",
    re.IGNORECASE,
)
_PARTER = re.compile(r"\s*[-–—:|•·!.,()]+(?:\s+|\Z)|\s+[-–—|•·(]")
_BRACKETS = " ()[]«»\"'“”-–_"
# A phrase without a number has no more words, or letters where it has no words; "A
# page of the diary could not be found" may be a headline.
_MAX_PHRASE_WORDS, _MAX_PHRASE = 6, 60
# A name of a site is no longer, where nothing but the page's title says it.
_MAX_NAME_WORDS = 3


def is_error(title: str, site: str, url: str) -> bool:
    """True where a title is a status, or the phrase of a lost page, and no more.

    `site` is as in `is_status`.
    """
    if is_status(title, site, url):
        return True
    parts = _parts(title)
    lost = next((n for n, one in enumerate(parts) if _is_phrase(one)), None)
    if lost is None or not all(map(_says_error, parts[:lost])):
        return False
    rest = parts[lost + 1 :]
    return all(_says_error(one) or _is_site(one, site, url, True) for one in rest)


def _is_phrase(part: str) -> bool:
    """True where a part of a title says that a page is not there, and no more."""
    is_short = len(part.split()) <= _MAX_PHRASE_WORDS and len(part) <= _MAX_PHRASE
    return is_short and _says_lost(part)


def is_lost(title: str) -> bool:
    """True where a title is phrases of errors alone, which a film may be named by."""
    parts = _parts(title)
    return bool(parts) and all(map(_says_error, parts))


def _parts(title: str) -> list[str]:
    """The parts of a title between its marks."""
    return list(filter(None, (p.strip(_BRACKETS) for p in _PARTER.split(title))))


def is_status(title: str, site: str, url: str) -> bool:
    """True where a title is a status and its phrase, or the site's name, alone.

    `site` is the name that the page's data give its site, which may be empty.
    """
    if not (status := _STATUS.match(title)):
        return False
    rest = title[status.end() :].strip()
    parts = _parts(rest)
    if parts and not _PARTER.match(rest) and not _says_error(parts[0]):
        return False
    is_named = bool(status[1]) or bool(parts and _says_error(parts[0]))
    return all(
        _says_error(part) or _is_site(part, site, url, is_named) for part in parts
    )


def _says_error(part: str) -> bool:
    """True where a part of a title is the phrase of an error."""
    return _ALONE.fullmatch(part) is not None or _says_lost(part)


def _says_lost(part: str) -> bool:
    """True where a part of a title says that a page is not there."""
    return bool(_PAGE.search(part) and _LOST.search(part))


def _is_site(part: str, site: str, url: str, is_named: bool) -> bool:
    """True where a part of a title is the site's name, by its data or its host.

    Behind a word for an error (`is_named`) any few words are.
    """
    if is_named and len(part.split()) <= _MAX_NAME_WORDS:
        return True
    name = _letters(part)
    host = _letters(urlsplit(url).hostname or "")
    return name == _letters(site) or (len(name) > 2 and name in host)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
