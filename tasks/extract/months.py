"""The months as they are named, in the 91 languages of the Unicode CLDR and in news.

A few names mean different months in two languages: `listopad` is October in
Croatian and November in Polish. Those are read only where the language is known.
"""

from __future__ import annotations

import tomllib
import unicodedata
from importlib.resources import files

# Forms that news has and the CLDR has not, the language left out where it is plain.
_MORE = (
    ("", "janner jaenner", 1), ("", "feber", 2), ("", "mrz maerz", 3),
    ("", "setiembre sett sept septem", 9), ("", "studenog studenoga", 11),
    ("", "janvārī", 1), ("", "maijā", 5), ("", "jūnijā", 6), ("", "jūlijā", 7),
    ("", "septembrī", 9), ("", "oktobrī", 10), ("", "novembrī", 11),
    ("", "decembrī", 12), ("", "avgust", 8), ("", "fevr fév", 2), ("", "agu", 8),
    ("", "juill", 7), ("", "mars", 3), ("", "août", 8), ("", "jänn", 1),
    ("", "urtarrilaren", 1), ("", "otsailaren", 2), ("", "martxoaren", 3),
    ("", "apirilaren", 4), ("", "maiatzaren", 5), ("", "ekainaren", 6),
    ("", "uztailaren", 7), ("", "abuztuaren", 8), ("", "irailaren", 9),
    ("", "urriaren", 10), ("", "azaroaren", 11), ("", "abenduaren", 12),
)  # fmt: skip


def month_of(word: str, language: str | None = None) -> int | None:
    """The month, 1 to 12, that `word` names; None where it names none or several.

    `language` is an ISO 639-1 code; it decides between two meanings.
    """
    meanings = _MONTHS.get(fold(word))
    if meanings is None and word[:1] == "ב":  # Hebrew writes "in" and the month as one
        meanings = _MONTHS.get(fold(word[1:]))
    if meanings is None:
        return None
    if len(meanings) == 1:
        return next(iter(meanings))
    meant = [month for month, spoken in meanings.items() if language in spoken]
    return meant[0] if len(meant) == 1 else None


def fold(word: str) -> str:
    """`word` without case, accents and dots at its end, as names are looked up."""
    if word.isascii():
        return word.lower().rstrip(".")
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).rstrip(
        "."
    )


def _table() -> dict[str, dict[int, set[str]]]:
    table: dict[str, dict[int, set[str]]] = {}
    text = files("tasks").joinpath("extract", "months.toml").read_text("utf-8")
    said = [
        (language.partition("_")[0], names, month)
        for language, months in tomllib.loads(text).items()
        for month, names in enumerate(months, 1)
    ]
    for language, names, month in (*said, *_MORE):
        for name in names.split():
            table.setdefault(fold(name), {}).setdefault(month, set()).add(language)
    return table


_MONTHS = _table()
