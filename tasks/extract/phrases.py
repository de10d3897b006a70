"""How lines begin that are a page's furniture and not its article, in 30 languages.

"Read also", "Advertisement", "Photo:", "Follow us". No line is left out for its
words alone: that it begins so is one sign among many (features.py).
"""

from __future__ import annotations

import re

# As seen at the start of short lines on news sites and blogs, 2026.
_STARTS = (
    # English
    "read (?:more|also|next|the full)|also read|see (?:also|more)|watch|listen|click"
    "|sign up|sign in|log ?in|subscribe|follow|share|related|recommended"
    "|more (?:from|on"
    "|stories|news|about)|don'?t miss|advert|ad |sponsor|comments?|leave a|reply"
    "|newsletter|copyright|all rights|photo|image|picture|credit|source|tags?\\b"
    "|topics?"
    "|filed under|posted|published|updated|last (?:updated|modified)|register"
    "|get (?:the"
    "|our|your)|download|support|donate|join|you (?:may|might)|trending|popular|most"
    " (?:read|popular)|previous|back to|view|show|load|skip|menu|search"
    "|about the author"
    "|written by|by\\b|article continues|story continues|continue reading|up next"
    "|editor"
    "|share this|email|print|save|gift|contact|disclaimer|this (?:article|post"
    "|story)|©",
    # German, Dutch, Nordic
    "lesen sie|mehr (?:zum|zu|aus|über)|auch interessant|anzeige|werbung|fotos?\\b|bild"
    "|quelle|kommentare?|teilen|abonnieren|anmelden|weitere|das könnte|zum thema|autor"
    "|stand:|empfohlen|lees|bekijk|deel|advertentie|reacties|bron|abonneer|meer over"
    "|schrijf je in|volg|les også|läs |læs|annons|reklame|del |dela|kilde|källa"
    "|kommentar|prenumerera|følg|lue myös|mainos|kuva|jaa|lesa meira|mynd",
    # Romance
    "lire|à lire|voir aussi|partager|publicité|abonne|inscri|commentaires|crédit"
    "|légende"
    "|en savoir|sur le même|leer|lee también|lea|vea|te puede|más (?:noticias"
    "|informaci)"
    "|compart|publicidad|suscr|comentarios|fuente|síguenos|leia|veja|saiba|assine|siga"
    "|relacionad|leggi|guarda|condivi|pubblicità|iscriviti|commenti|fonte|seguici"
    "|riproduzione|citește|citeşte|publicitate|sursa|vezi|urmărește|llegeix|comparteix",
    # Slavic, Baltic, Hungarian, Greek, Turkish
    "czytaj|zobacz|przeczytaj|reklama|udostępnij|źródło|fot\\.|komentarze|čtěte"
    "|přečtěte"
    "|sdílet|zdroj|diskuze|čítajte|pročitajte|izvor|pratite|preberite|hirdetés"
    "|kapcsolód"
    "|forrás|borítókép|прочети|реклама|читайте|подпи|источник|фото|поділ|джерело|читать"
    "|комментар|следите|снимка|διαβάστε|πηγή|φωτο|ακολουθ|reklam|kaynak|loe ka|jaga"
    "|skaityk|lasi",
    # Arabic, Persian, Hebrew, Hindi and its neighbours, Indonesian, Vietnamese
    "اقرأ|إقرأ|المزيد|إعلان|مشاركة|المصدر|شاهد|تابع|بیشتر|منبع|קרא|עוד ב|פרסומת|צילום"
    "|और पढ|यह भी|ये भी|विज्ञापन|আরও|আরো|baca|sumber|ikuti|xem thêm|đọc thêm|nguồn|ảnh"
    "|chia sẻ",
    # Chinese, Japanese, Korean, Thai
    "相关|相關|延伸阅读|延伸閱讀|阅读|分享|责任编辑|責任編輯|编辑|編輯|来源|來源"
    "|原标题|广告|廣告|点击|點擊"
    "|扫码|关注|更多|版权|版權|责编|【责任|\\(责任|（责任|推荐|上一篇|下一篇"
    "|関連|続きを|広告|シェア|写真"
    "|提供|無断|転載|フォロー|관련|광고|사진|저작권|무단|구독|제보|공유|ⓒ"
    "|อ่าน|แชร์|โฆษณา|ที่มา",
)
# What may stand before: a bullet, a number.
_LEAD = re.compile(r"[\W\d_]{0,6}")
# Longer lines are sentences, whatever they begin with.
_MAX_LINE = 200


# One start in a line of them: bars in brackets part none.
_START = re.compile(r"(?:\\.|\((?:\\.|[^()\\])*\)|[^|\\(])+")


def _by_letter() -> dict[str, re.Pattern[str]]:
    """The starts that begin with each letter: so none of the other 280 is tried."""
    by_letter: dict[str, list[str]] = {}
    for start in _START.findall("|".join(_STARTS)):
        by_letter.setdefault(start.removeprefix("\\")[0], []).append(start)
    return {
        letter: re.compile("|".join(starts), re.IGNORECASE)
        for letter, starts in by_letter.items()
    }


_BY_LETTER = _by_letter()


def is_furniture(line: str) -> bool:
    """Whether `line` begins as furniture does."""
    lead = _LEAD.match(line)
    if len(line) > _MAX_LINE or lead is None:
        return False
    # A sign such as `©` may be the last of the lead, or within it.
    for at, letter in enumerate(line[: lead.end() + 1]):
        starts = _BY_LETTER.get(letter.casefold()[0])
        if starts is not None and starts.match(line, at):
            return True
    return False
