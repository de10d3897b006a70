"""Titles that are a status of HTTP, which pages bear that came with the wrong one."""

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
    r"(?:http )?errors?(?: page)?|erreur|fehler|fout|errore|erro|ошибка|oops|not found"
    r"|forbidden|access denied|unauthori[sz]ed|payment required|gone|bad request"
    r"|bad gateway|method not allowed|too many requests|(?:internal )?server error"
    r"|(?:service )?(?:temporarily )?unavailable|gateway time-?out|introuvable"
    r"|nicht gefunden|niet gevonden|no encontrad[ao]|não encontrad[ao]|non trovat[ao]",
    re.IGNORECASE,
)
# That a page is not found, in the words of sites of many languages: both are asked.
_PAGE = re.compile(
    r"\b(?:page|file|url|document|seite|página|pagina|side|sidan?|siden|sivua?|strona"
    r"|stránka|oldal|sayfa|halaman|trang)\b|страниц|сторінк|σελίδα|صفحة|דף|页|頁|ペー?ジ"
    r"|페이지",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:not (?:be )?found|does(?: not|n.t) exist|introuvable|n.existe pas|trouvée?"
    r"|nicht (?:gefunden|vorhanden)|niet (?:gevonden|bestaat)"
    r"|(?:no|não) (?:encontrad[ao]|existe)|non (?:trovat[ao]|esiste)"
    r"|ikke (?:fun[dn]et|funnet)|hittades inte|ei löy\w+|nie znalezion\w+"
    r"|nenalezen\w*|nem található|bulunamadı|tidak ditemukan|không tìm thấy)\b"
    r"|не (?:найден|знайден|существ)|δεν βρέθηκε"
    r"|غير موجود|לא נמצא|找不到|未找到|不存在|見つかりません|찾을 수 없",
    re.IGNORECASE,
)
_PARTER = re.compile(r"\s*[-–—:|•·!.,()]+(?:\s+|\Z)|\s+[-–—|•·(]")
_BRACKETS = " ()[]«»\"'“”-–_"
# A name of a site is no longer, where nothing but the page's title says it.
_MAX_NAME_WORDS = 3


def is_status(title: str, site: str, url: str) -> bool:
    """True where a title is a status and its phrase, or the site's name, alone.

    `site` is the name that the page's data give its site, which may be empty.
    """
    if not (status := _STATUS.match(title)):
        return False
    rest = title[status.end() :].strip()
    parts = list(filter(None, (p.strip(_BRACKETS) for p in _PARTER.split(rest))))
    if parts and not _PARTER.match(rest) and not _says_error(parts[0]):
        return False
    is_named = bool(status[1])
    return all(
        _says_error(part) or _is_site(part, site, url, is_named) for part in parts
    )


def _says_error(part: str) -> bool:
    """True where a part of a title is the phrase of an error."""
    if _ALONE.fullmatch(part):
        return True
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
