"""Titles of errors, a status of HTTP or its phrase, on pages that came with another."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

# RFC 9110 15.5 and 15.6, as titles begin with it. "404 Media" is a newspaper, "Indy
# 500: the winners" an article, "500 – so many jobs go" one too.
_STATUS = re.compile(
    r"\A\W*((?:(?:https?|status|code|error|erreur|fehler|fout|errore|erro|ошибка)\W+)*)"
    r"(?:40[0-9]|410|429|451|50[0-4])(?!\w)",
    re.IGNORECASE,
)
# The phrases of RFC 9110 15.5 and 15.6; "oops" and "sorry" as themes of WordPress
# begin; the others as the titles of tests/corpora/gate_words.toml say it. Alone, as
# "500 jobs gone" is none.
_ALONE = re.compile(
    r"(?:http )?errors?(?: page)?|erreur|fehler|fout|errore|erro|ошибка|oops|oups"
    r"|ups|hoppla|sorry|désolé|lo sentimos|tyvärr|not found"
    r"|forbidden|access denied|unauthori[sz]ed|payment required|gone|bad request"
    r"|bad gateway|method not allowed|too many requests|(?:internal )?server error"
    r"|(?:service )?(?:temporarily )?unavailable|gateway time-?out|introuvable"
    r"|nicht gefunden|niet gevonden|no encontrad[ao]|não encontrad[ao]|non trovat[ao]",
    re.IGNORECASE,
)
# A page, in the languages whose errors tests/corpora/gate_words.toml has; no test
# fails without the words of the Baltic, of India and of Thailand.
# `side` is English too, `sida` a disease in Spanish: only `siden` and `sidan`.
_PAGE = re.compile(
    r"\b(?:page|seite|página|pagina|siden|sidan|sivua?|stron[aąęy]|stránk[ay]|oldal|sayfa"
    r"|halaman|trang|pàgina|stranica|puslapis|lapa|lehte?)\b"
    r"|страниц\w*|сторінк\w*|σελίδα|(?:ال)?صفح[ةه]|\bה?(?:דף|עמוד)\b"
    r"|页面|頁面|网页|網頁|[该該本此][页頁]|ペー?ジ|페이지|पृष्ठ|पेज|หน้า",
    re.IGNORECASE,
)
# What news sites say in its place. Others hold these too: "Article 370 is no longer
# available" is a headline.
_THING = re.compile(
    r"\b(?:articles?|artikel|artículo|articolo|artigo|content|inhalt|contenido|contenu"
    r"|file|url|document)\b",
    re.IGNORECASE,
)
_THIS_THING = re.compile(
    r"\b(?:this|that|the|requested|dieser?|der|cet|ce|este|questo|dit)\s+"
    + _THING.pattern,
    re.IGNORECASE,
)
# That it is not there; of the same languages, as `_PAGE`.
_LOST = re.compile(
    r"\b(?:not (?:be )?found|(?:can.?t|cannot) be found|does(?: not|n.t) exist"
    r"|(?:is(?: not|n.t)|no longer|not) available|no longer exists|introuvable"
    r"|(?:non|pas)(?: été)? trouvée?"
    r"|n.existe (?:pas|plus)|indisponible|existiert (?:leider )?nicht"
    r"|nicht (?:mehr )?(?:gefunden|vorhanden|verfügbar)|non disponibile|sa nenašl[ao]"
    r"|no (?:está )?disponible|não disponível|niet (?:gevonden|bestaat)"
    r"|(?:no|não) (?:encontrad[ao]|existe)|non (?:trovat[ao]|esiste)"
    r"|ikke (?:fun[dn]et|funnet)|hittade?s inte|inte hittas|finn(?:s inte|es ikke)"
    r"|ei löy\w+|nie (?:znalezion\w+|istnieje)|nenalezen\w*|nenájden\w*|nem található"
    r"|nu (?:a fost găsită|există)|nije pronađen\w*|no s'ha trobat|nerastas|nav atrasta"
    r"|ei leitud|bulunamadı|tidak ditemukan|không tìm thấy)\b"
    r"|не (?:найден|знайден|существ|е намерен)\w*|није пронађен\w*"
    r"|δεν (?:βρέθηκε|υπάρχει)|غير موجود[ةه]?|(?:یافت|پیدا) نشد|לא נמצא"
    r"|找不到|未找到|[没沒無无](?:有|法)找到|不存在|見つかりません|찾을 수 없"
    r"|नहीं मिल[ाी]?|ไม่พบ",
    re.IGNORECASE,
)
# What else such a phrase has: who asked, and that one is sorry; as in the titles and
# texts of that file.
_SAID = """
    the this that you your were was are looking for requested have has been sorry oops
    error could can couldn right now currently anymore longer die diese dieser der das
    den von ihnen gesuchte angeforderte gewünschte leider wurde konnte cette demandée
    recherchée que vous cherchez désolé été une esta busca solicitada questa che cerchi
    richiesta procura deze kunde ble het een запрашиваемая эта такая yang anda cari bạn
    tìm 습니다 요청하신 hai"""
_FILLERS = frozenset(_SAID.split())
_WIDE_FILLER = re.compile(
    "[您你]?(?:所|要|想)?(?:访问|訪問|请求|請求|查找|找|查看|浏览|瀏覽)的|抱歉|[对對]不起"
    "|お探しの|でした|습니다"
)
# Articles and endings of cases, in front of a page and behind it.
_MAX_FILLER = 2
_WORD = re.compile(r"[^\W_]+")
_PARTER = re.compile(r"\s*[-–—:|•·!.,()]+(?:\s+|\Z)|\s+[-–—|•·(]")
_BRACKETS = " ()[]«»\"'“”-–_"
# A phrase of more than what every one has is no longer: "A page of the diary could
# not be found" may be a headline.
_MAX_PHRASE_WORDS, _MAX_PHRASE = 6, 60
# A name of a site is no longer, where nothing but the page's title says it.
_MAX_NAME_WORDS = 3


def is_error(title: str, site: str, url: str) -> bool:
    """True where a title is a status, or the phrase of a lost page, and no more.

    `site` is as in `is_status`.
    """
    return is_status(title, site, url) or _is_said(title, site, url, _is_phrase)


def tells_of_loss(title: str, site: str, url: str) -> bool:
    """True where a title says in few words that a page is not there.

    A headline may say so too: "Hiker Larry Page not found". `site` is as in
    `is_status`.
    """
    return _is_said(title, site, url, _may_be_phrase)


def _is_said(title: str, site: str, url: str, is_phrase: Callable[[str], bool]) -> bool:
    """True where a title is a phrase, with errors before it and the site behind it."""
    parts = _parts(title)
    lost = next((n for n, one in enumerate(parts) if is_phrase(one)), None)
    if lost is None or not all(map(_says_error, parts[:lost])):
        return False
    rest = parts[lost + 1 :]
    return all(_says_error(one) or _is_site(one, site, url, True) for one in rest)


def _is_phrase(part: str) -> bool:
    """True where a part of a title says that a page is not there, and no more."""
    if not (_PAGE.search(part) or _THING.search(part)) or not _LOST.search(part):
        return False
    rest = part.casefold()
    for pattern in (_LOST, _PAGE, _THING, _WIDE_FILLER):
        rest = pattern.sub(" ", rest)
    return all(
        word in _FILLERS or (len(word) <= _MAX_FILLER and not word.isdecimal())
        for word in _WORD.findall(rest)
    )


def _may_be_phrase(part: str) -> bool:
    """True where a part of a title says in few words that a page is not there."""
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
    is_apart = bool(_PARTER.match(rest))
    if parts and not is_apart and not (_is_alone(parts[0]) or _is_phrase(parts[0])):
        return False
    is_named = bool(status[1]) or bool(parts and _says_error(parts[0]))
    return all(
        _says_error(part) or _is_site(part, site, url, is_named) for part in parts
    )


def _is_alone(part: str) -> bool:
    """True where a part of a title is what an error is named by, and no more."""
    return _ALONE.fullmatch(part) is not None


def _says_error(part: str) -> bool:
    """True where a part of a title is the phrase of an error."""
    return _is_alone(part) or _is_phrase(part) or _says_lost(part)


def _says_lost(part: str) -> bool:
    """True where a part of a title says that a page is not there."""
    is_page = _PAGE.search(part) or _THIS_THING.search(part)
    return bool(is_page and _LOST.search(part))


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
