"""The title as the page's editors wrote it, without the name of the site."""

from __future__ import annotations

import re
import unicodedata

from tasks.extract.fields import Found

# What parts a title from the site's name. A bare hyphen needs spaces around it.
_PARTER = re.compile(r"\s+[-–—|·•»«:/]+\s+|\s*[|»]\s*")
_MAX_TITLE = 300


def choose_title(
    headlines: list[Found[str]], document: str, site: str
) -> Found[str] | None:
    """The first headline that the document's own title bears out, else the first.

    `headlines` come most trusted first; `document` is the title element's text,
    `site` the name of the site, either may be empty. Where no headline is
    given, `document` without `site` is the title.
    """
    usable = [h for h in headlines if 1 < len(h.value) <= _MAX_TITLE]
    usable = [h for h in usable if bare(h.value) and bare(h.value) != bare(site)]
    if not usable:
        title = without_site(document, site)
        return Found(value=title, came_from="title") if title else None
    heard = bare(document)
    borne = [h for h in usable if bare(h.value) in heard and " " in bare(h.value)]
    chosen = (borne or usable)[0]
    return Found(value=without_site(chosen.value, site), came_from=chosen.came_from)


def without_site(title: str, site: str) -> str:
    """`title` without a part at its end or its start that names `site`."""
    parts = list(_PARTER.finditer(title))
    wanted = bare(site)
    if not parts or not wanted:
        return title
    last, first = parts[-1], parts[0]
    behind, front = bare(title[last.end() :]), bare(title[: first.start()])
    if behind and _same_site(behind, wanted):
        return without_site(title[: last.start()].strip(), site)
    if front and _same_site(front, wanted):
        return title[first.end() :].strip()
    return title


def likeness(headline: str, said: str) -> float:
    """The share of the words of `headline` that `said` has too, 0 to 1."""
    words = set(bare(headline).split())
    return len(words & set(bare(said).split())) / len(words) if words else 0.0


def bare(text: str) -> str:
    """`text` in lower case, letters and digits only, one space between words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", " ", folded).strip()


def _same_site(part: str, site: str) -> bool:
    """True where one is the other, or begins it: `bbc news` and `bbc`."""
    a, b = part.replace(" ", ""), site.replace(" ", "")
    return a == b or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a)))
