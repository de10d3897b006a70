"""Texts as news databases export them: LexisNexis and Nexis Uni, Factiva, ProQuest.

Each gives pairs of a field's name, as in header.toml, and its value, and the text.
A file that holds more than one article is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# (field's name, the database's own name for it, value)
Exported = list[tuple[str, str, str]]
IsDate = Callable[[str], bool]

_MAX_HEAD = 8_000
_MAX_KEYS = 20
_LENGTH = re.compile(
    r"^[ \t]*(?:LENGTH|LENGTE|LÄNGE|LONGUEUR|LONGITUD):[ \t]*[\d,.]+[ \t]*"
    r"(?:words|woorden|wörter|mots|palabras)\b",
    re.IGNORECASE | re.MULTILINE,
)
# Asked first, for speed.
_LENGTH_WORDS = (
    "ENGTH:", "ength:", "ENGTE:", "engte:", "ÄNGE:", "änge:", "UEUR:", "ueur:",
    "ITUD:", "itud:",
)  # fmt: skip
_LEXIS_KEY = re.compile(
    r"[ \t]*(BYLINE|SECTION|LENGTH|LENGTE|LÄNGE|LONGUEUR|LONGITUD|DATELINE|HIGHLIGHT"
    r"|SERIES|SUBHEAD|BODY)[ \t]*(?::[ \t]*(.*)|\Z)",
    re.IGNORECASE,
)
# Behind the text; capitals or a hyphen, which sentences do not begin with.
_LEXIS_TAIL = re.compile(
    r"\n[ \t]*(?:(?:LOAD-DATE|SUBJECT|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|COMPANY"
    r"|ORGANIZATION|PERSON|CITY|STATE|COUNTRY|INDUSTRY|TICKER|URL|GEOGRAPHIC"
    r"|DOCUMENT-TYPE|JOURNAL-CODE|ACC-NO|UPDATE|Load-Date|Publication-Type):"
    r"|Classification[ \t]*\n|End of Document)"
)
# What else stands behind a text, as the first line of a block.
_TAIL_END = re.compile(
    r"[ \t]*(?:[-_=*]{3,}[ \t]*$|(?:copyright|\(c\)|©|all rights reserved"
    r"|end of document|classification$|contact (?:us|proquest)|terms and conditions"
    r"|(?:document )?\d+ of \d+(?: documents?)?$))",
    re.IGNORECASE | re.MULTILINE,
)
_STOP = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’»)]{0,3}\Z")
_LEAST_WORDS = 4
# The keys whose value may be one.
_SAYS_MORE = frozenset(
    ("GRAPHIC", "HIGHLIGHT", "COPYRIGHT", "TITLE", "ABSTRACT", "CREDIT", "LINKS",
     "FULL TEXT", "NOTES")
)  # fmt: skip
_BLOCK = re.compile(r"\n[ \t]*\n\s*")
_TAIL_KEY = re.compile(r"[ \t]*([A-Za-z][A-Za-z-]{2,20}):[ \t]*(.*)")
_SKIPPED = re.compile(
    r"\d+ of \d+ documents?|(?:copyright|©|all rights reserved).*", re.IGNORECASE
)
_FACTIVA = re.compile(
    r"^(HD|SE|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD"
    r"|PUB|AN|CLM|ART|CX|DE)(?:[ \t]*$|[ \t]{2,}|\t)",
    re.MULTILINE,
)
_FACTIVA_FIELDS = {
    "HD": "title", "BY": "author", "PD": "date", "SN": "source", "LA": "language",
    "SE": "section",
}  # fmt: skip
_PROQUEST = re.compile(
    r"(?:\A|(?<=\n\n))(Title|Author|Abstract|Links|Full text|Subject|Location|People"
    r"|Company|Company / organization|Classification|Identifier / keyword|Pages|Year"
    r"|Publication title|Publication info|Publication year|Publication date|Section"
    r"|Publisher|Place of publication|Country of publication|Publication subject|ISSN"
    r"|Source type|Language of publication|Document type|ProQuest document ID|Volume"
    r"|Document URL|Copyright|Last updated|Database|Number of pages|First page|Issue"
    r"|Dateline|Column|Credit):[ \t]*"
)
_PROQUEST_FIELDS = {
    "Title": "title", "Author": "author", "Publication title": "source",
    "Publication date": "date", "Language of publication": "language",
    "Section": "section", "Subject": "tags", "Document URL": "url",
}  # fmt: skip


def read_export(text: str, is_date: IsDate) -> tuple[Exported, str] | None:
    """The fields and the text of an export; None where it is none that is known."""
    head = text[:_MAX_HEAD]
    is_lexis = any(word in head for word in _LENGTH_WORDS)
    if is_lexis and (match := _LENGTH.search(head)):
        return _lexis(text, match.start(), is_date)
    if _FACTIVA.match(head.lstrip()[:20]):
        return _factiva(text)
    if text.find("ProQuest document ID:", max(len(text) - _MAX_HEAD, 0)) >= 0:
        return _proquest(text)
    return None


def _lexis(text: str, at: int, is_date: IsDate) -> tuple[Exported, str] | None:
    if _LENGTH.search(text, at + 10):
        return None
    begin = next(
        (
            m.start()
            for m in re.finditer(r"(?m)^.*$", text[:at])
            if _LEXIS_KEY.match(m[0])
        ),
        at,
    )
    said = _lexis_top(text[:begin], is_date)
    rest = text[begin:]
    for _ in range(_MAX_KEYS):
        line, _, after = rest.lstrip().partition("\n")
        match = _LEXIS_KEY.fullmatch(line)
        if match is None:
            break
        rest = after
        if match[1].upper() == "BODY":
            rest = f"{match[2]}\n{after}" if match[2] else after
            break
        if match[2]:
            name = {"BYLINE": "author", "SECTION": "section"}.get(match[1].upper(), "")
            said.append((name, match[1].upper(), match[2].strip()))
    tail = _LEXIS_TAIL.search(rest, _tail_at(rest, _TAIL_KEY))
    if tail is None:
        return said, rest
    return [*said, *_lexis_tail(rest[tail.start() :])], rest[: tail.start()]


def _lexis_top(text: str, is_date: IsDate) -> Exported:
    """Newspaper, date and headline: in this order, or the headline first."""
    blocks = [
        [line.strip() for line in block.split("\n") if line.strip()]
        for block in re.split(r"\n[ \t]*\n", text)
    ]
    blocks = [[one for one in block if not _SKIPPED.fullmatch(one)] for block in blocks]
    before: list[str] = []
    for n, block in enumerate(blocks):
        for at, line in enumerate(block):
            if not is_date(line):
                before.append(line)
                continue
            after = " ".join(one for rest in blocks[n + 1 :] for one in rest)
            said = [("date", "date", line)]
            said += [("", "edition", one) for one in block[at + 1 :]]
            said += [("source", "source", one) for one in before[-1:]]
            title = " ".join(before[:-1]) or after
            said += [("title", "title", title)] if title else []
            if before[:-1] and after:
                said.append(("", "head", after))
            return said
    return [("title", "title", " ".join(before))] if before else []


def _lexis_tail(text: str) -> Exported:
    said: Exported = []
    for line in text.split("\n"):
        match = _TAIL_KEY.match(line)
        key = match[1].upper() if match else ""
        name = {"LANGUAGE": "language", "URL": "url"}.get(key, "")
        if match and name:
            said.append((name, key, match[2].strip()))
        elif line.strip():
            said.append(("", key or "tail", line.strip()))
    return said


def _factiva(text: str) -> tuple[Exported, str] | None:
    values = _by_key(list(_FACTIVA.finditer(text)), text)
    keys = [key for key, _ in values]
    if keys.count("HD") != 1 or not {"LP", "TD"} & set(keys) or "AN" not in keys:
        return None
    said: Exported = []
    body = "\n\n".join(value for key, value in values if key in ("LP", "TD"))
    clock = next((value for key, value in values if key == "ET"), "")
    for key, value in values:
        if key in ("LP", "TD") or not value:
            continue
        one = " ".join(value.split())
        one = f"{one} {clock}" if key == "PD" and clock else one
        said.append((_FACTIVA_FIELDS.get(key, ""), key, one))
    return said, body


def _proquest(text: str) -> tuple[Exported, str] | None:
    found = list(_PROQUEST.finditer(text))
    begin = [match.end() for match in found if match[1] == "Full text"]
    if len(begin) != 1:
        return None
    tail = begin[0] + _tail_at(text[begin[0] :], _PROQUEST)
    values = _by_key([m for m in found if not begin[0] < m.start() < tail], text)
    said: Exported = []
    body = ""
    for key, value in values:
        if key == "Full text":
            body = value
        elif value:
            one = " ".join(value.split())
            said.append((_PROQUEST_FIELDS.get(key, ""), key, one))
    top = text[: found[0].start()].split("\n")
    said += [("", "top", line.strip()) for line in top if line.strip()]
    return said, body


def _tail_at(text: str, key: re.Pattern[str]) -> int:
    """Where the blocks begin that stand behind a text: all to its end have a key.

    A paragraph of the text may begin with a word that is a key, too. It is none
    where one without a key follows, or where its value is a sentence.
    """
    at = len(text)
    gaps = list(_BLOCK.finditer(text.rstrip()))
    for gap in reversed(gaps):
        block = text[gap.end() : at].rstrip()
        if not _TAIL_END.match(block):
            match = key.match(block)
            if match is None:
                break
            if match[1].upper() not in _SAYS_MORE and _is_said(block[match.end(1) :]):
                break
        at = gap.start()
    return at


def _is_said(value: str) -> bool:
    """Whether what stands behind a key, its colon first, is a sentence."""
    is_long = len(value.split(None, _LEAST_WORDS)) > _LEAST_WORDS
    return is_long and _STOP.search(value, max(len(value) - 6, 0)) is not None


def _by_key(found: list[re.Match[str]], text: str) -> list[tuple[str, str]]:
    """Each key with what stands up to the next."""
    ends = [match.start() for match in found[1:]] + [len(text)] * bool(found)
    return [
        (match[1], text[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    ]
