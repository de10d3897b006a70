"""Credits into names: one entry a person, a desk or an agency, nothing around it."""

from __future__ import annotations

import re

from tasks.extract.dates import day_of
from tasks.extract.fields import MAX_FIELD, MAX_ITEMS, whole_line

_MAX_NAME = 80
_MAX_WORDS = 6
# "By" as bylines begin in the languages they were seen in.
BY = re.compile(
    r"^[-–—|•·*\s]*(?:(?:[^\W\d_]{3,15}\s+){0,3}by"
    r"|(?:geschrieben|verfasst|veröffentlicht|beitrag|publié|écrit|rédigé|escrito"
    r"|publicado|scritto|pubblicato|geschreven|napisane|skrevet|skriven|texte?|tekst)"
    r"\s+(?:von|par|por|da|door|przez|av|af)|von|vom|par|por|door|di|da|av|af|przez"
    r"|tekst|texte|texto|testo|text|foto|yazan|oleh|penulis|автор|от|від|від|із|του|από"
    r"|szerző|írta|teksti|skriven\s+av|skrevet\s+av|tác\s+giả|bởi|โดย|ผู้เขียน|מאת"
    r"|بقلم|كتب|نویسنده|作者|记者|記者|撰文|文|author|auteur|autor(?:en)?|autore|autori)"
    r"(?:\s*[:：／/]\s*|\s+|(?<=[者文])\s*)",
    re.IGNORECASE,
)
# What a text is, before who wrote it: `Interview: Ann Lee`. The colon tells it.
_KIND = re.compile(
    r"^(?:interview|reportage|report|story|words|bericht|protokoll|analyse|analysis"
    r"|kommentar|comment|recherche|essay|entrevista|intervista|reportaje|wywiad)"
    r"\s*[:：]\s*",
    re.IGNORECASE,
)
# Credits of others than those who wrote: photographers, reviewers, who last edited.
NOT_WRITTEN = re.compile(
    r"^\W*(?:(?:photo|image|picture|illustration|video|graphic|medically|fact)\w*\W|"
    r"(?:reviewed|review(?=\s+by)|checked|updated|edited|translated|foto|fotos|bild|bilder"
    r"|grafik|crédit|credit|getty|shutterstock|cover)\b)",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*[,;|•·、，]\s*|\s+(?:and|und|et|en|y|e|og|och|ja|i|ve|и|і|та|és|dan|và|και|&|/)\s+"
    r"|\s*/\s+|\s+/\s*|\s+&\s+",
)
# A role, a place or a contact behind the name: `Ann Lee - Political editor`.
_BEHIND = re.compile(
    r"\s+(?:[-–—|]\s.*|\(.*|(?:for|in|at|is|has|on|from|aus|für)\s.*|@.*|\S+@\S+.*"
    r"|기자.*|특파원.*|記者|记者|sagt|says|schreibt)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:correspondent|editor|reporter|redakteur(?:in)?|journalist(?:e|in)?"
    r"|redaktor(?:ka)?|redacteur|editor-in-chief|contributor|writer|columnist"
    r"|photographer|korrespondent(?:in)?|updated|published|min read|founder|ceo|cto"
    r"|manager|director|specialist"
    r"|strategist|analyst|consultant|professor|profesorius|minutes?|minuten|tags?|expert"
    r"|chief|executive|president|coach|chefredakteur(?:in)?|autor(?:in)?|producer)\b",
    re.IGNORECASE,
)
# Degrees behind a name, which commas part from it.
_DEGREE = re.compile(
    r"(?:M\.?D|Ph\.?D|MSc?|MA|MPH|MBA|RDN?|LDN?|RN|NP|DO|DDS|DVM|JD|CPA|CFP®?|CFA|CSCS|CPT"
    r"|EdD|PsyD|BSc?|BA|LCSW|Esq|Jr|Sr|II|III|CNS|PE|EA|MEd)\.?",
)
_JUNK = re.compile(
    r"https?:|www\.|^@|^\S+@\S+$|^\W*$|^[\d\W]+$|[<>{}=\\]|[←→↑»«]|^\("
    r"|^(?:admin|administrator|author|editor|guest|user|unknown|none|null|n/a|undefined"
    r"|webmaster|root|staff writer|name|john doe"
    r"|jane doe|anonymous|anonym|publisher|written|posted|by|redazione web|default"
    r"|.{0,20}admin|super ?user|wp-?user|share|follow|comments?)$",
    re.IGNORECASE,
)
_SMALL = """de van von der den des del della di da do dos das du la le el al bin ibn ben
    ter ten te zu zur zum of the and y e i av af 't op vande san st abu bint o' d'"""
_PARTICLES = frozenset(_SMALL.split())
# Words of buttons and labels, which are capitalised as names are.
_LABEL = re.compile(
    r"\b(?:share|follow|read|more|view|posts?|all|about|home|menu|search|subscribe|sign|log"
    r"|contact|says|sagt|comments?|reply|published|updated|posted|written|min|by|our|your"
    r"|this|click|here|learn|get|see|show|zeige|alle|mehr|beiträge|beitrag|artikel|über"
    r"|kommentare?|lesen|print|email|e-mail|facebook|twitter|linkedin|instagram|whatsapp"
    r"|copy|link|listen|watch|save|news|blog|team|articles?|articoli|artículos|autor:in"
    r"|bio|profile|website|editorial policy|table|contents|tags?|category|categories"
    r"|uncategori[sz]ed|bluesky|mastodon|threads|reddit|pinterest|youtube|tiktok|telegram"
    r"|minutes?|ago|today|latest|next|previous|back|january|february|march|april|june|july"
    r"|august|september|october|november|december|guide|review|reviewed|bewertung|privacy"
    r"|terms|cookies?|policy|newsletter|advertisement|anzeige|sponsored|credit|image|photo)\b",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[^\W\d_][\w-]{2,29}")
_TAG = re.compile(r"<[^<>]{0,300}>")


def credits_of(value: object) -> list[str]:
    """The credits in a text, a list of texts, or a list of `{"name": ...}`."""
    items = value if isinstance(value, list) else [value]
    names = (i.get("name") if isinstance(i, dict) else i for i in items[:MAX_ITEMS])
    return [whole_line(name) for name in names]


def read_authors(credits: list[str]) -> tuple[str, ...]:
    """The names in `credits`, in their order, each once.

    Without "By", roles, links and addresses; what holds no name gives nothing.
    A credit that is a comma-parted list of whole names is parted. At most
    MAX_ITEMS credits are read, and as many names of each.
    """
    names: dict[str, str] = {}
    for credit in credits[:MAX_ITEMS]:
        plain = whole_line(_TAG.sub(" ", credit) if "<" in credit else credit)
        if NOT_WRITTEN.match(plain):
            continue
        for part in _parted(BY.sub("", _KIND.sub("", plain))):
            name = _bare(part)
            if name:
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def is_name(text: str) -> bool:
    """Whether `text`, found on a page, reads like a person's or a desk's name.

    Two to six words, each with a capital but for particles, or any short word in
    scripts that have none; no digits, no words of buttons.
    """
    words = text.split()
    if not 0 < len(words) <= _MAX_WORDS or not 2 <= len(text) <= _MAX_NAME:
        return False
    if any(map(str.isdigit, text)) or _LABEL.search(text) or _JUNK.search(text):
        return False
    if text[-1] in ":?!…" or _ROLE.fullmatch(text):
        return False
    capital = [word for word in words if not word[0].islower() or "'" in word[:3]]
    return len(capital) > 0 and all(
        word in capital or word.lower() in _PARTICLES for word in words
    )


def is_handle(text: str) -> bool:
    """Whether `text` may be the name of an account: one small word.

    Told by nothing else, so to be asked only of a link to an author's page that marks
    it as a name, by its class or by its address.
    """
    if not _HANDLE.fullmatch(text) or not text.islower():
        return False
    return not (_LABEL.search(text) or _JUNK.search(text) or _ROLE.fullmatch(text))


def _parted(credit: str) -> list[str]:
    parts = [part for part in _AND.split(credit, MAX_ITEMS) if part]
    # "Smith, Ann" is one name; "Ann Lee, Bo Lim" are two; "Ann Lee, editor" is one.
    parts = parts[:1] + [part for part in parts[1:] if not _DEGREE.fullmatch(part)]
    if len(parts) == 2 and "," in credit and all(" " not in part for part in parts):
        return [f"{parts[1]} {parts[0]}"]
    named = [part for part in parts if not _ROLE.search(part)]
    # What follows a name and is longer than any name tells of the one before it.
    short = [part for part in named if len(part.split()) <= _MAX_WORDS]
    return short or named or parts


def _bare(part: str) -> str:
    if len(part) > MAX_FIELD:  # no name, and long enough to be slow
        return ""
    name = _BEHIND.sub("", BY.sub("", part.strip(" .,:;|-–—*\"'")))
    name = name.strip(" ,:;|-–—*\"'")
    if not name or len(name) > _MAX_NAME or _JUNK.search(name) or day_of(name):
        return ""
    return name.title() if name.isupper() and " " in name else name
