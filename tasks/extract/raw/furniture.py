"""Paragraphs of a raw text that are furniture of a page or an export, by their form.

A form counts only where it is the whole of a paragraph; words that news has too
("Share", "Facebook") only where several stand together.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from tasks.extract.raw.pagemarks import Taken

# What is longer than this is no button, label or credit; a notice may be longer.
_MAX_LABEL, _MAX_CREDIT, _MAX_FORM = 40, 160, 320
_EDGE = " \t.!|»>*•·-–—_=~<«[]()（）【】…"
_TABLE = tomllib.loads(
    files("tasks").joinpath("extract", "raw", "furniture.toml").read_text("utf-8")
)
_WHOLE: dict[str, str] = {
    (phrase.strip(_EDGE) or phrase).casefold(): reason
    for reason, phrases in _TABLE["whole"].items()
    for phrase in phrases
}
_LABELS: dict[str, str] = {
    phrase: reason for reason, phrases in _TABLE["labels"].items() for phrase in phrases
}
_DOES = frozenset(_TABLE["bar"]["does"])
_SURE = frozenset(_TABLE["bar"]["sure"])
_SHOWN = _DOES | frozenset(_TABLE["bar"]["shown"])
_RIGHTS = "|".join(map(re.escape, _TABLE["whole"]["copyright"]))
# "Copyright 2010 The Example Company. All Rights Reserved", "(c) 2010 Reuters
# Limited"; "Copyright 2020 was a bad year" goes on small and is prose, as is
# "Copyright 2020, A year in court", whose words are none of a name.
_COPYRIGHT = re.compile(
    r"(?:(?i:copyright)(?:\s*(?:©|\((?i:c)\)))?|©|\((?i:c)\))\s*(?:(?i:copyright|by)\s+)?"
    r"(?:19|20)\d\d(?:\s*[-–,]\s*(?:(?:19|20)\d\d|\d\d))?(?:[\s,.]+(?:by\s+)?"
    r"(?P<holder>[^\Wa-z\d_][^!?]{0,80}?))?[\s.,;|–-]*"
    rf"(?P<rights>(?i:(?:{_RIGHTS})\W*))?"
)
_CREDIT = re.compile(
    r"(?P<open>[\[(（【]\s*)?(?:(?:file|stock|archive|handout|courtesy)\s+)?"
    r"(?:photos?|photographs?|pictures?|images?|illustrations?"
    r"|(?:photo|image|picture|photo\s+by)\s+credits?|fotos?|foto's|bild(?:er)?|beeld|imagen"
    r"|imagem|immagine|crédits?(?:\s+photo)?|zdjęcie|фото|светлина|φωτογραφία|fotoğraf"
    r"|valokuva|kuva|ảnh|صورة|图片来源|图片|圖片|图|圖|写真|사진)"
    r"(?:\s+(?:by|von|par|de|door|av)\b)?\s*[:：/©]",
    re.IGNORECASE,
)
_MAX_BARE_CREDIT = 60
_BETWEEN_NAMES = re.compile(r"[\s/,|&©+()–-]+")
# The small words of names and of credits; agencies and libraries that are one word.
_OF_NAMES = frozenset(
    ("of", "the", "and", "for", "by", "via", "courtesy", "de", "del", "della", "di",
     "da", "do", "dos", "du", "des", "der", "den", "van", "von", "zu", "y", "e", "et",
     "und", "en", "la", "le", "les", "el", "al", "bin", "ten", "ter", "av", "af",
     "dpa", "epd", "picture", "alliance")
)  # fmt: skip
_ONE_WORD = frozenset(
    ("reuters", "bloomberg", "getty", "shutterstock", "istock", "unsplash", "pixabay",
     "pexels", "belga", "xinhua", "imago", "wikimedia", "wikipedia", "ritzau",
     "scanpix", "flickr", "adobestock", "depositphotos", "alamy", "dpa")
)  # fmt: skip
# What a sentence begins with, and no name of a person.
_ARTICLES = frozenset(
    ("a", "an", "the", "this", "ein", "eine", "das", "die", "der", "een", "het", "de",
     "un", "une", "le", "les", "el", "los", "las", "il", "uno", "una", "um", "uma",
     "o", "en", "ett", "et", "how", "what", "why", "when", "where", "who")
)  # fmt: skip
# Who says so is the page itself: what a firm says of cookies is quoted, or of "the".
_COOKIES = re.compile(
    r"(?:this\s+(?:web)?site\s+(?:uses|stores)|we\s+(?:and\s+our\s+partners\s+)?use"
    r"|by\s+(?:continuing|using|clicking|browsing)\b.{0,80}\byou\s+(?:agree|consent|accept)"
    r"|(?:deze|onze)\s+(?:web)?site\s+(?:maakt\s+gebruik\s+van|gebruikt)|wij\s+gebruiken"
    r"|diese\s+(?:web)?(?:site|seite)\s+(?:verwendet|nutzt|benutzt)|wir\s+(?:verwenden|nutzen)"
    r"|ce\s+site\s+utilise|nous\s+utilisons|en\s+poursuivant\s+votre\s+navigation"
    r"|este\s+s[ií]t(?:io|e)\s+(?:web\s+)?(?:utiliza|usa)|questo\s+sito\s+(?:utilizza|usa)"
    r"|ta\s+strona\s+(?:używa|korzysta\s+z)|(?:этот\s+)?сайт\s+использует|мы\s+используем)"
    r"[^\"“”„«]{0,80}\b(?:cookies?|куки|файлы\s+cookie)\b"
    r"(?:\W*\Z|,|\s+(?:to|for|on|and|um|für|auf|und|om|voor|en|pour|afin|sur|et|para|en|y"
    r"|e|per|su|do|w|aby|для|чтобы|и)\b)[^\"“”„«]*",
    re.IGNORECASE,
)
# A notice about cookies stands at either end of what was scraped.
_AT_EDGE = 5


def without_furniture(paragraphs: list[str]) -> tuple[list[str], Taken]:
    """The paragraphs that are text, and what was taken out as (reason, text)."""
    reasons = [_reason(text) if len(text) <= _MAX_FORM else "" for text in paragraphs]
    _mark_bars(paragraphs, reasons)
    if not any(reasons):
        return paragraphs, []
    last = len(paragraphs) - _AT_EDGE
    for n, reason in enumerate(reasons):
        if reason == "cookies" and _AT_EDGE <= n < last:
            reasons[n] = ""
    both = list(zip(paragraphs, reasons, strict=True))
    return (
        [text for text, reason in both if not reason],
        [(reason, text) for text, reason in both if reason],
    )


def _reason(text: str) -> str:
    """Why a paragraph is furniture by itself; empty where it is not."""
    low = text.casefold()
    bare = low.strip(_EDGE)
    if len(text) <= _MAX_CREDIT:
        if reason := _WHOLE.get(bare or low):
            return reason if bare != "30" or low == "-30-" else ""
        label, colon, _ = low[:_MAX_LABEL].replace("：", ":").partition(":")
        if reason := _LABELS.get(label.strip(_EDGE)) if colon else _LABELS.get(bare):
            return reason
        if _is_credit(text):
            return "caption_credit"
    if low[0] in "c©(" and _is_copyright(text):
        return "copyright"
    return "cookies" if _COOKIES.fullmatch(text) else ""


def _is_credit(text: str) -> bool:
    """True for `[Photo: …]` to its bracket's end, and for a short `Photo: Ann Lee`."""
    match = _CREDIT.match(text)
    if match is None:
        return False
    if match["open"]:
        return text[-1] in "])）】" and not any(one in text[1:-1] for one in "[]")
    if len(text) > _MAX_BARE_CREDIT or text[-1] in ".!?。":
        return False
    words = [word for word in _BETWEEN_NAMES.split(text[match.end() :]) if word]
    if not words or words[0].casefold() in _ARTICLES:
        return False
    if len(words) == 1 and words[0].lower() != words[0].upper():
        return words[0].isupper() or words[0].casefold() in _ONE_WORD
    return _are_names(words)


def _is_copyright(text: str) -> bool:
    """True for a notice of rights, or of a year and of a holder with a name's words."""
    match = _COPYRIGHT.fullmatch(text)
    if match is None:
        return False
    return bool(match["rights"]) or _are_names((match["holder"] or "").split())


def _are_names(words: list[str]) -> bool:
    """Whether each of the words is written as in a name."""
    return all(not word[0].islower() or word in _OF_NAMES for word in words)


def _mark_bars(paragraphs: list[str], reasons: list[str]) -> None:
    """Marks as `menu` the runs of buttons in which one does something, one is sure."""
    run: list[int] = []
    for n, text in enumerate((*paragraphs, "")):
        low = text.casefold().strip(_EDGE) if 0 < len(text) <= _MAX_LABEL else ""
        if low in _SHOWN:
            run.append(n)
            continue
        said = {paragraphs[at].casefold().strip(_EDGE) for at in run}
        if len(said) > 1 and said & _DOES and said & _SURE:
            for at in run:
                reasons[at] = "menu"
        run = []
