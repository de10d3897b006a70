"""Credits into names: one entry a person, a desk or an agency, nothing around it."""

from __future__ import annotations

import re

from tasks.extract.fields import MAX_ITEMS, one_line

_MAX_NAME = 80
# "By" as bylines begin in the languages they were seen in.
_BY = re.compile(
    r"^(?:(?:written|reported|posted|published|story|words|text|reporting)\s+by"
    r"|by|von|par|por|door|di|da|av|af|tekst|texte|texto|testo|yazan|автор"
    r"|author|auteur|autor|autore)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*[,;|•·]\s*|\s+(?:and|und|et|en|y|e|og|och|ja|i|ve|и|і|та|&|/)\s+"
    r"|\s*/\s+|\s+/\s*|\s+&\s+",
)
# A role, a place or a contact behind the name: `Ann Lee - Political editor`.
_BEHIND = re.compile(
    r"\s+(?:[-–—|]\s.*|\(.*|(?:for|in|at|is|has)\s.*|@.*|\S+@\S+.*)$", re.IGNORECASE
)
_ROLE = re.compile(
    r"\b(?:correspondent|editor|reporter|redakteur(?:in)?|journalist(?:e|in)?"
    r"|redacteur|editor-in-chief|contributor|writer|columnist|photographer"
    r"|updated|published|min read)\b",
    re.IGNORECASE,
)
_JUNK = re.compile(
    r"https?:|www\.|^@|^\W*$|^\d+$|^(?:admin|administrator|author|editor|guest"
    r"|user|unknown|none|null|n/a|undefined|webmaster|root|staff writer)$",
    re.IGNORECASE,
)


def credits_of(value: object) -> list[str]:
    """The credits in a text, a list of texts, or a list of `{"name": ...}`."""
    items = value if isinstance(value, list) else [value]
    names = (i.get("name") if isinstance(i, dict) else i for i in items[:MAX_ITEMS])
    return [one_line(name) for name in names]


def read_authors(credits: list[str]) -> tuple[str, ...]:
    """The names in `credits`, in their order, each once.

    Without "By", roles, links and addresses; what holds no name gives nothing.
    A credit that is a comma-parted list of whole names is parted.
    """
    names: dict[str, str] = {}
    for credit in credits[:MAX_ITEMS]:
        for part in _parted(_BY.sub("", one_line(credit))):
            name = _bare(part)
            if name:
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _parted(credit: str) -> list[str]:
    parts = [part for part in _AND.split(credit) if part]
    # "Smith, Ann" is one name; "Ann Lee, Bo Lim" are two; "Ann Lee, editor" is one.
    if len(parts) == 2 and "," in credit and all(" " not in part for part in parts):
        return [f"{parts[1]} {parts[0]}"]
    named = [part for part in parts if not _ROLE.search(part)]
    return named or parts


def _bare(part: str) -> str:
    name = _BEHIND.sub("", _BY.sub("", part.strip(" .,:;|-–—*\"'")))
    name = name.strip(" ,:;|-–—*\"'")
    if not name or len(name) > _MAX_NAME or _JUNK.search(name):
        return ""
    return name.title() if name.isupper() and " " in name else name
